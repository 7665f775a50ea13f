"""What a dry run shows besides its plan: two cases as reviewers will read them."""

from collections.abc import Iterator
from itertools import islice

from store.case.check import CaseCheck
from store.docket import Docket
from store.importing.preview import preview
from store.model import Case
from tui.commands.case_text import page_lines

CASES = 2
LINES = 40
"""Lines of a case that are shown."""


class DryRun:
    """Watches what is read, to say at the end what it is like."""

    def __init__(self, docket: Docket, reviewer: str) -> None:
        self._docket = docket
        self._reviewer = reviewer
        self._check = CaseCheck(docket.policy)
        self._cases: list[Case] = []

    def case(self, case: Case) -> None:
        """A case that was read."""
        if len(self._cases) < CASES and self._check.problem(case) is None:
            self._cases.append(case)

    def sentences(self) -> Iterator[str]:
        """All of it, line by line."""
        for case in self._cases:
            yield ""
            yield from self._page(case)

    def _page(self, case: Case) -> Iterator[str]:
        view = preview(case, self._docket.policy, self._reviewer, self._docket.today(), self._docket.now())
        lines = page_lines(view, self._docket.today())
        yield from islice(lines, LINES)
        if left := sum(1 for _ in lines):
            yield f"... and {left} more lines."
