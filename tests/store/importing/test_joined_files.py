"""Exports of several months in one file, or the pages of a report: what each began with is no case."""

import pytest

from store.errors import BadInput
from store.importing import read
from store.importing.mapping import parse
from store.model import Arrival
from tests.dockets import make_case
from tests.store.importing.test_own_cases import read_back, table_of
from tests.store.importing.workbooks import Value, workbook

ALL = 'rest = "fields"\n[case]\nid = {row = "r-"}\n'
MARK = "\ufeff"


@pytest.fixture
def came(put, policy):
    """The fields of all cases of a file, and what is said at its end."""

    def read_all(name, content, mapping=ALL):
        arrivals = read(put(name, content), policy, parse(mapping, "m.toml"))
        found = [one.case.fields if isinstance(one, Arrival) else one.reason for one in arrivals]
        return found, arrivals.ending.partition(f"{name}: ")[2]

    return read_all


def test_a_header_that_stands_there_again_is_no_case(came):
    text = "id,name,sum\n1,Ann,5\nid,name,sum\n2,Ben,7\n id ,name,\tsum\n3,Cleo,9\n"
    found, said = came("joined.csv", text, 'numbers = ["sum"]\n' + ALL)
    assert [one["sum"] for one in found] == [5, 7, 9]
    assert said == "lines that repeat the header are no cases, and were left out: 2, the first on line 3."


def test_nothing_else_is_taken_for_a_header(came):
    text = "id,name,name,\nid,name,other,\nID,Name,Name,\n,,,\nid,name,,\nid,name,name,x\nx,id,name,name\n"
    found, said = came("f.csv", text)
    assert [one["id"] for one in found] == ["id", "ID", "id", "id", "x"]
    assert said == "lines in which nothing stands are no cases, and were left out: 1."


def test_names_that_are_blank_or_stand_there_twice_are_the_same_once_more(came):
    found, said = came("f.csv", ",a,a,\n1,2,3,\n,a,a,\n4,5,6,\n,a,a\n")
    assert [one["a"] for one in found] == ["2", "5"]
    assert "were left out: 2, the first on line 3." in said


def test_one_cell_may_be_a_value_like_any_other(came):
    found, said = came("words.csv", "text\nhello\ntext\n")
    assert [one["text"] for one in found] == ["hello", "text"]
    assert not said
    found, said = came("index.csv", ",text\n1,hello\n,text\n")
    assert (len(found), said) == (2, "")


@pytest.mark.parametrize("name", ["f.csv", "f.xlsx"])
def test_a_header_in_another_order_is_the_end(came, name):
    """Values would come in under the names of others, and nobody would see it."""
    rows: list[list[Value]] = [["id", "name", "by"], ["1", "Ann", "Ben"], ["id", "by", " name"], ["2", "Cleo", "Dan"]]
    content = workbook(*rows) if name == "f.xlsx" else "".join(f"{','.join(map(str, row))}\n" for row in rows)
    with pytest.raises(BadInput, match=r"(line|row) 3 names other columns than the header, or in another order: what"):
        came(name, content)


def test_values_that_are_called_as_columns_are_no_header(came):
    found, said = came("f.csv", "id,name,by\nid,name,name\nby,id,id\nname,,by\n")
    assert (len(found), said) == (3, "")
    found, said = came("f.csv", "from,to\nto,from\n")
    assert (len(found), said) == (1, "")


def test_own_exports_of_other_fields_are_not_read_as_if_they_had_the_same():
    parts = [table_of([make_case(number, fields={name: "x"})], raw=False) for number, name in ((1, "a"), (2, "b"))]
    with pytest.raises(BadInput, match=r"line 3 names other columns than the header"):
        read_back(b"".join(parts))


def test_where_no_row_names_the_columns_none_repeats_them(came):
    found, said = came("f.csv", "a,b\na,b\n", "header_row = 0\n" + ALL)
    assert (len(found), said) == (2, "")


