"""What others changed in the case being read, told for as long as it is true and not dismissed."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from store.acts import Cite
from store.docket import Docket
from store.engine import DocketWarning
from store.opening import open_docket
from tests.dockets import REVOKE, make_case, vote
from tests.sweeps import all_but
from tests.tui.desk import NARROW, SMALL, WIDE, Desk, desk
from tui.acting.write_queue import Done

WARNING = "1 citation of your draft quoted text that is no longer there: cite again."
SECOND = "RP-0001 now stands at second."


async def revised_and_voted_on(at: Desk, place: Path) -> None:
    """While the reviewer cites, the text is revised; then somebody else votes."""
    other = open_docket(place)
    await at.press("enter", "c")
    first, *rest = make_case().evidence
    other.import_cases("lead", iter([make_case(evidence=(replace(first, text="No."), *rest))]), ("again",))
    at.app.look()
    await at.settle()
    assert WARNING in at.told
    vote(other, "bob", "RP-0001", replace(REVOKE, cites=(Cite("r1"),)))
    at.app.look()
    await at.settle()
    other.close()


async def test_a_standing_takes_away_no_warning(docket: Docket, place: Path, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await revised_and_voted_on(at, place)
        assert SECOND in at.told
        assert WARNING not in at.told, "one line, as long as nobody asks for more"
        await at.press("escape")
        assert SECOND in at.told
        assert WARNING in at.told


async def test_who_has_voted_on_a_case_is_told_none_of_its_news(docket: Docket, place: Path, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await revised_and_voted_on(at, place)
        await at.votes_to_keep()
        assert "vote recorded" in at.told
        assert not at.app.work.notices.kept


async def test_a_note_on_a_case_is_no_vote_on_it(docket: Docket, place: Path, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await revised_and_voted_on(at, place)
        await at.press("m", *"Asked.")
        at.person.waits(2)
        await at.press("f2")
        await at.settle()
        assert "note recorded" in at.told
        assert any(WARNING in one.sentence for one in at.app.work.notices.kept)


async def test_of_a_case_that_its_reader_has_left_only_what_is_to_be_done_about_a_draft_is_told(
    docket: Docket, place: Path, tmp_path: Path
) -> None:
    async with desk(docket, tmp_path) as at:
        await revised_and_voted_on(at, place)
        await at.press("N")
        await at.settle()
        assert at.case == "RP-0002"
        assert SECOND not in at.told
        assert "esc shows it" in at.told
        await at.press("escape")
        assert WARNING in at.told, "what is to be done about a draft stays"
        at.person.waits(1)
        other = open_docket(place)
        other.import_cases("lead", iter([make_case(2, title="Another title")]), ("again",))
        other.close()
        at.app.look()
        await at.settle()
        assert "RP-0002 has a new revision" in at.told
        await at.press("N")
        await at.settle()
        assert not any("RP-0002" in one.sentence for one in at.app.work.notices.kept)


async def test_ones_own_vote_is_no_news_though_the_docket_is_looked_at_before_its_answer_comes(
    docket: Docket, tmp_path: Path
) -> None:
    async with desk(docket, tmp_path) as at:
        recorded, answers = at.app._recorded, list[Done]()
        at.app.write_queue._done = answers.append
        await at.votes_to_keep()
        at.app._take_in()
        await at.settle()
        assert "now stands at" not in await at.drawn()
        for answer in answers:
            recorded(answer)
        await at.settle()
        assert "vote recorded" in at.told
        assert "now stands at" not in at.told


@pytest.mark.parametrize("size", all_but([WIDE, NARROW, SMALL], NARROW))
@pytest.mark.parametrize("keys", [(), ("enter",), ("d",), ("d", "f6")])
async def test_what_is_told_moves_no_line_and_covers_nothing_that_says_which_case_it_is(
    docket: Docket, tmp_path: Path, size: tuple[int, int], keys: tuple[str, ...]
) -> None:
    """Its title, that of the form and the outcomes stay in sight, however much is told, of whichever kind."""
    async with desk(docket, tmp_path, size) as at:
        await at.press(*keys)
        await at.settle()
        before, notices = (await at.drawn()).splitlines(), at.app.work.notices
        says = {1: before[1]} | {y: line for y, line in enumerate(before) if "Vote · RP" in line or "( )" in line}
        side = size[0] * 2 // 5 if "d" in keys and size == WIDE else 0
        told: list[str] = []

        async def tells() -> str:
            told[:] = (await at.drawn()).splitlines()
            assert told[1] == before[1]
            assert all(told[y][:side] == line[:side] for y, line in says.items()), "\n".join(told)
            assert all(told[y] == line for y, line in says.items() if not side), "\n".join(told)
            assert told[8:] == before[8:]
            return " ".join("".join([told[0], *(line[side:] for line in told[1:8])]).split())

        for length in (20, size[0] - 9, size[0] - 8, 2 * size[0] - 40):
            sentence = ("A message of some length. " * 10)[: length - 4] + "end."
            notices.tell(sentence)
            assert "end." in await tells()
            notices.settle()
            assert (await at.drawn()).splitlines() == before
        notices.keep("Somebody else voted.")
        assert "Somebody else voted." in await tells()
        assert told[1:] == before[1:]
        notices.keep("Not recorded, for a reason that is longer than any line of it. " * 2 + "End.", failed=True)
        notices.keep("Somebody else voted, too.")
        assert "End." in await tells()
        notices.tell("And this is brief.")
        assert "this is brief" in await tells()
        notices.settle()
        notices.fold()
        assert "esc shows all 3" in await tells()
        assert told[1:] == before[1:], "no line of a case on which it was not told"
        notices.dismiss()
        assert (await at.drawn()).splitlines() == before


@pytest.mark.parametrize("size", [WIDE, NARROW])
@pytest.mark.parametrize("keys", [("enter",), ("d",), ("d", "f6")])
async def test_one_esc_shows_all_messages_and_the_next_takes_all_away_and_one_too_many_leaves_nothing(
    docket: Docket, tmp_path: Path, size: tuple[int, int], keys: tuple[str, ...]
) -> None:
    async with desk(docket, tmp_path, size) as at:
        await at.press(*keys)
        await at.settle()
        pane, form = at.pane, at.review.vote_form
        before = (await at.drawn()).splitlines()
        for sentence in ("One came.", "Another came.", "A third one came."):
            at.app.work.notices.keep(sentence)
        assert "A third one came.  esc shows all 3" in await at.drawn()
        shown = (await at.after("escape")).splitlines()
        assert shown[1] == before[1]
        assert all(f"! {one} came." in at.screen for one in ("One", "Another", "A third one"))
        assert "esc dismisses all 3" in at.screen
        await at.press("escape", "escape")
        assert (await at.drawn()).splitlines()[1:] == before[1:]
        assert (at.pane, at.review.vote_form) == (pane, form)
        at.person.waits(1)
        await at.press("escape")
        assert (at.pane, at.review.vote_form) != (pane, form), "this one was meant for what is read"


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_a_failure_however_long_leaves_what_is_left_to_do_in_sight(
    docket: Docket, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with desk(docket, tmp_path, size) as at:
        counts, notices = "to do 10", at.app.work.notices
        for seen, times in enumerate((1, 2, 4), 1):
            why = "The journal cannot be written: no space is left. " * times + "End."
            notices.keep(why, failed=True)
            lines = (await at.drawn()).splitlines()
            assert counts in lines[0], times
            assert ("End.  esc dismisses" if times == 1 else f"End.  esc shows all {seen}") in at.told, times
            await at.press("n")
            await at.settle()
            assert counts in at.screen.splitlines()[0], times


@pytest.mark.parametrize("size", [WIDE, NARROW, SMALL])
async def test_what_is_wrong_with_the_docket_stands_below_and_covers_nothing(
    docket: Docket, tmp_path: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The docket says so itself: the program asks it each second, and what only the screen was told is gone then."""
    async with desk(docket, tmp_path, size) as at:
        before, warning = (await at.drawn()).splitlines(), "The docket can be read, not written."
        monkeypatch.setattr(docket, "warnings", lambda _: [DocketWarning("damaged", warning, True)])
        at.app.look()
        await at.until(lambda: warning in at.screen)
        now = (await at.drawn()).splitlines()
        assert now[:-2] == before[:-2]
        assert now[-2].split() == ["✗", *warning.split()]
        assert now[-1] == before[-1]
        monkeypatch.setattr(docket, "warnings", lambda _: [])
        at.app.look()
        await at.until(lambda: warning not in at.screen)
        assert (await at.drawn()).splitlines() == before


@pytest.mark.parametrize("size", [NARROW, SMALL])
async def test_what_was_told_of_a_case_covers_nothing_of_the_next_one_and_can_be_read_again(
    docket: Docket, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with desk(docket, tmp_path, size) as at:
        await at.press("enter", "N")
        await at.settle()
        second = at.screen.splitlines()
        await at.press("p")
        why = "RP-0001: vote not recorded, as somebody holds the case until the first of May. " * 2 + "End."
        at.app.work.notices.keep(why, failed=True)
        assert "End." in at.told
        await at.press("N")
        await at.settle()
        assert at.screen.splitlines()[1:4] == second[1:4]
        assert "✗ RP-0001" in at.screen.splitlines()[0]
        assert "esc shows it" in at.screen.splitlines()[0]
        await at.press("escape")
        assert at.screen.splitlines()[1] == second[1]
        assert "End.  esc dismisses" in at.told
        await at.press("escape")
        assert "RP-0001: vote" not in at.screen
