"""Reading a case: to the hits of a search, by item and by what is unread, and citing words inside a sentence."""

from pathlib import Path

import pytest
from textual import events

from store.acts import Cite, Note, Open
from store.docket import Docket
from store.model import Evidence, Flag
from tests.dockets import make_case
from tests.tui.desk import NARROW, WIDE, Desk, desk
from tui.screens import hits_screen
from tui.widgets.case_pane import CasePane

LONG = "\n".join(f"Line {number} of the statement says nothing new." for number in range(80))


def bakeries(docket: Docket) -> None:
    """RP-0013 names a bakery far down, twice."""
    items = (
        Evidence("a1", "questionnaire", "Statement", f"{LONG}\nThe Ozo bakery burnt. I left the Ozo bakery then."),
        Evidence("a2", "register", "Register", "Employer: Ozo bakery."),
    )
    docket.import_cases("lead", iter([make_case(13, evidence=items), make_case(17, evidence=items[1:])]), ("x",))


def head(at: Desk) -> str:
    """The line above the case."""
    return "".join(segment.text for segment in at.review.query_one(CasePane).render_line(0))


# Hits


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_a_case_opens_at_its_first_hit_and_a_key_goes_on_over_cases(
    docket: Docket, tmp_path: Path, size: tuple[int, int]
) -> None:
    bakeries(docket)
    async with desk(docket, tmp_path, size, chosen='"ozo bakery"') as at:
        await at.press("enter")
        await at.settle()
        assert at.case == "RP-0013"
        assert "The Ozo bakery burnt." in at.screen
        assert "hit 1 of 3" in head(at)
        seen = []
        for _ in range(4):
            await at.press("full_stop")
            await at.settle()
            seen.append((at.case, head(at).split("hit ")[1][:6]))
        assert seen == [("RP-0013", "2 of 3"), ("RP-0013", "3 of 3"), ("RP-0017", "1 of 1"), ("RP-0017", "1 of 1")]
        assert "last case of the queue" in at.told
        await at.press("comma")
        await at.settle()
        assert (at.case, "hit 3 of 3" in head(at)) == ("RP-0013", True)
        assert "Employer: Ozo bakery." in at.screen


async def test_a_hit_between_short_items_is_in_sight_when_the_case_is_gone_into(docket: Docket, tmp_path: Path) -> None:
    said = ("Nothing.", "The bus broke down.", "No.", "Not in any.", "I want to stay.", "Nothing more.")
    items = tuple(Evidence(f"q{n}", "questionnaire", f"Question {n}", text) for n, text in enumerate(said))
    fields = {f"field{n}": "a value that takes a line of its own, whatever the width" for n in range(12)}
    docket.import_cases("lead", iter([make_case(15, evidence=items, fields=fields)]), ("x",))
    async with desk(docket, tmp_path, NARROW, chosen="broke") as at:
        await at.press("enter")
        await at.settle()
        assert "»" in at.screen
        assert "The bus broke down." in at.screen
        assert "RP-0015  q1  Question 1 " in head(at)
        await at.press("escape", "enter")
        await at.settle()
        assert "The bus broke down." in at.screen


async def test_hits_can_be_told_without_colours(docket: Docket, tmp_path: Path) -> None:
    bakeries(docket)
    async with desk(docket, tmp_path, chosen='"ozo bakery"') as at:
        lines = [line for line in at.screen.splitlines() if "Ozo bakery" in line]
        assert "»The" in lines[0]
        await at.press("full_stop", "full_stop")
        lines = [line for line in (await at.drawn()).splitlines() if "Ozo bakery" in line]
        assert "›The" in lines[0]
        assert "»Employer" in lines[1]


async def test_the_reader_is_where_the_hit_is(docket: Docket, tmp_path: Path) -> None:
    bakeries(docket)
    async with desk(docket, tmp_path, chosen='"ozo bakery"') as at:
        await at.press("full_stop", "enter", "c")
        text = docket.view("alice", "RP-0013").case.evidence[0].text
        start = text.index("I left")
        assert at.session.saved.draft.cites == (Cite("a1", start, len(text)),)


