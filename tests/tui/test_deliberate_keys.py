"""A vote is recorded by keys that somebody meant, never by a paste, a key held down or one typed ahead."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from textual import events

from store.acts import Draft
from store.docket import Docket
from tests.tui.desk import desk
from tests.tui.vote_story import COMPLETE, form
from tui.dialogs.confirmation import ConfirmationInput, word_for
from tui.dialogs.guard import Guard
from tui.dialogs.vote_form import VoteForm


async def test_without_the_typed_word_nothing_adverse_is_sent(docket: Docket) -> None:
    async with form(docket, COMPLETE) as story:
        for word in ("", "RP-0002", "rp-0001"):
            await story.confirms(word)
            await story.person.presses("f2")
            await story.person.presses(*["backspace"] * len(word))
        assert story.app.given == []
        assert "Type RP-0001 to confirm." in story.text


async def test_a_pasted_word_is_refused_with_a_sentence(docket: Docket) -> None:
    async with form(docket, COMPLETE) as story:
        await story.goes_to("ConfirmationInput")
        story.app.post_message(events.Paste("RP-0001"))
        await story.person.pilot.pause()
        assert "Pasting does not count here" in story.text
        story.app.copy_to_clipboard("RP-0001")
        await story.person.presses("ctrl+v", "f2")
        assert story.app.given == []


async def test_keys_in_a_burst_are_a_paste_by_another_name(docket: Docket) -> None:
    async with form(docket, COMPLETE) as story:
        await story.confirms("RP-0001", every=0.002)
        assert "faster than a person types" in story.text
        assert story.app.screen.query_one(ConfirmationInput).value == ""
        await story.confirms("RP-0001")
        await story.person.presses("f2")
        assert len(story.app.given) == 1


async def test_two_keys_in_one_packet_of_a_slow_line_are_no_paste(docket: Docket) -> None:
    async with form(docket, COMPLETE) as story:
        await story.goes_to("ConfirmationInput")
        for pair in ("RP", "-0", "00", "1"):
            await story.person.types(pair[0])
            await story.person.types(pair[1:], every=0.001)
        await story.person.presses("f2")
        assert len(story.app.given) == 1


async def test_keys_typed_ahead_of_the_confirmation_do_not_count(docket: Docket) -> None:
    async with form(docket, replace(COMPLETE, grounds=())) as story:
        await story.goes_to("#grounds")
        await story.person.presses("space")
        await story.goes_to("ConfirmationInput")
        story.person.now = story.person.guard._appeared or 0
        await story.person.types("RP", every=0.1)
        assert story.app.screen.query_one(ConfirmationInput).value == ""
        assert "before this could be read" in story.text


async def test_keys_typed_ahead_of_the_form_send_nothing(docket: Docket) -> None:
    async with form(docket, Draft("keep"), just_opened=True) as story:
        await story.person.presses("f2")
        await story.person.presses("f2", every=0.2)
        assert story.app.given == []
        assert "before this could be read" in story.text


@pytest.mark.parametrize("key", ["enter", "f2"])
async def test_a_key_held_down_sends_nothing(docket: Docket, key: str) -> None:
    async with form(docket, Draft("keep")) as story:
        story.person.now = story.person.guard._appeared or 0
        await story.goes_to("#commit")
        story.person.now = story.person.guard._appeared or 0
        await story.person.presses(*[key] * 30, every=0.03)
        assert story.app.given == []
        assert "held down" in story.text
        story.person.waits(1.1)
        await story.person.presses(key)
        assert len(story.app.given) == 1


async def test_enter_held_in_the_confirmation_moves_and_sends_nothing(docket: Docket) -> None:
    async with form(docket, COMPLETE) as story:
        await story.confirms("RP-0001")
        await story.person.presses(*["enter"] * 30, every=0.5)
        assert story.app.given == []
        assert story.app.screen.query_one(ConfirmationInput).has_focus


async def test_the_sending_key_inside_a_burst_sends_nothing(docket: Docket) -> None:
    async with form(docket, Draft("keep")) as story:
        await story.goes_to("#reason")
        await story.person.presses("a", "b", "f2", every=0.001)
        assert story.app.given == []
        await story.person.presses("tab", "f2", every=0.3)
        assert len(story.app.given) == 1


async def test_the_word_stands_for_the_draft_as_it_was_when_typed(docket: Docket) -> None:
    async with form(docket, COMPLETE) as story:
        await story.confirms("RP-0001")
        await story.goes_to("#reason")
        await story.person.presses("!", "f2")
        assert story.app.given == []
        assert story.app.screen.query_one(ConfirmationInput).value == ""


async def test_a_click_on_send_needs_the_same(docket: Docket) -> None:
    async with form(docket, COMPLETE) as story:
        await story.person.pilot.click("#commit")
        assert story.app.given == []
        await story.confirms("RP-0001")
        story.person.waits(2)
        await story.person.pilot.click("#commit")
        assert len(story.app.given) == 1


# Asked for by name


async def test_asking_by_name_sends_nothing_that_a_key_would_not(docket: Docket) -> None:
    async with form(docket, COMPLETE) as story:
        form_screen = story.app.screen
        assert isinstance(form_screen, VoteForm)
        form_screen.action_commit()
        await story.person.pilot.pause()
        assert "Type RP-0001 to confirm." in story.text
        await story.confirms("RP-0001")
        form_screen.action_commit()
        await story.person.pilot.pause()
        assert story.app.given == []
        assert "faster than a person types" in story.text


async def test_asking_by_name_before_the_form_could_be_read_sends_nothing(docket: Docket) -> None:
    async with form(docket, Draft("keep"), just_opened=True) as story:
        form_screen = story.app.screen
        assert isinstance(form_screen, VoteForm)
        form_screen.action_commit()
        await story.person.pilot.pause()
        assert story.app.given == []
        assert "before this could be read" in story.text


@pytest.mark.parametrize("word", ["send", "vote", "commit", "yes"])
async def test_no_command_sends_from_over_a_form(docket: Docket, tmp_path: Path, word: str) -> None:
    cites = ("enter", "j", "j", "c")
    async with desk(docket, tmp_path) as at:
        await at.press(*cites, "d", "2", "tab", "down", "space", "tab", "tab", *"They differ.")
        await at.settle()
        names = [command.title for command in at.app.get_system_commands(at.app.screen)]
        assert names == ["Theme"]
        await at.press("f3", *word, "enter", "enter")
        await at.settle()
        assert docket.view("alice", "RP-0001").votes == ()


async def test_the_command_vote_opens_the_form_and_no_more(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press(
            "enter", "j", "j", "c", "d", "2", "tab", "down", "space", "tab", "tab", *"They differ.", "escape"
        )
        await at.settle()
        await at.press(":", *"vote", "enter", "enter", "enter")
        await at.settle()
        await at.press("enter", "f2")
        assert isinstance(at.app.screen, VoteForm)
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
