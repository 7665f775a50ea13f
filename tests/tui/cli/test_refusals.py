"""What is refused is refused in sentences, each missing thing on a line of its own, and nothing is recorded."""

import json

import pytest

from tests.tui.cli.conftest import ADVERSE, CASES, KEEP, POLICY, foureyes, make_docket, revoke


def test_an_adverse_vote_names_all_that_is_missing_at_once(cli, docket):
    unread = cli("vote", docket, "RP-1", "--outcome", "revoke").err
    assert "  - Open the case first, or say which revision you have read." in unread
    cli("show", docket, "RP-1")
    ran = cli("vote", docket, "RP-1", "--outcome", "revoke")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.splitlines() == [
        "Something is still missing.",
        "  - Choose at least one ground.",
        "  - Cite at least one passage: here r1 can carry an adverse outcome.",
        "  - Write the reason.",
        '  - "Permit revoked" is adverse: confirm the case by its id with --confirm.',
    ]
    assert "open" in cli("list", docket).out


@pytest.mark.parametrize("confirm", [(), ("--confirm", "RP-2"), ("--confirm", "rp-1"), ("--confirm", "yes")])
def test_an_adverse_vote_is_confirmed_by_the_id_of_this_case_and_nothing_else(cli, docket, confirm):
    cli("show", docket, "RP-1")
    ran = cli("vote", docket, "RP-1", *ADVERSE[:-2], *confirm)
    assert ran.code == 1
    assert ran.err.splitlines()[1:] == ['  - "Permit revoked" is adverse: confirm the case by its id with --confirm.']
    assert revoke(cli, docket).code == 0


def test_a_confirmation_confirms_nothing_else_that_is_missing(cli, docket):
    ran = cli("vote", docket, "RP-1", "--outcome", "revoke", "--cite", "q1", "--confirm", "RP-1")
    assert ran.code == 1
    assert "  - What you cite is never enough alone: here r1 can carry an adverse outcome." in ran.err


def test_the_same_person_is_not_two_people_however_they_spell_themselves(cli, docket):
    revoke(cli, docket)
    for by in ("anna", "Anna", "an-na", "anna."):
        assert revoke(cli, docket, by=by).code == 1
    for by in ("ANNA ", "Ａｎｎａ", "аnnа"):
        assert revoke(cli, docket, by=by).code == 2
    assert "second" in cli("list", docket).out


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (
            ["--outcome", "banish"],
            'The policy has no outcome "banish". Known: revoke (Permit revoked), keep (Permit kept).',
        ),
        (["--outcome", "Revoke"], 'no outcome "Revoke" (did you mean "revoke"?). Known: revoke (Permit revoked), keep'),
        (["--outcome", "revoke", "--ground", "contract"], '(did you mean "contact"?). Known: contact (Contact with a'),
        (["--outcome", "keep", "--ground", "contact"], 'no ground "contact" for the outcome "keep". Known: none.'),
        (["--outcome", "keep", "--cite", "z9"], 'no evidence "z9"'),
        (["--outcome", "keep", "--cite", "r1:0-999"], "r1:0-999 is not in the text"),
    ],
)
def test_what_the_policy_or_the_case_does_not_know_is_refused(cli, docket, args, sentence):
    ran = cli("vote", docket, "RP-1", *args)
    assert ran.code == 1
    assert sentence in ran.err


def test_an_unknown_case_or_docket_is_bad_data(cli, docket):
    assert cli("show", docket, "RP-99").code == 1
    ran = cli("list", docket.with_name("nothing"))
    assert ran.code == 1
    assert "there is no docket here" in ran.err


@pytest.mark.parametrize(
    "args",
    [
        ["list", "D", "--filter", "stading:open"],
        ["list", "D", "--filter", '"open'],
        ["note", "D", "RP-1", "text", "--cite", "r1:5"],
        ["note", "D", "RP-1", "text", "--cite", "r1:5-"],
        ["vote", "D", "RP-1"],
        ["vote", "D", "RP-1", *KEEP, "--reason", "@/nowhere"],
        ["show", "D"],
        ["show", "D", "RP-1", "--bogus"],
        ["frobnicate"],
        ["review"],
        ["--docket", "D", "list", "D"],
        ["new", "E", "--policy", "residence_permit"],
    ],
)
def test_what_cannot_be_understood_is_a_usage_error(cli, docket, args):
    ran = cli(*[docket if arg == "D" else arg for arg in args])
    assert (ran.code, ran.out) == (2, "")
    assert ran.err


