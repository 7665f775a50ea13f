"""CSV as it comes from real offices: what is wrong is named by line and column, what is right is kept."""

import csv
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import limits
from store.errors import BadInput
from store.importing import read
from store.importing.csv_reader import broken_quote
from store.importing.mapping import parse
from store.model import Arrival, Reject


def test_the_byte_order_mark_of_excel_is_no_part_of_the_first_header(take):
    cases, rejects = take("cases.csv", b"\xef\xbb\xbfid,title\r\nRP-1,Permit\r\n")
    assert [case.id for case in cases] == ["RP-1"]
    assert not rejects


def test_ids_are_text_with_their_leading_zeros_and_all_their_digits(take):
    cases, _ = take("cases.csv", "id\n007\n12345678901234567890\n")
    assert [case.id for case in cases] == ["007", "12345678901234567890"]


def test_cells_are_kept_to_the_letter(take):
    text = ' "two" lines,\r\nof it\t '
    quoted = text.replace('"', '""')
    cases, _ = take("cases.csv", f'id,register,permit\nRP-1,"{quoted}",  temporary \n')
    assert cases[0].evidence[0].text == text
    assert cases[0].fields == {"permit": "  temporary "}


def test_an_empty_cell_is_no_value(take):
    cases, _ = take("cases.csv", "id,title,permit,register,due,priority\nRP-1,,,,,\n")
    assert cases[0].title == ""
    assert cases[0].fields == {"permit": None}
    assert not cases[0].evidence
    assert cases[0].due is None
    assert cases[0].priority is None


@pytest.mark.parametrize(
    ("row", "line", "column", "reason"),
    [
        ("RP-2,Permit,2023-12-01", 3, "", "the row has 3 cells where the header has 4."),
        ("RP-2,Permit,2023-12-01,1,more", 3, "", "the row has 5 cells where the header has 4."),
        (",Permit,,", 3, "id", "the id is blank."),
        ("\u200b,Permit,,", 3, "id", "the id is blank."),
        (" RP-2,Permit,,", 3, "id", "begins or ends with a space"),
        ('"RP\n2",Permit,,', 3, "id", "the id holds ⏎, a character that cannot be seen."),
        (f"{'x' * 201},Permit,,", 3, "id", "the id has 201 characters; at most 200 are read."),
        ("RP-2,Permit,01.12.2023,", 3, "due", '"01.12.2023" is not a date'),
        ("RP-2,Permit,2023-02-30,", 3, "due", '"2023-02-30" is not a date'),
        ("RP-2,Permit,20231201,", 3, "due", "is not a date"),
        ("RP-2,Permit,2023-W48-5,", 3, "due", "is not a date"),
        ("RP-2,Permit,٢٠٢٣-١٢-٠١,", 3, "due", "is not a date"),
        ("RP-2,Permit,,high", 3, "priority", '"high" is not a whole number.'),
        ("RP-2,Permit,,1.5", 3, "priority", '"1.5" is not a whole number.'),
        ("RP-2,Permit,,1_000", 3, "priority", '"1_000" is not a whole number.'),
        ("RP-2,a\0b,,", 3, "title", "the text holds a NUL character, at character 2."),
        ('RP-2,"Per"mit,,', 3, "title", "text follows the closing quotation mark of the cell"),
        ("RP-2,Per\rmit,,", 3, "", "a carriage return (CR) stands outside quotation marks"),
        (
            f"RP-2,{'x' * (limits.TEXT + 1)},,",
            3,
            "title",
            "the cell has 1,048,577 characters; at most",
        ),
    ],
)
def test_a_bad_row_is_rejected_and_its_neighbours_are_kept(take, row, line, column, reason):
    cases, rejects = take("cases.csv", f"id,title,due,priority\nRP-1,Permit,2023-12-01,2\n{row}\nRP-3,Permit,,\n")
    assert [case.id for case in cases] == ["RP-1", "RP-3"]
    assert (cases[0].due, cases[0].priority) == (date(2023, 12, 1), 2)
    assert len(rejects) == 1
    assert (rejects[0].line, rejects[0].column) == (line, column)
    assert reason in rejects[0].reason
    assert rejects[0].source.endswith("cases.csv")
    assert rejects[0].row.startswith(row[:100])
    assert len(rejects[0].row) <= limits.ROW_KEPT + 40


