"""Anything that can be named on the command line is opened, or refused with a sentence that says what to do."""

import gzip
import io
import os
import signal
import subprocess
import sys
import threading
import zipfile
from codecs import BOM_UTF8
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.errors import BadInput
from store.importing import read
from store.model import Arrival, Reject
from store.policy_file import parse
from store.proposing.profile import profile_of
from tests.dockets import POLICY
from tests.processes import CEILING, as_nobody, open_to_all, until, waiting_in
from tests.sweeps import all_but

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
CSV = "id,title\nRP-1,x\n"
BULK = '{"index":{"_index":"a","_id":"1"}}\n{"a":1}\n{"delete":{"_id":"2"}}\n'
PACKED = gzip.compress(CSV.encode(), mtime=0)


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("cases.csv", zipped(), "looks like an XLSX workbook or another ZIP file: name a workbook .xlsx"),
        ("cases.csv", gzip.compress(PACKED, mtime=0), "looks like a gzip file in a gzip file"),
        ("cases.csv", PACKED[:-12], "the gzip file is cut off"),
        ("cases.csv", PACKED[:10] + bytes([255]) * 90, "the gzip file is damaged"),
        ("cases.csv", CSV.encode("utf-16")[:-1], "not UTF-16-LE: near byte 34 a character is not whole"),
        ("cases.csv", CSV.encode("utf-16-le"), 'UTF-16 text without a byte order mark: say encoding = "utf-16-le"'),
        ("cases.csv", CSV.encode("utf-16-be"), 'UTF-16 text without a byte order mark: say encoding = "utf-16-be"'),
        ("cases.xls", OLE, "is an old Excel workbook: save it as .xlsx"),
        ("cases.xls", b"<html><table>", "is called .xls, but looks like a web page: export it as CSV, XLSX or JSON"),
        ("cases.xls", b"id\ttitle\n1\tx\n", "is called .xls, but looks like text: say --format csv or tsv."),
        ("cases.ods", b"x", "is an OpenDocument workbook: save it as .xlsx"),
        ("cases.parquet", b"x", "is a Parquet file: export it as CSV or JSON lines"),
        ("cases.csv", b"id,a\r1,x\r", "its lines end with a carriage return \\(CR\\) alone"),
        ("cases.nbib", b"x", "is a PubMed file"),
        ("cases.txt", b"x", "say which this is with --format"),
        ("cases.ris", b"FN Clarivate Analytics Web of Science\nVR 1.0\n", "looks like a Web of Science file"),
        ("cases.zip", b"x", "is a ZIP file: unpack it"),
        ("cases.csv", CSV.encode("utf-32"), "looks like UTF-32 text"),
        ("cases.csv", b"%PDF-1.7\n", "looks like a PDF document: cases come from a table or from JSON: export it"),
        ("cases.csv", OLE, "looks like an old Excel workbook"),
        ("cases.csv", b"SQLite format 3\x00...", "looks like an SQLite database"),
        ("cases.csv", bytes(range(256)) * 10 + bytes(500), "looks like a binary file, not text: export it as CSV"),
        (
            "cases.csv",
            b"id,a\n1,x\0y\n",
            r"text with NUL bytes in it, the first on line 2: take them out, .*: tr -d '.000'",
        ),
        ("cases.tsv", b"#separator \\x09\n#path\tconn\n#fields\tts\tuid\n", "looks like a log of Zeek: .*: sed 's/"),
        (
            "cases.tsv",
            b"#Version: 1.0\r\n#Fields: date time\r\n",
            "looks like a log of a web server: make a table of it",
        ),
        ("cases.csv", b"a,b,c\n\1\0\2\0", "looks like a binary file"),
        (
            "cases.jsonl",
            BULK.encode(),
            "looks like a bulk request of Elasticsearch, .* make one of both, such as with: jq",
        ),
        ("cases.json", b'{ "create" : {} }\r\n{"a": 1}\r\n', "looks like a bulk request of Elasticsearch"),
        (
            "cases.jsonl",
            b"<!DOCTYPE html><html>",
            "looks like a web page: export it as CSV, XLSX or JSON from the program that made it.",
        ),
        ("cases.jsonl", b"", "the file is empty."),
        ("cases.xml", b"<x/>", "is an XML file: export it as CSV, XLSX or JSON from the program that made it."),
        (
            "cases.dat",
            b"x",
            r"CSV \(.csv, .tsv\), XLSX \(.xlsx\), JSON \(.json, .* are read, also packed \(.gz\)",
        ),
        ("cases", CSV.encode(), "say which this is with --format, or save it as one."),
    ],
)
def test_a_file_of_another_kind_is_recognised(put, policy, name, content, said):
    with pytest.raises(BadInput, match=said):
        read(put(name, content), policy)


