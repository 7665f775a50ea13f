"""Words that are typed where letters are keys tick nothing: they stand in the reason, which one key goes to."""

from itertools import product
from pathlib import Path

import pytest
from msgspec.structs import replace
from textual import events
from textual.widgets import Input

from store.acts import Cite, Draft
from store.docket import Docket
from tests.dockets import POLICY, make_case, read_through, vote
from tests.hostile import PAYLOADS, RAW
from tests.sweeps import all_but, every_nth
from tests.tui.desk import NARROW, WIDE, Desk, desk
from tests.tui.vote_story import COMPLETE, REGISTER, form, spoken
from tui.dialogs.guard import FASTEST
from tui.dialogs.reason_area import ReasonArea
from tui.vote.confirmation import ConfirmationInput
from tui.vote.word_taker import ASKED, UNCLEAR, UNDONE, UNHEARD, WORDS_TAKEN
from tui.widgets.case_pane import CasePane
from tui.widgets.filter_box import FilterBox

pytestmark = pytest.mark.long

PROSE = [
    "but the register says otherwise",
    "The register and the answer differ",
    "bade farewell to the office",
    "a fact that nobody denies",
    "Because he said so, and 2 others",
    "2019 he moved, as the register has it",
]
LEADING = ["no register says so", "on the day he left", "The register", "In 2019 he moved", "most of it", "So it is"]
"""Words whose first letter leads away from the case."""
SAID = "You typed words: they stand in the reason"
PARTS = ["#outcomes", "#grounds", "#cites", "#reason"]
MORE = "".join(f'[[ground]]\nid = "{one}"\nlabel = "{one}"\nlaw = "art. 9"\noutcomes = ["revoke"]\n' for one in "pqrst")
"""Grounds, so that many letters tick."""


# Words


@pytest.mark.parametrize(("first", "then"), [("keep", "2"), ("revoke", "1"), ("", "2")])
@pytest.mark.parametrize("pause", all_but([0.06, 0.3, 0.8], 0.3))
async def test_an_outcome_chosen_right_before_words_is_asked_for_again(
    docket: Docket, first: str, then: str, pause: float
) -> None:
    """Nobody can tell whether the digit was meant, or the outcome before it: neither is sent."""
    draft = Draft(first, ("contact",) if first == "revoke" else (), COMPLETE.reason, COMPLETE.cites)
    async with form(docket, draft) as story:
        await story.goes_to("#outcomes")
        await story.person.presses(then)
        story.person.waits(pause)
        await story.person.types("so a shorter term fits", every=0.13)
        assert story.kept[-1].draft.outcome == ""
        assert story.kept[-1].draft.reason.endswith(f"{then}so a shorter term fits")
        assert UNCLEAR in spoken(story.text)
        await story.person.presses("f2")
        assert story.given == []


async def test_the_same_outcome_once_more_is_no_other(docket: Docket) -> None:
    async with form(docket, COMPLETE) as story:
        await story.goes_to("#outcomes")
        await story.person.types("2 of them said otherwise")
        assert story.kept[-1].draft.outcome == COMPLETE.outcome


async def test_a_ground_ticked_right_before_words_is_said_to_be_taken_back(docket: Docket) -> None:
    docket.set_policy("lead", POLICY + MORE, "More grounds.")
    async with form(docket, Draft("revoke")) as story:
        await story.goes_to("#grounds")
        await story.person.types("a he is here")
        assert story.kept[-1].draft == Draft("revoke", reason="a he is here")
        assert UNDONE in spoken(story.text)


@pytest.mark.parametrize(
    ("pause", "text"),
    [(0.65, "The statement"), (0.15, "The statement"), (0.65, "he says so"), (0.9, "as he says"), (0.65, "I ask")],
)
async def test_a_ground_that_was_ticked_before_the_reason_was_begun_stays(
    docket: Docket, pause: float, text: str
) -> None:
    """It stood alone: after it came a pause, or a capital letter, as in no word."""
    async with form(docket, Draft("revoke")) as story:
        await story.goes_to("#grounds")
        await story.person.presses("b")
        story.person.waits(pause - 0.15)
        await story.person.types(text, every=0.15)
        assert story.kept[-1].draft == Draft("revoke", ("contact",), text)
        assert SAID in spoken(story.text)


