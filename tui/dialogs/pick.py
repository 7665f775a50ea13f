"""One of a few things, by a key or with the arrows, such as an order of the queue."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from store.text import visible

LETTERS = "1234567890"


class Pick(ModalScreen[str | None]):
    """Gives the value that was picked; nothing is recorded by it. Esc gives None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "Leave it", id="pick.leave"),
        Binding("f1,question_mark", "app.help", "Help", show=False, id="pick.help"),
        Binding("j", "move('down')", "Down", show=False),
        Binding("k", "move('up')", "Up", show=False),
        *(
            Binding(letter, f"pick({number})", "By number", tooltip="Take the one of this number", show=False)
            for number, letter in enumerate(LETTERS)
        ),
    ]
    DEFAULT_CSS = """
    Pick {
        align: center middle;
        OptionList {
            width: 70; max-width: 100%; height: auto; max-height: 100%; background: $surface;
            &, &:focus { border: round $primary; padding: 0 1; background-tint: transparent; }
            & > .option-list--option { padding: 0; }
        }
    }
    """

    keys = "enter · esc"
    """What is said of its keys."""

    def __init__(self, title: str, choices: tuple[tuple[str, str], ...], chosen: str = "") -> None:
        """`choices` are values and what people call them; `chosen` is the one that holds now."""
        super().__init__()
        self._title, self._choices, self._chosen = title, choices, chosen

    def compose(self) -> ComposeResult:
        """The list."""
        lines = OptionList(*(self._option(number) for number in range(len(self._choices))))
        lines.border_title, lines.border_subtitle = Content(visible(self._title)), self.keys
        values = [value for value, _ in self._choices]
        lines.highlighted = values.index(self._chosen) if self._chosen in values else 0
        yield lines

    def _option(self, number: int) -> Option:
        value, label = self._choices[number]
        key = LETTERS[number] if number < len(LETTERS) else " "
        return Option(Content(f"{key} {'(•)' if value == self._chosen else '( )'} {visible(label)}"))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter, or a click."""
        event.stop()
        self.action_pick(event.option_index)

    def action_pick(self, number: int) -> None:
        """Take this one."""
        if number < len(self._choices):
            self.dismiss(self._choices[number][0])

    def action_move(self, way: str) -> None:
        """One line up or down."""
        getattr(self.query_one(OptionList), f"action_cursor_{way}")()

    def action_leave(self) -> None:
        """Take none."""
        self.dismiss(None)
