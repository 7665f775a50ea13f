"""No text of a case runs in a spreadsheet, and what was guarded can be had back."""

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.exporting.csv_out import CsvOut
from store.exporting.formula import plain, safe
from tests.hostile import FORMULAS, PAYLOADS
from tests.processes import ends

LIVE = re.compile(r"[\s\x00\xa0\u200b\ufeff\"]*[=+\-@＝＋－＠]")

NUMBER = re.compile(r"[\s\x00\xa0\u200b\ufeff\"]*([+-]+|[+-][0-9.,' \xa0]*[0-9][0-9.,' \xa0]*(e[+-]?[0-9]+)?)[% ]*")


def cells_as_a_spreadsheet_may_split_them(text: str) -> list[str]:
    """Where the list separator is a semicolon, a comma file is cut at semicolons, tabs and line breaks."""
    return [text, *re.split(r"[;\t\r\n]", text)]


@pytest.mark.parametrize("text", [text for name, text in FORMULAS.items() if name != "quotes"])
def test_each_formula_is_guarded(text):
    assert safe(text) != text
    assert not any(LIVE.match(cell) for cell in cells_as_a_spreadsheet_may_split_them(safe(text)))


@pytest.mark.parametrize(
    ("text", "guarded"),
    [
        ("=1", "'=1"),
        ("-5+1", "'-5+1"),
        ("--5", "'--5"),
        ("+1-555-0100", "'+1-555-0100"),
        ("-A1", "'-A1"),
        ("-1e5e5", "'-1e5e5"),
        ("-5\n=1", "'-5\n'=1"),
        ("-5;=1", "'-5;'=1"),
        ("'-5 x", "''-5 x"),
        ("a;-5", "a;'-5"),
        ("a;-5;=1", "a;-5;'=1"),
        ("\t-5", "'\t'-5"),
        ("\t x", "'\t x"),
        ("\r", "'\r"),
        (" \u200b\ufeff=1", "' \u200b\ufeff=1"),
        ("﹢1", "'﹢1"),
        ("＠SUM(A1)", "'＠SUM(A1)"),
        ("﹫SUM(A1)", "'﹫SUM(A1)"),
        ("﹣1", "'﹣1"),
        ("＝1", "'＝1"),
        ("\xad=1", "'\xad=1"),
        ("a;\xad=1", "a;\xad'=1"),
        ("a\n=1", "a\n'=1"),
        ("a;=1", "a;'=1"),
        ('a; "=1"', 'a; "\'=1"'),
        ("'=1", "''=1"),
        ("\t=1", "'\t'=1"),
    ],
)
def test_the_guard_stands_where_a_cell_could_begin(text, guarded):
    assert safe(text) == guarded
    assert plain(guarded) == text


@pytest.mark.parametrize(
    "text",
    ["", "RP-000417", "2023-12-01", "a = b - c", "it's", "'quoted'", "one; two", "x\ny", "a@b.lt", "; ", "š=1"],
)
def test_ordinary_text_is_left_alone(text):
    assert safe(text) == text
    assert plain(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "-6,19",
        "-63677509",
        "+4.5e3",
        "-1.234,56",
        "-1\xa0234.5",
        "+370 612 34567",
        "-.5",
        "-1'234.50",
        "-12 %",
        "'-5",
        "-",
        "+",
        "---",
    ],
)
def test_a_number_is_never_guarded(text):
    for spelled in (text, f" {text} ", text.strip("'+-")):
        assert safe(spelled) == spelled
        assert plain(spelled) == spelled
    assert safe(f"a;{text};b") == f"a;{text};b"


@given(st.text(st.sampled_from("=+-@'\";\t\r\n \xa0\u200b＝a,.5e%")))
def test_nothing_live_is_left_and_nothing_is_lost(text):
    assert plain(safe(text)) == text
    live = [cell for cell in cells_as_a_spreadsheet_may_split_them(safe(text)) if LIVE.match(cell)]
    assert all(NUMBER.fullmatch(cell) for cell in live)


@pytest.mark.parametrize("text", PAYLOADS.values(), ids=PAYLOADS)
def test_every_hostile_text_comes_back(text):
    assert plain(safe(text)) == text


@pytest.mark.long
@pytest.mark.parametrize(
    "text", ["\n" * 1_000_000 + "a", "\n=" * 500_000, "; " * 500_000, "a;'" * 300_000 + "=", "'" * 999_999]
)
def test_a_megabyte_takes_no_longer_than_it_must(text):
    def act():
        assert plain(safe(text)) == text

    assert ends(act)


@pytest.mark.parametrize("first", ["-5", "+4.5e3", " -6,19", "-63677509"])
def test_a_number_at_the_start_of_a_row_begins_no_formula_where_semicolons_separate(first):
    out = io.BytesIO()
    CsvOut(out.write).row([first, None, 3, "1+cmd|' /C calc'!A0;", "x"])
    row = out.getvalue().decode()
    assert next(csv.reader([row])) == [first, "", "3", "1+cmd|' /C calc'!A0;", "x"]
    assert next(csv.reader([row], delimiter=";"))[0].startswith(f'{first},"",3,"1+cmd')
