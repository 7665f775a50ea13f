"""A case decided by two people who use nothing but the command line."""

import json

from tests.tui.cli.conftest import KEEP, revoke, squeezed


def test_the_queue_shows_each_case_with_its_standing_and_masks_what_the_policy_masks(cli, docket):
    ran = cli("list", docket)
    assert ran.code == 0
    header, first, second = ran.out.splitlines()
    assert header.split() == ["case", "standing", "due", "flags", "permit", "citizenship", "marks", "title"]
    assert first.split()[:6] == ["RP-1", "open", "2023-12-01", "Q3", "temporary", "▒▒▒"]
    assert second.split()[:2] == ["RP-2", "open"]
    assert first.index("Temporary") == second.index("許可証")
    assert ran.err == "2 cases.\n"


def test_a_filter_narrows_the_queue(cli, docket):
    ran = cli("list", docket, "--filter", "flag:Q3", "--json")
    assert [json.loads(line)["id"] for line in ran.out.splitlines()] == ["RP-1"]


def test_the_queue_for_a_program_is_one_json_object_a_line(cli, docket):
    row = json.loads(cli("list", docket, "--json").out.splitlines()[0])
    assert row["columns"] == {"due": "2023-12-01", "flags": "Q3", "permit": "temporary", "citizenship": None}
    assert row["masked"] == ["citizenship"]
    assert (row["standing"], row["voted"], row["hidden"]) == ("open", False, 0)


def test_a_case_is_shown_so_that_any_sentence_of_it_can_be_cited(cli, docket):
    ran = cli("show", docket, "RP-1")
    assert ran.code == 0
    for line in (
        "RP-1 Temporary residence permit ○ open",
        "Due 2023-12-01 · ",
        "Q3 Did not answer survey desk · 2023-07-02",
        "FIELDS --unmask FIELD --purpose TEXT asks for what is masked",
        "citizenship ▒▒▒",
        "QUESTIONNAIRE 1 item · never enough alone",
        "r1 Visit public desk · 2023-05-11",
        "[r1:0-26] He met the attaché in May.",
        "[r1:27-44] He met him again.",
        "You read this case blind",
        "--outcome revoke Permit revoked (adverse)",
        "--ground contact Contact with a foreign service (Aliens Act 50(1)1)",
        "An adverse outcome also needs: Choose at least one ground.",
        "Never enough alone for an adverse outcome: Questionnaire, items withheld from the subject.",
    ):
        assert line in squeezed(ran.out)
    assert "BLR" not in ran.out


def test_the_offsets_for_a_program_are_those_of_the_printed_sentences(cli, docket):
    shown = json.loads(cli("show", docket, "RP-1", "--json").out)
    text = shown["case"]["evidence"][1]["text"]
    assert [text[start:end] for start, end in shown["sentences"]["r1"]] == [
        "He met the attaché in May.",
        "He met him again.",
    ]
    assert shown["case"]["fields"]["citizenship"] is None
    assert shown["masked"] == ["citizenship"]
    assert shown["may"]["vote"] == {"allowed": True, "code": None, "sentence": None}


def test_whoever_is_shown_a_case_has_opened_its_evidence(cli, docket):
    assert json.loads(cli("show", docket, "RP-1", "--json").out)["opened"] == ["q1", "r1"]
    assert json.loads(cli("show", docket, "RP-2", "--json", by="berta").out)["opened"] == ["r1"]


def test_a_masked_field_is_shown_to_who_asked_and_to_nobody_else(cli, docket):
    assert "BLR" in cli("show", docket, "RP-1", "--unmask", "citizenship", "--purpose", "A check").out
    assert "BLR" in cli("show", docket, "RP-1").out
    assert "BLR" not in cli("show", docket, "RP-1", by="berta").out
    ran = cli("show", docket, "RP-1", "--unmask", "citizenship", by="berta")
    assert (ran.code, "Write what you need to see it for." in ran.err) == (1, True)
    ran = cli("show", docket, "RP-1", "--unmask", "permit", "--purpose", "A check")
    assert (ran.code, ran.out) == (1, "")
    assert '"permit" is not a masked field.' in ran.err


def test_two_people_revoke_a_permit_and_the_second_reads_blind(cli, docket):
    assert cli("note", docket, "RP-1", "Ask the desk.", "--cite", "r1:27-44").code == 0
    first = revoke(cli, docket)
    assert first.code == 0
    assert "RP-1 is now second." in first.err

    blind = cli("show", docket, "RP-1", by="berta").out
    assert not any(word in blind for word in ("anna", "Ask the desk", "Two meetings"))

    second = revoke(cli, docket, "--json", by="berta")
    assert json.loads(second.out)["standing"] == "decided"
    after = squeezed(cli("show", docket, "RP-1", by="berta").out)
    for line in (
        "▲ adverse Permit revoked anna voted · 20",
        "▲ adverse Permit revoked berta voted · 20",
        "Contact with a foreign service (Aliens Act 50(1)1) Two meetings in May. [r1:0-26]",
        "[r1:0-26] “He met the attaché in May.”",
        "[r1:27-44] “He met him again.” Ask the desk.",
        "▲ adverse Permit revoked decided 20",
    ):
        assert line in after


def test_a_third_person_settles_a_conflict(cli, docket):
    revoke(cli, docket)
    cli("vote", docket, "RP-1", *KEEP, by="berta")
    assert "conflict" in cli("list", docket, by="carla").out
    shown = cli("show", docket, "RP-1", by="carla").out
    assert "foureyes adjudicate" in shown
    assert "anna voted" in shown
    assert cli("adjudicate", docket, "RP-1", "--outcome", "keep").code == 1
    settled = cli("adjudicate", docket, "RP-1", "--outcome", "keep", "--reason", "Chance meetings.", by="carla")
    assert settled.code == 0
    assert "RP-1 is now decided." in settled.err
    assert "Permit kept carla adjudicated the conflict" in squeezed(cli("show", docket, "RP-1").out)


def test_who_takes_a_vote_back_having_seen_the_other_is_told_what_that_means(cli, docket):
    revoke(cli, docket)
    assert cli("vote", docket, "RP-1", "--outcome", "keep", "--revision", "1", by="berta").code == 0
    ran = cli("withdraw", docket, "RP-1", by="berta")
    assert "You have seen others' work on this case: another person must read it." in ran.err


def test_a_vote_is_taken_back_until_somebody_else_has_acted(cli, docket):
    revoke(cli, docket)
    assert "foureyes withdraw" in cli("show", docket, "RP-1").out
    assert "RP-1 is now open." in cli("withdraw", docket, "RP-1", "--reason", "Wrong case.").err
    revoke(cli, docket)
    revoke(cli, docket, by="berta")
    late = cli("withdraw", docket, "RP-1")
    assert late.code == 1
    assert "Another person has acted" in late.err
