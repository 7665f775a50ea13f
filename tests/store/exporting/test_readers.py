"""pandas reads every table that leaves, with types and times, and finds in each format the same."""

from pathlib import Path

import pandas as pd
import pytest

from store.docket import Docket
from store.exporting import Exported, export
from store.out_format import What
from tests.dockets import make_case

IDS = {"case_id": str, "id": str}
TIMES = {"decisions": ["first_voted_at", "decided_at"], "votes": ["voted_at"], "notes": ["noted_at"], "history": ["at"]}
WHAT: list[What] = ["decisions", "votes", "notes", "cases", "history"]


def left(docket: Docket, out: Path, what: What) -> Path:
    assert isinstance(export(docket, "lead", out, what, raw=True, force=True), Exported)
    return out


@pytest.mark.parametrize("what", WHAT)
def test_pandas_reads_each_csv_with_types_and_times(worked: Docket, tmp_path: Path, what: What) -> None:
    times = TIMES.get(what, [])
    out = left(worked, tmp_path / "out.csv", what)
    table = pd.read_csv(out, dtype=IDS, parse_dates=times, date_format="ISO8601")
    assert len(table)
    for name in times:
        assert str(table[name].dtype) == "datetime64[ns, UTC]"
    for name in {"seq", "round", "revision"} & set(table.columns):
        assert table[name].dtype == "int64"
    for name in {"adverse", "withdrawn"} & set(table.columns):
        assert table[name].dtype == "bool"


@pytest.mark.parametrize("what", WHAT)
def test_pandas_reads_each_jsonl_with_lists_and_the_same_times(worked: Docket, tmp_path: Path, what: What) -> None:
    times = TIMES.get(what, [])
    lines = pd.read_json(left(worked, tmp_path / "out.jsonl", what), lines=True, dtype=IDS, convert_dates=times)
    assert len(lines)
    for name in times:
        assert str(lines[name].dtype) == "datetime64[ns, UTC]"
    for name in {"grounds", "citations", "flags", "evidence", "second_reviewer"} & set(lines.columns):
        assert all(isinstance(one, list) for one in lines[name])


def test_numbers_and_text_of_fields_are_what_came(docket: Docket, tmp_path: Path) -> None:
    fields = {"amount": -6.19, "count": 3, "paid": True, "written": "-6,19", "code": "01067", "none": None}
    docket.import_cases("lead", iter([make_case(20, fields=fields)]), ())
    table = pd.read_csv(left(docket, tmp_path / "out.csv", "cases"), dtype={"id": str, "field.code": str})
    row = table[table["id"] == "RP-0020"].iloc[0]
    assert (row["field.amount"], row["field.count"], row["field.paid"]) == (-6.19, 3, True)
    assert (row["field.written"], row["field.code"]) == ("-6,19", "01067")
    assert pd.isna(row["field.none"])
