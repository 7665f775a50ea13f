"""An outcome is chosen in the words of a policy: nobody stands for it in words that were put under it afterwards."""

import pytest
from msgspec.structs import replace

from store.acts import CastVote, Draft
from store.docket import Docket
from store.records import Record
from tests.dockets import KEEP, POLICY, REVOKE, missing, read_through, vote

CASE = "RP-0001"
TURNED = POLICY.replace("Permit revoked", "Deported for life").replace("Permit stands", "Handed to the police")


@pytest.fixture
def read(docket: Docket) -> Docket:
    """A case that ana has read, before a lead puts other words under its outcomes."""
    read_through(docket, "ana", CASE)
    assert isinstance(docket.set_policy("lead", TURNED, "Other words."), Record)
    return docket


@pytest.mark.parametrize("draft", [KEEP, REVOKE])
def test_who_read_the_case_under_another_policy_opens_it_again(read: Docket, draft: Draft) -> None:
    assert "policy" in missing(read.act("ana", CASE, CastVote(draft)))
    read_through(read, "ana", CASE)
    assert isinstance(read.act("ana", CASE, CastVote(draft)), Record)


def test_a_draft_says_which_policy_it_was_written_under(read: Docket) -> None:
    read_through(read, "ana", CASE)
    now = read.view("ana", CASE).scene.policy_seq
    assert "policy" in missing(read.act("ana", CASE, CastVote(replace(KEEP, policy=now - 1))))
    assert isinstance(read.act("ana", CASE, CastVote(replace(KEEP, policy=now))), Record)


def test_a_round_that_has_begun_ends_under_its_own_words(docket: Docket) -> None:
    vote(docket, "ben", CASE, REVOKE)
    read_through(docket, "ana", CASE)
    assert isinstance(docket.set_policy("lead", TURNED, "Other words."), Record)
    assert isinstance(docket.act("ana", CASE, CastVote(REVOKE)), Record)
