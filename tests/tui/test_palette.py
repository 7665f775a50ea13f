"""What people call things, in the palette; and what is typed on after a refusal."""

from pathlib import Path

import pytest
from textual.command import CommandPalette
from textual.screen import ModalScreen

from store.docket import Docket
from tests.dockets import REVOKE, vote
from tests.sweeps import all_but
from tests.tui.desk import Desk, desk
from tui.cli import COMMANDS
from tui.dialogs.act_form import ActForm
from tui.keymap import Keymap
from tui.palette import OF_THE_SHELL, WORDS
from tui.palette_search import _AROUND, PaletteProvider
from tui.screens.registry import places
from tui.widgets.case_pane import CasePane


async def found(at: Desk, query: str) -> list[str]:
    """What the palette finds."""
    provider = PaletteProvider(at.app.first, None)
    return [str(hit.text or hit.match_display) async for hit in provider.search(query)]


def test_other_words_are_of_actions_and_commands_that_there_are() -> None:
    actions = {one.id for place in places() for one in place.actions}
    assert set(WORDS) - actions == {"theme"}
    assert set(OF_THE_SHELL) <= set(COMMANDS)
    assert not set(OF_THE_SHELL) & actions, "what a screen can do is done there"


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("recuse", "Step off · recuse"),
        ("undo", "Withdraw · undo"),
        ("reassign", "Assign · reassign"),
        ("related", "Outline · related"),
        ("Search", "Filter · search"),
        ("send-back", "Send back · send-back"),
        ("report", "foureyes report · report"),
        ("export", "foureyes export · export"),
        ("file", "foureyes case-file · file"),
    ],
)
async def test_what_people_call_it_is_found(docket: Docket, tmp_path: Path, query: str, first: str) -> None:
    async with desk(docket, tmp_path) as at:
        assert first in await found(at, query)


async def test_a_label_is_found_once_and_nothing_by_no_word(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        assert (await found(at, "withdraw")).count("Withdraw") == 1
        assert not [one for one in await found(at, "withdraw") if "·" in one]
        assert await found(at, "xyzzy") == []


async def lines(at: Desk, query: str) -> list[str]:
    """The lines of the palette, without what each does."""
    provider = PaletteProvider(at.app.first, None)
    hits = provider.search(query) if query else provider.discover()
    return [str(hit.prompt) async for hit in hits]


async def test_the_keys_stand_at_the_right_of_each_line_as_their_reader_has_chosen_them(
    docket: Docket, tmp_path: Path
) -> None:
    keymap = Keymap({"case.cite": "f9"})
    async with desk(docket, tmp_path, size=(80, 24), keymap=keymap) as at:
        at.app.first.query_one(CasePane).focus()
        for query in ("", "cite", "comment", "wait"):
            for line in await lines(at, query):
                assert len(line) <= 80
        (cite,) = [line for line in await lines(at, "cite") if line.startswith("Cite")]
        assert cite.split() == ["Cite", "F9"]
        assert len(cite) == 80 - _AROUND, "all keys end where the palette does"
        assert [line.split() for line in await lines(at, "comment")] == [["Note", "·", "comment", "m"]]
        assert "Assign" in await lines(at, ""), "what has no key is found by name alone"


async def test_two_of_one_name_say_where_each_counts(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        names = [line.split("  ")[0] for line in await lines(at, "")]
        assert len(names) == len(set(names))
        assert {"Down · queue", "Down · case"} <= {*names}
        down = next(one for one in at.app.by_label(at.app.first) if one.label == "Down · queue")  # type: ignore[arg-type]
        await down.command()
        assert at.case == "RP-0002"


@pytest.mark.parametrize("share", all_but(range(4), 0))
async def test_each_line_can_be_chosen(docket: Docket, tmp_path: Path, share: int) -> None:
    """What must know its key, such as 1-9, is no line: its name says no number."""
    async with desk(docket, tmp_path) as at:
        names = await lines(at, "")
        assert not [name for name in names if name.startswith("Vote for")]
        for one in [*at.app.by_label(at.app.first)][share::4]:  # type: ignore[arg-type]
            if one.label not in ("Quit", "Theme"):
                await one.command()
                await at.settle()
                await at.press("escape", "escape")
                await at.settle()


async def picks(at: Desk, *written: str) -> None:
    """Find something in the palette, and take the first line."""
    await at.press(":", *written)
    palette_screen = at.app.screen
    assert isinstance(palette_screen, CommandPalette)
    await at.until(lambda: palette_screen.query_one("CommandList").option_count)  # type: ignore[attr-defined]
    await at.press("down", "enter")
    await at.until(lambda: not isinstance(at.app.screen, CommandPalette))
    await at.settle()


async def test_a_command_of_the_shell_says_so(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await picks(at, *"report")
        assert "foureyes report in a shell: the numbers of the docket." in at.told


async def test_what_is_typed_on_after_a_refusal_is_no_command(docket: Docket, tmp_path: Path) -> None:
    for who in ("ben", "cleo"):
        vote(docket, who, "RP-0001", REVOKE)
    async with desk(docket, tmp_path, case="RP-0001") as at:
        await picks(at, *"assign")
        assert "This case is decided." in at.told
        await at.press(*"dnz")
        assert (at.case, isinstance(at.app.screen, ModalScreen), at.review.vote_form) == ("RP-0001", False, None)
        await at.press("escape", "j")
        assert at.case == "RP-0002"
        await picks(at, *"assign")
        assert isinstance(at.app.screen, ActForm)
        await at.press(*"ben")
        assert at.app.screen.values["to"] == "ben"


async def test_letters_after_what_is_only_told_are_keys(docket: Docket, tmp_path: Path) -> None:
    """Only where a form was asked for and did not open may letters have been meant for it."""
    async with desk(docket, tmp_path) as at:
        for words in ("report", "go on by itself", "criteria"):
            await picks(at, *words)
            assert at.told.startswith("›"), words
            await at.press("N")
        assert at.case == "RP-0004"
