"""Cases from a CSV file (RFC 4180), row by row.

A row that breaks the rules on one line, with its quotation marks in pairs, is a reject and reading goes on. Where it
cannot be said any more where rows begin and end, the file is refused: what follows could be swallowed unseen.
"""

import codecs
import csv
import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from store.errors import BadInput
from store.importing.mapping import UTF8, Mapping
from store.importing.plan import ImportPlan
from store.importing.rejects import reject
from store.importing.sniff import BYTE_ORDER_MARK
from store.importing.source import Source
from store.importing.table_reader import TableReader, TableRow
from store.limits import ROW_BYTES, ROW_KEPT, ROW_PARTS, TEXT
from store.model import Reject
from store.policy import Policy
from store.text import quoted, visible

_ESCAPED = re.compile("[\udc80-\udcff]")
"""What "surrogateescape" makes of a byte that cannot be decoded (PEP 383)."""
_WRONG = re.compile("[\x7f-\x9f\ufffd]")
"""What text holds that was decoded as another encoding than it is in."""
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
"""A backslash and what it stands before, where a file escapes marks so."""
_BLANKS = re.compile(" *+")
_NULL = r"\N"
"""A cell in which nothing stands, as MySQL writes it (its manual on LOAD DATA): in quotation marks it is none."""
_NO_SHEET = "The sheet that the mapping names is for workbooks and not used here."


class CsvReader(TableReader):
    """The cases and rejects of one file. `plan` is ready at once; raises `BadInput` if there can be none."""

    def __init__(self, source: Source, policy: Policy, mapping: Mapping | None, delimiter: str) -> None:
        super().__init__(source.name, policy, "line")
        encoding = mapping.encoding if mapping and not source.wide else UTF8
        delimiter = (mapping and mapping.delimiter) or delimiter
        escape = mapping.escape if mapping else None
        self._escaped = f'"\\\r\n{delimiter}' if escape else ""
        self._delimiter = delimiter
        self._blanks = mapping is not None and mapping.skip_blanks
        self._written = _written(delimiter, blanks=self._blanks)
        self._lines = _Lines(source, encoding, delimiter, escapes=escape is not None, blanks=self._blanks)
        # A cell can be no longer than its row, which `_Lines` caps: this limit, global to the process, is never met.
        csv.field_size_limit(max(csv.field_size_limit(), ROW_BYTES))
        self._quotes = mapping is None or mapping.quote != ""
        how: Literal[0, 3] = csv.QUOTE_MINIMAL if self._quotes else csv.QUOTE_NONE
        self._cells = csv.reader(
            self._lines,
            delimiter=delimiter,
            quoting=how,
            escapechar=escape,
            skipinitialspace=self._blanks,
            strict=True,
        )
        plan = ImportPlan(
            source=source.name,
            format="TSV" if delimiter == "\t" else "CSV",
            encoding=source.wide or encoding,
            delimiter=delimiter,
            dates="",
            remarks=(_NO_SHEET,) if mapping and mapping.sheet is not None else (),
        )
        self.begin(plan, mapping)

    def rows(self) -> Iterator[TableRow | Reject]:
        """The rows that are not empty lines."""
        while True:
            self._lines.begin_row()
            try:
                cells = next(self._cells)
            except StopIteration:
                if self._lines.cut:
                    self.ending = (
                        f"{self._name}: the last line has no end: if the file is cut off, its last case is too. "
                        "See that it ends so where it came from."
                    )
                return
            except csv.Error:
                yield self._broken_row()
                continue
            if cells:
                yield self._checked(cells)

    def _checked(self, cells: list[str]) -> TableRow | Reject:
        lines = self._lines
        if lines.undecodable:
            return reject(self._name, lines.first, "", f"{lines.undecodable}.", lines.row)
        if lines.may_hold_long_cell and any(len(cell) > TEXT for cell in cells):
            column = next(n for n, cell in enumerate(cells) if len(cell) > TEXT)
            reason = f"the cell has {len(cells[column]):,} characters; at most {TEXT:,} are read."
            return reject(self._name, lines.first, self.column(column), reason, lines.row)
        if self._escaped and (unread := self._unread(lines.row, cells)):
            reason = f"holds {quoted(unread)}: of escapes only those of marks and line breaks are read."
            return reject(self._name, lines.first, "", reason, lines.row)
        return TableRow(lines.first, cells, lines.row)

    def _unread(self, row: str, cells: list[str]) -> str:
        """The first escape of a row that is not read; "" if there is none. Cells that are NULL become empty."""
        for number, cell in enumerate(self._written.finditer(row)) if "\\" in row else ():
            if cell[1] == _NULL:
                cells[number] = ""
                continue
            for found in _ESCAPE.finditer(cell[1]):
                if found[1] not in self._escaped:
                    return found[0]
        return ""

    def _broken_row(self) -> Reject:
        lines = self._lines
        row = lines.plain_row
        cell = broken_quote(row, self._delimiter, blanks=self._blanks) if self._quotes else None
        if cell is None:
            reason = "a carriage return (CR) stands outside quotation marks: end rows with LF or CRLF."
            return reject(self._name, lines.first, "", reason, lines.row)
        column = self.column(cell.column)
        where = f"{self._name}: line {lines.first + cell.lines}, column {quoted(column)}"
        if lines.ended or lines.spans_lines or row.count('"') % 2:
            end = "is never closed" if lines.ended else f"is not closed as it should be (read up to line {lines.line})"
            raise BadInput(
                f"{where}: the quotation mark that opens here {end}, so it cannot be said where rows end: "
                "close it, or double it if it belongs to the text; where marks are only characters everywhere, say "
                'quote = "" in a mapping (--map).'
            )
        reason = "text follows the closing quotation mark of the cell: double a mark that belongs to the text."
        return reject(self._name, lines.first, column, reason, lines.row)


