"""My day: what is left, what the reviewer began and what they did, each a key away."""

from functools import partial
from typing import ClassVar

from msgspec.structs import replace
from textual.binding import BindingType

from tui.actions import Action, Place
from tui.day_page import DONE, DRAFTS, LEFT, Day, day_sections, read_day
from tui.entries import Section
from tui.screens.entry_screen import EntryScreen
from tui.screens.frame import BACK
from tui.widgets.entry_list import EntryList


class DayScreen(EntryScreen, inherit_bindings=False):
    """Its sections have numbers; the keys go to their first line, and Enter to the cases."""

    PLACE = Place(
        "day",
        "In my day",
        (
            Action("left", "1", "To do", "Go to what is left for you", footer=2),
            Action("drafts", "2", "Drafts", "Go to the votes that you began", footer=3),
            Action("done", "3", "Done today", "Go to what you did today", footer=4),
            replace(BACK, footer=7),
        ),
    )
    BINDINGS: ClassVar[list[BindingType]] = [*PLACE.bindings]

    _day: Day | None = None
    _problem = ""

    def begin(self) -> None:
        """Read the day."""
        session = self.session
        self.read(partial(read_day, session.docket, session.reviewer, frozenset(session.drafted)), self._take)

    def _take(self, day: Day | None, problem: str) -> None:
        self._day, self._problem = day, problem

    def show(self) -> None:
        """The day, as far as it has been read."""
        shown = [Section("Not read", "", (), (self._problem,))] if self._problem else []
        shown += day_sections(self._day) if self._day else []
        name = self.session.policy.name_of(self.session.reviewer)
        self.query_one(EntryList).set_sections(f"My day · {name} · {self.session.docket.today()}", shown)
        self.show_status()

    def action_left(self) -> None:
        """To what is left."""
        self.query_one(EntryList).go_to(LEFT)

    def action_drafts(self) -> None:
        """To the drafts."""
        if not self.query_one(EntryList).go_to(DRAFTS):
            self.notices.tell("You have no drafts: d on a case begins a vote, and what you write of it is kept.")

    def action_done(self) -> None:
        """To what was done today."""
        if not self.query_one(EntryList).go_to(DONE):
            self.notices.tell("You have voted on nothing today yet: esc, then n goes to a case that waits for you.")
