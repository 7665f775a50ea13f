"""What a file holds is told from its values, and only what they prove."""

import gzip
import io
import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import BadInput
from store.importing import json_document, json_reader
from store.importing.table_reader import TableRow
from store.proposing import column_profile
from store.proposing.column_profile import ColumnProfile, ColumnProfiles, Room
from store.proposing.profile import profile_of
from store.proposing.proposed_mapping import proposal
from store.proposing.table_profile import header_of, totals_of
from store.proposing.text_form import delimiter_of, encoding_of, escapes_marks
from tests.store.proposing.foreign_files import workbook

GERMAN = "Größe;Straße\nMüller;Schöne Straße 5\nJäger;Köln\n" * 5


BOOKED = [[f"0{day}.01.2026", f"Firma {day}", "-11,50", "EUR"] for day in range(1, 9)]


def column(*values, name="column"):
    """The profile of a column with these values."""
    made = ColumnProfile(name)
    for value in values:
        made.add(value)
    return made


def lines(*rows):
    """Rows with their numbers."""
    return [TableRow(number, list(cells), "") for number, cells in enumerate(rows, 1)]


@pytest.mark.parametrize(
    ("values", "form"),
    [
        (["13.05.2024", "1.2.2024"], "%d.%m.%Y"),
        (["01/02/2024", "12/31/2024"], "%m/%d/%Y"),
        (["31-12-24", "01-02-24"], "%d-%m-%y"),
        (["2024/01/02"], "%Y/%m/%d"),
        (["03-08-20 22:35:49", "19-07-20 01:02:03"], "%d-%m-%y %H:%M:%S"),
        (["12/31/2024 5:30 PM"], "%m/%d/%Y %I:%M %p"),
        (["05 May 2024", "17 May 2024"], "%d %b %Y"),
        (["2024-01-02", "2024-12-31"], ""),
        (["2024-01-02T18:50:53.017134Z", "2024-01-02 18:50"], ""),
        (["05.04.2024", "03.12.2024"], None),
        (["13.05.2024", "unknown"], None),
        (["30.02.2024"], None),
        (["1999", "2024"], None),
        (["20240102"], None),
    ],
)
def test_a_format_of_dates_is_one_that_no_value_can_be_read_against(values, form):
    assert column(*values).date_format == form


def test_the_value_that_proves_it_is_named():
    span = column("05.04.2024", "06.05.2024", "25.04.2024", "26.04.2024").dates.span
    assert (span.proof, span.first, span.last) == ("25.04.2024", date(2024, 4, 5), date(2024, 5, 6))


@given(st.lists(st.dates(date(1970, 1, 1), date(2068, 12, 31)), min_size=1), st.sampled_from(["%d.%m.%Y", "%m/%d/%y"]))
def test_no_order_is_claimed_that_the_values_do_not_prove(days, form):
    made = column(*(day.strftime(form) for day in days))
    if any(day.day > 12 for day in days):
        assert made.date_format == form
        assert (made.dates.span.first, made.dates.span.last) == (min(days), max(days))
    else:
        assert made.date_format is None
        assert form in made.dates.formats


@pytest.mark.parametrize(
    ("name", "value", "form"),
    [
        ("date", 1555359572000, "unix_ms"),
        ("created_at", 1555359572, "unix"),
        ("lastSyncDate", 1555359572000, "unix_ms"),
        ("account", 1555359572, None),
        ("date", "1555359572", None),
        ("date", 20240101, None),
    ],
)
def test_numbers_of_json_are_times_where_the_name_says_so_too(name, value, form):
    assert column(value, name=name).date_format == form


