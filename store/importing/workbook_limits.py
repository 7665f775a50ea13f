"""The ZIP file that a workbook is, and its XML, with limits: what stands before a library that has none.

No bomb is inflated, no directory too large to hold is read, and no XML is let through that declares a document type or
makes a parser hold more and more: nothing in it is without end. The ratio is that of Apache POI's `ZipSecureFile`,
which has guarded workbooks with it for years.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from store.errors import BadInput
from store.importing.source import Source
from store.limits import (
    CHUNK,
    ROW_BYTES,
    SHEET_CELLS,
    XLSX_BYTES,
    XLSX_DIRECTORY,
    XLSX_FREE,
    XLSX_INFLATED,
    XLSX_PARTS,
    XLSX_RATIO,
    XML_DEPTH,
    XML_ELEMENTS,
    XML_NAMES,
    XML_TAG,
)

_FAULTS = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError, ValueError),
    *(OverflowError, LookupError),
)
"""What `zipfile` raises for a damaged file; `OSError` is turned into a sentence by `Source`."""
_ENCRYPTED = 1
_LEVELS = 3
_STRICT, _TRANSITIONAL = (
    b"http://purl.oclc.org/ooxml/officeDocument",
    b"http://schemas.openxmlformats.org/officeDocument/2006",
)


class WorkbookFile(zipfile.ZipFile):
    """The parts of a workbook by their names, which are told apart without regard to case; raises `BadInput`."""

    def __init__(self, source: Source, progress: Callable[[int], None]) -> None:
        self.name = source.name
        self._left = XLSX_INFLATED
        size = source.size()
        if size > XLSX_BYTES:
            raise BadInput(f"{self.name}: a workbook of at most {XLSX_BYTES >> 20} MiB is read: save it as CSV.")
        try:
            super().__init__(_Bounded(source, size, progress))
        except _FAULTS as error:
            raise self._damaged(error) from None
        self._parts: dict[str, zipfile.ZipInfo] = {}
        for info in self.infolist():
            if self._parts.setdefault(_plain(info.filename), info) is not info:
                raise BadInput(f"{self.name}: the workbook holds two parts of the same name.")
        self._check_sizes(size)

    def __contains__(self, part: str) -> bool:
        return _plain(part) in self._parts

    def read(self, name: str | zipfile.ZipInfo, pwd: bytes | None = None) -> bytes:
        """The whole of a part that is small, which is what openpyxl asks for.

        It does not know the names that the strict form of ECMA-376 has for the same things.
        """
        part = name if isinstance(name, str) else name.filename
        guard, chunks = _Guard(self.name, ()), []
        for chunk in self._chunks(part):
            chunks.append(chunk)
            guard.feed(chunk)
        guard.feed(b"", end=True)
        return b"".join(chunks).replace(_STRICT, _TRANSITIONAL)

    def elements(self, part: str, *wanted: str) -> Iterator[tuple[Element, str]]:
        """The elements in a part whose "parent/name" is wanted, without namespaces; nothing else is kept of it.

        One without a parent of its own has the root as its parent; one further down than the third level is not found.
        """
        guard = _Guard(self.name, wanted)
        for chunk in self._chunks(part):
            guard.feed(chunk)
            yield from guard.ready
            guard.ready.clear()
        guard.feed(b"", end=True)

    def _chunks(self, part: str) -> Iterator[bytes]:
        """The bytes of a part, inflated piece by piece."""
        info = self._parts.get(_plain(part))
        if info is None:
            raise BadInput(f"{self.name}: the workbook is damaged: a part of it is missing.")
        if info.flag_bits & _ENCRYPTED:
            raise BadInput(f"{self.name}: the workbook has a password: save it without one.")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            # Other methods may ask for gigabytes before they give the first byte.
            raise BadInput(f"{self.name}: the workbook is compressed in a way that spreadsheets do not write.")
        try:
            with self.open(info) as stream:
                while chunk := stream.read(CHUNK):
                    self._count(len(chunk))
                    yield chunk
        except _FAULTS as error:
            raise self._damaged(error) from None

    def _check_sizes(self, size: int) -> None:
        if len(self._parts) > XLSX_PARTS:
            raise BadInput(
                f"{self.name}: the workbook has {len(self._parts):,} parts; at most {XLSX_PARTS:,} are read."
            )
        inflated = sum(info.file_size for info in self._parts.values())
        if inflated > XLSX_INFLATED:
            raise self._too_large()
        if inflated > max(XLSX_FREE, size * XLSX_RATIO):
            raise BadInput(
                f"{self.name}: the workbook would unpack to {inflated >> 20:,} MiB, more than {XLSX_RATIO} times its "
                "size: such a file is made to fill the memory. Save the sheet as CSV if it is sound."
            )

    def _count(self, size: int) -> None:
        self._left -= size  # The sizes in the directory may lie.
        if self._left < 0:
            raise self._too_large()

    def _too_large(self) -> BadInput:
        return BadInput(
            f"{self.name}: the workbook unpacks to more than {XLSX_INFLATED >> 20:,} MiB: save the sheet as CSV, "
            "which is read in any size."
        )

    def _damaged(self, error: Exception) -> BadInput:
        why = "its end is missing" if "not a zip file" in str(error) else "it cannot be unpacked"
        return BadInput(f"{self.name}: the workbook is damaged: {why}.")


def _plain(name: str) -> str:
    """Some programs write other cases, or the separators of their system."""
    return name.replace("\\", "/").lstrip("/").casefold()


class _Guard:
    """What an XML parser tells of its elements: it builds those that are wanted, and refuses what grows without end."""

    def __init__(self, name: str, wanted: tuple[str, ...]) -> None:
        self._name = name
        self._wanted = wanted
        # The parser keeps every name of a tag, an attribute or a namespace that it ever met: `names` shows how many.
        self._names: dict[str, str] = {}
        self._parser = expat.ParserCreate(namespace_separator="}", intern=self._names)
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._data
        self._parser.StartNamespaceDeclHandler = self._namespace
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.buffer_text = True
        self._above: list[str] = []
        self._builder: TreeBuilder | None = None
        self._depth = self._events = self._elements = self._held = self._silent = 0
        self.ready: list[tuple[Element, str]] = []

    def feed(self, chunk: bytes, *, end: bool = False) -> None:
        """Parse a piece, or the end; raises `BadInput` for XML that is damaged or goes on without end."""
        if self._wanted and self._builder is None:
            self._held = self._elements = 0  # Nothing of what came before is kept.
        events = self._events
        self._held += len(chunk)
        try:
            self._parser.Parse(chunk, end)
        except (expat.ExpatError, LookupError, ValueError):  # The latter two for an encoding that it cannot read.
            raise BadInput(f"{self._name}: the workbook is damaged: its XML breaks off or breaks the rules.") from None
        self._silent = 0 if self._events > events else self._silent + len(chunk)
        if self._silent > XML_TAG or len(self._names) > XML_NAMES:
            raise self._refused("its XML holds a tag or a comment without end, or too many kinds of tags")
        if self._held > ROW_BYTES or self._elements > XML_ELEMENTS:
            raise self._refused("one row of it, or what it says of itself, is larger than any program writes")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._events += 1
        self._elements += 1
        self._depth += 1
        if self._depth > XML_DEPTH:
            raise self._refused("its XML is nested too deeply")
        if self._builder is None and self._depth <= _LEVELS:
            name = tag.rpartition("}")[2]
            if self._depth > 1 and f"{self._above[-1]}/{name}" in self._wanted:
                self._builder, self._at, self._cells = TreeBuilder(), self._depth, 0
            self._above.append(name)
        if self._builder is not None:
            self._cells += self._depth == self._at + 1
            if self._cells > SHEET_CELLS:
                raise self._refused(f"one row of it has more than {SHEET_CELLS:,} cells, as many as a sheet can have")
            self._builder.start(tag, attributes)

    def _end(self, tag: str) -> None:
        self._events += 1
        self._depth -= 1
        if self._builder is not None:
            self._builder.end(tag)
            if self._depth >= self._at:
                return
            self.ready.append((self._builder.close(), "/".join(self._above[-2:])))
            self._builder, self._elements, self._held = None, 0, 0
        if self._depth < _LEVELS:
            self._above.pop()

    def _data(self, text: str) -> None:
        self._events += 1
        if self._builder is not None:
            self._builder.data(text)

    def _namespace(self, prefix: str | None, _: str) -> None:
        self._names[f"xmlns:{prefix}"] = ""

    def _doctype(self, *_: object) -> None:
        raise self._refused("its XML declares a document type, which no spreadsheet does and which can fill the memory")

    def _refused(self, why: str) -> BadInput:
        return BadInput(f"{self._name}: the workbook is not read: {why}.")


class _Bounded(io.RawIOBase):
    """The file for `zipfile`, which reads the whole directory at once, in whatever size the file claims for it."""

    def __init__(self, source: Source, size: int, progress: Callable[[int], None]) -> None:
        self._source = source
        self._size = size
        self._told = 0
        self._progress = progress

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._source.seek(offset, whence)

    def tell(self) -> int:
        return self._source.seek(0, 1)

    def read(self, size: int | None = -1) -> bytes:
        if size is None or size < 0:
            size = max(0, self._size - self.tell())
        if size > XLSX_DIRECTORY:
            raise BadInput(f"{self._source.name}: the directory of the workbook is larger than any program writes.")
        data = self._source.read(size)
        step = min(len(data), self._size - self._told)  # Parts may be read twice: the bar still ends at the end.
        self._told += step
        self._progress(step)
        return data
