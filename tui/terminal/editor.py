"""Writing on in an editor of one's own, VISUAL or EDITOR: on a file that nobody else can read, and that goes."""

import errno
import fcntl
import os
import shlex
import shutil
import signal
import stat
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from store.errors import BadInput
from store.limits import TEXT
from store.text import blank
from tui.state_folder import make_private, state_folder
from tui.terminal.plain_text import text_of

_BYTES = 4 * TEXT
"""Bytes that are taken over of what was written: as many as the longest text can have."""

_BEGINS = "writing-"
"""With what the name of each folder for an editor begins."""
_KEPT = "unread-"
"""With what the name of each file begins that an editor left and that is no text."""
_AS_IT_WAS = "The text is as it was."
_UNCHANGED = 'Nothing was changed. An editor that returns at once has to wait: EDITOR="code --wait", for example.'


class EditorFailed(Exception):
    """Why nothing was taken over, as a sentence."""


def edited(text: str, env: Mapping[str, str] = os.environ) -> str:
    """The text as the person's editor leaves it; raises `EditorFailed`. The terminal is the editor's meanwhile."""
    words = _command(env)
    try:
        folder = _private_folder()
        held = _hold(folder)
    except (OSError, BadInput) as error:
        raise _no_file(error) from None
    try:
        before = f"{text}\n".encode("utf-8", "backslashreplace") if text else b""
        path = _put(folder, before)
        _run(words, path)
        return _written(path, before)
    finally:
        # with all that the editor left beside the file; what cannot be removed only its owner can read
        shutil.rmtree(folder, ignore_errors=True)
        os.close(held)


def sweep() -> None:
    """Remove what was being written when a program was killed; what is in an editor of a living one is let be."""
    with suppress(OSError, BadInput):
        for folder in state_folder().glob(f"{_BEGINS}*"):
            with suppress(OSError):  # somebody holds it, or it is no folder of ours
                held = _hold(folder)
                shutil.rmtree(folder, ignore_errors=True)
                os.close(held)


def _hold(folder: Path) -> int:
    """Keep others from sweeping a folder, until the descriptor is closed or its process ends; raises `OSError`."""
    held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(held)
        raise
    return held


def _command(env: Mapping[str, str]) -> list[str]:
    try:
        words = shlex.split(env.get("VISUAL") or env.get("EDITOR") or "")
    except ValueError:
        raise EditorFailed("EDITOR is no command: a quotation mark in it is not closed.") from None
    if not words:
        raise EditorFailed("No editor is named: set EDITOR (such as EDITOR=nano) before you start foureyes.")
    return words


def _private_folder() -> Path:
    make_private(state_folder())
    return Path(tempfile.mkdtemp(prefix=_BEGINS, dir=state_folder()))


def _put(folder: Path, data: bytes) -> Path:
    path = folder / "text.txt"
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(data)
    except OSError as error:
        raise _no_file(error) from None
    return path


def _run(words: list[str], path: Path) -> None:
    try:
        with _minding_ctrl_c():
            ended = subprocess.run([*words, str(path)], check=False)
    except OSError as error:
        raise EditorFailed(f"The editor {words[0]} cannot be started: {_why(error)}. {_AS_IT_WAS}") from None
    if ended.returncode:
        how = f"ended with code {code}" if (code := ended.returncode) > 0 else f"was ended by signal {-code}"
        raise EditorFailed(f"The editor {words[0]} {how}. {_AS_IT_WAS}")


def _written(path: Path, before: bytes) -> str:
    """What is in the file, where it is a text and another one than before; what is none stays on the disk."""
    data = _bytes(path)
    if data == before:
        raise EditorFailed(_UNCHANGED)
    try:
        if len(data) > _BYTES:
            raise BadInput(f"What the editor wrote: longer than {TEXT:,} characters.")
        text = text_of(data, "What the editor wrote")
    except BadInput as error:
        raise EditorFailed(f"{error} {_AS_IT_WAS} {_kept(path)}") from None
    if blank(text):
        raise EditorFailed(f"The editor left no text. {_AS_IT_WAS}")
    return text


def _bytes(path: Path) -> bytes:
    """The bytes of the file, which the editor may have put in the place of ours."""
    try:
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise OSError(errno.EINVAL, "it is no file any more")
            return file.read(_BYTES + 1)
    except OSError as error:
        raise EditorFailed(f"What the editor wrote cannot be read: {_why(error)}. {_AS_IT_WAS}") from None


def _kept(path: Path) -> str:
    """Keep what was written where no sweep comes, and say where: nobody is to write it twice."""
    place = path.parent.with_name(f"{_KEPT}{path.parent.name.removeprefix(_BEGINS)}{path.suffix}")
    try:
        path.rename(place)
        place.chmod(0o600)
    except OSError as error:
        return f"Its file could not be kept: {_why(error)}."
    return f"What you wrote is kept in {place}, until you remove it."


@contextmanager
def _minding_ctrl_c() -> Iterator[None]:
    """Ctrl-C is for the editor; a handler, unlike a signal that is ignored, is not inherited by it."""
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before or signal.SIG_DFL)


def _no_file(error: Exception) -> EditorFailed:
    return EditorFailed(f"No file can be written for the editor: {_why(error)}.")


def _why(error: Exception) -> str:
    return (isinstance(error, OSError) and error.strerror) or str(error)