@pytest.mark.parametrize(
    ("values", "mark", "words"),
    [
        (["-468,43", "100", "1.234,5"], ",", "numbers -468,43 to 1.234,5"),
        (["1,234.50", "7"], ".", "numbers 7 to 1,234.50"),
        (["1", "22", "3"], "", "numbers 1 to 22"),
        (["1,234", "2,345"], "", "text of 5 characters"),
        (["007", "12"], "", "text of 2 to 3 characters"),
        (["12345678901234567890"], "", "text of 20 characters"),
        ([7.662, 8.5], ".", "numbers 7.662 to 8.5"),
        (["1.5", "1,5"], "", "text of 3 characters"),
    ],
)
def test_a_range_is_told_in_the_way_in_which_the_file_writes_numbers(values, mark, words):
    made = column(*values)
    assert (made.numbers.decimal, made.range_words()) == (mark, words)


def test_a_column_says_how_full_it_is_and_shows_three_values():
    columns = ColumnProfiles(["a", "b"])
    for number in range(20):
        columns.begin_row()
        columns.add("a", f"value {number % 4}")
        columns.add("b", "" if number else "only this")
    assert list(columns.sentences()) == [
        '"a": all filled, 4 different; text of 7 characters; such as "value 0", "value 1", "value 2"',
        '"b": 1 of 20 filled, 1 different; text of 9 characters; such as "only this"',
    ]


def test_memory_is_bounded_and_what_is_not_certain_is_not_claimed(monkeypatch):
    monkeypatch.setattr(column_profile, "DISTINCT", 50)
    often, text, unique = column(*(n // 2 for n in range(500))), column(*range(51)), ColumnProfile("id", Room(50))
    assert (often.distinct, often.counted, often.unique) == (50, False, False)
    assert (text.distinct, text.unique) == (50, False)
    for number in range(101):
        unique.add(str(number))
        assert unique.unique == (number < 100)
    assert "more than 100 different" in unique.words(101)
    columns = ColumnProfiles()
    for number in range(1_200):
        columns.add(f"key {number}", 1)
    assert (len(columns), columns.left_out) == (1_000, 200)


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("a;b;c\n1;2,5;3,5\n2;3,5;4,5\n", ";"),
        ("1;2,5\n2;3,5\n", ";"),
        ('a,b\n"x;y;z",1\n"x;y;z",2\n', ","),
        ("a\tb\n1, 2\t3\n", "\t"),
        ("a|b\n1|2\n", "|"),
        ("a\nb\n", None),
        ("Statement\n\na;b\n1;2\n3;4\n", ";"),
        ("Saldo;66.331,90;EUR\nNote\n" + "day;who;what;amount\n" + "1;I;x;-13,98\n" * 20 + "a, b\n" * 12, ";"),
        ("text\n" + "something was said, and done\n" * 30, "\t"),
    ],
)
def test_the_delimiter_is_what_cuts_all_rows_alike_outside_of_quotes(text, mark):
    found = delimiter_of(text)
    assert (found.mark if found else None) == mark


@pytest.mark.parametrize(
    ("text", "escapes"),
    [
        ('id,a\n1,"he said \\"no\\", twice"\n', True),
        ('id,a\n1,"said \\"no\\"",""\n', True),
        ('id,a\n1,"he said ""no"", twice"\n', False),
        ('id,a\n1,"C:\\dir\\"\n2,"C:\\","x"\n', False),
        ('id,a\n1,"ends with \\\\"\n', False),
        ('id,a\n1,"a \\"b"" c"\n', False),
        ('id,a\n1,""\n2,"",x\n', False),
    ],
)
def test_a_backslash_before_marks_is_seen_where_none_is_doubled(text, escapes):
    assert escapes_marks(text, ",") is escapes


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        ([["a", "b"], ["1", "2"]], 1),
        ([["1", "2"], ["3", "4"]], 0),
        ([["Country", "2019", "2020"], ["Germany", "15", "3"]], 1),
        ([["Germany", "2019"], ["France", "2020"]], 0),
        ([["Statement", "", ""], ["a", "b", "c"], ["1", "2", "3"]], 2),
        ([["a", "", "c"], ["1", "2", ""], ["3", "", "5"]], 1),
        ([["1", "2", "3"], ["x", "y", "z"], ["4", "5", "6"]], 0),
        ([["Zeitraum", "01.01.2026", "31.01.2026", ""], ["Tag", "Wer", "Betrag", "Art"], *BOOKED], 2),
        ([["EXTF", "510", "21", "Stapel"], ["Umsatz", "Konto", "Wer", "Art"], *[["1,5", "17", "I", "x"]] * 5], 2),
        (
            [
                ["", "0", "0", "TRUE", "", "Mismatches:", "0"],
                ["", "0", "0", "TRUE", "", "", "All agree"],
                ["Order", "Print", "Frame", "Glass", "Size", "", ""],
                *[["#A1", "Light", "BLACK", "UV", "1", "", ""]] * 7,
            ],
            3,
        ),
        (
            [
                ["at", "the", "top", "", "their sheets"],
                ["or", "merge", "", "", "cells"],
                ["Name", "Work", "Born", "Kids", "Died"],
                *[["Ada", "actor", "1947-01-08", "TRUE", "2016-01-10"]] * 4,
            ],
            3,
        ),
    ],
)
def test_the_header_is_a_row_of_names_above_which_no_case_stands(rows, line):
    assert header_of(lines(*rows)).line == line


