"""A workbook that is no workbook, is damaged, or is made to fill the memory is refused with one sentence."""

import io
import os
import struct
import subprocess
import sys
import tracemalloc
import zipfile

import pytest

from store import limits
from store.errors import BadInput
from store.importing import read
from store.importing.mapping import parse
from tests.dockets import POLICY
from tests.store.importing.test_files import ROOT
from tests.store.importing.workbooks import MAIN, SHEET, Part, parts, sheet, strings, workbook, zipped

ROWS = sheet([["id", "title"], ["RP-1", "x"]])
IN_A_ROW = "<worksheet><sheetData><row><c>{}</c></row></sheetData></worksheet>"
MAPPING = '[case]\nid = "id"\ntitle = "title"\n'
BILLION = '<!DOCTYPE a [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;&a;">]>' + ROWS
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def changed(**replaced: Part | None) -> bytes:
    """A sound workbook but for these parts; None leaves one out."""
    names = {"sheet": SHEET, "book": "xl/workbook.xml", "texts": "xl/sharedStrings.xml", "root": "_rels/.rels"}
    content: dict[str, Part | None] = {**parts(ROWS), **{names[name]: part for name, part in replaced.items()}}
    return zipped({name: part for name, part in content.items() if part is not None})


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty."),
        (b"id,title\n", "is no XLSX workbook; it looks like text: if it is CSV, say --format csv."),
        (b"<html><table>", "is no XLSX workbook; it looks like a web page: export it as CSV"),
        (b"\x89PNG\r\n\x1a\n", "it looks like a picture: cases come from a table or from JSON"),
        (b"%PDF-1.7", "it looks like a PDF document"),
        (OLE + bytes(600), r"is an old Excel workbook \(.xls\), or one with a password: save it as .xlsx without one."),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "the workbook has a password: save it without one."),
        (zipped({"mimetype": "x", "content.xml": "<x/>"}), r"an OpenDocument file \(.ods\): save it as .xlsx or CSV."),
        (zipped({"xl/workbook.bin": "x"}), r"a binary workbook \(.xlsb\): save it as .xlsx."),
        (zipped({"word/document.xml": "x"}), "a text document"),
        (zipped({"a.txt": "x"}), "the file is no XLSX workbook."),
        (changed()[:-30], "the workbook is damaged: its end is missing."),
        (changed(sheet=None), "the workbook is damaged: a part of it is missing."),
        (changed(sheet=ROWS[:-40]), "damaged: its XML breaks off or breaks the rules."),
        (changed(sheet=ROWS.replace("RP-1", "&nbsp;")), "damaged: its XML breaks off or breaks the rules."),
        (changed(sheet=b'<?xml version="1.0" encoding="gb18030"?>' + ROWS.encode()), "its XML breaks off or breaks"),
        (changed(sheet=b'<?xml version="1.0" encoding="zip"?>' + ROWS.encode()), "its XML breaks off or breaks"),
        (changed(book=f'<workbook xmlns="{MAIN}"><sheets/></workbook>'), "the workbook has no sheet with cells."),
        (changed(sheet=BILLION), "its XML declares a document type, which no spreadsheet does"),
        (changed(texts=BILLION), "its XML declares a document type"),
        (changed(sheet="<a>" * 100), "its XML is nested too deeply."),
        (changed(sheet="<a>" + "".join(f"<b{n}/>" for n in range(50_000))), "too many kinds of tags."),
        (changed(sheet="<a>" + "".join(f"<b c{n}=''/>" for n in range(50_000))), "too many kinds of tags."),
        (changed(sheet="<a>" + "".join(f"<b xmlns:c{n}='x'/>" for n in range(50_000))), "too many kinds of tags."),
        (changed(sheet=IN_A_ROW.format("<v>" * 100)), "its XML is nested too deeply."),
        (
            changed(sheet=IN_A_ROW.format("<v/>" * limits.XML_ELEMENTS * 2)),
            "one row of it, or what it says of itself, is",
        ),
        (changed(book=IN_A_ROW.format("<v/>" * limits.XML_ELEMENTS)), "one row of it, or what it says of itself, is"),
        (changed(sheet="<a " + " " * (limits.XML_TAG + limits.CHUNK * 2)), "a tag or a comment without end"),
        (changed(sheet="<a><!--" + "x" * (limits.XML_TAG + limits.CHUNK * 2)), "a tag or a comment without end"),
        (zipped(parts(ROWS), zipfile.ZIP_LZMA), "compressed in a way that spreadsheets do not write."),
        (zipped({f"{n}": "" for n in range(5_001)}), "the workbook has 5,001 parts; at most 5,000 are read."),
        (zipped({"A": "x", "a": "x"}), "the workbook holds two parts of the same name."),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(put, policy, content, said):
    with pytest.raises(BadInput, match=said):
        read(put("cases.xlsx", content), policy)