def test_bytes_that_are_not_utf8_are_named_by_line_and_byte_and_cost_only_their_row(take):
    cases, rejects = take("cases.csv", "id,title\nRP-1,Café\nRP-2,".encode() + b"Caf\xe9\nRP-3,x\n")
    assert [case.id for case in cases] == ["RP-1", "RP-3"]
    assert rejects[0].reason == "not utf-8: byte 0xe9 on line 3 (byte 29 of the file)."
    assert rejects[0].row == "RP-2,Caf\\xe9"


def test_half_a_character_written_as_bytes_is_not_utf8(take):
    _, rejects = take("cases.csv", b"id,title\nRP-1,\xed\xa0\x80\n")
    assert "byte 0xed on line 2" in rejects[0].reason


def test_lines_are_counted_through_cells_of_several_lines(take):
    _, rejects = take("cases.csv", 'id,title\nRP-1,"one\ntwo\n\nthree"\n\n,x\n')
    assert rejects[0].line == 7


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('id,title\nRP-1,x\nRP-2,"never closed\nRP-3,x\nRP-4,x\n', 'line 3, column "title": .* is never closed'),
        ('id,title\nRP-1,x\nRP-2,"never closed', 'line 3, column "title": .* is never closed'),
        ('id,title\nRP-1,"one\ntwo","open\nRP-2,x\n', 'line 3, column "": .* is never closed'),
        ('id,title\nRP-2,"open\nRP-3,x\nRP-4,"quoted"\n', 'line 2, column "title": .*read up to line 4'),
        ('id,title\nRP-1,a"b\nRP-2,a"b,"c', 'line 3, column "": .* is never closed'),
    ],
)
def test_a_quote_that_swallows_what_follows_refuses_the_file_and_names_where_it_opens(take, content, said):
    with pytest.raises(BadInput, match=said):
        take("cases.csv", content)


def test_bytes_that_fit_nowhere_in_an_encoding_of_several_are_a_reject(take):
    mapping = parse('encoding = "iso2022_jp"\nrest = "fields"\n[case]\nid = "id"', "m")
    cases, rejects = take("cases.csv", b"id,a\n1,\x1b$B!\x01!\n2,x\n", mapping)
    assert [case.id for case in cases] == ["2"]
    assert rejects[0].reason.startswith("not iso2022_jp: byte 0x")


