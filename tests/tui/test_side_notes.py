"""Notes beside what they are about: in the margin of a wide page, else right below the passage."""

from pathlib import Path

import pytest

from store.acts import Cite, WriteNote
from store.docket import Docket
from store.model import Evidence
from tests.dockets import make_case, see
from tests.hostile import ESCAPES, RAW
from tests.tui.desk import NARROW, Desk, desk
from tests.tui.pages.test_case_page import TODAY
from tui.pages.case_page import case_page
from tui.pages.hits import find_hits
from tui.pages.page_builder import GUTTER, MEASURE, NARROWEST, PageLine
from tui.screens.panes import CASE
from tui.widgets.case_pane import CasePane

WIDE, FLAT = 130, 80
"""Cells of a page that has a margin, and of one that has none."""
FIRST, LAST = "I moved in 2019.", "Then I was ill."
STORY = f"{FIRST} " + "I worked at a bakery and at nights in another one. " * 6 + LAST


def noted(docket: Docket, *notes: tuple[str, str], reviewer: str = "alice") -> None:
    """RP-0021, in which each note is on words of its first item."""
    items = (Evidence("q1", "questionnaire", "Question 1", STORY), Evidence("q2", "questionnaire", "Question 2", "No."))
    docket.import_cases("lead", iter([make_case(21, evidence=items)]), ("x",))
    for words, text in notes:
        start = STORY.index(words)
        docket.act(reviewer, "RP-0021", WriteNote(text, Cite("q1", start, start + len(words))))


def page(docket: Docket, width: int, reviewer: str = "alice") -> list[PageLine]:
    return case_page(see(docket, reviewer, "RP-0021"), width, TODAY)


def said(line: PageLine) -> str:
    """What a line says of itself: the text of an item, or what stands there."""
    return (
        STORY[line.start : line.end] if line.is_text and line.item == "q1" else "".join(one.text for one in line.runs)
    )


def beside(line: PageLine) -> str:
    return "".join(one.text for one in line.margin.runs) if line.margin else ""


def test_a_wide_page_has_notes_in_its_margin_from_the_line_of_the_passage_on(docket: Docket) -> None:
    noted(docket, (LAST, "Ask since when."))
    lines = page(docket, WIDE)
    at = next(n for n, line in enumerate(lines) if beside(line).startswith("✎ alice"))
    assert lines[at].start <= STORY.index(LAST) < lines[at].end
    written = [beside(line) for line in lines[at : at + 3]]
    assert written[1:] == [f"  q1  “{LAST}”", "  Ask since when."]
    assert not any("Ask since when." in said(line) for line in lines)


def test_the_text_gives_way_to_the_margin_as_far_as_it_can_be_read_well(docket: Docket) -> None:
    noted(docket, (LAST, "Ask since when."))
    for width in range(60, 200):
        lines = page(docket, width)
        places = {line.margin.at for line in lines if line.margin}
        longest = max(line.end - line.start for line in lines if line.is_text)
        assert longest <= MEASURE
        for at in places:
            assert longest >= NARROWEST - 20
            assert at > GUTTER + longest
            assert all(at + len(beside(line)) <= width for line in lines if line.margin)
        assert bool(places) == (width >= GUTTER + 1 + NARROWEST + 2 + 24)


def test_a_page_without_room_has_a_note_right_below_its_passage(docket: Docket) -> None:
    noted(docket, (FIRST, "From where?"), ("at nights", "Since when?"))
    lines = page(docket, FLAT)
    shown = [said(line) for line in lines if line.item == "q1"]
    first = next(n for n, line in enumerate(shown) if line.startswith(FIRST))
    assert shown[first + 1].startswith("✎ alice · ")
    assert shown[first + 1].endswith(f"q1  “{FIRST}”")
    assert shown[first + 2] == "  From where?"
    assert shown[first + 4] == "  Since when?"
    assert shown[first + 5].startswith("at a bakery and at nights")
    assert not any(line.margin for line in lines)


def test_a_note_on_words_stands_below_their_sentence_not_inside_it(docket: Docket) -> None:
    noted(docket, ("worked at a", "Since when?"))
    shown = [said(line) for line in page(docket, 60) if line.item == "q1"]
    note = next(n for n, line in enumerate(shown) if line.startswith("✎ alice · "))
    read = " ".join(line.strip() for line in shown[:note])
    assert "worked at a bakery and at nights in another one." in read
    assert not shown[note - 2].rstrip().endswith("another one."), "it ends on the line right above the note"


