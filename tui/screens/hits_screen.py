"""All hits of a search with the words around them; each leads to its passage in its case.

It begins at the hit that was read.
"""

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from msgspec.structs import replace
from textual.binding import BindingType

from store.plural import plural
from tui.actions import Action, Place
from tui.pages.entries import Entry, Section
from tui.pages.found import MOST, Finding, FoundCase, find
from tui.screens.entry_screen import EntryScreen
from tui.screens.frame import BACK
from tui.widgets.case_pane import CasePane
from tui.widgets.entry_list import EntryList

NO_SEARCH = (
    "Nothing is searched for: esc goes back, and there / and some words search all evidence. Then E shows every hit."
)


class HitsScreen(EntryScreen, inherit_bindings=False):
    """A section for each case. It reads in a thread, which ends when the screen is left."""

    PLACE = Place(
        "hits",
        "On the hits of a search",
        (Action("more", "+", "Read on", f"Read the next {MOST} cases of the queue", footer=2), replace(BACK, footer=7)),
    )
    BINDINGS: ClassVar[list[BindingType]] = [*PLACE.bindings]

    _finding: Finding | None = None
    _problem = ""
    _most = MOST
    """Cases that are read: more where the reader asked for them."""
    _placed = False
    """Whether the keys are where the reader was, or have gone on from there."""

    def begin(self) -> None:
        """Read the cases."""
        if self.session.searched:
            self.read(partial(self._finder, most=self._most), self._take)

    def action_more(self) -> None:
        """Go on behind the last case that was read."""
        if self.reading:
            self.notices.tell("The cases are still being read: try again in a moment.")
        elif self._finding is None or self._finding.after is None:
            self.notices.tell("All cases of the queue that have these words stand here.")
        else:
            self._most += MOST
            self.read(partial(self._finder, after=self._finding.after, most=MOST), self._take_more)

    @property
    def _finder(self) -> Callable[..., Finding]:
        session = self.session
        return partial(
            find, session.docket, session.reviewer, session.queue.chosen, tuple(session.searched), self._left
        )

    def _left(self) -> bool:
        return not self.is_attached

    def _take(self, finding: Finding | None, problem: str) -> None:
        self._finding, self._problem = finding, problem

    def _take_more(self, more: Finding | None, problem: str) -> None:
        before, self._problem = self._finding, problem
        if before and more:
            self._finding = more._replace(cases=before.cases + more.cases)

    def show(self) -> None:
        """What has been found so far."""
        session, finding = self.session, self._finding
        searched = " and ".join(f"“{one}”" for one in session.searched)
        title = f"Every hit of {searched}" if searched else "Hits"
        if finding and finding.after:
            title = f"Hits of {searched} in the first {plural(len(finding.cases), 'case')}"
        sections = [_section(one) for one in finding.cases] if finding else []
        said = self._problem or (NO_SEARCH if not session.searched else "Reading the cases …" if not finding else "")
        if finding and not self._problem:
            if finding.after:
                said = "There are more cases: + reads on, another word narrows them."
            elif not finding.cases:
                said = "No case of the queue has these words."
        entries, row = self.query_one(EntryList), session.queue.current
        entries.set_sections(title, [*sections, *([Section("", "", (), (said,))] if said else [])])
        if sections and row is not None and not self._placed:
            first = self.app.screen_stack[0]
            self._placed = entries.go_to(row.id, first.query_one(CasePane).hit_place)


def _section(case: FoundCase) -> Section:
    entries = tuple(
        Entry(f"{case.id}  {one.part}", str(one.hits), one.context, case=case.id, hit=one.place) for one in case.found
    )
    elsewhere = () if entries else ("The words stand in it no more: it was revised meanwhile.",)
    return Section(case.id, case.title, entries, elsewhere)
