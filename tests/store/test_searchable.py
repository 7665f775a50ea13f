"""A search finds what was meant, on any keyboard, and says where it stands."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.searchable import found, searchable

LETTERS = "aAzŽžßẞłŁæÆþéÉИйёİıſﬁΐ각か\u3099\u0301\u0306e\u0301 .-"


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("Žiemos linija", "ziemos"),
        ("ŽIEMOS LINIJA", "žiemos"),
        ("Z\u030ciemos, decomposed", "žiemos"),
        ("Łódź", "lodz"),
        ("Straße", "STRASSE"),
        ("Ёлка", "елка"),
        ("Ærø", "ærø"),
        ("Αθήνα", "αθηνα"),
        ("İzmir", "izmir"),
        ("Ærøskøbing", "aeroskobing"),
        ("Œuvrard", "oeuvrard"),
        ("Ǿrum, Ǽsa", "orum, aesa"),
        ("Þórsson", "THORSSON"),
        ("Ŋala Ƀ Ɨ Ɵ Ꞓ ŀ", "nala b i o c l"),
    ],
)
def test_a_word_is_found_without_its_marks_and_its_case(text: str, typed: str) -> None:
    assert searchable(typed) in searchable(text)


def test_other_letters_are_others() -> None:
    assert searchable("각") not in searchable("가"), "a syllable is a letter, not a letter with marks"
    assert searchable("ziema") not in searchable("Žiemos")


def test_what_is_found_is_shown_with_its_marks() -> None:
    text = "cafe\u0301, cafe\u0301s"
    assert [text[start:end] for start, end in found(text, re.compile("cafe"))] == ["cafe\u0301", "cafe\u0301"]


def test_what_stands_behind_a_letter_that_is_two_is_shown_where_it_stands() -> None:
    text = "Æ, Þór: æra, aera"
    for typed, shown in (("thor", ["Þór"]), ("aera", ["æra", "aera"]), ("e,", ["Æ,"])):
        assert [text[one.start : one.end] for one in found(text, re.compile(re.escape(searchable(typed))))] == shown


@given(st.text(LETTERS), st.integers(0, 20), st.integers(1, 6))
def test_each_part_of_a_text_is_found_where_it_stands(text: str, start: int, length: int) -> None:
    part = text[start : start + length]
    if compared := searchable(part):
        spans = [*found(text, re.compile(re.escape(compared)))]
        assert spans
        assert all(compared in searchable(text[one.start : one.end]) for one in spans)
