"""What leaves the docket: decisions, votes, notes, cases or the history, in any of `store.exporting.formats`.

Each export is recorded, with the hash of its bytes, before its file is put in its place; a failure leaves nothing.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from store.docket import Docket
from store.exporting.formats import FORMATS
from store.exporting.redaction import Redaction
from store.exporting.row import Since
from store.filters import EVERYTHING, Filter
from store.model import Refusal
from store.out_file import OutFile
from store.out_format import What, format_of, known_what
from store.records import Export


class Exported(Struct, frozen=True):
    """What was exported: of what how many rows, the hash of the bytes, and sentences on what was left out."""

    what: What
    rows: int
    sha256: str
    bytes: int
    left_out: tuple[str, ...]


def export(
    docket: Docket,
    reviewer: str,
    out: Path | None,
    what: str | None = None,
    file_format: str | None = None,
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

    Without `file_format` the ending of the file's name says the format; an ending that says another one is refused.
    Without `what` it is the decisions, or all that a format of several tables holds.

    `since` is a day in UTC; `restricted` takes masked fields and restricted items along; `raw` leaves out the guard
    against formulas (the other formats need none); `force` replaces a file that is there. `recipient` is whom it is
    for, and is recorded with the filter and the hash. `progress` is called with the number of rows since the last call.
    Raises `BadInput`, `NotSaved`, `Unsure`, `Busy`, `Damaged`.
    """
    written = format_of(out, file_format)
    to_format = FORMATS[written]
    asked, make_table = to_format.chosen(None if what is None else known_what(what))
    docket.refresh()
    redaction = Redaction(docket.policy(reviewer), restricted=restricted)
    with OutFile(out, force=force, stdout=stdout) as placing:
        purpose, others = f"an export of {asked}", asked != "cases"
        departure = docket.leaving(reviewer, chosen, purpose=purpose, others=others, unmasked=restricted)
        if isinstance(departure, Refusal):
            return departure
        table, rows = make_table(departure, Since(since), redaction), 0
        for _ in to_format.write(table, placing.write, raw):
            rows += 1
            progress(1)
        placing.sync()
        left = Export(asked, written, rows, placing.sha256, restricted, raw, str(chosen), recipient)
        answer = docket.exported(reviewer, left)
        if isinstance(answer, Refusal):
            return answer
        placing.place()
    return Exported(asked, rows, placing.sha256, placing.size, tuple(redaction.sentences()))
