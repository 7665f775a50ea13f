"""My day: what is left, what the reviewer began and what they did, each a key away."""

from functools import partial
from typing import ClassVar

from msgspec.structs import replace
from textual.binding import BindingType

from tui.actions import Action, Place
from tui.pages.day_page import DONE, DRAFTS, LEFT, Day, day_sections, read_day
from tui.pages.entries import Section
from tui.screens.drafting import Drafting
from tui.screens.entry_screen import EntryScreen
from tui.screens.frame import BACK
from tui.widgets.entry_list import EntryList


class DayScreen(EntryScreen, Drafting, inherit_bindings=False):
    """Its sections have numbers; the keys go to their first line, and Enter to the cases."""

    PLACE = Place(
        "day",
        "In my day",
        (
            Action("left", "1", "To do", "Go to what is left for you", footer=2),
            Action("drafts", "2", "Drafts", "Go to what you began to write and did not record", footer=3),
            Action("done", "3", "Done today", "Go to what you did today", footer=5),
            Action("draft", "f8", "Draft", "Read, copy or drop the draft on this line", footer=4),
            replace(BACK, footer=7),
        ),
    )
    BINDINGS: ClassVar[list[BindingType]] = [*PLACE.bindings]

    _day: Day | None = None
    _problem = ""
    _sought: tuple[str, str] | None = None
    """The section that a key asked for before the day was read, and what is told where nothing is in it."""

    def begin(self) -> None:
        """Read the day."""
        session = self.session
        drafted = {case: frozenset(kinds) for case, kinds in session.drafted.items()}
        self.read(partial(read_day, session.docket, session.reviewer, drafted), self._take)

    def _take(self, day: Day | None, problem: str) -> None:
        self._day, self._problem = day, problem

    def show(self) -> None:
        """The day, as far as it has been read."""
        shown = [Section("Not read", "", (), (self._problem,))] if self._problem else []
        shown += day_sections(self._day) if self._day else []
        name = self.session.policy.name_of(self.session.reviewer)
        self.query_one(EntryList).set_sections(f"My day · {name} · {self.session.docket.today()}", shown)
        self.show_status()
        if shown and self._sought is not None:
            sought, self._sought = self._sought, None
            self.notices.settle()
            self._go(*sought)

    def _go(self, title: str, none: str = "") -> None:
        """To a section; what is told of one that is empty is not known before the day has been read."""
        if self.query_one(EntryList).go_to(title):
            return
        if self._day is None and not self._problem:
            self._sought = title, none
            self.notices.tell("Your day is still being read: it goes there then.")
        elif none:
            self.notices.tell(none)

    def action_left(self) -> None:
        """To what is left."""
        self._go(LEFT)

    def action_drafts(self) -> None:
        """To the drafts."""
        self._go(DRAFTS, "You have no drafts: d on a case begins a vote, m a note; what you write is kept.")

    def action_draft(self) -> None:
        """Show the draft that the keys are on."""
        current, day = self.query_one(EntryList).current, self._day
        draft = next((one for one in day.drafts if one.entry == current), None) if day else None
        if draft is None:
            self.notices.tell("2 goes to your drafts, and F8 shows the one that you are on.")
        else:
            self.show_draft(draft.case, draft.kind)

    def dropped(self, case: str, kind: str) -> None:
        """Its line goes."""
        super().dropped(case, kind)
        if (day := self._day) is not None:
            left = tuple(one for one in day.drafts if (one.case, one.kind) != (case, kind))
            self._day = day._replace(drafts=left, drafted=self.session.drafts)
            self.show()

    def action_done(self) -> None:
        """To what was done today."""
        self._go(DONE, "You have voted on nothing today yet: esc, then n goes to a case that waits for you.")
