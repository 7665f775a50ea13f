"""Cases from rows of cells under a header: what a CSV file and a sheet of a workbook have in common."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import chain
from typing import Literal, NamedTuple

import msgspec

from store.errors import BadInput
from store.importing import mapping as mappings
from store.importing.by_name import mapping_by_name
from store.importing.columns import Columns, DateSpot, Spot, check_delimiter, check_header, columns_of
from store.importing.dates import date_words, iso_date
from store.importing.plan import ImportPlan
from store.importing.rejects import BadRow, kept, reject
from store.importing.xlsx.values import NO_ID, UNUSABLE, Kind
from store.limits import SAMPLE_ROWS, SAMPLE_TEXT
from store.model import Arrival, Case, Evidence, Flag, Reject
from store.policy import Policy
from store.text import quoted

Kinds = Mapping[int, Kind]
"""The columns of a row whose cells are not text; in a CSV file there are none."""
ALL_TEXT: Kinds = {}
_WHOLE_NUMBER = re.compile(r"[+-]?[0-9]{1,18}")


class TableRow(NamedTuple):
    """A row by its first line: its cells, the whole as text, and which cells are not text."""

    line: int
    cells: list[str]
    text: str
    kinds: Kinds = ALL_TEXT


class TableReader:
    """The cases and rejects of one table. `begin` makes its `plan`, and raises `BadInput` if there can be none."""

    plan: ImportPlan
    ending = ""
    """What is odd about the end of the file."""

    def __init__(self, name: str, policy: Policy, unit: str) -> None:
        self._name = name
        self._policy = policy
        self._unit = unit
        self._header: list[str] = []

    def rows(self) -> Iterator[TableRow | Reject]:
        """The rows that are not empty, the header first."""
        raise NotImplementedError

    def begin(self, plan: ImportPlan, mapping: mappings.Mapping | None) -> None:
        """Read the header and find out what the columns hold; `plan` says what is known before."""
        self._rows = iter(self.rows())
        where = self._read_header(plan.delimiter)
        self._sample = self._take_sample(1 if mapping else SAMPLE_ROWS)
        sample = [row.cells for row in self._sample if isinstance(row, TableRow)]
        held = mapping or mapping_by_name(self._header, sample, self._policy, where)
        self._columns = columns_of(held, self._header, self._policy, self._name)
        self._used = self._columns.used()
        by_name = f"No mapping: decided by the names of the columns and the first {len(self._sample)} rows."
        self.plan = msgspec.structs.replace(
            plan,
            dates=f"{plan.dates}{date_words(held.date_format)}",
            uses=self._columns.uses(),
            remarks=(*(self._columns.constants() if mapping else [by_name]), *plan.remarks),
        )

    def __iter__(self) -> Iterator[Arrival | Reject]:
        sample, self._sample = self._sample, []
        for row in chain(sample, self._rows):
            yield row if isinstance(row, Reject) else self._arrival(row)

    def column(self, number: int) -> str:
        """The name of a column; "" for one that the header has not."""
        return self._header[number] if number < len(self._header) else ""

    def _arrival(self, row: TableRow) -> Arrival | Reject:
        try:
            self._check_kinds(row)
            return Arrival(_Cells(self._columns, row).case(), self._name, row.line, kept(row.text))
        except BadRow as bad:
            return reject(self._name, row.line, bad.column, bad.reason, row.text)

    def _check_kinds(self, row: TableRow) -> None:
        for column, kind in row.kinds.items():
            if kind in UNUSABLE and column in self._used:
                raise BadRow(self.column(column), UNUSABLE[kind].format(quoted(row.cells[column])))

    def _read_header(self, delimiter: str | None) -> str:
        row = next(self._rows, None)
        if row is None:
            raise BadInput(f"{self._name}: the file holds only empty {self._unit}s.")
        where = f"{self._name}: {self._unit} {row.line}"
        if isinstance(row, Reject):
            check_delimiter(row.row, delimiter, where)
            raise BadInput(f"{where}: {row.reason}")
        self._header = [name.strip() for name in row.cells]
        check_header(self._header, delimiter, where)
        for column, kind in row.kinds.items():
            if kind in UNUSABLE:
                said = UNUSABLE[kind].format(quoted(row.cells[column]))
                raise BadInput(f"{where}: the name of column {column + 1}: {said}")
        return where

    def _take_sample(self, count: int) -> list[TableRow | Reject]:
        sample: list[TableRow | Reject] = []
        room = SAMPLE_TEXT
        for row in self._rows:
            sample.append(row)
            room -= len(row.row if isinstance(row, Reject) else row.text)
            if len(sample) == count or room <= 0:
                break
        if not sample:
            raise BadInput(f"{self._name}: the file has a header and no rows.")
        return sample


class _Cells:
    """The cells of one row, read as the columns say; raises `BadRow` for what is no date, number or access."""

    def __init__(self, columns: Columns, row: TableRow) -> None:
        self._columns = columns
        self._cells = row.cells
        self._kinds = row.kinds

    def case(self) -> Case:
        """The case in the row. A field with an empty cell is null."""
        at, cells = self._columns, self._cells
        if len(cells) != len(at.header):
            raise BadRow("", f"the row has {len(cells)} cells where the header has {len(at.header)}.")
        if reason := NO_ID.get(self._kinds.get(at.id, "")):
            raise BadRow(at.header[at.id], f"{reason}: an id is text. Format the column as text, and fill it anew.")
        return Case(
            id=cells[at.id],
            title=self._text(at.title),
            subject=self._text(at.subject),
            fields={name: cells[column] or None for name, column in at.fields},
            flags=tuple(self._flags()),
            evidence=tuple(self._items()),
            due=self._date(at.due),
            priority=self._priority(at.priority),
        )

    def _flags(self) -> Iterator[Flag]:
        for spots in self._columns.flags:
            code = self._text(spots.code)
            if code.strip():
                raised_on = self._date(spots.raised_on)
                yield Flag(code, self._text(spots.reason), self._text(spots.raised_by), raised_on)

    def _items(self) -> Iterator[Evidence]:
        for spots in self._columns.evidence:
            text = self._cells[spots.text]
            if text.strip():
                yield Evidence(
                    spots.id,
                    spots.kind,
                    spots.label,
                    text,
                    self._text(spots.source),
                    self._date(spots.date),
                    self._access(spots.access),
                    self._text(spots.gist) or None,
                )

    def _text(self, spot: Spot) -> str:
        return self._cells[spot] if isinstance(spot, int) else spot

    def _date(self, spot: DateSpot) -> date | None:
        if not isinstance(spot, int):
            return spot
        text = self._cells[spot].strip()
        if not text:
            return None
        try:
            return iso_date(text) if self._kinds.get(spot) == "date" else self._columns.read_date(text)
        except ValueError:
            raise BadRow(self._name(spot), f"{quoted(text)} is not a date as this file writes them.") from None

    def _priority(self, column: int | None) -> int | None:
        text = "" if column is None else self._cells[column].strip()
        if column is None or not text:
            return None
        if not _WHOLE_NUMBER.fullmatch(text):
            raise BadRow(self._name(column), f"{quoted(text)} is not a whole number.")
        return int(text)

    def _access(self, spot: Spot) -> Literal["public", "restricted"]:
        match self._text(spot).strip():
            case "public":
                return "public"
            case "restricted":
                return "restricted"
            case other:
                raise BadRow(self._name(spot), f'access is {quoted(other)}, neither "public" nor "restricted".')

    def _name(self, spot: Spot) -> str:
        return self._columns.header[spot] if isinstance(spot, int) else ""
