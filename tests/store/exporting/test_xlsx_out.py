"""A workbook that leaves the docket holds what was recorded, and nothing in it can be run."""

import io
import tempfile
import zipfile
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import python_calamine as calamine
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from store.errors import BadInput
from store.exporting import Exported, export
from store.exporting.row import ExportRow, Table
from store.exporting.xlsx_out import UNITS, write_xlsx
from store.importing import read
from store.importing.mapping import parse
from store.model import Arrival
from store.policy_file import parse as parse_policy
from tests.dockets import POLICY

RUN = ("=1+1", "=cmd|'/c calc'!A0", "+1+1", "-1+1", "@SUM(A1)", "#N/A", "{=1}", "\t=1", "=", "'=1")
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0") | st.sampled_from("=+-@'_x05F\r\v\t"))


def made(*rows: dict[str, Any], fields: dict[str, Any] | None = None) -> bytes:
    """The workbook of a table with these rows."""
    out = io.BytesIO()
    table = Table(tuple(rows[0]), iter([ExportRow(row, fields) for row in rows]))
    assert len(list(write_xlsx(table, out.write, False))) == len(rows)
    return out.getvalue()


def sheet_of(book: bytes) -> Any:
    """The sheet, as the library reads it; a cell that were a formula would be one."""
    return load_workbook(io.BytesIO(book)).active


@pytest.mark.parametrize("raw", [False, True])
def test_decisions_open_with_days_times_numbers_and_a_header_that_stays(worked, tmp_path, raw):
    out = tmp_path / "out.xlsx"
    done = export(worked, "lead", out, raw=raw)
    assert isinstance(done, Exported)
    sheet = load_workbook(out).active
    header = [one.value for one in sheet[1]]
    assert sheet.freeze_panes == "A2"
    assert sheet.max_row == 1 + done.rows
    row = dict(zip(header, sheet[3], strict=True))
    assert row["case_id"].value == "RP-0002"
    assert (row["adverse"].value, row["revision"].value) == (True, 1)
    assert isinstance(row["decided_at"].value, datetime)
    assert row["decided_at"].number_format == "yyyy-mm-dd hh:mm:ss"
    assert isinstance(row["second_voted_at"].value, datetime)
    assert all(one.data_type != "f" for cells in sheet for one in cells)
    assert all(4 < one.width < 70 for one in sheet.column_dimensions.values())


@pytest.mark.parametrize("what", ["votes", "notes", "cases", "history"])
def test_every_table_says_the_same_as_its_csv(worked, table, tmp_path, what):
    out = tmp_path / "out.xlsx"
    assert isinstance(export(worked, "lead", out, what), Exported)
    written = table(what=what, raw=True)
    cells = list(load_workbook(out).active.values)
    assert 1 < len(cells) <= 1 + len(written)  # The first export is history by now.
    for mine, theirs in zip(cells[1:], written, strict=False):
        for name, one, text in zip(cells[0], mine, theirs.values(), strict=True):
            if isinstance(one, datetime):
                assert abs(one - datetime.fromisoformat(text).replace(tzinfo=None)) < timedelta(milliseconds=1)
            elif name != "head":
                assert ("" if one is None else str(one).lower() if isinstance(one, bool) else str(one)) == text


def test_text_is_never_run_whatever_it_begins_with() -> None:
    sheet = sheet_of(made({"id": "1", **{f"={n}": text for n, text in enumerate(RUN)}}, fields={"=a": "=2"}))
    assert [one.data_type for one in sheet[2]] == ["s"] * (len(RUN) + 2)
    assert [one.value for one in sheet[2]] == ["1", *RUN, "=2"]
    assert sheet["B1"].value == "=0"
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(made({"id": "=1"}))).read("xl/worksheets/sheet1.xml")


def test_days_are_days_and_times_are_in_utc() -> None:
    east = timezone(timedelta(hours=3))
    sheet = sheet_of(
        made(
            {
                "on": date(2024, 2, 29),
                "at": datetime(2024, 1, 1, 1, 30, 15, 250_000, east),
                "one": (datetime(2024, 1, 1, tzinfo=UTC),),
                "two": (datetime(2024, 1, 1, tzinfo=UTC),) * 2,
                "old": date(1900, 2, 28),
            }
        )
    )
    assert [str(one.value) for one in sheet[2]] == [
        "2024-02-29 00:00:00",
        "2023-12-31 22:30:15.250000",
        "2024-01-01 00:00:00",
        "2024-01-01T00:00:00.000000Z;2024-01-01T00:00:00.000000Z",
        "1900-02-28",
    ]
    assert sheet["A2"].number_format == "yyyy-mm-dd"


def test_a_number_stays_the_number_that_it_is() -> None:
    sheet = sheet_of(made({"a": 7}, fields={"b": 0.1 + 0.2, "c": -6.19, "d": 10**15, "e": 10**15 - 1, "f": True}))
    assert [one.value for one in sheet[2]] == [7, 0.1 + 0.2, -6.19, "1000000000000000", 10**15 - 1, True]


def test_what_xml_cannot_hold_is_escaped_as_the_format_says() -> None:
    [text, zero] = [one.value for one in sheet_of(made({"a": "bell\x07 _x0041\x0b end\uffff"}, fields={"b": -0.0}))[2]]
    assert text == "bell_x0007_ _x005F_x0041_x000B_ end_xFFFF_"
    assert zero == "-0.0"  # a spreadsheet would drop the sign


def test_a_text_that_no_cell_can_hold_is_refused_and_not_cut() -> None:
    assert len(sheet_of(made({"id": "RP-1", "text": "x" * UNITS}))["B2"].value) == UNITS
    for text in ("x" * (UNITS + 1), "😀" * 16_384):
        with pytest.raises(BadInput, match='Row 2: "text" of "RP-1" has more characters than a cell'):
            made({"id": "RP-1", "text": text})


def test_no_rows_are_left_behind(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    seen: list[Path] = []
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    table = Table(("id",), iter([ExportRow({"id": "RP-1"})]))
    for _ in write_xlsx(table, lambda _: seen.extend(tmp_path.iterdir()), False):
        pass
    assert not seen  # nor while it is written: a program that is killed leaves nothing
    with pytest.raises(BadInput, match="export it as CSV or JSON lines"):
        made({"id": "RP-1", "text": "x"}, {"id": "RP-2", "text": "x" * 40_000})
    assert not list(tmp_path.iterdir())
    made({"id": "RP-1"})
    assert not list(tmp_path.iterdir())


def test_the_same_table_has_the_same_hash() -> None:
    assert made({"id": "1", "on": date(2024, 1, 1)}) == made({"id": "1", "on": date(2024, 1, 1)})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all examples."""
    return tmp_path_factory.mktemp("books")


@pytest.mark.long
@settings(max_examples=150)
@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=3))
def test_every_text_comes_back_as_it_was(folder: Path, rows: list[tuple[str, str]]) -> None:
    path = folder / "out.xlsx"
    path.write_bytes(made(*({"id": f"C-{n}", "title": a, "a": b} for n, (a, b) in enumerate(rows))))
    mapping = parse('[case]\nid = "id"\ntitle = "title"\n[fields]\na = "a"\n', "map")
    with read(path, parse_policy(POLICY, "policy"), mapping) as arrivals:
        back = [one.case for one in arrivals if isinstance(one, Arrival)]
    assert [(case.title, case.fields["a"] or "") for case in back] == rows
    assert len(calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()) == 1 + len(rows)
