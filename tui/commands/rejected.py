"""Rejected rows, told as they come: the first ones by line, then each reason with how often and where."""

import re
from contextlib import ExitStack
from pathlib import Path

from store.importing.rejects import RejectsFile
from store.model import Reject
from store.plural import plural
from tui.output import Stop, say

SHOWN = 5
"""Rejects that are named one by one; `--rejects` keeps them all."""
_REASONS = 10
"""Reasons that are counted on the terminal."""
_KEPT = 1_000
_VALUES = re.compile(r'"(?:[^"\\]|\\.)*"|[0-9][0-9,.]*')
"""What of a reason differs from row to row."""


class _Reason:
    """A reason, as the first row has it, and the rows that have it."""

    def __init__(self, reject: Reject) -> None:
        column = f" {reject.column}:" if reject.column else ""
        self.said = f"{reject.source}, line {reject.line}:{column} {reject.reason}"
        self.count = 0


class TooManyRejects(Stop):
    """More rows are rejected than whoever imports them said."""


class RejectsTold:
    """Tells of rejects, and keeps them all where a file was named, unless it is a dry run.

    Raises `TooManyRejects` beyond `most`.
    """

    def __init__(self, file: Path | None, stack: ExitStack, most: int | None = None, *, dry_run: bool = False) -> None:
        self.count = self.out_of_scope = 0
        self._file = file
        self._most = most
        self._kept = None if file is None or dry_run else stack.enter_context(RejectsFile(file))
        self._reasons: dict[tuple[str, str, str], _Reason] = {}
        self._more = 0

    def reject(self, reject: Reject) -> None:
        """Tell of one."""
        self.count += 1
        self.out_of_scope += reject.out_of_scope
        if self._kept is not None:
            self._kept.write(reject)
        key = (reject.source, reject.column, _VALUES.sub("…", reject.reason))
        if key in self._reasons or len(self._reasons) < _KEPT:
            reason = self._reasons.setdefault(key, _Reason(reject))
            reason.count += 1
        else:
            self._more += 1
        if self.count <= SHOWN:
            say(f"Rejected: {_Reason(reject).said}")
        if self._most is not None and self.count > self._most:
            raise TooManyRejects(
                f"Nothing was taken in: more than {self._most} rows are rejected, and --at-most-rejects says so."
            )

    def rest(self) -> None:
        """Tell how often each reason is met, and where the rows are."""
        if self.count > SHOWN:
            often = sorted(self._reasons.values(), key=lambda one: -one.count)
            for one in often[:_REASONS]:
                say(f"  {plural(one.count, 'time')}, first: {one.said}")
            more = self._more + sum(one.count for one in often[_REASONS:])
            say(f"  {more:,} for other reasons." if more else f"  {self.count:,} rejected in all.")
        if self.count and self._kept is not None:
            say(f"The rejected rows are in {self._file}. Correct them in your file: what is here is skipped next time.")
        elif self.count and self._file is not None:
            say(f"A dry run writes no file: without --dry-run the rejected rows are kept in {self._file}.")
        elif self.count:
            say("Keep the rejected rows with --rejects FILE, and see there what to mend in yours.")
