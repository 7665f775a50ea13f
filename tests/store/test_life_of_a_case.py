"""Stories of reviewers: what each may do, what each sees, and what they are told when they may not."""

from pathlib import Path

import pytest

from store.acts import Adjudicate, CastVote, Cite, Draft, Note, Open, Unmask, Withdraw, WriteNote
from store.case.state import drawn_for_audit
from store.docket import Docket
from store.model import Refusal, Standing
from store.opening import new_docket, open_docket
from store.records import Export, Record
from tests.dockets import POLICY, make_case

KEEP = Draft("keep")
REVOKE = Draft("revoke", ("false_statement",), "The register contradicts the answer.", (Cite("r1", 0, 27), Cite("q1")))
CASE = "RP-0001"


def refused(answer: Record | Refusal) -> str:
    assert isinstance(answer, Refusal)
    return answer.code


def _as_dict(draft: Draft) -> dict[str, object]:
    return {name: getattr(draft, name) for name in draft.__struct_fields__}


def test_a_vote_that_hurts_nobody_decides(docket: Docket) -> None:
    assert isinstance(docket.act("ana", CASE, CastVote(KEEP)), Record)
    assert docket.view("ana", CASE).standing is Standing.DECIDED
    assert refused(docket.act("ben", CASE, CastVote(KEEP))) == "decided"


def test_an_adverse_vote_needs_another_person(docket: Docket) -> None:
    docket.act("ana", CASE, CastVote(REVOKE))
    assert docket.view("ana", CASE).standing is Standing.SECOND
    assert refused(docket.act("ana", CASE, CastVote(REVOKE))) == "same_person"
    docket.act("ben", CASE, CastVote(REVOKE))
    reading = docket.view("ana", CASE)
    assert reading.standing is Standing.DECIDED
    assert reading.decision is not None
    assert reading.decision.outcome == "revoke"
    assert [vote.by for vote in reading.votes] == ["ana", "ben"]


@pytest.mark.parametrize(
    ("changed", "lack"),
    [
        ({"outcome": ""}, "outcome"),
        ({"outcome": "deport"}, "unknown_outcome"),
        ({"grounds": ()}, "ground"),
        ({"grounds": ("contact", "rumour")}, "bad_ground"),
        ({"reason": ""}, "reason"),
        ({"reason": " \u200b\u2060\n"}, "reason"),
        ({"cites": ()}, "citation"),
        ({"cites": (Cite("q1"),)}, "weak_citations"),
        ({"cites": (Cite("s1"),)}, "weak_citations"),
        ({"cites": (Cite("q1"), Cite("s1"))}, "weak_citations"),
        ({"cites": (Cite("r9"),)}, "no_item"),
        ({"cites": (Cite("r1", 5, 5),)}, "no_span"),
        ({"cites": (Cite("r1", 0, 9999),)}, "no_span"),
        ({"cites": (Cite("r1", -4, 5),)}, "no_span"),
        ({"cites": (Cite("r1", 10, 11),)}, "blank_span"),
    ],
)
def test_an_adverse_vote_says_what_it_lacks(docket: Docket, changed: dict[str, object], lack: str) -> None:
    answer = docket.act("ana", CASE, CastVote(Draft(**{**_as_dict(REVOKE), **changed})))
    assert isinstance(answer, Refusal)
    assert lack in {one.code for one in answer.missing}
    assert docket.view("ana", CASE).standing is Standing.OPEN


def test_a_restricted_item_with_a_gist_can_carry_an_adverse_outcome(docket: Docket) -> None:
    assert isinstance(
        docket.act("ana", CASE, CastVote(Draft("revoke", ("contact",), "Seen there.", (Cite("s2"),)))), Record
    )


def test_a_ground_must_belong_to_the_outcome(docket: Docket) -> None:
    answer = docket.act("ana", CASE, CastVote(Draft("refuse", ("contact",), "Why.", (Cite("r1"),))))
    assert isinstance(answer, Refusal)
    assert answer.missing[0].sentence == 'The policy has no ground "contact" for this outcome.'


def test_the_second_reader_is_blind(docket: Docket) -> None:
    docket.act("ana", CASE, WriteNote("The employer confirmed on the phone.", Cite("r1", 0, 10)))
    docket.act("ana", CASE, Open(("q1",)))
    docket.act("ana", CASE, CastVote(REVOKE))
    blind = docket.view("ben", CASE)
    assert blind.blind
    assert (blind.votes, blind.of(Note), blind.history) == ((), (), ())
    assert "ana" not in str(blind)
    assert "ana" not in str([record for record in docket.history("ben") if record.case])
    docket.act("ben", CASE, CastVote(REVOKE))
    seeing = docket.view("ben", CASE)
    assert not seeing.blind
    assert [note.by for note in seeing.of(Note)] == ["ana"]


