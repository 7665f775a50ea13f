"""Rejected rows come back as a table that can be mended and opened without danger."""

import csv
import os

import pytest

from store.errors import BadInput
from store.importing.rejects import RejectsFile
from store.model import Reject
from tests.disks import NamingDisk

REJECT = Reject("cases.csv", 3, "due", '"x" is not a date.', '=cmd|/C calc,"a\nb"')


def test_rejects_can_be_read_back_and_run_nothing(tmp_path):
    path = tmp_path / "rejects.csv"
    with RejectsFile(path) as rejects:
        rejects.write(REJECT)
        assert not path.exists()
    assert rejects.count == 1
    assert path.stat().st_mode & 0o777 == 0o600
    with path.open(newline="", encoding="utf-8") as file:
        header, row = csv.reader(file)
    assert header == ["source", "line", "column", "reason", "row"]
    assert row == ["cases.csv", "3", "due", '"x" is not a date.', '\'=cmd|/C calc,"a\nb"']


def test_an_earlier_file_of_rejects_is_replaced_even_by_none(tmp_path):
    path = tmp_path / "rejects.csv"
    for count in (1, 0):
        with RejectsFile(path) as rejects:
            for _ in range(count):
                rejects.write(REJECT)
    assert path.read_bytes() == b"source,line,column,reason,row\r\n"


def test_no_other_file_is_replaced(tmp_path):
    path = tmp_path / "cases.csv"
    path.write_text("id\n1\n")
    with pytest.raises(BadInput, match="is there already; name another file for the rejects: only one that holds"):
        RejectsFile(path)
    with pytest.raises(BadInput, match="is a folder"):
        RejectsFile(tmp_path)
    with pytest.raises(BadInput, match="the folder does not exist"):
        RejectsFile(tmp_path / "none" / "rejects.csv")


def test_rejects_never_land_in_a_docket_and_wait_for_no_pipe(docket, place, tmp_path):
    with pytest.raises(BadInput, match="is in the docket"):
        RejectsFile(place / "cases" / "rejects.csv")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("rejects.csv")
    for name in ("pipe", "link"):
        with pytest.raises(BadInput, match="is not an ordinary file"):
            RejectsFile(tmp_path / name)
    assert not (tmp_path / "rejects.csv").exists()


def test_the_name_of_the_rejects_is_on_the_disk_when_the_import_is_done(tmp_path):
    disk = NamingDisk()
    for _ in range(2):
        with RejectsFile(tmp_path / "rejects.csv", disk) as rejects:
            rejects.write(REJECT)
    assert (disk.named, disk.owed) == ([tmp_path / "rejects.csv"] * 2, [])


def test_an_import_that_fails_leaves_no_rejects_behind(tmp_path):
    def fails() -> None:
        with RejectsFile(tmp_path / "rejects.csv") as rejects:
            rejects.write(REJECT)
            raise BadInput("The rest cannot be read.")

    with pytest.raises(BadInput, match="The rest"):
        fails()
    assert not list(tmp_path.iterdir())
