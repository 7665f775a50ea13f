"""Where the reason is written."""

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.widgets import TextArea

from store.text import visible
from tui.dialogs.guard import Guard


class ReasonArea(TextArea):
    """Prose, wrapped at words. What is pasted is shown and kept with its hidden characters as visible tokens."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+underscore", "undo", "Undo", show=False)]
    DEFAULT_CSS = """
    ReasonArea {
        height: auto; min-height: 5; max-height: 9; padding: 0; border: none; border-left: blank;
        background: $panel;
        &:focus { border: none; border-left: outer $accent; }
    }
    """

    def __init__(self, text: str, guard: Guard, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(text, id=id, soft_wrap=True, tab_behavior="focus", placeholder="Why, in your own words")
        self._guard = guard
        self.highlight_cursor_line = False
        self.move_cursor(self.document.end)

    def on_key(self, event: events.Key) -> None:
        """The guard hears of the keys that end here: the next one may be the key that sends."""
        self._guard.noted(event)

    async def _on_paste(self, event: events.Paste) -> None:
        """Take in a paste as what it will be read as."""
        event.text = visible(event.text, multiline=True)
        await super()._on_paste(event)
        event.prevent_default()
