"""The part of the queue that marks cases: one by one, from here to there, or all that the filter lets through."""

import asyncio
from collections.abc import Iterator

from textual.message import Message

from store.case.view import QueueRow
from store.errors import StoreError
from store.plural import plural
from tui.actions import Action
from tui.queue.marks import MOST, Marks, in_range, of_filter, of_range
from tui.session import Session
from tui.widgets.pane import Pane

MARKING = (
    Action("mark", "space", "Mark", "Mark the case, or take its mark away, and go on; ends a range"),
    Action("range", "v", "Mark a range", "Mark cases: v at the first one, go to the last one, v again"),
    Action("range_down", "shift+down", "Range down", "Mark this case and the next one, or take back the upper end"),
    Action("range_up", "shift+up", "Range up", "Mark this case and the one above, or take back the lower end"),
    Action("mark_all", "*", "Mark all", "Mark all cases that the filter lets through"),
)


class MarkingList(Pane, inherit_bindings=False):
    """Marks the cases of the session's queue; the list itself moves through them."""

    class Marked(Message):
        """Other cases are marked now; `sentence` says what is to be told of it."""

        def __init__(self, sentence: str = "") -> None:
            super().__init__()
            self.sentence = sentence

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session

    def go(self, steps: int, *, stretches: bool = False) -> None:
        """Read another case: so many rows further, or back. `stretches`: as the other end of a range."""
        raise NotImplementedError

    def mark_of(self, row: QueueRow) -> str:
        """The sign of a row that is marked, or is in the range that is begun."""
        marks, here = self.session.marks, self.session.queue.current
        if row.id in marks:
            return "*"
        begun = marks.begun
        return "+" if begun is not None and here is not None and in_range(row, begun, here) else ""

    def action_mark(self) -> None:
        """Mark the case, or take its mark away, and go on; a range that is begun is marked instead."""
        row = self.session.queue.current
        if not self.end_range() and row is not None:
            self.session.marks.toggle(row.id)
            self._tell()
            self.go(1)

    def action_range(self) -> None:
        """Begin a range, or mark what lies between."""
        row = self.session.queue.current
        if not self.end_range() and row is not None:
            self.session.marks.begin(row, stretched=False)
            self._tell(f"A range from {row.id}: go to its other end, v marks it, esc gives it up.")

    def action_range_down(self) -> None:
        """Stretch a range by a case."""
        self._stretch(1)

    def action_range_up(self) -> None:
        """Stretch a range up by a case."""
        self._stretch(-1)

    def action_mark_all(self) -> None:
        """Mark all that the filter lets through now."""
        session = self.session
        session.marks.begun = None
        self._find(of_filter(session.docket, session.reviewer, session.queue.chosen))

    def _stretch(self, steps: int) -> None:
        if (row := self.session.queue.current) is not None:
            self.session.marks.begin(row, stretched=True)
            self.go(steps, stretches=True)
            self._tell()

    def leave_range(self) -> None:
        """The cursor goes on without stretching: a range that was stretched ends where it is."""
        marks = self.session.marks
        if marks.begun is not None and marks.stretched:
            self.end_range()

    def end_range(self) -> bool:
        """Mark what lies between where a range was begun and here; False if none was begun."""
        session, marks, here = self.session, self.session.marks, self.session.queue.current
        begun, marks.begun = marks.begun, None
        if begun is None or here is None:
            return False
        rows = session.queue.rows
        if {begun.key, here.key} <= {row.key for row in rows}:
            marks.add(row.id for row in rows if in_range(row, begun, here))
            self._tell()
        else:
            self._find(of_range(session.docket, session.reviewer, session.queue.chosen, begun, here))
        return True

    def _find(self, pages: Iterator[list[QueueRow]]) -> None:
        """Mark cases that are not at hand, as they are found."""
        marks = self.session.marks
        if marks.finding:
            self._tell("Cases are being marked already: esc stops that.")
            return
        marks.finding = True
        self.run_worker(self._mark_found(marks, pages), group="marks")

    async def _mark_found(self, marks: Marks, pages: Iterator[list[QueueRow]]) -> None:
        problem = ""
        try:
            while marks.finding and not marks.full and (rows := await asyncio.to_thread(next, pages, None)):
                marks.add(row.id for row in rows)
                self._tell()
        except StoreError as error:
            problem = str(error)
        stopped, marks.finding = not marks.finding, False
        if not stopped:
            full = f"At most {MOST:,} cases are marked at once: " if marks.full else ""
            self._tell(problem or f"{full}{plural(len(marks), 'case')} marked.")

    def _tell(self, sentence: str = "") -> None:
        self.refresh()
        self.post_message(self.Marked(sentence))
