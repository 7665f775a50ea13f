"""The policies that ship: each is found by its name, fits its field, and explains itself."""

import re
import tomllib
from pathlib import Path

import pytest

from store.policy_file import load
from tui.samples import folder, policies

WORKED = ["posts", "screening", "security_alerts"]


def test_the_policies_that_ship_are_found_by_name() -> None:
    assert policies() == ["card_fraud", "plain", "posts", "residence_permits", "screening", "security_alerts"]


@pytest.mark.parametrize("name", ["plain", *WORKED])
def test_the_mappings_that_ship_find_their_kinds_of_evidence(name: str) -> None:
    policy, _ = load(folder(name) / "policy.toml")
    assert policy.kind_of("text")
    assert policy.kind_of("event")


def test_the_plain_policy_is_for_anybody_and_any_case() -> None:
    policy, _ = load(folder("plain") / "policy.toml")
    assert [(one.id, one.adverse) for one in policy.outcome] == [("keep", False), ("act", True)]
    assert len(policy.ground) == 2
    assert policy.has_role("anybody", "lead")
    assert policy.has_role("anybody", "reviewer")


def test_every_line_of_the_plain_policy_says_what_it_does() -> None:
    source = (folder("plain") / "policy.toml").read_text("utf-8")
    assert all(re.search(r"# \w", line) for line in source.splitlines() if line)


def test_screening_has_each_paper_read_by_two_people_and_hurts_nobody() -> None:
    policy, _ = load(folder("screening") / "policy.toml")
    assert not any(one.adverse for one in policy.outcome)
    assert policy.review.audit_share == 1
    assert len(policy.grounds_for("exclude")) > 5


def test_an_alert_is_dismissed_by_two_people_on_what_somebody_looked_up() -> None:
    policy, _ = load(folder("security_alerts") / "policy.toml")
    assert [one.id for one in policy.outcome if not one.adverse] == ["fix"]
    assert [one.kind for one in policy.evidence if one.alone] == ["analysis"]
    ours = {one.id for one in policy.ground}
    assert {"fix_started", "inaccurate", "no_bandwidth", "not_used", "tolerable_risk"} <= ours, "Dependabot's reasons"
    assert {"false_positive", "wont_fix", "used_in_tests"} <= ours, "code scanning's reasons"


def test_every_restriction_of_a_post_is_adverse_and_can_be_complained_about_for_six_months() -> None:
    policy, _ = load(folder("posts") / "policy.toml")
    restrictions = {one.id for one in policy.outcome if one.adverse}
    assert restrictions == {"warn", "remove", "suspend"}
    (clock,) = (one for one in policy.clock if one.id == "complain_by")
    assert (clock.months, set(clock.outcomes)) == (6, restrictions)
    assert policy.masks("subject")


@pytest.mark.parametrize("name", policies())
def test_what_is_invented_says_so(name: str) -> None:
    """A rule that somebody could take for law is either a law that exists, or is called fictional."""
    data = tomllib.loads((Path("sample_data") / name / "policy.toml").read_text("utf-8"))
    rules = [one["law"] for one in data["ground"]] + [one["source"] for one in data.get("clock", ())]
    assert all("(fictional)" in rule or rule.startswith(("DSA, art. ", "House rule ")) for rule in rules)
