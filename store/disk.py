"""The one seam to the operating system: every call by which files are made, read, written, synced, renamed and locked.

Tests put faults in by overriding a method. A method is one thing asked of the system, and every `OSError` passes
through to the caller, who decides what is true afterwards. Nothing is opened through a link or unless it is an ordinary
file, and what is created was not there before: so a link, a pipe or a device that somebody put in the place of a file
is refused, and never followed, written to or waited for.
"""

import errno
import os
import stat
import sys
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

NO_RIGHT = (errno.EROFS, errno.EACCES, errno.EPERM)
"""A read-only file system, or no right to write: reading is still worth a lot."""
_NO_SECOND_NAME = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS)
"""What file systems say that cannot give a file two names."""
_NO_LINKS = getattr(os, "O_NOFOLLOW", 0)
_CAREFULLY = _NO_LINKS | sum(getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOCTTY", "O_BINARY"))
_KINDS = (
    (stat.S_ISREG, "a file"),
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISLNK, "a link"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
)


class NotAFile(OSError):
    """There is a link, a pipe, a device or a folder where an ordinary file belongs."""


class Modes(Struct, frozen=True):
    """Who may use what is created: the modes of a file and of a folder, and the number of the group that shares it.

    `owner` is another login than the caller's: what root creates among somebody's files is theirs.
    """

    file: int
    folder: int
    group: int | None = None
    owner: int | None = None

    @staticmethod
    def shared(group: int, owner: int | None = None) -> "Modes":
        """For all logins of a group; whatever comes into such a folder is the group's (setgid)."""
        return Modes(0o660, 0o2770, group, owner)

    @staticmethod
    def of(folder: Path) -> "Modes":
        """As the folder is: a group's that has it with setgid, else its owner's alone. Raises `OSError`."""
        facts = folder.stat()
        owner = facts.st_uid if _is_root() and facts.st_uid != 0 else None
        if facts.st_mode & 0o2070 == 0o2070:
            return Modes.shared(facts.st_gid, owner)
        return replace(PRIVATE, owner=owner)


PRIVATE = Modes(0o600, 0o700)
"""For the owner alone."""


class Disk:
    """System calls on descriptors (`fd`) and paths; sizes and offsets in bytes."""

    def open(self, path: Path, flags: int, modes: Modes | None = None) -> int:
        """A descriptor of an ordinary file; raises `NotAFile` for anything else.

        With `O_CREAT` a file that is not there is created, for whom `modes` says, by default for whom its folder is.
        """
        while not flags & os.O_EXCL:
            try:
                return _opened(path, flags & ~os.O_CREAT)
            except FileNotFoundError:
                if not flags & os.O_CREAT:
                    raise
            try:
                return _created(path, flags, modes or Modes.of(path.parent))
            except FileExistsError:  # somebody else was quicker
                continue
        return _created(path, flags, modes or Modes.of(path.parent))

    def close(self, fd: int) -> None:
        """Give the descriptor back."""
        os.close(fd)

    def size(self, fd: int) -> int:
        """How long the file is now."""
        return os.fstat(fd).st_size

    def same_file(self, fd: int, path: Path) -> bool:
        """Whether `path` still names the file behind the descriptor."""
        try:
            return os.path.samestat(os.fstat(fd), os.lstat(path))
        except FileNotFoundError:
            return False

    def read(self, fd: int, size: int, offset: int) -> bytes:
        """Up to `size` bytes from `offset`; fewer at the end of the file."""
        if hasattr(os, "pread"):
            return os.pread(fd, size, offset)
        os.lseek(fd, offset, os.SEEK_SET)
        return os.read(fd, size)

    def write(self, fd: int, data: bytes) -> int:
        """How many bytes were taken: fewer than given is no error here, but is one for the caller."""
        return os.write(fd, data)

    def sync(self, fd: int) -> None:
        """The file's bytes are on the disk when this returns."""
        if sys.platform == "darwin":
            fcntl.fcntl(fd, fcntl.F_FULLFSYNC)
        elif hasattr(os, "fdatasync"):
            os.fdatasync(fd)
        else:
            os.fsync(fd)

    def truncate(self, fd: int, size: int) -> None:
        """Cut the file to `size` bytes."""
        os.ftruncate(fd, size)

    def rename(self, old: Path, new: Path) -> None:
        """Put `old` in the place of `new`, in one step."""
        os.replace(old, new)

    def link(self, old: Path, new: Path) -> None:
        """Give the file `old` the name `new`, which nothing may have yet: raises `FileExistsError`.

        It keeps its old name too where the file system knows two names of one file.
        """
        try:
            os.link(old, new)
        except OSError as error:
            if error.errno not in _NO_SECOND_NAME or os.path.lexists(new):
                raise
            os.rename(old, new)

    def remove(self, path: Path) -> None:
        """Remove a file; it is no error if it is gone already."""
        path.unlink(missing_ok=True)

    def make_folder(self, path: Path, modes: Modes | None = None) -> None:
        """Make a folder for whom `modes` says, by default for whom the folder is that it comes into."""
        modes = modes or Modes.of(path.parent)
        path.mkdir(PRIVATE.folder)
        if modes.group is not None or modes.owner is not None:
            fd = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
            try:
                _give(fd, modes, modes.folder)
            finally:
                os.close(fd)

    def names(self, folder: Path) -> list[str]:
        """The names of what is in the folder, in order."""
        return sorted(os.listdir(folder))

    def sync_folder(self, path: Path) -> None:
        """The names in the folder are on the disk when this returns; Windows has no such call and needs none."""
        if sys.platform == "win32":
            return
        fd = os.open(path, os.O_RDONLY)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)

    def try_lock(self, fd: int) -> bool:
        """Take the exclusive lock on an open file unless somebody else has it.

        `flock`, not `fcntl` locks: those are lost when any other descriptor of the same file is closed.
        """
        try:
            if sys.platform == "win32":
                msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
            else:
                fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError):
            return False
        return True

    def unlock(self, fd: int) -> None:
        """Let the lock go."""
        if sys.platform == "win32":
            os.lseek(fd, 0, os.SEEK_SET)
            msvcrt.locking(fd, msvcrt.LK_UNLCK, 1)
        else:
            fcntl.flock(fd, fcntl.LOCK_UN)


