"""Where the panes of the review screen stand, beside each other or one at a time, and which of them has the keys."""

from textual.widget import Widget

from tui.actions import Action
from tui.screens.frame import Work
from tui.screens.saved_filters import SavedFilters
from tui.widgets.case_pane import CasePane
from tui.widgets.criteria_pane import COLUMNS, ROOM, CriteriaPane
from tui.widgets.queue_list import QueueList

CRITERIA = Action("criteria", "B", "Criteria", "Show the criteria beside the case where there is room, or hide them")
OTHER_PANE = Action("other_pane", "tab,f6", "Other pane", "Move between queue and case, or case and form")
CASE = 84
"""Columns that a case has at least, before the queue has more than two fifths."""
FULL = 132
"""Columns that a case has at most: in more its text is no wider, nor are the notes beside it."""
FOLD = 100
"""Columns below which the panes show one at a time."""


class Panes(SavedFilters, inherit_bindings=False):
    """The part of the review screen that lays it out."""

    def __init__(self, work: Work) -> None:
        super().__init__(work)
        self._in_case = False
        self._criteria: bool | None = None

    def on_mount(self) -> None:
        """Begin with the panes that there is room for: what is laid out first is what stays."""
        self.fold()

    def on_resize(self) -> None:
        """Fold or unfold."""
        self.fold()

    def action_criteria(self) -> None:
        """Show them beside the case, or hide them."""
        criteria = self.query_one(CriteriaPane)
        if self.app.size.width < ROOM:
            self.notices.tell(f"There is room for the criteria from {ROOM} columns on: P opens the policy.")
            return
        self._criteria = not criteria.display
        self.fold()
        criteria.show()

    def on_queue_list_widened(self) -> None:
        """As wide as what is in it, where there is room."""
        self.fold()

    def on_queue_list_read(self) -> None:
        """Into the case."""
        self.to_pane(in_case=True)

    def on_case_pane_left(self) -> None:
        """Back to the queue, or to the form that stands in its place."""
        if self.vote_form is not None:
            self.vote_form.take_keys()
        else:
            self.to_pane(in_case=False)

    def action_other_pane(self) -> None:
        """The pane that has not got the keys."""
        if self.vote_form is not None:
            self.change_sides()
            return
        self.to_pane(in_case=not self.query_one(CasePane).has_focus)

    def to_pane(self, *, in_case: bool) -> None:
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
        beside = self.app.size.width - CASE - COLUMNS
        fits = queue.wanted(beside) <= beside
        criteria.display = self.app.size.width >= ROOM and (fits if self._criteria is None else self._criteria)
        room = self.app.size.width - (COLUMNS if criteria.display else 0)
        narrow = room * 2 // 5
        width = max(narrow, min(queue.wanted(room - CASE), room - CASE))
        queue.styles.width = "1fr" if folded else max(width, room - FULL)
        if form is not None:
            form.styles.width = "100%" if folded else max(room // 2 if form.adjudicating else narrow, room - FULL)
        self.query_one(CasePane).display = form is not None or not folded or self._in_case
        if self.notices.kept or self.notices.brief:
            self.call_after_refresh(self.show_notices)  # what is told over a pane goes where that goes

    @property
    def read_pane(self) -> Widget:
        """The case, or where it is out of sight the queue."""
        case = self.query_one(CasePane)
        return case if case.display else self.query_one(QueueList)
