"""Notes, and votes taken back, from the review screen: each asks first, and says why where it cannot be done.

What has been read is recorded without asking.
"""

from collections.abc import Callable
from functools import partial

from store.acts import Note, Vote, Withdraw, Withdrawal, WriteNote
from store.case.view import CaseView
from store.model import Refusal
from tui.actions import Action
from tui.dialogs.guard import Guard
from tui.pointer import Passage
from tui.screens.frame import Frame

DECIDING = (
    Action(
        "note", "m", "Note", "Write a note on the sentence, the words marked, or the case", footer=3, roles=Note.roles
    ),
    Action("case_note", "M", "Note on the case", "Write a note on the case as a whole", roles=Note.roles),
    Action(
        "withdraw",
        "w",
        "Withdraw",
        "Take back your own vote, until another person votes or settles the case; it is your draft again",
        roles=Withdrawal.roles,
    ),
)


class Deciding(Frame, inherit_bindings=False):
    """The part of the review screen that notes and withdraws, and records what was read."""

    new_guard: Callable[[], Guard] = Guard

    def sees_votes(self, view: CaseView) -> bool:
        """Whether the votes of a conflict are shown; if not, it is recorded that they are from now on."""
        if view.unseen:
            self.record_opened(at_once=True)
            self.notices.tell("The votes are shown once it is recorded that you see them: read them, then try again.")
        return not view.unseen

    def action_withdraw(self) -> None:
        """Take the own vote back."""
        from tui.dialogs.confirm import Confirm

        if view := self._may(lambda view: view.refusal(Withdrawal)):
            alone = not view.scene.state.others_voted(view.scene.reviewer)
            yours = "you may vote again: what you wrote is your draft"
            again = yours if alone else "as you see the other vote, you cannot vote again in this round"
            sentence = f"{_own_vote(view)} will be taken back. It stays in the history, and {again}."
            asked = f"{view.case.id}: take your vote back?"
            confirm = Confirm(asked, sentence, "Take it back", guard=self.new_guard())
            self.app.push_screen(confirm, partial(self._withdraw, view.case.id))

    def action_note(self) -> None:
        """Write a note on the place of the reader."""
        pointer = self.session.pointer
        self._open_note(pointer.passage if pointer else None)

    def action_case_note(self) -> None:
        """Write a note on the case."""
        self._open_note(None)

    def record_opened(self, *, at_once: bool = False) -> None:
        """Record what has been opened in this visit, if the docket takes records."""
        if self.session.read_only:
            return
        if opening := self.session.opening(at_once=at_once):
            self.submissions.opened(opening)

    def leaving(self) -> None:
        """What was read last is recorded too."""
        self.record_opened()

    def _may(self, refusal_in: Callable[[CaseView], Refusal | None]) -> CaseView | None:
        """The case, if something may be recorded on it now; says why not otherwise."""
        session, view = self.session, self.session.view
        if session.queue.waiting:
            self.notices.tell("The case to go to is still being looked for: try again in a moment.")
            return None
        if view is None:
            self.notices.tell(session.why_no_case)
            return None
        refusal = refusal_in(view)
        if why := session.read_only or (refusal.sentence if refusal else ""):
            self.notices.tell(why)
            return None
        if kind := self.submissions.sending(view.case.id):
            self.notices.tell(f"Your {kind} on this case is being recorded.")
            return None
        return view

    def show_citations(self) -> None:
        """The draft may cite something else now."""

    def _withdraw(self, case: str, confirmed: bool | None) -> None:
        if confirmed:
            self.submissions.act(case, Withdraw())
            self.show_status()

    def _open_note(self, passage: Passage | None) -> None:
        from tui.dialogs.note_form import NoteForm

        view = self._may(lambda view: view.refusal(Note))
        if view is None:
            return
        case, item = view.case, view.case.item(passage.item) if passage else None
        quote = item.text[passage.start : passage.end] if item and passage else None
        form = NoteForm(case.id, quote, self.session.unfinished_notes.pop(case.id, ""), guard=self.new_guard())

        def written(text: str | None) -> None:
            if text is not None:
                self.submissions.act(case.id, WriteNote(text, passage.cite if passage else None))
            elif form.text:
                self.session.unfinished_notes[case.id] = form.text
            self.show_status()

        self.app.push_screen(form, written)


def _own_vote(view: CaseView) -> str:
    """The vote that this reviewer has in the round, by its outcome."""
    own = next(one.body for one in view.votes if one.by == view.scene.reviewer and isinstance(one.body, Vote))
    policy = view.scene.policy
    return f"Your vote for “{policy.label_of(own.outcome)}”{' (adverse)' if policy.adverse(own.outcome) else ''}"
