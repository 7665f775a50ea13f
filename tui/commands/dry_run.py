"""What a dry run shows besides its plan: what each column holds, and two cases as reviewers will read them."""

from collections.abc import Callable, Iterator
from itertools import islice

from store.case.check import CaseCheck
from store.docket import Docket
from store.importing.places import Row
from store.importing.plan import ImportPlan
from store.importing.preview import preview
from store.model import Case
from store.proposing.column_profile import ColumnProfiles
from store.text import quoted, visible
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
        self._columns: list[tuple[ImportPlan, ColumnProfiles]] = []

    def watching(self, plan: ImportPlan) -> Callable[[Row], None]:
        """Give what is to be told of the rows of a file."""
        columns = ColumnProfiles()
        self._columns.append((plan, columns))

        def row(row: Row) -> None:
            columns.begin_row()
            for name, value in row.flat():
                columns.add(name, value)

        return row

    def case(self, case: Case) -> None:
        """A case that was read."""
        if len(self._cases) < CASES and self._check.problem(case) is None:
            self._cases.append(case)

    def sentences(self) -> Iterator[str]:
        """All of it, line by line."""
        for plan, columns in self._columns:
            if len(columns):
                yield f"{plan.source}: its columns, in {columns.rows:,} rows:"
                yield from (f"  {one}" for one in self._of(plan, columns))
        for case in self._cases:
            yield ""
            yield from self._page(case)

    def _of(self, plan: ImportPlan, columns: ColumnProfiles) -> Iterator[str]:
        """Each column in a line; of one that the policy masks only how often it is filled."""
        masks = self._docket.policy.masks
        masked = {use.column for use in plan.uses if any(map(masks, use.becomes.split(", ")))}
        for column in columns:
            if visible(column.name) in masked or masks(column.name):
                yield f"{quoted(column.name)}: {column.filled:,} of {columns.rows:,} filled; masked"
            else:
                yield f"{quoted(column.name)}: {column.words(columns.rows)}"

    def _page(self, case: Case) -> Iterator[str]:
        view = preview(case, self._docket.policy, self._reviewer, self._docket.today(), self._docket.now())
        lines = page_lines(view, self._docket.today())
        yield from islice(lines, LINES)
        if left := sum(1 for _ in lines):
            yield f"... and {left} more lines."
