"""A file is in the format that its name says, or it is not made."""

from pathlib import Path
from typing import get_args

import pytest

from store.docket import Docket
from store.errors import BadInput
from store.exporting import Exported, export
from store.exporting.formats import FORMATS, TABLES
from store.importing.rejects import RejectsFile
from store.out_format import ENDINGS, Format, What, format_of
from tests.commands import CliRunner
from tui.cli import app


def test_every_format_that_can_be_asked_for_is_written() -> None:
    assert tuple(FORMATS) == get_args(Format)
    assert {*TABLES, "all"} == set(get_args(What)) == {what for one in FORMATS.values() for what in one.tables}
    assert {one for formats in ENDINGS.values() for one in formats} == set(FORMATS)


@pytest.mark.parametrize(
    ("name", "word", "written"),
    [
        ("out.csv", None, "csv"),
        ("OUT.CSV", None, "csv"),
        ("out.jsonl", None, "jsonl"),
        ("out.ndjson", None, "jsonl"),
        ("out.xlsx", None, "xlsx"),
        ("out", None, "csv"),
        ("out.txt", None, "csv"),
        ("decisions.2024-01-31", None, "csv"),
        ("out.txt", "jsonl", "jsonl"),
        ("out.json", "tinydb", "tinydb"),
        ("out.json", "label_studio", "label_studio"),
        ("out.jsonl", "doccano", "doccano"),
        (None, None, "csv"),
        (None, "jsonl", "jsonl"),
    ],
)
def test_the_format_is_what_was_asked_for_or_what_the_ending_says(
    name: str | None, word: str | None, written: str
) -> None:
    assert format_of(Path(name) if name else None, word) == written


@pytest.mark.parametrize(
    ("name", "word", "sentence"),
    [
        ("out.parquet", None, r"out.parquet: .parquet is no format that is written here: end the name in .csv, "),
        ("out.json", None, "JSON is written in several shapes: name one, --format tinydb or --format label_studio."),
        ("out.json", "jsonl", ".json says another format than jsonl: end the name in .jsonl or .ndjson."),
        ("out.tsv", None, ".tsv is no format"),
        ("out.CSV.gz", None, ".gz is no format"),
        ("out.parquet", "csv", ".parquet says another format than csv: end the name in .csv."),
        ("out.jsonl", "csv", ".jsonl says another format than csv"),
        ("out.csv", "jsonl", "end the name in .jsonl or .ndjson."),
        ("out.xlsx", "csv", ".xlsx says another format than csv"),
        ("out.csv", "pdf", 'There is no format "pdf"'),
    ],
)
def test_an_ending_that_says_another_format_is_refused(name: str, word: str | None, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        format_of(Path(name), word)


def test_what_is_refused_is_neither_made_nor_recorded(worked, tmp_path):
    before = worked.checkpoint("lead")
    with pytest.raises(BadInput):
        export(worked, "lead", tmp_path / "out.parquet")
    assert worked.checkpoint("lead") == before
    assert [path.name for path in tmp_path.iterdir()] == ["permits.docket"]
    assert isinstance(export(worked, "lead", tmp_path / "out.ndjson"), Exported)


@pytest.mark.parametrize(
    ("command", "name"),
    [
        (["report", "D", "--csv"], "out.xlsx"),
        (["case-file", "D", "RP-0002"], "out.docx"),
        (["case-file", "D", "RP-0002", "--format", "html"], "out.md"),
    ],
)
def test_whatever_writes_a_file_says_what_it_is(worked: Docket, tmp_path: Path, command: list[str], name: str) -> None:
    where = str(tmp_path / "permits.docket")
    asked = [where if word == "D" else word for word in command]
    ran = CliRunner().invoke(app, [*asked, str(tmp_path / name), "--reviewer", "lead"])
    assert ran.exit_code == 1
    assert f"{Path(name).suffix} says another format than" in ran.output
    assert not (tmp_path / name).exists()


def test_rejects_are_csv(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"rejects.xlsx: .xlsx says another format than csv: end the name in .csv."):
        RejectsFile(tmp_path / "rejects.xlsx")
