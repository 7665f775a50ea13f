"""Another reader of workbooks, written by other people in another language, finds the same in every cell."""

import io
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import python_calamine as calamine
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from store.importing.sheet_cells import SheetCell
from store.importing.source import Source
from store.importing.workbook import Workbook
from store.importing.workbook_limits import WorkbookFile
from tests.store.importing.workbooks import Raw, Value, day, parts, shared, sheet, strings, workbook, zipped

pytestmark = pytest.mark.long

PLAIN = st.characters(exclude_categories=["C"], exclude_characters="_")
TEXTS = st.text(PLAIN, min_size=1, max_size=9).filter(lambda text: text == text.strip())
RAW = (
    TEXTS
    | st.integers(-(10**14), 10**14)
    | st.floats(-1e15, 1e15)
    | st.decimals(-1000, 1000, places=2).map(lambda number: Raw(f'<c r="{{}}"><v>{number}</v></c>'))
    | st.booleans()
    | st.integers(61, 2_958_465).map(day)
    | st.floats(61, 2_958_465, exclude_max=True).map(lambda days: day(days, 5))
    | st.floats(0, 999).map(lambda days: day(days, 4))
    | st.integers(0, 99_999).map(lambda code: day(code, 6))
)
MADE = (
    TEXTS
    | st.integers(-(10**15), 10**15)
    | st.floats(-1e9, 1e9)
    | st.booleans()
    | st.dates(date(1900, 3, 1))
    | st.datetimes(datetime(1900, 3, 1)).map(lambda at: at.replace(microsecond=at.microsecond // 1000 * 1000))  # noqa: DTZ001
    | st.times().map(lambda at: at.replace(microsecond=0))
    | st.none()
)
FORMATS = st.sampled_from(["General", "0%", "0.00", '#,##0.00 "EUR"', "[$USD] 0.00", "0.00E+00", "@"])


def ours(book: bytes, folder: Path) -> dict[tuple[int, int], SheetCell]:
    """The cells of the first sheet by row and column, from 0."""
    path = folder / "cases.xlsx"
    path.write_bytes(book)
    source = Source(path, lambda _: None, None)
    read = Workbook(WorkbookFile(source, lambda _: None))
    cells = {(row - 1, n): cell for row, cells in read.rows(read.sheets[0]) for n, cell in cells.items()}
    source.close()
    return cells


def theirs(book: bytes) -> Iterator[tuple[tuple[int, int], object]]:
    """The same as the other reader finds them."""
    found = calamine.CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0)
    top, left = found.start or (0, 0)
    for row, cells in enumerate(found.to_python(), top):
        yield from (((row, column), cell) for column, cell in enumerate(cells, left) if cell != "")


def seconds(said: str) -> float:
    """What a duration comes to."""
    hours, minutes, rest = said.removeprefix("-").split(":")
    return (int(hours) * 3600 + int(minutes) * 60 + float(rest)) * (-1 if said.startswith("-") else 1)


def same(said: str, value: object) -> bool:
    """Whether a text says what the other reader found; of times it knows the millisecond."""
    near = timedelta(milliseconds=1.01)
    match value:
        case bool():
            return said == str(value).upper()
        case int() | float():
            return float(Decimal(said)) == value
        case datetime():
            return abs(datetime.fromisoformat(said) - value) < near
        case date():
            return said == value.isoformat()
        case time():
            at = timedelta(hours=value.hour, minutes=value.minute, seconds=value.second, microseconds=value.microsecond)
            return abs(timedelta(seconds=seconds(said)) - at) < near
        case timedelta():
            return abs(timedelta(seconds=seconds(said)) - value) < near
        case _:
            return said == value


def agreed(book: bytes, folder: Path) -> int:
    """Compare every cell; gives how many there were."""
    mine = ours(book, folder)
    other = dict(theirs(book))
    assert mine.keys() == other.keys()
    for place, cell in mine.items():
        assert same(cell.text, other[place]), (place, cell, other[place])
    return len(mine)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all examples."""
    return tmp_path_factory.mktemp("books")


@settings(max_examples=200)
@given(st.lists(RAW, min_size=1, max_size=8))
def test_both_readers_find_the_same_in_what_programs_write(folder: Path, values: list[Value]) -> None:
    assert agreed(workbook(["id"], values), folder) == 1 + len(values)


@settings(max_examples=100)
@given(st.lists(st.lists(st.tuples(MADE, FORMATS), min_size=1, max_size=5), min_size=1, max_size=4), st.booleans())
def test_both_readers_find_the_same_in_what_a_library_writes(
    folder: Path, rows: list[list[tuple[object, str]]], from_1904: bool
) -> None:
    book = openpyxl.Workbook(write_only=True)
    book.epoch = CALENDAR_MAC_1904 if from_1904 else book.epoch
    made = book.create_sheet()
    for row in rows:
        cells = []
        for value, form in row:
            if from_1904 and isinstance(value, date):
                value = date(2024, 2, 29)
            cell = WriteOnlyCell(made, value)  # type: ignore[arg-type]
            if type(value) in (int, float):
                cell.number_format = form
            cell.data_type = "s" if isinstance(value, str) else cell.data_type
            cells.append(cell)
        made.append(cells)
    out = io.BytesIO()
    book.save(out)
    assert agreed(out.getvalue(), folder) == sum(value is not None for row in rows for value, _ in row)


SECOND = '<extLst><ext uri="x"><x15:workbookPr xmlns:x15="x" chartTrackingRefBase="1"/></ext></extLst>'
ROWS: list[list[Value]] = [["id", "due", "sum"], ["RP-1", day(43799), 12.5]]
INLINE = Raw('<c r="{}" t="inlineStr"><v>9</v><is><r><t>both</t></r></is></c>')
PREFIXED = sheet(ROWS).replace("<", "<x:").replace("<x:/", "</x:").replace(" xmlns=", " xmlns:x=")
TEXTS_IN_RUNS = strings("<r><t>a</t></r><r><t>b</t></r>", "<t>漢</t><rPh><t>かん</t></rPh>")
SHAPES: dict[str, tuple[bytes, int]] = {
    "days from 1904, said before another of that name": (
        workbook(*ROWS, settings=f'<workbookPr date1904="1"/>{SECOND}'),
        6,
    ),
    "an inline text that also has a value": (workbook([INLINE, "x"]), 2),
    "numbers longer than a spreadsheet keeps": (
        workbook([Raw('<c r="{}"><v>1234567890123456</v></c>'), Raw('<c r="{}"><v>0.30000000000000004</v></c>')]),
        2,
    ),
    "a number as spreadsheets write it": (workbook([Raw('<c r="{}"><v>1084.3600000000001</v></c>')]), 1),
    "far apart": (zipped(parts(sheet({3: ["a", *[None] * 200, "b"], 9_000: ["c"]}, dimension="A1:B2"))), 3),
    "a prefix for every name": (zipped(parts(PREFIXED)), 6),
    "East Asian dates": (workbook([day(45_261, 8), day(45_261, 9)]), 2),
    "shared texts in runs": (workbook([shared(0), shared(1)], texts=TEXTS_IN_RUNS), 2),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_both_readers_find_the_same_in_workbooks_of_odd_shapes(tmp_path: Path, shape: str) -> None:
    book, cells = SHAPES[shape]
    assert agreed(book, tmp_path) == cells
