"""The ZIP file that a workbook is, opened with caps: no bomb is inflated, no directory too large to hold is read.

The ratio is that of Apache POI's `ZipSecureFile`, which has guarded workbooks with it for years.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator

from store.errors import BadInput
from store.importing.source import Source
from store.limits import CHUNK, XLSX_BYTES, XLSX_DIRECTORY, XLSX_FREE, XLSX_INFLATED, XLSX_PARTS, XLSX_RATIO

_FAULTS = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError, ValueError),
    *(OverflowError, LookupError),
)
"""What `zipfile` raises for a damaged file; `OSError` is turned into a sentence by `Source`."""
_ENCRYPTED = 1


class Container:
    """The parts of a workbook by their names, which are told apart without regard to case; raises `BadInput`."""

    def __init__(self, source: Source, progress: Callable[[int], None]) -> None:
        self.name = source.name
        self._left = XLSX_INFLATED
        size = source.size()
        if size > XLSX_BYTES:
            raise BadInput(f"{self.name}: a workbook of at most {XLSX_BYTES >> 20} MiB is read: save it as CSV.")
        try:
            self._zip = zipfile.ZipFile(_Bounded(source, size, progress))
        except _FAULTS as error:
            raise self._damaged(error) from None
        self._parts: dict[str, zipfile.ZipInfo] = {}
        for info in self._zip.infolist():
            if self._parts.setdefault(info.filename.casefold(), info) is not info:
                raise BadInput(f"{self.name}: the workbook holds two parts of the same name.")
        self._check_sizes(size)

    def __contains__(self, part: str) -> bool:
        return part.casefold() in self._parts

    def chunks(self, part: str) -> Iterator[bytes]:
        """The bytes of a part, inflated piece by piece."""
        info = self._parts.get(part.casefold())
        if info is None:
            raise BadInput(f"{self.name}: the workbook is damaged: a part of it is missing.")
        if info.flag_bits & _ENCRYPTED:
            raise BadInput(f"{self.name}: the workbook has a password: save it without one.")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            # Other methods may ask for gigabytes before they give the first byte.
            raise BadInput(f"{self.name}: the workbook is compressed in a way that spreadsheets do not write.")
        try:
            with self._zip.open(info) as stream:
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
