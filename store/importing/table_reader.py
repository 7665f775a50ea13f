"""Cases from rows of cells under a header: what a CSV file and a sheet of a workbook have in common."""

from collections import deque
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import NamedTuple

import msgspec

from store.errors import BadInput
from store.exporting.row import GUARDED
from store.importing import mapping as mappings
from store.importing.by_name import mapping_by_name
from store.importing.case_builder import CaseBuilder
from store.importing.case_reader import Builder, CaseReader
from store.importing.cell_kinds import UNUSABLE, Kind
from store.importing.columns import columns_of
from store.importing.header import Repeats, check_delimiter, check_names, named, numbered
from store.importing.notation import date_words
from store.importing.own_cases import OWN, OwnCases, is_own_header, marks, own_header, own_uses, unguarded
from store.importing.places import Row, TablePlaces
from store.importing.plan import ImportPlan, Use
from store.importing.rejects import reject
from store.limits import SAMPLE_ROWS, SAMPLE_TEXT
from store.model import Arrival, Reject
from store.policy import Policy
from store.text import blank, quoted

Kinds = Mapping[int, Kind]
"""The columns of a row whose cells are not text; in a CSV file there are none."""
ALL_TEXT: Kinds = {}


class TableRow(NamedTuple):
    """A row by its first line: its cells, the whole as text, and which cells are not text."""

    line: int
    cells: list[str]
    text: str
    kinds: Kinds = ALL_TEXT

    @property
    def empty(self) -> bool:
        """Whether nothing stands in it."""
        return not self.kinds and all(map(blank, self.cells))


