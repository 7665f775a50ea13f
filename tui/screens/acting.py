"""What a reviewer does to a case besides voting: each asks in a form that is made of the fields of the act."""

from store.acts import AnyRequest
from store.case.view import CaseView
from store.model import Refusal
from tui.actions import Action
from tui.dialogs.act_form import ActForm
from tui.offers import OFFERS, UNMASK, Offer, offer
from tui.screens.deciding import Deciding

ACTING = tuple(Action(one.command, one.keys, one.label, one.help, run=f"act('{one.command}')") for one in OFFERS)


class Acting(Deciding, inherit_bindings=False):
    """The part of the review screen that holds, refers, serves, closes ..."""

    def action_act(self, command: str) -> None:
        """Open the form of an act, or say why it may not be done now."""
        one = offer(command)
        view = self._may(lambda view: view.refusal(one.request.act))
        if view is not None and not (one.sees and not self.sees_votes(view)):
            self._ask(one, view)

    def action_unmask(self) -> None:
        """Ask to see something that is masked: no more of it than needed, and what for."""
        if view := self._may(lambda view: None if view.masked else _NOTHING_MASKED):
            self.session.unfinished_acts.setdefault((view.case.id, UNMASK.kind), {})["fields"] = view.masked[0]
            self._ask(UNMASK, view)

    def _ask(self, one: Offer, view: CaseView) -> None:
        session, case = self.session, view.case.id
        begun = session.unfinished_acts.get((case, one.kind), {})
        form = ActForm(one, view, session.docket, begun, guard=self.new_guard())

        def ended(request: AnyRequest | None) -> None:
            session.unfinished_acts[case, one.kind] = form.values
            if request is not None:
                self.submissions.act(case, one.kind, request)
            self.show_status()

        self.app.push_screen(form, ended)


_NOTHING_MASKED = Refusal("nothing_masked", "Nothing in this case is masked from you.")
