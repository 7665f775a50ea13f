"""The README shows pictures that the program draws of itself."""

import re
from pathlib import Path

import pytest

from tests.pictures import README, draw
from tests.shots import SHOTS


@pytest.mark.long
async def test_the_pictures_of_the_readme_are_drawn_the_same_each_time_and_fetch_nothing(tmp_path: Path) -> None:
    shots = [one for one in SHOTS if one.name in README][:1]
    first, second = tmp_path / "one", tmp_path / "two"
    for folder in (first, second):
        folder.mkdir()
        await draw(shots, folder, README)
    drawn = (first / "review.svg").read_text("utf-8")
    assert drawn == (second / "review.svg").read_text("utf-8")
    assert not re.search(r"@import|@font-face|url\((?!#)|href=", drawn)


def test_the_readme_shows_its_pictures() -> None:
    page = Path("README.md").read_text("utf-8")
    assert re.findall(r"\(docs/(\w+)\.svg\)", page) == [*README.values()]
