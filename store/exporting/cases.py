"""The cases as they were imported: in JSON lines the very shape that is imported, in a table one row a case."""

from collections.abc import Iterator

from msgspec.structs import asdict

from store.docket import Docket
from store.errors import BadInput
from store.exporting.choice import Choice
from store.exporting.redaction import Redaction
from store.exporting.row import ExportRow, Table

COLUMNS = ("id", "title", "subject", "flags", "evidence", "due", "priority")


def cases(docket: Docket, choice: Choice, withholding: Redaction) -> Table:
    """The latest revision of each case, in the order of the queue; raises `BadInput` for a day from which on."""
    if choice.since:
        raise BadInput("Cases have no date from which on they could be exported: leave out --since.")
    return Table(COLUMNS, _rows(docket, choice, withholding))


def _rows(docket: Docket, choice: Choice, withholding: Redaction) -> Iterator[ExportRow]:
    for reading in docket.readings(choice.reviewer, choice.chosen, unmasked=choice.restricted):
        parts = asdict(withholding.case(reading.case))
        yield ExportRow({name: parts[name] for name in COLUMNS}, parts["fields"])
