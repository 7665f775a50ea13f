"""The grounds that can carry the chosen outcome, to be ticked."""

from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList

from store.policy import Policy
from store.text import visible
from tui.dialogs.choices import ChoiceList


class GroundList(ChoiceList):
    """Each ground with the rule of law it rests on; a ticked one that the policy does not know can be unticked."""

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
        lines = [_line(ground.id in ticked, ground.label, ground.law) for ground in grounds]
        lines += [_line(True, one, "not a ground for this outcome") for one in strays]
        self._ids = known + strays
        self.show(lines)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter, Space or a click on a line."""
        event.stop()
        self.post_message(self.Ticked(self._ids[event.option_index]))


def _line(ticked: bool, label: str, law: str) -> Content:
    mark = "[x] " if ticked else "[ ] "
    return Content.assemble(mark, (visible(label), "bold" if ticked else ""), (f"  {visible(law)}", "dim"))
