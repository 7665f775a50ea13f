"""A table as a bank, a ministry or a laboratory writes it: a mapping says what is odd about it, and nothing changes."""

import gzip
import os
from datetime import date
from io import BytesIO

import pytest

from store.errors import BadInput
from store.importing import read, recoding
from store.importing.mapping import parse
from store.model import Arrival, Evidence, Flag

BANK = """Transactions;;;
Account;IBAN;;
;;;
Booked;Purpose;Amount;
01.12.2025;Rent;-1.234,50;
02.12.2025;Salary;2.000,00;
;;Total;765,50
"""
BANK_MAP = """
delimiter = ";"
header_row = 4
skip_end = 1
date_format = "%d.%m.%Y"
decimal = ","
thousands = "."
numbers = ["Amount"]
rest = "fields"
[case]
id = {row = "T-"}
title = ["Booked", "Purpose"]
due = "Booked"
"""
RIDES = "card,when,amount,rule\nc1,1,10.00,R1\nc2,1,7.50,\nc1,2,10.00,R1\nc1,3,99.00,R2\n"
RIDES_MAP = """
[case]
id = "card"
group = true
[[flag]]
code = "rule"
rows = true
[[evidence]]
id = "ride"
kind = "register"
label = "Ride"
text = ["when", "amount"]
rows = true
"""

ALL = 'rest = "fields"\n[case]\nid = "id"'


def test_a_statement_with_lines_above_its_header_and_a_total_below(take, put, policy):
    cases, rejects = take("bank.csv", BANK, parse(BANK_MAP, "m.toml"))
    assert not rejects
    assert [(case.id, case.title, case.due) for case in cases] == [
        ("T-5", "01.12.2025, Rent", date(2025, 12, 1)),
        ("T-6", "02.12.2025, Salary", date(2025, 12, 2)),
    ]
    assert cases[0].fields == {"Amount": -1234.5, "column 4": None}
    with read(put("bank.csv", BANK), policy, parse(BANK_MAP, "m.toml")) as arrivals:
        said = "\n".join(arrivals.plan.sentences())
    assert "Not read: what stands above line 4." in said
    assert "Not read: the last line." in said
    assert "the number of the row -> id" not in said  # no column becomes it
    assert "  Amount -> field.Amount" in said


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("header_row = 4", "header_row = 99", "line 99, which header_row names, is empty or not there"),
        ("header_row = 4", "header_row = -1", "header_row must be a whole number from 0 to 1000000"),
        ('thousands = "."', 'thousands = ","', "one character such as"),
        ('decimal = ","', 'decimal = ";"', 'decimal must be "," or "."'),
        ('numbers = ["Amount"]', 'numbers = ["Amuont"]', r'no column "Amuont" \(did you mean "Amount"\?\)'),
        ('{row = "T-"}', '{row = "T-", value = "x"}', "one of value, column and row"),
        ('due = "Booked"', 'due = {row = "T"}', "the number of the row can only be the id"),
        ('due = "Booked"', 'due = {column = "Booked", row = "T"}', "one of value, column and row"),
        ('{row = "T-"}', '{column = "Booked", file = true}', "the name of the file stands before a number of the row"),
        ('rest = "fields"', 'rest = "all"', 'rest must be "drop", "fields" or "refuse"'),
        ('rest = "fields"', "", r'nothing is said of the column "Amount", "column 4" of'),
        (
            '[case]\nid = {row = "T-"}',
            '[[flag]]\ncode = "Purpose"\nrows = true\n[case]\nid = "Booked"',
            "say group = true",
        ),
    ],
)
def test_what_cannot_be_right_is_said(take, old, new, said):
    assert old in BANK_MAP
    with pytest.raises(BadInput, match=said):
        take("bank.csv", BANK, parse(BANK_MAP.replace(old, new), "m.toml"))


def test_a_number_that_is_none_is_rejected_by_its_column(take):
    bad = BANK.replace("-1.234,50", "about 5").replace("2.000,00", "1234.5.6")
    cases, rejects = take("bank.csv", bad, parse(BANK_MAP, "m.toml"))
    assert [(one.line, one.column) for one in rejects] == [(5, "Amount")]
    assert cases[0].fields["Amount"] == 123456


