"""The history of a case and of the docket, read on a screen: as much of it as its reader may see."""

from pathlib import Path

import pytest

from store.acts import Draft, WriteNote
from store.docket import Docket
from store.records import Record
from tests.dockets import POLICY, REVOKE, vote
from tests.hostile import RAW
from tests.tui.desk import NARROW, WIDE, desk
from tui.pages.history_page import history_page


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_each_record_of_a_case_can_be_read_with_all_that_was_written(
    docket: Docket, tmp_path: Path, size: tuple[int, int]
) -> None:
    vote(docket, "alice", "RP-0001", REVOKE)
    async with desk(docket, tmp_path, size, case="RP-0001") as at:
        await at.press("T")
        await at.settle()
        assert at.screen.startswith(" Permits · alice")
        assert "History of RP-0001" in at.screen
        for said in (
            "ground: False statement (art. 35(1))",
            "The register contradicts the answer.",
            "❝ r1 “Registered",
        ):
            assert said in at.screen
        await at.press("escape")
        assert at.app.screen is at.app.first


async def test_the_checkpoint_stands_at_its_head(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.lingers()
        await at.press("T")
        await at.settle()
        checkpoint = docket.checkpoint("alice")
        assert checkpoint.head in at.screen
        assert f"{checkpoint.count} records in store {checkpoint.store}" in at.screen


async def test_tab_goes_to_the_docket_s_history_newest_first(docket: Docket, tmp_path: Path) -> None:
    vote(docket, "alice", "RP-0004", Draft("keep"))
    async with desk(docket, tmp_path) as at:
        await at.press("T", "tab")
        await at.settle()
        assert "History of the docket" in at.screen
        assert at.screen.index("alice  RP-0004") < at.screen.index("lead")
        await at.press("tab")
        await at.settle()
        assert "History of RP-0001" in at.screen


async def test_what_is_withheld_is_not_in_it(docket: Docket, tmp_path: Path) -> None:
    vote(docket, "bob", "RP-0001", REVOKE)
    assert isinstance(docket.act("bob", "RP-0001", WriteNote("Bob's own note.")), Record)
    async with desk(docket, tmp_path, (120, 60)) as at:
        for keys in (("T",), ("tab",)):
            await at.press(*keys)
            await at.settle()
            assert "bob" not in at.screen
            assert "False statement" not in at.screen
            assert "own note" not in at.screen


async def test_what_is_recorded_elsewhere_comes_in_while_it_is_read(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("T", "tab")
        await at.settle()
        vote(docket, "alice", "RP-0005", Draft("keep"))
        at.app.watched(new=True, problem="")
        await at.settle()
        assert "alice  RP-0005" in at.screen


def test_what_was_written_drives_no_terminal(docket: Docket) -> None:
    assert isinstance(docket.act("alice", "RP-0001", WriteNote("\x1b[31mred\u202e [/] \x07")), Record)
    view = docket.view("alice", "RP-0001")
    policy = docket.policy("alice")
    page = history_page(view.history, policy, view.policy_of, docket.checkpoint("alice"), 60, view.case.id, "")
    said = "\n".join("".join(run.text for run in line.runs) for line in page)
    assert not RAW.search(said)
    assert "red" in said


async def test_who_loses_their_role_while_they_read_it_reads_no_more_of_it(docket: Docket, tmp_path: Path) -> None:
    vote(docket, "alice", "RP-0001", Draft("keep"))
    async with desk(docket, tmp_path, (120, 60)) as at:
        await at.press("T", "tab")
        await at.settle()
        assert docket.checkpoint("alice").head[:20] in at.screen
        roles = '[roles]\nreviewer = ["bob"]\nlead = ["lead"]\nadjudicator = ["carol"]\n'
        assert isinstance(docket.set_policy("lead", POLICY + roles, "Alice has left."), Record)
        at.app.watched(new=True, problem="")
        await at.settle()
        assert docket.checkpoint("bob").head[:20] not in at.screen
        assert "RP-0001" not in at.screen
        assert "closed to you" in " ".join(at.screen.split())
        for key in ("escape", "P", "escape", "O", "escape", "D", "escape"):
            await at.press(key)
            await at.settle()
        assert at.app.is_running
        assert "RP-0001" not in at.screen


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_the_head_stands_on_one_line_and_the_way_back_below(
    docket: Docket, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with desk(docket, tmp_path, size) as at:
        await at.press("T")
        await at.settle()
        head = docket.checkpoint("alice").head
        assert [line for line in at.screen.splitlines() if head in line]
        assert "Newest first, that you may see. tab: the history of the docket." in at.screen
        assert "esc Back" in at.screen
        assert "tab Other history" in at.screen