def test_a_program_is_told_what_is_missing_by_codes(cli, docket):
    ran = cli("vote", docket, "RP-1", "--outcome", "revoke", "--json")
    refused = json.loads(ran.out)
    assert (ran.code, refused["refused"]) == (1, "incomplete")
    assert [one["code"] for one in refused["missing"]] == ["unread", "ground", "citation", "reason", "confirm"]
    cli("vote", docket, "RP-2", *KEEP)
    assert json.loads(cli("vote", docket, "RP-2", *KEEP, "--json").out)["refused"] == "voted"


def test_a_program_is_told_of_every_refusal(cli, tmp_path):
    """Of who may not lead, or read, or has not said what for."""
    renewal = '[renewal]\noutcomes = ["keep"]\nfield = "expires"\n[roles]\nlead = ["lena"]\nauditor = ["otto"]\n'
    docket = make_docket(tmp_path / "d", CASES, f"{POLICY}{renewal}")
    cases = tmp_path / "cases.jsonl"
    cases.write_text('{"id":"RP-9","title":"Permit"}')
    for words, code in (
        (("show", docket, "RP-1", "--unmask", "citizenship"), "incomplete"),
        (("show", docket, "RP-1", "--unmask", "permit", "--purpose", "To compare."), "incomplete"),
        (("import", docket, cases), "role"),
        (("renew", docket), "role"),
        (("renew", docket, "--dry-run"), "role"),
    ):
        ran = cli(*words, "--json")
        assert (ran.code, json.loads(ran.out)["refused"]) == (1, code), words
        assert json.loads(ran.out)["sentence"] in ran.err
    damaged = docket / "journal.jsonl"
    damaged.write_bytes(damaged.read_bytes().replace(b'"cases.jsonl"', b'"cases.json"'))
    ran = cli("repair", docket, "--json", by="otto")
    assert (ran.code, json.loads(ran.out)["refused"]) == (1, "role")


def test_a_note_without_words_is_refused(cli, docket):
    assert cli("note", docket, "RP-1", "\u200b \u3164").code == 1


def test_a_reason_comes_from_the_line_a_file_or_stdin(cli, docket, tmp_path):
    file = tmp_path / "reason.txt"
    file.write_text("Wirklich: Straße\nzwei\n", "utf-8")
    cli("vote", docket, "RP-1", *KEEP, "--reason", f"@{file}")
    assert "  Wirklich: Straße\n  zwei" in cli("show", docket, "RP-1").out
    cli("vote", docket, "RP-2", *KEEP, "--reason", "-", stdin="From a pipe.\n")
    assert "From a pipe." in cli("show", docket, "RP-2").out


@pytest.mark.parametrize("data", [b"one\r\ntwo\r\n", b"one\rtwo\r", b"\xef\xbb\xbfone\ntwo"])
def test_a_reason_from_a_file_of_another_system_is_the_same_text(cli, docket, tmp_path, data):
    file = tmp_path / "reason.txt"
    file.write_bytes(data)
    cli("vote", docket, "RP-1", *KEEP, "--reason", f"@{file}")
    cli("note", docket, "RP-2", "-", stdin=data)
    *_, vote, note = (docket / "journal.jsonl").read_text("utf-8").splitlines()
    assert ('"reason":"one\\ntwo"' in vote, '"text":"one\\ntwo"' in note) == (True, True)


def test_a_reason_with_a_nul_is_no_text(cli, docket):
    ran = cli("vote", docket, "RP-1", *KEEP, "--reason", "-", stdin="hi".encode("utf-16-le"))
    assert (ran.code, ran.err.strip()) == (2, "Standard input: a NUL at byte 1, which no text holds.")


def test_a_reason_that_is_not_utf8_or_never_ends_is_not_taken(cli, docket):
    assert cli("vote", docket, "RP-1", *KEEP, "--reason", "-", stdin=b"\xff").code == 2
    ran = cli("vote", docket, "RP-1", *KEEP, "--reason", "@/dev/zero")
    assert ran.code == 2
    assert "open" in cli("list", docket).out


def test_arguments_that_are_not_utf8_end_in_a_sentence(docket):
    ran = foureyes("note", docket, "RP-1", b"\xff".decode("utf-8", "surrogateescape"), "--reviewer", "anna")
    assert ran.returncode == 2
    assert b"Traceback" not in ran.stderr


def test_a_name_that_no_file_can_have_is_no_fault_of_the_program(cli, docket):
    long = "x" * 300
    for command in (
        ("demo", "--docket", long),
        ("new", f"{docket}2", "--policy", long),
        ("import", docket, long),
        ("export", docket, long),
        ("verify", docket, "--against", long),
        ("list", long),
        ("doctor", long),
    ):
        ran = cli(*command)
        assert ran.code in (1, 2), command
        assert "Something went wrong" not in ran.err, command
