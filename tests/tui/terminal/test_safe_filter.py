"""Whatever widget somebody forgot about, nothing in it drives the terminal."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.segment import ControlType, Segment
from rich.style import Style
from rich.text import Text
from textual.app import App, ComposeResult
from textual.color import Color
from textual.filter import LineFilter
from textual.widgets import DataTable, Input, Static

from tests.hostile import PAYLOADS, RAW
from tui.terminal.safe_filter import SafeFilter

BLACK = Color(0, 0, 0)
PARTS = st.text(st.characters(exclude_categories=()) | st.sampled_from("ab  │漢\x1b\u200b\u200d\ufe0f❤👩\u3164\n\t"))


def filtered(*texts: str) -> list[str]:
    return [segment.text for segment in SafeFilter().apply([Segment(text) for text in texts], BLACK)]


@given(st.lists(PARTS, max_size=6))
def test_a_line_is_safe_and_as_wide_as_before(texts: list[str]) -> None:
    line = [Segment(text) for text in texts]
    safe = SafeFilter().apply(line, BLACK)
    assert not any(RAW.search(segment.text) or "\n" in segment.text for segment in safe)
    assert Segment.get_line_length(safe) == Segment.get_line_length(line)


def test_a_clean_line_is_not_touched() -> None:
    line = [Segment("naïve 漢字", Style(bold=True)), Segment("  │")]
    assert SafeFilter().apply(line, BLACK) is line


def test_columns_behind_the_padding_stay_where_they_were() -> None:
    assert filtered("a\x1bb", "     ", "│ next  │") == ["a\ufffdb", "    ", "│ next  │"]
    assert filtered("a\x1bb", "│", "c   d") == ["a\ufffdb", "│", "c  d"]
    assert filtered("a\u115fb", "│") == ["a\ufffdb ", "│"]


def test_a_full_line_loses_its_end() -> None:
    assert "".join(filtered("a\x1b\x1bb", "cd│")) == "a\ufffd\ufffdbc"


def test_styles_stay_and_links_go() -> None:
    line = [Segment("x\x1b  ", Style(bold=True, link="http://evil.example")), Segment("y", Style(link="file:///x"))]
    first, second = SafeFilter().apply(line, BLACK)
    assert first.style == Style(bold=True)
    assert first.style.link is None
    assert second.style is not None
    assert second.style.link is None


def test_control_segments_of_the_app_itself_pass() -> None:
    control = Segment("\x1b[H", None, [(ControlType.HOME,)])
    assert SafeFilter().apply([control], BLACK) == [control]
    assert SafeFilter().apply([control, Segment("\x00 ")], BLACK)[0] is control


class Forgetful(App[None]):
    """Shows data without making it visible first."""

    def __init__(self, data: str) -> None:
        super().__init__()
        self.data = data
        self.safe_filter = SafeFilter()

    def get_line_filters(self) -> Sequence[LineFilter]:
        return [*super().get_line_filters(), self.safe_filter]

    def compose(self) -> ComposeResult:
        yield Static(self.data, markup=False)
        yield Static(Text(self.data, style=Style(link="file:///x")))
        yield Input(self.data[:1000])
        yield DataTable[Text]()

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        table.add_column("cell")
        table.add_row(Text(self.data))


SHORT = {name: text for name, text in PAYLOADS.items() if len(text) < 1000}


@pytest.mark.parametrize("batch", range(4))
async def test_forgotten_widgets_leak_nothing(batch: int) -> None:
    data = " | ".join(list(SHORT.values())[batch::4])
    app = Forgetful(data)
    async with app.run_test(size=(120, 60)) as pilot:
        await pilot.pause()
        drawn = [segment for strip in app.screen._compositor.render_strips() for segment in strip]
        assert any("\ufffd" in segment.text for segment in drawn)
        assert not any(RAW.search(segment.text) for segment in drawn)
        assert not any(segment.style and segment.style.link for segment in drawn)
