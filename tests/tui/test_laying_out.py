"""When the page of a case is laid out: once for what changed in it, and never for what did not."""

from pathlib import Path
from typing import Any

import pytest
from textual._compositor import Compositor, ReflowResult

from store.case.view import CaseView
from store.docket import Docket
from store.opening import open_docket
from store.policy import Policy
from tests.dockets import KEEP, vote
from tests.tui.desk import NARROW, WIDE, desk
from tui.pages import next_pages
from tui.pages.case_page import case_page
from tui.pages.page_builder import PageLine
from tui.pages.policy_page import criteria_page
from tui.widgets import criteria_pane
from tui.widgets.criteria_pane import CriteriaPane
from tui.widgets.pane import Pane


@pytest.fixture
def laid_out(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Each time that the page of the first case is laid out; those after it may be ahead of their time."""
    ids: list[str] = []

    def counting(view: CaseView, *more: object) -> list[PageLine]:
        if view.case.id == "RP-0001":
            ids.append(view.case.id)
        return case_page(view, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(next_pages, "case_page", counting)
    return ids


async def test_what_others_do_elsewhere_lays_out_nothing(
    docket: Docket, place: Path, tmp_path: Path, laid_out: list[str]
) -> None:
    other = open_docket(place)
    async with desk(docket, tmp_path) as at:
        laid_out.clear()
        vote(other, "bob", "RP-0005", KEEP)
        at.app.look()
        await at.settle()
        assert laid_out == []
        vote(other, "bob", "RP-0001", KEEP)
        at.app.look()
        await at.settle()
        assert laid_out == ["RP-0001"]
        assert "RP-0001 now stands at" in at.told
    other.close()


async def test_an_own_record_is_laid_out_once(docket: Docket, tmp_path: Path, laid_out: list[str]) -> None:
    async with desk(docket, tmp_path) as at:
        await at.lingers()
        laid_out.clear()
        await at.votes_to_keep()
        assert "vote recorded" in at.told
        assert at.session.counts
        assert laid_out == ["RP-0001"]


@pytest.mark.parametrize("size", [(280, 50), WIDE, NARROW])
async def test_what_there_is_no_room_for_is_not_laid_out_when_the_screen_opens(
    docket: Docket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    reflow, folded, criteria = Compositor.reflow, list[str | None](), list[int]()

    def noted(compositor: Compositor, *more: Any) -> ReflowResult:
        result = reflow(compositor, *more)
        folded.extend(one.id for one in result.hidden if isinstance(one, Pane))
        return result

    def counted(policy: Policy, width: int) -> list[PageLine]:
        criteria.append(width)
        return criteria_page(policy, width)

    monkeypatch.setattr(Compositor, "reflow", noted)
    monkeypatch.setattr(criteria_pane, "criteria_page", counted)
    async with desk(docket, tmp_path, size=size) as at:
        assert "RP-0001" in at.screen
        assert folded == [], "no pane is laid out and then folded away"
        assert ("Criteria ·" in at.screen) == bool(criteria) == at.review.query_one(CriteriaPane).display
        assert at.review.query_one(CriteriaPane).display == (size[0] == 280)
        assert {*criteria} <= {criteria_pane.COLUMNS - 1}
