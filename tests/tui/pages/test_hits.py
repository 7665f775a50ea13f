"""Where the words of a search stand on a page."""

from datetime import date

import pytest
from msgspec.structs import replace

from store.docket import Docket
from store.filters import parse
from store.model import Evidence, Flag
from tests.dockets import make_case
from tui.pages.case_page import case_page
from tui.pages.found import find
from tui.pages.hits import Hit, HitList, find_hits
from tui.pages.page_builder import PageLine


def page_of(docket: Docket, width: int = 80, **changed: object) -> tuple[list[PageLine], dict[str, str]]:
    docket.import_cases("lead", iter([make_case(1, **changed)]), ("again",))
    view = docket.view("alice", "RP-0001")
    return case_page(view, width, date(2026, 1, 1)), {item.id: item.text for item in view.case.evidence}


def said(hit: Hit, lines: list[PageLine], texts: dict[str, str]) -> str:
    if hit.item:
        return texts[hit.item][hit.pieces[0].start : hit.pieces[0].end]
    whole = ("".join(run.text for run in lines[one.line].runs)[one.start : one.end] for one in hit.pieces)
    return " ".join(part.strip() for part in whole)


def test_hits_stand_in_the_order_of_the_page_without_regard_to_case(docket: Docket) -> None:
    lines, texts = page_of(docket)
    hits = find_hits(lines, texts, ["BAKERY", "temporary"])
    assert [(hit.item, said(hit, lines, texts)) for hit in hits] == [
        ("", "Temporary"),
        ("", "temporary"),
        ("q1", "bakery"),
        ("r1", "bakery"),
    ]
    assert [hit.line for hit in hits] == sorted(hit.line for hit in hits)


@pytest.mark.parametrize("width", [24, 30, 41, 80])
def test_words_are_found_over_the_ends_of_lines(docket: Docket, width: int) -> None:
    reason = "He says that he never travelled abroad, and the register of the border says that he did."
    item = Evidence("q1", "questionnaire", "Q", "I have never been there, and nobody of my family has been there.")
    lines, texts = page_of(docket, width, flags=(Flag("Q1", reason),), evidence=(item,))
    found = [said(hit, lines, texts) for hit in find_hits(lines, texts, ["register of the border", "nobody of my"])]
    assert found == ["register of the border", "nobody of my"]


def test_what_the_program_calls_things_and_what_people_did_is_no_hit(docket: Docket) -> None:
    lines, texts = page_of(docket)
    for word in ("Flags", "permit stands", "questionnaire", "writes your vote", "imported", "No vote stands"):
        assert find_hits(lines, texts, [word]) == [], word


@pytest.mark.parametrize(
    "part", ["id", "title", "subject", "field", "code", "reason", "desk", "label", "text", "source"]
)
def test_all_that_is_searched_shows_where_it_stands(docket: Docket, part: str) -> None:
    flag = Flag("XcodeX", "Some XreasonX.", "the XdeskX")
    item = Evidence("q9", "questionnaire", "An XlabelX", "A XtextX.", "the XsourceX")
    case = make_case(77, title="A XtitleX", subject="XsubjectX", fields={"permit": "XfieldX"}, flags=(flag,))
    docket.import_cases("lead", iter([replace(case, id="XidX", evidence=(item,))]), ("again",))
    word = f"x{part}x"
    assert [row.id for row in docket.page("alice", parse(word))] == ["XidX"]
    view = docket.view("alice", "XidX")
    assert find_hits(case_page(view, 80, date(2026, 1, 1)), {"q9": item.text}, [word])
    found = find(docket, "alice", parse(word), [word], lambda: False)
    assert [one.hits for case in found.cases for one in case.found] == [1]


def test_letters_that_fold_to_several_are_marked_where_they_stand(docket: Docket) -> None:
    item = Evidence("q1", "questionnaire", "Q", "Die große Straße, die STRASSE.")
    lines, texts = page_of(docket, evidence=(item,))
    assert [said(hit, lines, texts) for hit in find_hits(lines, texts, ["strasse"])] == ["Straße", "STRASSE"]


def test_what_a_mask_hides_is_no_hit(docket: Docket) -> None:
    item = Evidence("q1", "questionnaire", "Q", "I came from BLR in 2019.")
    lines, texts = page_of(docket, evidence=(item,))
    assert find_hits(lines, texts, ["BLR"]) == []


def test_no_words_no_hits(docket: Docket) -> None:
    lines, texts = page_of(docket)
    assert find_hits(lines, texts, [""]) == []
    assert find_hits([], {}, ["x"]) == []


def test_a_case_that_was_read_before_the_search_shows_its_own_hits_first(docket: Docket) -> None:
    lines, texts = page_of(docket)
    found = HitList()
    for steps, top, at in ((1, 0, 0), (1, len(lines), 0), (-1, 0, -1), (-1, len(lines), -1)):
        found.search(lines, texts, [])
        found.search(lines, texts, ["bakery"])
        assert found.next(steps, top) == found.hits[at]
    assert found.next(1, 0) is None
    found.search(lines, texts, ["nowhere"])
    assert found.next(1, 0) is None