@pytest.mark.parametrize(
    ("end", "count"),
    [
        ([["Total", "", "7"]], 1),
        ([["Total", "x", "7"]], 1),
        ([["2024-01-09", "x", "7"], ["", "", ""], ["Sum:", "", "7"]], 1),
        ([["Grand total", "", "7"], ["Source: the register", "", ""]], 2),
        ([["2024-01-09", "", ""]], 0),
        ([["2024-01-09", "x", "7"]], 0),
        ([["2024-01-09", "Total", "7"]], 0),
    ],
)
def test_totals_at_the_end_are_no_cases(end, count):
    rows = lines(*[[f"2024-01-0{day}", "x", "1"] for day in range(1, 8)])
    assert totals_of(rows, lines(*end)).rows == count


def test_a_last_row_that_says_little_may_be_a_case():
    rows = lines(*[["Anna B.", "x", "1"], ["Boris", "y", "2"]])
    assert totals_of(rows, lines(["Clara D.", "", ""])).rows == 0


def test_a_sheet_may_leave_the_last_cells_of_a_row_blank(put):
    book = workbook([["Report"], [], ["id", "a", "b"], ["a1", "x", None], ["a2", None, None], ["a3", "y", "z"]])
    found = profile_of(put("f.xlsx", book))
    assert (found.rows, found.layout.header.line) == (3, 3)
    assert "All of it is taken in" in proposal(found).mapping


def test_a_case_that_is_called_total_is_one():
    rows = lines(*[["BP", "oil", "1"], ["Shell", "oil", "2"]])
    assert totals_of(rows, lines(["Total", "oil", "3"])).rows == 0


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (GERMAN, "utf-8"),
        (GERMAN, "cp1252"),
        ("имя,город\nИван Петров,Москва\n" * 3, "cp1251"),
        ("imię,miasto\nŁukasz Żółć,Łódź\nGrażyna Wójcik,Gdańsk\nPaweł Dąbrowski,Wrocław\n" * 3, "cp1250"),
        ("購入日,商品名,顧客名\n2019-06-13,商品A,深井菜々美\n" * 3, "cp932"),
        ("购买日期,商品名称,客户\n2019,商品甲,王小明\n" * 3, "gb18030"),
        ("날짜,상품,고객\n2019,상품,김민수\n" * 3, "cp949"),
        ("plain ASCII\n", "utf-8"),
    ],
)
def test_an_encoding_is_proposed(text, encoding):
    found = encoding_of(io.BytesIO(text.encode(encoding)))
    assert found.name == encoding
    assert bool(found.line) == (encoding != "utf-8")


def test_the_right_encoding_is_among_those_that_are_shown():
    text = "vardas,miestas\nŽydrūnas Ąžuolas,Šiauliai\n" * 3
    found = encoding_of(io.BytesIO(text.encode("cp1257")))
    assert ("cp1257", "Žydrūnas Ąžuolas,Šiauliai") in [(found.name, found.line), *(one[:2] for one in found.others)]


