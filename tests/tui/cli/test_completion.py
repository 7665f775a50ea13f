"""Somebody presses Tab in a shell: what is offered is what they may see, means nothing to a shell, and is no record."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace as changed

from tests.processes import CEILING
from tests.tui.cli.conftest import CASES, POLICY, make_docket, revoke
from tui.completion import MOST

pytestmark = pytest.mark.long

ROLES = '[roles]\nreviewer = ["anna"]\nlead = ["lena"]\nadjudicator = ["cleo"]\n'
HOSTILE = ("$(touch ran)", "`touch ran`", "a;b", "a b", "x'y", "-rf", "q*", "許-1")


@pytest.fixture
def program(tmp_path):
    """A folder with a command `foureyes` in it, as an installation has one."""
    place = tmp_path / "bin" / "foureyes"
    place.parent.mkdir()
    place.write_text(f"#!{sys.executable}\nfrom foureyes_start import main\nmain()\n")
    place.chmod(0o755)
    return place


@pytest.fixture(scope="module")
def completing(tmp_path_factory):
    """What a person's bash reads when it starts, made once."""
    made = tmp_path_factory.mktemp("bash") / "completion"
    shown = [sys.executable, "-c", "import sys; sys.argv[0] = 'foureyes'; import foureyes_start; foureyes_start.main()"]
    asked = ["bash", "-c", '"$@"; exit $?', "bash", *shown, "--show-completion"]  # it looks for the shell that it is in
    made.write_bytes(subprocess.run(asked, check=True, stdout=subprocess.PIPE).stdout)
    return made


@pytest.fixture
def tab(program, completing, tmp_path):
    """Press Tab behind some words in bash, as `by`: what it would offer."""
    script = """
source "$COMPLETING"
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
_foureyes_completion foureyes
(( ${#COMPREPLY[@]} )) && printf '%s\\n' "${COMPREPLY[@]}"
exit 0
"""
    env = {"PATH": f"{program.parent}:/usr/bin:/bin", "HOME": str(tmp_path), "PYTHONPATH": os.getcwd()}
    env["COMPLETING"] = str(completing)

    def press(*words: object, by: str = "anna") -> list[str]:
        line = ["bash", "-c", script, "bash", "foureyes", *map(str, words)]
        ran = subprocess.run(
            line, env=env | {"FOUREYES_REVIEWER": by}, cwd=tmp_path, capture_output=True, text=True, timeout=CEILING
        )
        assert ran.stderr == ""
        return ran.stdout.splitlines()

    return press


def files(docket: Path) -> dict[str, bytes]:
    """All that is kept of a docket: the rest is derived."""
    return {str(one): one.read_bytes() for one in [docket / "journal.jsonl", *(docket / "cases").glob("*.jsonl")]}


def test_commands_cases_outcomes_and_grounds_are_completed(tab, docket):
    before = files(docket)
    assert "vote" in tab("vo")
    assert tab("show", docket, "") == ["RP-1", "RP-2"]
    assert tab("show", docket, "RP-2") == ["RP-2"]
    assert tab("hold", docket, "RP-1", "") == ["RP-2"]
    assert tab("vote", docket, "RP-1", "--outcome", "") == ["revoke", "keep"]
    assert tab("vote", docket, "RP-1", "--outcome", "revoke", "--ground", "con") == ["contact"]
    assert tab("vote", docket, "RP-1", "--outcome", "keep", "--ground", "") == []
    assert tab("evidence", docket, "RP-1", "file", "--kind", "q") == ["questionnaire"]
    assert files(docket) == before, "a Tab is no record"


