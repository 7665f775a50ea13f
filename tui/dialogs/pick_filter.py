"""The filters that a reviewer has saved: one is taken, renamed or forgotten, or the one that holds is saved."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import OptionList

from tui.dialogs.pick import Pick

SAVE, RENAME, FORGET = "\n", "\r", "\t"
"""What the value begins with where a filter is not to be taken; no name of one begins so, for lines are stripped."""


class PickFilter(Pick):
    """Gives a name, or what is to be done and the name that it is to be done to. Nothing is changed by it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("delete", "do('forget')", "Remove", id="filters.forget"),
        Binding("r", "do('rename')", "Rename", id="filters.rename"),
    ]

    def __init__(self, saved: dict[str, str], now: str, at: int | None = None) -> None:
        """`saved`: texts by name; `now`: the text of the filter that holds; `at`: the line to begin with."""
        self._names, self._at = [*saved], at
        self.keys = "enter · r renames · del forgets · esc" if saved else Pick.keys
        choices = [(name, f"{name}   {text}") for name, text in saved.items()]
        if now and now not in saved.values():
            choices.append((SAVE, f"save this one: {now}"))
        super().__init__("Saved filters", tuple(choices), next((one for one in saved if saved[one] == now), ""))

    def on_mount(self) -> None:
        """Begin with the line that was asked for."""
        if self._at is not None:
            self.query_one(OptionList).highlighted = min(self._at, len(self._choices) - 1)

    def action_do(self, what: str) -> None:
        """Rename or forget the one under the cursor."""
        at = self.query_one(OptionList).highlighted
        if at is not None and at < len(self._names):
            self.dismiss(f"{RENAME if what == 'rename' else FORGET}{self._names[at]}")
