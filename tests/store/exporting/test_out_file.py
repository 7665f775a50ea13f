"""An export is wholly there and recorded, or it is not there at all."""

import errno
import hashlib
import io
import os
from functools import partial

import pytest

from store.disk import Disk
from store.errors import BadInput, Busy, NotSaved, Unsure
from store.exporting import Exported, export
from store.exporting.formats import TABLES
from store.model import Refusal
from store.opening import new_docket
from store.out_file import OutFile
from store.records import Export
from tests.disks import NamingDisk, NthDisk, fails
from tests.dockets import POLICY


def content(folder):
    """All files of a docket, but for the memory in which readers of the index tell of each other."""
    return {one: one.read_bytes() for one in folder.rglob("*") if one.is_file() and not one.name.endswith("-shm")}


def last_export(docket):
    return [record.body for record in docket.history("lead") if isinstance(record.body, Export)][-1:]


def test_an_export_is_recorded_with_the_hash_of_its_bytes_before_it_is_in_place(worked, tmp_path, monkeypatch):
    out, seen = tmp_path / "out.csv", []
    monkeypatch.setattr(Disk, "link", lambda _, old, new: seen.append((last_export(worked), old.read_bytes())))
    export(worked, "lead", out)
    (recorded,), content = seen[0]
    assert recorded.sha256 == hashlib.sha256(content).hexdigest()
    assert (recorded.what, recorded.format, recorded.rows) == ("decisions", "csv", 3)
    assert not out.exists()


def test_the_file_belongs_to_its_owner_alone(worked, tmp_path):
    tmp_path.chmod(0o2770)  # whoever shares the folder
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


def test_a_full_disk_leaves_nothing_and_records_no_export(worked, tmp_path, monkeypatch):
    before = last_export(worked)
    disk = NthDisk("sync", 1, fails(errno.ENOSPC))
    monkeypatch.setattr("store.exporting.OutFile", partial(OutFile, disk=disk))
    with pytest.raises(NotSaved, match=r"out.csv: cannot be written: No space left on device."):
        export(worked, "lead", tmp_path / "out.csv")
    assert disk.struck == 1
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
    with pytest.raises(BadInput, match=r'There is no format "pdf" to export \(known: csv, '):
        export(worked, "lead", None, file_format="pdf")


def test_progress_counts_the_rows(worked):
    counted: list[int] = []
    export(worked, "lead", None, "cases", progress=counted.append, stdout=io.BytesIO())
    assert sum(counted) == 10


@pytest.mark.parametrize("force", [False, True])
def test_what_comes_to_the_place_meanwhile_is_not_replaced_unless_that_was_asked_for(tmp_path, force):
    out = tmp_path / "out.csv"
    with OutFile(out, force=force) as file:
        file.write(b"ours")
        file.sync()
        out.write_text("theirs")
        if force:
            file.place()
        else:
            with pytest.raises(BadInput, match="is there already"):
                file.place()
    assert out.read_text() == ("ours" if force else "theirs")
    assert list(tmp_path.iterdir()) == [out]


def test_the_name_of_an_export_is_on_the_disk_when_it_is_done(tmp_path):
    for force in (False, True):
        disk = NamingDisk()
        with OutFile(tmp_path / "out.csv", force=force, disk=disk) as file:
            file.sync()
            file.place()
        assert (disk.named, disk.owed) == ([tmp_path / "out.csv"], [])


def test_a_name_that_may_not_last_is_said(tmp_path):
    with OutFile(tmp_path / "out.csv", disk=NthDisk("sync_folder", 1, fails(errno.EIO))) as file:
        file.write(b"x")
        file.sync()
        with pytest.raises(Unsure, match=r"was written, but the disk said: Input/output error\."):
            file.place()
    assert (tmp_path / "out.csv").read_bytes() == b"x"


@pytest.mark.long
@pytest.mark.parametrize(
    "spelled",
    [
        "permits.docket/out.csv",
        "permits.docket/cases/out.csv",
        "permits.docket/journal.jsonl",
        "permits.docket",
        "permits.docket/cases/../../permits.docket/index/out.csv",
        "link/out.csv",
        "up/permits.docket/out.csv",
    ],
)
@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("relative", [False, True])
def test_an_export_never_lands_on_or_in_a_docket(worked, tmp_path, monkeypatch, spelled, force, relative):
    (tmp_path / "link").symlink_to("permits.docket/cases")
    (tmp_path / "up").symlink_to(tmp_path)
    monkeypatch.chdir(tmp_path)
    before = content(tmp_path / "permits.docket")
    out = type(tmp_path)(spelled) if relative else tmp_path / spelled
    with pytest.raises(BadInput, match=r"is in the docket .*permits\.docket; name a place outside of it\."):
        export(worked, "lead", out, force=force)
    monkeypatch.chdir(tmp_path / "permits.docket" / "cases")
    with pytest.raises(BadInput, match="is in the docket"):
        export(worked, "lead", type(tmp_path)("out.csv"), force=force)
    assert content(tmp_path / "permits.docket") == before
    assert not last_export(worked)


def test_what_can_be_exported_is_what_is_promised():
    assert list(TABLES) == ["decisions", "votes", "notes", "cases", "history"]


def test_what_a_killed_export_left_aside_goes_with_the_next_and_what_is_being_written_stays(worked, tmp_path):
    left, others = tmp_path / ".out.csv.dd0b71c8", tmp_path / ".out.csv.swp"
    left.write_text("A restricted text.")
    others.write_text("An editor's.")
    with OutFile(tmp_path / "out.csv") as living:
        living.write(b"half")
        (aside,) = {*tmp_path.glob(".out.csv.*")} - {left, others}
        assert not left.exists()
        export(worked, "lead", tmp_path / "out.csv")
        assert aside.exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == [".out.csv.swp", "out.csv", "permits.docket"]