def test_digits_beyond_what_a_computer_counts_stay_text(take):
    text = "id,n\n1,12345678901234567890\n2,0.1234567890123456789\n3,1e5\n"
    cases, _ = take("n.csv", text, parse('numbers = ["n"]\nrest = "fields"\n[case]\nid = "id"', "m"))
    assert [case.fields["n"] for case in cases] == ["12345678901234567890", "0.1234567890123456789", 100000.0]


def test_an_id_is_a_column_and_where_that_is_blank_the_file_and_the_row(take, put, policy):
    named = parse('rest = "fields"\n[case]\nid = {column = "ref", file = true, row = "-"}', "m")
    cases, rejects = take("May 2024.csv", "ref,a\nX1,1\n,2\n \xa0,3\n", named)
    assert not rejects
    assert [case.id for case in cases] == ["X1", "May-2024-3", "May-2024-4"]
    with pytest.raises(BadInput, match=r"standard input: no id can begin so, .* say \{row = \"R-\"\} there"):
        read("-", policy, named, stdin=BytesIO(b"ref,a\n"))
    with pytest.raises(BadInput, match=r"\.csv: no id can begin so"):
        read(put("??.csv", "ref,a\nX1,1\n"), policy, named)


def piped(*lines: bytes) -> int:
    """The end of a pipe from which these lines can be read."""
    reading, writing = os.pipe()
    os.write(writing, b"".join(line + b"\n" for line in lines))
    os.close(writing)
    return reading


def test_a_pipe_has_another_name_each_time_so_no_id_begins_with_it(put, policy):
    """`foureyes import D <(program)` reads /dev/fd/63 today and /dev/fd/62 tomorrow."""
    named = parse('rest = "fields"\n[case]\nid = {file = true, row = "-"}', "m")
    numbered = parse('rest = "fields"\n[case]\nid = {row = "R-"}', "m")
    with open(put("kept.csv", "a\n1\n")) as file:
        for path in (f"/dev/fd/{piped(b'a')}", f"/dev/fd/{file.fileno()}"):
            with pytest.raises(BadInput) as told:
                read(path, policy, named, file_format="csv")
            assert str(told.value).startswith(f"{path}: no id can begin so")
            assert "write it to a file of its own first, name a column of ids, or say" in str(told.value)
    with read(f"/dev/fd/{piped(b'a', b'1')}", policy, numbered, file_format="csv") as arrivals:
        assert [one.case.id for one in arrivals if isinstance(one, Arrival)][:1] == ["R-2"]


def test_a_delimiter_too_many_at_the_end_of_rows_is_no_cell(take):
    cases, rejects = take("x.csv", "id,a\n1,x,\n2,y,,\n3,z,w\n4\n")
    assert [case.fields["a"] for case in cases] == ["x", "y"]
    assert [one.line for one in rejects] == [4, 5]


def test_a_table_without_a_header(take):
    mapping = parse('header_row = 0\nrest = "fields"\n[case]\nid = ["column 1", "column 3"]', "m")
    cases, rejects = take("x.csv", "a,b,c\nd,e,\nf,g, \n", mapping)
    assert [(case.id, case.fields) for case in cases] == [("a-c", {"column 2": "b"})]
    assert [(one.column, one.reason) for one in rejects] == [
        ("column 3", "the cell is blank, and it is part of the id."),
    ] * 2


def test_columns_without_a_name_or_with_that_of_another_can_be_named(take, put, policy):
    mapping = parse(ALL, "m")
    cases, _ = take("x.csv", 'id,,"a\nb",note,note\n1,2,3,4,5\n', mapping)
    assert cases[0].fields == {"column 2": "2", "a b": "3", "note": "4", "note (column 5)": "5"}
    with read(put("x.csv", "id,note,note\n1,4,5\n"), policy, mapping) as arrivals:
        assert 'Column 3 has the name of another one, and is called "note (column 3)" here.' in arrivals.plan.remarks


def test_rows_of_one_card_are_one_case_and_each_of_them_an_item(take):
    cases, rejects = take("rides.csv", RIDES, parse(RIDES_MAP, "m.toml"))
    assert not rejects
    assert [case.id for case in cases] == ["c1", "c2"]
    assert cases[0].flags == (Flag("R1"), Flag("R2"))
    assert [(item.id, item.text) for item in cases[0].evidence] == [
        ("ride-1", "when: 1\namount: 10.00"),
        ("ride-2", "when: 2\namount: 10.00"),
        ("ride-3", "when: 3\namount: 99.00"),
    ]


