"""A sheet as offices send it: what a cell holds is kept, and where it is not what it seems, that is said."""

from datetime import date
from os import urandom
from typing import Any

import pytest

from store import limits
from store.errors import BadInput
from store.importing import read
from store.importing.mapping import CaseColumns, Mapping, parse
from store.importing.sheet_cells import number_cell, shown_as
from tests.store.importing.workbooks import Raw, day, parts, shared, sheet, strings, workbook, zipped

MERGED = '<mergeCells><mergeCell ref="A2:A3"/></mergeCells>'
ERROR = Raw('<c r="{}" t="e"><f>A9</f><v>#REF!</v></c>')
UNCALCULATED = Raw('<c r="{}"><f>1+1</f><v/></c>')


def test_a_sheet_and_the_same_sheet_as_csv_make_the_same_cases(take):
    head = ["id", "title", "due", "priority", "register", "permit", "age", "valid"]
    cases, rejects = take(
        "cases.xlsx", workbook(head, ["007", "Permit", day(45261), 2, "Long\ntext", "temporary", 12.0, True])
    )
    same, _ = take("cases.csv", ",".join(head) + '\n007,Permit,2023-12-01,2,"Long\ntext",temporary,12,TRUE\n')
    assert not rejects
    assert cases == same
    assert cases[0].due == date(2023, 12, 1)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (7.5, "the cell holds a number that is not whole, or that a spreadsheet has rounded: an id is text."),
        (Raw('<c r="{}"><v>1.23456789012345E+19</v></c>'), "or that a spreadsheet has rounded"),
        (day(1.5, 4), "the cell holds a number"),
        (True, "the cell holds TRUE or FALSE, not text: an id is text. Format the column as text"),
        (day(45261), "the cell holds a date, not text"),
        (None, "the id is blank."),
        (ERROR, 'the cell holds the error "#REF!"'),
        (UNCALCULATED, "the cell holds a formula without a value: open the workbook in a spreadsheet program"),
        (shared(1), 'the cell holds "1", which is not what its type says.'),
        (Raw('<c r="{}" t="b"><v>yes</v></c>'), 'the cell holds "yes", which is not what its type says.'),
        (Raw('<c r="{}" t="odd"><v>x</v></c>'), "is not what its type says."),
        (Raw('<c r="{}"><v>0x10</v></c>'), "is not what its type says."),
        (Raw('<c r="{}"><v>1E+999</v></c>'), "is not what its type says."),
    ],
)
def test_an_id_that_is_not_text_is_rejected_by_its_row(take, value, said):
    cases, rejects = take("cases.xlsx", workbook(["id", "title"], ["RP-1", "x"], [value, "y"], ["RP-3", "z"]))
    assert [case.id for case in cases] == ["RP-1", "RP-3"]
    assert (rejects[0].line, rejects[0].column) == (3, "id")
    assert said in rejects[0].reason


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (12, "12"),
        (Raw('<c r="{}"><v>12.0</v></c>'), "12"),
        (0.5, "0.5"),
        (Raw('<c r="{}"><v>0.30000000000000004</v></c>'), "0.30000000000000004"),
        (Raw('<c r="{}"><v>1.1000000000000001</v></c>'), "1.1"),
        (Raw('<c r="{}"><v>-6.1900000000000004</v></c>'), "-6.19"),
        (Raw('<c r="{}"><v>1234567890123456</v></c>'), "1234567890123456"),
        (Raw('<c r="{}"><v>98765432109876543210987654321098765</v></c>'), "98765432109876543210987654321098765"),
        (Raw('<c r="{}"><v>1234567890123.45678</v></c>'), "1234567890123.45678"),
        (Raw('<c r="{}"><v>12345678901234.567</v></c>'), "12345678901234.567"),
        (Raw('<c r="{}"><v>1.2345678901234567E+16</v></c>'), "12345678901234567"),
        (Raw('<c r="{}"><v> 12\n</v></c>'), "12"),
        (Raw('<c r="{}"><v>-0</v></c>'), "0"),
        (Raw('<c r="{}"><v>1.5E+7</v></c>'), "15000000"),
        (Raw('<c r="{}"><v>1E+300</v></c>'), "1e+300"),
        (-3, "-3"),
        (False, "FALSE"),
        (day(1.5, 3), "1.5"),
        (day(45261), "2023-12-01"),
        (day(45261, 2), "2023-12-01"),
        (day(45261.604166667, 5), "2023-12-01 14:30:00"),
        (day(45261.604172454, 5), "2023-12-01 14:30:00.500"),
        (day(0.25, 5), "06:00:00"),
        (day(1), "1900-01-01"),
        (day(59), "1900-02-28"),
        (day(60), "1900-02-29"),
        (day(61), "1900-03-01"),
        (day(2958465), "9999-12-31"),
        (day(2958466), "2958466"),
        (day(-1), "-1"),
        (day(1.5, 4), "36:00:00"),
        (Raw('<c r="{}" t="d"><v>2023-12-01T00:00:00</v></c>'), "2023-12-01"),
        (Raw('<c r="{}" t="str"><f>A1</f><v>formula</v></c>'), "formula"),
        (Raw('<c r="{}" t="str"><f>A1</f></c>'), None),
        (Raw('<c r="{}" s="1"/>'), None),
        (shared(0), "shared"),
        (
            Raw('<c r="{}" t="inlineStr"><is><r><t>rich </t></r><r><t>text</t></r><rPh><t>PH</t></rPh></is></c>'),
            "rich text",
        ),
        ("a_x000D_b_x005F_x0041_", "a\rb_x0041_"),
        (" spaces ", " spaces "),
        (Raw('<c r="{}" t="inlineStr"><v>9</v><is><t>text</t></is></c>'), "text"),
        (Raw('<c r="{}" t="inlineStr"><v>9</v></c>'), "9"),
        ("=1+1", "=1+1"),
    ],
)
def test_what_a_cell_holds_is_kept_as_text(take, value, text):
    cases, rejects = take("cases.xlsx", workbook(["id", "permit", "last"], ["RP-1", value, "x"]))
    assert not rejects
    assert cases[0].fields == {"permit": text, "last": "x"}