def kind_of(facts: os.stat_result) -> str:
    """What something on a disk is, in two words."""
    return next((name for is_one, name in _KINDS if is_one(facts.st_mode)), "a device")


def write_all(disk: Disk, fd: int, data: bytes) -> None:
    """Write all of `data`, in as many calls as the disk likes; raises `OSError`."""
    while data:
        taken = disk.write(fd, data)
        if not taken:
            raise OSError(errno.ENOSPC, "not all bytes could be written")
        data = data[taken:]


def read_named(path: Path, most: int) -> bytes:
    """Up to `most` bytes of a file that a person names, through their links; waits for no pipe, reads no device.

    Raises `OSError`, of which `NotAFile` is one.
    """
    _must_be_a_file(path.stat())
    with os.fdopen(os.open(path, os.O_RDONLY | _CAREFULLY & ~_NO_LINKS), "rb") as file:
        _must_be_a_file(os.fstat(file.fileno()))
        return file.read(most)


def _opened(path: Path, flags: int) -> int:
    _must_be_a_file(os.lstat(path))  # before it is opened: a device may act on that alone
    fd = os.open(path, flags | _CAREFULLY)
    try:
        _must_be_a_file(os.fstat(fd))
    except OSError:
        os.close(fd)
        raise
    return fd


def _created(path: Path, flags: int, modes: Modes) -> int:
    fd = os.open(path, flags | os.O_CREAT | os.O_EXCL | _CAREFULLY, PRIVATE.file)
    try:
        _give(fd, modes, modes.file)
    except OSError:
        os.close(fd)
        path.unlink(missing_ok=True)
        raise
    return fd


def _give(fd: int, modes: Modes, mode: int) -> None:
    """The mode is set afterwards, for neither a umask nor the lack of setgid may keep the group out."""
    if modes.owner is not None:
        os.fchown(fd, modes.owner, -1)
    if modes.group is not None:
        if os.fstat(fd).st_gid != modes.group:
            os.fchown(fd, -1, modes.group)
        os.fchmod(fd, mode)
        if stat.S_IMODE(os.fstat(fd).st_mode) != mode:
            raise OSError(errno.ENOTSUP, "this file system does not keep who shares a file")


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _must_be_a_file(facts: os.stat_result) -> None:
    if not stat.S_ISREG(facts.st_mode):
        raise NotAFile(errno.EINVAL, f"{kind_of(facts)} is in its place")
