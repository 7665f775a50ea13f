"""A case from its first reading to its decision, as reviewers live it, and what they are told when they may not."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from store.acts import Adjudicate, CastVote, Cite, Draft, Withdraw
from store.docket import Docket
from store.model import Case, Refusal, Standing
from store.opening import open_docket
from tests.dockets import (
    KEEP,
    REVOKE,
    adjudicate,
    done,
    made,
    make_case,
    missing,
    refused,
    see,
    vote,
)

CASE = "RP-0001"


def test_a_vote_that_hurts_nobody_decides(docket: Docket) -> None:
    done(vote(docket, "ana", CASE, KEEP))
    assert docket.view("ana", CASE).standing is Standing.DECIDED
    assert refused(vote(docket, "ben", CASE, KEEP)) == "decided"


def test_an_adverse_vote_needs_another_person(docket: Docket) -> None:
    done(vote(docket, "ana", CASE, REVOKE))
    assert docket.view("ana", CASE).standing is Standing.SECOND
    assert refused(vote(docket, "ana", CASE, REVOKE)) == "same_person"
    done(vote(docket, "ben", CASE, REVOKE))
    view = docket.view("ana", CASE)
    assert view.standing is Standing.DECIDED
    assert view.decision is not None
    assert view.decision.outcome == "revoke"
    assert [vote.by for vote in view.votes] == ["ana", "ben"]


# Conflicts


OF_KEEPING = '[[ground]]\nid = "rumour"\nlabel = "A rumour"\nlaw = "-"\noutcomes = ["revoke", "keep"]\n'


def conflict(docket: Docket, case: str = CASE) -> None:
    done(vote(docket, "ana", case, REVOKE))
    done(vote(docket, "ben", case, KEEP))


def test_votes_that_differ_go_to_a_third_person(docket: Docket) -> None:
    conflict(docket)
    assert docket.view("ana", CASE).standing is Standing.CONFLICT
    assert refused(vote(docket, "cleo", CASE, KEEP)) == "conflict"
    assert refused(docket.act("ana", CASE, Adjudicate(REVOKE))) == "voted"
    assert len(see(docket, "cleo", CASE).votes) == 2
    assert missing(docket.act("cleo", CASE, Adjudicate(Draft("revoke")))) == {"ground", "citation", "reason"}
    done(adjudicate(docket, "cleo", CASE, REVOKE))
    view = docket.view("ana", CASE)
    assert view.standing is Standing.DECIDED
    assert view.resolution is not None
    assert view.resolution.by == "cleo"
    assert len(view.votes) == 2
    assert refused(adjudicate(docket, "dora", CASE, KEEP)) == "no_conflict"


def test_an_adjudicator_alone_cannot_make_an_adverse_outcome(docket: Docket) -> None:
    conflict(docket)
    refuse = Draft("refuse", ("false_statement",), "The register says so.", (Cite("r1"),))
    assert missing(adjudicate(docket, "cleo", CASE, refuse)) == {"one_word"}
    done(adjudicate(docket, "cleo", CASE, KEEP))


@pytest.mark.parametrize("conflict_on", ["outcome", "grounds"])
def test_no_ground_of_an_adverse_resolution_is_the_adjudicator_s_alone(tmp_path: Path, conflict_on: str) -> None:
    docket = made(tmp_path, f'\n[review]\nconflict_on = "{conflict_on}"\n')
    conflict(docket)
    for grounds in (("contact",), ("contact", "false_statement")):
        refusal = adjudicate(docket, "cleo", CASE, replace(REVOKE, grounds=grounds))
        assert missing(refusal) == {"lone_ground"}
        assert isinstance(refusal, Refusal)
        assert 'No adverse vote has the ground "Undeclared contact"' in refusal.missing[0].sentence
        view = docket.view("cleo", CASE)
        assert docket.missing(view, Adjudicate(replace(REVOKE, grounds=grounds))) == refusal.missing
    done(adjudicate(docket, "cleo", CASE, REVOKE))
    docket.close()


def test_a_ground_counts_whichever_adverse_outcome_it_was_voted_for(tmp_path: Path) -> None:
    """And a vote that is not adverse lends none, whatever it names."""
    docket = made(tmp_path, OF_KEEPING)
    done(vote(docket, "ana", CASE, replace(REVOKE, grounds=("contact",))))
    done(vote(docket, "ben", CASE, replace(REVOKE, outcome="refuse")))
    done(adjudicate(docket, "cleo", CASE, replace(REVOKE, grounds=("contact", "false_statement"))))
    docket.import_cases("lead", iter([make_case(2)]), ())
    done(vote(docket, "ana", "RP-0002", REVOKE))
    done(vote(docket, "ben", "RP-0002", replace(KEEP, grounds=("rumour",))))
    draft = replace(REVOKE, grounds=("false_statement", "rumour"))
    assert missing(adjudicate(docket, "cleo", "RP-0002", draft)) == {"lone_ground"}
    docket.close()


def test_who_settles_a_conflict_says_why_whatever_the_outcome(docket: Docket) -> None:
    conflict(docket)
    for reason in ("", " \u200b\n"):
        assert missing(adjudicate(docket, "cleo", CASE, Draft("keep", reason=reason))) == {"reason"}
    assert docket.view("ana", CASE).standing is Standing.CONFLICT
    done(adjudicate(docket, "cleo", CASE, Draft("keep", reason="So be it.")))


def test_there_is_nothing_to_adjudicate_without_a_conflict(docket: Docket) -> None:
    assert refused(docket.act("cleo", CASE, Adjudicate(KEEP))) == "no_conflict"
    done(vote(docket, "ana", CASE, REVOKE))
    assert refused(docket.act("cleo", CASE, Adjudicate(REVOKE))) == "no_conflict"


def test_different_grounds_are_a_conflict_where_the_policy_says_so(tmp_path: Path) -> None:
    docket = made(tmp_path, '\n[review]\nconflict_on = "grounds"\n')
    other = Draft("revoke", ("contact",), "It rests on another ground.", (Cite("r1"),))
    done(vote(docket, "ana", CASE, REVOKE))
    done(vote(docket, "ben", CASE, other))
    assert docket.view("ana", CASE).standing is Standing.CONFLICT
    done(adjudicate(docket, "cleo", CASE, REVOKE))  # more people than are needed may agree
    docket.close()


def test_grounds_in_another_order_are_the_same_grounds(tmp_path: Path) -> None:
    docket = made(tmp_path, '\n[review]\nconflict_on = "grounds"\n')
    done(vote(docket, "ana", CASE, replace(REVOKE, grounds=("contact", "false_statement"))))
    done(vote(docket, "ben", CASE, replace(REVOKE, grounds=("false_statement", "contact"))))
    assert docket.view("ana", CASE).standing is Standing.DECIDED
    docket.close()


def test_three_people_where_the_policy_wants_three(tmp_path: Path) -> None:
    docket = made(tmp_path, "\n[review]\nvotes = 3\n")
    done(vote(docket, "ana", CASE, REVOKE))
    done(vote(docket, "ben", CASE, REVOKE))
    assert docket.view("ana", CASE).standing is Standing.SECOND
    assert refused(vote(docket, "ben", CASE, REVOKE)) == "same_person"
    done(vote(docket, "cleo", CASE, KEEP))
    done(adjudicate(docket, "dora", CASE, REVOKE))
    docket.close()


# Withdrawals


def test_a_vote_is_withdrawn_until_another_person_acts(docket: Docket) -> None:
    assert refused(docket.act("ana", CASE, Withdraw())) == "no_vote"
    done(vote(docket, "ana", CASE, REVOKE))
    done(docket.act("ana", CASE, Withdraw("Misread the date.")))
    assert docket.view("ana", CASE).standing is Standing.OPEN
    done(docket.act("ana", CASE, CastVote(REVOKE)))
    done(vote(docket, "ben", CASE, REVOKE))
    assert refused(docket.act("ana", CASE, Withdraw())) == "acted_on"
    shown = [record.kind for record in docket.view("ana", CASE).history if record.kind != "opened"]
    assert shown == ["import", "vote", "withdrawal", "vote", "vote"]


def test_a_decision_of_one_is_taken_back_with_the_vote(docket: Docket) -> None:
    done(vote(docket, "ana", CASE, KEEP))
    done(docket.act("ana", CASE, Withdraw()))
    view = docket.view("ana", CASE)
    assert (view.standing, view.decision) == (Standing.OPEN, None)


def test_a_vote_stands_once_another_acted_whatever_their_names(docket: Docket) -> None:
    """It is asked who acted last: not which of the two comes first in the alphabet."""
    for case, first, second in ((CASE, "ana", "zoe"), ("RP-0002", "zoe", "ana")):
        done(vote(docket, first, case, REVOKE))
        done(vote(docket, second, case, KEEP))
        assert refused(docket.act(first, case, Withdraw())) == "acted_on"
        done(docket.act(second, case, Withdraw()))


def test_who_withdraws_after_seeing_the_first_vote_does_not_vote_again(docket: Docket) -> None:
    conflict(docket)
    done(docket.act("ben", CASE, Withdraw()))
    assert docket.view("ana", CASE).standing is Standing.SECOND
    assert refused(docket.act("ben", CASE, CastVote(REVOKE))) == "not_blind"
    done(vote(docket, "cleo", CASE, KEEP))
    assert refused(docket.act("ben", CASE, Adjudicate(KEEP))) == "voted"


def test_a_long_reason_for_a_withdrawal_is_refused(docket: Docket) -> None:
    done(vote(docket, "ana", CASE, REVOKE))
    assert missing(docket.act("ana", CASE, Withdraw("x" * 100_001))) == {"too_long"}


# The audit


@pytest.mark.long
def test_an_audited_case_goes_to_a_second_reader_too(tmp_path: Path) -> None:
    docket = made(tmp_path, "\n[review]\naudit_share = 0.5\n", *map(make_case, range(1, 41)))
    standings = {}
    for number in range(1, 41):
        case = f"RP-{number:04}"
        done(vote(docket, "ana", case, KEEP))
        standings[case] = docket.view("ana", case).standing
    assert 5 < list(standings.values()).count(Standing.SECOND) < 35
    second = next(case for case, standing in standings.items() if standing is Standing.SECOND)
    done(docket.act("ana", second, Withdraw()))
    done(docket.act("ana", second, CastVote(KEEP)))
    assert docket.view("ana", second).standing is Standing.SECOND  # nobody votes until they are not drawn
    done(vote(docket, "ben", second, KEEP))
    assert docket.view("ben", second).standing is Standing.DECIDED
    docket.close()


def test_which_cases_are_drawn_differs_from_docket_to_docket_and_nobody_is_shown_why(tmp_path: Path) -> None:
    drawn = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        docket = made(tmp_path / name, "\n[review]\naudit_share = 0.5\n", *map(make_case, range(1, 41)))
        for number in range(1, 41):
            done(vote(docket, "ana", f"RP-{number:04}", KEEP))
        drawn.append([row.standing for row in docket.page("ana")])
        genesis = next(docket.history("ana"))
        assert genesis.body.draw_key == ""  # type: ignore[union-attr]
        docket.close()
    assert drawn[0] != drawn[1]


def test_everything_is_there_when_the_docket_is_opened_again(docket: Docket, place: Path) -> None:
    done(vote(docket, "ana", CASE, REVOKE))
    done(vote(docket, "ben", "RP-0002", KEEP))
    again = open_docket(place)
    assert again.counts("ana") == docket.counts("ana")
    assert again.view("ana", CASE) == docket.view("ana", CASE)
    assert again.checkpoint("lead") == docket.checkpoint("lead")
    assert list(again.verify("lead")) == []
    again.close()


def test_a_case_that_says_nothing_can_be_kept(docket: Docket) -> None:
    docket.import_cases("lead", iter([Case("RP-0099")]), ())
    done(vote(docket, "ana", "RP-0099", KEEP))
