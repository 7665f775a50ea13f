"""All hits of a search with the words around them; each leads to its case, which opens at its first hit.

It begins at the case that was read.
"""

from functools import partial
from typing import ClassVar

from msgspec.structs import replace
from textual.binding import BindingType

from tui.actions import Place
from tui.pages.entries import Entry, Section
from tui.pages.found import MOST, Finding, FoundCase, find
from tui.screens.entry_screen import EntryScreen
from tui.screens.frame import BACK
from tui.widgets.entry_list import EntryList

NO_SEARCH = "Nothing is searched for: / and some words search all evidence, then E shows every hit."


class HitsScreen(EntryScreen, inherit_bindings=False):
    """A section for each case. It reads in a thread, which ends when the screen is left."""

    PLACE = Place("hits", "On the hits of a search", (replace(BACK, footer=7),))
    BINDINGS: ClassVar[list[BindingType]] = [*PLACE.bindings]

    _finding: Finding | None = None
    _problem = ""
    _placed = False
    """Whether the keys are where the reader was, or have gone on from there."""

    def begin(self) -> None:
        """Read the cases."""
        session = self.session
        if words := session.searched:
            docket, reviewer = session.docket, session.reviewer
            self.read(partial(find, docket, reviewer, session.queue.chosen, words, self._left), self._take)

    def _left(self) -> bool:
        return not self.is_attached

    def _take(self, finding: Finding | None, problem: str) -> None:
        self._finding, self._problem = finding, problem

    def show(self) -> None:
        """What has been found so far."""
        session, finding = self.session, self._finding
        title = f"Every hit of {' and '.join(f'“{one}”' for one in session.searched)}" if session.searched else "Hits"
        sections = [_section(one) for one in finding.cases] if finding else []
        said = self._problem or (NO_SEARCH if not session.searched else "Reading the cases …" if not finding else "")
        if finding and finding.more:
            said = f"Only the first {MOST} cases of the queue were read: another word narrows it."
        elif finding and not finding.cases:
            said = "No case of the queue has these words."
        entries, row = self.query_one(EntryList), session.queue.current
        entries.set_sections(title, [*sections, *([Section("", "", (), (said,))] if said else [])])
        if sections and row is not None and not self._placed:
            self._placed = entries.go_to(row.id)

    def on_entry_list_chosen(self, event: EntryList.Chosen) -> None:
        """To the case."""
        self.post_message(self.Wanted(self.session.queue.chosen, event.entry.name.partition("  ")[0]))


def _section(case: FoundCase) -> Section:
    entries = tuple(Entry(f"{case.id}  {one.part}", str(one.hits), one.context) for one in case.found)
    elsewhere = () if entries else ("The words stand in it no more: it was revised meanwhile.",)
    return Section(case.id, case.title, entries, elsewhere)
