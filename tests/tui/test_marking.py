"""Cases marked in the queue, one by one, from here to there or all, and the same done to all of them."""

import re
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from textual.widgets import Button, Static

from store.acts import Assign, Hold, Resume
from store.docket import Answer, Docket
from store.errors import NotSaved
from store.filters import parse
from store.model import Standing
from store.opening import open_docket
from tests.dockets import KEEP, REVOKE, done, made, make_case, vote
from tests.hostile import PAYLOADS, RAW
from tests.processes import CEILING
from tests.tui.desk import NARROW, WIDE, Desk, desk
from tests.tui.test_acting import names, sends
from tests.tui.test_deciding import in_dialog
from tui.acting import many
from tui.dialogs.act_form import ActForm
from tui.dialogs.field_form import FieldForm
from tui.dialogs.many_form import ManyForm
from tui.dialogs.reason_area import ReasonArea
from tui.queue import marks
from tui.vote.vote_form import VoteForm

pytestmark = pytest.mark.long

WHY = "The file is at the court."


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The docket is asked as soon as something else is written."""
    monkeypatch.setattr(ManyForm, "pause", 0)


def marked(at: Desk) -> list[str]:
    """The numbers of the cases that are drawn as marked, and of those in a range that is begun, with a +."""
    found = re.findall(r"^.\S \w+ *([*+])\S* +[✎Δ ]*RP-0*(\d+)", at.screen, re.MULTILINE)
    return [number if sign == "*" else f"+{number}" for sign, number in found]


def held(docket: Docket) -> list[str]:
    return [row.id for row in docket.page("alice") if row.standing is Standing.HELD]


async def opens(at: Desk, key: str) -> ManyForm:
    """Open the form for all that is marked, and read what it says."""
    await at.press(key)
    await at.settle()
    assert isinstance(at.app.screen, ManyForm), at.told
    at.person.waits(2)
    return at.app.screen


def preview(at: Desk) -> str:
    """What the form says of each case."""
    return str(at.app.screen.query_one("#preview Static", Static).content).replace("\n", " ")


async def writes(at: Desk, text: str = WHY) -> str:
    """Write the reason; gives what the form says then."""
    await at.press("tab", *("space" if one == " " else one for one in text))
    await at.settle()
    return preview(at)


# Marking


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_the_line_of_keys_says_what_can_be_done_with_what_is_marked(
    docket: Docket, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with desk(docket, tmp_path, size) as at:
        usual = (await at.drawn()).splitlines()[-1]
        await at.press("space", "space", "space")
        said = "3 marked: z Hold t Take up x Close : Assign esc Unmark"
        assert " ".join((await at.drawn()).splitlines()[-1].split()) == said
        if size == WIDE:
            await at.press("tab")
            assert "marked:" not in (await at.drawn()).splitlines()[-1], "in the case an act is on the case"
            await at.press("tab")
        await at.clicks("Take up")
        assert "Take up · 3 cases marked" in in_dialog(at)
        await at.press("escape", "escape")
        await at.settle()
        assert (await at.drawn()).splitlines()[-1] == usual


async def test_a_filter_that_sets_marks_aside_says_so_and_backspace_brings_them_back(
    docket: Docket, tmp_path: Path
) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("space", "space", "slash", *"id:RP-0002", "enter")
        await at.settle()
        assert (at.case, marked(at)) == ("RP-0002", [])
        assert "2 marked: set aside with their filter, backspace brings them back." in at.told
        await at.press("backspace")
        await at.settle()
        assert marked(at) == ["1", "2"]


async def test_what_is_set_aside_is_counted_and_said_before_anything_is_recorded(
    docket: Docket, tmp_path: Path
) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("space", "space", "space", "slash", *"id:RP-000*", "enter")
        await at.settle()
        assert "3 set aside ·" in await at.after("j")
        await at.press("g", "space", "j", "j", "space")
        assert "2 marked · 2 set aside ·" in at.screen, "RP-0001 is marked here as well"
        await opens(at, "z")
        said = "2 other cases marked under another filter: not among these."
        assert said in await writes(at)
        await at.press("f2")
        await at.settle()
        assert held(docket) == ["RP-0001", "RP-0004"]


async def test_what_others_do_while_the_form_is_open_is_counted(docket: Docket, place: Path, tmp_path: Path) -> None:
    """The queue behind the form shows it: the form says the same."""
    other = open_docket(place)
    async with desk(docket, tmp_path) as at:
        await at.press("space", "space", "space")
        await opens(at, "z")
        assert "Would be recorded on 3 of 3 cases." in await writes(at)
        vote(other, "bob", "RP-0002", KEEP)
        at.app.look()
        await at.settle()
        assert "Would be recorded on 2 of 3 cases." in preview(at)
        assert "Not on RP-0002" in preview(at)
        await sends(at)
        assert held(docket) == ["RP-0001", "RP-0003"]
    other.close()


async def test_who_is_told_to_wait_for_what_is_asked_is_told_when_it_has_been(
    docket: Docket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("space", "space")
        await opens(at, "z")
        await writes(at, WHY[:-1])
        monkeypatch.setattr(ManyForm, "pause", 0.5)
        await at.press(WHY[-1])
        at.person.waits(2)
        await at.press("f2")
        assert "wait a moment" in in_dialog(at)
        await at.until(lambda: "wait a moment" not in in_dialog(at))
        assert "Would be recorded on 2 of 2 cases." in preview(at)
        assert "It has been asked: F2 records it." in in_dialog(at), "the key before did nothing, and the form is open"
        assert not held(docket), "nobody sent it since"


async def test_marked_cases_that_the_filter_lets_through_no_more_are_counted_before_anything_is_recorded(
    docket: Docket, place: Path, tmp_path: Path
) -> None:
    other = open_docket(place)
    async with desk(docket, tmp_path, chosen="standing:open") as at:
        await at.press("space", "space", "space")
        vote(other, "bob", "RP-0002", KEEP)
        at.app.look()
        await at.settle()
        assert "3 marked, 1 out of sight ·" in at.screen
        await opens(at, "z")
        said = await writes(at)
        assert "1 case of these is out of sight by now under the filter." in said
        assert "Not on RP-0002" in said
        assert "Would be recorded on 2 of 3 cases." in said
    other.close()


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_a_case_is_marked_and_the_next_one_read(docket: Docket, tmp_path: Path, size: tuple[int, int]) -> None:
    async with desk(docket, tmp_path, size) as at:
        assert "marked" not in at.screen
        await at.press("space", "space", "j", "space")
        assert (at.case, marked(at)) == ("RP-0005", ["1", "2", "4"])
        assert "3 marked ·" in at.screen
        await at.press("k", "space", "g", "space")
        assert marked(at) == ["2"]
        await at.press("escape")
        assert (marked(at), "1 mark cleared: backspace brings it back." in at.told) == ([], True)
        await at.press("backspace")
        assert (marked(at), "1 mark brought back." in at.told) == (["2"], True)
        await at.press("escape", "j", "space", "backspace")
        assert marked(at) == ["3"], "what is marked since stands"


async def test_marks_come_back_only_if_clearing_them_was_the_last_thing_i_did(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("space", "escape", "number_sign", *"RP-0007", "enter")
        await at.settle()
        await at.press("j", "backspace")
        await at.settle()
        assert (at.case, marked(at)) == ("RP-0002", []), "backspace is the way back to the case"
        await at.press("space", "escape", "R", "escape", "backspace")
        await at.settle()
        assert marked(at) == []


@pytest.mark.parametrize("ways", [("g j", "j j"), ("g j j j", "k k"), ("g j", "j v escape v j j")])
async def test_a_range_is_marked_from_one_end_to_the_other(
    docket: Docket, tmp_path: Path, ways: tuple[str, str]
) -> None:
    async with desk(docket, tmp_path) as at:
        first, other = ways
        await at.press(*first.split(), "v", *other.split())
        assert len(marked(at)) == 3
        assert all(one.startswith("+") for one in marked(at)), "it is no more than begun"
        assert "marked ·" not in at.screen
        await at.press("v")
        assert "3 marked ·" in at.screen
        assert [one for one in marked(at) if one.startswith("+")] == []


async def test_a_range_that_is_given_up_marks_nothing(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("space", "v", "j", "j", "escape")
        assert marked(at) == ["1"]
        assert "The range is given up." in at.told
        await at.press("escape")
        assert marked(at) == []


async def test_shift_and_the_arrows_stretch_a_range_and_take_it_back(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("j", "j", "shift+down", "shift+down", "shift+down", "shift+up")
        assert marked(at) == ["+3", "+4", "+5"]
        await at.press("j", "j")
        assert marked(at) == ["3", "4", "5"], "moving on ends it where it was"
        await at.press("g", "j", "shift+up", "space")
        assert marked(at) == ["1", "2", "3", "4", "5"]


async def test_a_range_beyond_the_rows_at_hand(tmp_path: Path) -> None:
    docket = made(tmp_path, "", *(make_case(number, priority=number) for number in range(1, 201)))
    for order in ("", "sort:-priority"):
        async with desk(docket, tmp_path, chosen=order) as at:
            await at.press("j", "v", "G")
            await at.settle()
            await at.press("k", "v")
            await at.settle()
            assert "198 cases marked." in at.told
            first, last = ("RP-0002", "RP-0199") if not order else ("RP-0199", "RP-0002")
            assert [*at.session.marks][:: len(at.session.marks) - 1] == [first, last]
    docket.close()


async def test_all_that_the_filter_lets_through_is_marked_and_nothing_that_comes_later(
    docket: Docket, tmp_path: Path
) -> None:
    vote(docket, "alice", "RP-0002", KEEP)
    async with desk(docket, tmp_path, chosen="standing:open") as at:
        await at.press("*")
        await at.settle()
        assert "9 cases marked." in at.told
        docket.import_cases("lead", iter([make_case(11)]), ("more.jsonl",))
        await at.press("r")
        await at.settle()
        assert "9 marked ·" in at.screen
        assert "RP-0011" in at.screen
        assert "11" not in marked(at)


async def test_each_filter_has_marks_of_its_own_and_esc_clears_them_before_it(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("space", "space", "slash", *"id:RP-0003", "enter")
        await at.settle()
        assert not at.session.marks, "what is not shown is not acted on"
        await at.press("space", "escape")
        assert "1 mark cleared: backspace brings it back." in at.told
        assert str(at.session.queue.chosen) == "id:RP-0003"
        await at.press("escape")
        await at.settle()
        assert marked(at) == ["1", "2"]
        await at.press("S", "down", "enter")
        await at.settle()
        assert marked(at) == ["1", "2"], "in another order they are the same cases"


async def test_whoever_acts_on_what_is_marked_sees_the_filter_on_a_narrow_terminal_too(
    docket: Docket, tmp_path: Path
) -> None:
    async with desk(docket, tmp_path, NARROW, chosen="standing:open flag:Q3") as at:
        assert "to do 10" in at.screen
        await at.press("*")
        await at.settle()
        first = (await at.after("escape", "space", "j")).splitlines()[0]
        assert " ".join(first.split()) == "Permits · alice / standing:open flag:Q3 1 marked · 3 of 10"


async def test_no_more_are_marked_than_there_is_room_for(
    docket: Docket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marks, "MOST", 4)
    monkeypatch.setattr(marks, "SOME", 3)
    async with desk(docket, tmp_path) as at:
        await at.press("*")
        await at.settle()
        assert marked(at) == ["1", "2", "3", "4"]
        assert "cases are marked at once: 4 cases marked." in at.told


# The same done to all of them


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_what_is_marked_is_held_a_record_each(docket: Docket, tmp_path: Path, size: tuple[int, int]) -> None:
    async with desk(docket, tmp_path, size) as at:
        await at.press("space", "space", "space", "space", "space")
        await opens(at, "z")
        assert "Hold · 5 cases marked" in in_dialog(at)
        assert "RP-0001, RP-0002, RP-0003 and 2 more" in in_dialog(at)
        assert "Then it would be recorded on 5 of 5 cases." in in_dialog(at)
        assert "Write the reason." in preview(at)
        await sends(at)
        assert in_dialog(at).count("Write the reason.") == 2
        assert "Would be recorded on 5 of 5 cases." in await writes(at)
        await sends(at)
        assert held(docket) == [f"RP-000{number}" for number in range(1, 6)]
        assert [one.case for one in docket.history("alice") if one.kind == "hold"] == held(docket)
        assert "Hold recorded on 5 of 5 cases." in at.told
        assert "marked" not in at.told
        assert at.screen.count("‖ held") >= 5


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_what_somebody_else_did_meanwhile_is_refused_and_stays_marked(
    docket: Docket, place: Path, tmp_path: Path, size: tuple[int, int]
) -> None:
    other = open_docket(place)
    hold = Hold(docket.today() + timedelta(3), "Mine.")
    vote(docket, "carol", "RP-0004", KEEP)
    async with desk(docket, tmp_path, size) as at:
        await at.press("*")
        await at.settle()
        await opens(at, "z")
        said = await writes(at)
        assert "Would be recorded on 9 of 10 cases." in said
        assert "Not on RP-0004: This case is decided: there is nothing to wait for." in said
        for case in ("RP-0002", "RP-0007"):
            done(other.act("bob", case, hold))
        await sends(at)
        assert "Hold recorded on 7 of 10 cases." in at.told
        assert "Not on RP-0002, RP-0007: This case is held already: end that first." in at.told
        assert "Not on RP-0004: This case is decided" in at.told
        assert "now stands" not in at.told, "one's own act on the case that is read is no news"
        assert [*at.session.marks] == ["RP-0002", "RP-0004", "RP-0007"]
        assert "3 marked ·" in await at.after("escape")
        await opens(at, "z")
        assert "Would be recorded on 0 of 3 cases." in preview(at)
        assert WHY in in_dialog(at), "what was written is kept until all of it is recorded"
    other.close()


async def test_nothing_is_recorded_on_a_case_that_was_said_to_be_left_out(
    docket: Docket, place: Path, tmp_path: Path
) -> None:
    other = open_docket(place)
    done(other.act("bob", "RP-0002", Hold(docket.today() + timedelta(3), "Mine.")))
    async with desk(docket, tmp_path) as at:
        await at.press("space", "space", "space")
        await opens(at, "z")
        assert "Not on RP-0002: This case is held already: end that first." in await writes(at)
        done(other.act("bob", "RP-0002", Resume("Back.")))
        await sends(at)
        assert held(docket) == ["RP-0001", "RP-0003"]
        assert "Hold recorded on 2 of 3 cases. Not on RP-0002: This case is held already" in at.told
        assert [*at.session.marks] == ["RP-0002"]
        await opens(at, "z")
        assert "Would be recorded on 1 of 1 case." in preview(at)
    other.close()


async def test_what_is_marked_is_assigned_taken_up_and_closed(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("space", "space")
        await at.app.run_action("act('assign')", at.app.first)
        await at.settle()
        await at.press(*"ben")
        await at.settle()
        assert "Would be recorded on 2 of 2 cases." in preview(at)
        await sends(at)
        assert docket.page("ben", parse("assigned:me")) == [], "nobody of that name has worked here"
        assert "ben is not known on this docket." in in_dialog(at)
        await sends(at)
        assert [row.id for row in docket.page("ben", parse("assigned:me"))] == ["RP-0001", "RP-0002"]
        for case in ("RP-0003", "RP-0004"):
            done(docket.act("ben", case, Hold(docket.today() + timedelta(3), "Wait.")))
        vote(docket, "alice", "RP-0005", KEEP)
        await at.press("*")
        await at.settle()
        await opens(at, "t")
        await at.press(*"Back.")
        await at.settle()
        assert "Would be recorded on 2 of 10 cases." in preview(at)
        await sends(at)
        assert held(docket) == []
        await opens(at, "x")
        await at.press(*"Over.")
        await at.settle()
        assert "Would be recorded on 1 of 8 cases." in preview(at)
        await sends(at)
        assert docket.view("alice", "RP-0005").standing is Standing.CLOSED


async def test_while_a_request_lacks_something_it_says_that_and_on_how_many_it_would_be_recorded_then(
    docket: Docket, tmp_path: Path
) -> None:
    done(docket.act("ben", "RP-0002", Hold(docket.today() + timedelta(3), "Wait.")))
    async with desk(docket, tmp_path) as at:
        await at.press("space", "space", "space")
        await opens(at, "z")
        held = "○ Not on RP-0002: This case is held already: end that first."
        assert preview(at) == f"Write the reason. Then it would be recorded on 2 of 3 cases. {held}"
        await sends(at)
        assert "Write the reason. Then" in in_dialog(at)
        assert isinstance(at.app.screen, ManyForm)
        assert await writes(at) == f"Would be recorded on 2 of 3 cases. {held}"


async def test_all_that_a_request_on_many_cases_lacks_is_said_while_a_part_of_it_cannot_be_read(
    docket: Docket, tmp_path: Path
) -> None:
    done(docket.act("ben", "RP-0002", Hold(docket.today() + timedelta(3), "Wait.")))
    async with desk(docket, tmp_path) as at:
        await at.press("space", "space", "space")
        form = await opens(at, "z")
        await at.press("x")
        await at.settle()
        missing = str(form.query_one("MissingList Static", Static).content)
        assert missing.startswith("Still missing: 2")
        assert "Until: write a day" in missing
        assert "Write the reason." in missing
        await writes(at)
        assert "Still missing: 1" in in_dialog(at)


async def test_that_a_draft_on_many_cases_was_dropped_is_said(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("space", "space")
        await opens(at, "z")
        await writes(at)
        await at.press("f8")
        at.person.waits(2)
        await at.press("f2")
        await at.settle()
        assert "Your draft of a hold on the cases marked is gone." in at.told
        await opens(at, "z")
        assert WHY not in in_dialog(at)


async def test_what_is_typed_on_a_button_goes_on_in_the_text(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("space", "space")
        form = await opens(at, "z")
        await at.press("tab", *"At the", "tab", "tab")
        assert isinstance(form.focused, Button)
        await at.press("o", "ä", "*")
        assert isinstance(form.focused, ReasonArea)
        assert form.values["reason"] == "At theoä*"
        await at.press("tab", "space")
        assert not isinstance(at.app.screen, ManyForm), "space still presses the first one, which closes"


async def test_who_works_on_the_docket_is_known_on_whichever_case_and_offered_for_all_that_is_marked(
    docket: Docket, tmp_path: Path
) -> None:
    vote(docket, "ben", "RP-0007", KEEP)
    async with desk(docket, tmp_path) as at:
        for marked_before in ((), ("space", "space")):
            await at.press(*marked_before)
            await at.app.run_action("act('assign')", at.app.first)
            await at.settle()
            assert "( ) ben" in in_dialog(at)
            await at.press(*"bne")
            assert "! not known on this docket: is it spelt so?" in in_dialog(at)
            await at.press("backspace", "backspace", *"en")
            assert "not known" not in in_dialog(at)
            await at.settle()
            await sends(at)
            assert not isinstance(at.app.screen, FieldForm)
        assert [row.id for row in docket.page("ben", parse("assigned:me"))] == ["RP-0001", "RP-0002"]


async def test_in_the_case_an_act_is_on_the_case_alone(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("space", "space", "enter", "z")
        await at.settle()
        assert isinstance(at.app.screen, ActForm)
        assert "Hold · RP-0003" in in_dialog(at)


async def test_no_key_votes_on_more_than_the_case_that_is_read(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("*")
        await at.settle()
        await at.press("1")
        await at.settle()
        at.person.waits(2)
        assert isinstance(at.review.query_one(VoteForm), VoteForm)
        await at.press("f2")
        await at.settle()
        voted = [row.id for row in docket.page("alice") if row.voted]
        assert voted == ["RP-0001"]
        await at.press("j")
        await names(at, "recuse")
        assert "Step off · RP-0002" in in_dialog(at), "what cannot be done to many is done to the case that is read"


async def test_who_may_know_nothing_of_a_first_vote_is_told_nothing_of_it(tmp_path: Path) -> None:
    docket = made(tmp_path, "[review]\nblind_queue = true\n", *(make_case(number) for number in range(1, 5)))
    vote(docket, "ben", "RP-0002", REVOKE)
    async with desk(docket, tmp_path) as at:
        await at.press("*")
        await at.settle()
        await opens(at, "x")
        await at.press(*"Over.")
        await at.settle()
        same = "Not on RP-0001, RP-0002, RP-0003 and 1 more: Only what is decided is closed: this case is open."
        assert preview(at) == f"Would be recorded on 0 of 4 cases. ○ {same}"
    docket.close()


@pytest.mark.parametrize("each", [11, pytest.param(1, marks=pytest.mark.sweep)])
async def test_what_is_written_by_others_reaches_no_screen_raw(docket: Docket, tmp_path: Path, each: int) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("*")
        await at.settle()
        for text in [*PAYLOADS.values()][::each]:
            at.session.keep_form("", Assign.act, {"nobody": "false", "to": text.replace("\n", " ")})
            await at.app.run_action("act('assign')", at.app.first)
            await at.settle()
            assert isinstance(at.app.screen, ManyForm)
            assert not RAW.search(at.screen)
            await at.press("escape")


async def test_on_a_docket_that_takes_no_records_no_form_opens(
    docket: Docket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("space", "space")
        monkeypatch.setattr(type(at.session), "read_only", "Nothing can be recorded.")
        await at.press("z")
        assert "Nothing can be recorded." in at.told


async def test_keys_typed_ahead_record_nothing(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("space", "space")
        for key in ("z", "tab", "W", "f2", "f2"):
            await at.person.presses(key, every=0.001)
        await at.settle()
        assert isinstance(at.app.screen, ManyForm)
        assert held(docket) == []


# While it is recorded


def waits_at(docket: Docket, monkeypatch: pytest.MonkeyPatch, nth: int) -> tuple[threading.Event, threading.Event]:
    """Let the writer wait at the nth hold: the one event says that it is there, the other lets it go on."""
    act, there, go_on, count = docket.act, threading.Event(), threading.Event(), iter(range(1, 1000))

    def waiting(reviewer: str, case: str, request: object, key: str = "") -> Answer:
        if isinstance(request, Hold) and next(count) == nth:
            there.set()
            assert go_on.wait(CEILING)
        return act(reviewer, case, request, key)  # type: ignore[arg-type]

    monkeypatch.setattr(docket, "act", waiting)
    return there, go_on


async def begins(at: Desk) -> None:
    """Mark all and hold them."""
    await at.press("*")
    await at.settle()
    await opens(at, "z")
    await writes(at)
    await at.press("f2")


async def test_it_can_be_stopped_and_the_screen_stays_usable(
    docket: Docket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(many, "AT_ONCE", 2)
    there, go_on = waits_at(docket, monkeypatch, 4)
    async with desk(docket, tmp_path) as at:
        await begins(at)
        await at.until(there.is_set)
        await at.until(lambda: "hold 2 of 10, esc stops" in at.screen or "hold 3 of 10, esc stops" in at.screen)
        await at.press("j")
        assert at.case == "RP-0002"
        await at.press("z")
        assert "This is still being recorded: hold" in at.told
        await at.press("escape", "escape")
        go_on.set()
        await at.settle()
        assert held(docket) == ["RP-0001", "RP-0002", "RP-0003", "RP-0004"]
        assert "Hold recorded on 4 of 10 cases. What was not recorded stays marked." in at.told
        assert [*at.session.marks] == [f"RP-{number:04}" for number in range(5, 11)]


@pytest.mark.parametrize("key", ["q", "ctrl+q"])
async def test_who_leaves_with_cases_marked_is_asked_once(docket: Docket, tmp_path: Path, key: str) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("space", "space", "slash", *"id:RP-0009", "enter")
        await at.settle()
        await at.press("space", key)
        await at.settle()
        assert "3 cases marked, and marks are not kept: quit once more to leave without them." in at.told
        await at.press("p", "escape", key)
        await at.settle()
        assert at.app.is_running, "other marks are asked about anew"
        await at.press(key)
        await at.settle()
        assert not at.app.is_running


async def test_who_marked_nothing_leaves_at_once(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("space", "escape", "q")
        await at.settle()
        assert not at.app.is_running


async def test_who_leaves_meanwhile_is_told_how_far_it_came(
    docket: Docket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there, go_on = waits_at(docket, monkeypatch, 3)
    async with desk(docket, tmp_path) as at:
        await begins(at)
        await at.until(there.is_set)
        await at.press("q")
        go_on.set()
        await at.settle()
        assert at.app.is_running
        assert "Hold recorded on 3 of 10 cases. What was not recorded stays marked." in at.told
        await at.press("q")
        await at.settle()
    assert held(docket) == ["RP-0001", "RP-0002", "RP-0003"]


async def test_a_disk_that_is_full_ends_it_and_what_is_left_stays_marked(
    docket: Docket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(many, "AT_ONCE", 2)
    act, holds = docket.act, iter(range(1000))

    def full(reviewer: str, case: str, request: object, key: str = "") -> Answer:
        if isinstance(request, Hold) and next(holds) == 5:
            raise NotSaved("The disk is full.")
        return act(reviewer, case, request, key)  # type: ignore[arg-type]

    async with desk(docket, tmp_path) as at:
        monkeypatch.setattr(docket, "act", full)
        await begins(at)
        await at.settle()
        assert "Hold recorded on 5 of 10 cases. The disk is full. What was not recorded stays marked." in at.told
        assert [*at.session.marks] == [f"RP-{number:04}" for number in range(6, 11)]
        await opens(at, "z")
        assert WHY in in_dialog(at)
        await sends(at)
        assert len(held(docket)) == 10
        assert "5 of 5" in at.told


async def test_a_vote_sent_meanwhile_is_recorded_in_between(
    docket: Docket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(many, "AT_ONCE", 2)
    there, go_on = waits_at(docket, monkeypatch, 1)
    async with desk(docket, tmp_path, chosen="-id:RP-0010") as at:
        await begins(at)
        await at.until(there.is_set)
        at.app.work.submissions.act("RP-0010", Hold(docket.today() + timedelta(9), "Alone."))
        go_on.set()
        await at.settle()
        order = [record.case for record in docket.history("alice") if record.kind == "hold"]
        assert order.index("RP-0010") < 3
        assert len(order) == 10