async def test_hits_outside_the_evidence_count_too(docket: Docket, tmp_path: Path) -> None:
    flags = (Flag("Q9", "Nobody answered the bell."),)
    docket.import_cases("lead", iter([make_case(14, flags=flags, title="The bell case")]), ("x",))
    async with desk(docket, tmp_path, chosen="bell") as at:
        assert "hit 1 of 2" in head(at)
        await at.press("full_stop")
        assert "hit 2 of 2" in head(at)


async def test_from_a_queue_that_hides_the_case_a_key_goes_to_the_hit_itself(docket: Docket, tmp_path: Path) -> None:
    bakeries(docket)
    async with desk(docket, tmp_path, NARROW, chosen='"ozo bakery"') as at:
        await at.press("full_stop")
        await at.settle()
        assert (at.case, at.pane) == ("RP-0013", "case")
        assert "hit 1 of 3" in head(at)
        assert "The Ozo bakery burnt." in at.screen
        await at.press("full_stop")
        assert "hit 2 of 3" in head(at)
        await at.press("escape", "n", "comma", "comma")
        await at.settle()
        assert (at.case, at.pane) == ("RP-0013", "case")
        assert "hit 3 of 3" in head(at)
        await at.press("escape", "n", "full_stop", "full_stop")
        assert "last case of the queue" in at.told
        await at.press("escape", "p")
        assert at.pane == "queue", "by itself another case is shown in the queue"


async def test_citing_says_from_where_for_a_hit_may_stand_outside_the_evidence(docket: Docket, tmp_path: Path) -> None:
    docket.import_cases("lead", iter([make_case(14, flags=(Flag("Q9", "Nobody answered the bell."),))]), ("x",))
    async with desk(docket, tmp_path, chosen="bell") as at:
        await at.press("enter", "c")
        assert "Cited q1: 1 in your draft." in at.told


