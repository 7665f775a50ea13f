"""The rows that an import could not take in: why each, and all of them as a CSV file to be mended."""

import os
from pathlib import Path
from types import TracebackType

from store.disk import Disk, NotAFile
from store.errors import BadInput
from store.exporting.csv_out import CsvOut
from store.limits import NAME, ROW_KEPT
from store.model import Reject, of_object
from store.out_file import OutFile
from store.out_format import must_fit
from store.text import clip, quoted, visible

COLUMNS = ("source", "line", "column", "reason", "row")
_HEADER = b"source,line,column,reason,row\r\n"
_INSTEAD = "name another file for the rejects: only one that holds rejects is replaced"


class BadRow(Exception):
    """A row that cannot become a case: the column or part, and what is wrong with it."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason


def bad_value(column: str, reason: str, value: str, *, masked: bool) -> BadRow:
    """What is wrong with a value: `reason`, in which it is quoted for {}, or only named where it is masked."""
    return BadRow(column, reason.format("a masked value" if masked else quoted(value)))


def kept(row: str) -> str:
    """The row as it is kept: at most as long as a spreadsheet can show, and such that UTF-8 can write it."""
    row = row.rstrip("\r\n") if len(row) <= ROW_KEPT + len("\r\n") else row  # a copy of one of megabytes is for nothing
    return clip(row, ROW_KEPT).encode("utf-8", "backslashreplace").decode()


def reject(source: str, line: int, column: str, reason: str, row: str, number: int = 0) -> Reject:
    """The reject of a row, safe to show and to write; `number` is that of an object which its line does not tell."""
    return Reject(source, line, visible(clip(column, NAME)), of_object(number, reason), kept(row))


class RejectsFile:
    """Collects rejects; the file is in its place when the `with` is left without an error, even if there are none.

    It belongs to its owner alone, and text that a spreadsheet would run is made harmless. An earlier file of rejects
    is replaced, any other file is not. Raises `BadInput`, `NotSaved`.
    """

    def __init__(self, path: Path, disk: Disk | None = None) -> None:
        must_fit(path, "csv", (".csv",))
        held = _is_rejects_file(path, disk or Disk())
        self._placing = OutFile(path, force=held, instead=_INSTEAD, disk=disk)
        self._csv = CsvOut(self._placing.write)
        self._csv.row(COLUMNS)
        self.count = 0

    def write(self, reject: Reject) -> None:
        """Add one."""
        self._csv.row((reject.source, reject.line, reject.column, reject.reason, reject.row))
        self.count += 1

    def __enter__(self) -> "RejectsFile":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._placing as placing:
            if kind is None:
                placing.sync()
                placing.place()


def _is_rejects_file(path: Path, disk: Disk) -> bool:
    """Whether an earlier import left its rejects here; what is no ordinary file is not opened."""
    try:
        fd = disk.open(path, os.O_RDONLY)
        try:
            return disk.read(fd, len(_HEADER), 0) == _HEADER
        finally:
            disk.close(fd)
    except (FileNotFoundError, NotAFile):
        return False
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "not a name that a file can have"
        raise BadInput(f"{visible(str(path))}: cannot be written: {why}.") from None
