"""Somebody whom the policy names in no role, at every command there is: they are told that it is closed to them.

The commands are those of the program, with what each has to be given: one that is added is tried as well, and says no
more than the others, or stands in `ASKS_NOBODY` with a reason.
"""

import pytest
import typer

from tests.tui.cli.conftest import CASES, KEEP, POLICY, make_docket
from tui.cli import app

ROLES = '[roles]\nreviewer = ["anna"]\nlead = ["lena"]\nadjudicator = ["cleo"]\nauditor = ["vera"]\n'
CLOSED = "The policy gives dora no role on this docket: it is closed to you.\n"
ASKS_NOBODY = {
    "demo": "looks at a docket as the reviewer of its sample, and is refused on any other",
    "new": "makes a docket, and none where something is",
    "propose": "reads somebody's own file",
    "doctor": "reads bytes, modes and places",
    "keys": "tells of the program",
}
"""Commands that may say something else to whoever asks, and why; of the docket they tell nothing either."""
GIVEN = {
    "case": "RP-1",
    "cases": "RP-1",
    "out": "-",
    "text": "Seen.",
    "outcome": "keep",
    "giver": "anna",
    "taker": "cleo",
    "until": "2030-01-01",
    "to": "desk",
    "question": "Why?",
    "step": "waived",
    "on": "2024-01-01",
    "manner": "post",
    "filed": "2024-01-01",
    "body": "court",
    "ruling": "upheld",
    "source": "plain",
}
"""What a command that cannot do without is given, by the name of it."""
COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]


@pytest.fixture
def closed(tmp_path, cli):
    """A docket whose roles are all filled, with cases, a vote, a note and a repair to come."""
    where = make_docket(tmp_path / "closed.docket", CASES, POLICY + ROLES)
    assert cli("vote", where, "RP-2", *KEEP).code == 0
    assert cli("note", where, "RP-1", "A note.").code == 0
    return where


def words(name, docket, file):
    """The command of this name with all that it cannot do without, on this docket."""
    given, places = {"docket": docket, "file": file, "files": file, **GIVEN}, []
    for one in COMMANDS[name].params:
        if (one.param_type_name == "argument" and one.name in ("docket", "case", "cases", "out")) or one.required:
            assert one.name in given, f"{name}: say in GIVEN what it is given as {one.name}"
            places += [given[one.name]] if one.param_type_name == "argument" else [one.opts[0], given[one.name]]
        elif one.name == "docket":
            places += [one.opts[0], docket]
    return [name, *places]


def secrets(cli, docket):
    """What the files of the docket tell: none of it reaches an outsider."""
    told = cli("checkpoint", docket).out.split()
    journal = [told[0], told[2]]
    cases = [part for one in CASES for part in (one.id, one.title, one.subject) if part]
    return [*journal, *cases, "Permit revoked", "Residence permits", "2023-11", "questionnaire", "anna", "lena", "cleo"]


def said_of(name, ran, hidden, given):
    """What came out of a command that the docket alone can have told."""
    return [one for one in hidden if one in ran.out + ran.err and one not in map(str, given)]


@pytest.mark.parametrize("name", COMMANDS)
def test_no_command_tells_an_outsider_anything(cli, closed, tmp_path, monkeypatch, name):
    monkeypatch.setenv("TEXTUAL_DRIVER", "textual.drivers.web_driver:WebDriver")  # there is a screen to be opened
    file = tmp_path / "file.csv"
    file.write_text("id,title\nX-1,Other\n")
    hidden, before = secrets(cli, closed), (closed / "journal.jsonl").read_bytes()
    given = words(name, closed, file)
    as_json = [[*given, "--json"]] if any("--json" in one.opts for one in COMMANDS[name].params) else []
    for words_given in (given, *as_json):
        ran = cli(*words_given, by="dora")
        if name in ASKS_NOBODY:
            assert said_of(name, ran, hidden, given) == []
        else:
            assert (ran.code, ran.out, ran.err) == (1, "", CLOSED)
    assert (closed / "journal.jsonl").read_bytes() == before


@pytest.mark.parametrize("name", [one for one in COMMANDS if "RP-1" in words(one, "d", "f")])
def test_an_outsider_does_not_learn_which_cases_there_are(cli, closed, tmp_path, monkeypatch, name):
    (tmp_path / "f").write_text("Text.")
    given = ["NO-1" if one == "RP-1" else one for one in words(name, closed, tmp_path / "f")]
    assert cli(*given, by="dora").err == CLOSED


@pytest.mark.parametrize("name", COMMANDS)
def test_no_command_tells_an_outsider_anything_of_damage(cli, closed, tmp_path, monkeypatch, name):
    monkeypatch.setenv("TEXTUAL_DRIVER", "textual.drivers.web_driver:WebDriver")
    file = tmp_path / "file.csv"
    file.write_text("id,title\nX-1,Other\n")
    hidden, journal = secrets(cli, closed), closed / "journal.jsonl"
    journal.write_bytes(journal.read_bytes().replace(b'"keep"', b'"kept"').replace(b'"A note."', b'"A nope."'))
    given = words(name, closed, file)
    ran = cli(*given, by="dora")
    if name in ASKS_NOBODY:
        assert said_of(name, ran, hidden, given) == []
    else:
        assert (ran.code, ran.out, ran.err) == (1, "", CLOSED)


def test_of_a_docket_that_does_not_know_its_policy_any_more_bytes_and_places_are_told(cli, closed, tmp_path):
    hidden, journal = secrets(cli, closed), closed / "journal.jsonl"
    journal.write_bytes(b"x" + journal.read_bytes())
    for name in COMMANDS:
        if name not in {"demo", "new", "propose", "keys"}:
            given = words(name, closed, __file__)
            ran = cli(*given, by="dora")
            assert ran.code != 0, name
            assert said_of(name, ran, hidden, given) == [], name


def test_a_tab_offers_an_outsider_what_it_offers_where_there_is_no_docket(cli, closed, tmp_path, monkeypatch):
    differs = 0
    for name, command in COMMANDS.items():
        for one in command.params:
            if one.name == "docket":
                continue

            def offered(who, where, command=command, one=one):
                monkeypatch.setenv("FOUREYES_REVIEWER", who)
                context = command.context_class(command, info_name="x")
                context.params = {"docket": where}
                return [found.value for found in one.shell_complete(context, "")]

            nothing = offered("dora", tmp_path / "nowhere")
            assert offered("dora", closed) == nothing, f"{name} {one.name}"
            differs += offered("anna", closed) != nothing
    assert differs > 10, "somebody with a role is offered more"


def test_what_the_walk_asks_of_a_command_is_what_it_has():
    assert set(ASKS_NOBODY) <= set(COMMANDS)
    asked = {one.name for command in COMMANDS.values() for one in command.params}
    assert set(GIVEN) <= asked
