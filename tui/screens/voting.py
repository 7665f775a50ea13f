"""The vote form beside the case: opening it, going between the two, sending what is written."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual import events
from textual.containers import Horizontal
from textual.dom import DOMNode
from textual.widget import Widget

from store.acts import Act, Resolution, Vote, carries
from store.case.view import CaseView
from tui.acting.drafts import SavedDraft, kind_of
from tui.actions import Action, Place
from tui.look import look
from tui.notices import where_stands
from tui.screens.deciding import Deciding
from tui.submissions import moves
from tui.vote.mending import BACK, CITED, SHOWN
from tui.vote.vote_keys import DIGITS, NEXT_MISSING
from tui.widgets.case_pane import CasePane

if TYPE_CHECKING:
    from tui.dialogs.confirm import Choice
    from tui.vote.vote_form import VoteForm

VOTING = (
    Action(
        "vote",
        "d,V",
        "Vote",
        "Write your vote, or adjudicate a conflict, beside the case; again goes to the form",
        footer=4,
        roles=(*Vote.roles, *Resolution.roles),
    ),
    Action(
        *("outcome", DIGITS, "Vote for", "Vote for the outcome of this number"),
        run="outcome({key})",
        range="1-9",
        roles=Vote.roles,
    ),
    Action(
        "adjudicate",
        "a",
        "Adjudicate",
        "Adjudicate a conflict between two votes, as a third person",
        roles=Resolution.roles,
    ),
)
BESIDE = Place(
    "beside",
    "In the case, while a vote is written; a letter that leads away from it is pressed twice",
    (
        Action("take_form", "f6", "Form", "To the form, where a chosen outcome is changed", footer=2, run="other_pane"),
        Action("commit", "f2", "Send", "Go to what is still missing, or send", footer=2),
        Action("reason", "f7", "Reason", "Straight to the reason", footer=2),
    ),
)
"""What the line of keys shows in the case while a form is open; not found by name, so that no command sends."""


class Voting(Deciding, inherit_bindings=False):
    """The part of the review screen that opens and closes the vote form, in the place of the queue."""

    vote_form: "VoteForm | None" = None
    stale = False
    """Whether the case that is read is not laid out yet."""
    _heard: events.Key | None = None
    _said_to_adjudicate = False

    @classmethod
    def panes(cls) -> tuple[type[Widget], ...]:
        """With the form."""
        from tui.vote.vote_form import VoteForm

        return (*cls.PANES, VoteForm)

    def fold(self) -> None:
        """Show the panes that there is room for."""

    def return_keys(self) -> None:
        """The keys go back to the pane that had them before the form."""

    async def action_vote(self) -> None:
        """Open the form for the own vote, or the one that settles a conflict for who may do that; or go to it."""
        if self.vote_form is None and self._adjudicates:
            await self.action_adjudicate()
        elif form := self.vote_form:
            form.take_keys()
        elif view := self._may(Vote):
            await self._open(view, adjudicating=False)

    async def action_outcome(self, number: int) -> None:
        """The form, with this outcome chosen; beside one that has an outcome nothing is changed, and that is said."""
        if (form := self.vote_form) and form.chosen:
            form.keeps_outcome(number)
            return
        if self.vote_form is None:
            await self.action_vote()
        if form := self.vote_form:
            form.action_choose(number)
        elif self.awaited is not None:
            self.awaited = partial(self.action_outcome, number)

    async def action_adjudicate(self) -> None:
        """Open the form of a resolution, or go to it."""
        if form := self.vote_form:
            form.take_keys()
            return
        view = self._may(Resolution)
        if view is not None and self.sees_votes(view, self.action_adjudicate):
            await self._open(view, adjudicating=True)

    def action_commit(self) -> None:
        """Send what is written, asked for beside the form."""
        if form := self.vote_form:
            form.action_commit()
        else:
            self.notices.refuse("Nothing is being written: d writes your vote, and F2 sends it.")

    def action_reason(self) -> None:
        """To the reason of what is written, asked for beside the form."""
        if form := self.vote_form:
            form.action_reason()
        else:
            self.notices.refuse("Nothing is being written: d writes your vote, and F7 goes to its reason.")

    def action_leave_form(self) -> None:
        """Out of words that are marked in the case, else out of the form."""
        pointer = self.session.pointer
        if pointer is not None and pointer.marking:
            pointer.unmark()
            self.show_citations()
        elif not self.dismiss_notice() and (form := self.vote_form):
            form.action_close()

    @property
    def writing(self) -> bool:
        """Whether a form is open, wherever the keys are."""
        return self.vote_form is not None

    async def action_beside(self, key: str) -> None:
        """Do in the case what this key does there; the keys stay with the form."""
        for one in CasePane.PLACE.actions:
            if key in one.keys.split(","):
                await self.app.run_action(one.run or one.id, self.query_one(CasePane))

    def on_key(self, event: events.Key) -> None:
        """The form judges keys by those before them, also by the one that opens it."""
        self._heard, self.awaited = event, None
        if form := self.vote_form:
            form.hears(event)
            if isinstance(self.focused, CasePane):
                form.hears_beside(event)

    def take_paste(self, text: str) -> None:
        """What is pasted beside the form is words, as what is typed there."""
        if form := self.vote_form:
            form.take_paste(text)
        else:
            super().take_paste(text)

    def change_sides(self) -> None:
        """From the form to the case, and back."""
        if self.vote_form is not None and not self.vote_form.has_focus_within:
            self.vote_form.take_keys()
        else:
            self.query_one(CasePane).focus(scroll_visible=False)

    def on_vote_parts_completed(self) -> None:
        """The key that sends goes to what is missing, or no longer."""
        self.show_keys()

    @property
    def footer(self) -> list[Action]:
        """With what the key that sends would do now, and the one that votes or adjudicates."""
        form, labels = self.vote_form, {"vote": "Adjudicate"} if self._adjudicates else {}
        if form is not None and not form.complete:
            labels["commit"] = NEXT_MISSING
        return [replace(one, label=labels.get(one.id, one.label)) for one in super().footer]

    def show_status(self) -> None:
        """Another case, or the same one after others acted, may ask for another word in the line of keys."""
        super().show_status()
        if self._adjudicates != self._said_to_adjudicate:
            self._said_to_adjudicate = self._adjudicates
            self.show_keys()

    @property
    def _adjudicates(self) -> bool:
        """Whether what the reader may do with the case is not to vote but to adjudicate."""
        seen = self.session.view
        return seen is not None and seen.refusal(Vote) is not None and seen.refusal(Resolution) is None

    def on_vote_form_read(self, event: "VoteForm.Read") -> None:
        """From the form to the case, to find there what is missing."""
        pane, missing = self.query_one(CasePane), event.missing
        if missing:
            self.notices.tell(f"{missing.sentence} {SHOWN if missing.code == 'unopened' else BACK}")
        if missing and missing.item and not (missing.code in CITED and self._can_cite_here):
            pane.go_to_item(missing.item)
        pane.focus(scroll_visible=False)

    @property
    def _can_cite_here(self) -> bool:
        """Whether what is read now can carry an adverse outcome: nobody need go elsewhere to cite."""
        view, pointer = self.session.view, self.session.pointer
        passage = pointer.passage if pointer else None
        return view is not None and passage is not None and carries(view.case, passage.item, view.scene.policy)

    def on_word_taker_stayed(self, event: "VoteForm.Stayed") -> None:
        """Nobody loses a sentence by its letters, nor what is read."""
        self.notices.tell(f"{event.label}? Press {event.key} again: it may begin a word.")

    async def _open(self, view: CaseView, *, adjudicating: bool) -> None:
        from tui.vote.vote_form import VoteForm

        self.record_opened(at_once=True, choosing=True)
        session, guard = self.session, self.new_guard()
        session.take_up_draft()
        if self._heard is not None:
            guard.noted(self._heard)
        form = VoteForm(
            session.docket,
            session.reviewer,
            view,
            session.saved,
            partial(self._keep, view.case.id),
            partial(self._ended, view.case.id),
            adjudicating=adjudicating,
            unseen=self.stale or adjudicating,
            guard=guard,
            too_soon=session.visit.too_soon,
        )
        self.vote_form, session.writing = form, True
        with self.app.batch_update():  # no page is laid out for the moment in which there are three panes
            await self.query_one("#panes", Horizontal).mount(form, before=self.query_one(CasePane))
            self.fold()
        if session.given_up:
            self.notices.tell("The policy has changed since you wrote this: choose its outcome and grounds again.")

    def _keep(self, case: str, saved: SavedDraft) -> None:
        before = self.session.saved.draft.cites
        self.session.keep_for(case, saved)
        if saved.draft.cites != before:
            self.notices.settle()  # what was told of citations is true no more
            self.show_citations()

    def _ended(self, case: str, saved: SavedDraft | None) -> None:
        if saved is not None and self.vote_form is not None:
            send = self.submissions.adjudicate if self.vote_form.adjudicating else self.submissions.vote
            send(case, saved)
        self.close_form()
        self.return_keys()
        self.show_status()
        self.show_citations()

    def close_form(self) -> None:
        """Take the form away, and one that waits; the draft is kept.

        An outcome that was chosen and not sent is none, or who pages through may leave one on each case: it stands in
        the form again as long as its case is read.
        """
        self.awaited = None
        if form := self.vote_form:
            view, saved, act = self.session.view, self.session.saved, self._drafted
            self.vote_form, self.session.writing = None, False
            unsent = view is not None and view.refusal(act) is None and not self.submissions.sending(view.case.id)
            if view is not None and unsent and saved.chosen_only:
                self.session.drop(view.case.id)
                self.session.saved = saved
            form.display = False
            form.remove()
            self.fold()
            self.show_keys()

    def dropped(self, case: str, kind: str) -> None:
        """The form of a vote that is dropped goes too."""
        super().dropped(case, kind)
        if not kind and self.vote_form is not None:
            self.close_form()
            self.return_keys()
        self.show_citations()

    def refresh_form(self) -> None:
        """An open form asks for what is missing now."""
        if (form := self.vote_form) and self.session.view is not None:
            form.take_in(self.session.view, self.session.saved)

    def overtaken(self, before: CaseView | None) -> None:
        """Others acted on the case that was seen as `before`: a draft that can be sent no more is asked about."""
        view, act = self.session.view, self._drafted
        if before is None or view is None or before.case.id != view.case.id or self.submissions.sending(view.case.id):
            return
        if before.refusal(act) is None:
            self.ask_about_draft(before, view, act)

    def ask_about_draft(self, before: CaseView, view: CaseView, act: type[Act], failed: str = "") -> None:
        """What is to become of what was written for an act that the reviewer cannot record any more.

        A form that they write in stays until they have answered. `failed` is what was told of an act that was sent.
        """
        session, refusal, form = self.session, view.refusal(act), self.vote_form
        drafted = session.saved.written and (failed or not session.saved.chosen_only)
        if refusal is None or not (form or drafted):
            return
        from tui.dialogs.confirm import Overtaken
        from tui.dialogs.reason_area import ReasonArea

        def chosen(choice: "Choice | None") -> None:
            if self.vote_form is not None:
                self.close_form()
                self.return_keys()
            if choice == "show":  # behind it the screen is drawn as it was laid out last: not with a form that is gone
                self.call_after_refresh(self.show_draft, view.case.id, kind_of(act))
            elif choice == "drop":
                session.drop(view.case.id)
                self.dropped(view.case.id, "")
            elif choice == "next":
                self.action_next_case()

        word = look(view.standing).word
        said = refusal.sentence if word in refusal.sentence else f"{refusal.sentence} It stands at {word}."
        told = failed if refusal.sentence in failed else ""  # of a full disk it was told besides
        if told:
            said = f"Your {act.noun()} was not recorded. {said}"
        self.notices.asked(where_stands(view.case.id), told)
        new = (one for one in view.history if one not in before.history)
        came = {one.by for one in new if isinstance(one.body, Act) and moves(type(one.body))}
        own = refusal.code == "not_blind" or came == {session.reviewer}
        focused, guard = self.app.focused, form.guard if form else self.new_guard()
        area = focused if isinstance(focused, ReasonArea) else None
        self.app.push_screen(Overtaken(view.case.id, said, own=own, area=area, guard=guard), chosen)

    @property
    def _drafted(self) -> type[Act]:
        """The act that the reviewer writes a draft for."""
        return Resolution if self.vote_form is not None and self.vote_form.adjudicating else Vote

    def action_next_case(self) -> None:
        """Go on; the queue knows where to."""
        raise NotImplementedError

    @property
    def helped(self) -> list[Place]:
        """While a vote is written, the keys of the form and those of the case beside, from where the keys are."""
        form = self.vote_form
        if form is None:
            return super().helped
        from tui.dialogs.reason_area import TEXT

        owners = (
            (form, self.query_one(CasePane)) if form.has_focus_within else (self.query_one(CasePane), self, self.app)
        )
        places = [place for one in owners if (place := self.place_of(one))]
        return [places[0], self._keymap.keyed(TEXT if form.has_focus_within else BESIDE), *places[1:]]

    def _around_focus(self) -> Iterator[tuple[DOMNode, Place]]:
        form = self.vote_form
        for number, (node, place) in enumerate(super()._around_focus()):
            yield node, place
            if number == 0 and form is not None and not form.has_focus_within:
                yield self, BESIDE
