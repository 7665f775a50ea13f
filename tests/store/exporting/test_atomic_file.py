"""An export is wholly there and recorded, or it is not there at all."""

import errno
import hashlib
import io
import os

import pytest

from store import exporting
from store.atomic_file import AtomicFile
from store.errors import BadInput, Busy, NotSaved
from store.exporting import Exported, export
from store.model import Export, Refusal
from store.opening import new_docket
from tests.dockets import POLICY


def last_export(docket):
    return [record.body for record in docket.history("lead") if isinstance(record.body, Export)][-1:]


def test_an_export_is_recorded_with_the_hash_of_its_bytes_before_it_is_in_place(worked, tmp_path, monkeypatch):
    out, seen = tmp_path / "out.csv", []
    monkeypatch.setattr(os, "replace", lambda old, new: seen.append((last_export(worked), old.read_bytes())))
    export(worked, "lead", out)
    (recorded,), content = seen[0]
    assert recorded.sha256 == hashlib.sha256(content).hexdigest()
    assert (recorded.what, recorded.format, recorded.rows) == ("decisions", "csv", 3)
    assert not out.exists()


def test_the_file_belongs_to_its_owner_alone(worked, tmp_path):
    export(worked, "lead", tmp_path / "out.csv")
    assert (tmp_path / "out.csv").stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.csv", "permits.docket"]


def test_standard_output_gets_everything_at_once(worked):
    stdout = io.BytesIO()
    done = export(worked, "lead", None, stdout=stdout)
    assert isinstance(done, Exported)
    assert hashlib.sha256(stdout.getvalue()).hexdigest() == done.sha256


@pytest.mark.parametrize("out", [None, "out.csv"])
@pytest.mark.parametrize("error", [Busy("Somebody else is at it."), NotSaved("The disk is full.")])
def test_an_export_that_cannot_be_recorded_leaves_nothing(worked, tmp_path, monkeypatch, out, error):
    def fail(*_: object) -> None:
        raise error

    stdout = io.BytesIO()
    monkeypatch.setattr(worked, "exported", fail)
    with pytest.raises(type(error)):
        export(worked, "lead", out and tmp_path / out, stdout=stdout)
    assert not stdout.getvalue()
    assert [path.name for path in tmp_path.iterdir()] == ["permits.docket"]


def test_a_full_disk_leaves_nothing_and_records_nothing(worked, tmp_path, monkeypatch):
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    before = last_export(worked)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NotSaved, match=r"out.csv: cannot be written: No space left on device."):
        export(worked, "lead", tmp_path / "out.csv")
    assert last_export(worked) == before
    assert [path.name for path in tmp_path.iterdir()] == ["permits.docket"]


def test_who_is_no_lead_exports_nothing(tmp_path):
    docket = new_docket(tmp_path / "d", POLICY + '[roles]\nlead = ["lead"]\n', "lead")
    answer = export(docket, "anna", tmp_path / "out.csv")
    assert isinstance(answer, Refusal)
    assert answer.code == "role"
    assert not (tmp_path / "out.csv").exists()
    docket.close()


def test_a_file_that_is_there_is_replaced_only_on_purpose(worked, tmp_path):
    out = tmp_path / "out.csv"
    out.write_text("precious")
    with pytest.raises(BadInput, match="is there already; name another file, or replace it with --force"):
        export(worked, "lead", out)
    assert out.read_text() == "precious"
    export(worked, "lead", out, force=True)
    assert out.read_text().startswith("case_id,")
    assert out.stat().st_mode & 0o777 == 0o600


def test_only_an_ordinary_file_is_ever_replaced(worked, tmp_path):
    (tmp_path / "link.csv").symlink_to(tmp_path / "elsewhere")
    os.mkfifo(tmp_path / "pipe.csv")
    for out, said in (
        (tmp_path, "is a folder; name a file in it"),
        (tmp_path / "link.csv", "is not an ordinary file"),
        (tmp_path / "pipe.csv", "is not an ordinary file"),
        (tmp_path / "none" / "out.csv", "the folder does not exist"),
        (tmp_path / ("x" * 300), "cannot be written: File name too long"),
        (tmp_path / "a\0b", "not a name that a file can have"),
    ):
        with pytest.raises(BadInput, match=said):
            export(worked, "lead", out, force=True)
    assert not last_export(worked)


def test_words_that_are_not_known_are_named(worked):
    with pytest.raises(BadInput, match='There is no what "decision" to export'):
        export(worked, "lead", None, "decision")
    with pytest.raises(BadInput, match=r'There is no format "xlsx" to export \(known: csv, jsonl\)'):
        export(worked, "lead", None, file_format="xlsx")


def test_progress_counts_the_rows(worked):
    counted = []
    export(worked, "lead", None, "cases", progress=counted.append, stdout=io.BytesIO())
    assert sum(counted) == 10


def test_a_placing_that_is_left_early_leaves_nothing(tmp_path):
    with AtomicFile(tmp_path / "out.csv") as placing:
        placing.write(b"x")
        assert len(list(tmp_path.iterdir())) == 1
    assert not list(tmp_path.iterdir())


def test_what_can_be_exported_is_what_is_promised():
    assert list(exporting._TABLES) == ["decisions", "votes", "notes", "cases", "history"]
