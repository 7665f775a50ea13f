"""What surrounds a docket: who may use its files, the file system under it, room, locks, and how fast it syncs."""

import os
import secrets
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from store.disk import Disk, Modes, kind_of
from store.errors import Busy
from store.local.layout import CASES, INDEX, JOURNAL, LOCK
from store.local.lock import Lock
from store.local.sharing import group_of, login_of
from store.model import Finding

NETWORK = ("nfs", "cifs", "smb", "9p", "fuse.", "afs", "ceph", "gluster", "lustre", "virtiofs", "vboxsf", "vmhgfs")
"""File systems on which one machine may not see the lock of another; told by how their names begin."""
IN_MEMORY = ("tmpfs", "ramfs")
PATIENCE = 2.0
"""Seconds to wait for a lock."""
SYNCS = 20
OWN = (JOURNAL, CASES, INDEX, LOCK)
"""What a docket rests on."""
PROBE = ".doctor-"
"""What the name of the file begins with to which is written to see how long that takes."""
_NAMED = 5
_LITTLE_ROOM, _NO_ROOM = 200 << 20, 1 << 20
_SLOW = 0.05


def modes(folder: Path) -> Finding:
    """Whether all in the folder is for whom the folder is, its owner alone or a group, and for nobody else."""
    right, top = Modes.of(folder), folder.stat()
    looser, tighter, strangers = list[str](), list[str](), list[str]()
    for path, facts in _all(folder):
        kind, wanted = kind_of(facts), right.file
        if kind == "a folder":
            wanted = right.folder
        elif kind != "a file":
            continue
        mode, name = stat.S_IMODE(facts.st_mode), path.relative_to(folder.parent)
        if mode & ~wanted & 0o777:
            looser.append(f"{name} ({mode:04o})")
        elif wanted & ~mode or (right.group is not None and facts.st_gid != right.group):
            tighter.append(f"{name} ({mode:04o}, {login_of(facts.st_uid)}:{group_of(facts.st_gid)})")
        elif right.group is None and facts.st_uid != top.st_uid:
            strangers.append(f"{name} ({login_of(facts.st_uid)})")
    if looser:
        close = f"`chmod -R {'go' if right.group is None else 'o'}= {folder.name}` closes them"
        return Finding("modes", "bad", f"Open to others: {_some(looser)}. {close}.")
    if right.group is None:
        if tighter or strangers:
            return Finding("modes", "look", f"Closed to the owner of the docket: {_some(tighter + strangers)}.")
        return Finding("modes", "ok", f"Everything belongs to {login_of(top.st_uid)} alone.")
    group = group_of(right.group)
    if tighter:
        said = (
            f"Closed to some of the group {group}: {_some(tighter)}. They are to be the group's, with the modes 0660 "
        )
        return Finding("modes", "bad", f"{said}(files) and 2770 (folders).")
    return Finding("modes", "ok", f"Everything belongs to the group {group}, and to nobody else.")


def links(folder: Path) -> Finding:
    """Whether all in the folder is a file or a folder that has no other name: what is a link can be another's."""
    found, trap = list[str](), False
    for path, facts in _all(folder):
        kind, name = kind_of(facts), path.relative_to(folder.parent)
        if kind == "a link":
            trap |= _is_own(folder, path) or _others_can_write(path)
            found.append(f"{name} is a link to {_target(path)}")
        elif kind not in ("a file", "a folder"):
            trap = True
            found.append(f"{name} is {kind}")
        elif kind == "a file" and facts.st_nlink > 1:
            found.append(f"{name} has {facts.st_nlink - 1} more name{'s' * (facts.st_nlink > 2)}, here or elsewhere")
    if not found:
        return Finding("links", "ok", "None, and nothing has a second name.")
    return Finding("links", "bad" if trap else "look", f"{_some(found)}.")


def way(folder: Path) -> Finding:
    """Whether whoever shares the folder can come to it, and nobody else can put another one in its place."""
    right, closed, open_to_all = Modes.of(folder), list[str](), list[str]()
    for above in folder.resolve().parents:
        facts = above.stat()
        mode = stat.S_IMODE(facts.st_mode)
        if mode & 0o002 and not mode & stat.S_ISVTX:
            open_to_all.append(f"{above} ({mode:04o})")
        if right.group is not None and not (mode & 0o001 or (mode & 0o010 and facts.st_gid == right.group)):
            closed.append(f"{above} ({mode:04o})")
    if open_to_all:
        return Finding("way", "look", f"Everybody can rename what is in {_some(open_to_all)}, and so the docket.")
    if closed:
        return Finding("way", "look", f"{_some(closed)} may keep out those who share the docket.")
    return Finding("way", "ok", "Nobody else can put another docket in its place.")


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
    path, took = folder / f"{PROBE}{secrets.token_hex(4)}", []
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


def _all(folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
    """The folder and all in it that stays while this looks; no link is followed. Raises `OSError`."""

    def fail(error: OSError) -> None:
        raise error

    yield folder, folder.stat()
    for where, folders, files in os.walk(folder, onerror=fail):
        folders.sort()
        for name in sorted(folders + files):
            with suppress(FileNotFoundError):
                yield Path(where, name), os.lstat(os.path.join(where, name))


def _some(names: list[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"{', '.join(names[:_NAMED])}{more}"


def _is_own(folder: Path, path: Path) -> bool:
    """Whether it is in the place of something that the docket rests on."""
    return path.parent != folder or path.name in OWN


def _target(path: Path) -> str:
    try:
        real, facts = os.path.realpath(path), path.stat()
    except OSError:
        return f"{os.readlink(path)}, which is not there"
    who = ", which others can write" if _others_can_write(path) else ""
    return f"{real} ({stat.S_IMODE(facts.st_mode):04o}, {login_of(facts.st_uid)}){who}"


def _others_can_write(path: Path) -> bool:
    """Whether what a link leads to can be written by more people than the docket."""
    try:
        facts, docket = path.stat(), path.parent.stat()
    except OSError:
        return False
    return bool(facts.st_mode & 0o022) or facts.st_uid not in (docket.st_uid, 0)


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
