"""A vote is recorded by keys that somebody meant, never by a paste, a key held down or one typed ahead."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from textual import events

from store.acts import Draft
from store.docket import Docket
from store.model import Standing
from tests.dockets import POLICY
from tests.sweeps import all_but
from tests.tui.desk import NARROW, WIDE, desk
from tests.tui.vote_story import COMPLETE, form, spoken
from tui.acting.drafts import SavedDraft
from tui.dialogs.guard import Guard
from tui.dialogs.reason_area import ReasonArea
from tui.vote.confirmation import ConfirmationInput, word_for
from tui.vote.word_taker import UNHEARD


async def test_without_the_typed_word_nothing_adverse_is_sent(docket: Docket) -> None:
    async with form(docket, COMPLETE) as story:
        for word in ("", "RP-0002", "rp-0001"):
            await story.confirms(word)
            await story.person.presses("f2")
            await story.person.presses(*["backspace"] * len(word))
        assert story.given == []
        assert "Type RP-0001 to confirm:" in story.text
        await story.goes_to("#outcomes")
        assert "F2, then type RP-0001 to confirm:" in story.text


async def test_a_pasted_word_is_refused_with_a_sentence(docket: Docket) -> None:
    async with form(docket, COMPLETE) as story:
        await story.goes_to("ConfirmationInput")
        story.app.post_message(events.Paste("RP-0001"))
        await story.person.pilot.pause()
        assert "Pasting does not count here" in story.text
        story.app.copy_to_clipboard("RP-0001")
        await story.person.presses("ctrl+v", "f2")
        assert story.given == []


async def test_keys_in_a_burst_are_a_paste_by_another_name(docket: Docket) -> None:
    async with form(docket, COMPLETE) as story:
        await story.confirms("RP-0001", every=0.002)
        assert "faster than a person types" in story.text
        assert story.app.screen.query_one(ConfirmationInput).value == ""
        await story.confirms("RP-0001")
        await story.person.presses("f2")
        assert len(story.given) == 1


async def test_two_keys_in_one_packet_of_a_slow_line_are_no_paste(docket: Docket) -> None:
    async with form(docket, COMPLETE) as story:
        await story.goes_to("ConfirmationInput")
        for pair in ("RP", "-0", "00", "1"):
            await story.person.types(pair[0])
            await story.person.types(pair[1:], every=0.001)
        await story.person.presses("f2")
        assert len(story.given) == 1


async def test_keys_typed_ahead_of_the_confirmation_do_not_count(docket: Docket) -> None:
    async with form(docket, replace(COMPLETE, grounds=())) as story:
        await story.goes_to("#grounds")
        await story.person.presses("space")
        await story.goes_to("ConfirmationInput")
        story.person.now = story.person.guard._appeared or 0
        await story.person.types("RP", every=0.1)
        assert story.app.screen.query_one(ConfirmationInput).value == ""
        assert "before this could be read" in story.text


async def test_asking_to_send_in_the_middle_of_the_word_keeps_what_is_typed(docket: Docket) -> None:
    async with form(docket, COMPLETE) as story:
        await story.confirms("RP-0")
        await story.person.presses("f2", "f2")
        assert "“RP-0” is not all of RP-0001: type on." in spoken(story.text)
        await story.person.types("001")
        assert story.app.screen.query_one(ConfirmationInput).value == "RP-0001"
        story.person.waits(1.1)
        await story.person.presses("f2")
        assert len(story.given) == 1


async def test_that_the_first_letters_of_the_word_were_left_out_is_said_until_it_is_typed_anew(docket: Docket) -> None:
    """As after a terminal was made larger: the hand begins before the form can be read."""
    async with form(docket, COMPLETE) as story:
        await story.goes_to("ConfirmationInput")
        story.form.appears()
        await story.person.pilot.pause()
        await story.person.types("RP-0", every=0.15)
        assert story.app.screen.query_one(ConfirmationInput).value == "-0"
        assert "before this could be read" in spoken(story.text)
        await story.person.presses("backspace", "backspace", "R")
        assert "before this could be read" not in spoken(story.text)


async def test_a_clear_vote_goes_at_the_speed_of_a_practised_hand(docket: Docket) -> None:
    async with form(docket, just_opened=True) as story:
        await story.person.presses("1", "f2", every=0.06)
        assert len(story.given) == 1


async def test_a_clear_vote_that_was_incomplete_goes_right_after_it_is_complete(docket: Docket) -> None:
    async with form(docket) as story:
        await story.person.presses("f2", "1", "f2", every=0.06)
        assert len(story.given) == 1


async def test_keys_of_one_packet_send_nothing(docket: Docket) -> None:
    async with form(docket) as story:
        await story.person.presses("1", "f2", every=0.002)
        assert story.given == []
        assert "in one go with the key before" in spoken(story.text)
        await story.person.presses("f2", every=0.06)
        assert len(story.given) == 1


async def test_a_key_held_down_sends_once_what_hurts_nobody(docket: Docket) -> None:
    async with form(docket, Draft("keep")) as story:
        await story.person.presses(*["f2"] * 30, every=0.03)
        assert len(story.given) == 1


# A case that nobody can have read


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_a_vote_on_a_case_that_came_just_now_waits_until_it_can_have_been_read(
    docket: Docket, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with desk(docket, tmp_path, size) as at:
        for key in ("n", "1", "f2"):
            await at.person.hits(key, after=0.03)
        await at.settle()
        assert "came to the screen just now: nothing is sent yet" in spoken(at.screen)
        assert at.review.vote_form is not None
        assert docket.view("alice", "RP-0002").votes == ()
        await at.press("f2")
        await at.settle()
    assert [vote.body.outcome for vote in docket.view("alice", "RP-0002").votes] == ["keep"]


async def test_a_hand_that_does_not_stop_has_not_read_it_either(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("n")
        for key in ("1", *["f2"] * 60):
            await at.person.hits(key, after=0.03)
        await at.settle()
        assert docket.view("alice", "RP-0002").votes == ()
        await at.press("f2")
        await at.settle()
    assert len(docket.view("alice", "RP-0002").votes) == 1


async def test_a_vote_on_a_case_that_was_read_for_a_second_goes_at_any_speed(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("n")
        at.person.waits(1)
        for key in ("1", "f2"):
            await at.person.hits(key, after=0.03)
        await at.settle()
    assert len(docket.view("alice", "RP-0002").votes) == 1


# From one side to the other


async def test_what_was_adverse_and_is_clear_is_sent_by_a_second_key_that_is_meant(docket: Docket) -> None:
    """A `1` that was meant for the first ground."""
    async with form(docket, COMPLETE) as story:
        await story.person.presses("1")
        assert "“Permit stands” stands in place of “▲ adverse Permit revoked”" in spoken(story.text)
        await story.person.presses(*["f2"] * 30, every=0.03)
        assert story.given == []
        assert "held down" in spoken(story.text)
        story.person.waits(1.1)
        await story.person.presses("f2")
        [given] = story.given
    assert given is not None
    assert given.draft.outcome == "keep"


async def test_what_was_clear_and_is_adverse_is_said_and_typed(docket: Docket) -> None:
    async with form(docket, replace(COMPLETE, outcome="keep")) as story:
        await story.person.presses("2")
        assert "“▲ adverse Permit revoked” stands in place of “Permit stands”" in spoken(story.text)
        story.person.waits(1)
        await story.confirms("RP-0001")
        await story.person.presses("f2")
        assert story.given == []
        assert "F2 once more" in spoken(story.text)
        story.person.waits(1.1)
        await story.person.presses("f2")
        assert len(story.given) == 1


async def test_what_stands_and_what_it_replaces_are_named_as_they_are_now(docket: Docket) -> None:
    renewed = '[[outcome]]\nid = "renew"\nlabel = "Permit renewed"\nadverse = false\n'
    docket.set_policy("lead", POLICY + renewed, "A permit can be renewed.")
    async with form(docket, COMPLETE) as story:
        await story.person.presses("1", "f2", "4")
        said = "“Permit renewed” stands in place of “▲ adverse Permit revoked”"
        assert said in spoken(story.text)
        assert "“Permit stands”" not in spoken(story.text)
        story.person.waits(1.1)
        await story.person.presses("f2")
        assert f"{said}. Press F2 once more to send it." in spoken(story.text)
        assert story.given == []
        await story.person.presses("2")
        assert "stands in place" not in spoken(story.text), "what stood before stands again"
        await story.person.presses("3", "1")
        assert "“Permit stands” stands in place of “▲ adverse Renewal refused”" in spoken(story.text)
        story.person.waits(1.1)
        await story.person.presses("f2")
        story.person.waits(1.1)
        await story.person.presses("f2")
        assert [one and one.draft.outcome for one in story.given] == ["keep"]


async def test_the_word_is_asked_for_at_once_and_never_goes_into_the_reason(docket: Docket) -> None:
    async with form(docket, replace(COMPLETE, outcome="keep")) as story:
        await story.person.presses("2")
        await story.goes_to("#reason")
        await story.person.presses("f2")
        assert "stands in place of “Permit stands”." in spoken(story.text)
        assert spoken(story.text).count("Type RP-0001 to confirm") == 1
        assert "once more" not in spoken(story.text)
        story.person.waits(1)
        await story.person.types("RP-0001")
        assert story.form.query_one(ReasonArea).text == COMPLETE.reason
        story.person.waits(1.1)
        await story.person.presses("f2")
        assert len(story.given) == 1


@pytest.mark.parametrize("reason", ["They do not agree.", "They do not agree at all. "])
async def test_the_id_typed_from_habit_at_the_end_of_the_reason_is_said_before_anything_is_sent(
    docket: Docket, reason: str
) -> None:
    said = "The reason ends with RP-0001: take it out, or F2 goes on with it."
    async with form(docket, replace(COMPLETE, reason="")) as story:
        await story.person.presses("f2")
        await story.person.types(reason)
        if len(reason) < 20:
            await story.person.presses("f2")
            assert "write 2 more" in spoken(story.text)
        await story.person.types("RP-0001")
        await story.person.presses("f2")
        assert said in spoken(story.text)
        area = story.form.query_one(ReasonArea)
        assert (area.has_focus, area.selected_text) == (True, "RP-0001")
        story.person.waits(1.1)
        await story.person.presses("f2")
        assert "Type RP-0001 to confirm" in spoken(story.text)
        assert said not in spoken(story.text)
        await story.person.types("RP-0001")
        story.person.waits(1.1)
        await story.person.presses("f2")
        assert [one and one.draft.reason for one in story.given] == [f"{reason}RP-0001"]


@pytest.mark.parametrize(
    ("led", "typed", "asked"),
    [(True, " 0001", "0001"), (True, " 01", "01"), (True, " 1", ""), (True, " 0002", ""), (False, " 0001", "")],
)
async def test_so_are_the_last_digits_of_it_where_its_first_letters_were_taken_as_keys(
    docket: Docket, led: bool, typed: str, asked: str
) -> None:
    """F2 led away from the reason, and whoever looked for the line of the id there typed on."""
    async with form(docket, replace(COMPLETE, cites=() if led else COMPLETE.cites)) as story:
        if led:
            await story.person.presses("f2")
            story.form.take_in(story.form._view, SavedDraft(COMPLETE, "cited"))
        await story.person.presses("f7", *typed, "f2")
        said = f"The reason ends with {asked}: take it out, or F2 goes on with it."
        assert (said in spoken(story.text)) is bool(asked)
        assert ("Type RP-0001 to confirm" in spoken(story.text)) is not bool(asked)


async def test_the_id_typed_on_where_it_was_asked_about_does_not_answer(docket: Docket) -> None:
    async with form(docket, replace(COMPLETE, reason=f"{COMPLETE.reason} RP-0001")) as story:
        await story.person.presses("f2")
        await story.person.types("RP-0001")
        story.person.waits(1.1)
        await story.person.presses("f2")
        assert UNHEARD in spoken(story.text)
        await story.person.presses("backspace", "f2")
        assert "Type RP-0001 to confirm" in spoken(story.text)
        assert story.kept[-1].draft.reason.strip() == COMPLETE.reason


async def test_and_one_key_takes_it_out(docket: Docket) -> None:
    async with form(docket, replace(COMPLETE, reason=f"{COMPLETE.reason}RP-0001")) as story:
        await story.goes_to("#outcomes")
        await story.person.presses("f2")
        await story.person.presses("backspace", "f2")
        assert "Type RP-0001 to confirm" in spoken(story.text)
        assert story.kept[-1].draft == COMPLETE


async def test_from_one_clear_outcome_to_another_nothing_is_asked(docket: Docket) -> None:
    async with form(docket, Draft("renew")) as story:
        await story.person.presses("1", "f2")
        assert len(story.given) == 1


async def test_enter_held_in_the_confirmation_moves_and_sends_nothing(docket: Docket) -> None:
    async with form(docket, COMPLETE) as story:
        await story.confirms("RP-0001")
        await story.person.presses(*["enter"] * 30, every=0.5)
        assert story.given == []
        assert story.app.screen.query_one(ConfirmationInput).has_focus


async def test_the_sending_key_inside_a_burst_sends_nothing(docket: Docket) -> None:
    async with form(docket, Draft("keep")) as story:
        await story.goes_to("#reason")
        await story.person.presses("a", "b", "f2", every=0.001)
        assert story.given == []
        await story.person.presses("tab", "f2", every=0.3)
        assert len(story.given) == 1


async def test_an_adverse_vote_waits_until_it_could_be_read(docket: Docket) -> None:
    async with form(docket, COMPLETE) as story:
        await story.confirms("RP-0001")
        story.form.appears()
        await story.person.pilot.pause()
        await story.person.presses("f2")
        assert story.given == []
        assert "before this could be read" in spoken(story.text)
        await story.person.presses("f2", every=0.5)
        assert "held down" in spoken(story.text)
        await story.person.presses("f2", every=1.1)
        assert len(story.given) == 1


async def test_the_word_stands_for_the_draft_as_it_was_when_typed(docket: Docket) -> None:
    async with form(docket, COMPLETE) as story:
        await story.confirms("RP-0001")
        await story.goes_to("#reason")
        await story.person.presses("!", "f2")
        assert story.given == []
        assert story.app.screen.query_one(ConfirmationInput).value == ""


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_a_click_on_send_needs_the_same(docket: Docket, tmp_path: Path, size: tuple[int, int]) -> None:
    async with desk(docket, tmp_path, size) as at:
        await at.press("enter", "j", "j", "c", "2", "b", "f2", *"They do not agree at all.")
        assert "F2 Send" not in at.screen
        await at.clicks("F2 Next missing")
        assert "Type RP-0001 to confirm" in at.screen
        at.person.waits(1)
        await at.press(*"RP-0001")
        at.person.waits(2)
        await at.clicks("F2 Send")
        assert docket.view("alice", "RP-0001").standing is Standing.SECOND


# Asked for by name


async def test_asking_by_name_sends_nothing_that_a_key_would_not(docket: Docket) -> None:
    async with form(docket, COMPLETE) as story:
        story.form.action_commit()
        await story.person.pilot.pause()
        assert "Type RP-0001 to confirm:" in story.text
        await story.confirms("RP-0001")
        story.form.action_commit()
        await story.person.pilot.pause()
        assert story.given == []
        assert "faster than a person types" in story.text


async def test_asking_by_name_in_one_go_with_a_key_sends_nothing(docket: Docket) -> None:
    async with form(docket) as story:
        await story.person.presses("1")
        story.form.action_commit()
        await story.person.pilot.pause()
        assert story.given == []
        assert "in one go" in story.text


@pytest.mark.parametrize("word", all_but(["send", "vote", "commit", "yes"], "send"))
async def test_no_command_sends_what_is_written_beside(docket: Docket, tmp_path: Path, word: str) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("enter", "d", "1")
        await at.settle()
        assert "Nothing is missing." in at.screen
        await at.press("f6")
        assert "Send" not in [command.title for command in at.app.get_system_commands(at.app.screen)]
        await at.press(":", *word, "enter", "enter")
        await at.settle()
        assert docket.view("alice", "RP-0001").votes == ()


async def test_the_command_vote_opens_the_form_and_no_more(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("enter", "j", "j", "c", "d", "2", "b", "tab", "tab", *"They do not agree at all.", "escape")
        await at.settle()
        await at.press(":", *"vote", "enter", "enter", "enter")
        await at.settle()
        await at.press("enter", "f2")
        assert at.review.vote_form is not None
        assert docket.view("alice", "RP-0001").votes == ()


# What counts as meant


def test_a_guard_knows_people_from_machines() -> None:
    now = [0.0]
    guard = Guard(lambda _: now[0])

    def press(key: str, after: float) -> str | None:
        now[0] += after
        return guard.noted(events.Key(key, None)).objection

    assert "before this could be read" in (press("f2", 5) or "")
    guard.appeared()
    assert "before this could be read" in (press("f2", 0.39) or "")
    assert "held down" in (press("f2", 0.9) or "")
    assert press("f2", 1.1) is None
    assert "faster than a person" in (press("enter", 0.05) or "")
    assert press("f2", 0.2) is None


def test_what_hurts_nobody_is_refused_to_machines_alone() -> None:
    now = [0.0]
    guard = Guard(lambda _: now[0])

    def press(key: str, after: float) -> str | None:
        now[0] += after
        return guard.noted(events.Key(key, None)).objection_if_clear

    assert press("1", 5) is None
    assert press("f2", 0.03) is None
    assert press("f2", 0.03) is None
    assert "in one go" in (press("f2", 0.02) or "")


def test_a_message_that_passes_twice_is_judged_once() -> None:
    guard = Guard(lambda _: 10.0)
    key = events.Key("f2", None)
    assert guard.noted(key) is guard.noted(key)


def test_the_time_of_a_key_is_when_it_came_not_when_it_was_handled() -> None:
    guard = Guard()
    early = events.Key("f2", None)
    guard.appeared()
    assert guard.noted(early).early


@pytest.mark.parametrize("case_id", ["RP-0001", "Case 17", "a[/]b"])
def test_an_id_that_can_be_typed_is_typed(case_id: str) -> None:
    assert word_for(case_id) == case_id


@pytest.mark.parametrize(
    "case_id", ["7", "", " RP-1", "BYLA-Ž12", "x" * 25, "a  bc", "RP\u202e0001", "RP-\ud800", "АВС-1"]
)
def test_one_that_cannot_is_stood_for(case_id: str) -> None:
    assert len(word_for(case_id)) == 6
    assert set(word_for(case_id)) <= set("0123456789abcdef")
