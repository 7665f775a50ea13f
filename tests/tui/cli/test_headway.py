"""Who looks at a terminal sees how far the reading of a large docket has come; a program is told nothing of it."""

import os
import re
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager

import pytest

from store.model import Case, Evidence
from tests.processes import CEILING
from tests.pty.stream import foreign
from tests.tui.cli.conftest import foureyes, make_docket

BAR = re.compile(r"[0-9.]+/[0-9.]+ MB")


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """A docket of 20 cases of 100 KB each."""
    cases = [Case(f"RP-{n}", "x", evidence=(Evidence("r1", "report", "Visit", "word " * 20_000),)) for n in range(20)]
    return make_docket(tmp_path_factory.mktemp("large") / "d", tuple(cases))


@contextmanager
def watched(*args):
    """A command whose stderr is a terminal, and what comes out there, as far as `seen` has looked."""
    inner, outer = os.openpty()
    command = [sys.executable, "-c", "from tui.cli import main; main()", *map(str, args)]
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=outer, env={**os.environ, "TERM": "xterm-256color"}
    ) as process:
        os.close(outer)
        try:
            yield process, inner
        finally:
            process.kill()
            os.close(inner)


def seen(inner, until=None):
    """What is written to the terminal, to its end or to what is waited for."""
    written = b""
    try:
        while (more := os.read(inner, 4096)) and not (until and until.search((written + more).decode(errors="ignore"))):
            written += more
    except OSError:  # how Linux says that nobody has the other end any more
        more = b""
    return (written + more).decode()


@pytest.mark.long
@pytest.mark.parametrize("command", [["list"], ["show", "RP-1"], ["verify"], ["repair"]], ids=lambda words: words[0])
def test_a_person_sees_how_far_it_has_come_and_a_program_does_not(large, tmp_path, command):
    docket = shutil.copytree(large, tmp_path / "d")
    args = [command[0], docket, *command[1:]]
    if command[0] in ("list", "show"):
        shutil.rmtree(docket / "index")
    with watched(*args) as (process, inner):
        written = seen(inner)
        process.communicate(timeout=CEILING)
    assert process.returncode == 0
    assert BAR.search(written)
    assert not foreign(written, progress=True)
    assert written.endswith(("\x1b[2K", "\r\n"))
    if command[0] in ("list", "show"):
        shutil.rmtree(docket / "index")
    assert not BAR.search(foureyes(*args).stderr.decode())


@pytest.mark.long
def test_a_small_docket_is_read_before_anybody_could_look(docket):
    shutil.rmtree(docket / "index")
    with watched("list", docket) as (process, inner):
        written = seen(inner)
        process.communicate(timeout=CEILING)
    assert process.returncode == 0
    assert "MB" not in written
    assert "KB" not in written


@pytest.mark.long
def test_ctrl_c_while_an_index_is_made_leaves_nothing_and_ends_with_130(large, tmp_path):
    docket = shutil.copytree(large, tmp_path / "d")
    shutil.rmtree(docket / "index")
    with watched("list", docket) as (process, inner):
        seen(inner, BAR)
        process.send_signal(signal.SIGINT)
        written = seen(inner)
        process.communicate(timeout=CEILING)
    assert process.returncode == 130
    assert "Traceback" not in written
    assert [path.name for path in (docket / "index").iterdir()] == ["lock"]
    assert "verified." in foureyes("verify", docket).stderr.decode()
