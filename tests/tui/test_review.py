"""Paging through the queue, reading, citing and noting, on a wide and on a narrow terminal."""

import asyncio
from pathlib import Path
from typing import cast

import pytest
from textual import events
from textual.app import ComposeResult
from textual.screen import Screen

from store.acts import Cite, Draft, Note, Unmask, WriteNote
from store.case.view import MASK
from store.docket import Docket
from store.errors import NotSaved
from store.filters import parse
from store.model import Evidence
from store.opening import new_docket, open_docket
from tests.dockets import POLICY, make_case, vote
from tests.tui.desk import NARROW, SMALL, WIDE, desk, refuses
from tui.acting.drafts import Drafts
from tui.acting.write_queue import Done
from tui.app import FoureyesApp
from tui.dialogs.help import _FILTER, _KEY, _SIGNS
from tui.pages.cells import cells
from tui.screens.review_screen import ReviewScreen
from tui.widgets.case_pane import CasePane
from tui.widgets.filter_box import FilterBox
from tui.widgets.queue_list import QueueList

BOTH = pytest.mark.parametrize("size", [WIDE, NARROW])


@BOTH
async def test_the_first_case_is_there_at_once(docket: Docket, tmp_path: Path, size: tuple[int, int]) -> None:
    async with desk(docket, tmp_path, size) as at:
        assert "RP-0001" in at.screen
        assert "○ open" in at.screen
        assert "1 of 10" in at.screen
        assert at.pane == "queue"


@BOTH
async def test_one_key_to_the_next_case_from_either_pane(docket: Docket, tmp_path: Path, size: tuple[int, int]) -> None:
    async with desk(docket, tmp_path, size) as at:
        await at.press("n", "j", "down")
        assert at.case == "RP-0004"
        await at.press("enter", "n")
        assert (at.case, at.pane) == ("RP-0005", "case")
        await at.press("p", "p")
        assert at.case == "RP-0003"


