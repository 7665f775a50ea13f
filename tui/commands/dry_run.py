"""What a dry run shows besides its plan: what the cases hold, and two of them as reviewers will read them.

Values come from cases that are masked as those which reviewers read, and from nowhere else.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import islice

from store.case.check import CaseCheck
from store.fields import SUBJECT
from store.importing.preview import masked, preview
from store.model import Case
from store.plural import plural
from store.proposing.column_profile import ColumnProfile, ColumnProfiles
from store.text import quoted
from tui.commands.case_text import page_lines
from tui.commands.common import Desk

CASES = 2
LINES = 40
"""Lines of a case that are shown."""


class DryRun:
    """Watches the cases that are read, to say at the end what they are like."""

    def __init__(self, at: Desk) -> None:
        self._at = at
        self._check = CaseCheck(at.policy)
        self._cases: list[Case] = []
        self._parts = ColumnProfiles()
        self._kinds: dict[str, ColumnProfile] = {}
        self._hidden: Counter[str] = Counter()

    def case(self, case: Case) -> None:
        """A case that was read; one that cannot be taken in tells nothing."""
        if self._check.problem(case) is not None:
            return
        if len(self._cases) < CASES:
            self._cases.append(case)
        shown = masked(case, self._at.policy)
        self._parts.begin_row()
        for part in ("id", "title", SUBJECT, "priority"):
            self._add(part, getattr(case, part), getattr(shown, part))
        self._parts.add("due", case.due.isoformat() if case.due else None)
        for name, value in case.fields.items():
            self._add(f"field.{name}", value, shown.fields[name])
        for item in shown.evidence:
            self._kinds.setdefault(item.kind, ColumnProfile(item.kind)).add(item.text)

    def sentences(self) -> Iterator[str]:
        """All of it, line by line."""
        if self._cases:
            yield f"What the cases hold, {self._parts.rows:,} of them:"
            yield from (f"  {one}" for one in self._of_parts())
        for case in self._cases:
            yield ""
            yield from self._page(case)

    def _add(self, name: str, value: str | float | None, shown: str | float | None) -> None:
        self._parts.add(name, shown)
        if self._at.policy.masks(name):
            self._hidden[name] += value not in (None, "")

    def _of_parts(self) -> Iterator[str]:
        """Each part in a line; of one that the policy masks only how often it is filled."""
        rows = self._parts.rows
        for part in self._parts:
            if part.name in self._hidden:
                yield f"{quoted(part.name)}: {self._hidden[part.name]:,} of {rows:,} filled; masked"
            else:
                yield f"{quoted(part.name)}: {part.words(rows)}"
        for kind in self._kinds.values():
            yield f"evidence {quoted(kind.name)}: {kind.filled:,} items; {kind.range_words()}"

    def _page(self, case: Case) -> Iterator[str]:
        docket = self._at.docket
        view = preview(case, self._at.policy, self._at.reviewer, docket.today(), docket.now())
        lines = page_lines(view, docket.today())
        yield from islice(lines, LINES)
        if left := sum(1 for _ in lines):
            yield f"... and {plural(left, 'more line')}."
