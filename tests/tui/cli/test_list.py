"""The queue on a terminal: one line a case, whatever the width, and nothing cut unseen."""

import re
import shutil
from datetime import timedelta

import pytest
from rich.cells import cell_len

from store import days
from store.local import holding
from store.model import Case, Flag
from tests.pty.terminal import Terminal
from tests.tui.cli.conftest import KEEP, POLICY, foureyes, make_docket

CASES = (
    Case(
        "RP-000417",
        "Renewal of a temporary residence permit that was issued for work at a company in Vilnius",
        fields={"permit": "temporary, for work at a company", "citizenship": "BLR"},
        flags=(Flag("Q3", "Did not answer"), Flag("Q7", "Answered twice")),
    ),
    Case("RP-000418", "x" * 1_000_000, fields={"permit": "p" * 1000}),
    Case("RP-000419", "re\u200bvoke", fields={"permit": "許可証" * 20}),
)


@pytest.fixture
def long_lines(tmp_path, cli):
    docket = make_docket(tmp_path / "d", CASES)
    cli("vote", docket, "RP-000417", *KEEP)
    return docket


def listed(docket, columns):
    with Terminal("list", str(docket), size=(columns, 24), env={"FOUREYES_REVIEWER": "anna", "COLUMNS": ""}) as at:
        assert at.ended() == 0
    return at.written.replace("\r\n", "\n").splitlines()[:-1]


@pytest.mark.parametrize("columns", [60, 80, 132])
def test_each_case_takes_one_line_of_the_terminal(long_lines, columns):
    header, *lines = listed(long_lines, columns)
    assert [cell_len(line) <= columns for line in (header, *lines)] == [True] * 4
    assert [line.split()[:2] for line in lines] == [
        ["RP-000417", "decided"],
        ["RP-000418", "open"],
        ["RP-000419", "open"],
    ]
    assert all("…" in line for line in lines[:2])
    assert "voted" in lines[0]
    assert "1 hidden" in lines[2]


def test_a_wider_terminal_shows_more(long_lines):
    titles = [re.search(r"Renewal.*", listed(long_lines, columns)[1])[0] for columns in (80, 100, 132)]
    assert len(titles[0]) < len(titles[1]) < len(titles[2])


def test_a_program_gets_every_character(long_lines):
    out = foureyes("list", long_lines, "--reviewer", "anna").stdout.decode()
    assert "…" not in out
    assert "x" * 1_000_000 in out


def test_json_is_said_to_be_lines_of_it(cli):
    assert "JSON lines, one object a case" in " ".join(cli("list", "-h").out.split())


def test_what_is_over_is_named(cli, tmp_path):
    """Not the next deadline, which is far off, but the day of the case itself; once decided only deadlines ring."""
    clock = '[[clock]]\nid = "{0}_by"\nlabel = "{0}"\nstarts = "{1}"\ndays = 30\nsource = "art. 1"\n'
    policy = POLICY + clock.format("decide", "imported") + 'ends = "decided"\n' + clock.format("serve", "decided")
    over, later = (days.today() + timedelta(ahead) for ahead in (-9, 9))
    docket = make_docket(tmp_path / "d", (Case("RP-1", "Permit", due=over), Case("RP-2", "Permit", due=later)), policy)
    one, other = cli("list", docket).out.splitlines()[1:]
    assert "  overdue, decide_by  Permit" in one
    assert "  decide_by           Permit" in other
    cli("vote", docket, "RP-1", *KEEP)
    assert "  voted, serve_by  Permit" in cli("list", docket, "--filter", "id:RP-1").out


def test_a_field_that_no_case_has_is_told_and_one_that_the_policy_names_is_not(cli, docket, tmp_path):
    said = 'No case here has a field "permitt" (did you mean "permit"?).'
    for command in (("list", docket), ("export", docket, "-"), ("report", docket, "--what", "progress")):
        ran = cli(*command, "--filter", "field.permitt:temporary")
        assert (ran.code, ran.out, ran.err.splitlines()[-1]) == (1, "", said)
    assert "1 case." in cli("list", docket, "--filter", "field.Permit:temporary").err
    assert "0 cases." in cli("list", docket, "--filter", "field.permit:none").err
    empty = make_docket(tmp_path / "other", (Case("X-1", "Other", fields={"other": "1"}),))
    assert "0 cases." in cli("list", empty, "--filter", "field.permit:temporary").err, "the policy has it as a column"
    ran = cli("list", empty, "--filter", "field.citizenship:BLR")
    assert "The policy masks citizenship: it cannot be filtered on." in ran.err


def test_an_outcome_is_found_in_a_list_by_who_opened_the_case_and_in_an_export_by_any_lead(cli, docket):
    case = cli("list", docket, by="lena").out.splitlines()[1].split()[0]
    assert cli("vote", docket, case, *KEEP, by="anna").code == 0
    found = ("--filter", "outcome:keep")
    assert "0 cases." in cli("list", docket, *found, by="lena").err
    assert case in cli("export", docket, "-", *found, by="lena").out
    assert "0 cases." in cli("list", docket, *found, by="lena").err
    cli("show", docket, case, by="lena")
    assert "1 case." in cli("list", docket, *found, by="lena").err
    assert "0 cases." in cli("list", docket, *found, by="cleo").err
    for command in ("list", "export"):
        assert "outcome:, ground: and reviewer: find" in " ".join(cli(command, "-h").out.split())


class _AtOnce:
    """A timer that is over as soon as it begins, or never."""

    def __init__(self, over, tell):
        self.start, self.cancel = (tell if over else lambda: None), lambda: None


def test_whoever_waits_for_an_index_that_is_made_anew_is_told_so(cli, docket, monkeypatch):
    monkeypatch.setattr(holding, "Timer", lambda seconds, tell: _AtOnce(seconds == 2, tell))
    shutil.rmtree(docket / "index")
    ran = cli("list", docket)
    assert ran.err.startswith("The index of the docket is made anew from its record: that takes a while")
    assert "made anew" not in cli("list", docket).err
    shutil.rmtree(docket / "index")
    monkeypatch.setattr(holding, "LONG", 3600)
    assert "made anew" not in cli("list", docket).err
