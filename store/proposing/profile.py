"""What somebody's file holds: its format, how it is laid out, and each of its columns; nothing of it is taken in.

Rows are read once, in memory that does not grow with the file; a CSV file is read once before, for its encoding.
"""

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import chain, islice
from pathlib import Path
from typing import Any

from msgspec import Struct, structs

from store.disk import kind_of
from store.errors import BadInput
from store.importing.csv_reader import CsvReader
from store.importing.json_document import Document, NotOneObject, blank_nan, load
from store.importing.json_reader import JsonReader
from store.importing.mapping import CaseColumns, From, Mapping
from store.importing.paths import Step, look, steps
from store.importing.plan import ImportPlan
from store.importing.rejects import BadRow
from store.importing.ris_reader import RisReader
from store.importing.sniff import BYTE_ORDER_MARK, Format, likely_format
from store.importing.source import Source
from store.importing.xlsx_reader import XlsxReader
from store.model import Reject
from store.policy import Policy
from store.proposing.column_profile import ColumnProfiles
from store.proposing.object_profile import beside, keyed_words, lists_within, object_profile, records_below, records_of
from store.proposing.table_profile import Layout, table_profile
from store.proposing.text_form import (
    DELIMITERS,
    Delimiter,
    Encoding,
    Text,
    blanks_before_marks,
    delimiter_of,
    encoding_of,
    escapes_marks,
    marks_mean_nothing,
)
from store.text import visible

Progress = Callable[[int], None]
_NOBODYS = Policy(name="", version="", outcome=(), evidence=())
_NOTHING = Mapping(case=CaseColumns(id=From(row="")))


ANOTHER_SHEET = "To have another sheet proposed for, name it with --sheet."


class Sheet(Struct, frozen=True):
    """Which sheet of a workbook was looked at, and what is to be said of the others."""

    name: str
    remarks: tuple[str, ...]


class Profile(Struct, frozen=True):
    """What a file holds. `name` is safe to show. A table has a `layout`; for JSON `lists` has what lists of it hold.

    `records` is the path of the objects in a document of JSON; None where the document is a list or an object itself.
    `beside` are the keys that stand beside them and are not read, `within` the lists of objects in a document that is
    one object itself, and how many each has; `keyed` says of such a one that its keys may be ids. `nan`: it holds NaN,
    which is no JSON. `ending` says what is odd about a sheet.
    """

    path: str
    name: str
    format: Format
    columns: ColumnProfiles
    text: Text | None = None
    sheet: Sheet | None = None
    layout: Layout | None = None
    records: str | None = None
    beside: tuple[str, ...] = ()
    within: tuple[tuple[str, int], ...] = ()
    keyed: str = ""
    nan: bool = False
    lists: dict[str, ColumnProfiles] = {}
    ending: str = ""

    @property
    def rows(self) -> int:
        """The rows or objects, without header and totals."""
        return self.columns.rows

    def called(self, column: str) -> str:
        """What a column is called for people: by its name, if no row below the header says more."""
        return self.layout.called.get(column, column) if self.layout else column


def profile_of(
    where: Path | str,
    *,
    file_format: str | None = None,
    sheet: str | None = None,
    progress: Progress = lambda _: None,
) -> Profile:
    """Look through a file, a workbook's `sheet`; raises `BadInput` if it cannot be read as cases at all."""
    _must_be_a_file(where)
    with _opened(where, progress) as source:
        chosen = likely_format(where, file_format, source.head)
        if chosen == "xlsx":
            return _workbook(where, source, sheet, progress)
        if sheet is not None:
            raise BadInput(f"{source.name}: is no workbook, and has no sheet.")
        source.check_text()
        if chosen in ("json", "jsonl"):
            try:
                return _objects(where, source, chosen)
            except NotOneObject as why:
                return _document(where, chosen, why)
        encoding = encoding_of(source.stream)
        if encoding is None:
            raise BadInput(f"{source.name}: is text in no usual encoding: save it as UTF-8.")
    with _opened(where, lambda _: None) as source:
        return (_references if chosen == "ris" else _csv)(where, source, encoding, chosen)


def _must_be_a_file(where: Path | str) -> None:
    """Nothing is waited for: what is no ordinary file may have no end, or no beginning before somebody writes to it."""
    try:
        facts = os.stat(where)
    except (OSError, ValueError):  # said where it is opened
        return
    if not stat.S_ISREG(facts.st_mode):
        said = f"is {kind_of(facts)}, and a file is read more than once: write it to disk first, and give its name"
        raise BadInput(f"{visible(str(where))}: {'is a folder, not a file' if stat.S_ISDIR(facts.st_mode) else said}.")


@contextmanager
def _opened(where: Path | str, progress: Progress) -> Iterator[Source]:
    source = Source(where, progress, None)
    try:
        yield source
    finally:
        source.close()


