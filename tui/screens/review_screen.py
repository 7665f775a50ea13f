"""The screen on which a reviewer works: the queue beside the case, or one of them at a time where there is no room."""

import gc
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal

from store.case.view import QueueRow
from store.filters import Filter
from store.plural import plural
from tui.actions import Action, Place
from tui.look import look
from tui.pages.outline import Entry
from tui.screens.acting import ACTING
from tui.screens.copying import COPYING, Copying
from tui.screens.deciding import DECIDING
from tui.screens.finding import FINDING, Finding
from tui.screens.frame import BACK, Work
from tui.screens.voting import BESIDE, VOTING
from tui.session import News
from tui.submissions import Ended
from tui.widgets.case_pane import CasePane
from tui.widgets.criteria_pane import COLUMNS, ROOM, CriteriaPane
from tui.widgets.filter_box import FilterBox
from tui.widgets.queue_list import QueueList

CASE = 84
"""Columns that a case has at least, before the queue has more than two fifths."""
FULL = 132
"""Columns that a case has at most: in more its text is no wider, nor are the notes beside it."""
ROOMY, BRIEF = 140, 80
"""Columns from which on the line at the top says how many cases stand where, and what is left to do."""
FOLD = 100
"""Columns below which the panes show one at a time."""
YOUNG = 20_000
"""New objects after which the collector looks for cycles: few enough that no key waits for it long."""


