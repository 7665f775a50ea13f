"""Acts besides voting, from the review screen by keys: each asks in a form, and says why where it may not be done."""

from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from textual import events
from textual.screen import ModalScreen
from textual.widgets import Button, Input

from store.acts import Appeal, Hold, Resume, Serve, Withdraw
from store.docket import Docket
from store.errors import NotSaved
from store.model import Evidence, Standing
from store.opening import open_docket
from store.records import Record
from tests.dockets import KEEP, POLICY, REVOKE, make_case, vote
from tests.hostile import RAW
from tests.sweeps import every_nth
from tests.tui.desk import NARROW, WIDE, Desk, desk, refuses
from tests.tui.test_deciding import in_dialog
from tui.acting.offers import OFFERS
from tui.dialogs.act_form import ActForm

CASE = "RP-0001"
WHY = "The file is at the court."


async def opens(at: Desk, key: str) -> ActForm:
    """Open a form, and be there long enough for its keys to count."""
    await at.press(key)
    await at.settle()
    assert isinstance(at.app.screen, ActForm), at.told
    at.person.waits(2)
    return at.app.screen


async def names(at: Desk, command: str) -> ActForm:
    """Open a form by its name, as the palette does."""
    await at.app.run_action(f"act('{command}')", at.app.first)
    await at.settle()
    assert isinstance(at.app.screen, ActForm), at.told
    at.person.waits(2)
    return at.app.screen


async def sends(at: Desk) -> None:
    at.person.waits(2)
    await at.press("f2")
    await at.settle()


def standing(docket: Docket, who: str = "alice") -> Standing:
    return docket.view(who, CASE).standing


def revoked(docket: Docket) -> None:
    for who in ("ben", "cleo"):
        assert isinstance(vote(docket, who, CASE, REVOKE), Record)


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_a_case_is_held_and_taken_up_again(docket: Docket, tmp_path: Path, size: tuple[int, int]) -> None:
    async with desk(docket, tmp_path, size) as at:
        await opens(at, "z")
        assert "Hold · RP-0001" in in_dialog(at)
        assert f"Until {docket.today() + timedelta(14):%Y-%m-%d, %A}" in in_dialog(at)
        assert "Still missing: 1 ○ Write the reason." in in_dialog(at)
        await at.press("tab", *WHY)
        assert "✓ Nothing is missing." in in_dialog(at)
        await sends(at)
        assert standing(docket) is Standing.HELD
        assert "RP-0001: hold recorded." in at.told
        assert "‖ held" in at.screen
        await at.press("enter")
        assert "WHERE IT STANDS" in at.screen
        assert WHY in at.screen
        await at.press("z")
        assert "This case is held already: end that first. Esc goes on." in at.told
        await at.press("escape")
        await opens(at, "t")
        await at.press(*"It is back.")
        await sends(at)
        assert standing(docket) is Standing.OPEN