@pytest.mark.parametrize("mark", [b"", BOM_UTF8])
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"FN Clarivate Analytics Web of Science\nVR 1.0\nPT J\n", "a Web of Science file: save the references as RIS"),
        (b'<?xml version="1.0"?>\n<a><b/></a>', "an XML file: export it as CSV"),
        (b"<annotations>\n\t<version>1.1</version>\n", "an XML file"),
        (b'<burp version="2.1"><issue>\n', "an XML file"),
        (b"@article{Smith2020,\n  title = {A, B}\n}\n", "a BibTeX file: save the references as RIS"),
        (b"% Encoding: UTF-8\n\n@Article{a,\n", "a BibTeX file"),
        (b"%0 Journal Article\n%T A, B\n", "an EndNote file: save the references as RIS"),
        (b"---\n- id: 1\n  name: Ann\n", "a YAML file: convert it to JSON"),
        (b":20:STARTUMS\n:25:10020030/1234567\n", "an MT940 statement: get the bookings from the bank as CSV"),
        (b"{1:F01BANKDEFFXXXX0000000000}{4:\n:20:X\n", "an MT940 statement"),
        (b"-- MySQL dump 10.13\n--\n", "an SQL dump: read it into the database, and export the table as CSV"),
        (b"--\n-- PostgreSQL database dump\n--\n", "an SQL dump"),
        (b"PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\n", "an SQL dump"),
        (b"INSERT INTO `cases` VALUES (1,'x'),(2,'y');\n", "an SQL dump"),
        (b"#FORMAT=WebAnno TSV 3.3\n#T_SP=x\n\n1-1\t0-3\tAnn\t_\n", "a file of WebAnno or INCEpTION, a word a line"),
        (b"From ann@desk.org Mon Nov 20 10:00:00 2023\nTo: b@c.org\n\nI was there.\n", "a mailbox: make a table of it"),
        (b"From - Mon Nov  6 10:00:00 2023\r\nX-Mozilla-Status: 0001\r\n", "a mailbox"),
        (b"Received: from a.org\r\n\tby b.org; Mon, 20 Nov 2023\r\nFrom: Ann <a@a.org>\r\n", "a letter of e-mail"),
        (b"MIME-Version: 1.0\nDate: Mon, 20 Nov 2023 10:00:00 +0200\n", "a letter of e-mail"),
        (b'ID;PWXL;N;E\r\nC;Y1;X1;K"id"\r\nE\r\n', "a SYLK file: save it as .xlsx"),
    ],
)
def test_text_that_is_no_table_is_recognised_by_how_it_begins(put, policy, mark, content, said):
    with pytest.raises(BadInput, match=f"looks like {said}"):
        read(put("cases.csv", mark + content), policy)
    with pytest.raises(BadInput, match=f"looks like {said}"):
        profile_of(put("cases.txt", mark + content))


@pytest.mark.parametrize(
    "content",
    [
        b"<ID>,<TITLE>\nRP-1,x\n",
        b"<ID>;<TITLE>\nRP-1;x\n",
        b"id,---\nRP-1,x\n",
        b"id,create table\nRP-1,x\n",
        b"@id,{x}\nRP-1,x\n",
        b"From Mon to Fri at 10:00:00 2023,To: here\nRP-1,x\n",
        b"From 2023,To 2024\nRP-1: a,x\n",
        b"Received: by whom,x\nRP-1,x\n",
        b"ID;PERSON\nRP-1;x\n",
        b"ID;P\nRP-1;x\n",
        "þidþ\x14þxþ\r\nþ1þ\x14þaþ\r\n".encode(),
    ],
)
def test_a_table_that_only_begins_a_little_like_one_is_a_table(put, content):
    assert profile_of(put("cases.csv", content)).rows == 1