class OpenQuote(NamedTuple):
    """Where a quoted cell opens: lines below the first of the row, and cells before it."""

    lines: int
    column: int


class _Lines:
    """An iterator of decoded lines for `csv.reader` that remembers the row being read.

    Undecodable bytes are escaped, so that one bad row does not end the file; `undecodable` says where the first of
    the row was. Raises `BadInput` for a row that is too long: most often a quotation mark is never closed.
    """

    def __init__(self, source: Source, encoding: str, delimiter: str, *, escapes: bool, blanks: bool) -> None:
        self._source = source
        self._blanks = blanks
        self._escapes = escapes
        self._is_utf8 = codecs.lookup(encoding).name in ("utf-8", "utf-8-sig")
        self._encoding = UTF8 if self._is_utf8 else encoding
        self._delimiter = delimiter
        self._mark = delimiter.encode(encoding, "replace")
        self._offset = 0
        self._size = self._parts = 0
        self._row: list[str] = []
        self.line = 0
        self.first = 1
        self.ended = False
        self.undecodable = ""
        self.cut = False

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        raw = self._source.stream.readline(ROW_BYTES + 1 - self._size)
        if not raw:
            self.ended = True
            raise StopIteration
        self.line += 1
        self._size += len(raw)
        self._parts += raw.count(self._mark) + 1
        if self._size > ROW_BYTES or self._parts > ROW_PARTS:
            raise BadInput(self._too_long())
        text = self._decoded(raw)
        if self.line == self.first:
            text = text.lstrip(BYTE_ORDER_MARK)
        self._offset += len(raw)
        self.cut = raw[-1:] not in b"\r\n"
        self._row.append(text)
        return text

    def begin_row(self) -> None:
        """The next line is the first of a row."""
        self._row = []
        self._size = self._parts = 0
        self.first = self.line + 1
        self.undecodable = ""

    @property
    def row(self) -> str:
        """The row as far as it was read; in what is kept of it a byte that cannot be decoded shows as \\xe9."""
        row = "".join(self._row)
        if not self.undecodable:
            return row
        shown = _ESCAPED.sub(lambda found: f"\\x{ord(found[0]) & 0xFF:02x}", row[:ROW_KEPT])
        return f"{shown}{row[ROW_KEPT:]}"

    @property
    def plain_row(self) -> str:
        """The row with something else in the place of marks that are escaped, so that marks are what they seem."""
        row = "".join(self._row)
        # Not by a pattern, which makes a list of all pieces. Backslashes first: the last of an odd number escapes.
        for mark in ("\\", '"', self._delimiter) if self._escapes else ():
            row = row.replace(f"\\{mark}", "xx")
        return row

    @property
    def may_hold_long_cell(self) -> bool:
        """Whether the row is long enough for a cell to be over the cap."""
        return self._size > TEXT

    @property
    def spans_lines(self) -> bool:
        """Whether more than one line was read for the row."""
        return len(self._row) > 1

    def _decoded(self, raw: bytes) -> str:
        try:
            text = raw.decode(self._encoding)
            if not self._is_utf8 and (wrong := _WRONG.search(text)):
                raise BadInput(
                    f"{self._source.name}: line {self.line} holds {visible(wrong[0])} when read as {self._encoding}: "
                    "the file is in another encoding (`foureyes propose` names one)."
                )
            return text
        except UnicodeDecodeError as error:
            if not self.undecodable:
                at = self._offset + error.start + 1
                self.undecodable = (
                    f"not {self._encoding}: byte 0x{raw[error.start]:02x} on line {self.line} (byte {at:,} of the file)"
                )
            return _escaped(raw, self._encoding)

    def _too_long(self) -> str:
        begins = f"{self._source.name}: line {self.first}: the row is longer than {ROW_BYTES >> 20} MiB"
        if self._parts > ROW_PARTS:
            begins = f"{self._source.name}: line {self.first}: the row has more than {ROW_PARTS:,} cells or lines"
        cell = broken_quote(self.plain_row, self._delimiter, blanks=self._blanks)
        if cell is None:
            return f"{begins}: is this a CSV file with one case a row?"
        return f"{begins}: the quotation mark that opens on line {self.first + cell.lines} may never be closed."


