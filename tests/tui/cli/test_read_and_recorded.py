"""What is read is recorded before it is shown, and a vote rests on what was read."""

import json

import pytest

from store.errors import NotSaved
from tests.tui.cli.conftest import ADVERSE, CASES, KEEP, POLICY, make_docket, revoke


@pytest.fixture
def conflict(cli, docket):
    """The votes of anna and berta on RP-1 differ."""
    revoke(cli, docket)
    cli("vote", docket, "RP-1", *KEEP, "--reason", "Chance meetings.", by="berta")
    return docket


def revised(cli, docket, tmp_path, old, new):
    """Bring in a revision of RP-1 in which `old` reads `new`."""
    case = json.loads(cli("show", docket, "RP-1", "--json", by="lena").out)["case"]
    case["fields"]["citizenship"] = "BLR"
    (tmp_path / "again.jsonl").write_text(json.dumps(case).replace(old, new))
    assert "1 revised" in cli("import", docket, tmp_path / "again.jsonl", by="lena").err


def opened(cli, docket, by):
    """What `by` opened, as the history has it."""
    history = cli("export", docket, "-", "--what", "history", "--format", "jsonl", by=by).out
    bodies = [json.loads(line) for line in history.splitlines()]
    return [one["body"] for one in bodies if one["kind"] == "opened" and one["reviewer"] == by]


def test_nobody_votes_on_a_case_that_they_were_never_shown(cli, docket):
    ran = cli("vote", docket, "RP-1", "--outcome", "keep")
    assert ran.code == 1
    assert "Open the case first, or say which revision you have read." in ran.err
    cli("show", docket, "RP-1")
    assert cli("vote", docket, "RP-1", "--outcome", "keep").code == 0


def test_an_adverse_vote_needs_what_it_cites_to_be_opened_whatever_revision_it_names(cli, docket):
    ran = cli("vote", docket, "RP-1", *ADVERSE, "--revision", "1")
    assert ran.code == 1
    assert "Open r1: you cite it" in ran.err


def test_a_vote_is_on_the_revision_that_its_author_was_shown_last(cli, docket, tmp_path):
    cli("show", docket, "RP-1")
    revised(cli, docket, tmp_path, "He met him again.", "He met her again.")
    ran = cli("vote", docket, "RP-1", *ADVERSE)
    assert ran.code == 1
    assert "The case is at revision 2: read what it changed, then decide." in ran.err
    assert cli("vote", docket, "RP-1", *ADVERSE, "--revision", "1").code == 1
    assert cli("vote", docket, "RP-1", *KEEP).code == 1
    shown = cli("show", docket, "RP-1").out
    assert "He met her again." in shown
    assert cli("vote", docket, "RP-1", *ADVERSE, "--revision", "2").code == 0


def test_a_revision_in_which_nothing_that_counts_changed_stops_no_vote(cli, docket, tmp_path):
    cli("show", docket, "RP-1")
    revised(cli, docket, tmp_path, "2023-12-01", "2024-01-01")
    assert cli("vote", docket, "RP-1", *ADVERSE).code == 0


def test_whoever_is_shown_others_votes_has_seen_them_on_record(cli, conflict):
    assert cli("show", conflict, "RP-1", by="carla").out.count("Two meetings in May.") == 1
    assert cli("vote", conflict, "RP-1", *KEEP, by="carla").code == 1
    cli("adjudicate", conflict, "RP-1", "--outcome", "keep", "--reason", "I know better.", by="carla")
    assert [one["others"] for one in opened(cli, conflict, "carla")] == [True]


def test_what_cannot_be_recorded_as_seen_is_not_shown(cli, conflict, monkeypatch):
    def full(*_, **__):
        raise NotSaved("The disk is full.")

    monkeypatch.setattr("store.docket.Docket.act", full)
    for options in ((), ("--json",)):
        ran = cli("show", conflict, "RP-1", *options, by="carla")
        assert ran.code == 0
        assert "not recorded that you opened this case" in ran.err
        assert "Others' work on it is not shown." in ran.err
        assert "He met the attaché in May." in ran.out
        assert not any(word in ran.out for word in ("anna", "Two meetings", "Chance meetings", "Permit kept (keep),"))


@pytest.mark.parametrize(
    "args",
    [
        ["list", "D"],
        ["list", "D", "--json"],
        ["show", "D", "RP-1"],
        ["show", "D", "RP-1", "--unmask", "citizenship", "--purpose", "A check"],
        ["note", "D", "RP-1", "x"],
        ["vote", "D", "RP-1", *KEEP],
        ["withdraw", "D", "RP-1"],
        ["adjudicate", "D", "RP-1", *KEEP],
        ["export", "D", "-"],
        ["import", "D", "-"],
        ["policy", "D", "--set", "P", "--reason", "Because."],
    ],
    ids=lambda args: " ".join(args[::2][:2]),
)
def test_a_docket_whose_roles_are_filled_is_closed_to_all_others(cli, tmp_path, args):
    roles = POLICY + '[roles]\nreviewer = ["anna"]\nlead = ["lena"]\nadjudicator = ["anna"]\n'
    docket = make_docket(tmp_path / "d", CASES, roles)
    (tmp_path / "p.toml").write_text(roles)
    before = cli("checkpoint", docket).out
    places = {"D": docket, "P": tmp_path / "p.toml"}
    ran = cli(*[places.get(arg, arg) for arg in args], by="mallory", stdin='{"id":"RP-3","title":"x"}\n')
    assert (ran.code, ran.out) == (1, "")
    assert "mallory" in ran.err
    assert cli("checkpoint", docket).out == before