def test_a_bomb_is_refused_from_its_directory_before_anything_is_unpacked(put, policy):
    bomb = changed(sheet=ROWS + " " * (limits.XLSX_FREE * 2))
    assert len(bomb) < 50_000
    with pytest.raises(BadInput, match="would unpack to 20 MiB, more than 100 times its size: such a file is made to"):
        read(put("cases.xlsx", bomb), policy)


def test_a_bomb_whose_directory_lies_gives_no_more_than_it_said(put, policy):
    content, size = ROWS + " " * (limits.XLSX_FREE * 2), len(ROWS) + limits.XLSX_FREE * 2
    bomb = changed(sheet=content)
    assert bomb.count(struct.pack("<L", size)) == 2
    with pytest.raises(BadInput, match=r"the workbook is damaged: it cannot be unpacked."):
        list(read(put("cases.xlsx", bomb.replace(struct.pack("<L", size), struct.pack("<L", 2_000))), policy))


def test_what_is_unpacked_is_counted_again(put, policy, monkeypatch):
    rows = workbook(["id"], *([f"RP-{n}"] for n in range(5000)))
    total = sum(info.file_size for info in zipfile.ZipFile(io.BytesIO(rows)).infolist())
    monkeypatch.setattr("store.importing.workbook_limits.XLSX_INFLATED", total)
    assert len(list(read(put("cases.xlsx", rows), policy))) == 5000
    monkeypatch.setattr("store.importing.workbook_limits.XLSX_INFLATED", total - 1)
    with pytest.raises(BadInput, match="unpacks to more than 0 MiB: save the sheet as CSV"):
        read(put("cases.xlsx", rows), policy)


def test_a_directory_that_claims_any_size_is_not_read(put, policy):
    sound = changed()
    at = sound.rindex(b"PK\x05\x06")
    lie = sound[: at + 12] + struct.pack("<L", 1 << 30) + sound[at + 16 :]
    with pytest.raises(BadInput, match=r"cannot be unpacked|larger than any program writes"):
        read(put("cases.xlsx", lie), policy)
    many = zipped({f"{'x' * 400}{n}": "" for n in range(4_000)})
    with pytest.raises(BadInput, match="the directory of the workbook is larger than any program writes"):
        read(put("cases.xlsx", many), policy)


def test_a_workbook_larger_than_the_cap_is_refused_unread(tmp_path, policy):
    path = tmp_path / "cases.xlsx"
    path.write_bytes(b"PK\x03\x04")
    os.truncate(path, limits.XLSX_BYTES + 1)
    with pytest.raises(BadInput, match=r"a workbook of at most 256 MiB is read: save it as CSV."):
        read(path, policy)


def test_more_text_than_memory_may_hold_is_refused(put, policy, monkeypatch):
    monkeypatch.setattr("store.importing.workbook.XLSX_SHARED", 1000)
    texts = strings(*["<t></t>"] * 200)
    with pytest.raises(BadInput, match="MiB of text, which would all stand in memory at once: save the sheet as CSV"):
        read(put("cases.xlsx", changed(texts=texts)), policy)


@pytest.mark.parametrize("kind", ["shared", "inline"])
def test_a_row_longer_than_memory_may_hold_is_refused(put, policy, kind):
    text = "x" * (limits.TEXT - 1)
    one = '<c t="s"><v>0</v></c>' if kind == "shared" else f'<c t="inlineStr"><is><t>{text}</t></is></c>'
    content = parts(f"<worksheet><sheetData><row>{one * 5}</row></sheetData></worksheet>")
    content["xl/sharedStrings.xml"] = strings(f"<t>{text}</t>")
    with pytest.raises(
        BadInput, match="row 1 is longer than 4,194,304 characters: is this a sheet with one case a row"
    ):
        read(put("cases.xlsx", zipped(content)), policy)