def test_votes_that_differ_go_to_a_third_person(docket: Docket) -> None:
    docket.act("ana", CASE, CastVote(REVOKE))
    docket.act("ben", CASE, CastVote(KEEP))
    assert docket.view("ana", CASE).standing is Standing.CONFLICT
    assert refused(docket.act("cleo", CASE, CastVote(KEEP))) == "conflict"
    assert refused(docket.act("ana", CASE, Adjudicate(REVOKE))) == "voted"
    assert refused(docket.act("cleo", CASE, Adjudicate(Draft("revoke")))) == "incomplete"
    assert len(docket.view("cleo", CASE).votes) == 2
    docket.act("cleo", CASE, Adjudicate(REVOKE))
    reading = docket.view("ana", CASE)
    assert reading.standing is Standing.DECIDED
    assert reading.resolution is not None
    assert reading.resolution.by == "cleo"
    assert len(reading.votes) == 2


def test_an_adjudicator_alone_cannot_make_an_adverse_outcome(docket: Docket) -> None:
    docket.act("ana", CASE, CastVote(REVOKE))
    docket.act("ben", CASE, CastVote(KEEP))
    refusal = docket.act("cleo", CASE, Adjudicate(Draft("refuse", ("false_statement",), "Why.", (Cite("r1"),))))
    assert refused(refusal) == "one_word"
    assert isinstance(docket.act("cleo", CASE, Adjudicate(KEEP)), Record)


def test_there_is_nothing_to_adjudicate_without_a_conflict(docket: Docket) -> None:
    assert refused(docket.act("cleo", CASE, Adjudicate(KEEP))) == "no_conflict"


def test_a_vote_is_withdrawn_until_another_person_acts(docket: Docket) -> None:
    assert refused(docket.act("ana", CASE, Withdraw())) == "no_vote"
    docket.act("ana", CASE, CastVote(REVOKE))
    docket.act("ana", CASE, Withdraw("Misread the date."))
    assert docket.view("ana", CASE).standing is Standing.OPEN
    docket.act("ana", CASE, CastVote(REVOKE))
    docket.act("ben", CASE, CastVote(REVOKE))
    assert refused(docket.act("ana", CASE, Withdraw())) == "acted_on"
    assert [record.kind for record in docket.view("ana", CASE).history] == ["vote", "withdrawal", "vote", "vote"]


def test_who_withdraws_after_seeing_the_first_vote_does_not_vote_again(docket: Docket) -> None:
    docket.act("ana", CASE, CastVote(REVOKE))
    docket.act("ben", CASE, CastVote(KEEP))
    docket.act("ben", CASE, Withdraw())
    assert docket.view("ana", CASE).standing is Standing.SECOND
    assert refused(docket.act("ben", CASE, CastVote(REVOKE))) == "not_blind"
    docket.act("cleo", CASE, CastVote(KEEP))
    assert refused(docket.act("ben", CASE, Adjudicate(KEEP))) == "voted"


def test_who_read_a_conflict_is_no_blind_second_reader_later(docket: Docket) -> None:
    docket.act("ana", CASE, CastVote(REVOKE))
    docket.act("ben", CASE, CastVote(KEEP))
    docket.act("cleo", CASE, Open(("q1",)))
    docket.act("ben", CASE, Withdraw())
    assert refused(docket.act("cleo", CASE, CastVote(REVOKE))) == "not_blind"


def test_an_audited_case_goes_to_a_second_reader_too(tmp_path: Path) -> None:
    docket = new_docket(tmp_path / "d", POLICY + "\n[review]\naudit_share = 0.5\n", "lead")
    docket.import_cases("lead", iter([make_case(number) for number in range(1, 41)]), ())
    standings = []
    for number in range(1, 41):
        case = f"RP-{number:04}"
        docket.act("ana", case, CastVote(KEEP))
        drawn = drawn_for_audit(docket.store, case, 1, 0.5)
        standings.append(docket.view("ana", case).standing)
        assert standings[-1] is (Standing.SECOND if drawn else Standing.DECIDED)
    assert {Standing.SECOND, Standing.DECIDED} == set(standings)
    second = f"RP-{standings.index(Standing.SECOND) + 1:04}"
    docket.act("ben", second, CastVote(KEEP))
    assert docket.view("ben", second).standing is Standing.DECIDED
    docket.close()


def test_different_grounds_are_a_conflict_where_the_policy_says_so(tmp_path: Path) -> None:
    docket = new_docket(tmp_path / "d", POLICY + '\n[review]\nconflict_on = "grounds"\n', "lead")
    docket.import_cases("lead", iter([make_case()]), ())
    docket.act("ana", CASE, CastVote(REVOKE))
    docket.act("ben", CASE, CastVote(Draft("revoke", ("contact",), "Another ground.", (Cite("r1"),))))
    assert docket.view("ana", CASE).standing is Standing.CONFLICT
    docket.close()


