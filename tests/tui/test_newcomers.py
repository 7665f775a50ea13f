"""What somebody meets who is here for the first time: a tour, keys that say where they work, what to do next."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.screen import ModalScreen

from store.docket import Docket
from store.opening import open_docket
from tests.dockets import KEEP, vote
from tests.tui.desk import NARROW, SMALL, WIDE, Desk, desk
from tui.app import FoureyesApp
from tui.dialogs.help import Help
from tui.dialogs.tour import STEPS, Tour
from tui.keymap import Keymap

pytestmark = pytest.mark.long


class Welcoming(FoureyesApp):
    """The program as it starts in a terminal."""

    shows_around = True


@asynccontextmanager
async def welcomed(docket: Docket, home: Path, keymap: Keymap | None = None) -> AsyncIterator[Desk]:
    """A desk at which somebody new sits down."""
    async with desk(docket, home, NARROW, app=Welcoming, keymap=keymap) as at:
        yield at


async def test_a_newcomer_is_shown_around_in_five_steps(docket: Docket, tmp_path: Path) -> None:
    async with welcomed(docket, tmp_path) as at:
        for number, (title, _) in enumerate(STEPS, 1):
            assert f"{title} · {number} of 5" in at.screen
            assert "RP-0001" in at.screen, "the screen that it is about is seen above it"
            assert not re.search(r"\{[a-z]", at.screen)
            await at.press("space")
        assert not isinstance(at.app.screen, Tour)
        await at.press("N")
        assert at.case == "RP-0002"


async def test_the_tour_can_be_left_and_is_not_shown_again(docket: Docket, tmp_path: Path) -> None:
    async with welcomed(docket, tmp_path) as at:
        await at.press("space", "escape")
        assert not isinstance(at.app.screen, Tour)
        at.app.keep_place()
    async with welcomed(docket, tmp_path) as at:
        assert not isinstance(at.app.screen, Tour)
        at.app.action_tour()
        assert "1 of 5" in await at.drawn()
    async with desk(docket, tmp_path, NARROW, "ben", app=Welcoming) as at:
        assert not isinstance(at.app.screen, Tour), "they have seen it, by whichever name they review"


async def test_the_keys_that_move_do_so_while_the_tour_is_open(docket: Docket, tmp_path: Path) -> None:
    async with welcomed(docket, tmp_path) as at:
        for key, case in (("j", "RP-0002"), ("k", "RP-0001"), ("n", "RP-0002")):
            await at.press(key)
            await at.settle()
            assert at.case == case
            assert "The queue and the case · 1 of 5" in at.screen
        await at.press("tab", "j")
        assert (at.pane, at.case) == ("case", "RP-0002")
        await at.press("tab", "enter")
        assert at.pane == "case"
        await at.press("space", "]", "c")
        assert at.session.saved.draft.cites[0].item == "r1"
        assert "Reading · 2 of 5" in at.screen


@pytest.mark.parametrize(
    ("key", "leads_to"),
    [
        ("d", "○ Choose"),
        ("slash", "Keep the filter"),
        ("u", "Unmask"),
        ("D", "My day"),
        ("question_mark", "In the queue"),
        ("colon", "What to do?"),
    ],
)
async def test_a_key_that_leads_elsewhere_ends_the_tour_and_does_it(
    docket: Docket, tmp_path: Path, key: str, leads_to: str
) -> None:
    async with welcomed(docket, tmp_path) as at:
        await at.press(key)
        await at.settle()
        assert not any(isinstance(one, Tour) for one in at.app.screen_stack)
        assert leads_to in await at.drawn(), at.screen


async def test_the_tour_goes_on_where_a_key_led_elsewhere(docket: Docket, tmp_path: Path) -> None:
    async with welcomed(docket, tmp_path) as at:
        await at.press("space", "space", "d")
        await at.settle()
        assert "The tour has made room: : and tour go on with it." in await at.drawn()
        await at.press("escape", "colon", *"tour", "enter")
        await at.settle()
        assert "Citing and voting · 3 of 5" in await at.drawn()
        await at.press("escape", "colon", *"tour", "enter")
        await at.settle()
        assert "1 of 5" in await at.drawn(), "who left it begins anew"


async def test_what_the_tour_says_ends_the_program_ends_it(docket: Docket, tmp_path: Path) -> None:
    async with welcomed(docket, tmp_path) as at:
        await at.press("q")
        await at.settle()
        assert at.app.return_code == 0


async def test_a_key_that_does_nothing_says_so_during_the_tour(docket: Docket, tmp_path: Path) -> None:
    async with welcomed(docket, tmp_path) as at:
        await at.press("+")
        assert "+ does nothing here: ? lists the keys." in await at.drawn()
        assert "1 of 5" in at.screen


async def test_the_tour_names_the_keys_that_one_has(docket: Docket, tmp_path: Path) -> None:
    async with welcomed(docket, tmp_path, Keymap({"queue.down": "x"})) as at:
        assert "x and k move in it" in " ".join(at.screen.split())


@pytest.mark.parametrize(
    ("key", "said"),
    [("c", "c Cite"), ("]", "] Next item")],
)
async def test_a_key_of_another_part_says_where_it_works(docket: Docket, tmp_path: Path, key: str, said: str) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press(key)
        assert f"{said}: only in the case. F6 goes there." in at.told


async def test_a_key_that_does_nothing_says_so(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("f9")
        assert "f9 does nothing here: ? lists the keys." in at.told
        await at.press("D")
        await at.settle()
        await at.press("d")
        assert "d Vote: only in the queue and in the case. esc goes there." in await at.drawn()
        await at.press("+")
        assert "+ does nothing here: ? lists the keys." in await at.drawn()


EMPTY = "No case matches the filter: / writes another"


async def test_without_a_case_every_key_says_what_to_do_next(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path, chosen="standing:decided") as at:
        for key in "d1amMwuzxyYIonNpj":
            await at.press(key)
            await at.settle()
            assert EMPTY in at.told, key
            await at.press("f9")
            assert EMPTY not in at.told, "what the key before said stands there"


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (("f2",), "Nothing is being written: d writes your vote"),
        (("R",), "This is the queue and the case"),
        (("enter", "["), "This is the first item of the case."),
        (("enter", "]", "]", "]", "]", "]"), "This is the last item of the case."),
    ],
)
async def test_a_key_that_has_nothing_to_do_says_why(
    docket: Docket, tmp_path: Path, keys: tuple[str, ...], said: str
) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press(*keys)
        await at.settle()
        assert said in at.told


async def test_help_begins_with_where_one_is(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("?")
        first = next(line for line in at.screen.splitlines() if "In the" in line)
        assert "In the queue" in first
        await at.press("escape", "enter", "?")
        first = next(line for line in at.screen.splitlines() if "In the" in line)
        assert "In the case" in first


async def test_help_while_a_vote_is_written_is_about_the_form_and_the_case_beside(
    docket: Docket, tmp_path: Path
) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("enter", "d", "f7", "f1")
        assert headings(at) == ["While a vote is written", "Where a reason or a note is written", "In the case"]
        await at.press("escape", "f6", "f1")
        assert headings(at) == [
            "In the case",
            "In the case, while a vote is written; a letter that leads away from it is pressed twice",
            "In the queue and in the case",
            "Anywhere",
        ]


def headings(at: Desk) -> list[str]:
    """The parts of the help that are about keys."""
    assert isinstance(at.app.screen, Help)
    return [one.heading for one in at.app.screen._places]


async def test_help_on_a_form_is_about_its_keys(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("enter", "m", "f1")
        assert headings(at) == ["Here"]
        for words in ("F2                  Write", "F8                  Drop the draft", "esc                 Close"):
            assert words in at.screen


async def test_help_on_a_list_has_its_own_keys_and_one_line_for_its_numbers(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("S", "f1")
        assert headings(at) == ["Here"]
        assert isinstance(at.app.screen, Help)
        [here] = at.app.screen._places
        assert not {"Copy selected text", "Focus Next"} & {one.label for one in here.actions}
        assert [one.shown_keys for one in here.actions if one.keys[0].isdecimal()] == [["1-9"]]
        assert "1-9                 Take the one of this number" in at.screen


@pytest.mark.parametrize("size", [WIDE, NARROW, SMALL])
async def test_the_line_of_keys_of_a_form_names_the_help_and_the_reason(
    docket: Docket, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with desk(docket, tmp_path, size) as at:
        await at.press("d")
        await at.settle()
        line = at.screen.splitlines()[-1].rstrip()
        assert line.endswith("F1 Help")
        assert "F7 Reason   F6 Case" in line
        assert ("esc Close, keep draft" if size is WIDE else "esc Close") in line


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_the_line_of_keys_is_never_cut(docket: Docket, tmp_path: Path, size: tuple[int, int]) -> None:
    async with desk(docket, tmp_path, size) as at:
        for keys in ((), ("enter",), ("D",), ("O",), ("P",)):
            await at.press("R", *keys)
            await at.settle()
            line = at.screen.splitlines()[-1].rstrip()
            assert line.endswith("? Help   q Quit"), line
        assert size is NARROW or "O Overview" in line


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_the_line_of_keys_says_none_that_do_nothing_in_a_dialog(
    docket: Docket, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with desk(docket, tmp_path, size) as at:
        usual = (await at.drawn()).splitlines()[-1]
        for key in ("z", "M", "o", "S", "number_sign", "colon", "u"):
            await at.press(key)
            await at.settle()
            assert isinstance(at.app.screen, ModalScreen), key
            assert not re.search(r"\? Help|q Quit|/ Filter", await at.drawn()), key
            await at.press("escape")
            assert (await at.drawn()).splitlines()[-1] == usual, key


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_what_is_told_briefly_is_gone_with_the_next_key(
    docket: Docket, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with desk(docket, tmp_path, size) as at:
        for key in ("tab", "o", "D", "slash"):
            await at.press("B")
            assert "room for the criteria from 160 columns on" in at.told
            await at.press(key)
            await at.settle()
            assert "room for the criteria" not in at.told, key
            await at.press("escape", "R", "j")


async def test_a_queue_of_mine_that_is_done_says_what_comes_next(docket: Docket, place: Path, tmp_path: Path) -> None:
    other = open_docket(place)
    for number in range(1, 11):
        vote(other, "bob", f"RP-{number:04}", KEEP)
    async with desk(docket, tmp_path, chosen="for:me") as at:
        said = " ".join(at.screen.split())
        assert "Nothing waits for you here." in said
        assert "O how far the others are" in said
    other.close()


async def test_what_was_said_of_a_stray_key_is_gone_with_the_next_one_that_works(
    docket: Docket, tmp_path: Path
) -> None:
    async with desk(docket, tmp_path) as at:
        for keys in (("j",), ("D",), ("D", "+", "escape"), ("O", "+", "j")):
            await at.press("+")
            assert "+ does nothing here" in await at.drawn()
            await at.press(*keys)
            await at.settle()
            assert "does nothing here" not in at.screen
            await at.press("R")
            await at.settle()