def test_examples_of_encodings_show_the_letter_that_differs():
    text = f"{'These are all of the bookings that there are, but for '}Umsätze, which {'come later ' * 20}\n"
    found = encoding_of(io.BytesIO(text.encode("cp1252")))
    assert found.name == "cp1252"
    assert "Umsätze" in found.line
    assert found.others
    assert all("Ums" in one.line and "Umsätze" not in one.line for one in found.others)
    assert all("Umsätze" in one.instead for one in found.others)


def test_a_file_with_a_few_broken_characters_is_what_the_rest_of_it_is():
    data = GERMAN.encode() * 10 + b"M\xfcller\n"
    found = encoding_of(io.BytesIO(data))
    assert (found.name, found.damaged) == ("utf-8", 1)


def test_bytes_of_all_kinds_are_in_no_encoding(put):
    with pytest.raises(BadInput, match="is text in no usual encoding: save it as UTF-8"):
        profile_of(put("f.csv", bytes(range(0x80, 0x100)) * 30))


def test_packed_and_wide_files_are_looked_into(put):
    packed = profile_of(put("f.csv.gz", gzip.compress(b"id,a\n1,2\n")))
    wide = profile_of(put("w.csv", "id;ä\n1;ö\n".encode("utf-16")))
    assert (packed.rows, wide.rows, wide.text.wide) == (1, 1, "utf-16-le")


def test_an_ending_that_says_nothing_is_no_hindrance(put):
    assert profile_of(put("export.dat", "id,a\n1,2\n")).format == "csv"
    assert profile_of(put("export", '[{"id": "1"}]')).format == "json"


@pytest.mark.parametrize(
    ("document", "records", "rows"),
    [
        ([{"a": 1}, {"a": 2}], None, 2),
        ({"alerts": [{"a": 1}, {"a": 2}], "total": 2}, "alerts[]", 2),
        ({"type": "bundle", "id": "bundle--1", "objects": [{"id": "1"}]}, "objects[]", 1),
        ({"id": "1", "title": "x", "artifacts": [{"a": 1}]}, None, 1),
        ({"id": 1, "annotations": [{"a": 1}], "data": {"text": "x"}}, None, 1),
        ({"took": 5, "_shards": {"total": 1}, "hits": {"total": 2, "hits": [{"_id": "1"}] * 2}}, "hits.hits[]", 2),
        ({"responseHeader": {"status": 0}, "response": {"numFound": 1, "docs": [{"a": 1}]}}, "response.docs[]", 1),
        ({"data": {"issues": {"nodes": [{"a": 1}] * 2, "pageInfo": {}}}}, "data.issues.nodes[]", 2),
        ({"data": {"repo": {"issues": {"edges": [{"node": {"a": 1}}]}}}}, "data.repo.issues.edges[]", 1),
        ({"_embedded": {"events": [{"a": 1}, {"a": 2}]}, "_links": {}}, "_embedded.events[]", 2),
        ({"data": {"issues": {"nodes": [{"a": 1}]}, "pulls": {"nodes": [{"a": 1}]}}}, None, 1),
        ({"id": "1", "data": {"items": [{"a": 1}]}}, None, 1),
        ({"alert": {"title": "x", "items": [{"a": 1}]}}, None, 1),
        ({"hits": {"hits": [1, 2]}, "took": 5}, None, 1),
    ],
)
def test_the_objects_of_a_document_are_found(put, document, records, rows):
    found = profile_of(put("f.json", json.dumps(document)))
    assert (found.records, found.rows) == (records, rows)


