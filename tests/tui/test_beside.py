"""The vote form beside the case: both are read, nothing moves, and few keys are needed."""

from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.widget import Widget

from store.acts import Cite, Draft, Hold
from store.docket import Docket
from store.model import Evidence, Standing
from tests.dockets import POLICY, make_case, vote
from tests.sweeps import all_but
from tests.tui.desk import NARROW, SMALL, WIDE, Desk, desk
from tests.tui.vote_story import spoken
from tui.vote.vote_form import VoteForm
from tui.widgets.case_pane import CasePane
from tui.widgets.queue_list import QueueList

pytestmark = pytest.mark.long

ADVERSE = Draft("revoke", ("contact",), "The register says otherwise.", (Cite("r1", 0, 28),))
SIZES = pytest.mark.parametrize("size", all_but([WIDE, NARROW, SMALL], WIDE, NARROW))


async def presses(at: Desk, *keys: str) -> int:
    """Press keys, and count them."""
    await at.press(*keys)
    await at.settle()
    return len(keys)


# Keys


@SIZES
async def test_a_clear_case_takes_two_keys_after_reading(docket: Docket, tmp_path: Path, size: tuple[int, int]) -> None:
    async with desk(docket, tmp_path, size) as at:
        await at.press("enter", "j", "j")
        assert await presses(at, "1", "f2") == 2
        assert docket.view("alice", "RP-0001").standing is Standing.DECIDED


async def test_three_with_its_ground(docket: Docket, tmp_path: Path) -> None:
    explained = '[[ground]]\nid = "explained"\nlabel = "Explained"\nlaw = "art. 34"\noutcomes = ["keep"]\n'
    docket.set_policy("lead", POLICY + explained, "Clear outcomes have grounds too.")
    async with desk(docket, tmp_path) as at:
        await at.press("enter", "j", "j")
        assert await presses(at, "1", "a", "f2") == 3
        [record] = docket.view("alice", "RP-0001").votes
        assert (record.body.outcome, record.body.grounds) == ("keep", ("explained",))  # type: ignore[attr-defined]


