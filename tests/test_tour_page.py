"""docs/tour.md shows the tour as it is."""

from pathlib import Path

import pytest

from tests.tour_page import PAGE, page

pytestmark = pytest.mark.long


async def test_the_page_shows_each_step_as_it_is_drawn(tmp_path: Path) -> None:
    assert await page(tmp_path) == PAGE.read_text("utf-8"), "python -m tests.tour_page writes it anew"
