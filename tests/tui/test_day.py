"""My day: what is left, what was begun and what was done, each a key away."""

import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from store.acts import Cite, Hold, Recuse, SendBack, Unmask, Withdraw, WriteNote
from store.docket import Docket
from store.opening import open_docket
from tests.dockets import KEEP, REVOKE, adjudicate, done, see, vote
from tests.processes import CEILING
from tests.sweeps import every_nth
from tests.tui.desk import NARROW, WIDE, desk
from tests.tui.test_deciding import in_dialog
from tui.dialogs.reason_area import ReasonArea
from tui.dialogs.writing import WritingScreen
from tui.pages import day_page
from tui.pages.day_page import Day
from tui.screens import entry_screen
from tui.widgets.entry_list import EntryList


@pytest.fixture(autouse=True)
def _no_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """It reads again at once."""
    monkeypatch.setattr(entry_screen, "LEAST", 0.001)
    monkeypatch.setattr(entry_screen, "REST", 0)


async def test_what_was_done_by_time_and_what_is_left(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.votes_to_keep()
        await at.press("D")
        await at.settle()
        assert "My day · alice" in at.screen
        assert "to be read and voted on        9  ███" in at.screen
        assert "DONE TODAY  1" in at.screen
        line = next(one for one in at.screen.splitlines() if "RP-0001" in one and "vote recorded" not in one)
        assert "Permit stands · decided" in line
        assert "d on a case begins a vote" in at.screen


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_the_form_of_a_draft_is_two_keys_away(docket: Docket, tmp_path: Path, size: tuple[int, int]) -> None:
    async with desk(docket, tmp_path, size) as at:
        await at.press("N", "N", "enter", "c", "R", "k", "D")
        await at.settle()
        await at.press("2", "enter")
        await at.settle()
        assert at.case == "RP-0003"
        assert at.review.vote_form is not None
        assert at.session.saved.draft.cites[0].item == "q1"


@pytest.mark.parametrize(
    ("opens", "shows"),
    every_nth(
        3,
        [
            ("m", "Note on a passage · RP-0003"),
            ("M", "Note on the case · RP-0003"),
            ("z", "Hold · RP-0003"),
            ("f", "Refer · RP-0003"),
            ("u", "Unmask · RP-0003"),
        ],
    ),
)
async def test_enter_on_a_draft_opens_the_form_that_it_was_written_in(
    docket: Docket, tmp_path: Path, opens: str, shows: str
) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("N", "N", "enter", opens)
        await at.settle()
        field = at.app.screen.query(ReasonArea).first()
        field.focus()
        await at.press(*"Kept.", "escape", "N", "D")
        await at.settle()
        assert at.case == "RP-0004"
        await at.press("2", "enter")
        await at.settle()
        assert isinstance(at.app.screen, WritingScreen)
        assert shows in in_dialog(at)
        assert "Kept." in in_dialog(at)


async def test_a_draft_that_can_be_recorded_no_more_says_why_and_how_to_read_it(
    docket: Docket, place: Path, tmp_path: Path
) -> None:
    other = open_docket(place)
    async with desk(docket, tmp_path) as at:
        await at.press("N", "N", "enter", "c", "N")
        vote(other, "bob", "RP-0003", KEEP)
        await at.press("D")
        await at.settle()
        await at.press("2", "enter")
        await at.settle()
        assert at.case == "RP-0003"
        assert at.review.vote_form is None
        assert "This case is decided. F8 shows what you wrote, to copy or drop it." in " ".join(at.told.split())
    other.close()


async def test_the_filter_stays_for_who_goes_to_a_draft(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path, chosen="for:me flag:Q3") as at:
        await at.press("N", "N", "enter", "c", "D")
        await at.settle()
        await at.press("2", "enter")
        await at.settle()
        assert at.case == "RP-0003"
        assert "/ for:me flag:Q3" in at.screen


async def test_what_is_done_today_is_a_queue_in_the_order_in_which_it_was_done(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.votes_to_keep()
        await at.press("D")
        await at.settle()
        await at.press("3", "enter")
        await at.settle()
        assert at.case == "RP-0001"


async def test_the_order_that_was_chosen_stays_whatever_the_day_leads_to(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path, chosen="sort:-priority") as at:
        await at.votes_to_keep()
        await at.press("D")
        await at.settle()
        await at.press("1", "enter")
        await at.settle()
        assert str(at.session.queue.chosen) == "for:me sort:-priority"
        await at.press("D")
        await at.settle()
        await at.press("3", "enter")
        await at.settle()
        await at.press("D")
        await at.settle()
        await at.press("1", "enter")
        await at.settle()
        await at.press("h", "escape")
        await at.settle()
        assert str(at.session.queue.chosen) == "sort:-priority"


@pytest.mark.parametrize("drafts", [True, False])
async def test_a_key_to_a_section_waits_for_the_day_to_be_read(
    docket: Docket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, drafts: bool
) -> None:
    """Whoever goes to their drafts with two quick keys is not told that they have none before anybody knows."""
    read, may_read = day_page.read_day, threading.Event()

    def slow(*asked: Any) -> Day:
        assert may_read.wait(CEILING)
        return read(*asked)

    monkeypatch.setattr("tui.screens.day.read_day", slow)
    async with desk(docket, tmp_path) as at:
        await at.press(*(("enter", "c") if drafts else ()), "D", "2")
        assert "You have no drafts" not in at.screen
        assert "Your day is still being read" in at.screen
        may_read.set()
        await at.settle()
        assert ("You have no drafts" not in at.screen) is drafts
        assert "still being read" not in at.screen
        entries = at.app.screen.query_one(EntryList)
        assert (entries.current is not None and entries.current.case == "RP-0001") is drafts


async def test_nothing_to_go_to_is_said(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("D")
        await at.settle()
        await at.press("2")
        assert "You have no drafts: d on a case" in await at.drawn()
        await at.press("3")
        assert "You have voted on nothing today yet: esc, then n" in await at.drawn()


async def test_what_else_was_recorded_today_leads_to_its_case(
    docket: Docket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(day_page, "AMONG", 9)
    until = docket.today() + timedelta(7)
    done(docket.act("alice", "RP-0002", WriteNote("Too many records ago.")))
    done(vote(docket, "alice", "RP-0005", KEEP))
    done(docket.act("alice", "RP-0004", WriteNote("She moved in May.", Cite("q1", 0, 16))))
    done(docket.act("alice", "RP-0005", Withdraw("Wrong case.")))
    done(docket.act("alice", "RP-0006", Hold(until, "Waits for the register.")))
    done(docket.act("alice", "RP-0007", Recuse("A neighbour.")))
    done(docket.act("alice", "RP-0003", Unmask(("citizenship",), "To check the register.")))
    done(docket.act("bob", "RP-0008", WriteNote("Of somebody else.")))
    done(docket.act("bob", "RP-0009", WriteNote("Of somebody else.")))
    async with desk(docket, tmp_path) as at:
        await at.press("D")
        await at.settle()
        assert "ALSO RECORDED TODAY  4 in the last 9 records" in at.screen
        also = at.screen.partition("ALSO RECORDED TODAY")[2].partition("BEFORE")[0]
        assert [" ".join(line.split()[1:]) for line in also.splitlines() if ":" in line] == [
            "RP-0007 stepped off the case: A neighbour.",
            f"RP-0006 held it until {until}: Waits for the register.",
            "RP-0005 took their vote back: Wrong case.",
            "RP-0004 wrote a note on q1",
        ]
        await at.clicks("wrote a note on q1")
        await at.press("enter")
        await at.settle()
        assert at.case == "RP-0004"


async def test_when_nothing_is_left_it_says_where_to_look(docket: Docket, place: Path, tmp_path: Path) -> None:
    other = open_docket(place)
    async with desk(docket, tmp_path) as at:
        await at.press("D")
        await at.settle()
        for number in range(1, 11):
            vote(other, "bob", f"RP-{number:04}", KEEP)
        at.app.look()
        await at.until(lambda: "Nothing waits for you. O shows how far the others are." in at.screen)
        assert "DONE TODAY  0" in at.screen
    other.close()


async def test_what_was_sent_back_is_asked_for_with_its_instructions_and_the_vote_stays_in_what_was_done(
    docket: Docket, tmp_path: Path
) -> None:
    done(vote(docket, "alice", "RP-0003", KEEP))
    done(docket.act("alice", "RP-0003", Withdraw("Wrong case.")))
    done(vote(docket, "alice", "RP-0002", REVOKE))
    done(vote(docket, "bob", "RP-0002", KEEP))
    see(docket, "lead", "RP-0002")
    done(docket.act("lead", "RP-0002", SendBack("Look at the stamps again.")))
    async with desk(docket, tmp_path) as at:
        await at.press("D")
        await at.settle()
        assert "to be voted on again           1" in at.screen
        assert "TO BE VOTED ON AGAIN  1" in at.screen
        assert "DONE TODAY  1" in at.screen
        assert "RP-0002    Permit revoked · counts no more: round 2 has begun" in at.screen
        await at.clicks("Look at the stamps again.")
        await at.press("enter")
        await at.settle()
        assert at.case == "RP-0002"
        await at.press("D", "1", "j", "j", "j", "j", "enter")
        await at.settle()
        assert (str(at.session.queue.chosen), at.case) == ("again:me", "RP-0002")
        await at.votes_to_keep()
        await at.press("D")
        await at.settle()
        assert "TO BE VOTED ON AGAIN" not in at.screen
        assert "RP-0002    Permit stands · " in at.screen


async def test_how_it_was_decided_is_told_where_it_was_otherwise(docket: Docket, tmp_path: Path) -> None:
    done(vote(docket, "alice", "RP-0002", REVOKE))
    done(vote(docket, "bob", "RP-0002", KEEP))
    done(vote(docket, "alice", "RP-0003", REVOKE))
    done(vote(docket, "bob", "RP-0003", REVOKE))
    done(adjudicate(docket, "lead", "RP-0002", KEEP))
    async with desk(docket, tmp_path) as at:
        await at.press("D")
        await at.settle()
        told = [" ".join(one.split()[2:]) for one in at.screen.splitlines() if "Permit revoked" in one]
        assert told == ["Permit revoked · decided", "Permit revoked · decided: Permit stands"]


async def test_looking_at_ones_day_leaves_no_record(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.votes_to_keep()
        before = docket.checkpoint("alice").count
        await at.press("D")
        await at.settle()
        assert docket.checkpoint("alice").count == before