@SIZES
async def test_an_adverse_case_takes_eight_keys_besides_its_reason_and_the_id(
    docket: Docket, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with desk(docket, tmp_path, size) as at:
        await at.press("enter")
        keys = await presses(at, "j", "j", "c", "2", "b", "f2")
        await at.press(*"The register says otherwise.")
        keys += await presses(at, "f2")
        await at.press(*"RP-0001")
        at.person.waits(1)
        keys += await presses(at, "f2")
        assert keys == 8
        [record] = docket.view("alice", "RP-0001").votes
        assert record.body.reason == "The register says otherwise."  # type: ignore[attr-defined]


# Reading beside it


def drawn(at: Desk, pane: type[Widget] = CasePane) -> list[str]:
    """The lines of a pane."""
    region = at.review.query_one(pane).region
    return [line[region.x : region.right] for line in at.screen.splitlines()[region.y : region.bottom]]


@pytest.mark.parametrize("size", [(100, 30), (120, 40), (140, 40)])
async def test_no_line_of_the_case_moves_when_the_form_opens_beside_it(
    docket: Docket, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with desk(docket, tmp_path, size) as at:
        await at.press("enter", "j", "j")
        await at.lingers()
        before = drawn(at)
        await at.press("d")
        assert "Vote · RP-0001" in at.screen
        assert drawn(at) == before
        await at.press("2", "tab", "escape")
        assert drawn(at) == before


async def test_below_it_the_place_stays_in_sight_and_comes_back_to_its_line(docket: Docket, tmp_path: Path) -> None:
    items = tuple(
        replace(make_case().evidence[0], id=f"q{number}", text=f"Answer {number}. " * 12) for number in range(1, 9)
    )
    docket.import_cases("lead", iter([make_case(1, evidence=items)]), ("again.jsonl",))
    async with desk(docket, tmp_path, NARROW) as at:
        await at.press("enter", *["j"] * 40)
        await at.lingers()
        before, place = drawn(at), next(line for line in drawn(at) if line.startswith("▌"))
        await at.press("d")
        assert place in drawn(at)
        assert "1 ( ) Permit stands" in at.screen
        await at.press("f6")
        assert place in drawn(at)
        await at.press("escape")
        assert drawn(at) == before


@pytest.mark.parametrize("size", [WIDE, NARROW, (200, 50)])
async def test_the_reason_is_in_view_when_a_form_with_much_law_opens(
    docket: Docket, tmp_path: Path, size: tuple[int, int]
) -> None:
    law = "The Act on the Legal Status of Aliens as it was amended in the year before, article 35, paragraph 1"
    more = "".join(
        f'[[ground]]\nid = "g{n}"\nlabel = "Ground number {n}"\nlaw = "{law}, point {n}"\noutcomes = ["revoke"]\n'
        for n in range(5)
    )
    docket.set_policy("lead", POLICY + more, "More grounds.")
    async with desk(docket, tmp_path, size) as at:
        await at.press("enter", "c", "2")
        await at.settle()
        assert "Why, in your own words" in at.screen
        assert at.screen.count("Aliens") <= 2 + (size[0] == 200) * 4, "laws that are not under the cursor take lines"
        lines = [line for line in at.screen.splitlines() if "Ground number" in line]
        assert all(f"point {n}" in line for n, line in enumerate(lines)), "an article is cut where room is free"
        assert len(lines) >= 3, at.screen
        await at.press("end")
        await at.settle()
        assert f"{law}, point 4" in spoken("\n".join(drawn(at, VoteForm)).replace("▌", " ")), (
            "what is under the cursor is not whole"
        )


@SIZES
async def test_what_is_cited_is_in_sight_before_an_adverse_vote_is_sent(
    docket: Docket, tmp_path: Path, size: tuple[int, int]
) -> None:
    more = "".join(
        f'[[ground]]\nid = "g{n}"\nlabel = "Ground that takes two lines where the form is narrow {n}"\n'
        f'law = "The Act on the Legal Status of Aliens, art. {n}"\noutcomes = ["revoke"]\n'
        for n in range(6)
    )
    docket.set_policy("lead", POLICY + more, "More grounds.")
    async with desk(docket, tmp_path, size) as at:
        await at.press("enter", "]", "c", "2", "b", "f7", *"The register says otherwise. " * 2)
        await at.settle()
        assert "Cited: r1" in at.screen, "nothing says that anything is cited"
        await at.press("f2")
        await at.settle()
        assert "Type RP-0001 to confirm:" in at.screen
        assert "“Registered since 2 May 2019.”" in spoken("\n".join(drawn(at, VoteForm)))
        await at.person.pilot.resize_terminal(*(NARROW if size == SMALL else SMALL))
        await at.settle()
        assert "“Registered since 2 May 2019.”" in spoken("\n".join(drawn(at, VoteForm)))


async def test_on_a_wide_terminal_the_case_has_more_than_the_form_however_wide_the_queue_was(
    docket: Docket, tmp_path: Path
) -> None:
    docket.import_cases("lead", iter([replace(make_case(1), title="A title as long as they come. " * 6)]), ())
    async with desk(docket, tmp_path, (200, 50)) as at:
        assert at.review.query_one(QueueList).size.width > 100
        await at.press("enter", "d")
        assert at.review.query_one(CasePane).size.width >= 118
        assert at.review.query_one(VoteForm).size.width >= 78


@SIZES
async def test_reading_and_citing_go_on_while_the_keys_are_with_the_form(
    docket: Docket, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with desk(docket, tmp_path, size) as at:
        await at.press("enter", "d", "2", "j", "j", "c")
        await at.settle()
        assert "Register: “Registered since 2 May 2019" in spoken("\n".join(drawn(at, VoteForm)))
        assert "Cite at least one passage" not in spoken(at.screen)
        assert at.session.saved.draft.cites == (Cite("r1", 0, 28),)
        assert at.session.saved.draft.outcome == "revoke"


@SIZES
async def test_one_key_goes_to_the_case_and_back_and_the_footer_says_so(
    docket: Docket, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with desk(docket, tmp_path, size) as at:
        await at.press("enter", "d", "2")
        assert "F6 Case" in at.screen.splitlines()[-1]
        await at.press("f6")
        assert at.pane == "case"
        assert "F6 Form" in at.screen.splitlines()[-1]
        await at.press("j", "j", "c")
        await at.settle()
        assert "Registered since 2 May 2019" in spoken(at.screen)
        await at.press("f6", "b")
        assert at.session.saved.draft.grounds == ("contact",)


async def test_text_is_text_and_the_key_to_the_case_works_from_it(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("enter", "d", "2", "f7", *"jack c2", "f6", "j", "j", "c", "f6", *"!")
        await at.settle()
        draft = at.session.saved.draft
        assert (draft.outcome, draft.reason, len(draft.cites)) == ("revoke", "jack c2!", 1)


async def test_the_key_that_sends_goes_to_what_is_missing(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("enter", "2")
        listed = [at.screen.index(said) for said in ("Choose at least", "Write the reason", "Cite at least")]
        assert listed == sorted(listed), "F2 does not follow the list"
        await at.press("f2", "b", "f2", *"They do not agree at all.", "f2")
        assert at.session.saved.draft.reason == "They do not agree at all.", (
            "the reason is written before the keys go to the case"
        )
        assert at.pane == "case"
        assert "Cite at least one passage: here r1, s2 can carry an adverse outcome." in at.told
        assert "The keys are in the case. F6 comes back." in spoken(at.screen)
        assert at.session.pointer is not None
        assert at.session.pointer.passage is not None
        assert at.session.pointer.passage.item == "r1", "one round more, for something that can never be enough"
        await at.press("[", "c", "f2")
        assert "What you cite is never enough alone: here r1, s2 can carry an adverse outcome." in at.told
        assert at.session.pointer.passage.item == "r1", "the key did not go to what can carry it"
        await at.press("c", "f2")
        at.person.waits(1)
        await at.press(*"RP-0001")
        assert "The keys are in the case" not in spoken(at.screen)
        at.person.waits(1)
        await presses(at, "f2")
        assert len(docket.view("alice", "RP-0001").votes) == 1


async def test_keys_of_other_places_mean_nothing_in_the_form(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("d", "q", "p", "r", "m", "n", "slash", "colon", "question_mark", "escape", "escape")
        await at.settle()
        assert at.app.is_running
        assert at.case == "RP-0001"
        assert at.app.screen is at.review


async def test_another_case_closes_the_form_and_keeps_the_draft(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("enter", "d", "2", "b", "f6", "n", "n")
        await at.settle()
        assert at.case == "RP-0002"
        assert at.review.vote_form is None
        assert at.session.saved.draft.outcome == ""
        await at.press("p")
        assert at.session.saved.draft.outcome == "revoke"


# Others meanwhile


async def test_nothing_is_sent_on_a_case_that_changes_beside_the_form(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("enter", "1")
        await at.settle()
        docket.import_cases("lead", iter([make_case(1, evidence=make_case().evidence[:3])]), ("again.jsonl",))
        at.app.action_refresh()
        await at.settle()
        assert "The case has changed" in spoken(at.screen)
        at.person.waits(2)
        await at.press("f2", "f2")
        await at.settle()
        assert docket.view("alice", "RP-0001").votes == ()
        await at.press("escape")
        at.person.waits(1)
        await at.press("escape", "d")
        at.person.waits(2)
        await at.press("f2")
        await at.settle()
        assert docket.view("alice", "RP-0001").standing is Standing.DECIDED


async def test_what_may_not_be_done_any_more_is_said_while_it_is_written(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("enter", "1")
        docket.act("bob", "RP-0001", Hold(docket.today() + timedelta(days=9), "The registry answers then."))
        at.app.action_refresh()
        await at.settle()
        assert "This case is held" in spoken(at.screen)


# Taken back


async def test_what_was_taken_back_is_the_draft_again(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        vote(docket, "alice", "RP-0001", ADVERSE)
        at.app.action_refresh()
        await at.settle()
        await at.press("w")
        await at.settle()
        assert "wrote is your draft" in at.screen
        at.person.waits(2)
        await at.press("f2")
        await at.settle()
        assert "is your draft again" in at.told
        assert at.session.saved.draft == replace(ADVERSE, revision=1, policy=1)
        await at.press("d")
        assert "F2, then type RP-0001 to confirm" in at.screen
    async with desk(docket, tmp_path / "another machine") as at:
        assert at.session.saved.draft == replace(ADVERSE, revision=1, policy=1)


async def test_what_was_voted_after_it_is_no_draft(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        for _ in range(2):
            await at.votes_to_keep()
            await at.press("w")
            await at.settle()
            at.person.waits(2)
            await at.press("f2")
            await at.settle()
            assert at.session.saved.draft.outcome == "keep"
        await at.votes_to_keep()
        assert at.session.saved.draft == Draft(revision=1, policy=1)


# A conflict


@pytest.mark.parametrize(("size", "key"), [((120, 60), "a"), ((80, 40), "d")])
async def test_the_adjudicator_sees_each_sides_passages_and_takes_over_what_they_agree_with(
    docket: Docket, tmp_path: Path, size: tuple[int, int], key: str
) -> None:
    vote(docket, "bob", "RP-0001", replace(ADVERSE, cites=(Cite("r1", 0, 28), Cite("q1", 0, 16))))
    vote(docket, "carol", "RP-0001", Draft("keep", (), "A bakery is a bakery.", (Cite("q1"),)))
    async with desk(docket, tmp_path, size) as at:
        await at.press("enter")
        await at.lingers()
        await at.press(key)
        await at.settle()
        signs = {line[1] for line in drawn(at) if len(line) > 2}
        await at.press("j", "j")
        signs |= {line[1] for line in drawn(at) if len(line) > 2}
        assert {"A", "&"} <= signs
        screen = spoken(at.screen)
        assert "A: take" in screen
        assert ">: take" in screen
        await at.press("2", "A")
        assert at.session.saved.draft.grounds == ("contact",)
        assert "Ticked: b Undeclared contact" in spoken(at.screen)
        await at.press("<", ">")
        assert "Took over what B cites." in spoken(at.screen)
        assert set(at.session.saved.draft.cites) == {Cite("r1", 0, 28), Cite("q1", 0, 16), Cite("q1", 0, 36)}
        await at.press("A")
        assert "No longer ticked: b Undeclared contact" in spoken(at.screen)
        assert "[ ] Undeclared contact" in spoken(at.screen), "what changed is out of sight"
        await at.press("<")
        assert at.session.saved.draft.grounds == ()
        assert at.session.saved.draft.cites == (Cite("q1", 0, 36),)


async def test_what_is_cited_and_was_not_read_is_gone_to_when_it_is_sent(docket: Docket, tmp_path: Path) -> None:
    papers = [Evidence(f"p{number}", "questionnaire", "Paper", f"Paper {number}.\n" * 30) for number in range(4)]
    docket.import_cases("lead", iter([make_case(1, evidence=(*papers, *make_case().evidence))]), ())
    vote(docket, "bob", "RP-0001", ADVERSE)
    vote(docket, "carol", "RP-0001", Draft("keep"))
    async with desk(docket, tmp_path) as at:
        await at.press("enter")
        await at.lingers()
        await at.press("d", "2", "A", "<", "f2", *"The register shows it.")
        assert "Registered since" not in "".join(drawn(at)), "it is in sight already"
        await at.press("f2")
        await at.settle()
        assert "Registered since 2 May 2019" in "".join(drawn(at))
        said = "Open r1: you cite it, and have not opened it as it is now. Stay on it for two seconds, then F2."
        assert said in at.screen, "to its end, with how long and then what"


@pytest.mark.parametrize("size", [NARROW, SMALL])
async def test_where_lines_are_few_the_votes_are_folded_so_that_the_own_form_is_in_sight(
    docket: Docket, tmp_path: Path, size: tuple[int, int]
) -> None:
    vote(docket, "bob", "RP-0001", ADVERSE)
    vote(docket, "carol", "RP-0001", Draft("keep", (), "A bakery is a bakery.", (Cite("q1"),)))
    async with desk(docket, tmp_path, size) as at:
        await at.press("enter")
        await at.lingers()
        await at.press("d")
        for words in (
            "bob: ▲ adverse  Permit revoked · 1 ground",
            "carol: Permit stands · 0 grounds",
            "-: show all · A B: grounds · < >: cites",
            "1 ( ) Permit stands",
        ):
            assert words in at.screen
        await at.press("-")
        await at.settle()
        assert "By bob" in at.screen
        assert "-: fold them" in at.screen
        assert "1 ( ) Permit stands" not in at.screen


async def test_votes_that_were_folded_all_the_time_are_shown_before_they_are_settled(
    docket: Docket, tmp_path: Path
) -> None:
    vote(docket, "bob", "RP-0001", ADVERSE)
    vote(docket, "carol", "RP-0001", Draft("keep", (), "A bakery is a bakery.", (Cite("q1"),)))
    async with desk(docket, tmp_path, NARROW) as at:
        await at.press("enter")
        await at.lingers()
        await at.press("d", "1", "f7", *"It is explained.")
        at.person.waits(1)
        await at.press("f2")
        await at.settle()
        assert "Folded until now: read what both wrote" in at.screen
        assert "By carol" in at.screen
        await at.press(*["down"] * 7)
        await at.settle()
        assert "The register says otherwise." in " ".join(at.screen.split()), "the other reason, further down"
        assert docket.view("alice", "RP-0001").standing is Standing.CONFLICT
        at.person.waits(2)
        await at.press("f2")
        await at.settle()
    assert docket.view("alice", "RP-0001").standing is Standing.DECIDED


async def test_nobody_else_sees_sides(docket: Docket, tmp_path: Path) -> None:
    vote(docket, "bob", "RP-0001", ADVERSE)
    vote(docket, "alice", "RP-0001", Draft("keep", cites=(Cite("q1"),)))
    async with desk(docket, tmp_path) as at:
        await at.press("enter")
        await at.settle()
        assert {line[1] for line in drawn(at) if len(line) > 2}.isdisjoint("AB&")


# What else is pressed, and what else happens, while it is open


async def test_what_will_happen_follows_what_others_do_meanwhile(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("enter", "1")
        await at.settle()
        assert "This vote decides the case" in spoken(at.screen)
        vote(docket, "bob", "RP-0001", ADVERSE)
        at.app.action_refresh()
        await at.settle()
        assert "This is the second vote" in spoken(at.screen)
        assert "This vote decides the case" not in spoken(at.screen)
        assert at.session.saved.draft.outcome == "keep"


@SIZES
async def test_ctrl_c_beside_an_open_form_closes_the_form_and_not_the_program(
    docket: Docket, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with desk(docket, tmp_path, size) as at:
        for keys in (("enter", "1", "f6", "j"), ("1",)):
            await at.press(*keys, "ctrl+c")
            await at.settle()
            assert at.app.is_running
            assert at.review.vote_form is None
            assert at.session.saved.draft.outcome == "keep"
        await at.press("ctrl+c")
        await at.settle()
        assert at.app.return_code == 0


async def test_escape_leaves_the_words_marked_before_the_form(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("enter", "2", "v", "l")
        assert at.session.pointer is not None
        assert at.session.pointer.marking
        await at.press("escape")
        assert not at.session.pointer.marking
        assert at.review.vote_form is not None
        await at.press("escape")
        assert at.review.vote_form is None


async def test_the_last_hit_of_a_case_does_not_close_the_form_on_it(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("/", *"moved", "enter")
        await at.settle()
        await at.press("enter", "1", "f6", *["full_stop"] * 9)
        await at.settle()
        assert (at.case, at.review.vote_form is None) == ("RP-0001", False)
        assert "close the form with Esc" in at.told


async def test_the_key_that_leaves_the_case_goes_to_the_form_in_the_place_of_the_queue(
    docket: Docket, tmp_path: Path
) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("enter", "2", "h", "e", "l", "escape", "n")
        await at.settle()
        assert (at.case, at.review.vote_form is None) == ("RP-0001", False)
        await at.press("f6", "left")
        form = at.review.vote_form
        assert form is not None
        assert form.has_focus_within


async def test_another_size_keeps_form_case_and_keys(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path, WIDE) as at:
        await at.press("enter", "2", "b", "tab", *"They differ")
        for size in (NARROW, (200, 50), (100, 30), WIDE):
            await at.person.pilot.resize_terminal(*size)
            await at.settle()
            assert "RP-0001 · ▲ adverse" in at.screen
            assert at.review.query_one(CasePane).size.height > 3
            await at.press("!")
        assert at.session.saved.draft.reason == "They differ!!!!"
