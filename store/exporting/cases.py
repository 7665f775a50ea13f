"""The cases as they were imported: in JSON lines the very shape that is imported, in a table one row a case."""

from collections.abc import Iterator

from msgspec.structs import asdict

from store.departure import Departure
from store.errors import BadInput
from store.exporting.redaction import Redaction
from store.exporting.row import ExportRow, Since, Table

COLUMNS = ("id", "title", "subject", "flags", "evidence", "due", "priority")


def cases(departure: Departure, since: Since, redaction: Redaction) -> Table:
    """The latest revision of each case, in the order of the queue; raises `BadInput` for a day from which on."""
    if since.day:
        raise BadInput("Cases have no date from which on they could be exported: leave out --since.")
    return Table(COLUMNS, _rows(departure, redaction))


def _rows(departure: Departure, redaction: Redaction) -> Iterator[ExportRow]:
    for view in departure.views():
        parts = asdict(redaction.case(view.case))
        yield ExportRow({name: parts[name] for name in COLUMNS}, parts["fields"])