@pytest.mark.parametrize(
    ("number", "style", "code"),
    [
        (1067, 6, "01067"),
        (7, 6, "00007"),
        (123456, 6, "123456"),
        (123456789, 7, "123-45-6789"),
        (1067.5, 6, "1067.5"),
        (-7, 6, "-7"),
    ],
)
def test_a_code_keeps_the_zeros_that_its_format_shows(take, number, style, code):
    cases, rejects = take("cases.xlsx", workbook(["id", "permit"], [day(number, style), day(number, style)]))
    assert [case.fields["permit"] for case in cases] or [one.row for one in rejects] == [f"{code},{code}"]
    assert [case.id for case in cases] == ([] if "." in code else [code])


def test_an_id_that_is_a_whole_number_is_its_digits(take):
    written = [Raw(f'<c r="{{}}"><v>{number}</v></c>') for number in ("123", "124.0", "-63677509", "1234567890123456")]
    cases, rejects = take("c.xlsx", workbook(["id"], *([one] for one in written)))
    assert [case.id for case in cases] == ["123", "124", "-63677509", "1234567890123456"]
    assert not rejects


def test_a_merged_cell_is_its_first_ones_and_that_is_said_once(put, policy):
    merges = "".join(f'<mergeCell ref="B{n}:B{n + 1}"/>' for n in range(2, 12, 2))
    rows: list[Any] = [["id", "title"], *([f"RP-{n}", f"x{n}" if n % 2 else None] for n in range(1, 11))]
    with read(put("c.xlsx", workbook(*rows, after=f"<mergeCells>{merges}</mergeCells>")), policy) as arrivals:
        assert [one.case.title for one in arrivals][:4] == ["x1", "", "x3", ""]
        assert "cells of the sheet are merged (B2:B3, B4:B5, B6:B7 and 2 more): what they hold" in arrivals.ending


def test_days_are_counted_from_1904_where_the_workbook_says_so(take):
    cases, _ = take("c.xlsx", workbook(["id", "due"], ["1", day(43799)], settings='<workbookPr date1904="1"/>'))
    assert cases[0].due == date(2023, 12, 1)
    second = '<extLst><ext uri="x"><x15:workbookPr xmlns:x15="x" chartTrackingRefBase="1"/></ext></extLst>'
    again = f'<workbookPr date1904="1"/>{second}'
    cases, _ = take("c.xlsx", workbook(["id", "due"], ["1", day(43799)], settings=again))
    assert cases[0].due == date(2023, 12, 1)
    assert number_cell("0.5", "date", from_1904=True).text == "1904-01-01 12:00:00"
    assert number_cell("0.5", "time", from_1904=True).text == "12:00:00"


