"""The first minute: a docket of sample data, without a terminal as well."""

import json
import shlex
import tempfile
from datetime import date, timedelta
from typing import get_args

import pytest

from tui.samples import SampleName, policies

SMALL = ("--policy", "card_fraud")
"""A sample of 300 cases, where how many there are is not what is asked."""


@pytest.mark.parametrize("policy", get_args(SampleName))
def test_the_demo_makes_a_docket_and_says_how_to_open_it(cli, tmp_path, monkeypatch, policy):
    monkeypatch.chdir(tmp_path)
    ran = cli("demo", "--policy", policy)
    assert ran.code == 0
    counts, standings, people, _, command = ran.out.splitlines()
    assert counts.startswith("demo.docket: ")
    assert "open " in standings
    assert shlex.split(command) == ["foureyes", "review", "demo.docket", "--reviewer", people.split()[4]]
    assert cli("list", "demo.docket", by=people.split()[4]).code == 0


@pytest.mark.long
def test_a_demo_that_is_there_is_opened_as_it_is(cli, tmp_path):
    place = tmp_path / "my demo"
    first = cli("demo", "--docket", place)
    count = cli("checkpoint", place).out
    again = cli("demo", "--docket", place)
    assert (again.code, again.out) == (0, first.out)
    assert cli("checkpoint", place).out == count


def test_a_demo_of_another_policy_is_not_opened_in_place_of_the_one_that_is_asked_for(cli, tmp_path):
    place = tmp_path / "d"
    assert cli("demo", "--docket", place, *SMALL).code == 0
    count = cli("checkpoint", place).out
    ran = cli("demo", "--docket", place, "--policy", "posts")
    said = f'{place}: a docket under the policy "Card fraud" is here, and none under'
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(said)
    assert "name another place with --docket" in ran.err
    assert cli("checkpoint", place).out == count
    again = cli("demo", "--docket", place)
    assert again.code == 0, "which policy was not said"
    assert "300 cases" in again.out


def test_two_reviewers_can_be_tried_by_one_person(cli, tmp_path):
    people = cli("demo", "--docket", tmp_path / "d", *SMALL).out.splitlines()[2]
    one, other = people.removesuffix(".").split()[4], people.removesuffix(".").split()[6]
    assert cli("list", tmp_path / "d", by=one).code == 0
    assert cli("list", tmp_path / "d", by=other).code == 0


def test_nobodys_own_docket_is_filled_with_sample_data(cli, tmp_path):
    mine = tmp_path / "mine"
    cli("new", mine, "--policy", "residence_permits")
    before = cli("checkpoint", mine).out
    ran = cli("demo", "--docket", mine)
    assert ran.code == 0
    assert "0 cases" in ran.out
    assert cli("checkpoint", mine).out == before


@pytest.mark.parametrize("policy", policies())
def test_the_policies_that_ship_make_dockets(cli, tmp_path, policy):
    assert cli("new", tmp_path / "d", "--policy", policy, by=None).code == 0
    assert cli("policy", tmp_path / "d").out


def test_a_demo_that_is_broken_off_leaves_nothing_behind_and_can_be_made_again(cli, tmp_path, monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr("store.docket.Docket.import_cases", interrupted)
        assert cli("demo", "--docket", tmp_path / "d", *SMALL).code == 130
    assert not (tmp_path / "d").exists()
    assert "300 cases" in cli("demo", "--docket", tmp_path / "d", *SMALL).out


@pytest.mark.long
@pytest.mark.parametrize("policy", ["residence_permits", "card_fraud"])
def test_the_demo_lives_today(cli, tmp_path, policy):
    """Made with the dates of the files that ship, everything in it was overdue by years."""
    people = cli("demo", "--docket", tmp_path / "d", "--policy", policy).out.splitlines()[2]
    rows = cli("list", tmp_path / "d", "--json", by=people.split()[4]).out.splitlines()
    due = [date.fromisoformat(json.loads(row)["columns"]["due"]) for row in rows]
    today = date.today()  # noqa: DTZ011
    assert today - timedelta(days=40) < min(due) < today < max(due)
    assert sum(one < today for one in due) < 0.4 * len(due)


def test_a_mapping_that_ships_is_named(cli, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    cli("new", "d", "--policy", "plain")
    (tmp_path / "notes.jsonl").write_text('{"text": "It rains.", "meta": {"source": "A paper"}}\n')
    ran = cli("import", "d", "notes.jsonl", "--map", "prodigy")
    assert (ran.code, "Took in 1 new" in ran.err) == (0, True)
    ran = cli("import", "d", "notes.jsonl", "--map", "prodgy")
    assert ran.code == 2
    assert 'There is no mapping "prodgy" (did you mean "prodigy"?) and no such file.' in ran.err


def test_what_ships_goes_before_a_file_of_that_name_which_has_a_way_too(cli, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    cli("new", "d", "--policy", "plain")
    (tmp_path / "prodigy").write_text("[case]\nid = 'key'\ntitle = 'text'\n")
    (tmp_path / "notes.jsonl").write_text('{"key": "N-1", "text": "It rains."}\n')
    assert cli("import", "d", "notes.jsonl", "--map", "prodigy").code == 0
    assert cli("import", "d", "notes.jsonl", "--map", "./prodigy").code == 0
    assert [line.split()[0] for line in cli("list", "d").out.splitlines()[1:]] == ["P-1", "N-1"]


def test_the_record_names_the_sample_and_no_temporary_file(cli, tmp_path):
    cli("demo", "--docket", tmp_path / "d", *SMALL)
    cli("export", tmp_path / "d", tmp_path / "history.jsonl", "--what", "history", by="lead")
    history = (tmp_path / "history.jsonl").read_text("utf-8")
    assert "sample_data/card_fraud/alerts.csv" in history
    assert tempfile.gettempdir() not in history
