"""What leaves the docket: decisions, votes, notes, cases or the history, as CSV or JSON lines.

Each export is recorded, with the hash of its bytes, before its file is put in its place; a failure leaves nothing.
"""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import BinaryIO, Literal, get_args

from msgspec import Struct

from store.departure import Departure
from store.docket import Docket
from store.errors import BadInput
from store.exporting.cases import cases
from store.exporting.decisions import decisions
from store.exporting.jsonl_out import write_jsonl
from store.exporting.record_tables import history, notes, votes
from store.exporting.redaction import Redaction
from store.exporting.row import Since, Table
from store.exporting.table_out import write_csv
from store.filters import EVERYTHING, Filter
from store.model import Refusal
from store.out_file import OutFile
from store.records import Export
from store.strict import nearest
from store.text import visible

What = Literal["decisions", "votes", "notes", "cases", "history"]
Format = Literal["csv", "jsonl"]
_TABLES: dict[str, Callable[[Departure, Since, Redaction], Table]] = {
    "decisions": decisions,
    "votes": votes,
    "notes": notes,
    "cases": cases,
    "history": history,
}


class Exported(Struct, frozen=True):
    """What was exported: rows without the header, the hash of the bytes, and sentences on what was left out."""

    rows: int
    sha256: str
    bytes: int
    left_out: tuple[str, ...]


def export(
    docket: Docket,
    reviewer: str,
    out: Path | None,
    what: str = "decisions",
    file_format: str = "csv",
    *,
    since: date | None = None,
    chosen: Filter = EVERYTHING,
    restricted: bool = False,
    raw: bool = False,
    force: bool = False,
    recipient: str = "",
    progress: Callable[[int], None] = lambda _: None,
    stdout: BinaryIO | None = None,
) -> Exported | Refusal:
    """Write `what` to a file, or to standard output where `out` is None; a `Refusal` for who is no lead.

    `since` is a day in UTC; `restricted` takes masked fields and restricted items along; `raw` leaves out the guard
    against formulas (CSV only; JSON lines have none); `force` replaces a file that is there. `recipient` is whom it is
    for, and is recorded with the filter and the hash. `progress` is called
    with the number of rows since the last call. Raises `BadInput`, `NotSaved`, `Unsure`, `Busy`, `Damaged`.
    """
    _known("what", what, get_args(What))
    _known("format", file_format, get_args(Format))
    docket.refresh()
    redaction = Redaction(docket.policy, restricted=restricted)
    with OutFile(out, force=force, stdout=stdout) as placing:
        purpose, others = f"an export of {what}", what != "cases"
        departure = docket.leaving(reviewer, chosen, purpose=purpose, others=others, unmasked=restricted)
        if isinstance(departure, Refusal):
            return departure
        table, rows = _TABLES[what](departure, Since(since), redaction), 0
        for _ in _writing(table, file_format, placing, raw=raw):
            rows += 1
            progress(1)
        placing.sync()
        left = Export(what, file_format, rows, placing.sha256, restricted, raw, str(chosen), recipient)
        answer = docket.exported(reviewer, left)
        if isinstance(answer, Refusal):
            return answer
        placing.place()
    return Exported(rows, placing.sha256, placing.size, tuple(redaction.sentences()))


def _writing(table: Table, file_format: str, placing: OutFile, *, raw: bool) -> Iterator[None]:
    if file_format == "jsonl":
        return write_jsonl(table, placing.write)
    return write_csv(table, placing.write, raw=raw)


def _known(option: str, word: str, known: tuple[str, ...]) -> None:
    if word not in known:
        raise BadInput(f'There is no {option} "{visible(word[:40])}" to export{nearest(word, list(known))}.')