@pytest.mark.parametrize(
    ("value", "said"),
    [(45261, '"45261" is not a date'), (day(60), '"1900-02-29" is not a date')],
)
def test_a_date_is_a_date_cell_or_text_as_the_mapping_writes_dates(take, value, said):
    _, rejects = take("cases.xlsx", workbook(["id", "due"], ["RP-1", value]))
    assert said in rejects[0].reason
    mapping = parse('date_format = "%Y-%d-%m"\n[case]\nid="id"\ndue="due"', "map.toml")
    cases, _ = take("cases.xlsx", workbook(["id", "due"], ["RP-1", day(45261)], ["RP-2", "2023-01-12"]), mapping)
    assert [case.due for case in cases] == [date(2023, 12, 1), date(2023, 12, 1)]


def test_shared_texts_with_runs_and_phonetics_and_across_blocks(take):
    texts = strings("<t>漢字</t><rPh><t>かんじ</t></rPh>", "<r><rPr><b/></rPr><t>rich</t></r><r><t> text</t></r>", "")
    long = ["<t>" + letter * 30_000 + "</t>" for letter in "äbc" * 20]
    cases, _ = take("c.xlsx", workbook(["id", "permit"], *([f"{n}", shared(n)] for n in range(3)), texts=texts))
    assert [case.fields["permit"] for case in cases] == ["漢字", "rich text", None]
    cases, _ = take(
        "c.xlsx", workbook(["id", "register"], *([f"{n}", shared(n)] for n in range(60)), texts=strings(*long))
    )
    assert [case.evidence[0].text for case in cases] == [letter * 30_000 for letter in "äbc" * 20]


@pytest.mark.parametrize("text", ["x" * 32_767, "😀" * 16_383 + "x"])
def test_a_text_that_fills_the_cell_may_have_been_cut_off(take, text):
    cases, rejects = take("c.xlsx", workbook(["id", "register"], ["RP-1", text], ["RP-2", text + "xy"]))
    assert "has 32,767 characters, as many as a cell can hold: it may have been cut off" in rejects[0].reason
    assert len(cases[0].evidence[0].text) > 16_000


def test_a_cell_over_the_cap_is_rejected(take):
    _, rejects = take("c.xlsx", workbook(["id", "register"], ["RP-1", "x" * (limits.TEXT + 9)]))
    assert (rejects[0].column, rejects[0].reason) == ("register", "the cell has more than 1,048,576 characters.")


def test_rows_have_the_numbers_of_the_sheet_and_empty_ones_are_passed_over(take):
    rows: dict[int, list[Any]] = {
        3: ["id", "title", None],
        5: ["RP-1", "x"],
        9: ["", "y"],
        12: ["RP-2", "", "more"],
        1048576: ["RP-3"],
    }
    rows |= {20: [Raw('<c r="{}" s="1"/>'), Raw('<c r="{}" t="str"><v></v></c>')]}
    cases, rejects = take("c.xlsx", zipped(parts(sheet(dict(sorted(rows.items())), dimension="A1:B2"))))
    assert [case.id for case in cases] == ["RP-1", "RP-3"]
    assert [(one.line, one.reason) for one in rejects] == [
        (9, "the id is blank."),
        (12, "the row has 3 cells where the header has 2."),
    ]
    assert rejects[1].row == "RP-2,,more"


@pytest.mark.parametrize(
    ("rows", "after", "said"),
    [
        ([["id", "x", "x"], ["1"]], "", 'row 1: columns 2 and 3 are both named "x"'),
        ([["id", ERROR], ["1"]], "", 'row 1: the name of column 2: the cell holds the error "#REF!"'),
        ([["number"], ["1"]], "", 'no column "id"'),
        ([["id"]], "", "the file has a header and no rows"),
        ([], "", "the file holds only empty rows"),
        ([["id"], ["1", *[None] * 999, "x"]], "", ""),
    ],
)
def test_a_sheet_that_can_be_misread_is_refused(take, rows, after, said):
    if said:
        with pytest.raises(BadInput, match=said):
            take("c.xlsx", workbook(*rows, after=after))
    else:
        _, rejects = take("c.xlsx", workbook(*rows))
        assert rejects[0].reason == "the row has a cell in column 1,001; at most 1,000 are read."