def test_a_format_that_is_named_counts_more_than_the_suffix(put, policy):
    assert len(list(read(put("export.txt", CSV), policy, file_format="csv"))) == 1
    with pytest.raises(BadInput, match='no format "cvs" to read'):
        read(put("export.txt", CSV), policy, file_format="cvs")


def test_files_that_are_not_there_or_cannot_be_opened(tmp_path, policy):
    with pytest.raises(BadInput, match="there is no such file"):
        read(tmp_path / "none.csv", policy)
    with pytest.raises(BadInput, match="is a folder, not a file"):
        read(tmp_path, policy)
    with pytest.raises(BadInput, match="not a name that a file can have"):
        read("a\0b.csv", policy)
    with pytest.raises(BadInput, match="cannot be read: File name too long"):
        read("x" * 5000 + ".csv", policy)


def test_a_file_that_may_not_be_read(put, policy):
    path = put("cases.csv", CSV)

    def act() -> None:
        with pytest.raises(BadInput, match="Permission denied"):
            read(path, policy)

    open_to_all(path.parent)
    path.chmod(0)
    as_nobody(act)


def test_a_disk_that_fails_half_way_is_an_error_and_no_end_of_file(policy):
    class Failing(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if data := super().read(size):
                return data
            raise OSError(5, "Input/output error")

    rows = "".join(f"RP-{number},{'x' * 200}\n" for number in range(1000))
    with pytest.raises(BadInput, match="standard input: cannot be read: Input/output error"):
        list(read("-", policy, stdin=Failing(("id,title\n" + rows).encode())))


def test_a_pipe_that_has_nothing_yet_is_not_at_its_end(policy):
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    with open(reading, "rb", buffering=0) as stdin, pytest.raises(BadInput, match="gives no data when asked"):
        read("-", policy, stdin=stdin)
    os.close(writing)


def test_a_signal_that_ends_no_wait_is_heard_all_the_same(policy):
    """As one is that comes between two system calls; here it comes to another thread than the one that waits."""
    reading, writing = os.pipe()
    heard, in_time = threading.Event(), list[bool]()

    def presses() -> None:
        until(lambda: waiting_in(reading) == 0)
        signal.pthread_kill(threading.get_ident(), signal.SIGINT)
        in_time.append(heard.wait(CEILING))
        os.close(writing)

    before, other = signal.signal(signal.SIGINT, lambda *_: heard.set()), threading.Thread(target=presses)
    os.write(writing, CSV.encode())
    try:
        with open(reading, "rb") as stdin:
            other.start()
            assert len(list(read("-", policy, stdin=stdin))) == 1
            other.join()
    finally:
        signal.signal(signal.SIGINT, before)
    assert in_time == [True]


@pytest.mark.parametrize(("content", "format_name"), [(CSV, "CSV"), ('\n{"id":"RP-1"}\n', "JSON lines")])
def test_standard_input_is_told_by_its_first_character(policy, content, format_name):
    arrivals = read("-", policy, stdin=io.BytesIO(content.encode()))
    assert arrivals.plan.format == format_name
    assert arrivals.plan.source == "standard input"
    assert len(list(arrivals)) == 1


@pytest.mark.long
def test_progress_adds_up_to_the_size_of_the_file(put, policy):
    counted: list[int] = []
    path = put("cases.csv", "id,title\n" + f"RP-1,{'x' * 100}\n" * 40_000)
    assert len(list(read(path, policy, progress=counted.append))) == 40_000
    assert sum(counted) == path.stat().st_size
    assert len(counted) > 2


def test_names_of_files_cannot_drive_the_terminal(put, policy):
    with pytest.raises(BadInput) as caught:
        read(put("\x1b[31m.csv", ""), policy)
    assert "\x1b" not in str(caught.value)


PIECES = [
    *(b"id", b"title", b",", b'"', b"\n", b"\r", b"\0", b"{", b"}", b":", b"[", b"1e400", b"\xe9", b"\xef\xbb\xbf"),
    *(b"\\u", b"\\ud800", b"'", b"\t", b";", b"x" * 90, b"null"),
]


@pytest.mark.long
@settings(max_examples=1000)
@given(st.lists(st.sampled_from(PIECES), max_size=40), st.sampled_from(["csv", "tsv", "jsonl"]))
def test_no_bytes_end_in_anything_but_cases_rejects_or_a_sentence(parts, file_format):
    policy = parse(POLICY, "policy")
    try:
        for one in read("-", policy, file_format=file_format, stdin=io.BytesIO(b"".join(parts))):
            assert isinstance(one, Arrival | Reject)
            one.row.encode()
            if isinstance(one, Reject):
                assert one.reason.endswith(".")
    except BadInput as error:
        said = str(error)
    else:
        said = "standard input: read to its end."
    assert said.startswith("standard input: ")


ROOT = Path(__file__).parents[3]
MEASURE = """
import sys
from pathlib import Path
from store.errors import BadInput
from store.importing import mapping, read
from store.policy_file import parse
from store.proposing.profile import profile_of
from tests.dockets import POLICY
try:
    mapped = mapping.parse(sys.argv[2], "map") if sys.argv[2:] else None
    for _ in read(sys.argv[1], parse(POLICY, "policy"), mapped):
        pass
except BadInput as error:
    print(error, file=sys.stderr)
status = Path("/proc/self/status").read_text()
print(int(status.partition("VmHWM:")[2].split()[0]) // 1024)
"""
HUGE = {
    "plain.csv": (b"id,register\n", b"RP-1,%s\n" % (b"some text " * 100), 50_000),
    "swallowed.csv": (b'id,title\nRP-1,"', b"RP-2,some title\n", 3_200_000),
    "one line.csv": (b"id,title\nRP-1,", b"x" * 1000, 50_000),
    "wide.csv": (b"id,", b"x," * 1000, 25_000),
    "one line.jsonl": (b'{"id":"', b"x" * 1000, 50_000),
    "nested.jsonl": (b'{"id":"RP-1","fields":{"a":', b"[" * 1000, 50_000),
    "wide.jsonl": (b'{"id":"RP-1","fields":{', b'"a":1,' * 1000, 8_000),
    "quotes.csv": (b'id,title\n"', b'a""\n', 12_000_000),
    "bytes.csv": (b"id,title\n", b'RP-1,"%s"\n' % (b"\xe9" * 16_000_000), 3),
    "escapes.csv": (b"id,title\n", b'RP-1,"\xf0\x9f\x98\x80%s"x\n' % (b'\\"ab' * 4_000_000), 3),
    "cells.csv": (b"id\n", b"xy," * 1000, 5_500),
    "names.csv": (b"id", b",x" * 1000, 8_000),
    "values.jsonl": (b'{"id":"RP-1","fields":{"a":[', b"{}," * 1000, 5_500),
    "within.json": (b'{"a":{"b":[', b"{}," * 1000, 5_500),
    "records.json": (b'{"a":[', b'{"id":"1","t":"%s"},' % (b"some text " * 100), 50_000),
}


MAPPED = {
    "within.json": 'records = "a[]"\n[case]\nid = "id"',
    "records.json": 'records = "a[]"\n[case]\nid = "id"',
    "escapes.csv": 'escape = "\\\\"\n[case]\nid = "id"\ntitle = "title"',
}


@pytest.mark.long
@pytest.mark.needs("proc")
@pytest.mark.parametrize("name", all_but(HUGE, next(iter(HUGE))))
def test_fifty_megabytes_of_anything_take_less_than_300_of_memory(put, name):
    beginning, repeated, times = HUGE[name]
    path = put(name, beginning + repeated * times)
    command = [sys.executable, "-c", MEASURE, str(path), *filter(None, [MAPPED.get(name)])]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    path.unlink()
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 300, done.stderr
