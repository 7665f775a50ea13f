"""Evidence that arrives later, from a file, standard input or JSON."""

import json

import pytest

from tests.hostile import PAYLOADS
from tests.sweeps import all_but


def test_a_letter_that_arrives_later_is_a_revision(cli, docket, tmp_path):
    letter = tmp_path / "letter.txt"
    letter.write_text("I have never met any of them.\n")
    ran = cli("evidence", docket, "RP-1", letter, "--kind", "report", "--source", "the person", "--date", "2026-11-02")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == "Recorded: e1 is evidence of RP-1, which is now at revision 2.\n"
    shown = cli("show", docket, "RP-1").out
    assert "letter.txt" in shown
    assert "I have never met any of them." in shown
    assert "added evidence: e1" in shown
    more = cli(
        "evidence",
        docket,
        "RP-1",
        "-",
        "--label",
        "A second letter",
        "--kind",
        "report",
        "--restricted",
        "--gist",
        "A visit.",
        "--json",
        stdin="A second.",
    )
    assert more.code == 0, more.err
    assert json.loads(more.out)["item"] == "e2"
    assert cli("verify", docket).code == 0


def test_an_item_as_json(cli, docket, tmp_path):
    item = tmp_path / "opinion.json"
    item.write_text('{"id":"o1","kind":"report","label":"Opinion","text":"No concerns.","access":"restricted"}')
    assert cli("evidence", docket, "RP-1", item).code == 0
    assert cli("evidence", docket, "RP-1", item).err == (
        'The item cannot be added: there is an item "o1" in this case already.\n'
    )
    item.write_text('{"id":"o2","kind":"report","label":"Opinion"}')
    ran = cli("evidence", docket, "RP-1", item)
    assert (ran.code, ran.err) == (1, f"{item}: is no item of evidence: Object missing required field `text`.\n")


@pytest.mark.parametrize(
    "options",
    [
        ("--restricted",),
        ("--kind", "report"),
        ("--id", "o2"),
        ("--label", "Opinion"),
        ("--source", "the desk"),
        ("--date", "today"),
        ("--gist", "A visit."),
        ("--kind", "report", "--restricted"),
    ],
)
def test_an_item_as_json_says_itself_whether_it_is_withheld(cli, docket, tmp_path, options):
    item = tmp_path / "opinion.json"
    item.write_text('{"id":"o1","kind":"report","label":"Opinion","text":"No concerns."}')
    ran = cli("evidence", docket, "RP-1", item, *options)
    named = ", ".join(one for one in options if one.startswith("--"))
    assert (ran.code, ran.err) == (2, f"An item as JSON says all that it is: leave out {named}.\n")
    assert "No concerns." not in cli("show", docket, "RP-1").out


def test_an_item_as_json_is_one_whatever_case_its_ending_has(cli, docket, tmp_path):
    item = tmp_path / "OPINION.JSON"
    item.write_text('{"id":"o1","kind":"report","label":"Opinion","text":"No concerns.","access":"restricted"}')
    assert cli("evidence", docket, "RP-1", item).code == 0
    assert json.loads(cli("show", docket, "RP-1", "--json").out)["case"]["evidence"][-1]["access"] == "restricted"


def test_what_comes_from_standard_input_is_called_something(cli, docket):
    ran = cli("evidence", docket, "RP-1", "-", "--kind", "report", stdin="I met nobody.")
    said = "Standard input has no name: say what the item is called, with --label.\n"
    assert (ran.code, ran.err) == (2, said)
    assert "I met nobody." not in cli("show", docket, "RP-1").out


def test_what_cannot_be_added_is_said_and_nothing_is(cli, docket, tmp_path):
    letter = tmp_path / "letter.txt"
    letter.write_text("Words.")
    for words, code, said in (
        ((letter,), 2, "Say which kind of evidence it is, with --kind. Known: questionnaire, report."),
        ((letter, "--kind", "reports"), 1, 'did you mean "report"'),
        (
            (letter, "--kind", "report", "--date", "2.11."),
            2,
            '"2.11." is not a date: write it as 2023-12-01, today or +14d.',
        ),
        ((tmp_path / "none.txt", "--kind", "report"), 2, "cannot be read: No such file or directory."),
    ):
        ran = cli("evidence", docket, "RP-1", *words)
        assert ran.code == code
        assert said in ran.err
    assert "revision" not in cli("show", docket, "RP-1").out


@pytest.mark.parametrize("at", all_but(range(9), 0))
def test_a_hostile_item_is_only_words(cli, docket, tmp_path, at):
    item = tmp_path / "item.json"
    for number, payload in enumerate([*PAYLOADS.values()][at::9]):
        item.write_text(json.dumps({"id": f"h{number}", "kind": "report", "label": payload, "text": payload or "x"}))
        assert cli("evidence", docket, "RP-1", item).code in (0, 1)  # `cli` looks at every byte
    assert cli("show", docket, "RP-1").code == 0
