"""No text of a case runs in a spreadsheet, and what was guarded can be had back."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.exporting.formula import plain, safe
from tests.hostile import FORMULAS, PAYLOADS
from tests.processes import ends

LIVE = re.compile(r"[\s\x00\xa0\u200b\ufeff\"]*[=+\-@＝＋－＠]")


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
        ("-5", "'-5"),
        ("+44 20", "'+44 20"),
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
    "text", ["", "RP-000417", "2023-12-01", "a = b - c", "it's", "'quoted'", "one; two", "x\ny", "a@b.lt", "; ", "š=1"]
)
def test_ordinary_text_is_left_alone(text):
    assert safe(text) == text
    assert plain(text) == text


@given(st.text(st.sampled_from("=+-@'\";\t\r\n \xa0\u200b＝a,")))
def test_nothing_live_is_left_and_nothing_is_lost(text):
    assert plain(safe(text)) == text
    assert not any(LIVE.match(cell) for cell in cells_as_a_spreadsheet_may_split_them(safe(text)))


@pytest.mark.parametrize("text", PAYLOADS.values(), ids=PAYLOADS)
def test_every_hostile_text_comes_back(text):
    assert plain(safe(text)) == text


@pytest.mark.parametrize(
    "text", ["\n" * 1_000_000 + "a", "\n=" * 500_000, "; " * 500_000, "a;'" * 300_000 + "=", "'" * 999_999]
)
def test_a_megabyte_takes_no_longer_than_it_must(text):
    def act():
        assert plain(safe(text)) == text

    assert ends(act)
