"""One of a few, in a form."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList

from store.text import visible
from tui.dialogs.choices import ChoiceList

DIGITS = "123456789"
"""The keys of the first values."""


class ChooseOne(ChoiceList):
    """Values by their numbers and labels; nothing is chosen beforehand."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(digit, f"choose({digit})", "By number", show=False) for digit in DIGITS
    ]

    class Chosen(Message):
        """This value was chosen in the list `name`."""

        def __init__(self, name: str, value: str) -> None:
            super().__init__()
            self.name, self.value = name, value

    def __init__(self, name: str, choices: tuple[tuple[str, str], ...], chosen: str, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._of, self._choices, self._chosen = name, choices, chosen

    def on_mount(self) -> None:
        """Show what is chosen."""
        self._draw()
        self._highlight_chosen()

    def choose_from(self, choices: tuple[tuple[str, str], ...], chosen: str) -> None:
        """Offer these; the keys stay where they are in the list if it is the same."""
        if (choices, chosen) != (self._choices, self._chosen):
            self._choices, self._chosen = choices, chosen
            self._draw()
            self._highlight_chosen()

    def _highlight_chosen(self) -> None:
        values = [value for value, _ in self._choices]
        self.highlighted = values.index(self._chosen) if self._chosen in values else 0 if values else None

    def action_cursor_down(self) -> None:
        """One line further; the last is not followed by the first, or a key too many chooses another thing."""
        if self.highlighted is None or self.highlighted < len(self._choices) - 1:
            super().action_cursor_down()

    def action_cursor_up(self) -> None:
        """One line back."""
        if self.highlighted:
            super().action_cursor_up()

    def action_choose(self, number: int) -> None:
        """Choose the value of this number, counted from 1."""
        if number <= len(self._choices):
            self.highlighted = number - 1
            self.action_select()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter, Space or a click on a line."""
        event.stop()
        self._chosen = self._choices[event.option_index][0]
        self._draw()
        self.post_message(self.Chosen(self._of, self._chosen))

    def _draw(self) -> None:
        self.show([self._line(number, *one) for number, one in enumerate(self._choices, 1)])

    def _line(self, number: int, value: str, label: str) -> Content:
        key = str(number) if number <= len(DIGITS) else " "
        return Content(f"{key} {'(•)' if value == self._chosen else '( )'} {visible(label)}")
