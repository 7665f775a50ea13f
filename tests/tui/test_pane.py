"""A pane draws whole lines itself, and they are those that Textual would have made of them."""

from pathlib import Path
from typing import Any

import pytest
from rich.segment import Segment
from textual._styles_cache import StylesCache
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.geometry import Region
from textual.strip import Strip

from store.docket import Docket
from tests.tui.desk import NARROW, WIDE, desk
from tui.theme import THEMES
from tui.widgets.case_pane import CasePane
from tui.widgets.criteria_pane import CriteriaPane
from tui.widgets.pane import Pane
from tui.widgets.queue_list import QueueList


def cells(strip: Strip) -> list[tuple[str, object]]:
    """Each character with its style."""
    return [(character, one.style) for one in strip for character in one.text]


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_its_lines_are_those_of_any_widget_without_a_border(
    docket: Docket, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with desk(docket, tmp_path, size=size) as at:
        seen = [pane for pane in at.review.query(Pane) if pane.display]
        assert seen
        for pane in seen:
            region = pane.size.region
            drawn, usual = pane.render_lines(region), StylesCache().render_widget(pane, region)
            assert [cells(one) for one in drawn] == [cells(one) for one in usual]
            assert {one.cell_length for one in drawn} == {region.width}


async def test_of_a_pane_that_is_folded_away_no_style_is_looked_up(
    docket: Docket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    apply, parts = Stylesheet.apply, list[type]()

    def noted(sheet: Stylesheet, node: DOMNode, **more: Any) -> None:
        if type(node) is DOMNode:  # the styles of a part of a widget
            parts.append(type(node.parent))
        apply(sheet, node, **more)

    monkeypatch.setattr(Stylesheet, "apply", noted)
    async with desk(docket, tmp_path):
        assert {QueueList, CasePane} <= set(parts)
        assert CriteriaPane not in parts


async def test_no_theme_has_a_colour_that_the_program_would_have_to_translate(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        for theme, _ in THEMES:
            at.app.theme = theme.name
            await at.settle()
            for pane in at.review.query(Pane):
                for line in pane.render_lines(pane.size.region):
                    whole = line
                    for one in at.app.get_line_filters():
                        whole = whole.apply_filter(one, pane.background_colors[1])
                    assert cells(whole) == cells(line), theme.name


async def test_what_was_drawn_ahead_is_what_would_be_drawn_now(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        pane = at.review.query_one(CasePane)

        def as_drawn() -> list[list[tuple[str, object]]]:
            return [cells(line) for line in pane.render_lines(pane.size.region)]

        def drawn_anew() -> list[list[tuple[str, object]]]:
            pane._plain.clear()
            pane.refresh()
            return as_drawn()

        pane.prepare(at.review.ahead())
        ahead = dict(pane._plain)
        await at.press("N")
        await at.settle()
        assert at.session.view is not None
        assert at.session.view.case.id == "RP-0002"
        assert {id(line) for line in pane.lines} & {line for line, _ in ahead}, (
            "of what was drawn ahead nothing is used"
        )
        for keys in ((), ("j", "c"), ("G", "g")):
            for key in keys:
                await at.press(key)
            assert as_drawn() == drawn_anew()
        for theme, _ in THEMES:
            before = as_drawn()
            at.app.theme = theme.name
            await at.settle()
            assert as_drawn() == drawn_anew(), theme.name
        assert before != as_drawn()


async def test_a_line_is_drawn_anew_where_another_filter_is_to_be_laid_over_it(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        pane = at.review.query_one(CasePane)
        region = pane.size.region
        coloured = [cells(line) for line in pane.render_lines(region)]
        at.app.no_color = True
        plain = [cells(line) for line in pane.render_lines(region)]
        assert plain != coloured
        assert plain == [cells(line) for line in StylesCache().render_widget(pane, region)]


async def test_a_line_that_was_laid_out_for_a_narrower_pane_leaves_no_cell_without_a_colour(
    docket: Docket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk(docket, tmp_path) as at:
        pane = at.review.query_one(CasePane)
        monkeypatch.setattr(pane, "render_line", lambda y: Strip([Segment("narrow", pane.role("text"))]))
        pane.refresh()
        (line,) = pane.render_lines(Region(0, 0, pane.size.width, 1))
        assert {style for _, style in cells(line)} == {pane.role("text")}
        assert line.cell_length == pane.size.width
