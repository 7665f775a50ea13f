"""Reviewers write votes: what is missing shows at once, and what is final is only ever meant."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace
from textual import events
from textual.widgets import TextArea

from store.acts import Adjudicate, Cite, Draft, Vote
from store.docket import Docket
from store.model import Evidence
from store.opening import new_docket
from store.policy_file import parse
from store.records import Record
from tests.dockets import POLICY, make_case, read_through, vote
from tests.hostile import PAYLOADS, RAW
from tests.sweeps import all_but
from tests.tui.typist import OneWidget, Typist, shown
from tests.tui.vote_story import COMPLETE, REGISTER, SIZES, Stage, form, spoken
from tui.acting.drafts import SavedDraft
from tui.dialogs.reason_area import ReasonArea
from tui.pages.sides import sides
from tui.vote.citation_list import CitationList
from tui.vote.next_step import next_step
from tui.vote.vote_form import LOW, VoteForm
from tui.vote.votes_compared import VotesCompared

# Writing


async def test_a_round_that_has_begun_is_decided_in_the_words_of_its_own_policy(docket: Docket) -> None:
    vote(docket, "alice", "RP-0001", COMPLETE)
    docket.set_policy("lead", POLICY.replace("Permit revoked", "Permit cancelled"), "The act was amended.")
    async with form(docket, case="RP-0001") as story:
        assert "Permit revoked" in story.text
        assert "Permit cancelled" not in story.text
    async with form(docket, case="RP-0002") as story:
        assert "Permit cancelled" in story.text


async def test_what_is_recorded_before_the_form_is_drawn_stands_in_it_when_it_is(docket: Docket) -> None:
    kept = list[SavedDraft]()
    coming = VoteForm(
        docket,
        "carol",
        docket.view("carol", "RP-0001"),
        SavedDraft(Draft(), "key"),
        kept.append,
        print,
        adjudicating=False,
        guard=Typist().guard,
    )
    read_through(docket, "carol", "RP-0001")
    coming.take_in(docket.view("carol", "RP-0001"), SavedDraft(Draft(cites=(REGISTER,)), "key"))
    async with Stage(coming).run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "r1:" in str(coming.query_one("#cites", CitationList).get_option_at_index(0).prompt)


async def test_a_vote_that_hurts_nobody_takes_two_keys(docket: Docket) -> None:
    async with form(docket) as story:
        assert "Choose an outcome." in story.text
        await story.person.presses("1")
        assert "Nothing is missing." in story.text
        assert "decides the case, unless the case is drawn for a second reading" in story.text
        await story.person.presses("f2")
        [given] = story.given
    assert isinstance(given, SavedDraft)
    assert given.draft == Draft("keep")
    assert given.key not in ("", "first key")


@pytest.mark.parametrize("size", all_but(SIZES, SIZES[0]))
async def test_an_adverse_vote_is_written_from_nothing_with_the_keyboard_alone(
    docket: Docket, size: tuple[int, int]
) -> None:
    async with form(docket, Draft(cites=(REGISTER,)), size=size) as story:
        await story.person.presses("down", "enter")
        assert "Choose at least one ground." in story.text
        assert "Still missing: 3" in story.text, "the id is counted from the beginning"
        assert "Last: F2, then type the id." in spoken(story.text)
        assert "Write the reason." in story.text
        await story.goes_to("#grounds")
        await story.person.presses("down", "space")
        assert "Choose at least one ground." not in story.text
        await story.goes_to("#reason")
        await story.person.types("Both differ, and say so.")
        assert story.text.count("RP-0001 to confirm") == 1, "once is enough"
        assert "F2, then type RP-0001 to confirm:" in story.text
        story.person.waits(1)
        await story.confirms("RP-0001")
        assert "Nothing is missing." in story.text
        await story.person.presses("f2")
        [given] = story.given
    assert isinstance(given, SavedDraft)
    assert given.draft == Draft("revoke", ("contact",), "Both differ, and say so.", (REGISTER,))
    assert story.kept[-1] == given


async def test_an_unchanged_draft_is_sent_under_its_old_key(docket: Docket) -> None:
    async with form(docket, Draft("keep")) as story:
        await story.person.presses("f2")
        assert story.given == [SavedDraft(Draft("keep"), "first key")]
    assert story.kept == []


async def test_grounds_follow_the_outcome_and_come_back_with_it(docket: Docket) -> None:
    async with form(docket, COMPLETE) as story:
        await story.person.presses("3")
        assert "Undeclared contact" not in story.text
        assert "Choose at least one ground." in story.text
        await story.person.presses("1")
        assert "This outcome needs no ground." in story.text
        await story.person.presses("2")
        assert "[x] Undeclared contact" in story.text


async def test_a_ground_that_left_the_policy_can_be_unticked(docket: Docket) -> None:
    async with form(docket, replace(COMPLETE, grounds=("contact", "gone"))) as story:
        assert "[x] gone  not a ground for this outcome" in story.text
        await story.goes_to("#grounds")
        await story.person.presses("end", "enter")
        assert "gone" not in story.text


async def test_citations_show_their_words_and_can_be_taken_out(docket: Docket) -> None:
    async with form(docket, replace(COMPLETE, cites=(Cite("q1", 0, 16), REGISTER))) as story:
        assert "q1:0-16  Question 1: “I moved in 2019.”  ◌ never enough alone" in story.text
        assert "r1:0-27  Register: “Registered since 2 May 2019”" in story.text
        await story.goes_to("#cites")
        await story.person.presses("down", "x")
        assert "Register:" not in story.text
        assert "here r1, s2 can carry" in story.text
        await story.person.presses("x")
        assert "Cite at least one passage" in story.text
        await story.person.presses("x", "tab", "o", "k")
        assert story.app.screen.query_one(ReasonArea).text == f"{COMPLETE.reason}ok", (
            "the keys did not go on from there"
        )


async def test_what_quotes_too_little_is_gone_to_so_that_it_is_what_is_taken_out(docket: Docket) -> None:
    short = Cite("q1", 0, 1)
    async with form(docket, replace(COMPLETE, cites=(REGISTER, short))) as story:
        assert "✗ q1:0-1  Question 1" in story.text
        await story.person.presses("f2", "x")
        assert "Took out q1:0-1." in spoken(story.text)
        assert "Register:" in story.text


async def test_a_wrong_id_is_said_and_typed_over(docket: Docket) -> None:
    async with form(docket, COMPLETE) as story:
        await story.person.reads()
        await story.person.presses("f2")
        await story.person.types("rp-0001", every=0.15)
        await story.person.presses("f2")
        assert "“rp-0001” is not RP-0001: capitals count." in spoken(story.text)
        await story.person.types("RP-0001", every=0.15)
        await story.person.reads()
        await story.person.presses("f2")
        assert len(story.given) == 1


async def test_a_sent_form_says_what_is_missing(docket: Docket) -> None:
    async with form(docket) as story:
        await story.person.presses("f2")
        assert "First this: Choose an outcome." in spoken(story.text), "the keys were there already"
        assert story.given == []


# Leaving


@pytest.mark.parametrize("spot", ["#outcomes", "#grounds", "#reason", "ConfirmationInput"])
async def test_escape_closes_from_everywhere_and_keeps_the_draft(docket: Docket, spot: str) -> None:
    async with form(docket, COMPLETE) as story:
        await story.goes_to("#reason")
        await story.person.presses("!")
        await story.goes_to(spot)
        await story.person.presses("escape")
        assert story.given == [None]
    assert story.kept[-1].draft == replace(COMPLETE, reason=COMPLETE.reason + "!")


async def test_the_end_of_the_program_keeps_the_draft(docket: Docket) -> None:
    async with form(docket) as story:
        await story.person.presses("2")
        story.app.exit()
    assert [one.draft for one in story.kept] == [Draft("revoke")]


async def test_a_form_that_was_only_looked_at_changes_nothing(docket: Docket) -> None:
    async with form(docket, COMPLETE) as story:
        await story.goes_to("#reason")
        await story.person.presses("escape")
    assert story.kept == []


# Several people


async def test_the_first_of_two_is_told_so(docket: Docket) -> None:
    async with form(docket, COMPLETE) as story:
        assert "first of two: another person decides independently" in story.text


async def test_the_second_reader_is_told_nothing_of_the_first_vote(docket: Docket) -> None:
    vote(docket, "anna", "RP-0001", replace(COMPLETE, reason="A SECRET REASON OF HERS"))
    texts = []
    for outcome in ("1", "2", "3"):
        async with form(docket) as story:
            await story.person.presses(outcome)
            texts.append(next(line for line in story.text.splitlines() if "second vote" in line))
            assert "SECRET" not in story.text
            assert "anna" not in story.text
    assert len(set(texts)) == 1


def test_what_is_said_does_not_depend_on_the_draw(docket: Docket) -> None:
    reading = docket.view("carol", "RP-0001")
    said = {
        next_step(parse(POLICY + f"[review]\naudit_share = {share}\n", "p"), reading, Draft("keep"), adjudicating=False)
        for share in (0, 0.5, 1)
    }
    assert len(said) == 1


def test_three_people_are_counted(docket: Docket) -> None:
    policy = parse(POLICY + "[review]\nvotes = 3\n", "p")
    reading = docket.view("carol", "RP-0001")
    assert "first of three" in next_step(policy, reading, COMPLETE, adjudicating=False)


@pytest.mark.parametrize("size", SIZES[:2])
async def test_an_adjudicator_sees_both_votes_and_cannot_invent_a_third(docket: Docket, size: tuple[int, int]) -> None:
    vote(docket, "anna", "RP-0001", replace(COMPLETE, reason="They differ: one is untrue."))
    vote(docket, "ben", "RP-0001", Draft("keep", (), "A bakery is a bakery.", (Cite("q1"),)))
    async with form(docket, adjudicating=True, size=size) as story:
        if size[1] < LOW:
            await story.person.presses("-")
        for words in (
            "By anna",
            "By ben",
            "They differ: one is untrue.",
            "A bakery is a bakery.",
            "must match one of them",
        ):
            assert words in spoken(story.text)
        await story.person.presses("3")
        assert "Too few voted" in story.text
        await story.person.presses("2", "a")
        assert "only you stand for it" in spoken(story.text)
        await story.person.presses("a", "b")
        assert "only you stand for it" not in spoken(story.text)
        await story.person.presses("1", "f2")
        assert "Write the reason." in story.text
        await story.person.types("Both agree.")
        story.person.waits(1)
        await story.person.presses("f2")
        assert "F2 once more" in spoken(story.text)
        story.person.waits(1)
        await story.person.presses("f2")
        [given] = story.given
        assert isinstance(given, SavedDraft)
        assert not hasattr(docket.act("carol", "RP-0001", Adjudicate(given.draft), given.key), "sentence")


# What must stay in view, and what must not get through


@pytest.mark.parametrize("size", SIZES)
async def test_missing_list_and_confirmation_are_always_in_view(docket: Docket, size: tuple[int, int]) -> None:
    async with form(docket, COMPLETE, size=size) as story:
        for spot in ("#outcomes", "#grounds", "#cites", "#reason", "ConfirmationInput"):
            await story.goes_to(spot)
            await story.person.pilot.pause()
            assert "Still missing: 1" in story.text, spot
            assert "ype RP-0001 to confirm:" in story.text, spot
            focused = story.app.focused
            assert focused is not None
            assert story.app.screen.find_widget(focused).visible_region.area > 0, spot


async def test_adverse_is_a_word_and_a_glyph(docket: Docket) -> None:
    async with form(docket) as story:
        assert "2 ( ) ▲ adverse  Permit revoked" in story.text
        assert "1 ( ) Permit stands  " in story.text


async def test_a_pasted_reason_holds_nothing_hidden(docket: Docket) -> None:
    async with form(docket) as story:
        await story.goes_to("#reason")
        for payload in PAYLOADS.values():
            if len(payload) < 2_000:
                story.app.post_message(events.Paste(payload))
        await story.person.pilot.pause()
        assert not RAW.search(story.app.screen.query_one(TextArea).text)
        assert not RAW.search(story.text)


HOSTILE_POLICY = r"""
name = "x"
version = "1"
identity = "declared"
[[evidence]]
kind = "register"
label = "[/] register"
alone = true
[[outcome]]
id = "keep"
label = "[@click=app.quit]keep[/]"
adverse = false
[[outcome]]
id = "revoke"
label = "[/] [red on red]revoke[/]"
adverse = true
[[ground]]
id = "g"
label = "[/foo] [bold"
law = "[stage=1: x]"
outcomes = ["revoke"]
"""


@pytest.mark.long
async def test_hostile_policies_and_cases_are_only_words(tmp_path: Path) -> None:
    taken = {name: text for name, text in PAYLOADS.items() if "surrogate" not in name and "\0" not in text}
    payloads = [text for name, text in taken.items() if not name.startswith("long")]
    evidence = tuple(Evidence(f"e{number}", "register", text, text + "x") for number, text in enumerate(payloads))
    case_id = "[/] [2J RP"
    docket = new_docket(tmp_path / "h.docket", HOSTILE_POLICY, "lead")
    docket.import_cases("lead", iter([make_case(1, id=case_id, title="[/] \x1b]0;x\x07", evidence=evidence)]), ("x",))
    cites = tuple(Cite(one.id) for one in evidence)
    draft = Draft("revoke", ("g", "[/] \x1b[2J"), "[/] \x1b[2J \u202e", cites)
    async with form(docket, draft, case=case_id, size=(120, 40)) as story:
        for _ in range(10):
            await story.person.presses("tab", "down", "end")
            assert not RAW.search(story.text)
        assert "[/] [red on red]revoke[/]" in story.text
    docket.close()


async def test_hostile_votes_side_by_side_are_only_words(docket: Docket) -> None:
    reading = docket.view("carol", "RP-0001")
    for text in ("[/] \x1b[2J", "\u202e\u200b[@click=app.quit]x[/]"):
        votes = tuple(
            Record(
                n,
                datetime(2024, 1, 1, tzinfo=UTC),
                date(2024, 1, 1),
                text,
                f"k{n}",
                Vote(1, 1, text, (text,), text),
                "RP-0001",
            )
            for n in range(2)
        )
        hostile = replace(reading, votes=votes)
        compared = VotesCompared(sides(hostile), hostile, reading.scene.policy)
        async with OneWidget(compared).run_test(size=(120, 40)) as pilot:
            await pilot.pause()
            assert "By" in shown(pilot.app.screen)
            assert not RAW.search(shown(pilot.app.screen))


async def test_the_word_that_confirms_chooses_nothing_wherever_the_keys_were(docket: Docket) -> None:
    """A draft is reopened with the keys on the outcomes: the digits of the id are no choice among them."""
    async with form(docket, COMPLETE) as story:
        await story.goes_to("OutcomeList")
        await story.person.presses("f2")
        assert "to confirm" in story.text
        await story.person.types("RP-0001", every=0.15)
        await story.person.reads()
        await story.person.presses("f2")
        (given,) = story.given
        assert isinstance(given, SavedDraft)
        assert given.draft.outcome == COMPLETE.outcome


async def test_the_key_that_sends_says_what_to_type_to_who_has_typed_nothing(docket: Docket) -> None:
    async with form(docket, COMPLETE) as story:
        await story.goes_to("OutcomeList")
        await story.person.presses("f2")
        assert "Type RP-0001 to confirm." not in story.text
        await story.person.reads()
        await story.person.presses("f2")
        assert "Type RP-0001 to confirm." in story.text
        assert story.given == []


async def test_a_choice_that_is_no_longer_adverse_is_said(docket: Docket) -> None:
    async with form(docket, COMPLETE) as story:
        await story.goes_to("OutcomeList")
        await story.person.presses("1")
        assert "“Permit stands” stands in place of “▲ adverse Permit revoked”" in spoken(story.text)