@pytest.mark.parametrize(("pause", "every"), [(0.3, 0.15), (0.6, 0.6), (0.6, 0.4)])
async def test_a_letter_that_may_begin_the_word_behind_it_is_taken_back(
    docket: Docket, pause: float, every: float
) -> None:
    async with form(docket, Draft("revoke")) as story:
        await story.goes_to("#grounds")
        await story.person.presses("b")
        story.person.waits(pause - every)
        await story.person.types("ut he said so", every=every)
        assert story.kept[-1].draft == Draft("revoke", (), "but he said so")


async def test_a_citation_made_right_before_a_capital_in_the_case_stays(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await beside(at)
        await at.person.types("cThe register", every=0.15)
        await at.settle()
        draft = at.session.saved.draft
        assert (len(draft.cites), draft.reason) == (1, "The register")


@pytest.mark.parametrize(("part", "text", "every"), every_nth(11, product(PARTS[:3], PROSE, [0.002, 0.06, 0.15, 0.6])))
async def test_prose_ticks_nothing_wherever_the_keys_are(docket: Docket, part: str, text: str, every: float) -> None:
    docket.set_policy("lead", POLICY + MORE, "More grounds.")
    draft = Draft("revoke", ("p",), "", (REGISTER,))
    async with form(docket, draft) as story:
        await story.goes_to(part)
        await story.person.types(text, every=every)
        assert story.app.screen.query_one(ReasonArea).text == text
        doubtful = text[0].isdigit() and every > FASTEST  # in a burst its second digit is no choice any more
        left = replace(draft, outcome="", grounds=()) if doubtful else draft
        assert story.kept[-1].draft == replace(left, reason=text)
        assert SAID in spoken(story.text), "nobody said so, or it is gone before the sentence is written"


async def test_prose_chooses_no_outcome_and_takes_over_nothing(docket: Docket) -> None:
    vote(docket, "anna", "RP-0001", COMPLETE)
    vote(docket, "ben", "RP-0001", Draft("keep", (), "A bakery is a bakery.", (Cite("q1"),)))
    async with form(docket, adjudicating=True) as story:
        await story.person.types("Both read 2 letters < one")
        assert story.kept[-1].draft == Draft(reason="Both read 2 letters < one")


async def test_what_was_written_before_stays_and_words_go_on_behind_it(docket: Docket) -> None:
    async with form(docket, COMPLETE) as story:
        await story.goes_to("#grounds")
        await story.person.types("but so what")
        assert story.app.screen.query_one(ReasonArea).text == f"{COMPLETE.reason} but so what"


async def test_the_id_typed_elsewhere_is_no_reason_and_no_choice(docket: Docket) -> None:
    async with form(docket, COMPLETE) as story:
        await story.goes_to("#outcomes")
        await story.person.types("RP-0001")
        assert "F2, then type RP-0001 to confirm." in spoken(story.text)
        assert [one.draft for one in story.kept] == []
        assert story.app.screen.query_one(ReasonArea).text == COMPLETE.reason
        assert story.app.screen.query_one(ConfirmationInput).value == ""


async def test_a_paste_where_nothing_is_written_is_the_reason_as_it_will_be_read(docket: Docket) -> None:
    async with form(docket, Draft("revoke")) as story:
        await story.goes_to("#grounds")
        for payload in PAYLOADS.values():
            if len(payload) < 2_000:
                story.app.post_message(events.Paste(f"abd {payload}"))
        await story.person.pilot.pause()
        assert story.kept[-1].draft.grounds == ()
        assert not RAW.search(story.app.screen.query_one(ReasonArea).text)
        assert not RAW.search(story.text)


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_a_paste_in_the_case_beside_is_the_reason_too(
    docket: Docket, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with desk(docket, tmp_path, size) as at:
        await at.press("enter", "2", "f7", *"So.", "f6")
        at.app.post_message(events.Paste("A cat\u202e has it,\r1 of them."))
        await at.settle()
        assert at.session.saved.draft.reason == "So. A cat⟪U+202E⟫ has it,\n1 of them."
        assert (at.session.saved.draft.outcome, at.case) == ("revoke", "RP-0001")
        assert WORDS_TAKEN in spoken(at.screen)
        assert "does nothing" not in at.told


@pytest.mark.parametrize("keys", [(), ("enter",), ("R", "P"), ("D",)])
async def test_a_paste_where_keys_are_commands_does_nothing_and_that_is_said(
    docket: Docket, tmp_path: Path, keys: tuple[str, ...]
) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press(*keys)
        await at.settle()
        at.app.post_message(events.Paste("cd RP-0002\r"))
        await at.settle()
        assert "A paste does nothing here" in at.screen
        assert (at.case, at.session.saved.written) == ("RP-0001", False)


async def test_a_paste_where_a_filter_is_written_is_the_filter(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("/")
        at.app.post_message(events.Paste("register"))
        await at.settle()
        assert "A paste does nothing here" not in at.screen
        assert at.review.query_one(FilterBox).query_one(Input).value == "register"


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_what_its_letters_cited_in_the_case_is_taken_back(
    docket: Docket, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with desk(docket, tmp_path, size) as at:
        await at.press("enter", "j", "j", "2")
        at.person.waits(2)
        await at.press(*"cat has it")
        await at.settle()
        assert at.session.saved.draft == Draft("revoke", reason="cat has it", revision=1, policy=1)
        assert SAID in spoken(at.screen)


@pytest.mark.parametrize("keys", ["jj2", "kk1", "ccjj1"])
async def test_a_burst_in_the_case_beside_chooses_no_outcome(docket: Docket, tmp_path: Path, keys: str) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("enter", "d", "f6")
        at.person.waits(2)
        await at.person.presses(*keys, every=0.002)
        await at.settle()
        assert at.session.saved.draft.outcome == ""
        assert f"choose nothing. Press {keys[-1]} again." in spoken(at.screen)
        at.person.waits(2)
        await at.press(keys[-1])
        assert at.session.saved.draft.outcome


# Keys that are meant


@pytest.mark.parametrize("every", [0.06, 0.12, 0.5])
async def test_grounds_are_ticked_at_the_speed_of_a_practised_hand(docket: Docket, every: float) -> None:
    docket.set_policy("lead", POLICY + MORE, "More grounds.")
    async with form(docket, Draft("revoke")) as story:
        await story.person.types("aefg", every=every)
        assert len(story.kept[-1].draft.grounds) == 4
        await story.person.types("wg", every=every)
        assert len(story.kept[-1].draft.grounds) == 3, "one slip is no word"
        assert story.app.screen.query_one(ReasonArea).text == ""


async def test_reading_beside_is_no_word_however_fast_its_keys_come(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("enter", "2")
        await at.person.presses(*"jjjkkjj", every=0.002)
        await at.person.presses(*"jjb", every=0.1)
        await at.settle()
        assert at.session.saved.draft == Draft("revoke", ("contact",), revision=1, policy=1)


async def test_a_key_that_does_nothing_is_no_word_when_it_is_held(docket: Docket) -> None:
    async with form(docket, Draft("revoke")) as story:
        await story.person.presses(*"zzzzzzzz", every=0.03)
        assert story.app.screen.query_one(ReasonArea).text == ""
        assert "No ground of this outcome has the letter z." in spoken(story.text)


# The way there


@pytest.mark.parametrize("adjudicating", [False, True])
@pytest.mark.parametrize("outcome", ["", "keep", "revoke"])
async def test_tab_goes_the_same_way_in_every_form(docket: Docket, outcome: str, adjudicating: bool) -> None:
    if adjudicating:
        vote(docket, "anna", "RP-0001", COMPLETE)
        vote(docket, "ben", "RP-0001", Draft("keep", (), "A bakery is a bakery.", (Cite("q1"),)))
    async with form(docket, Draft(outcome), adjudicating=adjudicating) as story:
        await story.goes_to("#outcomes")
        way = []
        for _ in PARTS:
            assert story.app.focused is not None
            way.append(f"#{story.app.focused.id}")
            await story.person.presses("tab")
        assert way == PARTS
        await story.person.presses("shift+tab")
        assert story.app.focused is story.form.query_one("#reason")


@pytest.mark.parametrize("part", [*PARTS, "ConfirmationInput"])
async def test_one_key_goes_to_the_reason_from_every_part(docket: Docket, part: str) -> None:
    async with form(docket, COMPLETE) as story:
        await story.goes_to(part)
        await story.person.presses("f7", "!", "f7", "?")
        assert story.kept[-1].draft == replace(COMPLETE, reason=f"{COMPLETE.reason}!?")


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_and_from_the_case_beside(docket: Docket, tmp_path: Path, size: tuple[int, int]) -> None:
    async with desk(docket, tmp_path, size) as at:
        await at.press("enter", "f7")
        assert "Nothing is being written" in at.told
        await at.press("escape", "2", "f6")
        assert at.review.query_one(CasePane).has_focus
        assert "F7 Reason" in at.screen
        await at.press("f7", *"So it is.")
        assert at.session.saved.draft.reason == "So it is."
        assert "F7 Reason" in at.screen
        await at.press("shift+tab", "question_mark")
        await at.settle()
        assert "Straight to the reason; from the case too" in at.screen


# What the key that sends is called


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_the_line_of_keys_says_what_the_key_that_sends_does_now(
    docket: Docket, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with desk(docket, tmp_path, size) as at:
        assert "F2" not in at.screen
        await at.press("enter", "d")
        assert "F2 Next missing" in at.screen
        await at.press("1")
        assert "F2 Send" in at.screen
        await at.press("2")
        assert "F2 Next missing" in at.screen
        await at.press("f6")
        assert "F2 Next missing" in at.screen
        assert "F2 Send" not in at.screen


# Words that begin in the case beside


async def beside(at: Desk) -> None:
    """An outcome is chosen, and the keys are in the case."""
    await at.press("enter", "j", "j", "2", "f6")
    at.person.waits(2)


@pytest.mark.parametrize(
    ("size", "every", "text"),
    every_nth(
        11,
        product(
            [WIDE, NARROW],
            [0.03, 0.06, 0.2],
            ["cat has it", "each of them knows", "but so it is", "have a look", "child of two", *LEADING],
        ),
    ),
)
async def test_words_that_begin_in_the_case_are_the_reason_from_their_first_letter(
    docket: Docket, tmp_path: Path, text: str, every: float, size: tuple[int, int]
) -> None:
    async with desk(docket, tmp_path, size) as at:
        await beside(at)
        await at.person.types(text, every=every)
        await at.settle()
        assert at.session.saved.draft == Draft("revoke", reason=text, revision=1, policy=1)


@pytest.mark.parametrize("every", [0.06, 0.2, 0.3, 0.6])
async def test_a_digit_that_begins_a_sentence_in_the_case_leaves_no_outcome_behind(
    docket: Docket, tmp_path: Path, every: float
) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("enter", "d", "f6")
        at.person.waits(2)
        await at.person.types("2 permits are valid", every=every)
        await at.settle()
        assert at.session.saved.draft == Draft("", reason="2 permits are valid", revision=1, policy=1)
        assert "no outcome is chosen now" in spoken(at.screen)
        await at.press("f2")
        await at.settle()
        assert not docket.view("alice", "RP-0001").votes


@pytest.mark.parametrize("every", [0.06, 0.2, 0.3, 0.6])
async def test_and_leaves_the_one_that_was_chosen_before(docket: Docket, tmp_path: Path, every: float) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("enter", "1", "f6")
        at.person.waits(2)
        await at.person.types("2 permits are valid", every=every)
        await at.settle()
        assert at.session.saved.draft == Draft("keep", reason="2 permits are valid", revision=1, policy=1)


async def test_a_digit_beside_chooses_and_another_one_or_what_is_read_then_changes_nothing_of_that(
    docket: Docket, tmp_path: Path
) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("enter", "d", "f6")
        at.person.waits(2)
        await at.person.presses("2", "1", "2", "j", "j", "c", every=0.3)
        await at.settle()
        draft = at.session.saved.draft
        assert (draft.outcome, len(draft.cites), draft.reason) == ("revoke", 1, "")


@pytest.mark.parametrize(
    ("ident", "size", "every"),
    every_nth(
        5,
        [
            (ident, size, every)
            for ident in ("RP-000132", "RP-000040", "RP-040506")
            for size, every in ((WIDE, 0.06), (WIDE, 0.15), (WIDE, 0.5), (NARROW, 0.15))
        ],
    ),
)
async def test_an_id_typed_in_the_case_from_habit_changes_no_outcome_and_is_no_reason(
    docket: Docket, tmp_path: Path, size: tuple[int, int], every: float, ident: str
) -> None:
    """F2 was refused there; the digits of the id are numbers of outcomes too."""
    docket.import_cases("lead", iter([make_case(1, id=ident)]), ("more.jsonl",))
    async with desk(docket, tmp_path, size) as at:
        await at.press("#", *ident, "enter")
        await at.settle()
        assert at.case == ident
        await at.press("enter", "2", "b", "f2", *"They do not agree at all.", "f2")
        assert (at.pane, at.session.saved.draft.cites) == ("case", ())
        at.person.waits(2)
        await at.person.types(ident, every=every)
        await at.settle()
        draft = at.session.saved.draft
        assert (draft.outcome, draft.grounds, draft.reason) == ("revoke", ("contact",), "They do not agree at all.")
        assert ident[-1] == "0" or "the outcome that is chosen is changed in the form (F6)" in spoken(at.screen)
        await at.press("f6", "1")
        assert at.session.saved.draft.outcome == "keep", "the sentence does not lead to where it is changed"


async def test_words_that_begin_as_the_id_does_are_words_all_the_same(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await beside(at)
        await at.person.types("0001 is not the case that he means", every=0.12)
        await at.settle()
        assert at.session.saved.draft.reason == "0001 is not the case that he means"


async def test_behind_a_reason_that_stands_there_they_begin_with_a_blank(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("enter", "2", "f7", *"So.", "f6")
        at.person.waits(2)
        await at.person.types("child of two", every=0.12)
        await at.settle()
        assert at.session.saved.draft == Draft("revoke", reason="So. child of two", revision=1, policy=1)


@pytest.mark.parametrize(("every", "keys"), every_nth(4, product([0.03, 0.1, 0.3], ["jjjjc", "kkjjjc", "jjjjjjjjjjc"])))
async def test_reading_on_and_citing_is_no_word_however_fast(
    docket: Docket, tmp_path: Path, keys: str, every: float
) -> None:
    async with desk(docket, tmp_path) as at:
        await beside(at)
        await at.person.presses(*keys, every=every)
        at.person.waits(0.5)
        await at.person.types("h")
        at.person.waits(0.5)
        await at.person.types("b")
        await at.settle()
        draft = at.session.saved.draft
        assert (len(draft.cites), draft.grounds, draft.reason) == (1, ("contact",), "")


async def test_a_letter_that_leads_away_from_the_case_is_pressed_twice(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await beside(at)
        for pause in (0.1, 1):
            await at.person.presses("c", "n", every=pause)
            await at.settle()
            assert at.case == "RP-0001"
            assert "Next for me? Press n again" in at.told
        assert at.session.saved.draft.reason == ""
        await at.person.presses("p")
        assert "Previous? Press p again" in at.told
        assert "F2 Next missing" in at.screen
        await at.person.presses("n", "n", every=0.3)
        await at.settle()
        assert at.case == "RP-0002"
        assert "F2 Next missing" not in at.screen, "the line of keys is that of what stands there"
        await at.person.presses("d", "2", "f6", "j", "n", "n", every=0.3)
        await at.settle()
        assert at.case == "RP-0003"


async def test_what_is_copied_beside_needs_no_second_key(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await beside(at)
        await at.person.presses("I")
        await at.settle()
        assert "Copied the id RP-0001" in at.told


async def test_the_id_typed_in_the_case_goes_where_it_is_asked_for(docket: Docket, tmp_path: Path) -> None:
    read_through(docket, "alice", "RP-0001")
    async with desk(docket, tmp_path) as at:
        await at.press("enter")
        at.session.keep_for("RP-0001", at.session.saved.changed(replace(COMPLETE, revision=1, policy=1)))
        await at.press("d", "f6")
        at.person.waits(2)
        assert "F2, then type RP-0001 to confirm" in spoken(at.screen)
        await at.press(*"RP-0001")
        typed = at.review.query_one(ConfirmationInput)
        assert at.session.saved.draft == replace(COMPLETE, revision=1, policy=1)
        assert typed.value == "RP-0001"


# Nothing is sent that was only guessed to be words


@pytest.mark.parametrize("keys", ["zoty", "z!y", "H z"])
async def test_keys_taken_for_words_are_asked_about_before_they_are_sent(docket: Docket, keys: str) -> None:
    async with form(docket, Draft("keep")) as story:
        await story.goes_to("#outcomes")
        await story.person.types(keys, every=0.5)
        assert story.kept[-1].draft == Draft("keep", reason=keys)
        await story.person.reads()
        await story.person.presses("f2")
        assert story.given == []
        assert ASKED in spoken(story.text)
        await story.person.presses("backspace")
        assert story.kept[-1].draft == Draft("keep")
        await story.person.presses("f2")
        assert [one and one.draft for one in story.given] == [Draft("keep")]


async def test_whoever_means_them_presses_once_more(docket: Docket) -> None:
    async with form(docket, Draft("keep", reason="As before.")) as story:
        await story.goes_to("#outcomes")
        await story.person.types("Moot", every=0.5)
        await story.person.reads()
        await story.person.presses("f2", "f2", every=0.5)
        assert story.given == [], "the second one was held down"
        story.person.waits(2)
        await story.person.presses("f2")
        assert [one and one.draft.reason for one in story.given] == ["As before. Moot"]


async def test_two_words_are_no_keys_and_go_with_one(docket: Docket) -> None:
    async with form(docket, Draft("keep")) as story:
        await story.goes_to("#outcomes")
        await story.person.types("He moved")
        await story.person.presses("f2")
        assert [one and one.draft.reason for one in story.given] == ["He moved"]


async def test_a_word_that_was_written_where_words_are_is_not_asked_about(docket: Docket) -> None:
    async with form(docket, Draft("keep")) as story:
        await story.person.presses("f7", *"ok", "f2")
        assert [one and one.draft.reason for one in story.given] == ["ok"]


async def test_of_a_draft_nobody_knows_how_it_came_about(docket: Docket) -> None:
    async with form(docket, Draft("keep", reason="zsot")) as story:
        await story.person.presses("f2")
        assert story.given == []
        assert ASKED in spoken(story.text)


async def test_no_key_of_the_queue_takes_the_place_of_words_that_are_asked_about(docket: Docket) -> None:
    """Who goes through cases with `1 F2` comes upon a draft of one word."""
    async with form(docket, Draft("keep", reason="zsot")) as story:
        await story.person.presses("f2", "1", "n", "enter", "1")
        assert story.given == []
        assert ASKED in spoken(story.text)
        story.person.waits(1)
        await story.person.presses("f7", *" as it was")
        assert story.kept[-1].draft.reason == "zsot as it was"


async def test_the_key_that_sends_behind_keys_that_went_nowhere_asks_again(docket: Docket) -> None:
    """Who types on from habit has not read what was asked."""
    async with form(docket, Draft("keep", reason="zsot")) as story:
        await story.person.presses("f2")
        story.person.waits(1)
        await story.person.types("RP-0001")
        story.person.waits(1)
        await story.person.presses("f2")
        assert story.given == []
        assert UNHEARD in spoken(story.text)
        assert story.form.query_one(ReasonArea).selected_text == "zsot"
        story.person.waits(1.1)
        await story.person.presses("f2")
        assert [one and one.draft.reason for one in story.given] == ["zsot"]


# Keys that do nothing in the form


async def test_who_goes_on_where_nothing_was_sent_is_told_so(docket: Docket) -> None:
    async with form(docket, Draft("keep")) as story:
        await story.goes_to("#outcomes")
        await story.person.presses("n")
        assert "n ticks nothing: this outcome needs no ground. Nothing is sent yet: F2 sends." in spoken(story.text)


async def test_a_key_that_means_something_elsewhere_only_says_so(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("enter", "d")
        for key, label in (("number_sign", "# (Go to)"), ("f5", "F5 (Refresh)")):
            at.person.waits(2)
            await at.press(key)
            assert f"{label} does nothing here: Esc closes the form" in spoken(at.screen)


@pytest.mark.parametrize(("outcome", "said"), [("", "once an outcome is chosen"), ("keep", "needs no ground")])
async def test_a_letter_says_why_it_ticks_nothing(docket: Docket, outcome: str, said: str) -> None:
    async with form(docket, Draft(outcome)) as story:
        await story.person.presses("n")
        assert said in spoken(story.text)
