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
        await at.press("escape")
        assert SECOND not in at.told
        assert WARNING in at.told


async def test_what_one_did_oneself_outdates_a_standing_and_no_warning(
    docket: Docket, place: Path, tmp_path: Path
) -> None:
    async with desk(docket, tmp_path) as at:
        await revised_and_voted_on(at, place)
        assert SECOND in at.told
        await at.votes_to_keep()
        assert "vote recorded" in at.told
        assert SECOND not in at.told
        assert WARNING in at.told


async def test_where_a_case_stands_is_told_no_more_to_who_has_gone_on(
    docket: Docket, place: Path, tmp_path: Path
) -> None:
    async with desk(docket, tmp_path) as at:
        await revised_and_voted_on(at, place)
        await at.press("N")
        await at.settle()
        assert at.case == "RP-0002"
        assert SECOND not in at.told
        await at.press("escape")
        assert WARNING in at.told, "what is to be done about a draft stays"


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


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_what_is_told_moves_no_line_below(docket: Docket, tmp_path: Path, size: tuple[int, int]) -> None:
    """In the place of the counts, or over what stands below: the eye keeps its place."""
    async with desk(docket, tmp_path, size) as at:
        before = (await at.drawn()).splitlines()
        for length in (20, size[0] - 9, size[0] - 8, 2 * size[0] - 30):
            sentence = ("A message of some length. " * 10)[: length - 4] + "end."
            at.app.work.notices.tell(sentence)
            told = (await at.drawn()).splitlines()
            assert sentence in " ".join(" ".join(told[:4]).split()).replace("› ", ""), length
            lines = 0 if length < size[0] - 7 else 2
            assert told[1 + lines :] == before[1 + lines :], length
            at.app.work.notices.settle()
            assert (await at.drawn()).splitlines() == before


@pytest.mark.parametrize("size", all_but([WIDE, NARROW, SMALL], NARROW))
@pytest.mark.parametrize("keys", [(), ("enter",), ("d",)])
async def test_what_stays_told_moves_no_line_when_it_comes_nor_when_it_goes(
    docket: Docket, tmp_path: Path, size: tuple[int, int], keys: tuple[str, ...]
) -> None:
    """It takes the line at the top, or as many below as it needs; whoever goes on sees it until Esc."""
    async with desk(docket, tmp_path, size) as at:
        await at.press(*keys)
        await at.settle()
        before, notices = (await at.drawn()).splitlines(), at.app.work.notices
        notices.keep("Somebody else voted.")
        assert (await at.drawn()).splitlines()[1:] == before[1:]
        notices.keep("Not recorded, for a reason that is longer than any line of it. " * 2 + "End.", failed=True)
        notices.keep("Somebody else voted, too.")
        notices.tell("And this is brief.")
        told = (await at.drawn()).splitlines()
        said = " ".join(" ".join(told[:6]).split())
        assert all(
            one in said for one in ("Somebody else voted, too.", "line of it. End.", "esc dismisses", "is brief.")
        )
        assert told[6:] == before[6:]
        notices.settle()
        for _ in range(2):
            notices.dismiss()
        assert (await at.drawn()).splitlines()[1:] == before[1:]
        notices.dismiss()
        assert (await at.drawn()).splitlines() == before


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_a_failure_however_long_leaves_what_is_left_to_do_in_sight(
    docket: Docket, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with desk(docket, tmp_path, size) as at:
        counts, notices = "to do 10", at.app.work.notices
        for times in (1, 2, 4):
            why = "The journal cannot be written: no space is left. " * times + "End."
            notices.keep(why, failed=True)
            lines = (await at.drawn()).splitlines()
            assert counts in lines[0], times
            assert "End.  esc dismisses" in at.told.splitlines()[-1], times
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
        assert "End.  esc dismisses" in " ".join(at.told.split("\n"))
        await at.press("escape")
        assert "RP-0001: vote" not in at.screen
