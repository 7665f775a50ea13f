"""Text at its edges: the first and the last character of every range, and each part of what is shown, spelled out."""

import pytest

from store.text import (
    Piece,
    blank,
    clip,
    hidden,
    imitations,
    is_hidden,
    is_mark,
    listed,
    pieces,
    quoted,
    visible,
    whole,
)


@pytest.mark.parametrize(
    ("first", "last"), [(0x180B, 0x180F), (0xFE00, 0xFE0F), (0xE0100, 0xE01EF), (0x00, 0x1F), (0x7F, 0x9F)]
)
def test_ranges_that_draw_nothing_are_hidden_from_end_to_end(first: int, last: int) -> None:
    assert all(is_hidden(chr(code)) for code in range(first, last + 1))


@pytest.mark.parametrize("character", "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\U0001d159")
def test_letters_that_draw_nothing_are_hidden(character: str) -> None:
    assert is_hidden(character)
    assert not is_mark(character)


@pytest.mark.parametrize("character", " ~\u00a0\u180a\u1810\ufdff\ufe10\u0300\u3165\U0001d158")
def test_what_stands_next_to_such_a_range_is_not_hidden(character: str) -> None:
    assert not is_hidden(character)


@pytest.mark.parametrize("character", "\u1161\u11ff\ud7b0\ud7fb\U0001f3fb\U0001f3ff")
def test_jamo_and_skin_tones_join_on(character: str) -> None:
    assert is_mark(character)


@pytest.mark.parametrize("character", "\u115e\u1200\ud7a3\U0001f3fa\U0001f400")
def test_what_stands_next_to_them_does_not(character: str) -> None:
    assert not is_mark(character)
    assert not is_hidden(character)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("\x00", "␀"),
        ("\x1f", "␟"),
        ("\x20", " "),
        ("\x7e\x7f\x80", "~␡⟪U+0080⟫"),
        ("\xad", "⟪U+00AD⟫"),
        ("\r\r\n\n", "␍⏎⏎"),
        ("\U0010ffff", "⟪U+10FFFF⟫"),
    ],
)
def test_tokens_by_name(text: str, line: str) -> None:
    assert visible(text) == line


def test_eight_marks_are_drawn_and_the_ninth_is_counted() -> None:
    for mark in ("\u0301", "\u1161", "\U0001f3fd"):
        assert visible("a" + mark * 8) == "a" + mark * 8
        assert hidden("a" + mark * 8) == 0
        assert visible("a" + mark * 9) == "a" + mark * 8 + "⟪+1 marks⟫"
        assert hidden("a" + mark * 9) == 1
    assert visible("\u202ea" + "\u0301" * 8) == "⟪U+202E⟫a" + "\u0301" * 8
    assert visible("\u202ea" + "\u0301" * 10) == "⟪U+202E⟫a" + "\u0301" * 8 + "⟪+2 marks⟫"


def test_pieces_one_by_one() -> None:
    assert list(pieces("")) == []
    assert list(pieces("plain")) == [Piece(0, 5, "plain", token=False)]
    assert list(pieces("ab\u202ec\r\n\t❤\ufe0f" + "\u0301" * 9)) == [
        Piece(0, 2, "ab", token=False),
        Piece(2, 3, "⟪U+202E⟫", token=True),
        Piece(3, 4, "c", token=False),
        Piece(4, 6, "⏎", token=False),
        Piece(6, 7, "␉", token=False),
        Piece(7, 8, "❤", token=False),
        Piece(8, 9, "", token=False),
        Piece(9, 18, "\u0301" * 8 + "⟪+1 marks⟫", token=True),
    ]
    assert list(pieces("\x1b\x1b", multiline=True)) == [Piece(0, 1, "␛", token=True), Piece(1, 2, "␛", token=True)]
    assert list(pieces("\n\t", multiline=True)) == [
        Piece(0, 1, "\n", token=False),
        Piece(1, 2, "    ", token=False),
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("\ufe0f", "⟪U+FE0F⟫"),
        ("\ufe0f❤", "⟪U+FE0F⟫❤"),
        ("#\ufe0f\u20e3", "#\u20e3"),
        ("x\ufe0f\u20e3", "x⟪U+FE0F⟫\u20e3"),
        ("9\ufe0e", "9⟪U+FE0E⟫"),
        ("1\ufe0f漢", "1⟪U+FE0F⟫漢"),
        ("é\ufe0f", "é⟪U+FE0F⟫"),
        ("❤\ufe0d", "❤⟪U+FE0D⟫"),
        ("‼\ufe0f〰\ufe0eℹ\ufe0f⁉\ufe0f〽\ufe0f", "‼〰ℹ⁉〽"),
        ("↔\ufe0f☎\ufe0e", "↔☎"),
    ],
)
def test_a_style_picker_is_left_out_only_where_one_belongs(text: str, line: str) -> None:
    assert visible(text) == line
    assert hidden(text) == line.count("⟪")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("␀␟␡⏎", 4),
        ("␠␢", 0),
        ("⟪U+00AD⟫⟪U+10FFFF⟫⟪+1 marks⟫⟪+123 marks⟫", 4),
        ("⟪U+0AD⟫⟪U+010FFFF⟫⟪+ marks⟫⟪U+00ad⟫é", 0),
    ],
)
def test_what_counts_as_an_imitation(text: str, count: int) -> None:
    assert imitations(text) == count


def test_clipping_at_its_ends() -> None:
    assert clip("", 0) == ""
    assert clip("ab", 0) == "… (+2 characters)"
    assert clip("ab", 1) == "a… (+1 character)"
    assert clip("ab", 9) == "ab"


@pytest.mark.parametrize(
    ("text", "nothing"),
    [("\ufffd", True), ("\u2800\ufffc\ufffd \u200b\u0301", True), ("\u2801", False), ("\u200bx", False), ("x ", False)],
)
def test_one_character_that_can_be_read_is_enough(text: str, nothing: bool) -> None:
    assert blank(text) is nothing


def test_forty_characters_of_a_text_are_quoted_and_what_hides_in_them_is_seen() -> None:
    assert quoted("x" * 40) == f'"{"x" * 40}"'
    assert quoted("x" * 41) == f'"{"x" * 40}… (+1 character)"'
    assert quoted("a\u200bb") == '"a⟪U+200B⟫b"'


@pytest.mark.parametrize(
    ("names", "most", "said"),
    [
        ([], 5, ""),
        (["a"], 5, '"a"'),
        (["a", "\x1b", "c", "d", "e"], 5, '"a", "␛", "c", "d", "e"'),
        (["a", "b", "c"], 2, '"a", "b" ...'),
        (["a", "b"], 0, " ..."),
    ],
)
def test_several_texts_are_listed_as_far_as_there_is_room(names: list[str], most: int, said: str) -> None:
    assert listed(names, most) == said


def test_five_are_listed_where_nothing_else_is_said() -> None:
    assert listed(list("abcde")) == '"a", "b", "c", "d", "e"'
    assert listed(list("abcdef")) == '"a", "b", "c", "d", "e" ...'


@pytest.mark.parametrize(("text", "told"), [("", True), ("\U0001f600", True), ("a\ud83d", False), ("\udc80", False)])
def test_half_a_character_is_told_from_a_whole_one(text: str, told: bool) -> None:
    assert whole(text) is told
