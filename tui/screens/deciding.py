"""Notes from the review screen: what cannot be done says why.

What has been read is recorded without asking.
"""

from collections.abc import Callable
from functools import partial

from store.acts import Act, Note, WriteNote
from store.case.view import CaseView
from store.model import Refusal
from tui.acting.drafts import kind_of, noun_of
from tui.acting.offers import WITHDRAW
from tui.actions import Action
from tui.pages.pointer import Passage
from tui.screens.drafting import Drafting
from tui.submissions import Ended
from tui.widgets.marking_list import MarkingList

DECIDING = (
    Action(
        "note",
        "m",
        "Note",
        "Write a note on the sentence or the words marked; in the queue on the case",
        footer=3,
        roles=Note.roles,
    ),
    Action("case_note", "M", "Note on the case", "Write a note on the case as a whole", roles=Note.roles),
    WITHDRAW.action,
    Action("draft", "f8", "Draft", "Read, copy or drop what you wrote on the case and did not record"),
)


class Deciding(Drafting, inherit_bindings=False):
    """The part of the review screen that notes, and records what was read."""

    awaited: Callable[[], object] | None = None
    """What was asked for and waits until it is recorded that the reader sees the votes, unless they go on before."""

    def sees_votes(self, view: CaseView, then: Callable[[], object]) -> bool:
        """Whether the votes of a conflict are shown; if not, that is recorded first, and `then` is done after it."""
        if view.unseen:
            self.record_opened(at_once=True)
            self.awaited = then
            self.notices.refuse("The votes are shown, and this opens, once it is recorded that you see them.")
        return not view.unseen

    def go_on(self, ended: Ended) -> None:
        """Something was recorded: do what waited for it, if the votes are shown by now and nothing else was begun."""
        view = self.session.view
        if self.awaited is None or view is None or view.case.id != ended.case or (view.unseen and not ended.failed):
            return
        then, self.awaited = self.awaited, None
        if not view.unseen and self.is_current and self.notices.refused:
            self.notices.go_on()
            self.call_later(then)

    def action_note(self) -> None:
        """Write a note on the place of the reader; with the keys in the queue that is the case."""
        pointer = self.session.pointer
        in_case = pointer is not None and not isinstance(self.focused, MarkingList)
        self._open_note(pointer.passage if pointer and in_case else None)

    def action_case_note(self) -> None:
        """Write a note on the case."""
        self._open_note(None)

    def record_opened(self, *, at_once: bool = False, choosing: bool = False) -> None:
        """Record what has been opened in this visit, if the docket takes records."""
        if opening := self.session.opening(at_once=at_once, choosing=choosing):
            self.submissions.opened(opening)

    def leaving(self) -> None:
        """What was read last is recorded too."""
        self.record_opened()

    def action_draft(self) -> None:
        """Show what was written on the case; where that is more than one thing, ask which."""
        from tui.dialogs.pick import Pick

        case = self.session.view.case.id if self.session.view else ""
        kinds = sorted(self.session.drafted.get(case, ())) if case else []
        if len(kinds) > 1:
            choices = tuple((kind, f"Your {noun_of(kind)}") for kind in kinds)
            self.app.push_screen(Pick("Drafts", choices), partial(self._show_picked, case))
        elif kinds:
            self.show_draft(case, kinds[0])
        else:
            self.notices.tell("You have no draft on this case: all that you wrote is recorded, or nothing is written.")

    def _show_picked(self, case: str, kind: str | None) -> None:
        if kind is not None:
            self.show_draft(case, kind)

    def _may(self, act: type[Act], refusal_in: Callable[[CaseView], Refusal | None] | None = None) -> CaseView | None:
        """The case, if an act may be recorded on it now; says why not otherwise, and where a draft of it is."""
        session, view = self.session, self.session.view
        if session.queue.waiting:
            self.notices.refuse("The case to go to is still being looked for: try again in a moment.")
            return None
        if view is None:
            self.notices.tell(session.why_no_case)  # no case: what is typed on can be recorded on none
            return None
        refusal = refusal_in(view) if refusal_in else view.refusal(act)
        if why := session.read_only or (refusal.sentence if refusal else ""):
            kept = kind_of(act) in session.drafted.get(view.case.id, ())
            self.notices.refuse(f"{why} F8 shows what you wrote, to copy or drop it." if kept else why)
            return None
        if kind := self.submissions.sending(view.case.id, act):
            self.notices.refuse(f"Your {kind} on this case is being recorded.")
            return None
        return view

    def show_citations(self) -> None:
        """The draft may cite something else now."""

    def _open_note(self, passage: Passage | None) -> None:
        from tui.dialogs.note_form import NoteForm

        view = self._may(Note)
        if view is None:
            return
        session, case, here = self.session, view.case, passage.cite if passage else None
        saved = session.form(case.id, Note)
        text, begun = saved.values.get("text", ""), next(iter(saved.draft.cites), None)
        lost = session.has_lost_its_passage(view)

        def keep(values: dict[str, str]) -> None:
            session.keep_note(view, values.get("text", ""), form.passage)

        form = NoteForm(case, here if lost or not text else begun, here, text, keep, lost=lost, guard=self.new_guard())

        def written(text: str | None) -> None:
            if text is not None:
                self.submissions.act(case.id, WriteNote(text, form.passage), session.written(case.id, Note).key)
                if session.pointer and passage and form.passage == here:
                    session.pointer.unmark()
                    self.show_citations()
            elif form.was_dropped:
                self.dropped(case.id, kind_of(Note))
            self.show_status()

        self.app.push_screen(form, written)
