"""Long texts: a place in them is found without looking at all lines, and is kept when they break elsewhere."""

from pathlib import Path

import pytest

from store.docket import Docket
from store.model import Evidence
from tests.dockets import make_case
from tests.tui.desk import Desk, desk
from tui.pages.page_builder import PageLine, Run
from tui.pages.pointer import Passage
from tui.pages.text_lines import TextLines
from tui.widgets.case_pane import CasePane

STORY = " ".join(f"Sentence {n} of the statement says nothing that was not said before." for n in range(14_000))
"""A megabyte in one item, of one paragraph."""


class Watched(list[PageLine]):
    """Lines that count how often one of them is looked at."""

    looks = 0

    def __getitem__(self, at):  # type: ignore[no-untyped-def]
        self.looks += 1
        return super().__getitem__(at)


def lines_of(item: str, count: int) -> list[PageLine]:
    """The lines of a text, ten characters each."""
    return [PageLine((), item, 10 * number, 10 * number + 10, own=True) for number in range(count)]


def test_a_place_is_found_without_looking_at_all_lines() -> None:
    found = Watched(lines_of("a", 20_000))
    lines = TextLines(found)
    found.looks = 0
    assert lines.showing(Passage("a", 123_456, 123_481)) == (12_345, 12_348)
    assert found.looks < 50


def test_what_stands_between_the_lines_of_a_text_is_none_of_it() -> None:
    head, note = PageLine((Run("a  Statement"),), "a", own=True), PageLine((Run("A note."),), "a")
    first, second = lines_of("a", 2)
    lines = TextLines([PageLine(), head, first, note, second])
    assert lines.showing(Passage("a", 5, 15)) == (2, 4)
    assert lines.heading(2) == 1
    assert lines.heading(4) == 4
    assert lines.again(PageLine((), "a", 12, 14)) == 4
    assert lines.again(PageLine((), "b", 12, 14)) is None


def long_case(docket: Docket) -> None:
    docket.import_cases(
        "lead", iter([make_case(31, evidence=(Evidence("q1", "questionnaire", "Statement", STORY),))]), ("x",)
    )


def first_offset(at: Desk) -> int:
    """Where in the text the page begins."""
    pane = at.review.query_one(CasePane)
    return next(line.start for line in pane.lines[pane.top :] if line.is_text)


@pytest.mark.long
async def test_a_megabyte_in_one_item_is_paged_from_end_to_end(docket: Docket, tmp_path: Path) -> None:
    long_case(docket)
    async with desk(docket, tmp_path, chosen="id:RP-0031") as at:
        await at.press("enter", "space")
        before = first_offset(at)
        await at.press("space")
        pane = at.review.query_one(CasePane)
        shown = [line for line in pane.lines[pane.top : pane.top + pane.room] if line.is_text]
        assert before < shown[0].start
        await at.press("G")
        await at.press("g", "j")
        assert "Sentence 1 of the statement" in at.screen
        assert at.session.pointer is not None
        at.session.pointer.move_to("q1", STORY.index("Sentence 9000 "))
        await at.press("c")
        assert at.session.saved.draft.cites[0].start == STORY.index("Sentence 9000 ")


@pytest.mark.long
@pytest.mark.parametrize("in_sight", [True, False])
async def test_other_sizes_keep_the_place_in_the_text(docket: Docket, tmp_path: Path, in_sight: bool) -> None:
    long_case(docket)
    async with desk(docket, tmp_path, chosen="id:RP-0031") as at:
        await at.press("enter")
        pane = at.review.query_one(CasePane)
        pane.jump(9_000)
        if not in_sight:
            pane.scroll_lines(300)
        await at.settle()
        here = first_offset(at)
        for size in ((119, 40), (200, 50), (80, 24), (60, 20), (300, 100), (100, 30), (120, 40)):
            await at.person.pilot.resize_terminal(*size)
            await at.settle()
            assert abs(first_offset(at) - here) < 600, size
