"""The page that is laid out ahead is the page of the case as it is when it is read."""

from datetime import date, timedelta
from pathlib import Path

from store.acts import WriteNote
from store.docket import Docket
from tests.dockets import done
from tests.tui.desk import desk
from tui.pages.case_page import case_page
from tui.pages.next_pages import NextPages
from tui.widgets.case_pane import CasePane

TODAY = date(2026, 3, 2)


def test_what_was_prepared_is_what_is_shown(docket: Docket) -> None:
    pages, view = NextPages(), docket.view("alice", "RP-0002")
    pages.prepare([view], 60, TODAY)
    shown = pages.page(docket.view("alice", "RP-0002"), 60, TODAY)
    assert shown == case_page(view, 60, TODAY)
    assert shown is pages.page(view, 60, TODAY)


def test_another_width_or_day_and_a_case_that_has_changed_are_laid_out_anew(docket: Docket) -> None:
    pages, before = NextPages(), docket.view("alice", "RP-0002")
    pages.prepare([before], 60, TODAY)
    done(docket.act("alice", "RP-0002", WriteNote("Asked for the register.")))
    now, tomorrow = docket.view("alice", "RP-0002"), TODAY + timedelta(1)
    for of in ((now, 60, TODAY), (before, 61, TODAY), (before, 60, tomorrow)):
        assert pages.page(*of) == case_page(*of)
        assert pages.page(*of) is not pages.page(before, 60, TODAY)


async def test_what_somebody_does_to_the_next_case_after_its_page_was_prepared_is_on_it(
    docket: Docket, tmp_path: Path
) -> None:
    async with desk(docket, tmp_path) as at:
        prepared = at.review.query_one(CasePane)._next_pages
        await at.until(lambda: prepared._pages)
        done(docket.act("alice", "RP-0002", WriteNote("Asked for the register.")))
        await at.press("N")
        assert at.case == "RP-0002"
        assert "Asked for the register." in at.screen