def test_the_plan_names_the_sheet_and_those_that_are_not_read(put, policy):
    book = zipped(parts(sheet([["no"]]), ROWS, sheet([["no"]]), names=["Old", "Cases [/]", "More"], hidden=["Old"]))
    with read(put("cases.xlsx", book), policy) as arrivals:
        said = list(arrivals.plan.sentences())
    assert said[0].endswith(
        'cases.xlsx: XLSX, sheet "Cases [/]", dates as date cells or ISO 8601 (2023-11-25; a time of day is left out).'
    )
    assert '  Not read: the hidden sheet "Old", the sheet "More" (say which sheet to read in a mapping).' in said
    assert len(list(read(put("cases.xlsx", book), policy))) == 1


def test_a_mapping_names_the_sheet(put, policy):
    book = put("cases.xlsx", zipped(parts(sheet([["no"]]), ROWS, names=["Notes", "Cases"], hidden=["Notes", "Cases"])))
    with read(book, policy, parse('sheet = "Cases"\n' + MAPPING, "map")) as arrivals:
        assert len(list(arrivals)) == 1
    with pytest.raises(BadInput, match=r'the workbook has no sheet "Case" \(did you mean "Cases"\?\)'):
        read(book, policy, parse('sheet = "Case"\n' + MAPPING, "map"))
    with pytest.raises(BadInput, match="all sheets are hidden: say which to read"):
        read(book, policy)


def test_what_a_mapping_says_of_the_other_format_is_said_not_to_count(put, policy):
    mapping = parse('sheet = "Cases"\ndelimiter = ";"\n' + MAPPING, "map")
    with read(put("cases.xlsx", zipped(parts(ROWS))), policy, mapping) as arrivals:
        assert (
            "Encoding, delimiter, escape, quote and skip_blanks of the mapping are for CSV and not used here."
            in arrivals.plan.remarks
        )
    with read(put("cases.csv", "id;title\n1;2\n"), policy, mapping) as arrivals:
        assert "The sheet that the mapping names is for workbooks and not used here." in arrivals.plan.remarks


def test_a_workbook_is_known_by_what_it_is_named_and_said_to_be(put, policy):
    assert len(list(read(put("export.bin", zipped(parts(ROWS))), policy, file_format="xlsx"))) == 1
    assert len(list(read(put("cases.XLSX", zipped(parts(ROWS))), policy))) == 1
    with pytest.raises(BadInput, match="standard input: a workbook is read from a file"):
        read("-", policy, stdin=io.BytesIO(zipped(parts(ROWS))))


@pytest.mark.long
def test_progress_adds_up_to_no_more_than_the_file(put, policy):
    counted: list[int] = []
    path = put("cases.xlsx", workbook(["id"], *([f"RP-{n}"] for n in range(20_000))))
    assert len(list(read(path, policy, progress=counted.append))) == 20_000
    assert path.stat().st_size * 0.9 < sum(counted) <= path.stat().st_size


def test_who_reads_and_writes_no_workbook_does_not_wait_for_the_library(put):
    places = str(put("cases.csv", "id,title\nRP-1,x\n")), str(put("policy.toml", POLICY))
    code = """
import pathlib, sys
import tui.cli, store.exporting.formats, store.importing, store.policy_file
policy = store.policy_file.parse(pathlib.Path(sys.argv[2]).read_text(), "policy")
assert len(list(store.importing.read(sys.argv[1], policy))) == 1
assert "openpyxl" not in sys.modules
"""
    done = subprocess.run([sys.executable, "-c", code, *places], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_row_of_more_cells_than_a_sheet_can_have_is_refused_before_it_is_built(put, policy):
    """Each of half a million cells takes some hundred bytes of memory, and some ten in the file."""
    cells = '<c s="1" t="n"/>' * 400_000
    text = f'<worksheet xmlns="{MAIN}"><sheetData><row>{cells}</row></sheetData></worksheet>'
    path = put("cases.xlsx", zipped(parts(text)))
    tracemalloc.start()
    try:
        with pytest.raises(BadInput, match="one row of it has more than 16,384 cells, as many as a sheet can have"):
            read(path, policy)
        assert tracemalloc.get_traced_memory()[1] < 40 << 20
    finally:
        tracemalloc.stop()
