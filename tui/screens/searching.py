"""Searching from the review screen: the filter, and the hits of its words, in the case and over cases."""

from store.case.view import QueueRow
from store.filters import Filter
from tui.actions import Action
from tui.screens.frame import Work
from tui.screens.panes import Panes
from tui.widgets.case_pane import CasePane
from tui.widgets.filter_box import FilterBox
from tui.widgets.queue_list import QueueList

HITS = (
    Action("next_hit", "full_stop", "Next hit", "Go to the next hit of the search, here or in the next case"),
    Action("previous_hit", "comma", "Previous hit", "Go to the hit before, here or in the case before"),
)
FILTER = Action("filter", "/", "Filter", "Choose which cases the queue shows", footer=5)


class Searching(Panes, inherit_bindings=False):
    """The part of the review screen that looks for words."""

    def __init__(self, work: Work) -> None:
        super().__init__(work)
        self._left_at: QueueRow | None = None
        self._left: tuple[str, Filter] | None = None
        self.from_the_end = self.to_hit = False
        """Whether the next case is shown at its last hit, and whether it is gone into for a hit."""

    async def action_filter(self) -> None:
        """Open the box."""
        self.close_form()
        self._left_at, self._left = self.session.queue.current, self.whence
        await self.query_one(FilterBox).begin(self.session.queue.chosen)

    def on_filter_box_chosen(self, event: FilterBox.Chosen) -> None:
        """Fill the queue with what a filter lets through; who gives it up is back where they were."""
        self.choose(event.chosen, self._left_at if event.given_up else None)

    def on_filter_box_closed(self) -> None:
        """The keys go back to the queue, and backspace to the case that was left for what the filter lets through."""
        if self._left and self._left[1] != self.session.queue.chosen:
            self.session.trail.append(self._left)
            self.tell_set_aside(self._left[1])
        self.to_pane(in_case=False)

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
            self.to_pane(in_case=True)  # where it is shown at its first one
        elif case.next_hit(steps):
            return
        elif self.writing:
            self.notices.tell("No more hits this way in this case: close the form with Esc to go on in another one.")
        else:
            self.from_the_end, self.to_hit = steps < 0, not case.display
            self.query_one(QueueList).go(steps)