class TableReader(CaseReader):
    """The cases and rejects of one table. `begin` makes its `plan`, and raises `BadInput` if there can be none.

    A sentence on one without rows calls it `table`, and ends with what there is `elsewhere`.
    """

    def __init__(self, name: str, policy: Policy, unit: str) -> None:
        super().__init__(name)
        self._policy = policy
        self._unit = unit
        self.table, self.elsewhere = "the file", ""
        self._header: list[str] = []
        self._repeats = Repeats([])
        self._empty = 0
        self._is_own = False

    def rows(self) -> Iterator[TableRow | Reject]:
        """The rows that are not empty, the header among them."""
        raise NotImplementedError

    def begin(self, plan: ImportPlan, mapping: mappings.Mapping | None) -> None:
        """Read the header and find out what the columns hold; `plan` says what is known before."""
        self._rows = iter(self.rows())
        where, remarks = self._read_header(plan.delimiter, mapping)
        if mapping and mapping.skip_rows:
            skipped = frozenset(mapping.skip_rows)
            self._rows = (row for row in self._rows if row.line not in skipped)
            remarks.append(f"Not read: {self._unit} {', '.join(map(str, sorted(skipped)))}.")
        if mapping and mapping.skip_end:
            self._rows = _but_last(self._rows, mapping.skip_end)
            last = f"{mapping.skip_end} {self._unit}s" if mapping.skip_end > 1 else self._unit
            remarks.append(f"Not read: the last {last}.")
        self._sample = self._take_sample(1 if mapping else SAMPLE_ROWS)
        uses, said = self._own() if self._is_own and mapping is None else self._mapped(mapping, where)
        self.plan = msgspec.structs.replace(
            plan,
            dates=f"{plan.dates}{date_words(self._mapping.date_format)}",
            uses=uses,
            remarks=(*said, *remarks, *plan.remarks),
        )

    def __iter__(self) -> Iterator[Arrival | Reject]:
        sample, self._sample = self._sample, []
        rows = self._filled(chain(sample, self._rows))
        yield from self._cases(rows, self._builder, self._mapping)
        self.ending = " ".join(filter(None, (self.ending, *self._left_out())))

    def column(self, number: int) -> str:
        """The name of a column; "" for one that the header has not."""
        return self._header[number] if number < len(self._header) else ""

    def _own(self) -> tuple[tuple[Use, ...], tuple[str, ...]]:
        """What becomes of the columns of a table that this program exported, and what is to be said."""
        self._mapping = mappings.Mapping(mappings.CaseColumns("id"))
        self._builder: Builder = OwnCases(self._policy)
        return own_uses(self._header), (OWN,)

    def _mapped(self, mapping: mappings.Mapping | None, where: str) -> tuple[tuple[Use, ...], tuple[str, ...]]:
        """What becomes of the columns, as the mapping says or their names, and what is to be said."""
        sample = [row.cells for row in self._sample if isinstance(row, TableRow)]
        self._mapping = mapping or mapping_by_name(self._header, sample, self._policy, where)
        columns, uses = columns_of(self._mapping, TablePlaces(self._header, self._name), self._policy)
        self._builder = CaseBuilder(columns, self._mapping, self._policy)
        by_name = f"No mapping: decided by the names of the columns and the first {len(self._sample)} rows."
        return uses, columns.constants(self._policy) if mapping else (by_name,)

    def _left_out(self) -> Iterator[str]:
        if self._empty:
            said = f"{self._unit}s in which nothing stands are no cases, and were left out: {self._empty:,}"
            yield f"{self._name}: {said}."
        if self._repeats.rows:
            yield f"{self._name}: {self._repeats.words(self._unit)}"

    def _filled(self, rows: Iterator[TableRow | Reject]) -> Iterator[Row | Reject]:
        """The rows in which anything stands but the names of the columns; the others are counted."""
        for row in rows:
            if isinstance(row, Reject):
                yield row
            elif row.empty:
                self._empty += 1
            elif self._repeats.has(row.cells):
                self._repeats.count(row.line)
            elif self._repeats.in_other_order(row.cells) or (self._is_own and is_own_header(row.cells)):
                raise BadInput(
                    f"{self._name}: {self._unit} {row.line} names other columns than the header, or in another order: "
                    "what follows it belongs to another table. Make a file of each, and import both."
                )
            else:
                yield self._under_header(row)

    def _under_header(self, row: TableRow) -> Row | Reject:
        width = len(self._header)
        # Blank cells behind the last column are a delimiter too many, and nothing more.
        if len(row.cells) < width or any(row.cells[width:]):
            reason = f"the row has {len(row.cells)} cells where the header has {width}."
            return reject(self._name, row.line, "", reason, row.text)
        kinds = {self.column(column): kind for column, kind in row.kinds.items()} if row.kinds else {}
        return Row(row.line, row.line, dict(zip(self._header, row.cells, strict=False)), row.text, kinds)

    def _read_header(self, delimiter: str | None, mapping: mappings.Mapping | None) -> tuple[str, list[str]]:
        row = next(self._rows, None)
        if row is None:
            raise BadInput(f"{self._name}: {self.table} holds only empty {self._unit}s.{self.elsewhere}")
        at = mapping.header_row if mapping else None
        if at == 0 and isinstance(row, TableRow):
            self._rows = chain([row], self._rows)
            self._header = numbered(len(row.cells))
            return f"{self._name}: {self._unit} {row.line}", ["No header: the columns are numbered."]
        remarks = [f"Not read: what stands above {self._unit} {at}."] if at and row.line < at else []
        while at and row.line < at:
            row = next(self._rows, None)
            if row is None or row.line > at:
                raise BadInput(f"{self._name}: {self._unit} {at}, which header_row names, is empty or not there.")
        where = f"{self._name}: {self._unit} {row.line}"
        if isinstance(row, Reject):
            check_delimiter(row.row, delimiter, where)
            raise BadInput(f"{where}: {row.reason}")
        for column, kind in row.kinds.items():
            if kind in UNUSABLE:
                said = UNUSABLE[kind].format(quoted(row.cells[column]))
                raise BadInput(f"{where}: the name of column {column + 1}: {said}")
        own = own_header(row.cells)
        self._is_own = own is not None
        cells = own or row.cells
        mark = marks(cells)
        if own and mark == GUARDED:
            self._rows = map(_unguarded, self._rows)
            remarks.append("Exported by this program: its guard against formulas is taken off again.")
        elif mark and not own and mapping is None:
            raise BadInput(
                f"{where}: the column {quoted(mark)} says that this program exported the table, but its columns are "
                "not those of an export: import it as it was exported, or say in a mapping (--map) what they hold."
            )
        self._header, told = named(cells, delimiter, where)
        self._repeats = Repeats(cells)
        if mapping is None:
            check_names(cells, where)
        return where, [*remarks, *told]

    def _take_sample(self, count: int) -> list[TableRow | Reject]:
        sample: list[TableRow | Reject] = []
        room = SAMPLE_TEXT
        for row in self._rows:
            sample.append(row)
            room -= len(row.row if isinstance(row, Reject) else row.text)
            if len(sample) == count or room <= 0:
                break
        if not sample:
            raise BadInput(f"{self._name}: {self.table} has a header and no rows.{self.elsewhere}")
        return sample


def _but_last(rows: Iterator[TableRow | Reject], count: int) -> Iterator[TableRow | Reject]:
    """All rows but the last ones."""
    held: deque[TableRow | Reject] = deque()
    for row in rows:
        held.append(row)
        if len(held) > count:
            yield held.popleft()


def _unguarded(row: TableRow | Reject) -> TableRow | Reject:
    return row if isinstance(row, Reject) else row._replace(cells=unguarded(row.cells))