def test_lists_of_objects_are_looked_into_and_other_lists_are_values(put):
    found = profile_of(
        put("f.json", json.dumps([{"id": 1, "a": {"b": [{"c": 1}, {"d": 2}]}, "tags": ["x"], "mixed": [1, {}]}]))
    )
    assert [(path, [one.name for one in inner]) for path, inner in found.lists.items()] == [("a.b", ["c", "d"])]
    assert found.columns.column("tags").examples == ['["x"]']


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("f.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is an old Excel workbook: save it as .xlsx"),
        ("f.csv", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel workbook: save the sheet as CSV"),
        ("f.ods", b"PK\x03\x04", "is an OpenDocument workbook: save it as .xlsx"),
        ("f.parquet", b"PAR1", "is a Parquet file: export it as CSV"),
        ("f", b"PAR1 and more", "a Parquet file: export it as CSV"),
        ("f.zip", b"PK\x03\x04", "is a ZIP file: unpack it"),
        (
            "f.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "has a password: save it without",
        ),
        ("f.csv", b"", "the file is empty"),
        ("f.csv", b"\n\n", "only empty rows"),
        ("f.csv", b"a,b\n", "a header and no rows"),
        ("f.csv", b"\x00\x01\x02\x03\x04", "a binary file, not text"),
        ("f.csv", b'id,a\n1,"never closed\n2,b\n', "the quotation mark that opens here is never closed"),
        ("f.json", b"[]", "holds no object of JSON"),
        ("f.json", b'[{"a": 1}', "not JSON"),
    ],
)
def test_what_cannot_be_read_is_named_with_what_to_do(put, name, content, said):
    with pytest.raises(BadInput, match=said.replace("(", r"\(")):
        profile_of(put(name, content))


@pytest.mark.parametrize("indent", [None, 1])
def test_a_document_longer_than_any_case_is_looked_at_object_by_object(put, monkeypatch, indent):
    for module in (json_reader, json_document):
        monkeypatch.setattr(module, "ROW_BYTES", 100_000)
    records = [{"id": f"RP-{number}", "title": "x" * 10_000, "at": [{"n": 1}, {"n": 2}]} for number in range(30)]
    path = put("f.json", json.dumps({"records": records, "of": {"desk": "3"}, "empty": []}, indent=indent))
    found = profile_of(path)
    assert (found.rows, found.records, found.beside) == (30, "records[]", ("of", "empty"))
    assert [column.name for column in found.columns] == ["id", "title", "at"]
    assert list(found.lists) == ["at"]
    found = profile_of(put("f.json", json.dumps({"took": 3, "hits": {"total": 30, "hits": records}}, indent=indent)))
    assert (found.rows, found.records, found.beside) == (30, "hits.hits[]", ("took", "hits.total"))
    path = put("f.json", json.dumps({"old": records, "new": records}, indent=indent))
    with pytest.raises(BadInput, match=r"say in a mapping .*where .* objects are \(records\)"):
        profile_of(path)


def test_a_document_of_more_values_than_a_case_may_have_is_one_all_the_same(put, monkeypatch):
    monkeypatch.setattr(json_document, "JSON_VALUES", 20)
    found = profile_of(put("f.json", json.dumps({"records": [{"id": f"{number}"} for number in range(30)]})))
    assert (found.rows, found.records) == (30, "records[]")


def test_lines_that_are_no_json_are_counted_and_the_rest_is_looked_at(put):
    found = profile_of(put("f.jsonl", '{"id": 1}\n{"id": 2\n{"id": 3, "id": 3}\n{"id": 4}\n'))
    assert found.rows == 2
    assert "import rejects 2 of its rows" in proposal(found).mapping


def test_rows_in_which_nothing_stands_are_neither_cases_nor_what_hides_the_totals(put):
    found = profile_of(put("f.csv", "id,a,b\n1,x,2\n,,\n2,y,3\nTotal,,5\n,,\n,,\n"))
    assert (found.rows, found.layout.empty, found.layout.totals.rows) == (2, 1, 3)
    assert profile_of(put("g.csv", "id,a,b\n1,x,2\n , ,\n2,y,3\n")).layout.empty == 1
    assert found.columns.column("id").unique
