"""The grounds that can carry the chosen outcome, to be ticked."""

from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList

from store.policy import Policy
from store.text import visible
from tui.dialogs.choices import ChoiceList

LETTERS = "abdefgimnopqrstuwyz"
"""The keys of the first grounds: letters that mean nothing where a case is read, so that reading goes on beside."""


class GroundList(ChoiceList):
    """Each ground with its letter and the rule of law it rests on.

    A ticked one that the policy does not know can be unticked.
    """

    class Ticked(Message):
        """The reviewer ticked a ground, or took the tick back."""

        def __init__(self, ground: str) -> None:
            super().__init__()
            self.ground = ground

    def __init__(self, policy: Policy, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._policy = policy
        self._ids: list[str] = []

    def show_ticked(self, outcome_id: str, ticked: tuple[str, ...]) -> None:
        """Show the grounds for an outcome, and which of them are ticked."""
        grounds = self._policy.grounds_for(outcome_id)
        known = [ground.id for ground in grounds]
        strays = [one for one in ticked if one not in known]
        told = [(ground.id in ticked, ground.label, ground.law) for ground in grounds]
        told += [(True, one, "not a ground for this outcome") for one in strays]
        self._ids = known + strays
        self.show([_line(LETTERS[at : at + 1] or " ", *one) for at, one in enumerate(told)])

    def ground_of(self, letter: str) -> str:
        """The ground of this letter, which is highlighted; empty if there is none."""
        at = LETTERS.find(letter)
        if not 0 <= at < len(self._ids):
            return ""
        self.highlighted = at
        return self._ids[at]

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter, Space or a click on a line."""
        event.stop()
        self.post_message(self.Ticked(self._ids[event.option_index]))


def _line(letter: str, ticked: bool, label: str, law: str) -> Content:
    mark = "[x] " if ticked else "[ ] "
    return Content.assemble(
        f"{letter} ", mark, (visible(label), "bold" if ticked else ""), (f"  {visible(law)}", "dim")
    )
