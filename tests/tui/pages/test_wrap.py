"""Lines by cells, with the offsets of the stored text."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from store.text import visible
from tests.hostile import PAYLOADS
from tui.pages.cells import cells
from tui.pages.wrap import wrap, wrapped


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("hello world this is a long text", ["hello", "world this", "is a long", "text"]),
        ("a\n\nb\r\nc", ["a", "", "b", "c"]),
        ("", [""]),
        ("x" * 23, ["x" * 10, "x" * 10, "xxx"]),
        ("日本語のテキストは空白がない", ["日本語のテ", "キストは空", "白がない"]),
        ("ab 日本語日本語", ["ab 日本語", "日本語"]),
        ("x \x1b[31mred", ["x ␛[31mred"]),
        ("é" * 5 + " " + "ж" * 12, ["ééééé", "ж" * 10, "жж"]),
        ("art.\u00a035 § 1", ["art.\u00a035 §", "1"]),
        ("ééééé art.\u00a035", ["ééééé", "art.\u00a035"]),
        ("ééééé\u3000жжжжжж", ["ééééé\u3000", "жжжжжж"]),
        ("ééééé\tжжжжжж", ["ééééé", "жжжжжж"]),
        ("éé жжжжж😀\ufe0f жжж", ["éé жжжжж😀", "жжж"]),
        ("ééé жжжжжжe\u0301 ж", ["ééé", "жжжжжжe\u0301 ж"]),
    ],
)
def test_breaking(text: str, lines: list[str]) -> None:
    assert wrapped(text, 10) == lines


@pytest.mark.parametrize("name", PAYLOADS)
def test_nothing_hostile_is_lost_or_too_wide(name: str) -> None:
    everything_is_there(PAYLOADS[name], 40)


@example("\x80\x80\xa0\x80", 24)
@example("\x80😀\ufe0f\r\ufe0f\x80\x80漢\ufe0f\r漢", 34)
@given(some.text(), some.integers(24, 60))
def test_any_text_is_whole(text: str, width: int) -> None:
    everything_is_there(text, width)


def everything_is_there(text: str, width: int) -> None:
    done = 0
    for start, end in wrap(text, width):
        assert done <= start <= end <= len(text)
        assert not text[done:start].strip(" \t\r\n"), "only what a line break stands for is left out"
        assert cells(visible(text[start:end], multiline=True)) <= width
        done = end
    assert not text[done:].strip(" \t\r\n")
