"""What goes out as CSV comes in again as the same values, guarded or raw, whatever they hold."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.exporting.csv_out import CsvOut
from store.exporting.formula import plain
from store.importing import read
from store.importing.mapping import parse
from store.model import Arrival
from store.policy_file import parse as parse_policy
from tests.dockets import POLICY

MAPPING = '[case]\nid = "id"\ntitle = "title"\n[fields]\na = "a"\nb = "b"\n'
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0") | st.sampled_from("=+-@'\";,\r\n\t"))


@pytest.mark.parametrize("raw", [False, True])
@given(rows=st.lists(st.tuples(texts, texts, texts), min_size=1, max_size=5))
def test_every_value_comes_back(rows, raw):
    out = io.BytesIO()
    table = CsvOut(out.write, raw=raw)
    table.row(["id", "title", "a", "b"])
    for number, row in enumerate(rows):
        table.row([f"C-{number}", *row])
    out.seek(0)
    arrivals = list(read("-", parse_policy(POLICY, "policy"), parse(MAPPING, "map"), file_format="csv", stdin=out))
    back = plain if not raw else str
    for arrival, (title, a, b) in zip(arrivals, rows, strict=True):
        assert isinstance(arrival, Arrival)
        case = arrival.case
        assert (back(case.title), *(back(str(value or "")) for value in case.fields.values())) == (title, a, b)
