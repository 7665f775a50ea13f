"""Cases that left as a table come back the same, guarded against formulas or raw; no other file is touched."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import asdict

from store.docket import Docket
from store.exporting import Exported, export
from store.exporting.cases import COLUMNS
from store.exporting.row import GUARDED, ExportRow, Table
from store.exporting.table_out import write_csv
from store.importing import read
from store.importing.mapping import parse as parse_mapping
from store.model import Arrival, Case, Evidence, Flag, Imported, Reject
from store.policy_file import parse
from tests.dockets import POLICY, make_case
from tests.hostile import FORMULAS, PAYLOADS

HOSTILE = [
    "=1",
    "'=1",
    "''=1",
    "-6,19",
    "'-5",
    "-63677509",
    "+1-555-0100",
    "\t=1",
    "a;'=1",
    "a;=1\n-2",
    '"',
    "true",
    "1",
]
texts = st.sampled_from([*HOSTILE, *FORMULAS.values()]) | st.text("=+-@'\";,\r\n\t1 aš\xa0\u200b＝", max_size=12)
names = st.sampled_from(["a", "=b", "c;=d", "'e", "id", "field.f", "foureyes_raw", "n" * 200])
values = (
    st.none() | texts | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
)
cases = st.builds(
    Case,
    texts,
    texts,
    texts,
    st.dictionaries(names, values),
    st.lists(st.builds(Flag, texts, texts, texts, st.none() | st.dates()), max_size=1).map(tuple),
    st.lists(
        st.builds(
            Evidence,
            st.sampled_from(["q1", "=2"]),
            st.just("register"),
            texts,
            texts,
            texts,
            st.none() | st.dates(),
            st.sampled_from(["public", "restricted"]),
            st.none() | texts,
        ),
        max_size=1,
    ).map(tuple),
    st.none() | st.dates(date(1900, 1, 1)),
    st.none() | st.integers(-(2**40), 2**40),
)


def table_of(some: list[Case], *, raw: bool) -> bytes:
    out = io.BytesIO()
    parts = [asdict(case) for case in some]
    rows = (ExportRow({name: one[name] for name in COLUMNS}, one["fields"]) for one in parts)
    for _ in write_csv(Table(COLUMNS, rows, comes_back=True), out.write, raw):
        pass
    return out.getvalue()


def read_back(data: bytes, file_format: str = "csv") -> list[Case | Reject]:
    found = read("-", parse(POLICY, "policy"), file_format=file_format, stdin=io.BytesIO(data))
    return [one.case if isinstance(one, Arrival) else one for one in found]


@pytest.mark.parametrize("raw", [False, True])
@given(some=st.lists(cases, min_size=1, max_size=3))
def test_every_case_comes_back_whatever_it_holds(some: list[Case], raw: bool) -> None:
    assert read_back(table_of(some, raw=raw)) == some


@pytest.mark.parametrize("text", [*HOSTILE, *PAYLOADS.values()])
@pytest.mark.parametrize("raw", [False, True])
def test_no_text_is_changed_on_the_way(text: str, raw: bool) -> None:
    case = make_case(1, title=text, subject=f"a;{text}", fields={"x": text or None, "y": f"{text};-1;"})
    if "\0" not in text and not any("\ud800" <= one <= "\udfff" for one in text):
        assert read_back(table_of([case], raw=raw)) == [case]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("raw", [False, True])
def test_a_whole_export_is_skipped_where_it_came_from(docket: Docket, tmp_path: Path, ending: str, raw: bool) -> None:
    fields = {"permit": "-5", "n": "'=x", "count": 5, "share": 5.0, "paid": True, "empty": "", "none": None}
    before = [make_case(20, title="=1+1", due=date(2026, 1, 31), priority=2, fields=fields)]
    docket.import_cases("lead", iter(before), ())
    out = tmp_path / f"cases.{ending}"
    assert isinstance(export(docket, "lead", out, "cases", raw=raw, restricted=True), Exported)
    done = docket.import_cases("lead", iter(read(out, docket.policy)), ())
    assert isinstance(done, Imported)
    assert (done.rejected, done.cases, done.revisions) == (0, 0, 0)
    back = docket.view("lead", "RP-0020").case
    assert (back.title, back.due, back.priority) == ("=1+1", date(2026, 1, 31), 2)
    assert (back.fields["permit"], back.fields["n"]) == ("-5", "'=x")


def test_a_mapping_reads_a_guarded_table_without_the_guard(tmp_path: Path) -> None:
    mapping = parse_mapping('rest = "fields"\n[case]\nid = "id"\ntitle = "title"\nsubject = "field.x"\n', "map")
    case = make_case(1, title="=1", fields={"x": "'=2"})
    for raw in (False, True):
        data = io.BytesIO(table_of([case], raw=raw))
        [found] = list(read("-", parse(POLICY, "policy"), mapping, file_format="csv", stdin=data))
        assert isinstance(found, Arrival)
        assert (found.case.title, found.case.subject) == ("=1", "'=2")


def test_an_apostrophe_of_any_other_file_is_text() -> None:
    for header in ("id,title,subject", "id,title,subject,flags,evidence,due,priority"):
        rows = f"{header}\r\nR-1,'=1,'-5{',' * (header.count(',') - 2)}\r\n"
        [case] = read_back(rows.encode())
        assert isinstance(case, Case)
        assert (case.title, case.subject) == ("'=1", "'-5")


def test_what_was_edited_so_that_it_is_no_case_any_more_is_a_reject() -> None:
    some = [make_case(1, fields={"count": 5})] * 6
    rows = list(csv.reader(io.StringIO(table_of(some, raw=False).decode(), newline="")))
    header = rows[0]
    edited = {"flags": "[{]", "evidence": '[{"id": 1}]', "due": "soon", "priority": "high", "field.count": "few"}
    edited[GUARDED] = "true"
    for row, (column, text) in zip(rows[1:], edited.items(), strict=True):
        row[header.index(column)] = text
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    found = read_back(out.getvalue().encode())
    assert [one.column if isinstance(one, Reject) else "" for one in found] == list(edited)
