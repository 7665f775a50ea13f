"""Reports at a command line: tables that fit, JSON with stable names, CSV that is recorded like every export."""

import csv
import io
import json
import re

import pytest

from store.model import Case
from tests.hostile import ESCAPES, RAW
from tests.tui.cli.conftest import CASES, KEEP, POLICY, make_docket, revoke
from tui.pages.cells import cells

ROLES = (
    '\n[roles]\nlead = ["lena"]\nauditor = ["otto"]\n[report]\npopulation = 40\nlabel = "residents"\nby = "permit"\n'
)


@pytest.fixture
def decided(cli, tmp_path):
    """One permit revoked by two people and one kept, with a lead and an auditor."""
    docket = make_docket(tmp_path / "decided.docket", CASES, POLICY + ROLES)
    revoke(cli, docket)
    revoke(cli, docket, by="berta")
    cli("vote", docket, "RP-2", *KEEP)
    return docket


def test_the_tables_fit_a_terminal_of_80_columns_and_say_what_stands_in_json(cli, decided):
    ran = cli("report", decided, by="otto")
    assert ran.code == 0
    assert all(cells(line) <= 80 for line in ran.out.splitlines())
    assert "2 of 40 flagged, 5.0 % (residents)" in ran.out
    assert "Outcomes of 2 decided of 2 cases" in ran.out
    assert "Adverse outcomes by permit" in ran.out
    assert "few: fewer than 5 decided" in ran.out
    assert "Agreement of first and second reader on what is adverse: 1 pair\n" in ran.out
    assert re.search(r"^revoke +1 +Permit revoked$", ran.out, re.M), "an outcome is told by its label beside its name"
    assert "specific agreement: Permit revoked" in ran.out
    assert "not defined" in ran.out
    assert "nan" not in ran.out.lower()


def test_json_has_the_names_that_programs_lean_on(cli, decided):
    said = json.loads(cli("report", decided, "--json", by="otto").out)
    assert set(said) == {
        *("store", "policy", "policy_version", "day", "chosen", "unmasked"),
        *("population", "progress", "outcomes", "agreement", "review"),
    }
    assert said["population"] == {"cases": 2, "size": 40, "label": "residents", "share": 0.05}
    assert set(said["progress"]) == {
        "cases",
        "standings",
        "overdue",
        "deadlines",
        "decisions",
        "people",
        "days",
        "weeks",
    }
    assert set(said["outcomes"]) == {"all", "by", "groups", "appeals", "named"}
    assert set(said["outcomes"]["all"]) == {
        *("value", "cases", "decided", "people", "few", "adverse", "outcomes"),
    }
    assert said["outcomes"]["all"]["adverse"]["decisions"] == 1
    assert set(said["outcomes"]["appeals"]) == {"filed", "pending", "results", "overturned"}
    assert set(said["agreement"]) == {
        *("adverse", "outcomes", "first_adverse", "first_other", "read_once", "waiting", "labels"),
    }
    table = said["agreement"]["adverse"]
    assert (table["categories"], table["table"], table["n"]) == (["adverse", "not_adverse"], [[1, 0], [0, 0]], 1)
    for name in ("observed", "kappa", "ac1", "alpha"):
        assert set(table[name]) == {"value", "low", "high", "interval", "why"}
    assert table["kappa"]["value"] is None
    assert table["kappa"]["why"]
    assert set(said["review"]) == {
        *("votes", "items", "minutes", "unopened", "unopened_rate", "flagged", "departed", "departed_rate"),
    }


def test_one_part_alone_leaves_the_others_out(cli, decided):
    said = json.loads(cli("report", decided, "--what", "review", "--json", by="otto").out)
    assert said["progress"] is said["outcomes"] is said["agreement"] is None
    assert said["review"]["votes"] == 3


def test_a_masked_field_is_grouped_by_on_record_and_said_so(cli, decided):
    asked = cli("report", decided, "--what", "outcomes", "--by", "citizenship", by="otto")
    assert "BLR" in asked.out
    assert "Recorded: you asked for this report without masks." in asked.err
    plain = cli("report", decided, by="otto")
    assert "BLR" not in plain.out
    assert plain.err == ""
    refused = cli("report", decided, "--what", "outcomes", "--by", "citizenship", by="anna")
    assert (refused.code, refused.out) == (1, "")
    assert "The policy does not name anna as lead or auditor." in refused.err


def test_csv_has_a_row_for_each_figure_and_is_recorded_before_it_is_there(cli, decided, tmp_path):
    count = int(cli("checkpoint", decided, by="lena").out.splitlines()[1])
    out = tmp_path / "report.csv"
    assert cli("report", decided, "--csv", out, by="otto").code == 0
    assert int(cli("checkpoint", decided, by="lena").out.splitlines()[1]) == count + 2
    found = list(csv.DictReader(io.StringIO(out.read_text("utf-8"))))
    assert list(found[0]) == ["part", "group", "name", "count", "people", "n", "value", "low", "high", "why"]
    rows = {(row["part"], row["group"], row["name"]): row for row in found}
    assert len(rows) == len(found)
    assert rows["outcomes", "", "adverse"]["count"] == "1"
    assert rows["outcomes", "permanent", "outcome:keep"]["why"] == "few"
    assert rows["agreement", "adverse", "adverse/adverse"]["count"] == "1"
    assert rows["agreement", "adverse", "kappa"]["value"] == ""
    assert rows["agreement", "adverse", "kappa"]["why"]
    assert cli("report", decided, "--csv", out, by="otto").code == 1
    assert cli("verify", decided, by="lena").code == 0


def test_progress_is_for_every_reader(cli, decided):
    ran = cli("report", decided, "--what", "progress", by="anna")
    assert ran.code == 0
    assert "Decisions made: 2" in ran.out
    assert cli("report", decided, by="anna").code == 1


def test_what_is_not_understood_is_said(cli, decided):
    assert cli("report", decided, "--what", "everything", by="otto").code == 2
    assert cli("report", decided, "--json", "--csv", "-", by="otto").code == 2
    assert cli("report", decided, "--what", "review", "--by", "permit", by="otto").code == 1
    ran = cli("report", decided, "--by", "pemit", by="otto")
    assert (ran.code, ran.err) == (1, "No case has pemit: there is nothing to group by.\n")


def test_values_of_fields_cannot_drive_a_terminal(cli, tmp_path):
    cases = tuple(Case(f"RP-{at}", fields={"permit": text}) for at, text in enumerate(ESCAPES.values(), 1))
    docket = make_docket(tmp_path / "hostile.docket", cases, POLICY + ROLES)
    ran = cli("report", docket, by="otto")
    assert ran.code == 0
    assert "[31mred" in ran.out
    assert not RAW.search(ran.out)


@pytest.mark.long
def test_the_demo_states_the_figures_of_the_case_that_it_is_made_after(cli, tmp_path):
    """1,164 of 58,000 Belarusian and 16,000 Russian residents; whose they are is masked, and told on record."""
    demo = tmp_path / "demo.docket"
    assert cli("demo", "--docket", demo).code == 0
    first = cli("report", demo).out
    assert "1,164 of 74,000 flagged, 1.6 % (residents who answered the questionnaire)" in first
    assert "BLR" not in first
    said = json.loads(cli("report", demo, "--what", "outcomes", "--by", "citizenship", "--json").out)
    assert said["unmasked"]
    assert [(one["value"], one["cases"]) for one in said["outcomes"]["groups"]] == [("BLR", 910), ("RUS", 254)]
