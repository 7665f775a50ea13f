"""The screen on which a reviewer works: the queue beside the case, or one of them at a time where there is no room."""

from typing import ClassVar

from msgspec.structs import replace
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.timer import Timer

from store.filters import Filter, Order
from store.plural import plural
from tui.actions import Action, Place
from tui.notices import News, where_stands
from tui.pages.hits import HitPlace
from tui.pages.outline import Entry
from tui.resting import Rest
from tui.screens.acting import ACTING
from tui.screens.copying import COPYING, Copying
from tui.screens.deciding import DECIDING
from tui.screens.finding import FINDING
from tui.screens.frame import BACK, Work
from tui.screens.panes import CRITERIA, OTHER_PANE
from tui.screens.place_line import place_line
from tui.screens.searching import FILTER, HITS, Searching
from tui.screens.voting import BESIDE, VOTING
from tui.submissions import Ended
from tui.widgets.case_pane import CasePane
from tui.widgets.criteria_pane import CriteriaPane
from tui.widgets.filter_box import FilterBox
from tui.widgets.queue_list import QueueList

AHEAD = 0.05
"""Seconds without another case after which the next one is prepared."""


class ReviewScreen(Searching, Copying, inherit_bindings=False):
    """Shows the queue and the case; how one moves is in `Finding`, what is recorded in `Deciding` and `Acting`."""

    PLACE = Place(
        "review",
        "In the queue and in the case",
        (
            *FINDING,
            *HITS,
            CRITERIA,
            Action("outline", "o", "Outline", "Go to an item or a part of the case, out of a list of them"),
            *VOTING,
            *DECIDING,
            *ACTING,
            *COPYING,
            FILTER,
            OTHER_PANE,
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
        self._first, self._rest = True, Rest()
        self._ahead: Timer | None = None

    def compose_body(self) -> ComposeResult:
        """The box for a filter, and the panes."""
        yield FilterBox(self.known_terms)
        with Horizontal(id="panes"):
            yield QueueList(self.session, self.moved)
            yield CasePane(self.session)
            yield CriteriaPane(self.session)

    def on_mount(self) -> None:
        """Fill the queue; the keys go to it."""
        queue = self.query_one(QueueList)
        queue.focus()
        queue.fetch()
        self.set_interval(self.pace, self._linger)
        self.app.app_suspend_signal.subscribe(self, lambda _: self.on_screen_suspend())
        self.app.app_resume_signal.subscribe(self, lambda _: self.on_screen_resume())

    def on_screen_suspend(self) -> None:
        """Behind a dialog nothing is read, nor while another program has the terminal."""
        self.session.visit.sees(None)

    def on_screen_resume(self) -> None:
        """See `on_screen_suspend`."""
        self.query_one(CasePane).tell_shown()
        self.query_one(QueueList).refresh()  # a draft may have been begun in the dialog, or dropped
        if self.vote_form is not None:
            self.vote_form.appears()

    def _linger(self) -> None:
        """What has been in sight for a while has been opened."""
        self._rest.use(self.idle)
        if self.is_current:
            self.record_opened()

    # The queue and the case

    def moved(self) -> None:
        """Another case is read now. Of keys that come faster than cases can be laid out, the last one is shown."""
        self.record_opened()
        self.close_form()
        left = self.session.view
        self.session.open_case()
        if left is not None and (self.session.view is None or self.session.view.case.id != left.case.id):
            self.notices.outdate(where_stands(left.case.id))
            if not self.by_itself:  # else nobody need have read it
                self.notices.left(left.case.id)
            self.notices.fold()
        if self.to_hit:
            self.to_pane(in_case=True)
        self.to_hit = False
        self.notices.settle()
        self.session.marks.settle()
        if self.arriving:
            self.notices.tell(self.arriving)
        self.arriving = ""
        if self.by_itself:
            self.by_itself, self.came = False, self.new_guard()
            self.came.vanished()
        self.stale = True
        if self._first or not self.hurried:
            self._show_case()
        else:
            self.call_after_refresh(self._show_case)

    def _show_case(self) -> None:
        if not self.stale:
            return
        self.stale = False
        self.query_one(CasePane).show(last_hit=self.from_the_end)
        self.from_the_end = False
        self.query_one(CriteriaPane).follow()
        self.show_status()
        if self.came is not None:
            self.call_after_refresh(self.came.appeared)
        if self._ahead is not None:
            self._ahead.stop()
        self._ahead = self.set_timer(AHEAD, self._look_ahead)

    def _look_ahead(self) -> None:
        """Lay out the page of the next case while this one is read."""
        if self.is_current and not self.hurried:
            self.query_one(CasePane).prepare(self.ahead())

    def take_to(self, hit: HitPlace) -> None:
        """Go to a hit of the case that is read."""
        self._show_case()
        self.query_one(CasePane).go_to(hit)

    def on_queue_list_ended(self, event: QueueList.Ended) -> None:
        """There is nowhere to go on to."""
        self.from_the_end = self.to_hit = False
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
        self.count_left_out()
        self.show_status()
        if self._first and session.queue.loaded:
            self._first = False
            self.call_after_refresh(self._rest.begin)

    def take_in(self) -> None:
        """Cases moved, here or elsewhere: the rows and the case are read again."""
        super().take_in()
        before = self.session.view
        self._read_rows()
        sent = before is not None and self.submissions.sending(before.case.id)
        own = where_stands(before.case.id) if before is not None and sent else None  # it is answered in a moment
        self._tell([one for one in self.reread() if one.about != own])
        self.overtaken(before)

    def recorded(self, ended: Ended) -> None:
        """The case is read again: what one did oneself need not be told, what others did meanwhile is."""
        super().recorded(ended)
        before, own = self.session.view, {*map(where_stands, ended.moved)}
        for about in own:
            self.notices.outdate(about)  # it was told where the docket was looked at before the answer came
        for case in ended.moved if ended.drafted else ():
            self.notices.done_with(case)
        self._tell([one for one in self.reread() if one.about not in own])
        if ended.failed:
            view = self.session.view
            if ended.drafted and before is not None and view is not None and view.case.id == ended.case:
                self.ask_about_draft(before, view, ended.request.act, ended.sentence)
        elif ended.drafted and not ended.quiet:
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
            self.notices.hear(one)

    def reread(self) -> list[News]:
        """Show the case as it is now; gives what changed."""
        before, news = self.session.view, self.session.reread()
        if self.session.view is not before:
            self.query_one(CasePane).show(top=False)
            self.refresh_form()
        return news

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
                self.to_pane(in_case=True)
                self.call_after_refresh(case.go_to, entry)

        self.app.push_screen(OutlineDialog(view.case.id, case.outline(view), at), chosen)

    def status(self) -> tuple[str, str]:
        """See `place_line`."""
        who, _ = super().status()
        return place_line(self.session, who, self.app.size.width)

    def on_case_pane_said(self, event: CasePane.Said) -> None:
        """Something to tell, such as that the draft cites another passage."""
        self.notices.tell(event.sentence)
        self.show_status()
        self.refresh_form()

    def action_back(self) -> None:
        """Out of whatever is innermost."""
        case, pointer = self.query_one(CasePane), self.session.pointer
        if pointer is not None and pointer.marking:
            pointer.unmark()
            case.remark()
        elif self.dismiss_notice():
            return
        elif self.vote_form is not None:
            self.vote_form.action_close()
        else:
            if self.query_one(QueueList).has_focus and not self.back_in_queue() and self.session.queue.chosen.terms:
                self.clear_filter()
            self.to_pane(in_case=False)

    def show_cases(self, chosen: Filter, case: str = "", draft: str | None = None, hit: HitPlace | None = None) -> None:
        """The queue of another screen's filter, or a case of it, or the form of a draft or a hit on that."""
        before = self.session.queue.chosen
        if chosen.order == Order():
            chosen = replace(chosen, order=self.order_of_all)
        self.keep_place()
        self.choose(chosen)
        self.tell_set_aside(before)
        self.to_pane(in_case=bool(case))
        if case:
            self.look_for(case, chosen, draft, hit)
        else:
            self.led_to(chosen)
