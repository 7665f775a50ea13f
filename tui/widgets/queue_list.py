"""The queue as a list of any length: it draws only the lines it shows, and fetches beforehand what comes next."""

from collections.abc import Callable
from functools import lru_cache, partial
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import BindingType
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from store.case.view import QueueRow, queue_columns
from store.errors import NotAllowed, StoreError
from store.filters import Order
from store.model import Standing
from store.policy import Policy
from tui.actions import Action, Place
from tui.pages.cells import cells
from tui.pages.queue_rows import (
    ColumnWidths,
    Signs,
    columns,
    heading_segments,
    outcome_cells,
    row_segments,
    title_cells,
    wanted,
)
from tui.pages.render import filled, scroll_mark
from tui.pages.wrap import wrapped
from tui.queue.my_day import MyDay, my_day
from tui.queue.paging import LEAPS, Count, Counted, Fetched, Need, count, fetch
from tui.session import Session
from tui.widgets.marking_list import MARKING, MarkingList
from tui.widgets.page_pane import CONTEXT

WHEEL = 3
"""Rows that a turn of the wheel moves."""
KEPT = 256
"""Rows kept as they were drawn: of those that scroll by, only the new ones are made."""


class QueueList(MarkingList, can_focus=True, inherit_bindings=False):
    """The rows of the session's queue under the names of their columns.

    `moved` is called as soon as another case is the one that is read, so that no key can act on the one before.
    """

    PLACE = Place(
        "queue",
        "In the queue",
        (
            Action("down", "j,down", "Down", "Next case in the queue"),
            Action("up", "k,up", "Up", "Previous case in the queue"),
            Action("page_down", "pagedown", "Page down", "A page of cases further"),
            Action("page_up", "pageup", "Page up", "A page of cases back"),
            Action("first", "g,home", "First", "First case of the queue"),
            Action("last", "G,end", "Last", "Last case of the queue"),
            Action("read", "enter,right", "Read", "Go into the case", footer=1),
            *MARKING,
        ),
    )
    ROLES = (
        "text", "label", "strong", "alert", "adverse", "bar", "open", "second", "conflict", "held", "decided", "chosen",
        "chosen-aside", "track", "thumb",
    )  # fmt: skip
    BINDINGS: ClassVar[list[BindingType]] = [*PLACE.bindings]

    class Read(Message):
        """The case is to be gone into."""

    class Ended(Message):
        """There is no case further on, or back: `sentence` says so."""

        def __init__(self, sentence: str) -> None:
            super().__init__()
            self.sentence = sentence

    class Widened(Message):
        """It would be drawn wider now, if there is room."""

    class Searched(Message):
        """A case was looked for that was not at hand."""

        def __init__(self, fetched: Fetched) -> None:
            super().__init__()
            self.fetched = fetched

    class Taken(Message):
        """Rows, or how many there are, were taken in; or `problem` says why they could not be."""

        def __init__(self, problem: str = "") -> None:
            super().__init__()
            self.problem = problem

    def __init__(self, session: Session, moved: Callable[[], None]) -> None:
        super().__init__(session)
        self._moved = moved
        self._top = 0
        self._behind = 0
        self._drawn = 0
        self._longest_id, self._title = 8, 20
        self._sizes = columns(1, (), self._longest_id)
        self._measured_for: Policy | None = None
        self._order = Order()
        self._fetching = self._counting = False
        self._row = lru_cache(KEPT)(self._row_drawn)

    # Moving

    def go(self, steps: int, *, stretches: bool = False) -> None:
        """Read another case: so many rows further, or back."""
        queue = self.session.queue
        if not stretches:
            self.leave_range()
        goes, self._behind = not queue.matches, 0
        if queue.go(steps):
            self._show_move(whole=goes)
        elif not queue.waiting:
            self.post_message(self.Ended(queue.end(steps)))
        self._fetch_on()

    def action_down(self) -> None:
        """Next case."""
        self.go(1)

    def action_up(self) -> None:
        """Previous case."""
        self.go(-1)

    def action_page_down(self) -> None:
        """A page further."""
        self.go(max(1, self._height - 1))

    def action_page_up(self) -> None:
        """A page back."""
        self.go(-max(1, self._height - 1))

    def action_first(self) -> None:
        """First case."""
        self.leave_range()
        self.session.queue.go_first()
        self.fetch()

    def action_last(self) -> None:
        """Last case."""
        self.leave_range()
        self.session.queue.go_last()
        self.fetch()

    def action_read(self) -> None:
        """Into the case."""
        self.post_message(self.Read())

    def on_click(self, event: events.Click) -> None:
        """Go to the case that was clicked; a second click goes into it."""
        number = event.y - 1 + self._top
        if event.y and self.session.queue.row(number) is not None:
            if number != self.session.queue.cursor:
                top = self._top
                self.go(number - self.session.queue.cursor)
                self._set_top(top)  # what was clicked stays under the pointer
            if event.chain > 1:
                self.post_message(self.Read())

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Further down; the case that is read stays."""
        event.stop()
        self._wheel(WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Further up."""
        event.stop()
        self._wheel(-WHEEL)

    def _wheel(self, lines: int) -> None:
        """Scroll; what lies beyond the rows at hand is made good when they are there."""
        queue, wanted = self.session.queue, self._top + self._behind + lines
        self._set_top(wanted)
        ended = queue.at_end if wanted > self._top else queue.at_top
        self._behind = 0 if ended else wanted - self._top

    def _show_move(self, *, whole: bool) -> None:
        """Draw the lines that the cursor left and reached, or the `whole` list where a row has gone."""
        self._moved()
        if whole:
            self._set_top(self._top)
        self._refresh_row(self._drawn)
        self._refresh_row(self.session.queue.cursor)
        self._follow()

    # Fetching

    def fetch(self) -> None:
        """Fetch what the queue needs, in a thread: one page and one count at a time."""
        queue = self.session.queue
        if not self._fetching and (need := queue.next_need()):
            self._fetching = True
            self.run_worker(partial(self._fetch, need), thread=True, group="rows")
        if not self._counting and (wanted := queue.next_count()):
            self._counting = True
            self.run_worker(partial(self._count, wanted), thread=True, group="count")

    def _fetch_on(self) -> None:
        """What lies further on is fetched once the case that is gone to stands on the screen."""
        if self.session.queue.waiting:
            self.fetch()
        else:
            self.call_after_refresh(self.fetch)

    def _fetch(self, need: Need) -> None:
        session = self.session
        try:
            fetched = fetch(session.docket, session.reviewer, need)
        except StoreError as error:
            self.call_later(self._failed, need, error)
        else:
            self.call_later(self._take, fetched)

    def _count(self, wanted: Count) -> None:
        session = self.session
        try:
            counted = count(session.docket, session.reviewer, wanted)
            counts, day = session.docket.counts(session.reviewer), my_day(session.docket, session.reviewer)
            self.call_later(self._take_count, counted, counts, day)
        except StoreError as error:
            self.call_later(self._failed, wanted, error)

    def _take(self, fetched: Fetched) -> None:
        queue = self.session.queue
        self._fetching = False
        steps = queue.owed
        in_sight = not self._behind and self._top <= queue.cursor < self._top + self._height
        rows = self._rows
        moved = queue.take(fetched)
        if steps and not moved and not queue.waiting:
            self.post_message(self.Ended(queue.end(steps)))
        self._measure(fetched)
        if moved:
            self._moved()
        if in_sight and not moved and self._measured_for and rows == self._rows:
            queue.seen(self._top, self._top + self._height)  # what is drawn is as it was
        elif in_sight or moved or fetched.need.kind in LEAPS:
            self._behind = 0
            self._set_top(self._top)
            self._follow()
        else:
            self._wheel(0)
        if fetched.need.kind in ("start", "go", "mine"):
            self.post_message(self.Searched(fetched))
        self.post_message(self.Taken())
        self._fetch_on()

    def _take_count(self, counted: Counted, counts: dict[Standing, int], day: MyDay) -> None:
        self._counting = False
        queue = self.session.queue
        place = queue.above, queue.total
        queue.take_count(counted)
        self.session.counts, self.session.my_day = counts, day
        if place != (queue.above, queue.total) or queue.current is None:  # else what is drawn is as it was
            self.refresh()
        self.post_message(self.Taken())
        self.fetch()

    def _failed(self, what: Need | Count, error: StoreError) -> None:
        if isinstance(what, Need):
            self._fetching, self._behind = False, 0
            self.session.queue.failed(what, closed=isinstance(error, NotAllowed))
        else:
            self._counting = False
            self.session.queue.failed_count(what)
        self.refresh()
        self.post_message(self.Taken(str(error)))

    # Drawing

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines that are to be drawn, all by the columns of one policy."""
        policy = self.session.policy
        if self._measured_for is not policy:
            names, said, self._measured_for = queue_columns(policy, self._order), outcome_cells(policy), policy
            self._sizes = columns(self.size.width - 1, names, self._longest_id, said, self._title)
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """A line of the screen: the heading stays, the rows move; a bar at the end says where in the queue they are."""
        row = self.session.queue.row(y - 1 + self._top) if y else None
        if row is not None:
            return self._row_of(y, row)
        width = self.size.width
        drawn = self._nothing(y, width - 1) if y else heading_segments(self._sizes, self.role)
        return Strip([*drawn, self._scroll_mark(y)], width)

    def on_resize(self) -> None:
        """Measure the columns again and keep the cursor in sight."""
        self._measured_for = None
        self._set_top(self._top)
        self._follow()

    def on_focus(self) -> None:
        """The line under the cursor shows who has the keys."""
        self._refresh_row(self.session.queue.cursor)

    def on_blur(self) -> None:
        """See `on_focus`."""
        self._refresh_row(self.session.queue.cursor)

    @property
    def _height(self) -> int:
        """Lines for rows."""
        return max(1, self.size.height - 1)

    @property
    def _rows(self) -> list[QueueRow | None]:
        """The rows in sight."""
        return [self.session.queue.row(number) for number in range(self._top, self._top + self._height)]

    def _row_of(self, y: int, row: QueueRow) -> Strip:
        session, chosen = self.session, y - 1 + self._top == self.session.queue.cursor
        role = ("chosen" if self.has_focus else "chosen-aside") if chosen else ""
        drafted, mark = row.id in session.drafted, self.mark_of(row)
        return self._row(row, Signs(role, drafted, mark), self._sizes, self._scroll_mark(y))

    def _row_drawn(self, row: QueueRow, signs: Signs, sizes: ColumnWidths, bar: Segment) -> Strip:
        return Strip([*row_segments(row, sizes, self.role, signs), bar], sizes.width + 1)

    def notify_style_update(self) -> None:
        """Another theme: the rows are drawn anew."""
        self._row.cache_clear()
        super().notify_style_update()

    def _nothing(self, y: int, width: int) -> list[Segment]:
        """Below the last row; where the queue is empty and no case stands beside it, why it is."""
        queue, style, lines = self.session.queue, self.role("text"), list[str]()
        if queue.loaded and queue.current is None and self.screen.has_class("-folded"):
            lines = wrapped(self.session.problem or self.session.nothing, width - 2)
        said = [Segment(f" {line}", style + self.role("label")) for line in lines[y - 2 : y - 1] if y > 1]
        return filled(said, width, style)

    def _scroll_mark(self, y: int) -> Segment:
        queue = self.session.queue
        above = 0 if queue.above is None else queue.above - queue.cursor + self._top
        total = queue.total if y and queue.above is not None and queue.total is not None else 0
        return scroll_mark(y - 1, max(0, min(above, total - self._height)), self._height, total, self.role)

    def _set_top(self, top: int) -> None:
        queue = self.session.queue
        self._top = max(queue.first, min(top, queue.stop - self._height))
        queue.seen(self._top, self._top + self._height)
        self._fetch_on()
        self.refresh()

    def _follow(self) -> None:
        """Bring the cursor into sight, and what stands around it; behind a form or a case nothing is in sight."""
        at = self._drawn = self.session.queue.cursor
        around = min(CONTEXT, (self._height - 1) // 2)
        if not self.size.height:
            return
        if at < self._top + around:
            self._set_top(at - around)
        elif at >= self._top + self._height - around:
            self._set_top(at - self._height + 1 + around)

    def _refresh_row(self, number: int) -> None:
        self.refresh(Region(0, number - self._top + 1, self.size.width, 1))

    def _measure(self, fetched: Fetched) -> None:
        longest = max((cells(row.id) for row in fetched.rows), default=0)
        title = max(map(title_cells, fetched.rows), default=0)
        # the rows at hand are those of an order from when they are here, not from when it is asked for
        order = fetched.need.chosen.order if fetched.need.chosen == self.session.queue.chosen else self._order
        before = self._longest_id, self._title, self._order
        now = max(longest, before[0]), max(title, before[1]), order
        if now != before:
            self._longest_id, self._title, self._order = now
            self._measured_for = None
            self.post_message(self.Widened())

    def wanted(self, room: int) -> int:
        """The width at which nothing is cut, with a column of outcomes if all that fits into `room`."""
        policy, names = self.session.policy, queue_columns(self.session.policy, self._order)
        whole, least = (wanted(names, self._longest_id, said, self._title) + 1 for said in (outcome_cells(policy), 0))
        return whole if whole <= room else least
