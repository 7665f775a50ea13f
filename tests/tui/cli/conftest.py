"""Reviewers at a command line: `cli` runs a command as somebody, and looks at every byte that came out."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from store.model import Case, Evidence, Flag, Imported
from store.opening import new_docket
from tests.commands import CliRunner
from tests.hostile import RAW
from tests.processes import CEILING
from tui.cli import app

POLICY = """
name = "Residence permits"
version = "2023-11"
identity = "declared"
[case]
masked = ["citizenship"]
columns = ["due", "flags", "field.permit", "field.citizenship"]
[[evidence]]
kind = "questionnaire"
label = "Questionnaire"
alone = false
[[evidence]]
kind = "report"
label = "Report"
alone = true
[[outcome]]
id = "revoke"
label = "Permit revoked"
adverse = true
[[outcome]]
id = "keep"
label = "Permit kept"
adverse = false
[[ground]]
id = "contact"
label = "Contact with a foreign service"
law = "Aliens Act 50(1)1"
outcomes = ["revoke"]
"""

CASES = (
    Case(
        "RP-1",
        "Temporary residence permit",
        "A. B.",
        {"permit": "temporary", "citizenship": "BLR"},
        (Flag("Q3", "Did not answer", "survey desk", date(2023, 7, 2)),),
        (
            Evidence("q1", "questionnaire", "Question 1", "I do not know. Nobody asked me.", "survey"),
            Evidence(
                "r1", "report", "Visit", "He met the attaché in May. He met him again.", "desk", date(2023, 5, 11)
            ),
        ),
        date(2023, 12, 1),
    ),
    Case(
        "RP-2",
        "許可証 renewal",
        fields={"permit": "permanent"},
        evidence=(Evidence("r1", "report", "Visit", "Nothing."),),
    ),
)
KEEP = ("--outcome", "keep", "--revision", "1")
"""A vote that hurts nobody, of somebody who read the case elsewhere."""
ADVERSE = (
    "--outcome",
    "revoke",
    "--ground",
    "contact",
    "--cite",
    "r1:0-26",
    "--reason",
    "Two meetings in May.",
    "--confirm",
    "RP-1",
)


@dataclass
class Ran:
    """How a command ended and what came out."""

    code: int
    out: str
    err: str


Cli = Callable[..., Ran]


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
    for name in ("FOUREYES_REVIEWER", "FOUREYES_DOCKET"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def cli() -> Cli:
    """Run one command in this process, as `by`; nothing that came out may drive a terminal or be a traceback."""

    def run(*args: object, by: str | None = "anna", stdin: str | bytes | None = None) -> Ran:
        result = CliRunner().invoke(app, [str(arg) for arg in args], stdin, {"FOUREYES_REVIEWER": by or ""})
        assert not RAW.search(result.stdout + result.stderr), repr(result.stdout + result.stderr)
        assert "Traceback" not in result.stderr
        return Ran(result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture
def docket(tmp_path: Path) -> Path:
    """A docket with two cases."""
    return make_docket(tmp_path / "permits.docket", CASES)


@pytest.fixture
def damaged(cli, docket):
    """A docket whose fourth record was edited; two more follow it."""
    cli("vote", docket, "RP-2", *KEEP, by="anna")
    cli("note", docket, "RP-1", "A note that is for nobody else to read.", by="boris")
    cli("note", docket, "RP-2", "Another one.", by="anna")
    journal = docket / "journal.jsonl"
    journal.write_bytes(journal.read_bytes().replace(b'"keep"', b'"kept"'))
    return docket


def revoke(cli: Cli, docket: Path, *options: str, by: str = "anna") -> Ran:
    """Somebody is shown a case and then votes to revoke the permit."""
    cli("show", docket, "RP-1", by=by)
    return cli("vote", docket, "RP-1", *ADVERSE, *options, by=by)


def make_docket(where: Path, cases: tuple[Case, ...], policy: str = POLICY) -> Path:
    """A docket at `where` with these cases."""
    docket = new_docket(where, policy, "lena")
    done = docket.import_cases("lena", iter(cases), ("cases.jsonl",))
    docket.close()
    assert isinstance(done, Imported)
    assert done.rejected == 0
    return where


def foureyes(*args: object, **options: object) -> "subprocess.CompletedProcess[bytes]":
    """Run the program as a process of its own."""
    command = [sys.executable, "-c", "from tui.cli import main; main()", *map(str, args)]
    return subprocess.run(command, timeout=CEILING, **{"capture_output": True, **options})  # type: ignore[call-overload,no-any-return]


def squeezed(text: str) -> str:
    """The text with each run of white space as one space."""
    return re.sub(r"\s+", " ", text)