@pytest.mark.long
def test_a_row_that_goes_on_for_ever_is_refused_before_it_takes_the_memory(take):
    row = b'RP-1,"' + b"x" * 100 + b"\n"
    with pytest.raises(BadInput, match=r"line 3: .* longer than 16 MiB: .* opens on line 3 may never be closed"):
        take(
            "cases.csv",
            b"id,title\nRP-0,x\n" + row + b"RP-2 and some title that is %s,x\n" % (b"longer " * 10) * 180_000,
        )
    with pytest.raises(
        BadInput, match=r"line 3: .* more than 500,000 cells or lines: .* on line 3 may never be closed"
    ):
        take("cases.csv", b"id,title\nRP-0,x\n" + row + b"RP-2,some title\n" * 600_000)
    with pytest.raises(BadInput, match=r"line 2: .* more than 500,000 cells or lines: .* on line 2 may never be"):
        take("cases.csv", b'id,title\n"' + b'a""\n' * 600_000)
    with pytest.raises(BadInput, match="line 2: the row has more than 500,000 cells or lines: is this a CSV file"):
        take("cases.csv", b"id,title\n" + b"x," * 600_000 + b"\n")
    with pytest.raises(BadInput, match="line 2: the row is longer than 16 MiB: is this a CSV file"):
        take("cases.csv", b"id,title\n" + b"x" * (limits.ROW_BYTES + 10))


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("id,title,title", 'line 1: columns 2 and 3 are both named "title": name one anew.'),
        (",,", "line 1: none of the columns has a name"),
        ("id,ID", 'line 1: the columns "id" and "ID" could both be the id'),
        ("id;title;due", 'line 1: the header looks separated by ";"'),
        ('"id";"title, new";"due"', 'line 1: the header looks separated by ";": say delimiter = ";" in a mapping'),
        ('"id"\t"title"', r'line 1: the header looks separated by "\\t"'),
        ("id\ttitle", r'looks separated by "\\t": say delimiter = "\\t"'),
        ("idd,title", r'no column "id" \(did you mean "idd"\?\)'),
        ("id,citizen\u200bship", 'line 1: the name of the column "citizen⟪U\\+200B⟫ship" holds ⟪U'),
        (f"id,{'x' * 201}", 'line 1: the name of column 2, "xxxx'),
        ("id,permit, permit ", 'line 1: columns 2 and 3 are both named "permit"'),
        (
            ",".join(["id", *map(str, range(1000))]),
            "line 1: the header has 1,001 columns; at most 1,000 are read: leave out those",
        ),
        ('"id"x,title', "line 1: text follows the closing quotation mark"),
        ('"id"x,title,here; or there', "line 1: text follows the closing quotation mark"),
    ],
)
def test_a_header_that_can_be_misread_is_refused(take, header, said):
    with pytest.raises(BadInput, match=said):
        take("cases.csv", f"{header}\nRP-1,x\n")


SKIPPING = 'skip_blanks = true\nrest = "fields"\n[case]\nid = "id"\n'


def test_blanks_before_cells_are_none_of_them_where_the_mapping_says_so(take):
    text = 'id, name, text\n1, Ann,  "Hello, ""world"""\n2,  , "two\n lines "\n 3,a b,\tx\n'
    cases, rejects = take("f.csv", text, parse(SKIPPING, "m"))
    assert not rejects
    assert [(case.id, *case.fields.values()) for case in cases] == [
        ("1", "Ann", 'Hello, "world"'),
        ("2", None, "two\n lines "),
        ("3", "a b", "\tx"),
    ]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ('1,  "Ann" B,x', "text follows the closing quotation mark of the cell"),
        ('1,"Ann",  "x" ', "text follows the closing quotation mark of the cell"),
    ],
)
def test_marks_behind_blanks_are_looked_at_as_others_are(take, row, reason):
    cases, [reject] = take("f.csv", f"id,name,text\n{row}\n2,b,c\n", parse(SKIPPING, "m"))
    assert ([case.id for case in cases], reject.line, reject.column) == (["2"], 2, ("name", "text")[row[2] == '"'])
    assert reason in reject.reason
    with pytest.raises(BadInput, match='line 2, column "text": the quotation mark that opens here is never closed'):
        take("f.csv", 'id,name,text\n1, "a", "b\n2,b,c\n', parse(SKIPPING, "m"))


def test_a_backslash_escapes_behind_blanks_too(take):
    cases, _ = take("f.csv", 'id, a, b\n1, "x \\"y\\", z",  \\N\n', parse('escape = "\\\\"\n' + SKIPPING, "m"))
    assert cases[0].fields == {"a": 'x "y", z', "b": None}


def test_blanks_that_are_skipped_are_not_what_parts_cells():
    with pytest.raises(BadInput, match="skip_blanks is for blanks behind a delimiter that is none itself"):
        parse('delimiter = " "\n' + SKIPPING, "m")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "the file is empty."),
        ("\n\r\n\n", "the file holds only empty lines."),
        ("\ufeff", "the file holds only empty lines."),
        ("id,title\r\n", "the file has a header and no rows."),
        ("id,title", "the file has a header and no rows."),
    ],
)
def test_a_file_without_cases_says_so(take, content, said):
    with pytest.raises(BadInput, match=said):
        take("cases.csv", content)


