"""The policy is read in the program: on a screen of its own, and beside the case where the terminal is wide."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from store.docket import Docket
from store.policy_file import parse
from store.records import Record
from tests.dockets import POLICY, REVOKE, vote
from tests.tui.desk import NARROW, WIDE, desk
from tui.pages.policy_page import criteria_page, policy_page

BROAD = (200, 50)


def text(docket_policy: str, width: int = 100) -> str:
    lines = policy_page(parse(docket_policy, "policy"), width)
    return "\n".join("".join(run.text for run in line.runs) for line in lines)


def test_each_outcome_stands_with_its_grounds_and_their_law() -> None:
    page = text(POLICY)
    stands, revoked, refused = (page.index(label) for label in ("Permit stands", "Permit revoked", "Renewal refused"))
    assert stands < revoked < refused
    assert revoked < page.index("Undeclared contact") < refused
    assert "art. 35(2)" in page[revoked:refused]
    assert "Undeclared contact" not in page[refused:]
    assert page.count("▲ adverse") == 2


def test_it_says_what_an_adverse_outcome_takes() -> None:
    page = " ".join(text(POLICY).split())
    assert "two different people on the same revision" in page
    assert "Never enough alone: Questionnaire, what is withheld from the subject." in page
    assert "masked: citizenship." in page


def test_what_a_policy_says_drives_no_terminal_and_fits() -> None:
    policy = parse(POLICY, "policy")
    policy = replace(policy, outcome=tuple(replace(one, label="x\x1b[31m" + "y" * 200) for one in policy.outcome))
    for width in (24, 40, 100):
        for line in (*policy_page(policy, width), *criteria_page(policy, width)):
            said = "".join(run.text for run in line.runs)
            assert "\x1b" not in said
            assert len(said) <= width


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_its_key_opens_it_from_a_case_and_escape_goes_back(
    docket: Docket, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with desk(docket, tmp_path, size) as at:
        await at.press("n", "enter", "P")
        await at.settle()
        assert at.screen.startswith(" Permits · alice")
        assert "Permits, version 1" in at.screen
        assert "False statement" in at.screen
        await at.press("G")
        await at.settle()
        assert "lead: anybody" in at.screen
        await at.press("escape")
        assert at.app.screen is at.app.first
        assert at.case == "RP-0002"


async def test_a_case_is_read_under_the_policy_of_its_round(docket: Docket, tmp_path: Path) -> None:
    vote(docket, "bob", "RP-0001", REVOKE)
    changed = POLICY.replace('version = "1"', 'version = "2"').replace("Undeclared contact", "Contact kept quiet")
    assert isinstance(docket.set_policy("lead", changed, "The wording."), Record)
    async with desk(docket, tmp_path) as at:
        await at.press("P")
        await at.settle()
        assert "holds for this round of RP-0001; in force by now: version 2" in at.screen
        assert "Undeclared contact" in at.screen
        await at.press("R", "n", "P")
        await at.settle()
        assert "Contact kept quiet" in at.screen


async def test_criteria_stand_beside_the_case_where_there_is_room(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path, (280, 50)) as at:
        assert "Criteria · Permits, 1" in at.screen
        assert "Undeclared contact" in at.screen
        assert "I moved in 2019." in at.screen
    async with desk(docket, tmp_path, BROAD) as at:
        assert "Criteria" not in at.screen
        await at.press("B")
        await at.settle()
        assert "Criteria · Permits, 1" in at.screen
        assert "Undeclared contact" in at.screen
        await at.press("B")
        assert "Criteria" not in await at.drawn()
    async with desk(docket, tmp_path, WIDE) as at:
        await at.press("B")
        assert "P opens the policy" in at.told
        assert "Criteria ·" not in at.screen
