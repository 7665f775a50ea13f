"""What a reviewer records from the review screen. Each asks first, and says why where it cannot be done."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial

from store.acts import Resolution, Vote, Withdrawal
from store.case.view import CaseView
from store.model import Refusal
from tui.crash import report
from tui.dialogs.confirm import Confirm
from tui.dialogs.guard import Guard
from tui.dialogs.note import NoteForm
from tui.dialogs.vote import VoteForm
from tui.dialogs.which import Which
from tui.drafts import SavedDraft
from tui.pointer import Passage
from tui.screens.watching import Watching
from tui.submissions import MOVES, Submissions
from tui.widgets.case_pane import CasePane
from tui.write_queue import Done


class Deciding(Watching, inherit_bindings=False):
    """The part of the review screen that votes, notes, withdraws, unmasks and adjudicates."""

    recorder: Submissions
    failures = 0
    new_guard: Callable[[], Guard] = Guard

    def action_vote(self) -> None:
        """Open the form for the own vote."""
        if reading := self._may(lambda reading: reading.refusal(Vote)):
            self._open_form(reading, self.recorder.vote, adjudicating=False)

    def action_adjudicate(self) -> None:
        """Open the form that settles a conflict."""
        if reading := self._may(lambda reading: reading.refusal(Resolution)):
            self._open_form(reading, self.recorder.adjudicate, adjudicating=True)

    def action_withdraw(self) -> None:
        """Take the own vote back."""
        if reading := self._may(lambda reading: reading.refusal(Withdrawal)):
            sentence = "Your vote is taken back. It stays in the history, and you may vote again."
            confirm = Confirm("Take your vote back?", sentence, "Take it back", guard=self.new_guard())
            self.app.push_screen(confirm, partial(self._withdraw, reading.case.id))

    def action_unmask(self) -> None:
        """Ask to see masked fields: no more of them than needed."""
        reading = self._may(lambda reading: None if reading.masked else _NOTHING_MASKED)
        if reading is None:
            return
        if len(reading.masked) == 1:
            self._confirm_unmasking(reading.case.id, list(reading.masked))
        else:
            ask = partial(self._confirm_unmasking, reading.case.id)
            self.app.push_screen(Which("What do you need to see?", list(reading.masked)), ask)

    def action_note(self) -> None:
        """Write a note on the place of the reader."""
        pointer = self.session.pointer
        self._open_note(pointer.passage if pointer else None)

    def action_case_note(self) -> None:
        """Write a note on the case."""
        self._open_note(None)

    def record_opened(self, *, at_once: bool = False) -> None:
        """Record what was opened in this visit, if the docket takes records."""
        visit = self.session.leave(at_once=at_once)
        if visit is not None and not self.session.read_only:
            self.recorder.opened(visit)

    def recorded(self, done: Done) -> None:
        """A job has ended: tell how, take it in."""
        ended = self.recorder.ended(done)
        if ended.fault is not None:
            with suppress(OSError):
                report(ended.fault)
        if ended.failed:
            self.failures += 1
            kept = " Your draft is kept." if ended.kind in ("vote", "resolution") else ""
            self.tell(ended.sentence + kept, sticky=True, failed=True)
            self.app.bell()
        else:
            if ended.kind in ("vote", "resolution"):
                self.session.drop(ended.case)
            if not ended.quiet:
                self.tell(f"{ended.sentence}{_ON if ended.kind in ('vote', 'resolution') else ''}")
        if ended.kind in MOVES:
            self.reread(own=not ended.failed)
            self.take_in()
        else:
            self.reread(own=True)
        self.show_status()

    def _may(self, refusal_in: Callable[[CaseView], Refusal | None]) -> CaseView | None:
        """The case, if something may be recorded on it now; says why not otherwise."""
        reading = self.session.reading
        if reading is None:
            self.tell("There is no case to act on.")
            return None
        refusal = refusal_in(reading)
        if why := self.session.read_only or (refusal.sentence if refusal else ""):
            self.tell(why)
            return None
        if kind := self.recorder.sending(reading.case.id):
            self.tell(f"Your {kind} on this case is being recorded.")
            return None
        return reading

    def _open_form(self, reading: CaseView, send: Callable[[str, SavedDraft], None], *, adjudicating: bool) -> None:
        self.record_opened(at_once=True)
        session, case = self.session, reading.case.id

        def sent(saved: SavedDraft | None) -> None:
            if saved is not None:
                send(case, saved)
            self.show_status()
            self.query_one(CasePane).remark()

        keep = partial(session.keep_for, case)
        guard = self.new_guard()
        form = VoteForm(session.docket, session.reviewer, reading, session.saved, keep, adjudicating, guard=guard)
        self.app.push_screen(form, sent)

    def _withdraw(self, case: str, confirmed: bool | None) -> None:
        if confirmed:
            self.recorder.withdraw(case)

    def _confirm_unmasking(self, case: str, names: list[str] | None) -> None:
        if names:
            sentence = f"You will see: {', '.join(names)}.\nThat you asked for it is recorded and stays in the history."
            confirm = Confirm("See what is masked?", sentence, "See it", guard=self.new_guard())
            self.app.push_screen(confirm, partial(self._unmask, case, names))

    def _unmask(self, case: str, names: list[str], confirmed: bool | None) -> None:
        if confirmed:
            self.recorder.unmask(case, names)

    def _open_note(self, passage: Passage | None) -> None:
        reading = self._may(lambda reading: None)
        if reading is None:
            return
        case, item = reading.case, reading.case.item(passage.item) if passage else None
        quote = item.text[passage.start : passage.end] if item and passage else None
        form = NoteForm(case.id, quote, self.session.unfinished_notes.pop(case.id, ""), guard=self.new_guard())

        def written(text: str | None) -> None:
            if text is not None:
                self.recorder.note(case.id, text, passage.cite if passage else None)
            elif form.text:
                self.session.unfinished_notes[case.id] = form.text

        self.app.push_screen(form, written)


_NOTHING_MASKED = Refusal("nothing_masked", "Nothing in this case is masked from you.")
_ON = "  n goes on to the next case."
