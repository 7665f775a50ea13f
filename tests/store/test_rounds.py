"""What people vote on does not change under them: revisions, rounds, and policies that are replaced."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from store.acts import Adjudicate, CastVote, Cite, Draft, Open, Withdraw
from store.docket import Docket
from store.errors import BadInput, NotAllowed
from store.filters import parse
from store.model import Case, Evidence, Flag, Imported, Refusal, Standing
from store.opening import new_docket, open_docket
from tests.dockets import (
    KEEP,
    POLICY,
    REVOKE,
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
LETTER = Evidence("p1", "register", "Letter", "The employer confirms every day of it.")
MORE = make_case(1, evidence=(*make_case().evidence, LETTER))
SUBSTANTIAL: dict[str, Case] = {
    "an item more": MORE,
    "an item less": make_case(1, evidence=make_case().evidence[:2]),
    "a text": make_case(1, evidence=(replace(make_case().evidence[0], text="Another."), *make_case().evidence[1:])),
    "an access": make_case(
        1, evidence=(replace(make_case().evidence[0], access="restricted"), *make_case().evidence[1:])
    ),
    "a flag": make_case(1, flags=(Flag("Q4", "Another reason"),)),
    "a field": make_case(1, fields={"citizenship": "BLR", "permit": "permanent"}),
    "a masked field": make_case(1, fields={"citizenship": "RUS", "permit": "temporary"}),
    "the subject": make_case(1, subject="Someone Else"),
}
PLAIN: dict[str, dict[str, object]] = {"title": {"title": "Other"}, "priority": {"priority": 3}}


def revise(docket: Docket, case: Case) -> None:
    """Import it again, with other content."""
    answer = docket.import_cases("lead", iter([case]), ("again.jsonl",))
    assert isinstance(answer, Imported)
    assert answer.revisions == 1


@pytest.mark.parametrize("what", SUBSTANTIAL)
def test_a_revision_that_changes_what_a_vote_could_rest_on_begins_a_new_round(docket: Docket, what: str) -> None:
    done(vote(docket, "ana", CASE, REVOKE))
    revise(docket, SUBSTANTIAL[what])
    view = docket.view("ana", CASE)
    assert (view.revision, view.round, view.standing) == (2, 2, Standing.OPEN)
    assert view.notices == (
        "Round 2 has begun: revision 2 changed what the votes rested on. Your vote of round 1 no longer counts.",
    )
    assert (view.votes, view.decision) == ((), None)
    assert docket.view("ben", CASE).notices == ()
    assert docket.counts("ana")[Standing.OPEN] == 10


@pytest.mark.parametrize("changed", PLAIN.values(), ids=PLAIN)
def test_one_that_changes_only_title_due_or_priority_does_not(docket: Docket, changed: dict[str, object]) -> None:
    done(vote(docket, "ana", CASE, REVOKE))
    revise(docket, make_case(1, **changed))
    view = docket.view("ana", CASE)
    assert (view.revision, view.round, view.standing, view.notices) == (2, 1, Standing.SECOND, ())
    assert view.changed == tuple(changed)
    read_through(docket, "ben", CASE)
    done(docket.act("ben", CASE, CastVote(REVOKE)))
    assert docket.view("ana", CASE).standing is Standing.DECIDED
    assert [one.body.revision for one in docket.view("ana", CASE).votes] == [1, 2]  # type: ignore[union-attr]
    assert list(docket.verify("lead")) == []


def test_in_the_new_round_people_vote_again_and_are_blind_again(docket: Docket) -> None:
    done(vote(docket, "ana", CASE, REVOKE))
    done(vote(docket, "ben", CASE, KEEP))
    assert docket.view("ana", CASE).standing is Standing.CONFLICT
    revise(docket, MORE)
    for reviewer in ("ana", "ben"):
        view = docket.view(reviewer, CASE)
        assert (view.round, view.blind, view.votes) == (2, True, ())
        assert {one.by for one in view.history if one.case} <= {reviewer}
        assert view.notices
        assert docket.page(reviewer, parse("voted:me")) == []
        assert CASE in {row.id for row in docket.page(reviewer, parse("-voted:me"))}
    done(vote(docket, "ben", CASE, REVOKE))
    assert docket.view("ben", CASE).notices == ()
    assert refused(vote(docket, "ben", CASE, REVOKE)) == "same_person"
    done(vote(docket, "ana", CASE, REVOKE))
    assert docket.view("ana", CASE).standing is Standing.DECIDED
    assert list(docket.verify("lead")) == []


def test_who_was_away_for_two_revisions_is_told_all_the_same(docket: Docket) -> None:
    done(vote(docket, "ana", CASE, REVOKE))
    revise(docket, MORE)
    done(vote(docket, "ben", CASE, REVOKE))
    revise(docket, make_case())
    (notice,) = docket.view("ana", CASE).notices
    assert notice.endswith("Your vote of round 1 no longer counts.")
    (notice,) = docket.view("ben", CASE).notices
    assert notice.endswith("Your vote of round 2 no longer counts.")


def test_what_was_opened_before_the_revision_was_not_read(docket: Docket) -> None:
    read_through(docket, "ana", CASE)
    revise(docket, MORE)
    assert docket.view("ana", CASE).opened == frozenset()
    assert missing(docket.act("ana", CASE, CastVote(REVOKE))) == {"revised", "unopened"}
    assert missing(docket.act("ana", CASE, CastVote(KEEP))) == {"revised"}
    done(docket.act("ana", CASE, Open(("q1",))))
    assert missing(docket.act("ana", CASE, CastVote(REVOKE))) == {"unopened"}
    done(docket.act("ana", CASE, Open(("r1",))))
    done(docket.act("ana", CASE, CastVote(REVOKE)))


def test_what_was_opened_stays_read_where_nothing_changed_that_a_vote_rests_on(docket: Docket) -> None:
    read_through(docket, "ana", CASE)
    revise(docket, make_case(1, title="Changed"))
    done(docket.act("ana", CASE, CastVote(REVOKE)))


def test_a_vote_names_the_revision_that_was_read(docket: Docket) -> None:
    revise(docket, MORE)
    assert missing(docket.act("ana", CASE, CastVote(replace(KEEP, revision=1)))) == {"revised"}
    assert missing(docket.act("ana", CASE, CastVote(replace(KEEP, revision=3)))) == {"revised"}
    assert missing(docket.act("ana", CASE, CastVote(replace(KEEP, revision=0)))) == {"unread"}
    assert missing(docket.act("ana", CASE, CastVote(replace(KEEP, revision=-1)))) == {"revised"}
    done(docket.act("ana", CASE, CastVote(replace(KEEP, revision=2))))


def test_a_decided_case_keeps_its_decision_and_shows_that_a_revision_came_after_it(docket: Docket) -> None:
    done(vote(docket, "ana", CASE, REVOKE))
    done(vote(docket, "ben", CASE, REVOKE))
    revise(docket, MORE)
    view = docket.view("ana", CASE)
    assert (view.standing, view.round, view.revision, view.changed) == (Standing.DECIDED, 1, 2, ("evidence p1",))
    assert view.decision is not None
    assert view.decision.revision == 1
    assert [one.kind for one in view.history][-1] == "import"


def test_a_vote_taken_back_after_such_a_revision_leaves_no_half_of_a_decision(docket: Docket) -> None:
    """The other vote rests on what the case no longer says: both vote anew."""
    done(vote(docket, "ana", CASE, REVOKE))
    done(vote(docket, "ben", CASE, REVOKE))
    revise(docket, MORE)
    done(docket.act("ben", CASE, Withdraw()))
    view = docket.view("ana", CASE)
    assert (view.round, view.standing, view.decision) == (2, Standing.OPEN, None)
    assert "Your vote of round 1 no longer counts." in view.notices[0]
    done(vote(docket, "cleo", CASE, REVOKE))
    assert docket.view("cleo", CASE).standing is Standing.SECOND
    assert list(docket.verify("lead")) == []


def test_a_vote_taken_back_before_it_leaves_an_open_case(docket: Docket) -> None:
    done(vote(docket, "ana", CASE, REVOKE))
    done(docket.act("ana", CASE, Withdraw()))
    revise(docket, MORE)
    view = docket.view("ana", CASE)
    assert (view.round, view.standing, view.notices) == (1, Standing.OPEN, ())
    done(vote(docket, "ana", CASE, REVOKE))


def test_an_adverse_decision_never_rests_on_two_revisions(docket: Docket) -> None:
    done(vote(docket, "ana", CASE, REVOKE))
    revise(docket, MORE)
    done(vote(docket, "ben", CASE, REVOKE))
    assert docket.view("ben", CASE).standing is Standing.SECOND
    revise(docket, make_case())  # back to what it was: a vote on the first revision counts no more for that
    assert docket.view("ben", CASE).round == 3
    assert missing(docket.act("cleo", CASE, CastVote(replace(REVOKE, revision=1)))) >= {"revised"}


def test_a_conflict_is_settled_on_the_revision_that_there_is(docket: Docket) -> None:
    done(vote(docket, "ana", CASE, REVOKE))
    done(vote(docket, "ben", CASE, KEEP))
    read_through(docket, "cleo", CASE)
    see(docket, "cleo", CASE)
    revise(docket, make_case(1, title="Only the title"))
    assert docket.view("cleo", CASE).standing is Standing.CONFLICT
    for revision in (0, 3):
        assert missing(docket.act("cleo", CASE, Adjudicate(replace(KEEP, revision=revision)))) & {"unread", "revised"}
    revise(docket, MORE)
    assert refused(docket.act("cleo", CASE, Adjudicate(KEEP))) == "no_conflict"


def test_a_resolution_of_who_has_not_read_the_case_as_it_is_now_is_refused(docket: Docket) -> None:
    revise(docket, MORE)
    done(vote(docket, "ana", CASE, REVOKE))
    done(vote(docket, "ben", CASE, KEEP))
    assert missing(docket.act("cleo", CASE, Adjudicate(KEEP))) == {"unread"}
    assert missing(docket.act("cleo", CASE, Adjudicate(replace(KEEP, revision=1)))) == {"revised"}
    done(docket.act("cleo", CASE, Adjudicate(replace(KEEP, revision=2))))


def test_a_revision_keeps_the_standing_and_names_what_changed(docket: Docket) -> None:
    done(vote(docket, "ana", CASE, KEEP))
    changed = make_case(1, fields={"citizenship": "BLR", "permit": "permanent"})
    result = docket.import_cases("lead", iter([changed, make_case(2)]), ("again.jsonl",))
    assert (result.cases, result.revisions, result.skipped) == (0, 1, 1)  # type: ignore[union-attr]
    view = docket.view("ana", CASE)
    assert (view.revision, view.changed, view.standing) == (2, ("field.permit",), Standing.DECIDED)


# Another policy

FINE = """
[[outcome]]
id = "fine"
label = "Fined"
adverse = true
[[ground]]
id = "late"
label = "Late"
law = "art. 9"
outcomes = ["fine"]
"""
ROLES = '\n[roles]\nreviewer = ["ana", "ben", "cleo"]\nadjudicator = ["cleo"]\nlead = ["lead"]\n'


def test_a_round_that_has_begun_ends_under_the_policy_it_began_with(docket: Docket) -> None:
    amended = POLICY.replace('outcomes = ["revoke", "refuse"]', 'outcomes = ["refuse"]')
    done(vote(docket, "ana", CASE, REVOKE))
    done(docket.set_policy("lead", amended, "A false statement no longer carries it."))
    assert [one.id for one in docket.policy("lead").grounds_for("revoke")] == ["contact"]
    done(vote(docket, "ben", CASE, REVOKE))
    assert docket.view("ben", CASE).standing is Standing.DECIDED
    assert missing(vote(docket, "ana", "RP-0002", REVOKE)) == {"bad_ground"}  # a round that begins now
    assert list(docket.verify("lead")) == []


def test_what_is_adverse_stays_adverse_whoever_writes_the_policy(docket: Docket) -> None:
    """One lead alone could otherwise decide what hurts somebody, and put the policy back."""
    harmless = POLICY.replace('label = "Permit revoked"\nadverse = true', 'label = "Permit revoked"\nadverse = false')
    assert harmless != POLICY
    assert refused(docket.set_policy("lead", harmless, "Revoking hurts nobody.")) == "adverse"
    renamed = harmless.replace('"revoke"', '"revoke-now"')
    assert refused(docket.set_policy("lead", renamed, "It has another name.")) == "adverse"
    done(docket.set_policy("lead", POLICY.replace('"revoke"', '"withdraw"').replace("revoked", "withdrawn"), "Words."))
    assert refused(docket.set_policy("lead", harmless, "It is not there any more.")) == "adverse"


@pytest.mark.parametrize(
    ("outcome", "label"),
    [
        *(("other", f"Permit{one}") for one in (" revoked.", "-revoked", "revoked", ": revoked", " revok\u00e9d")),
        *(("other", one) for one in ("\u00abPermit revoked\u00bb", "Permi\u0167 revo\u20ddked", "PERMIT (revoked)")),
        *((one, "Something else") for one in ("Revoke", "rev0ke", "re-voke", "rev_o.ke")),
    ],
)
def test_no_sign_accent_or_space_makes_another_outcome_of_an_adverse_one(
    docket: Docket, outcome: str, label: str
) -> None:
    harmless = POLICY.replace('label = "Permit revoked"\nadverse = true', f'label = "{label}"\nadverse = false')
    refusal = docket.set_policy("lead", harmless.replace('"revoke"', f'"{outcome}"'), "It is another.")
    assert refused(refusal) == "adverse"
    assert isinstance(refusal, Refusal)
    assert refusal.sentence == (
        f"“{label}” ({outcome}) cannot be told from “Permit revoked” (revoke), which is adverse on this docket, and "
        "stays adverse."
    )


@pytest.mark.parametrize(
    "word",
    ["\u027eevoked", "revo\u0199ed", "revo\u1d0bed", "r\u1d07voked", "rev\u0585ked", "\u1d19evoked", "re\u2228oked"],
)
def test_nor_does_a_letter_that_is_drawn_as_another(docket: Docket, word: str) -> None:
    harmless = POLICY.replace('label = "Permit revoked"\nadverse = true', f'label = "Permit {word}"\nadverse = false')
    refusal = docket.set_policy("lead", harmless.replace('"revoke"', '"other"'), "It is another.")
    assert refused(refusal) == "adverse"


def test_reviewers_who_go_by_their_logins_go_on_doing_so(tmp_path: Path) -> None:
    login = POLICY.replace('identity = "declared"', 'identity = "login"')
    docket = new_docket(tmp_path / "office.docket", login, "lead")
    assert refused(docket.set_policy("lead", POLICY, "I would rather be somebody else.")) == "identity"
    docket.close()


def test_how_many_votes_and_what_a_conflict_is_stay_as_they_were(docket: Docket) -> None:
    done(vote(docket, "ana", CASE, REVOKE))
    done(docket.set_policy("lead", POLICY + '\n[review]\nvotes = 3\nconflict_on = "grounds"\n', "Stricter."))
    done(vote(docket, "ben", CASE, replace(REVOKE, grounds=("contact",))))
    assert docket.view("ben", CASE).standing is Standing.DECIDED
    done(vote(docket, "ana", "RP-0002", REVOKE))
    done(vote(docket, "ben", "RP-0002", REVOKE))
    assert docket.view("ben", "RP-0002").standing is Standing.SECOND


def test_a_new_outcome_is_there_for_rounds_that_begin_after_it(docket: Docket) -> None:
    fine = Draft("fine", ("late",), "It came a month too late.", (Cite("r1"),))
    assert missing(vote(docket, "ana", CASE, fine)) >= {"unknown_outcome"}
    done(vote(docket, "ben", CASE, REVOKE))
    done(docket.set_policy("lead", POLICY + FINE, "A new rule."))
    assert missing(vote(docket, "ana", CASE, fine)) >= {"unknown_outcome"}
    done(vote(docket, "ana", "RP-0002", fine))
    revise(docket, MORE)
    done(vote(docket, "ana", CASE, fine))


def test_a_vote_that_is_taken_back_takes_the_old_policy_with_it(docket: Docket) -> None:
    done(vote(docket, "ana", CASE, REVOKE))
    done(docket.set_policy("lead", POLICY + FINE, "A new rule."))
    done(docket.act("ana", CASE, Withdraw()))
    done(vote(docket, "ana", CASE, Draft("fine", ("late",), "It came a month too late.", (Cite("r1"),))))


def test_roles_and_masks_hold_at_once(docket: Docket) -> None:
    done(vote(docket, "ana", CASE, REVOKE))
    assert docket.view("dora", CASE).case.fields["permit"] == "temporary"
    masked = POLICY.replace('masked = ["citizenship"]', 'masked = ["citizenship", "permit"]')
    done(docket.set_policy("lead", masked + ROLES, "Dora has left."))
    with pytest.raises(NotAllowed):
        docket.view("dora", CASE)
    assert refused(docket.act("dora", CASE, CastVote(replace(REVOKE, revision=1)))) == "role"
    assert docket.view("ben", CASE).case.fields["permit"] is None
    assert docket.page("ben")[0].columns[2] != "temporary"
    with pytest.raises(BadInput, match="masks permit"):
        docket.page("ben", parse("field.permit:temporary"))
    done(vote(docket, "ben", CASE, REVOKE))
    assert list(docket.verify("lead")) == []


def test_a_policy_is_replaced_by_a_lead_with_a_reason(tmp_path: Path) -> None:
    docket = made(tmp_path, ROLES)
    before = docket.checkpoint("lead")
    assert refused(docket.set_policy("ana", POLICY + ROLES, "I would rather have this.")) == "role"
    assert missing(docket.set_policy("lead", POLICY + ROLES, " \u200b")) == {"reason"}
    assert missing(docket.set_policy("lead", POLICY + ROLES, "a\0b")) == {"bad_text"}
    assert missing(docket.set_policy("lead", POLICY + ROLES, "a" * 100_001)) == {"too_long"}
    with pytest.raises(BadInput, match="the policy"):
        docket.set_policy("lead", "=", "A slip.")
    assert docket.checkpoint("lead") == before
    record = done(docket.set_policy("lead", POLICY + ROLES + FINE, "A new rule."))
    assert (record.by, record.case, record.kind) == ("lead", None, "policy")
    assert [one.id for one in docket.policy("lead").outcome][-1] == "fine"
    docket.close()


def test_another_screen_learns_of_the_policy(docket: Docket, place: Path) -> None:
    other = open_docket(place)
    done(docket.set_policy("lead", POLICY + ROLES, "Roles."))
    assert refused(other.act("dora", CASE, Open())) == "role"
    assert other.policy("lead").roles == docket.policy("lead").roles
    other.close()
