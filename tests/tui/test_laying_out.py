"""When the page of a case is laid out: once for what changed in it, and never for what did not."""

from pathlib import Path

import pytest

from store.case.view import CaseView
from store.docket import Docket
from store.opening import open_docket
from tests.dockets import KEEP, vote
from tests.tui.desk import desk
from tui.pages.case_page import case_page
from tui.pages.page_builder import PageLine
from tui.widgets import case_sheet


@pytest.fixture
def laid_out(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The cases whose pages are laid out, in order."""
    ids: list[str] = []

    def counting(view: CaseView, *more: object) -> list[PageLine]:
        ids.append(view.case.id)
        return case_page(view, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(case_sheet, "case_page", counting)
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
