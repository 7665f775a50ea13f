"""What a reviewer does to a case besides voting: each asks in a form that is made of the fields of the act."""

from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from store.acts import AnyRequest, Note, Vote
from store.case.view import CaseView
from store.model import Refusal
from tui.acting.drafts import is_aside, kind_of
from tui.acting.offers import FORMS, OFFERS, UNMASK, Offer, offer
from tui.screens.voting import Voting

if TYPE_CHECKING:
    from tui.dialogs.act_form import ActForm

ACTING = (replace(UNMASK.action, run=""), *(one.action for one in OFFERS))


class Acting(Voting, inherit_bindings=False):
    """The part of the review screen that holds, refers, serves, closes, unmasks ..."""

    _act_form: "ActForm | None" = None

    def action_act(self, command: str) -> None:
        """Open the form of an act, or say why it may not be done now."""
        self.act_on_case(offer(command))

    def act_on_case(self, one: Offer) -> None:
        """Open the form of an act on the case that is read."""
        view = self._may(one.act)
        if view is not None and (not one.sees or self.sees_votes(view, partial(self.act_on_case, one))):
            self._ask(one, view)

    async def take_up(self, kind: str) -> None:
        """Open the form of a draft of this kind on the case, or say why it opens no more; show one set aside."""
        if is_aside(kind):
            self.show_draft(self.session.view.case.id if self.session.view else "", kind)
        elif kind == kind_of(Vote):
            await self.action_vote()
        elif kind == kind_of(Note):
            self.action_case_note()
        elif kind == kind_of(UNMASK.act):
            self.action_unmask()
        else:
            self.act_on_case(next(one for one in FORMS if kind_of(one.act) == kind))

    def action_unmask(self) -> None:
        """Ask to see something that is masked: no more of it than needed, and what for."""
        if view := self._may(UNMASK.act, lambda view: None if view.masked else _NOTHING_MASKED):
            self._ask(UNMASK, view, fields=view.masked[0] if len(view.masked) == 1 else "")

    def _ask(self, one: Offer, view: CaseView, **begins: str) -> None:
        from tui.dialogs.act_form import ActForm

        session, case = self.session, view.case.id
        written, keep = session.form(case, one.act).values, partial(session.keep_form, case, one.act)
        form = ActForm(one, view, session.docket, begins, written, keep, guard=self.new_guard())

        def ended(request: AnyRequest | None) -> None:
            self._act_form = None
            if request is not None:
                self.submissions.act(case, request, session.written(case, one.act).key)
            if form.was_dropped:
                self.dropped(case, kind_of(one.act))
            self.show_status()

        self._act_form = form
        self.app.push_screen(form, ended)

    def refresh_form(self) -> None:
        """The form of an act, too."""
        super().refresh_form()
        if self._act_form is not None and self.session.view is not None:
            self._act_form.take_in(self.session.view)


_NOTHING_MASKED = Refusal("nothing_masked", "Nothing in this case is masked from you.")