class ReviewScreen(Finding, Copying, inherit_bindings=False):
    """Shows the queue and the case; how one moves is in `Finding`, what is recorded in `Deciding` and `Acting`."""

    PLACE = Place(
        "review",
        "In the queue and in the case",
        (
            *FINDING,
            Action("next_hit", "full_stop", "Next hit", "Go to the next hit of the search, here or in the next case"),
            Action("previous_hit", "comma", "Previous hit", "Go to the hit before, here or in the case before"),
            Action("criteria", "B", "Criteria", "Show the criteria beside the case where there is room, or hide them"),
            Action("outline", "o", "Outline", "Go to an item or a part of the case, out of a list of them"),
            *VOTING,
            *DECIDING,
            *ACTING,
            *COPYING,
            Action("filter", "/", "Filter", "Choose which cases the queue shows", footer=5),
            Action("other_pane", "tab,f6", "Other pane", "Move between queue and case, or case and form"),
            Action(
                BACK.id,
                BACK.keys,
                BACK.label,
                "Out of words marked, a message, the form, the case, the marks, then the filter",
            ),
        ),
    )
    PANES = (QueueList, CasePane, FilterBox)
    BINDINGS: ClassVar[list[BindingType]] = [*PLACE.bindings, *BESIDE.bindings[1:]]

    pace = 0.25
    """Seconds between looks at what has been in sight long enough."""

    def __init__(self, work: Work) -> None:
        super().__init__(work)
        self._in_case, self._first = False, True
        self._left_at: QueueRow | None = None
        self._left: tuple[str, Filter] | None = None
        self._from_the_end = self._to_hit = False
        self._criteria: bool | None = None

    def compose_body(self) -> ComposeResult:
        """The box for a filter, and the panes."""
        yield FilterBox(self.known_terms)
        with Horizontal(id="panes"):
            yield QueueList(self.session, self.moved)
            yield CasePane(self.session)
            yield CriteriaPane(self.session)

    def on_mount(self) -> None:
        """Fill the queue; the keys go to it."""
        self.query_one(QueueList).focus()
        self.query_one(QueueList).fetch()
        self.set_interval(self.pace, self._linger)
        self.app.app_suspend_signal.subscribe(self, lambda _: self.on_screen_suspend())
        self.app.app_resume_signal.subscribe(self, lambda _: self.on_screen_resume())

    def on_resize(self) -> None:
        """Fold or unfold."""
        self.fold()

    def on_screen_suspend(self) -> None:
        """Behind a dialog nothing is read, nor while another program has the terminal."""
        self.session.visit.sees(None)

    def on_screen_resume(self) -> None:
        """See `on_screen_suspend`."""
        self.query_one(CasePane).tell_shown()
        if self.vote_form is not None:
            self.vote_form.appears()

    def _linger(self) -> None:
        """What has been in sight for a while has been opened."""
        if self.is_current:
            self.record_opened()

    # The queue and the case

    def moved(self) -> None:
        """Another case is read now. Of keys that come faster than cases can be laid out, the last one is shown."""
        self.record_opened()
        self.close_form()
        self.session.open_case()
        if self._to_hit:
            self._to_pane(in_case=True)
        self._to_hit = False
        self.notices.settle()
        if self.arriving:
            self.notices.tell(self.arriving)
        self.arriving = ""
        self.stale = True
        if self._first or not self.hurried:
            self._show_case()
        else:
            self.call_after_refresh(self._show_case)

    def _show_case(self) -> None:
        if not self.stale:
            return
        self.stale = False
        self.query_one(CasePane).show(last_hit=self._from_the_end)
        self._from_the_end = False
        self.query_one(CriteriaPane).follow()
        self.show_status()

    def on_queue_list_ended(self, event: QueueList.Ended) -> None:
        """There is nowhere to go on to."""
        self._from_the_end = self._to_hit = False
        self.notices.tell(self.session.why_no_case if self.session.queue.current is None else event.sentence)

    def on_queue_list_taken(self, event: QueueList.Taken) -> None:
        """The queue is as it is now."""
        session, box = self.session, self.query_one(FilterBox)
        if event.problem and not box.object_to(event.problem):
            self.notices.tell(event.problem)
        if session.queue.came:
            came, session.queue.came = session.queue.came, []
            which = came[0] if len(came) == 1 else plural(len(came), "case")
            self.notices.tell(f"{which} came into the queue above: p goes back.")
        if session.view is None:
            session.problem = event.problem
            self.query_one(CasePane).show()
        else:
            self.query_one(CasePane).remark()
        self.show_status()
        if self._first and session.queue.loaded:
            self._first = False
            self.call_after_refresh(_freeze)

    def take_in(self) -> None:
        """Cases moved, here or elsewhere: the rows and the case are read again."""
        before = self.session.view
        self._read_rows()
        self._tell(self.reread())
        self.overtaken(before)

    def recorded(self, ended: Ended) -> None:
        """The case is read again: what one did oneself need not be told, what others did meanwhile is."""
        super().recorded(ended)
        news = self.reread()
        if ended.failed:
            self._tell(news)
            if ended.drafted and self.session.view is not None and self.session.view.case.id == ended.case:
                self.ask_about_draft(self.session.view, ended.request.act)
        else:
            for one in news:
                self.notices.outdate(one.about)
            if ended.drafted and not ended.quiet:
                self.went_on(ended.case, ended.sentence)
        if ended.moves:
            self._read_rows()
        elif ended.quiet:
            self.query_one(QueueList).refresh()  # it has been opened: the row says so
        self.show_status()
        self.go_on(ended)

    def _read_rows(self) -> None:
        self.session.queue.forget()
        self.query_one(QueueList).fetch()

    def show_citations(self) -> None:
        """The draft may cite something else now."""
        self.query_one(CasePane).remark()

    def _tell(self, news: list[News]) -> None:
        for one in news:
            self.notices.keep(one.sentence, about=one.about)

    def reread(self) -> list[News]:
        """Show the case as it is now; gives what changed."""
        before, news = self.session.view, self.session.reread()
        if self.session.view is not before:
            self.query_one(CasePane).show(top=False)
            self.refresh_form()
        return news

    def action_next_hit(self) -> None:
        """The next hit, here or in the next case of the queue."""
        self._go_to_hit(1)

    def action_previous_hit(self) -> None:
        """The hit before, here or in the case before."""
        self._go_to_hit(-1)

    def _go_to_hit(self, steps: int) -> None:
        case = self.query_one(CasePane)
        if not self.session.searched:
            self.notices.tell("Nothing is searched for: / and some words search all evidence.")
        elif not case.display and case.hits:
            self._to_pane(in_case=True)  # where it is shown at its first one
        elif case.next_hit(steps):
            return
        elif self.writing:
            self.notices.tell("No more hits this way in this case: close the form with Esc to go on in another one.")
        else:
            self._from_the_end, self._to_hit = steps < 0, not case.display
            self.query_one(QueueList).go(steps)

    def action_criteria(self) -> None:
        """Show them beside the case, or hide them."""
        criteria = self.query_one(CriteriaPane)
        if self.app.size.width < ROOM:
            self.notices.tell(f"There is room for the criteria from {ROOM} columns on: P opens the policy.")
            return
        self._criteria = not criteria.display
        self.fold()
        criteria.show()

    def action_outline(self) -> None:
        """Choose where to go in the case."""
        from tui.dialogs.outline_dialog import OutlineDialog

        if (view := self.session.view) is None:
            self.notices.tell(self.session.why_no_case)
            return
        case, pointer = self.query_one(CasePane), self.session.pointer
        at = pointer.passage.item if pointer is not None and pointer.passage else ""

        def chosen(entry: Entry | None) -> None:
            if entry is not None and self.session.view is not None and self.session.view.case.id == view.case.id:
                self._to_pane(in_case=True)
                self.call_after_refresh(case.go_to, entry)

        self.app.push_screen(OutlineDialog(view.case.id, case.outline(view), at), chosen)

    def status(self) -> tuple[str, str]:
        """Who works on what, through which filter; where in the queue, and on a wide terminal how many stand where."""
        session, queue = self.session, self.session.queue
        left, _ = super().status()
        chosen = f"  / {queue.chosen}" if str(queue.chosen) else ""
        place = "… of" if queue.above is None else f"{queue.above + 1:,} of" if queue.matches else "not among"
        total = "…" if queue.total is None else f"{queue.total:,}"
        place = f"{place} {total}" if queue.total != 0 else "none left"
        right = place if queue.current else "no case" if queue.loaded else "…"
        marked, aside, roomy = len(session.marks), session.set_aside, self.app.size.width >= ROOMY
        left_to_do = session.votes and session.counts and self.app.size.width >= BRIEF
        if left_to_do and (roomy or not (marked or aside)):
            right = f"{session.my_day.words(session.drafts)} · {right}"
        if aside:
            right = f"{aside:,} set aside · {right}"
        if marked:
            finding = " …" if session.marks.finding else ""
            gone = f", {session.out_of_sight:,} out of sight" if session.out_of_sight else ""
            right = f"{marked:,} marked{finding}{gone} · {right}"
        if roomy and session.counts:
            looks = ((look(standing), count) for standing, count in session.counts.items() if count)
            right = f"{'  '.join(f'{one.glyph} {count:,}' for one, count in looks)} · {right}"
        if chosen and len(f"{left}{chosen}{right}") > self.app.size.width - 3:
            return chosen.strip(), right
        return f"{left}{chosen}", right

    # The panes

    def on_queue_list_widened(self) -> None:
        """As wide as what is in it, where there is room."""
        self.fold()

    def on_queue_list_read(self) -> None:
        """Into the case."""
        self._to_pane(in_case=True)

    def on_case_pane_left(self) -> None:
        """Back to the queue, or to the form that stands in its place."""
        if self.vote_form is not None:
            self.vote_form.take_keys()
        else:
            self._to_pane(in_case=False)

    def on_case_pane_said(self, event: CasePane.Said) -> None:
        """Something to tell, such as that the draft cites another passage."""
        self.notices.tell(event.sentence)
        self.show_status()
        self.refresh_form()

    def action_other_pane(self) -> None:
        """The pane that has not got the keys."""
        if self.vote_form is not None:
            self.change_sides()
            return
        self._to_pane(in_case=not self.query_one(CasePane).has_focus)

    def action_back(self) -> None:
        """Out of whatever is innermost."""
        case, pointer = self.query_one(CasePane), self.session.pointer
        if pointer is not None and pointer.marking:
            pointer.unmark()
            case.remark()
        elif self.notices.dismiss():
            return
        elif self.vote_form is not None:
            self.vote_form.action_close()
        else:
            if self.query_one(QueueList).has_focus and not self.back_in_queue() and self.session.queue.chosen.terms:
                self.clear_filter()
            self._to_pane(in_case=False)

    def _to_pane(self, *, in_case: bool) -> None:
        self._in_case = in_case
        if in_case:
            self.session.visit.enters()
        self.fold()
        self.return_keys()

    def return_keys(self) -> None:
        """The pane that is worked in gets them."""
        (self.query_one(CasePane) if self._in_case else self.query_one(QueueList)).focus(scroll_visible=False)

    def fold(self) -> None:
        """Show the panes that there is room for; an open form stands in the place of the queue.

        Titles may have the queue wide; a form that wide would take from the case what it has no use for.
        """
        folded = self.app.size.width < FOLD
        self.set_class(folded, "-folded")
        queue, form, criteria = self.query_one(QueueList), self.vote_form, self.query_one(CriteriaPane)
        queue.display = form is None and (not folded or not self._in_case)
        fits = self.app.size.width >= queue.wanted + CASE + COLUMNS
        criteria.display = self.app.size.width >= ROOM and (fits if self._criteria is None else self._criteria)
        room = self.app.size.width - (COLUMNS if criteria.display else 0)
        narrow = room * 2 // 5
        width = max(narrow, min(queue.wanted, room - CASE))
        queue.styles.width = "1fr" if folded else max(width, room - FULL)
        if form is not None:
            form.styles.width = "100%" if folded else max(room // 2 if form.adjudicating else narrow, room - FULL)
        self.query_one(CasePane).display = form is not None or not folded or self._in_case

    # The filter

    async def action_filter(self) -> None:
        """Open the box."""
        self.close_form()
        self._left_at, self._left = self.session.queue.current, self.whence
        await self.query_one(FilterBox).begin(self.session.queue.chosen)

    def on_filter_box_chosen(self, event: FilterBox.Chosen) -> None:
        """Fill the queue with what a filter lets through; who gives it up is back where they were."""
        self.choose(event.chosen, self._left_at if event.given_up else None)

    def show_cases(self, chosen: Filter, case: str = "", draft: str | None = None) -> None:
        """The queue of another screen's filter, or a case of it, or the form of a draft on that."""
        before = self.session.queue.chosen
        self.keep_place()
        self.choose(chosen)
        self.tell_set_aside(before)
        self._to_pane(in_case=bool(case))
        if case:
            self.look_for(case, chosen, draft)

    def on_filter_box_closed(self) -> None:
        """The keys go back to the queue, and backspace to the case that was left for what the filter lets through."""
        if self._left and self._left[1] != self.session.queue.chosen:
            self.session.trail.append(self._left)
            self.tell_set_aside(self._left[1])
        self._to_pane(in_case=False)


def _freeze() -> None:
    """What is there by now stays: the collector need not look at it again while somebody waits for a key."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG)
