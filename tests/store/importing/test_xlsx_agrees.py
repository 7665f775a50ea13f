"""Another reader of workbooks, written by other people in another language, finds the same in sound ones."""

import io
from datetime import date, datetime
from pathlib import Path

import pytest
import python_calamine as calamine
from hypothesis import given, settings
from hypothesis import strategies as st

from store.importing import read
from store.model import Arrival
from store.policy import parse
from tests.dockets import POLICY
from tests.store.importing.workbooks import Value, day, workbook

PLAIN = st.characters(exclude_categories=["C"], exclude_characters="_")
CELLS = (
    st.text(PLAIN, min_size=1, max_size=9)
    | st.integers(-(10**14), 10**14)
    | st.floats(-1e9, 1e9).map(lambda number: float(f"{number:.9g}"))
    | st.booleans()
    | st.integers(61, 2_958_465).map(day)
)


def said(value: object) -> str | None:
    """What the other reader found, as text in the form of `store.importing.xlsx.values`."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, date | datetime):
        return value.isoformat()[:10]
    return str(value) or None


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all examples."""
    return tmp_path_factory.mktemp("books")


@settings(max_examples=200, deadline=None)
@given(st.lists(CELLS, min_size=1, max_size=5))
def test_both_readers_find_the_same_in_every_cell(folder: Path, values: list[Value]) -> None:
    book = workbook(["id", *(f"c{n}" for n in range(len(values)))], ["RP-1", *values])
    theirs = calamine.CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()[1][1:]
    path = folder / "cases.xlsx"
    path.write_bytes(book)
    with read(path, parse(POLICY, "policy")) as arrivals:
        ours = next(arrivals)
    assert isinstance(ours, Arrival)
    for mine, other in zip(ours.case.fields.values(), theirs, strict=True):
        if isinstance(other, float):
            assert float(str(mine)) == pytest.approx(other, rel=1e-14)
        else:
            assert mine == said(other)