def test_standings_and_deadlines_are_completed_in_a_filter(tab, tmp_path):
    clock = '[[clock]]\nid = "appeal_by"\nlabel = "Appeal"\nstarts = "served"\ndays = 3\nsource = "art. 1"\n'
    docket = make_docket(tmp_path / "d", CASES, POLICY + clock)
    assert tab("list", docket, "--filter", "standing:o") == ["standing:open"]
    assert tab("list", docket, "--filter", "'standing:open clo") == [
        "standing:open clock:appeal_by",
        "standing:open clock:any",
    ]
    assert tab("list", docket, "--filter", "'voted:me -outcome:k") == ["voted:me -outcome:keep"]
    assert "standing:second" in tab("list", "nowhere", "--filter", "standing:")


def test_policies_and_mappings_that_ship_are_completed(tab, docket):
    assert tab("new", "d", "--policy", "p") == ["plain", "posts"]
    assert "screening" in tab("new", "d", "--policy", "")
    assert tab("demo", "--policy", "sc") == ["screening"]
    assert tab("import", docket, "file.json", "--map", "the") == ["thehive_alerts", "thehive_cases"]


def test_a_tab_tells_no_more_than_list_does(tab, cli, tmp_path):
    docket = make_docket(tmp_path / "d", CASES, POLICY + ROLES + "[review]\nblind_queue = true\n")
    revoke(cli, docket)
    assert tab("show", docket, "", by="anna") == ["RP-1", "RP-2"]
    assert tab("show", docket, "", by="dora") == [], "who has no role reads nothing"
    assert tab("show", docket, "", by="no name") == []
    assert tab("show", tmp_path / "nowhere", "") == []
    (docket / "journal.jsonl").unlink()
    assert tab("show", docket, "") == []


def test_no_id_can_drive_a_shell(tab, tmp_path):
    docket = make_docket(tmp_path / "d", (*CASES, *(changed(CASES[1], id=one) for one in HOSTILE)))
    assert tab("show", docket, "") == ["RP-1", "RP-2", "許-1"]
    for beginning in ("$", "`", "a", "x", "q"):
        assert tab("show", docket, beginning) == []
    assert not (tmp_path / "ran").exists()


def test_of_many_cases_those_that_begin_so_are_offered_or_none(tab, tmp_path):
    """Bash puts in what all offered words share: of some of them that would be too much."""
    many = tuple(changed(CASES[1], id=f"X-{number:05}", due=date(2024, 1, 1)) for number in range(MOST + 10))
    docket = make_docket(tmp_path / "d", many)
    assert tab("show", docket, "") == tab("show", docket, "X-") == []
    assert tab("show", docket, "X-0000") == [f"X-{number:05}" for number in range(10)]


@pytest.mark.parametrize(("shell", "asked"), [("zsh", {}), ("fish", {"_TYPER_COMPLETE_FISH_ACTION": "get-args"})])
def test_zsh_and_fish_are_answered_too(program, docket, shell, asked):
    env = {**os.environ, "PYTHONPATH": os.getcwd(), "_FOUREYES_COMPLETE": f"complete_{shell}", **asked}
    env |= {"_TYPER_COMPLETE_ARGS": f"foureyes show {docket} RP", "FOUREYES_REVIEWER": "anna"}
    ran = subprocess.run([program], env=env, capture_output=True, text=True, timeout=CEILING)
    assert ran.stderr == ""
    assert [one for one in ("RP-1", "RP-2") if one in ran.stdout] == ["RP-1", "RP-2"]


def test_a_tab_opens_no_screen(program, docket):
    env = {**os.environ, "PYTHONPATH": os.getcwd(), "_FOUREYES_COMPLETE": "complete_bash", "COMP_CWORD": "3"}
    env |= {"COMP_WORDS": f"foureyes\nshow\n{docket}\n", "FOUREYES_REVIEWER": "anna"}
    ran = subprocess.run([sys.executable, "-X", "importtime", program], env=env, capture_output=True, text=True)
    assert ran.stdout.split() == ["RP-1", "RP-2"]
    loaded = {line.rpartition("|")[2].strip() for line in ran.stderr.splitlines()}
    assert "typer" in loaded
    assert not {"textual", "rich.console", "openpyxl", "holidays"} & loaded