def test_a_header_below_other_lines_is_known_again_and_those_lines_are_not(came):
    text = "Report\n\nday,sum\n1,2\nReport,\nday,sum\n3,4\n"
    found, said = came("f.csv", text, "header_row = 3\n" + ALL)
    assert [one["day"] for one in found] == ["1", "Report", "3"]
    assert "left out: 1, the first on line 6." in said


def test_a_name_of_several_lines_is_known_again(came):
    found, said = came("f.csv", 'id,"first\nlast"\n1,Ann\nid,"first\nlast"\n2,Ben\n')
    assert [one["id"] for one in found] == ["1", "2"]
    assert "left out: 1, the first on line 4." in said


def test_a_sheet_of_several_pages(came):
    rows: list[list[Value]] = [["id", "day", "sum"], ["1", "x", 2], [], ["id", "day", "sum"], ["2", "y", 3]]
    found, said = came("f.xlsx", workbook(*rows))
    assert [one["sum"] for one in found] == ["2", "3"]
    assert said == "rows that repeat the header are no cases, and were left out: 1, the first in row 4."


@pytest.mark.parametrize("raw", [False, True])
def test_own_exports_in_one_file_give_the_cases_of_both(raw):
    cases = [make_case(number, fields={"=a": "x", "id": "id"}) for number in (1, 2)]
    parts = [table_of([case], raw=raw) for case in cases]
    assert read_back(b"".join(parts)) == cases
    marked = [MARK.encode() + part.removeprefix(MARK.encode()) for part in parts]
    assert read_back(b"".join(marked)) == cases


def test_a_byte_order_mark_before_a_row_is_none_of_it(came):
    text = f'{MARK}id,a\n1,x\n{MARK}id,a\n{MARK}2,y\n{MARK}\n{MARK}{MARK}"3",z\n{MARK}'
    found, said = came("f.csv", text)
    assert [one["id"] for one in found] == ["1", "2", "3"]
    assert "left out: 1, the first on line 3." in said


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_byte_order_mark_in_a_cell_is_text(came, encoding):
    text = f'id,a\n1,"two\n{MARK}lines"\n2,x{MARK}\n3,"{MARK}"\n'
    found, _ = came("f.csv", text, f'encoding = "{encoding}"\n{ALL}')
    assert [one["a"] for one in found] == [f"two\n{MARK}lines", f"x{MARK}", MARK]


def test_files_in_utf_16_that_were_joined(came):
    found, _ = came("f.csv", "id,a\n1,x\n".encode("utf-16") + "id,a\n2,y\n".encode("utf-16"))
    assert [one["id"] for one in found] == ["1", "2"]


def test_a_byte_that_is_no_utf_8_is_counted_from_the_beginning_of_the_file(came):
    found, _ = came("f.csv", MARK.encode() + b"id,a\n1,\xe9\n")
    assert found == ["not utf-8: byte 0xe9 on line 2 (byte 11 of the file)."]


@pytest.mark.parametrize("between", ["\n", "\n\n", "\r\n"])
def test_json_that_was_joined_is_read_past_its_byte_order_marks(came, between):
    whole = 'rest = "fields"\n[case]\nid = "id"\n'
    line = '{"id":"%s","a":1}'
    found, _ = came("f.jsonl", f"{MARK}{line % 1}{between}{MARK}{line % 2}{between}", whole)
    assert found == [{"a": 1}, {"a": 1}]
    found, _ = came("f.json", f'{MARK}{{"id":\n"1"}}{between}{MARK}{{"id":\n"{MARK}2"}}', whole)
    assert len(found) == 2


def test_references_that_were_joined(came):
    one = f"{MARK}TY  - JOUR\nTI  - Walking\nER  -\n"
    found, said = came("f.ris", one * 2)
    assert ([one["TI"] for one in found], said) == (["Walking"] * 2, "")