def test_notes_on_one_line_stand_one_below_the_other_and_push_the_next_item_down(docket: Docket) -> None:
    texts = [f"Note {number} of those on the end." for number in range(5)]
    noted(docket, *((LAST, text) for text in texts))
    lines = page(docket, WIDE)
    written = [beside(line) for line in lines if line.margin]
    assert [line.strip() for line in written if line.startswith("  Note")] == texts
    last = max(n for n, line in enumerate(lines) if line.margin)
    assert lines[last].item == "q1"
    assert min(n for n, line in enumerate(lines) if line.item == "q2") > last


def test_what_is_long_for_the_margin_stands_below_in_the_width_of_the_text(docket: Docket) -> None:
    noted(docket, (FIRST, "Much is to be said of this. " * 30), (FIRST, "Short."))
    lines = page(docket, WIDE)
    assert any(said(line).startswith("  Much is to be said") for line in lines)
    assert "  Short." in [beside(line) for line in lines]


@pytest.mark.parametrize("width", [WIDE, FLAT])
def test_who_reads_blind_sees_none_of_it(docket: Docket, width: int) -> None:
    noted(docket, (LAST, "Ask since when."), reviewer="bob")
    for reviewer, sees in (("bob", True), ("alice", False)):
        shown = "\n".join(f"{said(line)} {beside(line)}" for line in page(docket, width, reviewer))
        assert ("Ask since when." in shown) == ("✎" in shown) == sees, reviewer


@pytest.mark.parametrize("width", [WIDE, FLAT])
def test_a_search_finds_the_text_once_whatever_stands_between_its_lines(docket: Docket, width: int) -> None:
    noted(docket, (FIRST, "The bakery again."), ("at nights", "Which bakery?"))
    lines = page(docket, width)
    hits = find_hits(lines, {"q1": STORY, "q2": "No."}, ["bakery"])
    assert [STORY[one.pieces[0].start : one.pieces[0].end] for one in hits] == ["bakery"] * 6
    for hit in hits:
        for piece in hit.pieces:
            assert lines[piece.line].start <= piece.start
            assert lines[piece.line].end >= piece.end or len(hit.pieces) > 1


# On the screen


def place_in_sight(at: Desk) -> bool:
    pane = at.review.query_one(CasePane)
    return any("▌" in pane.render_line(y).text[:1] for y in range(pane.size.height))


async def test_a_note_is_written_on_the_sentence_and_stands_beside_it(docket: Docket, tmp_path: Path) -> None:
    noted(docket)
    async with desk(docket, tmp_path, (200, 50), chosen="id:RP-0021") as at:
        at.review.query_one(CasePane).styles.max_width = CASE
        await at.settle()
        await at.press("enter", "m")
        await at.person.types("From where?")
        at.person.waits(3)
        await at.press("f2")
        await at.settle()
        [line] = [one for one in at.screen.splitlines() if FIRST in one and "▌✎" in one]
        assert "✎ alice · " in line
        assert "wrote a note on q1" in "\n".join(said(one) for one in page(docket, WIDE))
        await at.person.pilot.resize_terminal(*NARROW)
        await at.settle()
        shown = at.screen.splitlines()
        first = next(n for n, one in enumerate(shown) if FIRST in one)
        assert shown[first + 1].strip().startswith("✎ alice · ")
        assert place_in_sight(at)


async def test_the_place_stays_in_sight_below_a_note_of_a_hundred_lines(docket: Docket, tmp_path: Path) -> None:
    noted(docket, (FIRST, "Much is to be said of this.\n" * 100))
    async with desk(docket, tmp_path, NARROW, chosen="id:RP-0021") as at:
        await at.press("enter")
        for key in ("j", "j", "k", "k", "]", "[", "j", "]", "k"):
            await at.press(key)
            assert place_in_sight(at), key


@pytest.mark.parametrize("size", [(200, 50), NARROW])
async def test_what_a_note_holds_drives_no_terminal(docket: Docket, tmp_path: Path, size: tuple[int, int]) -> None:
    noted(docket, *((FIRST, f"x{payload}") for payload in ESCAPES.values()))
    async with desk(docket, tmp_path, size, chosen="id:RP-0021") as at:
        await at.press("enter")
        pane = at.review.query_one(CasePane)
        lines = (pane.draw(index, pane.size.width) for index in range(len(pane.lines)))
        drawn = "\n".join("".join(one.text for one in line) for line in lines)
        assert drawn.count("✎ alice") == len(ESCAPES)
        assert not RAW.search(drawn)
