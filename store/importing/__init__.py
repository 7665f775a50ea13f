"""Reading cases from files: tables (CSV, XLSX), JSON and RIS by a mapping; tables also by the names of their columns.

What is read is not checked here: the docket checks every case, whoever brings it (`store.case.check`).

`read` opens one file and gives its cases and rejects one by one, in memory that does not grow with the file
(but for the shared texts of a workbook, which are capped); what it is going to do is said beforehand by its `plan`.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Self

from store.errors import BadInput
from store.importing.case_reader import CaseReader
from store.importing.csv_reader import CsvReader
from store.importing.json_reader import JsonReader
from store.importing.mapping import Mapping
from store.importing.plan import ImportPlan
from store.importing.ris_reader import RisReader
from store.importing.sniff import Format, format_of_beginning, named_format
from store.importing.source import Source
from store.importing.xlsx_reader import XlsxReader
from store.model import Arrival, Reject
from store.policy import Policy


class Arrivals(Iterator[Arrival | Reject]):
    """The cases and rejects of one file, in order. Iterating raises `BadInput` where the rest cannot be understood.

    Closes itself at the end; use `with` where that may not be reached.
    """

    def __init__(self, source: Source, reader: CaseReader) -> None:
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

    `file_format` is "csv", "tsv", "json", "jsonl", "xlsx" or "ris"; without it the mapping decides, then the suffix,
    and for standard input its beginning. `progress` is called with the number of bytes read since the last call.
    """
    source = Source(where, progress, stdin, mapping.encoding if mapping else "")
    try:
        mapping = mapping and mapping.of_file(str(where) if source.keeps_name else "", source.name)
        said = file_format or (mapping.format if mapping else None)
        return Arrivals(source, _reader(source, named_format(where, said, source.head), policy, mapping, progress))
    except BadInput:
        source.close()
        raise


def _reader(
    source: Source, named: Format | None, policy: Policy, mapping: Mapping | None, progress: Callable[[int], None]
) -> CaseReader:
    chosen = named or format_of_beginning(source.head)
    if chosen == "xlsx":
        return XlsxReader(source, policy, mapping, progress)
    source.check_text()
    if chosen == "ris":
        return RisReader(source, policy, mapping)
    if chosen in ("json", "jsonl"):
        return JsonReader(source, policy, mapping)
    return CsvReader(source, policy, mapping, "\t" if chosen == "tsv" else ",")
