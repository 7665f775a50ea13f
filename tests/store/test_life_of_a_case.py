"""A case from its first reading to its decision, as reviewers live it, and what they are told when they may not."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from store.acts import Adjudicate, CastVote, Cite, Draft, Note, Open, Withdraw, WriteNote
from store.docket import Docket
from store.model import Case, Evidence, Refusal, Standing
from store.opening import open_docket
from tests.dockets import (
    KEEP,
    POLICY,
    REVOKE,
    adjudicate,
    done,
    made,
    make_case,
    missing,
    read_through,
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


def text_of_200() -> str:
    return " ".join(f"word{number}" for number in range(200))


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"outcome": ""}, "outcome"),
        ({"outcome": "deport"}, "unknown_outcome"),
        ({"grounds": ()}, "ground"),
        ({"grounds": ("contact", "rumour")}, "bad_ground"),
        ({"reason": ""}, "reason"),
        ({"reason": " \u200b\u2060\n"}, "reason"),
        ({"reason": "a\0b"}, "bad_text"),
        ({"reason": "a\ud800b"}, "bad_text"),
        ({"reason": "x" * 100_001}, "too_long"),
        ({"cites": ()}, "citation"),
        ({"cites": (Cite("q1"),)}, "weak_citations"),
        ({"cites": (Cite("s1"),)}, "weak_citations"),
        ({"cites": (Cite("q1"), Cite("s1"))}, "weak_citations"),
        ({"cites": (Cite("r9"),)}, "no_item"),
        ({"cites": (Cite("r1", 5, 5),)}, "no_span"),
        ({"cites": (Cite("r1", 0, 9999),)}, "no_span"),
        ({"cites": (Cite("r1", -4, 5),)}, "no_span"),
        ({"cites": (Cite("r1", 10, 11),)}, "blank_span"),
        ({"cites": (Cite("r1", 0, 16),)}, "short_quote"),
        ({"cites": tuple(Cite("r1", start) for start in range(201))}, "too_many"),
    ],
)
def test_an_adverse_vote_says_what_is_missing(docket: Docket, changed: dict[str, object], code: str) -> None:
    long = make_case(1, evidence=(*make_case().evidence[:1], Evidence("r1", "register", "Register", text_of_200())))
    if code == "too_many":
        docket.import_cases("lead", iter([long]), ())
    draft = replace(REVOKE, **changed)
    assert code in missing(vote(docket, "ana", CASE, draft))
    assert code in {one.code for one in docket.missing(docket.view("ana", CASE), CastVote(draft))}
    assert docket.view("ana", CASE).standing is Standing.OPEN


def test_a_form_says_what_is_missing_as_it_is_filled_in(docket: Docket) -> None:
    def told(draft: Draft) -> list[str]:
        return [one.code for one in docket.missing(docket.view("ana", CASE), CastVote(draft))]

    assert told(Draft()) == ["outcome", "unread"]
    assert told(Draft("revoke")) == ["unread", "ground", "citation", "reason"]
    assert told(REVOKE) == ["unread", "unopened", "unopened"]
    read_through(docket, "ana", CASE)
    assert told(REVOKE) == []


def test_a_citation_quotes_three_words_or_the_whole_item(docket: Docket) -> None:
    brief = Evidence("r2", "register", "Register", "Struck off.")
    docket.import_cases("lead", iter([make_case(1, evidence=(*make_case().evidence, brief))]), ())
    assert missing(vote(docket, "ana", CASE, replace(REVOKE, cites=(Cite("r1", 0, 16),)))) == {"short_quote"}
    done(vote(docket, "ana", CASE, replace(REVOKE, cites=(Cite("r2"), Cite("r1", 0, 18)))))


def test_a_vote_that_hurts_nobody_may_cite_and_then_cites_what_is_there(docket: Docket) -> None:
    assert missing(vote(docket, "ana", CASE, Draft("keep", cites=(Cite("r9"), Cite("r1", 0, 3))))) == {
        "no_item",
        "short_quote",
    }
    done(vote(docket, "ana", CASE, Draft("keep", cites=(Cite("q1"),))))


def test_a_restricted_item_with_a_gist_can_carry_an_adverse_outcome(docket: Docket) -> None:
    done(vote(docket, "ana", CASE, Draft("revoke", ("contact",), "Seen there.", (Cite("s2"),))))


def test_a_ground_must_belong_to_the_outcome(docket: Docket) -> None:
    answer = vote(docket, "ana", CASE, Draft("refuse", ("contact",), "Why.", (Cite("r1"),)))
    assert isinstance(answer, Refusal)
    assert answer.missing[0].sentence == 'The policy has no ground "contact" for this outcome.'


# Read before you hurt


def test_nobody_votes_on_a_case_that_they_have_not_opened(docket: Docket) -> None:
    assert missing(docket.act("ana", CASE, CastVote(KEEP))) == {"unread"}
    done(docket.act("ana", CASE, Open()))
    done(docket.act("ana", CASE, CastVote(KEEP)))
    done(docket.act("ana", "RP-0002", CastVote(Draft("keep", revision=1))))  # they say what they have read


def test_an_adverse_vote_is_on_what_was_opened(docket: Docket) -> None:
    done(docket.act("ana", CASE, Open(("q1", "s1"))))
    answer = docket.act("ana", CASE, CastVote(REVOKE))
    assert isinstance(answer, Refusal)
    assert [one.sentence for one in answer.missing] == ["Open r1: you cite it, and have not opened it as it is now."]
    done(docket.act("ana", CASE, Open(("r1",))))
    done(docket.act("ana", CASE, CastVote(REVOKE)))
    assert missing(docket.act("ben", CASE, CastVote(replace(REVOKE, revision=1)))) == {"unopened"}


def representations(tmp_path: Path) -> Docket:
    kind = '\n[[evidence]]\nkind = "representations"\nlabel = "Representations"\nalone = false\nmust_read = true\n'
    said = Evidence("p1", "representations", "Letter", "I have never met them.")
    return made(tmp_path, kind, make_case(1, evidence=(*make_case().evidence, said)))


def test_what_the_person_says_is_read_before_anybody_hurts_them(tmp_path: Path) -> None:
    docket = representations(tmp_path)
    for reviewer in ("ana", "ben"):
        done(docket.act(reviewer, CASE, Open(("q1", "r1"))))
        answer = docket.act(reviewer, CASE, CastVote(REVOKE))
        assert isinstance(answer, Refusal)
        assert [one.sentence for one in answer.missing] == [
            "Open p1 (Representations): the policy says that it must be read."
        ]
        done(docket.act(reviewer, CASE, Open(("p1",))))
        done(docket.act(reviewer, CASE, CastVote(REVOKE)))
    assert docket.view("ana", CASE).standing is Standing.DECIDED
    docket.close()


def test_who_adjudicates_reads_it_too_and_who_lets_somebody_be_need_not(tmp_path: Path) -> None:
    docket = representations(tmp_path)
    done(vote(docket, "ana", CASE, REVOKE))
    done(docket.act("ben", CASE, Open()))
    done(docket.act("ben", CASE, CastVote(KEEP)))
    done(docket.act("cleo", CASE, Open(("q1", "r1"), others=True)))
    assert missing(docket.act("cleo", CASE, Adjudicate(REVOKE))) == {"unopened"}
    done(docket.act("cleo", CASE, Open(("p1",))))
    done(docket.act("cleo", CASE, Adjudicate(REVOKE)))
    docket.close()


def test_what_is_opened_must_be_there(docket: Docket) -> None:
    assert missing(docket.act("ana", CASE, Open(("q1", "nothing")))) == {"no_item"}
    assert missing(docket.act("ana", CASE, Open(("q1",), revision=2))) == {"revised"}
    assert missing(docket.act("ana", CASE, Open(tuple(f"q{number}" for number in range(1001))))) >= {"too_many"}
    assert docket.view("ana", CASE).opened == frozenset()


# Conflicts


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
    refuse = Draft("refuse", ("false_statement",), "Why.", (Cite("r1"),))
    assert missing(adjudicate(docket, "cleo", CASE, refuse)) == {"one_word"}
    done(adjudicate(docket, "cleo", CASE, KEEP))


def test_there_is_nothing_to_adjudicate_without_a_conflict(docket: Docket) -> None:
    assert refused(docket.act("cleo", CASE, Adjudicate(KEEP))) == "no_conflict"
    done(vote(docket, "ana", CASE, REVOKE))
    assert refused(docket.act("cleo", CASE, Adjudicate(REVOKE))) == "no_conflict"


def test_different_grounds_are_a_conflict_where_the_policy_says_so(tmp_path: Path) -> None:
    docket = made(tmp_path, '\n[review]\nconflict_on = "grounds"\n')
    other = Draft("revoke", ("contact",), "Another ground.", (Cite("r1"),))
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


# Notes, keys, and the docket itself


def test_a_note_needs_text_and_a_real_anchor(docket: Docket) -> None:
    assert missing(docket.act("ana", CASE, WriteNote("\u200b"))) == {"blank"}
    assert missing(docket.act("ana", CASE, WriteNote("x" * 100_001))) == {"too_long"}
    assert missing(docket.act("ana", CASE, WriteNote("Here.", Cite("r1", 0, 9999)))) == {"no_span"}
    done(docket.act("ana", CASE, WriteNote("Here.", Cite("r1", 0, 10))))  # a word is enough for a note


def test_the_same_key_is_recorded_once(docket: Docket) -> None:
    first = docket.act("ana", CASE, WriteNote("Once."), "k1")
    assert docket.act("ana", CASE, WriteNote("Once."), "k1") == first
    assert len(docket.view("ana", CASE).of(Note)) == 1


def test_a_key_is_for_one_person_one_case_and_one_act(docket: Docket) -> None:
    done(docket.act("ana", CASE, WriteNote("Once."), "k1"))
    for reviewer, case, request in (
        ("ben", CASE, WriteNote("Once.")),
        ("ana", "RP-0002", WriteNote("Once.")),
        ("ana", CASE, Open()),
    ):
        assert refused(docket.act(reviewer, case, request, "k1")) == "key_used"
    for key in ("x" * 65, "ä", "a\n"):
        assert refused(docket.act("ana", CASE, WriteNote("Once."), key)) == "bad_key"
    assert len(list(docket.history("ana"))) == 4


@pytest.mark.parametrize(
    "request_",
    [
        KEEP,
        "vote",
        CastVote(Draft(outcome=None)),  # type: ignore[arg-type]
        CastVote(Draft("keep", grounds=("a", 1))),  # type: ignore[arg-type]
        CastVote(Draft("keep", cites=(Cite("r1", "0"),))),  # type: ignore[arg-type]
        Open(items="q1"),  # type: ignore[arg-type]
        WriteNote(text=b"bytes"),  # type: ignore[arg-type]
    ],
)
def test_what_no_type_checker_saw_is_refused(docket: Docket, request_: object) -> None:
    before = docket.checkpoint()
    assert refused(docket.act("ana", CASE, request_)) == "bad_request"  # type: ignore[arg-type]
    assert docket.checkpoint() == before


def test_everything_is_there_when_the_docket_is_opened_again(docket: Docket, place: Path) -> None:
    done(vote(docket, "ana", CASE, REVOKE))
    done(vote(docket, "ben", "RP-0002", KEEP))
    again = open_docket(place)
    assert again.counts("ana") == docket.counts("ana")
    assert again.view("ana", CASE) == docket.view("ana", CASE)
    assert again.checkpoint() == docket.checkpoint()
    assert list(again.verify()) == []
    again.close()


def test_an_outcome_that_a_policy_gives_too_late_is_not_known(tmp_path: Path) -> None:
    """A case that nobody has voted on follows the policy in force."""
    docket = made(tmp_path)
    fined = '\n[[outcome]]\nid = "fine"\nlabel = "Fined"\nadverse = true\n'
    assert missing(vote(docket, "ana", CASE, Draft("fine", (), "x", (Cite("r1"),)))) >= {"unknown_outcome"}
    done(docket.set_policy("lead", POLICY + fined, "A new rule."))
    assert missing(vote(docket, "ana", CASE, Draft("fine", (), "x", (Cite("r1"),)))) == {"ground"}
    docket.close()


def test_a_case_of_nothing_can_be_kept(docket: Docket) -> None:
    docket.import_cases("lead", iter([Case("RP-0099")]), ())
    done(vote(docket, "ana", "RP-0099", KEEP))
