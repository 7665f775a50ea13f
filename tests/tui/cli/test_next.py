"""`next` brings the case that waits for its reader, one after the other, and none twice that is decided."""

import json

from tests.tui.cli.conftest import KEEP


def test_cases_come_one_after_the_other_until_none_waits(cli, docket):
    seen = []
    while (ran := cli("next", docket)).code == 0:
        case = ran.out.split()[0]
        assert ":0-" in ran.out
        assert "NEXT" in ran.out
        seen.append(case)
        cli("vote", docket, case, *KEEP)
    assert seen == ["RP-1", "RP-2"]
    assert (ran.code, ran.err) == (1, "No case waits for you.\n")


def test_it_says_how_many_wait_and_stays_until_it_is_decided(cli, docket):
    first, again = cli("next", docket), cli("next", docket)
    assert first.out.split()[0] == again.out.split()[0] == "RP-1"
    assert first.err.endswith("cases wait for you, this one among them.\n")


def test_one_can_be_left_for_now(cli, docket):
    assert cli("next", docket, "--after", "RP-1").out.split()[0] == "RP-2"
    last = cli("list", docket, "--filter", "for:me").out.splitlines()[-1].split()[0]
    ran = cli("next", docket, "--after", last)
    assert (ran.code, ran.err) == (1, f"No case behind {last} waits for you.\n")
    cli("vote", docket, "RP-1", *KEEP)
    assert cli("next", docket, "--after", "RP-1").out.split()[0] == "RP-2"


def test_what_is_shown_is_opened(cli, docket):
    cli("next", docket)
    assert "anna opened q1" in cli("show", docket, "RP-1").out


def test_a_filter_and_programs(cli, docket):
    assert json.loads(cli("next", docket, "--filter", "id:RP-2", "--json").out)["case"]["id"] == "RP-2"
    assert cli("next", docket, "--filter", "id:RP-2 standing:decided").err == "No case waits for you.\n"


def test_an_id_that_no_case_has_is_told_of(cli, docket):
    assert cli("next", docket, "--after", "RP-999").code == 1