async def test_without_a_search_it_says_how_to_begin_one(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("full_stop")
        assert "Nothing is searched for" in at.told
        assert "hit" not in head(at)


async def test_no_search_tells_what_a_mask_hides(docket: Docket, tmp_path: Path) -> None:
    told = Evidence("q1", "questionnaire", "Q", "I came from BLR to the bakery.")
    docket.import_cases("lead", iter([make_case(14, evidence=(told,))]), ("x",))
    async with desk(docket, tmp_path, chosen="BLR") as at:
        assert "No case matches" in at.screen
    async with desk(docket, tmp_path, chosen="bakery") as at:
        await at.press("G")
        await at.settle()
        assert at.case == "RP-0014"
        at.session.searched.append("BLR")
        assert "hit 1 of 1" in head(at)


# Marking words


async def test_what_would_be_cited_is_said_before_it_is(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path, NARROW) as at:
        await at.press("enter", "j", "v")
        assert "1 word of q1  “I”" in at.screen
        assert "v begins there" in at.screen
        await at.press("right", "right")
        assert "1 word of q1  “at”" in at.screen
        await at.press("v", "right", "right")
        assert "3 words of q1  “at a bakery”" in at.screen
        await at.press("left")
        assert "2 words of q1  “at a”" in at.screen
        await at.press("c")
        assert at.session.saved.draft.cites == (Cite("q1", 24, 28),)
        assert "word of" not in at.screen
        assert "words of" not in at.screen


async def test_v_ends_what_is_marked_as_it_is_and_one_reads_on_without_it(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path, NARROW) as at:
        await at.press("enter", "j", "v", "l", "l", "v", "l", "l", "v")
        assert "3 words of q1  “at a bakery”" in at.screen
        assert "c cites · m notes · y copies · j goes on without" in at.screen
        await at.press("left")
        assert "2 words of q1  “at a”" in at.screen, "it can still be mended"
        await at.press("v")
        assert "1 word of q1  “at”" in at.screen, "another v begins anew"
        await at.press("v", "l", "v", "j")
        assert "of q1  “" not in at.screen
        await at.press("c")
        assert [cite.item for cite in at.session.saved.draft.cites] == ["r1"]


async def test_a_note_on_words_ends_what_is_marked(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("enter", "v", "v", "l", "m", *"Since?")
        at.person.waits(2)
        await at.press("f2")
        await at.settle()
        assert "note recorded" in at.told
        assert "words of q1" not in at.screen
        await at.press("j", "c")
        assert at.session.saved.draft.cites == (Cite("q1", 17, 36),), "the next sentence, not more words"
    [note] = docket.view("alice", "RP-0001").of(Note)
    assert isinstance(note.body, Note)
    assert note.body.citation is not None
    assert note.body.citation.quote == "I moved"


async def test_escape_leaves_marking_and_cites_nothing(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("enter", "v", "right", "escape")
        assert at.pane == "case"
        assert "word of q1" not in at.screen
        assert at.session.saved.draft.cites == ()
        await at.press("escape")
        assert at.pane == "queue"


async def test_a_long_passage_is_said_with_its_beginning_and_its_end(docket: Docket, tmp_path: Path) -> None:
    bakeries(docket)
    async with desk(docket, tmp_path, NARROW, chosen="id:RP-0013") as at:
        await at.press("enter", "v", "v", "j", "j", "j", "j")
        assert "“Line 0 of" in at.screen
        assert "says nothing new.”" in at.screen


async def drags(at: Desk, begin: str, end: str) -> None:
    """Drag from the beginning of some words on the screen to the end of others."""
    lines = at.screen.splitlines()
    (y, x), (last, to) = (
        next((n, line.index(words)) for n, line in enumerate(lines) if words in line) for words in (begin, end)
    )
    pilot = at.person.pilot
    await pilot.mouse_down(offset=(x, y))
    at.app.screen._forward_event(_moved(x + 1, y))
    at.app.screen._forward_event(_moved(to + len(end) - 1, last))
    await pilot.pause()
    await pilot.mouse_up(offset=(to + len(end) - 1, last))
    await pilot.pause()


def _moved(x: int, y: int) -> events.MouseMove:
    return events.MouseMove(None, x, y, 0, 0, 1, False, False, False, x, y)


async def test_the_mouse_marks_words_by_dragging(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await drags(at, "moved", "at a")
        assert "“moved in 2019. I work at a”" in at.screen
        await at.press("enter", "c")
        assert at.session.saved.draft.cites == (Cite("q1", 2, 28),)


async def test_a_click_puts_the_place_on_the_word(docket: Docket, tmp_path: Path) -> None:
    wide = Evidence("q1", "questionnaire", "Q", "她说他走了 и никогда не вернулся. He\u200b never came back.")
    docket.import_cases("lead", iter([make_case(11, evidence=(wide,))]), ("x",))
    async with desk(docket, tmp_path, chosen="id:RP-0011") as at:
        lines = at.screen.splitlines()
        y = next(n for n, line in enumerate(lines) if "вернулся" in line)
        from tui.pages.cells import cells

        x = cells(lines[y].split("вернулся")[0])
        await at.person.pilot.click(offset=(x + 1, y))
        await at.press("enter", "v", "v", "c")
        start = wide.text.index("вернулся")
        assert at.session.saved.draft.cites == (Cite("q1", start, start + len("вернулся")),)


# By item


async def test_the_next_unread_item_is_one_key_away(docket: Docket, tmp_path: Path) -> None:
    items = tuple(Evidence(f"i{number}", "register", f"Item {number}", LONG) for number in range(60))
    docket.import_cases("lead", iter([make_case(12, evidence=items)]), ("x",))
    docket.act("alice", "RP-0012", Open(tuple(item.id for item in items if item.id not in ("i40", "i7"))))
    async with desk(docket, tmp_path, chosen="id:RP-0012") as at:
        await at.press("enter", "e")
        assert "Item 7 " in at.screen
        assert "1 more unread item after this one" in at.told
        await at.lingers()
        await at.press("e")
        assert "Item 40 " in at.screen
        await at.lingers()
        await at.press("e")
        assert "No item of this case is left unread." in at.told


async def test_while_one_scrolls_it_says_which_case_and_which_item_is_read(docket: Docket, tmp_path: Path) -> None:
    bakeries(docket)
    async with desk(docket, tmp_path, NARROW, chosen="id:RP-0013") as at:
        await at.press("enter")
        assert "Temporary residence permit" in head(at)
        await at.press("space", "space")
        assert "RP-0013  a1  Statement" in head(at)
        assert "open" in head(at)


def many(docket: Docket) -> None:
    """RP-0012 has sixty items, of which all but two have been opened by alice."""
    items = tuple(
        Evidence(f"i{number}", "questionnaire" if number < 30 else "register", f"Item {number}", LONG)
        for number in range(60)
    )
    docket.import_cases("lead", iter([make_case(12, evidence=items)]), ("x",))
    docket.act("alice", "RP-0012", Open(tuple(item.id for item in items if item.id not in ("i40", "i7"))))


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_any_of_sixty_items_is_three_keys_away(docket: Docket, tmp_path: Path, size: tuple[int, int]) -> None:
    many(docket)
    async with desk(docket, tmp_path, size, chosen="id:RP-0012") as at:
        await at.press("o")
        await at.settle()
        assert "RP-0012 · 60 items, 2 unread" in at.screen
        await at.press("4", "2")
        await at.settle()
        assert at.app.screen is at.app.first
        assert at.pane == "case"
        assert "i41  Item 41" in at.screen
        assert at.session.pointer is not None
        assert at.session.pointer.passage is not None
        assert at.session.pointer.passage.item == "i41"


async def test_a_number_that_may_go_on_waits_for_enter(docket: Docket, tmp_path: Path) -> None:
    many(docket)
    async with desk(docket, tmp_path, chosen="id:RP-0012") as at:
        await at.press("o", "4")
        assert at.app.screen is not at.app.first
        await at.press("enter")
        await at.settle()
        assert "i3  Item 3" in at.screen
        await at.press("o", "9")
        assert at.app.screen is at.app.first
        assert "i8  Item 8" in await at.drawn()


async def test_the_outline_shows_what_is_unread_cited_and_found(docket: Docket, tmp_path: Path) -> None:
    many(docket)
    async with desk(docket, tmp_path, chosen='id:RP-0012 "line 79"') as at:
        await at.press("enter", "c", "o")
        await at.settle()
        lines = at.screen.splitlines()
        assert any("1   i0  Item 0" in line and "❝1 ›1" in line for line in lines)
        assert any("8 • i7  Item 7" in line for line in lines)
        assert "QUESTIONNAIRE" in at.screen
        await at.press("e", "enter")
        assert "i7  Item 7" in await at.drawn()


async def test_the_outline_goes_to_parts_too_and_can_be_left(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path, NARROW) as at:
        await at.press("o")
        await at.settle()
        at_first = at.app.screen
        await at.press(*["k"] * 9, "j", "enter")
        await at.settle()
        assert at.app.screen is not at_first
        await at.press("o", "G")
        await at.settle()
        await at.press("end", "enter")
        assert "HISTORY" in await at.drawn()
        await at.press("o", "escape")
        assert at.app.screen is at.app.first


async def test_hits_of_more_cases_than_are_read_at_once_are_read_on_by_a_key(
    docket: Docket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bakeries(docket)
    monkeypatch.setattr(hits_screen, "MOST", 1)
    monkeypatch.setattr(hits_screen.HitsScreen, "_most", 1)
    async with desk(docket, tmp_path, chosen='"ozo bakery"') as at:
        await at.press("E")
        await at.settle()
        assert "Hits of “ozo bakery” in the first 1 case" in at.screen
        assert "RP-0017" not in at.screen
        for _ in range(5):
            await at.press("+")
            await at.settle()
        assert "Every hit of “ozo bakery”" in at.screen
        assert "RP-0013  a1" in at.screen
        assert "RP-0017  a2" in at.screen
        assert "All cases of the queue that have these words stand here." in at.told


async def test_every_hit_stands_with_the_words_around_it_and_leads_to_its_case(docket: Docket, tmp_path: Path) -> None:
    bakeries(docket)
    async with desk(docket, tmp_path, chosen='"ozo bakery"') as at:
        await at.press("E")
        await at.settle()
        assert "Every hit of “ozo bakery”" in at.screen
        lines = at.screen.splitlines()
        assert any("RP-0013  a1" in line and "2" in line and "The Ozo bakery burnt." in line for line in lines)
        assert any("RP-0017  a2" in line and "Employer: Ozo bakery." in line for line in lines)
        await at.press("G", "enter")
        await at.settle()
        assert at.app.screen is at.app.first
        assert (at.case, at.pane) == ("RP-0017", "case")
        assert "hit 1 of 1" in head(at)
        assert str(at.session.queue.chosen) == '"ozo bakery"'
        await at.press("E")
        await at.settle()
        assert "enter Go there" in at.screen
        await at.press("enter")
        await at.settle()
        assert at.case == "RP-0017", "it begins where the reader is"
        await at.press("g", "backspace", "backspace")
        await at.settle()
        assert at.case == "RP-0013"


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_a_hit_in_the_list_leads_to_its_passage_and_the_list_opens_at_the_hit_that_is_read(
    docket: Docket, tmp_path: Path, size: tuple[int, int]
) -> None:
    bakeries(docket)
    async with desk(docket, tmp_path, size, chosen='"ozo bakery"') as at:
        for keys, seen, number in (
            (("E", "j", "enter"), "»Employer: Ozo bakery.", 3),
            (("E", "k", "enter"), "The Ozo bakery burnt.", 1),
            (("full_stop", "full_stop", "E", "enter"), "»Employer: Ozo bakery.", 3),
            (("E", "k", "j", "j", "enter"), "»Employer: Ozo bakery.", 1),
            (("E", "k", "enter"), "»Employer: Ozo bakery.", 3),
            (("E", "k", "enter"), "The Ozo bakery burnt.", 1),
            (("full_stop", "E", "enter"), "The Ozo bakery burnt.", 1),
        ):
            for key in keys:
                await at.press(key)
                await at.settle()
            case = "RP-0017" if keys.count("j") == 2 else "RP-0013"
            assert (at.app.screen is at.app.first, at.case, at.pane) == (True, case, "case"), keys
            assert f"hit {number} of " in head(at), keys
            assert seen in await at.drawn(), keys


@pytest.mark.long
async def test_hits_outside_of_texts_are_gone_to_as_well(docket: Docket, tmp_path: Path) -> None:
    item = Evidence("q1", "questionnaire", "Who rang the bell", "I rang the bell.", "Kept under the bell.")
    flags = (Flag("BELL", "Nobody answered the bell."),)
    fields = {"at the door": "a bell", "name that is longer than a column is": "Bell " * 20}
    case = make_case(18, flags=flags, title="The bell case", subject="Mr Bell", fields=fields, evidence=(item,))
    docket.import_cases("lead", iter([case]), ("x",))
    async with desk(docket, tmp_path, chosen="bell") as at:
        seen = []
        for number in range(9):
            await at.press("E")
            await at.settle()
            await at.press("g", *"j" * number)
            await at.press("enter")
            await at.settle()
            seen.append(int(head(at).split("hit ")[1].split(" of ")[0]))
            await at.press("E")
            await at.settle()
            await at.press("enter")
            await at.settle()
            assert f"hit {seen[-1]} of " in head(at)
        assert seen == [1, 2, 3, 4, 5, 6, 26, 28, 27]


async def test_hits_are_shown_as_masked_as_the_case(docket: Docket, tmp_path: Path) -> None:
    told = Evidence("q1", "questionnaire", "Q", "I came from BLR to the quarry.")
    docket.import_cases("lead", iter([make_case(14, evidence=(told,))]), ("x",))
    async with desk(docket, tmp_path, chosen="quarry") as at:
        await at.press("E")
        await at.settle()
        assert "I came from ▒▒▒ to the quarry." in at.screen
        assert "BLR" not in at.screen


async def test_without_a_search_there_are_no_hits_to_show(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("E")
        await at.settle()
        assert "Nothing is searched for: esc goes back, and there / and some words" in " ".join(at.screen.split())
        await at.press("escape", "/", *"meeting", "enter", "E")
        await at.settle()
        assert "Every hit of “meeting”" in at.screen, "as it said"
