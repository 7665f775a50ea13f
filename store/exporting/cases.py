"""The cases as they were imported: in JSON lines the very shape that is imported, in a table one row a case.

Both come back with an import. In a table flags and evidence are JSON, and a column says how its text is guarded.
"""

from collections.abc import Iterator

from msgspec.structs import asdict

from store.departure import Departure
from store.exporting.redaction import Redaction
from store.exporting.row import ExportRow, Since, Table

COLUMNS = ("id", "title", "subject", "flags", "evidence", "due", "priority", "renews")


def cases(departure: Departure, since: Since, redaction: Redaction) -> Table:
    """The latest revision of each case, in the order of the queue; since: by when that was imported."""
    return Table(COLUMNS, _rows(departure, since, redaction), comes_back=True)


def _rows(departure: Departure, since: Since, redaction: Redaction) -> Iterator[ExportRow]:
    for view in departure.views():
        if since.day is None or since.includes(departure.arrived(view.case.id)):
            parts = asdict(redaction.case(view.case))
            yield ExportRow({name: parts[name] for name in COLUMNS}, parts["fields"])