async def test_at_the_end_of_the_queue_it_says_so(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("G", "N")
        assert at.case == "RP-0010"
        assert "last case" in at.told
        await at.press("g", "p")
        assert "first case" in at.told


async def test_wide_shows_both_panes_and_narrow_one(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path, WIDE) as at:
        assert "RP-0007" in at.screen
        assert "I moved in 2019." in at.screen
    async with desk(docket, tmp_path, NARROW) as at:
        assert "I moved in 2019." not in at.screen
        await at.press("enter")
        assert "I moved in 2019." in at.screen
        assert "RP-0007" not in at.screen
        await at.press("escape")
        assert "RP-0007" in at.screen


async def test_a_terminal_that_grows_unfolds(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path, NARROW) as at:
        await at.press("enter")
        await at.person.pilot.resize_terminal(*WIDE)
        await at.settle()
        assert "RP-0007" in at.screen
        assert "I moved in 2019." in at.screen
        assert at.pane == "case"


async def test_a_very_small_terminal_says_what_it_needs(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path, (59, 20)) as at:
        assert "59x20 is too small" in at.screen
        assert "needs 60x20" in at.screen
        assert "RP-0001" not in at.screen
        await at.person.pilot.resize_terminal(*SMALL)
        await at.settle()
        assert "RP-0001" in at.screen
        assert "went nowhere" not in at.told


async def test_keys_that_were_pressed_before_a_terminal_was_large_again_are_said_to_have_gone_nowhere(
    docket: Docket, tmp_path: Path
) -> None:
    async with desk(docket, tmp_path, (59, 20)) as at:
        await at.press("d", "n")
        assert at.case == "RP-0001"
        await at.person.pilot.resize_terminal(*SMALL)
        await at.settle()
        assert "pressed before there was room went nowhere" in " ".join(at.told.split())
        await at.press("n")
        assert at.case == "RP-0002"
        assert "went nowhere" not in at.told


@pytest.mark.long
async def test_what_opens_by_itself_on_a_very_small_terminal_is_there_when_it_can_be_read(
    docket: Docket, tmp_path: Path
) -> None:
    async with desk(docket, tmp_path) as at:
        await at.person.pilot.resize_terminal(4, 10)
        await at.settle()
        at.app.action_help()
        await at.settle()
        await at.press("escape", "enter", "f3", "1")  # nobody can read what they would mean
        assert "Make this larger" in at.screen
        await at.person.pilot.resize_terminal(*NARROW)
        await at.settle()
        assert "Help" in at.screen
        await at.press("escape")
        await at.settle()
        assert "RP-0001" in at.screen
        assert "too small" not in at.screen


@pytest.mark.parametrize("way", [("tab",), ("enter",), ("right",)])
async def test_ways_into_the_case_and_back(docket: Docket, tmp_path: Path, way: tuple[str, ...]) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press(*way)
        assert at.pane == "case"
        await at.press("left")
        assert at.pane == "queue"


async def test_the_place_moves_by_sentence_and_over_items(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("enter", "j")
        assert at.session.pointer.passage == ("q1", 17, 36)  # type: ignore[union-attr]
        await at.press("down")
        assert at.session.pointer.passage.item == "r1"  # type: ignore[union-attr]
        await at.press("k", "k", "k")
        assert at.session.pointer.passage == ("q1", 0, 16)  # type: ignore[union-attr]


async def test_one_key_cites_the_sentence_and_takes_it_back(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("enter", "j", "c")
        assert at.session.saved.draft.cites == (Cite("q1", 17, 36),)
        assert "Cited q1: 1 in your draft." in at.told
        assert "❝ I moved in 2019. I work at a bakery." in at.screen
        await at.press("c")
        assert at.session.saved.draft.cites == ()


async def test_words_are_marked_and_cited(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("enter", "v", "right", "v", "right", "c")
        assert at.session.saved.draft.cites == (Cite("q1", 2, 10),)


async def test_citations_outlive_the_program(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("enter", "c")
    async with desk(docket, tmp_path) as at:
        assert at.session.saved.draft.cites == (Cite("q1", 0, 16),)


async def test_a_note_stands_on_its_sentence(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("enter", "j", "m")
        await at.settle()
        assert "I work at a bakery." in at.screen
        await at.person.types("Which bakery?")
        at.person.waits(2)
        await at.press("f2")
        await at.settle()
        note = docket.view("alice", "RP-0001").of(Note)[0].body
        assert (note.text, note.citation.quote) == ("Which bakery?", "I work at a bakery.")  # type: ignore[union-attr]
        assert "note recorded" in at.told
        assert "Which bakery?" in at.screen


async def test_a_note_that_is_closed_is_there_again(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("m")
        await at.person.types("Half")
        await at.press("escape")
        await at.settle()
        assert docket.view("alice", "RP-0001").of(Note) == ()
        await at.press("m")
        assert "Half" in at.screen
        assert "Close, keep text" in at.screen


async def test_a_note_that_could_not_be_recorded_is_there_again(
    docket: Docket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("m")
        await at.person.types("Half")
        with monkeypatch.context() as patch:
            refuses(docket, patch, WriteNote, error=NotSaved("The disk is full."))
            await at.press("f2")
            await at.settle()
        assert "RP-0001: note not recorded. The disk is full. What you wrote is kept." in at.told
        await at.press("m")
        assert "Half" in at.screen


async def test_masked_fields_show_after_the_asking_is_recorded(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        assert MASK in at.screen
        assert "BLR" not in at.screen
        await at.press("u")
        await at.settle()
        assert "citizenship" in at.screen
        await at.press("f2")
        assert "Write what you need to see it for." in at.screen
        await at.press("tab")
        await at.person.types("The register")
        await at.press("f2")
        await at.settle()
        assert "BLR" in at.screen
        assert any(record.kind == "unmasked" for record in docket.view("alice", "RP-0001").history)
        await at.press("u")
        assert "Nothing in this case is masked" in at.told


async def test_of_several_masked_fields_only_what_is_needed_is_shown(tmp_path: Path) -> None:
    two = POLICY.replace('["citizenship"]', '["citizenship", "subject"]')
    docket = new_docket(tmp_path / "two.docket", two, "lead")
    docket.import_cases("lead", iter([make_case(1)]), ("x",))
    async with desk(docket, tmp_path) as at:
        await at.press("u")
        await at.settle()
        assert "(•)" not in at.screen  # which one is needed nobody but the reader can say
        await at.press("down", "space", "tab")
        await at.person.types("The register")
        await at.press("f2")
        await at.settle()
        assert "Darya Example" in at.screen
        assert "BLR" not in at.screen
        await at.press("u", "escape")
        await at.settle()
        assert docket.view("alice", "RP-0001").masked == ("citizenship",)
    docket.close()


async def test_what_was_chosen_to_be_seen_and_why_is_there_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    two = POLICY.replace('["citizenship"]', '["citizenship", "subject"]')
    docket = new_docket(tmp_path / "two.docket", two, "lead")
    docket.import_cases("lead", iter([make_case(1)]), ("x",))
    async with desk(docket, tmp_path) as at:
        await at.press("u", "down", "space", "tab")
        await at.person.types("The register")
        assert "Close, keep text" in at.screen
        await at.press("escape", "u")
        await at.settle()
        assert "(•) subject" in at.screen
        with monkeypatch.context() as patch:
            refuses(docket, patch, Unmask, error=NotSaved("The disk is full."))
            await at.press("f2")
            await at.settle()
        assert "RP-0001: unmasking not recorded. The disk is full. What you wrote is kept." in at.told
        await at.press("u")
        await at.settle()
        assert "(•) subject" in at.screen
        assert "The register" in at.screen
    docket.close()


async def test_help_names_every_standing_and_closes_by_escape(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("?")
        assert "Help" in at.screen
        await at.press("escape")
        assert at.app.screen is at.app.first


@pytest.mark.parametrize("size", [WIDE, NARROW, SMALL])
async def test_help_turns_by_the_keys_of_other_pages_and_says_so(
    docket: Docket, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with desk(docket, tmp_path, size) as at:
        top = await at.after("?")
        assert "Help · space, b: a page · g, G: its ends · esc closes" in top
        further = await at.after("space")
        assert further != top
        assert await at.after("b") == top
        assert "sort:-arrived" in await at.after("G")
        assert await at.after("g") == top


def test_no_word_of_the_filter_runs_into_what_it_means() -> None:
    assert all(cells(word) < _KEY for word, _ in (*_FILTER, *_SIGNS))


async def test_the_line_of_keys_fits_and_follows_the_pane(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path, NARROW) as at:
        assert "enter Read" in at.screen.splitlines()[-1]
        await at.press("enter")
        line = at.screen.splitlines()[-1]
        assert "c Cite" in line
        assert "? Help" in line
        assert "q Quit" in line


async def test_a_click_on_a_key_does_what_the_key_does(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path, NARROW) as at:
        await at.clicks("n Next")
        assert at.case == "RP-0002"
        await at.clicks("enter Read")
        assert at.pane == "case"
        await at.clicks("c Cite")
        assert len(at.session.saved.draft.cites) == 1
        await at.clicks("/ Filter")
        await at.clicks("esc Give it up")
        assert at.pane == "queue"
        await at.clicks("? Help")
        assert at.app.screen is not at.review


async def test_the_palette_runs_an_action(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        names = [command.title for command in at.app.get_system_commands(cast(Screen[object], at.app.first))]
        assert "Cite" in names
        assert "Screenshot" not in names
        await at.press(":")
        await at.settle()
        assert at.app.screen is not at.app.first


async def test_what_was_read_is_recorded_as_opened_once(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.lingers()
        await at.press("n", "n")
        await at.settle()
        assert docket.view("alice", "RP-0001").opened == {"q1", "r1", "s1", "s2"}
        assert docket.view("alice", "RP-0002").opened == set()
        await at.press("p", "p")
        await at.lingers()
        opened = [record for record in docket.view("alice", "RP-0001").history if record.kind == "opened"]
        assert len(opened) == 1


async def test_the_second_reader_is_told_that_others_work_is_withheld(docket: Docket, tmp_path: Path) -> None:
    reason = Draft("revoke", ("contact",), "The register says otherwise.", (Cite("r1", 0, 28),))
    vote(docket, "bob", "RP-0001", reason)
    docket.act("bob", "RP-0001", WriteNote("Ask the employer."))
    async with desk(docket, tmp_path, (120, 60)) as at:
        assert "◐ second" in at.screen
        assert "withheld until you have voted" in at.screen
        assert "bob" not in at.screen
        assert "employer." not in at.screen
        assert "revoke" not in at.screen


async def test_a_filter_narrows_the_queue_while_it_is_written(docket: Docket, tmp_path: Path) -> None:
    vote(docket, "bob", "RP-0004", Draft("keep"))
    async with desk(docket, tmp_path) as at:
        await at.press("/", *"standing:decided")
        at.app.first.query_one("FilterBox").look()  # type: ignore[attr-defined]
        await at.settle()
        assert at.case == "RP-0004"
        assert "1 of 1" in at.screen
        await at.press("enter")
        assert at.pane == "queue"
        assert "/ standing:decided" in at.told
        await at.press("/", "escape")
        await at.settle()
        assert "1 of 1" in at.screen


async def test_a_filter_that_is_not_understood_says_so_beside_it(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("/", *"standng:open", "enter")
        await at.settle()
        assert 'did you mean "standing"' in at.screen
        assert "1 of 10" in at.screen
        await at.press("escape")
        await at.settle()
        assert at.pane == "queue"


async def test_what_a_filter_began_with_holds_no_more_when_its_end_is_not_understood(
    docket: Docket, tmp_path: Path
) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("/", *"standng")
        assert at.review.query_one(FilterBox).look()
        await at.settle()
        assert at.session.searched == ["standng"]
        await at.press(*":open", "enter")
        await at.settle()
        assert 'did you mean "standing"' in at.screen
        assert "1 of 10" in at.screen
        assert at.case == "RP-0001"


async def test_text_that_is_searched_is_shown_where_it_occurs(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path, chosen="bakery") as at:
        assert at.session.searched == ["bakery"]
        assert "1 of 10" in at.screen


@pytest.mark.long
async def test_an_old_filter_error_does_not_come_back(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("/", *"standng:open", "enter", "escape")
        await at.settle()
        await at.press("/")
        assert "did you mean" not in at.screen
        await at.press(*"field.citizenship:BLR", "enter")
        await at.settle()
        assert "The policy masks citizenship" in at.screen
        for written in ("escape", "/", "ctrl+u", *"standing:open", "enter"):
            await at.press(written)
        await at.settle()
        assert "masks" not in at.screen
        await at.press("n", "/", *" flag:Q9", "enter")
        await at.settle()
        assert "masks" not in at.screen
        assert "No case matches the filter" in at.screen


async def test_what_was_written_last_before_escape_is_given_up_too(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("n", "n", "/")
        for key in (*"id:RP-0007", "escape"):
            at.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await at.settle()
        await asyncio.sleep(0.3)
        await at.settle()
        assert at.case == "RP-0003"
        assert "3 of 10" in at.screen


async def test_who_gives_a_filter_up_is_back_at_their_case(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("n", "n", "/", *"id:RP-0007")
        await at.looks_for_filter()
        assert at.case == "RP-0007"
        await at.press("escape")
        await at.settle()
        assert at.case == "RP-0003"
        assert "3 of 10" in at.screen


@pytest.mark.parametrize("written", ["--", "-", "--x", "- -", '-"-"'])
async def test_dashes_are_only_text(docket: Docket, tmp_path: Path, written: str) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("/", *written, "enter")
        await at.settle()
        assert at.pane == "queue"
        assert str(parse(str(at.session.queue.chosen))) == str(at.session.queue.chosen)


async def test_text_in_the_last_item_is_found_and_shown_where_it_is(docket: Docket, tmp_path: Path) -> None:
    last = Evidence("z9", "register", "Last", "Nobody lives at Vilties g. 9.")
    case = make_case(5, evidence=(*make_case().evidence, last))
    docket.import_cases("lead", iter([case]), ("again",))
    async with desk(docket, tmp_path, chosen='"Vilties g. 9"') as at:
        assert at.case == "RP-0005"
        assert "1 of 1" in at.screen
        await at.press("enter", "G")
        assert "Vilties g. 9" in at.screen
        hit = at.review.query_one(CasePane).role("hit")
        strips = at.app.screen._compositor.render_strips()
        drawn = [one for strip in strips for one in strip if one.style and one.style.reverse == hit.reverse]
        assert "Vilties g. 9" in "".join(one.text for one in drawn)


# What an empty queue says


async def test_a_filter_that_lets_nothing_through(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path, chosen="standing:decided") as at:
        assert "No case matches the filter" in at.screen
        await at.press("d", "m", "c", "n", "enter", "j", "v", "u")
        assert "› No case matches the filter" in at.told


async def test_an_empty_docket_says_that_it_is_empty(tmp_path: Path) -> None:
    docket = new_docket(tmp_path / "empty.docket", POLICY, "lead")
    for chosen in ("", "standing:open"):
        async with desk(docket, tmp_path, chosen=chosen) as at:
            assert "There are no cases in this docket yet" in at.screen
            assert "filter" not in at.screen.splitlines()[2].lower()
            await at.press("n")
            assert "There are no cases in this docket yet" in at.told
    docket.import_cases("lead", iter([make_case(1)]), ("x",))
    async with desk(docket, tmp_path) as at:
        for key in ("N", "p"):
            await at.press(key)
            assert "This is the only case of the queue." in at.told
    docket.close()


async def test_cases_that_come_into_an_empty_docket_are_shown(tmp_path: Path) -> None:
    docket = new_docket(tmp_path / "empty.docket", POLICY, "lead")
    other = open_docket(tmp_path / "empty.docket")
    async with desk(docket, tmp_path) as at:
        other.import_cases("lead", iter([make_case(1)]), ("x",))
        at.app.look()
        await at.settle()
        assert at.case == "RP-0001"
        assert "1 of 1" in at.screen
    other.close()
    docket.close()


# What others do


async def test_another_process_is_seen(docket: Docket, place: Path, tmp_path: Path) -> None:
    other = open_docket(place)
    async with desk(docket, tmp_path) as at:
        vote(other, "bob", "RP-0001", Draft("keep"))
        at.app.look()
        await at.settle()
        assert "● decided" in at.screen
        assert "RP-0001 now stands at decided" in at.told
        await at.press("escape")
        assert "now stands" not in at.told
    other.close()


async def test_a_new_revision_is_told_and_citations_that_no_longer_quote_are_given_up(
    docket: Docket, place: Path, tmp_path: Path
) -> None:
    other = open_docket(place)
    async with desk(docket, tmp_path) as at:
        await at.press("enter", "c")
        answer = Evidence("q1", "questionnaire", "Question 1", "I moved in 2021.")
        changed = make_case(1, evidence=(answer,))
        other.import_cases("lead", iter([changed]), ("again.jsonl",))
        at.app.look()
        await at.settle()
        assert "new revision" in at.told
        assert at.session.saved.draft.cites == ()
        assert "I moved in 2021." in at.screen
    other.close()


async def test_a_revision_that_came_before_ones_own_record_is_told(docket: Docket, place: Path, tmp_path: Path) -> None:
    other = open_docket(place)
    async with desk(docket, tmp_path) as at:
        await at.press("z")
        await at.settle()
        at.person.waits(2)
        await at.press("tab", *"Why.")
        other.import_cases("lead", iter([make_case(1, title="Another permit")]), ("again.jsonl",))
        at.person.waits(2)
        await at.press("f2")
        await at.settle()
        assert "RP-0001 has a new revision" in at.told
        assert "now stands" not in at.told
    other.close()


async def test_leaving_saves_first(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        at.person.waits(2)
        await at.press("q")
        await at.settle()
        assert docket.view("alice", "RP-0001").opened
        assert at.app.return_code == 0


async def test_who_is_told_to_end_before_anything_is_drawn_ends_in_order(
    docket: Docket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = FoureyesApp(docket, "alice", None, Drafts(tmp_path / "drafts"))
    composes = ReviewScreen.compose_body

    def ended(screen: ReviewScreen) -> ComposeResult:
        app.end()
        yield from composes(screen)

    monkeypatch.setattr(ReviewScreen, "compose_body", ended)
    await app.run_async(headless=True)
    assert app.failure is None
    assert app.return_code == 130


async def test_an_answer_that_comes_while_the_program_ends_breaks_nothing(
    docket: Docket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded, late = FoureyesApp._recorded, list[Done]()
    async with desk(docket, tmp_path) as at:
        monkeypatch.setattr(at.app.write_queue, "_done", late.append)
        await at.lingers()
        await at.review.query_one(QueueList).remove()
        with monkeypatch.context() as patch:
            patch.setattr(at.app, "_running", False)
            recorded(at.app, late[0])
    assert late
