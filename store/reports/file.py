"""A report as a CSV file. Like every export it is recorded, with the hash of its bytes, before it is in its place."""

from pathlib import Path
from typing import BinaryIO

from store.docket import Docket
from store.exporting.row import ExportRow, Table
from store.exporting.table_out import write_csv
from store.model import Refusal
from store.out_file import OutFile
from store.out_format import must_fit
from store.records import Export
from store.reports import Report
from store.reports.rows import COLUMNS, rows


def write(
    docket: Docket,
    reviewer: str,
    report: Report,
    out: Path | None,
    *,
    raw: bool = False,
    force: bool = False,
    stdout: BinaryIO | None = None,
) -> Export | Refusal:
    """Write a report to a file, or to standard output where `out` is None, and give what was recorded of that.

    `raw` leaves out the guard against formulas, `force` replaces a file that is there. Raises as
    `store.exporting.export` does.
    """
    must_fit(out, "csv", (".csv",))
    with OutFile(out, force=force, stdout=stdout) as placing:
        table = Table(COLUMNS, (ExportRow(one.columns()) for one in rows(report)))
        count = sum(1 for _ in write_csv(table, placing.write, raw))
        placing.sync()
        left = Export("report", "csv", count, placing.sha256, report.unmasked, raw, report.chosen)
        answer = docket.exported(reviewer, left)
        if isinstance(answer, Refusal):
            return answer
        placing.place()
    return left
