"""An outcome is chosen in the words of a policy: nobody stands for it in words that were put under it afterwards."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from store.acts import CastVote, Draft, Open, Reopen, Vote, Withdraw
from store.departure import Departure
from store.docket import Docket
from store.records import Record
from tests.dockets import KEEP, POLICY, REVOKE, done, missing, read_through, vote
from tests.store.local.test_verify import lines_of, verified, write

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


def test_whatever_a_draft_says_its_author_opened_the_case_under_that_policy(read: Docket) -> None:
    now = read.view("ana", CASE).scene.policy_seq
    assert "policy" in missing(read.act("ana", CASE, CastVote(replace(KEEP, policy=now))))
    done(read.act("ana", CASE, Open()))
    done(read.act("ana", CASE, CastVote(replace(KEEP, policy=now))))


def test_reading_on_is_no_reading_of_other_words(read: Docket) -> None:
    """One item more is opened where no word of the policy is shown; the case itself is opened where they are."""
    now = read.view("ana", CASE).scene.policy_seq
    done(read.act("ana", CASE, Open(("q1",), policy=0)))
    assert "policy" in missing(read.act("ana", CASE, CastVote(KEEP)))
    assert "policy" in missing(read.act("ana", CASE, Open(("q1",), policy=now - 1)))
    done(read.act("ana", CASE, Open(policy=now)))
    done(read.act("ana", CASE, Open(("q1",), policy=0)))
    done(read.act("ana", CASE, CastVote(KEEP)))
    assert list(read.verify("lead")) == []


@pytest.mark.parametrize("draft", [KEEP, REVOKE])
def test_who_did_not_open_the_case_under_the_policy_of_their_vote_is_named(
    read: Docket, place: Path, draft: Draft
) -> None:
    """Somebody with the files makes the opening another's, and the chain anew."""
    done(read.act("ana", CASE, Open()))
    done(read.act("ana", CASE, CastVote(draft)))
    read.close()
    documents = lines_of(place)
    last = max(one["seq"] for one in documents if one["kind"] == "opened")
    write(place, [one | {"by": "ben"} if one["seq"] == last else one for one in documents])
    [said] = verified(place)
    assert "(vote by ana)" in said
    assert "The policy has changed since you opened the case" in said


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


def test_who_read_the_words_of_a_round_that_is_over_reads_those_of_the_next(docket: Docket) -> None:
    """The first vote is taken back, and with it the round begins anew, under the policy in force."""
    vote(docket, "ana", CASE, REVOKE)
    assert isinstance(docket.set_policy("lead", TURNED, "Other words."), Record)
    read_through(docket, "ben", CASE)
    assert docket.view("ben", CASE).scene.policy.label_of("keep") == "Permit stands"
    assert isinstance(docket.act("ana", CASE, Withdraw("I was too quick.")), Record)
    assert "policy" in missing(docket.act("ben", CASE, CastVote(KEEP)))
    read_through(docket, "ben", CASE)
    assert isinstance(docket.act("ben", CASE, CastVote(KEEP)), Record)
    assert list(docket.verify("lead")) == []


def test_what_somebody_stood_for_is_told_in_the_words_that_they_read(docket: Docket) -> None:
    for who in ("ana", "ben"):
        vote(docket, who, CASE, REVOKE)
    assert isinstance(docket.set_policy("lead", TURNED, "Other words."), Record)
    assert isinstance(docket.act("cleo", CASE, Reopen("A letter came.")), Record)
    vote(docket, "ana", CASE, KEEP)
    view = docket.view("ana", CASE)
    votes = [one for one in view.history if isinstance(one.body, Vote) and one.by == "ana"]
    said = [one.body.words(view.policy_of(one)) for one in votes]
    assert said == ["voted: Permit revoked", "voted: Handed to the police"]
    departure = docket.leaving("lead", purpose="An audit.", others=True)
    assert isinstance(departure, Departure)
    left = [(departure.policy_of(one), one.body) for one in departure.records() if isinstance(one.body, Vote)]
    labels = [policy.label_of(body.outcome) for policy, body in left]
    assert labels == ["Permit revoked", "Permit revoked", "Handed to the police"]
