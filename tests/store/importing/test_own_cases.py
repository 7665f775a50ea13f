"""Cases that left as a table come back the same, guarded against formulas or raw; no other file is touched."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import asdict

from store.case.check import name_fault
from store.docket import Docket
from store.errors import BadInput
from store.exporting import Exported, export
from store.exporting.cases import COLUMNS
from store.exporting.formats import FORMATS
from store.exporting.row import GUARDED, RAW, ExportRow, Table
from store.importing import read
from store.importing.mapping import parse as parse_mapping
from store.local.batches import content_hash
from store.model import Arrival, Case, Evidence, Flag, Imported, Reject
from store.out_format import Format
from store.policy_file import parse
from tests.dockets import POLICY, make_case
from tests.hostile import FORMULAS, PAYLOADS
from tests.sweeps import every_nth

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
characters = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
texts = (
    st.sampled_from([*HOSTILE, *FORMULAS.values()])
    | st.text("=+-@'\";,\r\n\t1 aš\xa0\u200b＝", max_size=12)
    | st.text(characters | st.sampled_from("_x05F\v\x1b\ufffe"))
)
names = st.sampled_from(["a", "=b", "c;=d", "'e", "id", "field.f", "foureyes_raw", "_x0041_", "n" * 200]) | st.text(
    characters, min_size=1
).filter(lambda name: not name_fault(name))
values = (
    st.none()
    | texts
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.just(-0.0)
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
    st.none() | st.dates(),
    st.none() | st.integers(-(2**63), 2**63 - 1),
    texts,
)


def table_of(some: list[Case], *, raw: bool, file_format: Format = "csv") -> bytes:
    out = io.BytesIO()
    parts = [asdict(case) for case in some]
    rows = (ExportRow({name: one[name] for name in COLUMNS}, one["fields"]) for one in parts)
    for _ in FORMATS[file_format].write(Table(COLUMNS, rows, comes_back=True), out.write, raw):
        pass
    return out.getvalue()


def read_back(data: bytes) -> list[Case | Reject]:
    found = read("-", parse(POLICY, "policy"), file_format="csv", stdin=io.BytesIO(data))
    return [one.case if isinstance(one, Arrival) else one for one in found]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all examples."""
    return tmp_path_factory.mktemp("tables")


@pytest.mark.long
@pytest.mark.parametrize(
    ("file_format", "raw"), every_nth(2, [("csv", False), ("csv", True), ("jsonl", False), ("xlsx", False)])
)
@given(some=st.lists(cases, min_size=1, max_size=3))
def test_every_case_comes_back_whatever_it_holds(
    folder: Path, some: list[Case], file_format: Format, raw: bool
) -> None:
    path = folder / f"cases.{file_format}"
    path.write_bytes(table_of(some, raw=raw, file_format=file_format))
    back = [content_hash(one.case) for one in read(path, parse(POLICY, "policy")) if isinstance(one, Arrival)]
    assert back == list(map(content_hash, some))  # by which an import knows what it has; -0.0 is not 0.0 there


@pytest.mark.parametrize("text", [*HOSTILE, *PAYLOADS.values()])
@pytest.mark.parametrize("raw", [False, True])
def test_no_text_is_changed_on_the_way(text: str, raw: bool) -> None:
    case = make_case(1, title=text, subject=f"a;{text}", fields={"x": text or None, "y": f"{text};-1;"})
    if "\0" not in text and not any("\ud800" <= one <= "\udfff" for one in text):
        assert read_back(table_of([case], raw=raw)) == [case]


@pytest.mark.parametrize("ending", ["csv", "xlsx", "jsonl"])
@pytest.mark.parametrize("raw", [False, True])
def test_a_whole_export_is_skipped_where_it_came_from(docket: Docket, tmp_path: Path, ending: str, raw: bool) -> None:
    fields = {"permit": "-5", "n": "'=x", "count": 5, "share": 5.0, "paid": True, "empty": "", "none": None}
    fields |= {"control": "\v\x1b[31m\ufffe", "like": "_x0041\v", "zero": -0.0}
    before = [make_case(20, title="=1+1", due=date(2026, 1, 31), priority=2, fields=fields, renews="RP-0001")]
    docket.import_cases("lead", iter(before), ())
    out = tmp_path / f"cases.{ending}"
    assert isinstance(export(docket, "lead", out, "cases", raw=raw, restricted=True), Exported)
    done = docket.import_cases("lead", iter(read(out, docket.policy("lead"))), ())
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


@pytest.mark.parametrize("mark", [GUARDED, RAW])
def test_a_table_is_ours_only_if_all_of_its_header_is(mark: str) -> None:
    """A stranger's column of that name takes nothing off a text, and makes no text a number."""
    ours = [*COLUMNS, mark, "field.a", "field.b"]
    strangers = (
        ["id", "title", mark],
        [*COLUMNS, "field.a", mark],
        [*COLUMNS, mark, "field.b", "field.a"],
        [*COLUMNS, mark, "field.a", "field.a"],
        [*COLUMNS, mark, "field.a", "b"],
        [*COLUMNS[1:], mark, "field.a"],
        [*ours, GUARDED if mark == RAW else RAW],
    )
    for header in strangers:
        row = [{"id": "R-1", "title": "'=1", mark: '{"integer":["a"]}'}.get(name, "") for name in header]
        data = f"{','.join(header)}\r\n{','.join(map(in_marks, row))}\r\n".encode()
        with pytest.raises(BadInput, match=f'"{mark}" says that this program exported the table, but its columns'):
            read_back(data)
        if "title" in header and header.count("field.a") < 2:
            mapping = parse_mapping('rest = "drop"\n[case]\nid = {row = "R-"}\ntitle = "title"\n', "map")
            stdin = io.BytesIO(data)
            [found] = list(read("-", parse(POLICY, "policy"), mapping, file_format="csv", stdin=stdin))
            assert isinstance(found, Arrival)
            assert found.case.title == "'=1"


def in_marks(text: str) -> str:
    """A cell in quotation marks."""
    return '"' + text.replace('"', '""') + '"'


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("flags", '[{"code":"A","code":"B"}]'),
        ("flags", '[{"code":"A","colour":"red"}]'),
        ("evidence", '[{"id":"q1","kind":"register","label":"","text":"a","text":"b"}]'),
        ("due", "2023-W48-5"),
        ("due", "20231201"),
        ("priority", "1_0"),
        ("priority", "+1"),
        ("priority", "٣"),
        ("field.count", "1_0"),
        ("field.count", "5.0"),
        ("field.share", "nan"),
        ("field.share", "1_0.5"),
        ("field.share", "1e999"),
        (RAW, '{"integer":["count"],"number":["count","share"]}'),
        (RAW, '{"integer":["count"],"number":["share"],"truth":["other"]}'),
        (RAW, '{"integer":["count"],"integer":["share"]}'),
        (RAW, '{"number":["count","share"],"text":[]}'),
        (RAW, ""),
    ],
)
def test_a_table_of_ours_is_read_as_strictly_as_json(column: str, text: str) -> None:
    case = make_case(1, fields={"count": 5, "share": 0.5})
    header, row = csv.reader(io.StringIO(table_of([case], raw=True).decode(), newline=""))
    row[header.index(column)] = text
    [found] = read_back(f"{','.join(header)}\r\n{','.join(map(in_marks, row))}\r\n".encode())
    assert isinstance(found, Reject)
    assert found.column == column


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