def test_a_space_after_the_comma_is_no_part_of_a_name(take):
    """Else a field " citizenship" would slip from under the mask of its name."""
    cases, _ = take("cases.csv", "id, title ,\tcitizenship\nRP-1,Permit,BLR\n")
    assert cases[0].title == "Permit"
    assert cases[0].fields == {"citizenship": "BLR"}


def test_tabs_separate_the_cells_of_a_tsv_file(take):
    cases, _ = take("cases.tsv", "id\ttitle\nRP-1\tone, two\n")
    assert cases[0].title == "one, two"


@given(st.lists(st.text('a",\n\r', max_size=8), min_size=1, max_size=4))
def test_the_scanner_for_quotes_agrees_with_the_csv_module_on_sound_rows(cells):
    row = ",".join('"' + cell.replace('"', '""') + '"' for cell in cells)
    assert broken_quote(row + "\r\n", ",") is None


@given(st.text('a",\n', max_size=30))
def test_the_scanner_for_quotes_finds_one_wherever_the_csv_module_objects(text):
    lines = iter(re.findall(r"[^\n]*\n|[^\n]+", text))
    read: list[str] = []
    try:
        next(csv.reader((read.append(line) or line for line in lines), strict=True), None)
    except csv.Error:
        assert broken_quote("".join(read), ",") is not None
    else:
        assert broken_quote("".join(read), ",") is None


def test_marks_that_are_escaped_by_a_backslash_are_read_where_the_mapping_says_so(put, policy):
    r"""As MySQL writes them. What is not read is not guessed: \t could be a tab, and \N within marks the letter N."""
    rows = r"""id,title,x
1,"a \"b\", c","d\\"
2,"a\
b",e\,f
3,"\N",g
4,"C:\temp",h
5,"two\"",i
6,"a"b,j
"""
    mapping = parse('escape = "\\\\"\n[case]\nid = "id"\ntitle = "title"\n[fields]\nx = "x"\n', "map")
    found = list(read(put("cases.csv", rows), policy, mapping))
    cases = [one.case for one in found if isinstance(one, Arrival)]
    assert [(case.title, case.fields["x"]) for case in cases] == [('a "b", c', "d\\"), ("a\nb", "e,f"), ('two"', "i")]
    rejects = [(one.line, one.reason) for one in found if isinstance(one, Reject)]
    assert rejects[:2] == [
        (5, r'holds "\N": of escapes only those of marks and line breaks are read.'),
        (6, r'holds "\t": of escapes only those of marks and line breaks are read.'),
    ]
    assert rejects[2][0] == 8
    assert "text follows the closing quotation mark" in rejects[2][1]
    with pytest.raises(BadInput, match=r"line 3, .* the quotation mark that opens here is never closed"):
        list(read(put("cases.csv", 'id,title,x\n1,"a\\\nb\\"","\n'), policy, mapping))


def test_the_null_of_mysql_is_an_empty_cell_where_it_is_all_of_one_and_not_in_quotation_marks(put, policy):
    rows = '1,\\N,\\N\n2,"a,\\"\n",\\N\r\n3,x\\,\\N,y\n4,N,"a,\\N,b"\n5,"""",\\N'
    mapping = parse('escape = "\\\\"\n[case]\nid = "id"\ntitle = "title"\n[fields]\nx = "x"\n', "map")
    found = list(read(put("cases.csv", f"id,title,x\n{rows}"), policy, mapping))
    cases = [(one.case.id, one.case.title, one.case.fields["x"]) for one in found if isinstance(one, Arrival)]
    assert cases == [("1", "", None), ("2", 'a,"\n', None), ("5", '"', None)]
    assert [one.line for one in found if isinstance(one, Reject)] == [5, 6]


def test_a_row_of_bytes_that_fit_nowhere_keeps_as_much_as_any_reject(take):
    cases, rejects = take("cases.csv", b'id,title\nRP-1,"' + b"\xe9" * 100_000 + b'"\nRP-2,x\n')
    assert [case.id for case in cases] == ["RP-2"]
    assert rejects[0].row.startswith('RP-1,"\\xe9\\xe9')
    assert len(rejects[0].row) < limits.ROW_KEPT + 100
