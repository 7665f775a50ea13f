"""The outcomes of the policy, one of which a vote names."""

from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList

from store.policy import Outcome
from store.text import visible
from tui.dialogs.choices import ChoiceList
from tui.look import ADVERSE


class OutcomeList(ChoiceList):
    """Every outcome with its number."""

    class Chosen(Message):
        """The reviewer chose this outcome."""

        def __init__(self, outcome: str) -> None:
            super().__init__()
            self.outcome = outcome

    def __init__(self, outcomes: tuple[Outcome, ...], *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._outcomes = outcomes

    def show_chosen(self, outcome_id: str) -> None:
        """Mark the outcome that is chosen."""
        first = not self.option_count
        self.show([_line(number, one, one.id == outcome_id) for number, one in enumerate(self._outcomes, 1)])
        if first:
            ids = [one.id for one in self._outcomes]
            self.highlighted = ids.index(outcome_id) if outcome_id in ids else 0

    def has(self, number: int) -> bool:
        """Whether an outcome has this number, counted from 1."""
        return 1 <= number <= len(self._outcomes)

    def outcome_of(self, number: int) -> str:
        """The outcome of this number, counted from 1, which is highlighted; empty if there is none."""
        if not self.has(number):
            return ""
        self.highlighted = number - 1
        return self._outcomes[number - 1].id

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter, Space or a click on a line."""
        event.stop()
        self.post_message(self.Chosen(self._outcomes[event.option_index].id))


def _line(number: int, outcome: Outcome, chosen: bool) -> Content:
    key = str(number) if number <= 9 else " "
    adverse = (f"{ADVERSE}  ", "bold") if outcome.adverse else ""
    return Content.assemble(
        key, " (•) " if chosen else " ( ) ", adverse, (visible(outcome.label), "bold" if chosen else "")
    )
