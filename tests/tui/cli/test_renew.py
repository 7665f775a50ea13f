"""`foureyes renew`, and what `show` tells of related cases."""

import json

from store.opening import new_docket
from tests.dockets import POLICY, make_case


def test_a_decision_comes_up_again(cli, tmp_path):
    place = tmp_path / "r"
    source = f'{POLICY}\n[renewal]\noutcomes = ["keep"]\nfield = "expires"\n'
    docket = new_docket(place, source, "lead")
    docket.import_cases("lead", iter([make_case(1, fields={"expires": "2026-03-01"})]), ())
    docket.close()
    assert cli("vote", place, "RP-0001", "--outcome", "keep", "--revision", "1").code == 0
    dry = cli("renew", place, "--until", "2026-03-01", "--dry-run")
    assert (dry.code, dry.err.splitlines()) == (
        0,
        [
            "RP-0001 comes up on 2026-03-01, as RP-0001-R1.",
            "1 case would come up for renewal until 2026-03-01.",
            "Recorded: you looked at what was decided, for renewals.",
        ],
    )
    ran = cli("renew", place, "--until", "2026-03-01", "--json")
    assert json.loads(ran.out) == {"renewed": 1, "until": "2026-03-01", "dry_run": False, "wrong": []}
    assert cli("vote", place, "RP-0001-R1", "--outcome", "keep", "--revision", "1").code == 0
    assert "this case renews it" in cli("show", place, "RP-0001-R1").out
    assert "its renewal" in cli("show", place, "RP-0001").out


def test_without_a_renewal_in_the_policy_it_says_so(cli, docket):
    ran = cli("renew", docket)
    assert (ran.code, ran.err) == (1, "The policy has no [renewal]: it says which outcomes come up again, and when.\n")
