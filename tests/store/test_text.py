"""Text from anywhere becomes text that hides nothing and drives no terminal."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from store.text import STACK, blank, clip, hidden, imitations, is_mark, pieces, visible
from tests.hostile import INVISIBLE, MARKUP, PAYLOADS, RAW
from tests.processes import ends
from tests.sweeps import all_but

HOSTILE = st.sampled_from(sorted("".join({character for text in PAYLOADS.values() for character in text})))
TEXT = st.text(HOSTILE | st.characters(exclude_categories=()) | st.sampled_from("ab \n\r\t❤1\u20e3\ufe0f\u0301⟪␛"))
EITHER = pytest.mark.parametrize("multiline", [False, True])


@EITHER
@pytest.mark.parametrize("text", PAYLOADS.values(), ids=PAYLOADS)
def test_no_payload_reaches_the_terminal(text: str, multiline: bool) -> None:
    shown = visible(text, multiline=multiline)
    assert not RAW.search(shown)
    assert multiline or "\n" not in shown
    shown.encode()


@given(TEXT, st.booleans())
@example("a" + "\u0301" * 20 + "\ufe0f" + "\u0301" * 20, False)
def test_nothing_hidden_is_left(text: str, multiline: bool) -> None:
    shown = visible(text, multiline=multiline)
    kinds = {unicodedata.category(character) for character in shown if not (multiline and character == "\n")}
    assert not kinds & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    assert not RAW.search(shown)
    assert hidden(shown) == 0
    assert visible(shown, multiline=multiline) is shown


@given(TEXT, st.booleans())
def test_pieces_say_where_everything_shown_comes_from(text: str, multiline: bool) -> None:
    parts = list(pieces(text, multiline=multiline))
    assert "".join(part.shown for part in parts) == visible(text, multiline=multiline)
    assert [0, *(part.end for part in parts)] == [*(part.start for part in parts), len(text)]
    assert all(part.start < part.end for part in parts)
    assert all(part.token or part.shown in ("", "\n", "⏎", "␉", "    ", text[part.start : part.end]) for part in parts)


@given(TEXT)
def test_the_badge_counts_what_was_replaced(text: str) -> None:
    assert (hidden(text) > 0) == any(part.token for part in pieces(text, multiline=True))
    assert hidden(text) <= len(text)


@pytest.mark.parametrize("plane", all_but(range(17), 0, 14))
def test_every_code_point_is_safe(plane: int) -> None:
    text = " ".join(map(chr, range(plane << 16, (plane + 1) << 16)))
    assert not RAW.search(visible(text))


@EITHER
@pytest.mark.parametrize(
    "text", ["", "plain", "Žaliūkienė, 12 €", "漢字かな", "किताब", "👍🏽 e\u0301", *MARKUP.values()]
)
def test_ordinary_text_is_the_same_object(text: str, multiline: bool) -> None:
    assert visible(text, multiline=multiline) is text
    assert hidden(text) == 0


@pytest.mark.parametrize(
    ("text", "line", "lines"),
    [
        ("a\x1b[2J", "a␛[2J", "a␛[2J"),
        ("a\x7fb\x9bc", "a␡b⟪U+009B⟫c", "a␡b⟪U+009B⟫c"),
        ("\u202ea\u200b", "⟪U+202E⟫a⟪U+200B⟫", "⟪U+202E⟫a⟪U+200B⟫"),
        ("a\ud800\ue000\U000e0041", "a⟪U+D800⟫⟪U+E000⟫⟪U+E0041⟫", "a⟪U+D800⟫⟪U+E000⟫⟪U+E0041⟫"),
        ("a\nb\r\nc\rd", "a⏎b⏎c␍d", "a\nb\nc␍d"),
        ("a\tb", "a␉b", "a    b"),
        ("a" + "\u0301" * 200, "a" + "\u0301" * STACK + "⟪+192 marks⟫", "a" + "\u0301" * STACK + "⟪+192 marks⟫"),
        ("❤️ 1️⃣ ⚠︎", "❤ 1\u20e3 ⚠", "❤ 1\u20e3 ⚠"),
        ("a\ufe0f1\ufe0f", "a⟪U+FE0F⟫1⟪U+FE0F⟫", "a⟪U+FE0F⟫1⟪U+FE0F⟫"),
        ("❤\ufe0f\ufe0f", "❤⟪U+FE0F⟫", "❤⟪U+FE0F⟫"),
        ("\ufe0fa", "⟪U+FE0F⟫a", "⟪U+FE0F⟫a"),
        ("a\u2800b", "a⟪U+2800⟫b", "a⟪U+2800⟫b"),
    ],
)
def test_what_is_shown(text: str, line: str, lines: str) -> None:
    assert visible(text) == line
    assert visible(text, multiline=True) == lines


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("line\nline\r\n\ttab ❤️ 1️⃣", 0),
        ("a\rb", 1),
        ("a\u2800b\u3164c\u115fd\u1160e\uffa0", 5),
        ("\x1b[31m\u202e", 2),
        ("a" + "\u0301" * 200, 192),
        (INVISIBLE["tags"], 19),
        ("😀" + "\ufe0f" * 3, 2),
    ],
)
def test_the_badge(text: str, count: int) -> None:
    assert hidden(text) == count


def test_typed_tokens_are_counted_apart_from_real_ones() -> None:
    text = "\u202eAccept ⟪U+202E⟫ ␛ ⟪+3 marks⟫ ⟪note⟫ ⏎"
    assert hidden(text) == 1
    assert imitations(text) == 4
    assert imitations("[U+202E]") == 0
    assert [part.shown for part in pieces(text) if part.token] == ["⟪U+202E⟫"]


def test_clipping_says_how_much_is_left_out() -> None:
    assert clip("abc", 3) == "abc"
    assert clip("abcde", 3) == "abc… (+2 characters)"
    assert clip("abcd", 3) == "abc… (+1 character)"
    assert clip("abc", -1) == "… (+3 characters)"


@pytest.mark.parametrize(
    "text", ["", " \t\n", "\u200b\u200d", "\u3164\u115f", "\u2800", "\u0301 \u20dd", "\ufe0f", "\ufffc"]
)
def test_nothing_to_read(text: str) -> None:
    assert blank(text)


@pytest.mark.parametrize("text", ["a", " . ", "\u200bне", "0", "e\u0301", "漢", "한", "⏎"])
def test_something_to_read(text: str) -> None:
    assert not blank(text)


def test_marks_are_what_draws_on_the_character_before() -> None:
    assert all(map(is_mark, "\u0301\u0903\u20dd\u1161\U0001f3fd"))
    assert not any(map(is_mark, "a漢\u200d\ufe0f"))


@pytest.mark.parametrize(
    "unit",
    all_but(["plain text ", "Быстрая лиса ", "漢字", "\x1b", "a\u202e", "\u0301", "😀\ufe0f", "\r\n"], "\u0301"),
)
def test_a_megabyte_takes_no_more_than_a_moment(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    assert ends(lambda: (visible(text), hidden(text)))