def test_what_is_the_cases_own_stands_alike_in_all_its_rows(take):
    mapping = parse(RIDES_MAP.replace("[[flag]]", '[fields]\nholder = "holder"\n[[flag]]'), "m.toml")
    text = RIDES.replace("rule\n", "rule,holder\n").replace("R1\n", "R1,Ana\n").replace("R2\n", "R2,Ben\n")
    cases, rejects = take("rides.csv", text.replace("7.50,\n", "7.50,,Cid\n"), mapping)
    assert [case.id for case in cases] == ["c2"]
    assert (rejects[0].line, rejects[0].column) == (2, "holder")
    assert rejects[0].reason.startswith("line 5 differs from line 2 of the same case")
    assert rejects[0].row.count("\n") == 2


def test_an_item_that_each_row_repeats_is_one(take):
    mapping = parse(
        '[case]\nid = "card"\ngroup = true\n[[evidence]]\nid = "r"\nkind = "register"\nlabel = "R"\ntext = "t"', "m"
    )
    cases, rejects = take("x.csv", "card,t\nc1,same\nc2,a\nc1,same\nc2,b\nc3,\n", mapping)
    assert [(case.id, case.evidence) for case in cases] == [
        ("c1", (Evidence("r", "register", "R", "same"),)),
        ("c3", ()),
    ]
    assert [one.column for one in rejects] == ["t"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf16_is_read_by_its_mark_or_as_the_mapping_says(take, put, policy, encoding):
    text = 'id\tname\n1\t"Žalia\n𝔘"\n'
    mark = "" if encoding == "utf-16" else "\ufeff"
    cases, _ = take("x.tsv", (mark + text).encode(encoding))
    assert cases[0].fields == {"name": "Žalia\n𝔘"}
    if mark:
        cases, _ = take("x.tsv", text.encode(encoding), parse(f'encoding = "{encoding}"\n{ALL}', "m"))
        assert cases[0].fields == {"name": "Žalia\n𝔘"}


def test_an_encoding_that_makes_control_characters_is_refused_with_the_line(take):
    text = "id,name\n1,plain\n2,“quoted”\n".encode("cp1252")
    with pytest.raises(BadInput, match=r"line 3 holds .*93.* when read as iso-8859-1: the file is in another encoding"):
        take("x.csv", text, parse('encoding = "iso-8859-1"\nrest = "fields"\n[case]\nid = "id"', "m"))
    cases, _ = take("x.csv", text, parse('encoding = "cp1252"\nrest = "fields"\n[case]\nid = "id"', "m"))
    assert cases[1].fields == {"name": "“quoted”"}


def test_what_is_packed_is_unpacked(take):
    packed = gzip.compress(b"id,a\n1,x\n") + gzip.compress(b"2,y\n") + bytes(20)
    cases, _ = take("x.csv.gz", packed)
    assert [case.fields["a"] for case in cases] == ["x", "y"]
    cases, _ = take("x.gz", gzip.compress(b'{"id":"1"}\n'))
    assert [case.id for case in cases] == ["1"]


@pytest.mark.parametrize("zeros", [1, 65_536, 200_000])
def test_a_member_behind_zeros_is_read_too(take, zeros):
    packed = gzip.compress(b"id,a\n1,x\n") + bytes(zeros) + gzip.compress(b"2,y\n") + bytes(zeros)
    cases, _ = take("x.csv.gz", packed)
    assert [case.id for case in cases] == ["1", "2"]


def test_what_unpacks_without_end_is_refused(take, monkeypatch):
    monkeypatch.setattr(recoding, "GZIP_FREE", 1 << 20)
    bomb = gzip.compress(b"id,a\n1," + b"x" * 3_000_000)
    with pytest.raises(BadInput, match="unpacks to more than 200 times its size"):
        take("x.csv.gz", bomb)


def test_a_day_with_its_time_is_that_day_and_the_plan_says_so(take, put, policy):
    mapping = parse('[case]\nid = "id"\ndue = "due"', "m")
    cases, rejects = take("x.csv", "id,due\n1,2024-05-06T23:59:59.123Z\n2,2024-05-06 07:00\n3,2024-05-06x\n", mapping)
    assert [case.due for case in cases] == [date(2024, 5, 6)] * 2
    assert rejects[0].line == 4
    with read(put("x.csv", "id,due\n1,\n"), policy, mapping) as arrivals:
        assert "a time of day is left out" in arrivals.plan.dates
