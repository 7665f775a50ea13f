"""Fifty megabytes of workbook, sound or not, take less than 300 of memory: measured in a process of its own.

Of short rows, which take long to read, the gate reads ten and lets them add a fifth of that to the memory.
"""

import itertools
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.store.importing.test_files import MEASURE, ROOT
from tests.store.importing.workbooks import SHEET, parts, sheet
from tests.sweeps import all_but

SIZE = 50_000_000
BEGIN = b'<worksheet><sheetData><row><c t="str"><v>id</v></c><c t="str"><v>register</v></c></row>'
END = b"</sheetData></worksheet>"
ROW = b'<row><c t="str"><v>RP-%d</v></c>%s</row>'
INLINE = b'<c t="str"><v>%s</v></c>'
SHARED = b'<c t="s"><v>%d</v></c>'
SLOW = "short rows"
Content = Callable[[], Iterator[bytes]]


def rows(*cells: bytes) -> Content:
    """Rows with these cells behind the id, without end."""
    many = b"".join(cells)
    return lambda: itertools.chain([BEGIN], (ROW % (number, many) for number in itertools.count()))


def texts(size: int, repeated: bytes) -> Content:
    """Shared texts that hardly pack, half of each random."""
    return lambda: itertools.chain(
        [b"<sst>"],
        (b"<si><t>%s%s</t></si>" % (os.urandom(size // 2).hex().encode(), repeated) for _ in itertools.count()),
    )


def again(begin: bytes, repeated: bytes) -> Content:
    """The same again and again."""
    return lambda: itertools.chain([begin], itertools.repeat(repeated))


LONG = "😀" * 1_000_000
KINDS: dict[str, tuple[str, Content, str]] = {
    "long texts": (SHEET, rows(INLINE % (b"some text " * 3_000)), ""),
    "short rows": (SHEET, rows(), ""),
    "one long shared text": (SHEET, rows(*[SHARED % 0] * 4), f"<sst><si><t>{LONG}</t></si></sst>"),
    "one endless row": (SHEET, again(BEGIN + b"<row>", INLINE % (b"x" * 30_000)), ""),
    "random shared texts": ("xl/sharedStrings.xml", texts(1_000, b""), ""),
    "endless styles": ("xl/styles.xml", again(b"<a><cellXfs>", b'<xf numFmtId="14"/>' * 50), ""),
}


def write(path: Path, part: str, content: Content, shared: str, size_of_all: int) -> None:
    """A workbook of so many bytes, one part of which is this content as far as it goes."""
    whole = parts(sheet([["id"], ["RP-1"]])) | ({"xl/sharedStrings.xml": shared} if shared else {})
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in whole.items():
            if name != part:
                archive.writestr(name, text)
        with archive.open(part, "w") as out:
            size = sum(map(len, map(str, whole.values())))
            for piece in content():
                out.write(piece)
                size += len(piece)
                if size > size_of_all:
                    break
            out.write(END if part == SHEET else b"</sst>")


@pytest.mark.long
@pytest.mark.needs("proc")
@pytest.mark.parametrize(
    "kind",
    [*all_but((kind for kind in KINDS if kind != SLOW), "long texts"), pytest.param(SLOW, marks=pytest.mark.slow)],
)
def test_fifty_megabytes_of_any_workbook_take_less_than_300_of_memory(tmp_path, kind):
    assert taken(tmp_path / "cases.xlsx", kind, SIZE) < 300


@pytest.mark.sweep
@pytest.mark.needs("proc")
def test_ten_megabytes_of_short_rows_take_less_than_100_of_memory(tmp_path):
    assert taken(tmp_path / "cases.xlsx", SLOW, SIZE // 5) < 100


def taken(path: Path, kind: str, size: int) -> int:
    """The megabytes of memory in which a workbook of this kind and size is read."""
    part, content, shared = KINDS[kind]
    write(path, part, content, shared, size)
    assert path.stat().st_size > size * 0.98
    command = [sys.executable, "-c", MEASURE, str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    path.unlink()
    assert done.returncode == 0, done.stderr
    print(kind, done.stdout.strip(), done.stderr.strip())
    return int(done.stdout)