def test_three_people_where_the_policy_wants_three(tmp_path: Path) -> None:
    docket = new_docket(tmp_path / "d", POLICY + "\n[review]\nvotes = 3\n", "lead")
    docket.import_cases("lead", iter([make_case()]), ())
    docket.act("ana", CASE, CastVote(REVOKE))
    docket.act("ben", CASE, CastVote(REVOKE))
    assert docket.view("ana", CASE).standing is Standing.SECOND
    assert refused(docket.act("ben", CASE, CastVote(REVOKE))) == "same_person"
    docket.act("cleo", CASE, CastVote(KEEP))
    assert isinstance(docket.act("dora", CASE, Adjudicate(REVOKE)), Record)
    docket.close()


def test_roles_are_asked_where_the_policy_has_them(tmp_path: Path) -> None:
    roles = '\n[roles]\nreviewer = ["Ana", "ben"]\nlead = ["lead"]\nadjudicator = ["cleo"]\n'
    docket = new_docket(tmp_path / "d", POLICY + roles, "lead")
    assert refused(docket.import_cases("ana", iter([make_case()]), ())) == "role"  # type: ignore[arg-type]
    docket.import_cases("lead", iter([make_case()]), ())
    assert refused(docket.act("cleo", CASE, CastVote(KEEP))) == "role"
    docket.act("ana", CASE, CastVote(REVOKE))
    docket.act("ben", CASE, CastVote(KEEP))
    assert refused(docket.act("dora", CASE, Adjudicate(KEEP))) == "role"
    assert docket.view("dora", CASE).votes == ()
    assert isinstance(docket.act("cleo", CASE, Adjudicate(KEEP)), Record)
    docket.close()


def test_a_name_that_looks_like_another_reviewer_is_refused(docket: Docket) -> None:
    docket.act("ana", CASE, CastVote(REVOKE))
    assert refused(docket.act("аnа", CASE, CastVote(REVOKE))) == "lookalike"  # Cyrillic letters


def test_masked_fields_stay_hidden_until_asked_for_and_the_asking_is_recorded(docket: Docket) -> None:
    before = docket.view("ana", CASE)
    assert before.masked == ("citizenship",)
    assert "BLR" not in str(before)
    assert refused(docket.act("ana", CASE, Unmask(("permit",)))) == "not_masked"
    docket.act("ana", CASE, Unmask(("citizenship",)))
    after = docket.view("ana", CASE)
    assert (after.masked, after.case.fields["citizenship"]) == ((), "BLR")
    assert [record.kind for record in after.history] == ["unmasked"]
    assert docket.view("ben", CASE).masked == ("citizenship",)


def test_the_same_key_is_recorded_once(docket: Docket) -> None:
    first = docket.act("ana", CASE, WriteNote("Once."), "k1")
    assert docket.act("ana", CASE, WriteNote("Once."), "k1") == first
    assert len(docket.view("ana", CASE).of(Note)) == 1


def test_notes_need_text_and_a_real_anchor(docket: Docket) -> None:
    assert refused(docket.act("ana", CASE, WriteNote("\u200b"))) == "blank"
    assert refused(docket.act("ana", CASE, WriteNote("Here.", Cite("r1", 0, 9999)))) == "no_span"
    assert refused(docket.act("ana", CASE, Open(("nothing",)))) == "no_item"


def test_a_revision_keeps_the_standing_and_names_what_changed(docket: Docket) -> None:
    docket.act("ana", CASE, CastVote(KEEP))
    changed = make_case(1, fields={"citizenship": "BLR", "permit": "permanent"})
    result = docket.import_cases("lead", iter([changed, make_case(2)]), ("again.jsonl",))
    assert (result.cases, result.revisions, result.skipped) == (0, 1, 1)  # type: ignore[union-attr]
    reading = docket.view("ana", CASE)
    assert (reading.revision, reading.changed, reading.standing) == (2, ("field.permit",), Standing.DECIDED)


def test_everything_is_there_when_the_docket_is_opened_again(docket: Docket, place: Path) -> None:
    docket.act("ana", CASE, CastVote(REVOKE))
    docket.act("ben", "RP-0002", CastVote(KEEP))
    again = open_docket(place)
    assert again.counts() == docket.counts()
    assert again.view("ana", CASE) == docket.view("ana", CASE)
    assert again.checkpoint() == docket.checkpoint()
    assert list(again.verify()) == []
    again.close()


def test_a_vote_on_a_revision_that_is_no_longer_the_newest_is_refused(docket: Docket) -> None:
    docket.import_cases("lead", iter([make_case(1, title="Changed")]), ())
    assert refused(docket.act("ana", CASE, CastVote(Draft("keep", revision=1)))) == "revised"
    assert isinstance(docket.act("ana", CASE, CastVote(Draft("keep", revision=2))), Record)


def test_a_name_that_looks_like_another_neither_imports_nor_exports(docket: Docket) -> None:
    assert refused(docket.import_cases("1ead", iter([make_case(50)]), ())) == "lookalike"  # type: ignore[arg-type]
    assert refused(docket.exported("lеad", Export("cases", "csv", 0, ""))) == "lookalike"