async def test_a_day_that_is_none_is_said_to_be_none(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await opens(at, "z")
        await at.press(*["backspace"] * 4, *"soon", "tab", *WHY)
        assert "○ Until: write a day as 2023-12-01, today or +14d." in in_dialog(at)
        await sends(at)
        assert "Something is still missing." in in_dialog(at)
        assert standing(docket) is Standing.OPEN


async def test_what_is_written_stays_until_it_is_recorded(
    docket: Docket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk(docket, tmp_path) as at:
        await opens(at, "z")
        await at.press("tab", *WHY, "escape")
        await opens(at, "z")
        assert WHY in in_dialog(at)
        with monkeypatch.context() as patch:
            refuses(docket, patch, Hold, error=NotSaved("The disk is full."))
            await sends(at)
        assert "RP-0001: hold not recorded. The disk is full. What you wrote is kept." in at.told
        await opens(at, "z")
        assert WHY in in_dialog(at)
        await sends(at)
        assert standing(docket) is Standing.HELD
        assert isinstance(docket.act("ben", CASE, Resume("It is back.")), Record)
        await at.press("r")
        await at.settle()
        await opens(at, "z")
        assert WHY not in in_dialog(at)


async def test_what_a_decision_was_varied_to_is_marked_where_it_is_adverse(docket: Docket, tmp_path: Path) -> None:
    revoked(docket)
    assert isinstance(docket.act("alice", CASE, Appeal(docket.today(), "Regional court")), Record)
    async with desk(docket, tmp_path, chosen=f"id:{CASE}") as at:
        await names(at, "rule")
        await at.press("2")
        assert "( ) Permit stands" in in_dialog(at)
        assert "( ) ▲ adverse Permit revoked" in in_dialog(at)


async def test_a_review_by_the_office_is_not_told_as_an_appeal_when_it_is_recorded(
    docket: Docket, tmp_path: Path
) -> None:
    revoked(docket)
    async with desk(docket, tmp_path, (120, 200), chosen=f"id:{CASE}") as at:
        await names(at, "appeal")
        await at.press("2", "tab", "tab", *"Head of department")
        await sends(at)
        whole = f"RP-0001: recorded a review by the office itself, of {docket.today()}, at Head of department."
        assert whole in at.told
        assert "appeal recorded" not in at.told
        await at.press("?")
        assert "another body, or the office itself" in at.screen


async def test_what_is_typed_on_a_button_stands_whole_in_the_only_line_of_a_form(
    docket: Docket, tmp_path: Path
) -> None:
    async with desk(docket, tmp_path, chosen=f"id:{CASE}") as at:
        form = await opens(at, "i")
        await at.press("2", "shift+tab")
        assert isinstance(form.focused, Button)
        await at.press("-", "3", "d")
        assert form.values["on"] == "-3d", "what was offered there is replaced by the first letter, once"


async def test_f2_goes_to_the_field_that_misses_something_so_that_what_is_typed_next_stands_there(
    docket: Docket, tmp_path: Path
) -> None:
    revoked(docket)
    async with desk(docket, tmp_path, chosen=f"id:{CASE}") as at:
        await names(at, "appeal")
        await at.press("1", "tab", "tab", *"court", "f8")
        await sends(at)
        assert "Your draft of an appeal on RP-0001 is gone." in at.told
        await names(at, "appeal")
        await sends(at)
        assert "Who wants it looked at again: choose one." in in_dialog(at)
        await at.press("1")
        await sends(at)
        assert "Something is still missing." in in_dialog(at)
        await at.press(*"Regional court")
        assert f"Filed on {docket.today():%Y-%m-%d, %A}" in in_dialog(at)
        await sends(at)
        assert standing(docket) is Standing.APPEALED
        form = await names(at, "rule")
        await at.press("1", "T")
        assert "T neither: Tab goes on" in in_dialog(at)
        await sends(at)
        await at.press(*"The stamps were there.")
        assert form.values["reason"] == "The stamps were there."
        await sends(at)
        assert "RP-0001: ruling recorded: the appeal upheld the decision on" in at.told
        assert standing(docket) is Standing.DECIDED


async def test_f2_goes_to_a_day_that_cannot_be_read_and_to_a_choice_that_is_not_made(
    docket: Docket, tmp_path: Path
) -> None:
    async with desk(docket, tmp_path) as at:
        form = await opens(at, "z")
        await at.press(*["backspace"] * 4, *"soon", "tab", *WHY)
        await sends(at)
        assert form.focused is form.query_one("#field-until")
        await at.press("escape")
        form = await opens(at, "i")
        await at.press("tab")
        await sends(at)
        assert form.focused is form.query_one("#field-step")


async def test_keys_typed_ahead_record_nothing(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        for key in ("z", "tab", "W", "f2", "f2"):
            await at.person.presses(key, every=0.001)
        await at.settle()
        assert standing(docket) is Standing.OPEN
        assert isinstance(at.app.screen, ActForm)


async def test_another_body_is_asked(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path, NARROW) as at:
        await opens(at, "f")
        await at.press(*"State Security", "tab", *"Who is he?")
        await sends(at)
        assert standing(docket) is Standing.REFERRED
        await at.press("enter")
        assert "to State Security · opinion due" in at.screen


async def test_a_hearing_asks_for_what_each_step_needs(docket: Docket, place: Path, tmp_path: Path) -> None:
    async with desk(docket, tmp_path, (80, 40)) as at:
        await opens(at, "i")
        assert "What happened: choose one." in in_dialog(at)
        assert "To be answered by" not in in_dialog(at)
        await at.press("enter")
        assert "To be answered by" in in_dialog(at)
        await sends(at)
        assert "Hearing" in at.told or "hearing recorded" in at.told
        await opens(at, "i")
        await at.press("down", "enter")
        assert "The item that has the answer" in in_dialog(at)
        await at.press("tab", "tab", "enter")
        assert "was in the case when the invitation was recorded" in " ".join(in_dialog(at).split())
        await at.press("f8")
        await sends(at)
        others = open_docket(place)
        kind = docket.policy("lead").evidence[0].kind
        assert isinstance(others.attach("lead", CASE, Evidence("p1", kind, "Letter", "I met nobody.")), Record)
        others.close()
        at.app.look()
        await at.settle()
        await opens(at, "i")
        await at.press("down", "enter", "tab", "tab", "enter")
        assert "p1 Letter" in in_dialog(at), "what came after the invitation is all that is offered"
        await sends(at)
        invitation = docket.view("alice", CASE).scene.state.invitation
        assert invitation is not None
        assert invitation.how == "received"
        await opens(at, "i")
        await at.press("down", "down", "enter", "tab", "tab", *"Not found.")
        await sends(at)
        assert "Not found." in " ".join(str(one.body) for one in docket.view("alice", CASE).history)


@pytest.mark.long
async def test_a_decision_is_served_appealed_ruled_on_and_reopened(docket: Docket, tmp_path: Path) -> None:
    revoked(docket)
    async with desk(docket, tmp_path, NARROW, case="RP-0001") as at:
        await opens(at, "s")
        await at.press("tab", *"by hand")
        await sends(at)
        assert standing(docket) is Standing.SERVED
        await names(at, "appeal")
        await at.press("1", "tab", "tab", *"Regional court", "tab", *"I-12/2026")
        await sends(at)
        assert standing(docket) is Standing.APPEALED
        await names(at, "stay")
        await at.press("enter", "tab", "tab", *"Ordered.")
        await sends(at)
        await names(at, "rule")
        assert "The decision was: choose one." in in_dialog(at)
        await at.press("down", "enter")
        assert "What it says now" in in_dialog(at)
        await at.press("tab", "enter", "tab", "tab", *"Too much.")
        await sends(at)
        assert standing(docket) is Standing.SERVED
        await opens(at, "x")
        await at.press(*"She has left.")
        await sends(at)
        assert standing(docket) is Standing.CLOSED
        assert "■ closed" in at.screen
        await names(at, "reopen")
        await at.press(*"It was another.")
        await sends(at)
        assert standing(docket) is Standing.OPEN


async def test_who_settles_a_conflict_sees_the_votes_before_sending_them_back(docket: Docket, tmp_path: Path) -> None:
    vote(docket, "ben", CASE, REVOKE)
    vote(docket, "cleo", CASE, KEEP)
    async with desk(docket, tmp_path) as at:
        await names(at, "send-back")
        assert not docket.view("alice", CASE).unseen
        await at.press(*"Look at r1.")
        await sends(at)
        assert standing(docket) is Standing.OPEN


async def test_a_case_is_assigned_and_stepped_off(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await names(at, "assign")
        await sends(at)
        assert "Say whom, or that nobody is to read it any more." in in_dialog(at)
        await at.press(*"Ben")
        assert "Who is to read it ! not known on this docket: is it spelt so?" in in_dialog(at)
        await sends(at)
        assert "ben is not known on this docket. If that is how it is spelt, press F2 once more." in in_dialog(at)
        await sends(at)
        assert docket.count("ben", at.session.queue.chosen) > 0
        assert docket.view("ben", CASE).scene.state.assigned == "ben"
        assert "assignment recorded: asked ben to read it" in at.told
        await names(at, "assign")
        await sends(at)
        assert isinstance(at.app.screen, ActForm)
        while at.app.screen.focused is not at.app.screen.query_one("#field-nobody"):
            await at.press("tab")
        await at.press("down", "enter")
        await sends(at)
        assert docket.view("ben", CASE).scene.state.assigned is None
        await names(at, "recuse")
        await at.press(*"I know her.")
        await sends(at)
        assert "alice" in docket.view("alice", CASE).scene.state.recused


async def test_people_are_offered_and_whoever_the_policy_does_not_name_is_refused(
    docket: Docket, tmp_path: Path
) -> None:
    people = '[roles]\nreviewer = ["alice", "ben", "cleo"]\nlead = ["lead"]\n[people]\nben = "Ben Example"\n'
    docket.set_policy("lead", f"{POLICY}\n{people}", "Roles.")
    async with desk(docket, tmp_path) as at:
        await names(at, "assign")
        assert "1 ( ) alice 2 ( ) ben Ben" in in_dialog(at)
        assert "( ) cleo" in in_dialog(at)
        assert "lead" not in in_dialog(at), "who may not review is offered"
        await at.press(*"nosuchperson")
        assert "not known on this docket" in in_dialog(at)
        assert "The policy does not name nosuchperson as reviewer." in in_dialog(at)
        await sends(at)
        assert docket.view("ben", CASE).scene.state.assigned is None
        await at.press("tab", "down", "enter")
        assert "not known on this docket" not in in_dialog(at)
        await sends(at)
        assert docket.view("ben", CASE).scene.state.assigned == "ben"


async def test_who_is_offered_is_chosen_by_number_from_the_line_too(docket: Docket, tmp_path: Path) -> None:
    docket.set_policy("lead", f'{POLICY}\n[roles]\nreviewer = ["alice", "ben"]\nlead = ["lead"]\n', "Roles.")
    async with desk(docket, tmp_path) as at:
        await names(at, "assign")
        await at.press("2")
        assert "2 (•) ben" in in_dialog(at)
        assert at.app.screen.query_one(Input).value == "ben"
        await at.press(*["backspace"] * 3, "7")
        assert at.app.screen.query_one(Input).value == "7", "nobody is offered under it"


@pytest.mark.long
async def test_a_form_hears_what_others_recorded_meanwhile(docket: Docket, place: Path, tmp_path: Path) -> None:
    other = open_docket(place)
    async with desk(docket, tmp_path, (100, 45)) as at:
        await opens(at, "z")
        await at.press("tab", *WHY)
        assert "✓ Nothing is missing." in in_dialog(at)
        assert isinstance(other.act("ben", CASE, Hold(docket.today() + timedelta(3), "Wait.")), Record)
        at.app.look()
        await at.settle()
        assert "○ This case is held already: end that first." in in_dialog(at)
        assert WHY in in_dialog(at)
        await sends(at)
        assert isinstance(at.app.screen, ActForm)
        await at.press("escape")
        await opens(at, "i")
        await at.press("down", "enter", "tab", "tab", "down", "enter")
        assert "(•) r1" in in_dialog(at)
        item, register, *rest = make_case().evidence
        changed = make_case(evidence=(item, *rest, replace(register, id="answer")))
        other.import_cases("lead", iter([changed]), ("again",))
        at.app.look()
        await at.settle()
        assert "( ) answer" in in_dialog(at)
        assert "The item that has the answer: choose one." in in_dialog(at)
    other.close()


async def test_who_takes_a_vote_back_reads_what_that_comes_to_now(docket: Docket, place: Path, tmp_path: Path) -> None:
    """Meanwhile she takes it back elsewhere and votes otherwise, and then somebody else votes."""
    assert isinstance(vote(docket, "alice", CASE, REVOKE), Record)
    other = open_docket(place)
    async with desk(docket, tmp_path, WIDE, case=CASE) as at:
        await opens(at, "w")
        assert "◐ second" in in_dialog(at)
        assert "Your vote for “Permit revoked” (adverse) will be taken back." in in_dialog(at)
        assert isinstance(other.act("alice", CASE, Withdraw()), Record)
        assert isinstance(vote(other, "alice", CASE, replace(REVOKE, outcome="refuse")), Record)
        at.app.look()
        await at.settle()
        assert "◐ second" in in_dialog(at)
        assert "Your vote for “Renewal refused” (adverse) will be taken back." in in_dialog(at)
        assert isinstance(vote(other, "bob", CASE, KEEP), Record)
        at.app.look()
        await at.settle()
        assert "conflict" in in_dialog(at)
        assert "second" not in in_dialog(at)
        assert "○ Another person has acted on this case since you voted: the vote stands." in in_dialog(at)
        assert "will be taken back" not in in_dialog(at)
    other.close()


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("resume", "This case is neither held nor referred: it is open."),
        ("serve", "Only a decision is served: this case is open."),
        ("appeal", "There is no decision to appeal against: this case is open."),
        ("stay", "No appeal is pending on this case."),
        ("rule", "No appeal is pending on this case."),
        ("close", "Only what is decided is closed: this case is open."),
        ("reopen", "Only what is decided is reopened: this case is open."),
        ("send-back", "There is no conflict to adjudicate: the case is open."),
    ],
)
async def test_what_may_not_be_done_now_says_why(docket: Docket, tmp_path: Path, command: str, said: str) -> None:
    async with desk(docket, tmp_path) as at:
        await at.app.run_action(f"act('{command}')", at.app.first)
        await at.settle()
        assert at.app.screen is at.app.first
        assert said in at.told


async def test_the_palette_and_the_help_know_all_of_them_and_the_page_those_that_may_be_done(
    docket: Docket, tmp_path: Path
) -> None:
    async with desk(docket, tmp_path, (120, 160)) as at:
        labels = {command.title for command in at.app.get_system_commands(at.app.first)}  # type: ignore[arg-type]
        assert {one.label for one in OFFERS} <= labels
        await at.press("enter")
        assert "z hold · f refer · i hearing · : assign · : step off" in at.screen
        await at.press("?")
        assert ": send back" in at.screen
        assert "Record what came of the appeal" in at.screen
        for glyph in "○‖→◐◆●◉§■":
            assert f"{glyph} " in at.screen


async def test_what_is_pasted_is_kept_as_it_is_shown(docket: Docket, tmp_path: Path) -> None:
    revoked(docket)
    async with desk(docket, tmp_path, case="RP-0001") as at:
        await opens(at, "s")
        await at.press("tab")
        at.app.post_message(events.Paste("by \u202ehand\ror\x1b[31m\r"))
        await at.settle()
        assert not RAW.search(at.screen.replace("\n", ""))
        await sends(at)
        [served] = [one for one in docket.view("alice", CASE).history if one.kind == "service"]
        assert served.body.manner == "by ⟪U+202E⟫hand⏎or␛[31m"


async def test_every_form_fits_a_small_terminal(docket: Docket, tmp_path: Path) -> None:
    revoked(docket)
    for request in (Serve(docket.today(), "by hand"), Appeal(docket.today(), "Court")):
        assert isinstance(docket.act("dora", CASE, request), Record)
    async with desk(docket, tmp_path, (60, 20), case="RP-0001") as at:
        form = await names(at, "rule")
        await at.press("down", "enter")
        assert "Record F2" in in_dialog(at)
        assert "Still missing" in in_dialog(at)
        assert form.query_one("#act").region.bottom <= 20
        await at.press("escape")
        assert not isinstance(at.app.screen, ActForm)


# What is missing, chosen and dropped


async def test_all_that_is_missing_is_named_while_nothing_is_chosen_yet(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await opens(at, "i")
        assert "Still missing: 1 ○ What happened: choose one." in in_dialog(at), "each step asks for something else"
        await at.press("escape")
        await opens(at, "z")
        await at.press(*["backspace"] * 4)
        assert "Still missing: 2 ○ Until: write a day" in in_dialog(at)
        assert "○ Write the reason." in in_dialog(at)


async def test_a_list_is_chosen_from_by_number(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        form = await opens(at, "i")
        assert "1 ( ) The person was invited" in in_dialog(at)
        await at.press("3")
        assert form.values["step"] == "waived"
        assert "3 (•) It is waived" in in_dialog(at)
        await at.press("9")
        assert form.values["step"] == "waived"


@pytest.mark.parametrize(("key", "noun"), [("z", "hold"), ("M", "note")])
async def test_a_draft_that_is_dropped_in_its_form_is_said_to_be_gone(
    docket: Docket, tmp_path: Path, key: str, noun: str
) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press(key, *(["tab"] if key == "z" else []), *WHY)
        await at.press("f8")
        at.person.waits(2)
        await at.press("f2")
        await at.settle()
        assert f"Your draft of a {noun} on RP-0001 is gone." in at.told


async def test_what_is_typed_for_a_form_that_did_not_open_marks_nothing_and_begins_no_note(
    docket: Docket, tmp_path: Path
) -> None:
    """Nobody held the case, so there is nothing to take up; the hand writes the reason before the eye sees that."""
    async with desk(docket, tmp_path) as at:
        await at.press("t", *"came a note")
        assert "What you typed on went nowhere (11). Esc goes on." in at.told
        assert "marked" not in at.screen
        assert not isinstance(at.app.screen, ModalScreen)
        await at.press("escape", "space")
        assert "1 marked" in at.screen


BETWEEN = (
    *(("f7",), ("f6",), ("tab",), ("down",), ("right",), ("backspace",), ("f2",), ("a", "f7"), ("enter",)),
    *(("f1", "escape"), ("n",), ("home",), ("delete",), ("shift+tab",), ("f4", "f7")),
)
"""Keys of the form that a reviewer may believe to be open, pressed before they write the reason in it."""


@pytest.mark.parametrize(
    ("key", "between"), every_nth(4, [*(("1", one) for one in BETWEEN), ("d", ("f7",)), ("z", ("tab",))])
)
async def test_what_is_typed_behind_a_form_that_is_refused_ends_nobodys_hold(
    docket: Docket, tmp_path: Path, key: str, between: tuple[str, ...]
) -> None:
    assert isinstance(docket.act("bob", CASE, Hold(docket.today() + timedelta(60), "A court order.")), Record)
    async with desk(docket, tmp_path) as at:
        await at.press("p", key)
        at.person.waits(5)
        await at.press(*between)
        at.person.waits(5)
        await at.press(*"the person lives here", "enter", *"with two more", "f2")
        at.person.waits(2)
        await at.press("f2")
        await at.settle()
        assert (at.case, at.review.vote_form) == (CASE, None)
        assert not isinstance(at.app.screen, ModalScreen)
        assert "What you typed on went nowhere (" in at.told
        await at.press("escape", "n")
        assert at.case != CASE
    assert standing(docket) is Standing.HELD
    assert {one.kind for one in docket.history("alice", own=True)} <= {"opened"}


@pytest.mark.parametrize("key", ["f7", "f2", "F"])
async def test_nor_what_is_typed_where_no_form_was_opened_at_all(docket: Docket, tmp_path: Path, key: str) -> None:
    assert isinstance(docket.act("bob", CASE, Hold(docket.today() + timedelta(60), "A court order.")), Record)
    async with desk(docket, tmp_path) as at:
        await at.press("p", key, *"the letter", "f2")
        await at.settle()
        assert not isinstance(at.app.screen, ModalScreen)
        assert "What you typed on went nowhere (" in at.told
    assert standing(docket) is Standing.HELD


async def test_one_may_read_the_help_behind_a_refusal_and_leave_as_ever(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("t", "f1")
        assert isinstance(at.app.screen, ModalScreen)
        await at.press("escape", "ctrl+c")
        assert "went nowhere" not in at.told
        assert at.app.is_running, "it goes on: who presses it wanted out of the form"
        await at.press("t", "ctrl+q")
        await at.settle()
        assert not at.app.is_running
