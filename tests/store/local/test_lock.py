"""One process at a time, and a clear word when another one holds on."""

import os
from pathlib import Path

import pytest

from store.disk import Disk
from store.errors import Busy, NotSaved
from store.local.lock import Lock


def test_a_second_holder_waits_and_then_is_told(tmp_path: Path) -> None:
    first, second = Lock(tmp_path / "lock", Disk()), Lock(tmp_path / "lock", Disk())
    with first.held(), pytest.raises(Busy, match="is holding the docket"), second.held(patience=0.01):
        pass
    with second.held(patience=0):
        pass
    first.close()
    second.close()
    second.close()


def test_the_lock_of_a_process_that_died_is_free(tmp_path: Path) -> None:
    child = os.fork()
    if not child:
        with Lock(tmp_path / "lock", Disk()).held():
            os._exit(9)
    os.waitpid(child, 0)
    with Lock(tmp_path / "lock", Disk()).held(patience=0):
        pass


def test_a_lock_file_that_was_replaced_is_opened_anew(tmp_path: Path) -> None:
    lock = Lock(tmp_path / "lock", Disk())
    with lock.held():
        pass
    (tmp_path / "lock").unlink()
    with lock.held(), pytest.raises(Busy), Lock(tmp_path / "lock", Disk()).held(patience=0):
        pass


def test_no_folder_no_lock(tmp_path: Path) -> None:
    with pytest.raises(NotSaved, match="the lock cannot be opened"), Lock(tmp_path / "gone" / "lock", Disk()).held():
        pass
