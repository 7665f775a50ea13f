"""From case to case: the next one that waits for me, one by its id and back, other orders, filters that are kept."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.widgets import Input

from store.acts import Open, Recuse
from store.case.state import AT_WORK
from store.days import now
from store.docket import Docket
from store.text import visible
from tests.dockets import KEEP, REVOKE, done, make_case, vote
from tests.hostile import RAW
from tests.tui.desk import NARROW, Desk, desk
from tui import remembering
from tui.acting.drafts import Drafts
from tui.app import FoureyesApp
from tui.preferences import Kept, Preferences
from tui.screens.finding import Finding
from tui.theme import CONTRAST, DARK
from tui.widgets.case_pane import CasePane
from tui.widgets.filter_box import FilterBox
from tui.widgets.queue_list import QueueList


def nobody_reads(docket: Docket) -> None:
    """All that was opened was opened a while ago."""
    docket.now = lambda: now() + AT_WORK


def dealt_with(docket: Docket, reviewer: str, *numbers: int) -> None:
    for number in numbers:
        done(vote(docket, reviewer, f"RP-{number:04}", KEEP))
    nobody_reads(docket)


async def test_n_goes_to_what_waits_for_me_and_capital_n_to_whatever_is_next(docket: Docket, tmp_path: Path) -> None:
    dealt_with(docket, "alice", 2, 3)
    dealt_with(docket, "bob", 5)
    done(vote(docket, "alice", "RP-0006", REVOKE))
    nobody_reads(docket)
    async with desk(docket, tmp_path) as at:
        await at.press("n")
        assert at.case == "RP-0004"
        await at.press("n")
        assert at.case == "RP-0007"
        await at.press("p", "p", "N")
        assert at.case == "RP-0006"


async def test_behind_the_last_one_it_goes_on_from_the_top_and_says_when_none_is_left(
    docket: Docket, tmp_path: Path
) -> None:
    dealt_with(docket, "alice", 1, *range(4, 11))
    async with desk(docket, tmp_path) as at:
        await at.press("G", "n")
        await at.settle()
        assert at.case == "RP-0002"
        assert "from the top" in at.told
        dealt_with(docket, "alice", 2)
        await at.press("f5")
        await at.settle()
        await at.press("n", "n")
        await at.settle()
        assert at.case == "RP-0003"
        assert "No other case" in at.told
        dealt_with(docket, "alice", 3)
        await at.press("f5")
        await at.settle()
        await at.press("n")
        await at.settle()
        assert at.case == "RP-0004"
        assert "No case of this queue waits for you" in at.told


@pytest.mark.long
async def test_far_beyond_the_rows_at_hand_the_store_finds_it(docket: Docket, tmp_path: Path) -> None:
    more = [make_case(number) for number in range(11, 301)]
    docket.import_cases("lead", iter(more), ("more.jsonl",))
    for number in range(1, 301):
        if number not in (1, 290):
            docket.act("alice", f"RP-{number:04}", Open(("q1", "r1")))
            done(vote(docket, "alice", f"RP-{number:04}", KEEP))
    nobody_reads(docket)
    async with desk(docket, tmp_path) as at:
        await at.press("n")
        await at.settle()
        assert at.case == "RP-0290"
        await at.press("k", "j", "j", "p")
        await at.settle()
        assert at.case == "RP-0290"


async def test_a_line_says_what_is_left(docket: Docket, tmp_path: Path) -> None:
    dealt_with(docket, "alice", 1, 2)
    async with desk(docket, tmp_path, NARROW) as at:
        assert "to do 8 · done today 2 · drafts 0 · 3 of 10" in at.screen
        await at.press("enter", "c")
        await at.settle()
        assert "drafts 1" in at.screen
        await at.votes_to_keep()
        assert "› RP-0003: vote recorded." in at.screen, "what is told takes the place of the counts"
        at.app.work.notices.settle()
        assert "to do 7 · done today 3 · drafts 0" in await at.drawn()


async def test_what_somebody_reads_no_more_waits_again_though_nobody_records_anything(
    docket: Docket, tmp_path: Path
) -> None:
    done(docket.act("bob", "RP-0003", Open(("q1",))))
    async with desk(docket, tmp_path, NARROW) as at:
        assert "to do 9 · done" in at.screen
        at.app.look()
        await at.settle()
        nobody_reads(docket)
        at.app.look()
        await at.settle()
        assert "to do 10 · done" in at.screen


async def test_drafts_of_the_last_sitting_are_known_and_marked(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("n", "enter", "c")
        await at.settle()
    async with desk(docket, tmp_path) as at:
        assert "drafts 1" in at.screen
        row = next(line for line in at.screen.splitlines() if "RP-0002" in line)
        assert "✎" in row


async def test_after_a_vote_it_goes_on_by_itself_if_i_chose_so(
    docket: Docket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remembering, "EVERY", 3600)
    async with desk(docket, tmp_path) as at:
        await at.votes_to_keep()
        assert at.case == "RP-0001"
        go_on(at)
        await at.press("n")
        await at.votes_to_keep()
        assert at.case == "RP-0003"
        assert "RP-0002: vote recorded" in at.told
    assert Preferences(tmp_path / "reviewers", "alice").kept == Kept()  # until it is left
    again = FoureyesApp(docket, "alice", None, Drafts(tmp_path / "drafts"))
    again.preferences.change(goes_on=True)
    again.preferences.save()
    async with desk(docket, tmp_path) as at:
        assert at.case == "RP-0003", "where the first one that waits is"
        await at.votes_to_keep()
        assert at.case == "RP-0004"


async def test_keys_meant_for_a_case_that_was_left_by_itself_act_on_no_other(docket: Docket, tmp_path: Path) -> None:
    """A hand presses again what seems not to have been taken; by then the next case may be there."""
    async with desk(docket, tmp_path) as at:
        go_on(at)
        await at.press("d")
        await at.settle()
        await at.press("1")
        at.person.waits(2)
        await at.press("f2")
        await at.until(lambda: at.case == "RP-0002")
        at.person.now = at.person.guard._appeared or at.person.now
        await at.press("1", "f2")
        await at.app.workers.wait_for_complete()
        assert at.review.vote_form is None
        assert "it went nowhere" in at.told
        await at.press("n")
        assert at.case == "RP-0002", "nor is it passed over"
        at.person.waits(2)
        await at.press("1")
        await at.app.workers.wait_for_complete()
        assert at.review.vote_form is not None
    assert docket.view("alice", "RP-0002").votes == ()


def go_on(at: Desk) -> None:
    """Choose it by its name."""
    assert isinstance(at.review, Finding)
    at.review.action_go_on()


async def test_who_went_on_themselves_is_not_moved_again(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        go_on(at)
        await at.press("n")
        at.review.went_on("RP-0001", "RP-0001: vote recorded.")
        assert at.case == "RP-0002"


async def test_the_next_start_begins_where_i_was(docket: Docket, tmp_path: Path) -> None:
    """Who was not here begins at the first case that nobody else reads."""
    async with desk(docket, tmp_path, chosen="flag:Q3") as at:
        await at.press("n", "n")
        at.app.keep_place()
    for reviewer, case, filtered in (("alice", "RP-0003", "flag:Q3"), ("bob", "RP-0002", "")):
        app = FoureyesApp(docket, reviewer, None, Drafts(tmp_path / "drafts"))
        async with app.run_test() as pilot:
            await app.workers.wait_for_complete()
            await pilot.pause()
            view = app.work.session.view
            assert view is not None
            assert (view.case.id, str(app.work.session.queue.chosen)) == (case, filtered)
        app.draft_saver.close()


async def test_to_a_case_by_its_id_whatever_the_filter_and_back(docket: Docket, tmp_path: Path) -> None:
    dealt_with(docket, "alice", 7)
    async with desk(docket, tmp_path, chosen="standing:open") as at:
        await at.press("n", "number_sign", *"RP-0007", "enter")
        await at.settle()
        assert at.case == "RP-0007"
        assert "not among 9" in at.screen
        rows = [line[:40] for line in at.screen.splitlines()]
        assert [one[16:23] for one in rows[7:10]] == ["RP-0006", "RP-0007", "RP-0008"], rows
        await at.press("backspace")
        await at.settle()
        assert at.case == "RP-0002"
        assert "2 of 9" in at.screen
        await at.press("backspace")
        assert "nowhere to go back" in at.told


async def test_who_looked_for_something_comes_back_to_the_case_and_the_filter_with_one_key(
    docket: Docket, tmp_path: Path
) -> None:
    async with desk(docket, tmp_path, chosen="standing:open") as at:
        await at.press("n", "n", "slash", *["backspace"] * 20, *"id:RP-0009", "enter")
        await at.settle()
        assert at.case == "RP-0009"
        await at.press("backspace")
        await at.settle()
        assert at.case == "RP-0003"
        assert str(at.session.queue.chosen) == "standing:open"
        await at.press("n")
        assert at.case == "RP-0004"


async def test_a_search_that_is_cleared_or_given_up_keeps_the_way_back(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("n", "slash", *"id:RP-0009", "enter", "escape")
        await at.settle()
        assert "backspace goes back to RP-0002" in at.told
        await at.press("backspace")
        await at.settle()
        assert at.case == "RP-0002"
        await at.press("slash", *"id:RP-0008", "escape", "backspace")
        assert "nowhere to go back" in at.told


async def test_a_case_that_i_stepped_off_is_none_to_go_back_to(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("number_sign", *"RP-0007", "enter")
        await at.settle()
        done(docket.act("alice", "RP-0001", Recuse("I know them.")))
        await at.press("slash", *"id:RP-0009", "enter")
        await at.settle()
        await at.press("backspace", "backspace")
        await at.settle()
        assert at.case == "RP-0007"
        assert "There is no case RP-0001" in at.told


@pytest.mark.parametrize("typed", ["RP-0007", "rp-0007", "7", "07", "rp-7"])
async def test_the_number_at_the_end_of_an_id_is_enough(docket: Docket, tmp_path: Path, typed: str) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("number_sign", *typed, "enter")
        await at.settle()
        assert at.case == "RP-0007"


@pytest.mark.parametrize("typed", ["RP-0007", "7"])
async def test_a_case_is_gone_to_by_its_id_where_the_filter_lets_none_through(
    docket: Docket, tmp_path: Path, typed: str
) -> None:
    async with desk(docket, tmp_path, chosen="standing:second") as at:
        assert "No case matches" in at.screen
        await at.press("number_sign", *"99", "enter")
        await at.settle()
        assert "There is no case 99 in this docket that you may read." in at.screen
        await at.press("backspace", "backspace", *typed, "enter")
        await at.settle()
        assert at.case == "RP-0007"


async def test_an_id_that_is_none_moves_nothing_and_is_asked_for_again_as_it_was_typed(
    docket: Docket, tmp_path: Path
) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("n", "number_sign", *"RP-99", "enter")
        await at.settle()
        assert "There is no case RP-99 in this docket that you may read." in at.screen
        await at.press("backspace", "backspace", "7", "enter")
        await at.settle()
        assert at.case == "RP-0007"
        await at.press("backspace")
        await at.settle()
        assert at.case == "RP-0002"
        await at.press("number_sign", *"RP-99", "enter")
        await at.settle()
        await at.press("escape", "n")
        assert at.case == "RP-0003"


async def test_another_order_by_a_digit(docket: Docket, tmp_path: Path) -> None:
    docket.import_cases("lead", iter([make_case(4, title="Revised")]), ("again.jsonl",))
    async with desk(docket, tmp_path) as at:
        await at.press("S", "5")
        await at.settle()
        assert "/ sort:-arrived" in at.screen
        await at.press("g")
        await at.settle()
        assert at.case == "RP-0004"
        await at.press("S", "escape", "N")
        assert at.case == "RP-0001", "those alike come as they were imported"


async def test_esc_takes_a_filter_away_and_leaves_the_order(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path, chosen="flag:Q3 sort:-due") as at:
        await at.press("escape")
        await at.settle()
        assert str(at.session.queue.chosen) == "sort:-due"
        assert "Cleared: flag:Q3" in at.told
        assert "sort" not in at.told
        await at.press("escape", "escape")
        await at.settle()
        assert str(at.session.queue.chosen) == "sort:-due", "an order is chosen, and left, by S"
        await at.press("S", "1")
        await at.settle()
        assert str(at.session.queue.chosen) == ""


async def test_a_filter_is_saved_by_a_name_taken_again_and_forgotten(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path, chosen="flag:Q3 sort:-due") as at:
        await at.press("F", "1", *"mine", "enter")
        await at.settle()
        assert "Saved as" in at.told
        at.app.preferences.save()
    async with desk(docket, tmp_path) as at:
        await at.press("F", "1")
        await at.settle()
        assert str(at.session.queue.chosen) == "flag:Q3 sort:-due"
        await at.press("F", "delete")
        assert "Forget “mine”?" in at.screen
        assert "flag:Q3 sort:-due" in at.screen, "what it stands for"
        await at.press("enter")
        assert [*at.app.preferences.kept.filters] == ["mine"], "Enter alone forgets nothing"
        at.person.waits(2)
        await at.press("delete")
        at.person.waits(2)
        await at.press("f2")
        assert at.app.preferences.kept.filters == {}
        assert "Forgotten: mine." in at.told


async def _with_filters(at: Desk) -> None:
    at.app.preferences.change(filters={"late": "due:<today", "mine": "flag:Q3", "held": "standing:held"})
    await at.press("F")


async def test_a_saved_filter_that_does_not_hold_is_forgotten_from_the_list(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await _with_filters(at)
        await at.press("j", "delete")
        at.person.waits(2)
        await at.press("f2")
        assert [*at.app.preferences.kept.filters] == ["late", "held"]
        await at.press("enter")
        await at.settle()
        assert str(at.session.queue.chosen) == "standing:held", "the list came back, at the next line"


async def test_a_saved_filter_is_renamed_in_its_place(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await _with_filters(at)
        await at.press("j", "r")
        assert "Rename “mine”" in at.screen
        await at.press("end", "2", "enter")
        assert [*at.app.preferences.kept.filters.items()] == [
            ("late", "due:<today"),
            ("mine2", "flag:Q3"),
            ("held", "standing:held"),
        ]
        await at.press("r", "escape")
        assert "Saved filters" in at.screen, "no name changes nothing"
        await at.press("enter")
        await at.settle()
        assert str(at.session.queue.chosen) == "flag:Q3"


@pytest.mark.parametrize("name", ["[/x]", "[b]mine[/b]", "\x1b[31mred\x1b[0m"])
async def test_a_name_is_only_words_whatever_stands_in_it(docket: Docket, tmp_path: Path, name: str) -> None:
    async with desk(docket, tmp_path) as at:
        at.app.preferences.change(filters={name: "flag:Q3"})
        await at.press("F", "r")
        assert f"Rename “{visible(name)}”" in at.screen
        await at.press("end", "2", "enter")
        await at.settle()
        assert [*at.app.preferences.kept.filters.values()] == ["flag:Q3"]
        assert not RAW.search(at.screen)


@pytest.mark.parametrize("renamed", [False, True])
async def test_a_name_that_is_taken_is_given_again_only_after_a_yes(
    docket: Docket, tmp_path: Path, renamed: bool
) -> None:
    async with desk(docket, tmp_path, chosen="" if renamed else "id:RP-0007") as at:
        await _with_filters(at)
        await at.press(*(["r", *["backspace"] * 4] if renamed else "4"), *"mine", "enter")
        assert "“mine” is taken. Replace it?" in at.screen
        await at.press("enter")
        assert at.app.preferences.kept.filters["mine"] == "flag:Q3"
        assert "mine" in at.screen, "asked for again, as it was typed"
        await at.press("enter")
        at.person.waits(2)
        await at.press("f2")
        assert at.app.preferences.kept.filters["mine"] == ("due:<today" if renamed else "id:RP-0007")
        assert ("late" in at.app.preferences.kept.filters) is not renamed


async def test_the_line_that_saves_is_neither_renamed_nor_forgotten(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path, chosen="flag:Q3") as at:
        await at.press("F", "delete", "r")
        assert "save this one: flag:Q3" in at.screen


async def test_the_colours_that_i_chose_are_there_at_the_next_start(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        assert at.app.theme == DARK.name
        at.app.action_change_theme()
        await at.settle()
        await at.press("3")
        at.app.keep_place()
    async with desk(docket, tmp_path) as at:
        assert at.app.theme == CONTRAST.name
    async with desk(docket, tmp_path, reviewer="bob") as at:
        assert at.app.theme == DARK.name


def test_preferences_that_cannot_be_read_or_written_cost_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "ana.json").write_text("{")
    kept = Preferences(tmp_path / "ana.json", "ana")
    kept.change(theme="x")
    kept.save()
    assert kept.kept == Kept(theme="x")
    assert Preferences(tmp_path, "ana").kept == Kept()


async def test_outcomes_that_i_may_know_and_what_is_unread_stand_in_the_queue(docket: Docket, tmp_path: Path) -> None:
    done(vote(docket, "alice", "RP-0001", REVOKE))
    done(vote(docket, "bob", "RP-0002", KEEP))
    nobody_reads(docket)
    async with desk(docket, tmp_path, NARROW) as at:
        rows = {
            one: next(line for line in at.screen.splitlines() if one in line[:40]) for one in ("RP-0001", "RP-0002")
        }
        assert "✓ ▲ Permit" in rows["RP-0001"], "the sign says that it is one's own vote, no outcome yet"
        assert "•" in rows["RP-0002"]
        assert "Permit stands" not in rows["RP-0002"]


async def test_beside_a_case_the_queue_says_how_what_i_decided_was_settled(docket: Docket, tmp_path: Path) -> None:
    """There is no room for outcomes by their labels there; what somebody else decided says no more than before."""
    done(vote(docket, "alice", "RP-0001", KEEP))
    done(vote(docket, "bob", "RP-0002", KEEP))
    done(vote(docket, "alice", "RP-0003", REVOKE))
    nobody_reads(docket)
    async with desk(docket, tmp_path) as at:
        rows = [next(line for line in at.screen.splitlines() if f"RP-000{one}" in line[:40])[:13] for one in (1, 2, 3)]
        assert [row[1:].strip() for row in rows] == ["● keep     ✓", "● decided  •", "◐ second   ✓"]


async def test_a_day_begins_at_the_first_case_that_waits_for_me(docket: Docket, tmp_path: Path) -> None:
    dealt_with(docket, "alice", 1, 2)
    dealt_with(docket, "bob", 3)
    async with desk(docket, tmp_path) as at:
        assert at.case == "RP-0004"
        await at.press("g")
        assert at.case == "RP-0001"
    dealt_with(docket, "alice", *range(4, 11))
    async with desk(docket, tmp_path) as at:
        assert at.case == "RP-0001", "none waits"


async def test_a_case_that_was_read_is_no_longer_among_those_of_which_nothing_was(
    docket: Docket, tmp_path: Path
) -> None:
    def row(at: Desk, case: str) -> str:
        return next(line for line in at.screen.splitlines() if case in line[:40])

    async with desk(docket, tmp_path) as at:
        assert "•" in row(at, "RP-0001")[:20]
        await at.press("enter")
        await at.lingers()
        await at.settle()
        assert "•" not in row(at, "RP-0001")[:20]
        await at.press("n")
        await at.settle()
        assert "•" not in row(at, "RP-0001")[:20]
        assert "•" in row(at, "RP-0003")[:20]


async def test_on_a_wide_screen_titles_are_whole(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path, (240, 50)) as at:
        assert "Temporary residence permit" in at.screen.splitlines()[2][:108]


@pytest.mark.parametrize("width", [200, 240, 280])
async def test_no_title_is_cut_while_the_case_or_the_criteria_have_room(
    docket: Docket, tmp_path: Path, width: int
) -> None:
    title = "Temporary residence permit, family reunification"
    docket.import_cases("lead", iter([replace(make_case(1), title=title)]), ("again.jsonl",))
    async with desk(docket, tmp_path, (width, 50)) as at:
        queue = at.review.query_one(QueueList)
        assert title in at.screen.splitlines()[2][: queue.size.width]
        assert at.review.query_one(CasePane).size.width >= 80


async def test_what_is_picked_from_is_framed_and_named(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("S")
        assert "╭─ Sort ─" in at.screen


async def test_the_filter_is_completed_and_says_what_can_follow(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("/")
        assert "standing:" in at.screen.splitlines()[2]
        await at.press(*"sta", "tab")
        assert at.review.query_one(Input).value == "standing:"
        assert "standing:held" in at.screen
        await at.press(*"op", "tab", *"-out", "tab", "r", "e", "f", "tab")
        assert at.review.query_one(Input).value == "standing:open -outcome:refuse "
        await at.press(*"flag:Q", "tab", "enter")
        await at.settle()
        assert str(at.session.queue.chosen) == "standing:open -outcome:refuse flag:Q3"


async def test_fields_are_completed_up_to_their_colon(docket: Docket, tmp_path: Path) -> None:
    fields = {"citizenship": "BLR", "permit": "temporary", "City": "Kaunas", "odd name": "x"}
    docket.import_cases("lead", iter([make_case(1, fields=fields)]), ("again.jsonl",))
    async with desk(docket, tmp_path) as at:
        await at.press("/", *"field.ci")
        assert "field.City:" in at.screen
        assert "citizenship" not in at.screen.splitlines()[2], "it is masked"
        await at.press("tab")
        assert at.review.query_one(Input).value == "field.City:"
        await at.press(*"Kaunas -field.p", "tab", *"temp clock:", "tab")
        assert at.review.query_one(Input).value == "field.City:Kaunas -field.permit:temp clock:any"


async def test_a_field_without_its_colon_is_told_and_not_searched_for_as_text(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("/", *"field.permit")
        await at.looks_for_filter()
        assert '"field.permit" lacks its colon: write field.permit:VALUE' in at.screen
        assert "of 10" in at.screen


async def test_what_can_follow_stays_while_the_queue_is_looked_for(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("/", *"standing:decided ")
        at.review.query_one(FilterBox).look()
        await at.settle()
        assert not at.session.queue.rows
        await at.press(*"flag:Q", "tab")
        assert at.review.query_one(Input).value == "standing:decided flag:Q3 "


async def test_esc_in_the_queue_clears_the_filter_and_says_which(docket: Docket, tmp_path: Path) -> None:
    dealt_with(docket, "bob", 1)
    async with desk(docket, tmp_path, chosen="standing:open") as at:
        await at.press("n", "enter", "escape")
        assert (at.pane, str(at.session.queue.chosen)) == ("queue", "standing:open")
        await at.press("escape")
        await at.settle()
        assert "Cleared: standing:open" in at.told
        assert (at.case, str(at.session.queue.chosen)) == ("RP-0003", "")
        assert "3 of 10" in at.screen