def _escaped(raw: bytes, encoding: str) -> str:
    """A line of a row that is rejected: only its marks have to be told from its text."""
    try:
        return raw.decode(encoding, "surrogateescape")
    except UnicodeDecodeError:  # of encodings of several bytes, where one that could be ASCII fits nowhere
        return raw.decode("ascii", "surrogateescape")


def _written(delimiter: str, *, blanks: bool) -> re.Pattern[str]:
    """Each cell of a sound row as it is written, where a backslash escapes."""
    mark, before = re.escape(delimiter), _BLANKS.pattern if blanks else ""
    return re.compile(rf'{before}("(?:[^"\\]++|\\.|"")*+"|(?:[^{mark}\\\r\n]++|\\.)*+)(?:{mark}|[\r\n]+|$)', re.DOTALL)


def broken_quote(row: str, delimiter: str, *, blanks: bool = False) -> OpenQuote | None:
    """The first quoted cell of `row` that breaks RFC 4180: never closed, or with text behind the closing mark.

    With `blanks` those before a cell are none of it.
    """
    at, column, length = 0, 0, len(row)
    while at < length:
        if blanks and (found := _BLANKS.match(row, at)):
            at = found.end()
        if row[at : at + 1] == '"':
            end = _closing(row, at)
            if end < 0 or row[end + 1 : end + 2] not in ("", delimiter, "\r", "\n"):
                return OpenQuote(row.count("\n", 0, at), column)
            at = end + 1
        following = row.find(delimiter, at)
        if following < 0:
            return None
        at, column = following + 1, column + 1
    return None


def _closing(row: str, opening: int) -> int:
    """The place of the mark that closes a cell, two marks being one of the text; -1 if there is none."""
    at = row.find('"', opening + 1)
    while at >= 0 and row[at + 1 : at + 2] == '"':
        at = row.find('"', at + 2)
    return at
