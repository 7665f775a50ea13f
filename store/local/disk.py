"""The one seam to the operating system: every call by which the store reads, writes, syncs, renames and locks.

Tests put faults in by overriding a method. Nothing here is clever; each method is one system call, and every
`OSError` passes through to the caller, who decides what is true afterwards.
"""

import errno
import os
import sys
from pathlib import Path

from store.syncing import sync_folder

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700
NO_RIGHT = (errno.EROFS, errno.EACCES, errno.EPERM)
"""A read-only file system, or no right to write: reading is still worth a lot."""


class Disk:
    """System calls on descriptors (`fd`) and paths; sizes and offsets in bytes."""

    def open(self, path: Path, flags: int) -> int:
        """A descriptor; a file that is created belongs to its owner alone."""
        return os.open(path, flags | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0), PRIVATE_FILE)

    def close(self, fd: int) -> None:
        """Give the descriptor back."""
        os.close(fd)

    def size(self, fd: int) -> int:
        """How long the file is now."""
        return os.fstat(fd).st_size

    def same_file(self, fd: int, path: Path) -> bool:
        """Whether `path` still names the file behind the descriptor."""
        try:
            return os.path.samestat(os.fstat(fd), os.stat(path))
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

    def remove(self, path: Path) -> None:
        """Remove a file; it is no error if it is gone already."""
        path.unlink(missing_ok=True)

    def make_folder(self, path: Path) -> None:
        """Make a folder that belongs to its owner alone."""
        path.mkdir(PRIVATE_FOLDER)

    def sync_folder(self, path: Path) -> None:
        """The names in the folder are on the disk when this returns."""
        sync_folder(path)

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
