"""A docket that was copied as text, and so has other line ends: nothing of it is lost, and that is said."""

import re
from pathlib import Path

import pytest

from store.acts import WriteNote
from store.errors import Damaged
from store.opening import new_docket, open_docket
from tests.commands import CliRunner
from tests.dockets import POLICY, done, make_case
from tui.cli import app

SAID = r"Each line of the journal is sound but for a CR .* Copy it again, as bytes\.$"


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    docket = new_docket(tmp_path / "d", POLICY, "lead")
    docket.import_cases("lead", iter([make_case(1)]), ())
    done(docket.act("ana", "RP-0001", WriteNote("A note.")))
    docket.close()
    return tmp_path / "d" / "journal.jsonl"


@pytest.mark.parametrize("command", ["list", "verify", "doctor", "repair"])
def test_lines_that_end_in_cr_lf_are_told_as_that_and_what_to_do(journal: Path, command: str) -> None:
    whole = journal.read_bytes()
    journal.write_bytes(whole.replace(b"\n", b"\r\n"))
    ran = CliRunner().invoke(app, [command, str(journal.parent)], None, {"FOUREYES_REVIEWER": "lead"})
    said = " ".join(f"{ran.stdout} {ran.stderr}".split())
    assert ran.exit_code == 4
    assert re.search(SAID.removesuffix("$"), said)
    assert "backup" not in said
    journal.write_bytes(whole)
    docket = open_docket(journal.parent)
    assert list(docket.verify("lead")) == []
    docket.close()


@pytest.mark.parametrize("harm", [(b"A note.", b"A n0te."), (b"}\r\n", b"}\n")])
def test_what_is_damaged_besides_is_told_as_damage(journal: Path, harm: tuple[bytes, bytes]) -> None:
    other = journal.read_bytes().replace(b"\n", b"\r\n")
    last = other.rindex(harm[0])
    journal.write_bytes(other[:last] + harm[1] + other[last + len(harm[0]) :])
    with pytest.raises(Damaged, match=r"Line 1 of the journal is not what was recorded"):
        open_docket(journal.parent)
