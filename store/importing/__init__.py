"""Reading cases from files: CSV and XLSX by a mapping or by the names of their columns, and JSON lines.

What is read is not checked here: the docket checks every case, whoever brings it (`store.case.check`).

`read` opens one file and gives its cases and rejects one by one, in memory that does not grow with the file
(but for the shared texts of a workbook, which are capped); what it is going to do is said beforehand by its `plan`.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Self

from store.errors import BadInput
from store.importing.csv_reader import CsvReader
from store.importing.jsonl_reader import JsonLinesReader
from store.importing.mapping import Mapping
from store.importing.plan import ImportPlan
from store.importing.sniff import format_of_beginning, named_format
from store.importing.source import Source
from store.importing.xlsx_reader import XlsxReader
from store.model import Arrival, Reject
from store.policy import Policy


class Arrivals(Iterator[Arrival | Reject]):
    """The cases and rejects of one file, in order. Iterating raises `BadInput` where the rest cannot be understood.

    Closes itself at the end; use `with` where that may not be reached.
    """

    def __init__(self, source: Source, reader: CsvReader | JsonLinesReader | XlsxReader) -> None:
        self._source = source
        self._reader = reader
        self._rows = iter(reader)
        self.plan: ImportPlan = reader.plan

    def __next__(self) -> Arrival | Reject:
        try:
            return next(self._rows)
        except (StopIteration, BadInput):
            self.close()
            raise

    @property
    def ending(self) -> str:
        """What is odd about the end of the file, once it was reached; "" if nothing is."""
        return self._reader.ending

    def close(self) -> None:
        """Let go of the file."""
        self._source.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def read(
    where: Path | str,
    policy: Policy,
    mapping: Mapping | None = None,
    *,
    file_format: str | None = None,
    progress: Callable[[int], None] = lambda _: None,
    stdin: BinaryIO | None = None,
) -> Arrivals:
    """Open a file, or standard input for `-`; raises `BadInput` if it cannot be read as cases at all.

    `file_format` is "csv", "tsv", "jsonl" or "xlsx"; without it the suffix decides, and for standard input its first
    character. `progress` is called with the number of bytes read since the last call.
    """
    source = Source(where, progress, stdin)
    try:
        chosen = named_format(where, file_format) or format_of_beginning(source.head)
        if chosen == "xlsx":
            return Arrivals(source, XlsxReader(source, policy, mapping, progress))
        source.check_text()
        if chosen == "jsonl":
            return Arrivals(source, JsonLinesReader(source, mapped=mapping is not None))
        return Arrivals(source, CsvReader(source, policy, mapping, "\t" if chosen == "tsv" else ","))
    except BadInput:
        source.close()
        raise