def _csv(where: Path | str, source: Source, encoding: Encoding, chosen: Format) -> Profile:
    beginning = source.head.decode(encoding.name, "replace").removeprefix(BYTE_ORDER_MARK)
    delimiter = delimiter_of(beginning.rpartition("\n")[0] or beginning)
    mark = delimiter.mark if delimiter else "\t" if chosen == "tsv" else ","
    lines = beginning.rpartition("\n")[0]
    bare = marks_mean_nothing(lines, mark)
    escapes = not bare and escapes_marks(beginning, mark)
    blanks = not bare and not escapes and blanks_before_marks(lines, mark)
    if blanks and delimiter:
        delimiter = Delimiter(mark, f"{DELIMITERS[mark]}, with blanks behind it")
    quote, escape = "" if bare else '"', "\\" if escapes else None
    how = structs.replace(
        _NOTHING, encoding=encoding.name, delimiter=mark, escape=escape, quote=quote, skip_blanks=blanks
    )
    rows = _CsvRows(source, _NOBODYS, how, mark)
    layout, columns = table_profile(rows.rows(), source.name)
    text = Text(encoding, delimiter, source.wide, escapes, bare, blanks)
    return Profile(str(where), source.name, chosen, columns, text, layout=layout)


def _workbook(where: Path | str, source: Source, named: str | None, progress: Progress) -> Profile:
    rows = _SheetRows(source, _NOBODYS, structs.replace(_NOTHING, sheet=named), progress)
    elsewhere = f"{rows.elsewhere} {ANOTHER_SHEET}" if rows.elsewhere else ""
    layout, columns = table_profile(rows.rows(), source.name, rows.table, elsewhere)
    sheet = Sheet(rows.plan.sheet or "", rows.plan.remarks)
    return Profile(str(where), source.name, "xlsx", columns, sheet=sheet, layout=layout, ending=rows.ending)


def _references(where: Path | str, source: Source, encoding: Encoding, chosen: Format) -> Profile:
    rows = _RisRows(source, _NOBODYS, structs.replace(_NOTHING, encoding=encoding.name))
    columns, lists = object_profile(rows.objects())
    text = Text(encoding, None, source.wide)
    return Profile(str(where), source.name, chosen, columns, text, lists=lists)


def _document(where: Path | str, chosen: Format, why: NotOneObject) -> Profile:
    """The profile of a document that cannot be read as one object: those in its list are read one by one."""
    outline: dict[str, Any] = {}
    with _opened(where, lambda _: None) as source, suppress(BadInput):
        outline = Document(source, constant=blank_nan).outline() or {}
    records = records_of(outline)
    if records is None:
        raise why
    with _opened(where, lambda _: None) as source:
        rows = _JsonRows(source, _NOBODYS, _NOTHING)
        columns, lists = object_profile(rows.objects(steps(records)))
        return Profile(
            str(where),
            source.name,
            chosen,
            columns,
            records=records,
            beside=beside(outline, records),
            nan=rows.nan,
            lists=lists,
        )


def _objects(where: Path | str, source: Source, chosen: Format) -> Profile:
    rows = _JsonRows(source, _NOBODYS, _NOTHING)
    objects = rows.objects()
    first = list(islice(objects, 2))
    records = records_of(first[0]) if len(first) == 1 else None
    found = look(first[0], steps(records)) if records else first
    held = object_profile(found if records else chain(first, objects))
    if held.columns.rows == 1 and (below := records_below(found[0], held)):
        records = f"{records}.{below}" if records else below
        held = object_profile(look(first[0], steps(records)))
    columns, lists = held
    if not columns.rows or not len(columns):
        raise NotOneObject(f"{source.name}: holds no object of JSON{rows.why}")
    one = first[0] if len(first) == 1 else None
    return Profile(
        str(where),
        source.name,
        chosen,
        columns,
        records=records,
        beside=beside(first[0], records) if records else (),
        within=tuple(other for other in lists_within(one) if other[0] != records),
        keyed="" if records else keyed_words(one),
        nan=rows.nan,
        lists=lists,
    )


class _CsvRows(CsvReader):
    """The rows of a CSV file as import reads them, before anybody has said what they hold."""

    def begin(self, plan: ImportPlan, mapping: Mapping | None) -> None:
        """Nothing is decided yet."""
        self.plan = plan

    def column(self, number: int) -> str:
        """No column has a name yet."""
        return f"column {number + 1}"


class _SheetRows(XlsxReader):
    """The same of a sheet."""

    def begin(self, plan: ImportPlan, mapping: Mapping | None) -> None:
        """Nothing is decided yet."""
        self.plan = plan


class _RisRows(RisReader):
    """The references of a RIS file that can be read."""

    def objects(self) -> Iterator[Any]:
        """Each by its tags."""
        yield from (row.values for row in self._rows() if not isinstance(row, Reject))


class _JsonRows(JsonReader):
    """The objects of a JSON file, and why there is none that could be a case."""

    _why = ""
    nan = False
    """Whether NaN was met, which is read as blank."""

    @property
    def why(self) -> str:
        """What there is instead, of the first that is no object."""
        return self._why or ", {...} with keys: there is nothing to be a case."

    def objects(self, way: tuple[Step, ...] = ()) -> Iterator[Any]:
        """The objects of a list or of lines, or the one that the file is; or those to which a way leads."""
        for text in self._texts() if self._lines and not way else self._document(way).texts():
            if isinstance(text, Reject):
                self._why = self._why or f" that can be read: line {text.line}: {text.reason}"
                continue
            try:
                value = load(text.raw, self._constant)
            except BadRow as bad:
                self._why = self._why or f" that can be read: line {text.line}: {bad.reason}"
                continue
            if isinstance(value, list):
                self._why = " but lists, so there is nothing to be a case: save it as CSV, or give each value a key."
            yield value

    def _document(self, way: tuple[Step, ...]) -> Document:
        return Document(self._source, way, constant=self._constant)

    def _constant(self, word: str) -> None:
        blank_nan(word)
        self.nan = True
