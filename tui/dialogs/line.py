"""A line that is written."""

from textual import events
from textual.widgets import Input

from store.text import visible
from tui.dialogs.guard import Guard


class Line(Input):
    """One line; what is pasted is shown and kept with its hidden characters as visible tokens.

    What is only `offered` in it is replaced by the first letter.
    """

    DEFAULT_CSS = """
    Line { width: 100%; padding: 0; border-left: blank; background: $panel; }
    Line:focus { border-left: outer $accent; }
    """

    def __init__(self, text: str, guard: Guard, *, id: str | None = None, offered: bool = False) -> None:  # noqa: A002
        super().__init__(text, id=id, compact=True, select_on_focus=offered)
        self._guard = guard

    def go_on(self, text: str) -> None:
        """Take what was typed where the keys were before: what is only offered makes room for it, and that once."""
        if self.select_on_focus:
            self.clear()
            self.select_on_focus = False
        self.insert_text_at_cursor(text)

    def on_key(self, event: events.Key) -> None:
        """The guard hears of the keys that end here: the next one may be the key that sends."""
        self._guard.noted(event)

    def _on_paste(self, event: events.Paste) -> None:
        """Take in a paste as what it will be read as."""
        event.text = visible(event.text.strip("\r\n"))
        super()._on_paste(event)
        event.prevent_default()