def test_a_sheet_without_rows_is_named_with_those_beside_it(take):
    """A workbook whose first sheet is an empty form, as a folder of lists has one for each month."""
    blank, held = sheet([["id", "title"]]), sheet([["id", "title"], ["RP-1", "x"]])
    said = r'c.xlsx: the sheet "Cases" has a header and no rows. Not read: the sheet "Second" \(say which sheet to read'
    with pytest.raises(BadInput, match=said):
        take("c.xlsx", zipped(parts(blank, held)))
    with pytest.raises(BadInput, match=r'the sheet "Second" holds only empty rows. Not read: the sheet "Cases"'):
        take("c.xlsx", zipped(parts(held, sheet([]))), Mapping(CaseColumns("id"), sheet="Second"))


@pytest.mark.parametrize(
    "data", ['<row r="2"/><row r="1"/>', '<row r="0"/>', '<row r="x"/>', '<row r="1048577"/>', "<row><row/></row>"]
)
def test_rows_that_are_in_no_order_are_refused(put, policy, data):
    with pytest.raises(BadInput, match=r"of the sheet (do not|has cells that do not) stand in order"):
        read(put("c.xlsx", zipped(parts(f"<worksheet><sheetData>{data}</sheetData></worksheet>"))), policy)


@pytest.mark.parametrize(
    "cells", ['<c r="B1"/><c r="A1"/>', '<c r="A2"/>', '<c r="XFE1"/>', '<c r="a1"/>', '<c r="A1"/>' * 2]
)
def test_cells_that_are_in_no_order_are_refused(put, policy, cells):
    with pytest.raises(BadInput, match="row 1 of the sheet has cells that do not stand in order"):
        read(
            put("c.xlsx", zipped(parts(f'<worksheet><sheetData><row r="1">{cells}</row></sheetData></worksheet>'))),
            policy,
        )


def test_places_may_be_left_out(take):
    rows = '<row><c t="str"><v>id</v></c></row><row><c t="str"><v>RP-1</v></c></row>'
    cases, _ = take("c.xlsx", zipped(parts(f"<x:worksheet xmlns:x='y'><sheetData>{rows}</sheetData></x:worksheet>")))
    assert [case.id for case in cases] == ["RP-1"]


def test_much_that_is_said_beside_the_rows_is_passed_over(take):
    links = "".join(f'<hyperlink ref="A{n}" r:id="{"x" * 400}"/>' for n in range(45_000))
    after = f'<hyperlinks xmlns:r="r">{links}</hyperlinks>'
    assert len(after) > limits.ROW_BYTES
    cases, _ = take(
        "c.xlsx", workbook(["id", "register"], *([f"RP-{n}", urandom(900).hex()] for n in range(200)), after=after)
    )
    assert len(cases) == 200


def test_an_error_in_a_column_that_is_dropped_hurts_nobody(take):
    mapping = parse('drop=["x"]\n[case]\nid="id"', "map.toml")
    cases, rejects = take("c.xlsx", workbook(["id", "x"], ["RP-1", ERROR]), mapping)
    assert len(cases) == 1
    assert not rejects


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        *(("General", ""), ("0.00", ""), ("0.00E+00", ""), ("@", ""), ("#,##0 [$SEK]", ""), ('0 "days"', "")),
        *(
            (r"0\d", ""),
            ("[Red]0;[Blue]-0", ""),
            ('"', ""),
            ("_d0*s", ""),
            ("yyyy-mm-dd", "date"),
            ("h:mm AM/PM", "time"),
            ("mm:ss.0", "time"),
            ("mmm", "date"),
            ("00000", "00000"),
            (r"[Red]000\-00", "000-00"),
            ("00.0", ""),
        ),
        *(("[$-409]d mmm yyyy;@", "date"), ("[h]:mm:ss", "duration"), ("[SS]", "duration"), ("0;yyyy", "")),
    ],
)
def test_formats_that_show_dates_are_told_from_numbers(code, shown):
    assert shown_as(code) == shown


def test_a_cell_within_a_cell_is_refused(put, policy):
    data = '<row r="1"><c r="A1" t="str"><v>id</v><c r="B1"><v>1</v></c></c></row>'
    with pytest.raises(BadInput, match="row 1 of the sheet has cells that do not stand in order"):
        read(put("c.xlsx", zipped(parts(f"<worksheet><sheetData>{data}</sheetData></worksheet>"))), policy)
