"""What surrounds a docket: who may read its files, the file system under it, room, locks, and how fast it syncs."""

import os
import secrets
import stat
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from store.disk import Disk
from store.errors import Busy
from store.local.lock import Lock

NETWORK = ("nfs", "cifs", "smb", "9p", "fuse.", "afs", "ceph", "gluster", "lustre", "virtiofs", "vboxsf", "vmhgfs")
"""File systems on which one machine may not see the lock of another; told by how their names begin."""
IN_MEMORY = ("tmpfs", "ramfs")
PATIENCE = 2.0
"""Seconds to wait for a lock."""
SYNCS = 20
_NAMED = 5
_LITTLE_ROOM, _NO_ROOM = 200 << 20, 1 << 20
_SLOW = 0.05


class Finding(Struct, frozen=True):
    """One thing that was looked at: `state` is "ok", "look" or "bad"; `damaged` where the record is not whole."""

    what: str
    state: str
    sentence: str
    damaged: bool = False


def modes(folder: Path) -> Finding:
    """Whether the folder and all in it belong to their owner alone."""
    looser, strangers = [], 0
    for path in [folder, *sorted(folder.rglob("*"))]:
        if path.is_symlink() or not path.exists():
            continue
        facts = path.stat()
        mode = stat.S_IMODE(facts.st_mode)
        if mode & 0o077:
            looser.append(f"{path.relative_to(folder.parent)} ({mode:04o})")
        strangers += hasattr(os, "geteuid") and facts.st_uid != os.geteuid()
    if looser:
        more = f" and {len(looser) - _NAMED} more" if len(looser) > _NAMED else ""
        named = ", ".join(looser[:_NAMED])
        return Finding("modes", "bad", f"Open to others: {named}{more}. `chmod -R go= {folder.name}` closes them.")
    if strangers:
        return Finding("modes", "look", f"{strangers} of its files belong to another user.")
    return Finding("modes", "ok", "Everything belongs to its owner alone.")


def file_system(folder: Path, mounts: Path = Path("/proc/self/mountinfo")) -> Finding:
    """What kind of file system the docket is on, and whether locks and files can be relied on there."""
    kind = _kind(folder, mounts)
    if not kind:
        return Finding("file system", "look", "This system does not say what kind it is.")
    if kind == "fuse" or kind.startswith(NETWORK):
        return Finding(
            "file system",
            "look",
            f"{kind}: locks between machines cannot be relied on there. Work on it from one machine at a time.",
        )
    if kind in IN_MEMORY:
        return Finding("file system", "look", f"{kind}: what is on it is gone when the machine is switched off.")
    return Finding("file system", "ok", f"{kind}.")


def space(folder: Path) -> Finding:
    """How much room there is for this user, in bytes and in files."""
    if not hasattr(os, "statvfs"):
        return Finding("space", "look", "This system does not say how much there is.")
    facts = os.statvfs(folder)
    room, files = facts.f_bavail * facts.f_frsize, facts.f_favail
    counted = facts.f_files > 0  # btrfs and others do not count files
    said = f"{room / (1 << 20):,.0f} MiB free" + (f", room for {files:,} files." if counted else ".")
    if room < _NO_ROOM or (counted and files < 1):
        return Finding("space", "bad", f"{said} Nothing can be recorded.")
    return Finding("space", "look" if room < _LITTLE_ROOM or (counted and files < 1000) else "ok", said)


def lock(what: str, path: Path, disk: Disk) -> Finding:
    """Whether the lock can be taken, how long that took, and who holds it where the system tells."""
    held, began = Lock(path, disk), time.perf_counter()
    try:
        with held.held(PATIENCE):
            return Finding(what, "ok", f"Taken in {(time.perf_counter() - began) * 1000:.1f} ms.")
    except Busy:
        return Finding(what, "look", f"Held for more than {PATIENCE:g} s{_holders(path)}.")
    finally:
        held.close()


def syncing(folder: Path, disk: Disk) -> Finding:
    """How long one record takes to reach the disk, by writing to a file that is removed afterwards."""
    path, took = folder / f".doctor-{secrets.token_hex(4)}", []
    try:
        fd = disk.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND)
        try:
            for _ in range(SYNCS):
                began = time.perf_counter()
                disk.write(fd, b"x" * 300)
                disk.sync(fd)
                took.append(time.perf_counter() - began)
        finally:
            disk.close(fd)
    finally:
        disk.remove(path)
    took.sort()
    middle, worst = took[SYNCS // 2], took[-1]
    said = f"A record takes {middle * 1000:.1f} ms to reach the disk, at worst {worst * 1000:.1f} ms of {SYNCS}."
    return Finding("sync", "look" if middle > _SLOW else "ok", said)


def _kind(folder: Path, mounts: Path) -> str:
    """The kind of the file system that the folder is on; of mounts one over the other, the last is what is seen."""
    try:
        lines = mounts.read_text(errors="surrogateescape").splitlines()
    except OSError:
        return ""
    real, best, kind = folder.resolve(), -1, ""
    for line in lines:
        before, _, after = line.partition(" - ")
        where = Path(_unescaped(before.split(" ")[4]))
        if len(where.parts) >= best and real.is_relative_to(where):
            best, kind = len(where.parts), after.split(" ")[0]
    return kind


def _unescaped(text: str) -> str:
    for code in ("040", "011", "012", "134"):
        text = text.replace(f"\\{code}", chr(int(code, 8)))
    return text


def _holders(path: Path) -> str:
    if sys.platform != "linux":
        return ""
    found = [f"process {pid}{_name(pid)}" for pid in _pids(path)]
    return f" by {' and '.join(found)}" if found else ""


def _pids(path: Path) -> Iterator[int]:
    """The processes whose `flock` on the file `/proc/locks` knows."""
    try:
        inode, lines = path.stat().st_ino, Path("/proc/locks").read_text().splitlines()
    except OSError:
        return
    for line in lines:
        words = line.split()
        if len(words) >= 6 and words[1] == "FLOCK" and words[5].endswith(f":{inode}") and words[4].isdigit():
            pid = int(words[4])
            if pid and _may_have_open(pid, path):
                yield pid


def _may_have_open(pid: int, path: Path) -> bool:
    """Another file system can have a file with the same number; where nobody may look, it is taken for this one."""
    try:
        return any(one.samefile(path) for one in Path(f"/proc/{pid}/fd").iterdir())
    except OSError:
        return True


def _name(pid: int) -> str:
    try:
        return f" ({Path(f'/proc/{pid}/comm').read_text(errors='replace').strip()})"
    except OSError:
        return ""
