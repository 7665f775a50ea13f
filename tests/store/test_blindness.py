"""Who sees what others wrote, and when: nobody whose own vote it could sway, and nobody unrecorded."""

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from store.acts import Adjudicate, CastVote, Cite, Note, Open, Unmask, Withdraw, WriteNote
from store.departure import Departure
from store.docket import Docket
from store.errors import BadInput
from store.exporting import Exported, export
from store.filters import parse
from store.model import Standing
from store.opening import new_docket
from store.records import Record
from tests.dockets import KEEP, POLICY, REVOKE, adjudicate, done, made, make_case, missing, refused, see, vote

CASE = "RP-0001"


def shown(docket: Docket, reviewer: str) -> str:
    """All that a reviewer can read of the case, and of the docket's history, but for the policy."""
    view = docket.view(reviewer, CASE)
    told = [getattr(view, name) for name in view.__struct_fields__ if name != "scene"]
    told += [getattr(view.scene, name) for name in view.scene.__struct_fields__ if name != "policy"]
    return f"{told} {[record for record in docket.history(reviewer) if record.case]}"


def waiting(docket: Docket, reviewer: str) -> list[str]:
    """What waits for a reviewer, once nobody is reading."""
    at_once, docket.now = docket.now, lambda: datetime.now(UTC) + timedelta(hours=1)
    found = [row.id for row in docket.page(reviewer, parse("for:me"))]
    assert docket.count(reviewer, parse("for:me")) == len(found)
    docket.now = at_once
    return found


def kinds(records: tuple[Record, ...]) -> list[str]:
    return [record.kind for record in records]


def test_the_second_reader_is_blind(docket: Docket) -> None:
    done(docket.act("ana", CASE, WriteNote("The employer confirmed on the phone.", Cite("r1", 0, 10))))
    done(docket.act("ana", CASE, Unmask(("citizenship",), "A check.")))
    done(vote(docket, "ana", CASE, REVOKE))
    blind = docket.view("ben", CASE)
    assert (blind.blind, blind.unseen, blind.standing) == (True, False, Standing.SECOND)
    assert (blind.votes, blind.of(Note), kinds(blind.history)) == ((), (), ["import"])
    for told in ("ana", "phone", "revoke", "contradicts"):
        assert told not in shown(docket, "ben")
    assert missing(docket.act("ben", CASE, Open(others=True))) == {"blind"}
    assert "ana" not in shown(docket, "ben")
    done(vote(docket, "ben", CASE, REVOKE))
    seeing = docket.view("ben", CASE)
    assert not seeing.blind
    assert [note.by for note in seeing.of(Note)] == ["ana"]
    assert kinds(seeing.history) == ["import", "note", "unmasked", "opened", "vote", "opened", "vote"]


def test_nobody_else_sees_a_first_vote_either_whatever_it_was(docket: Docket) -> None:
    done(docket.act("ben", CASE, WriteNote("My own note.")))
    done(vote(docket, "ana", CASE, REVOKE))
    for reviewer in ("ben", "cleo", "lead"):
        view = docket.view(reviewer, CASE)
        assert (view.blind, view.votes) == (True, ())
        assert [note.by for note in view.of(Note)] == [reviewer] * (reviewer == "ben")
        assert "ana" not in shown(docket, reviewer)


def test_who_has_voted_sees_what_there_is(docket: Docket) -> None:
    done(vote(docket, "ana", CASE, REVOKE))
    done(docket.act("ben", CASE, WriteNote("The employer confirmed on the phone.")))
    view = docket.view("ana", CASE)
    assert (view.blind, view.unseen) == (False, False)
    assert [vote.by for vote in view.votes] == ["ana"]
    assert [note.by for note in view.of(Note)] == ["ben"]


def test_a_vote_taken_back_is_nothing_that_the_next_reader_sees(docket: Docket) -> None:
    done(vote(docket, "ana", CASE, REVOKE))
    done(docket.act("ana", CASE, Withdraw("I misread the date.")))
    for told in ("ana", "misread", "revoke"):
        assert told not in shown(docket, "ben")
    assert kinds(docket.view("ben", CASE).history) == ["import"]
    own = docket.view("ana", CASE)
    assert (own.blind, kinds(own.history)) == (True, ["import", "opened", "vote", "withdrawal"])


def test_who_took_a_vote_back_after_seeing_another_s_goes_on_seeing_it(docket: Docket) -> None:
    done(vote(docket, "ana", CASE, REVOKE))
    done(vote(docket, "ben", CASE, KEEP))
    done(docket.act("ben", CASE, Withdraw("I misread the date.")))
    view = docket.view("ben", CASE)
    assert (view.blind, [vote.by for vote in view.votes]) == (False, ["ana"])
    assert refused(docket.act("ben", CASE, CastVote(REVOKE))) == "not_blind"
    for told in ("ana", "ben", "misread"):
        assert told not in shown(docket, "cleo")
    assert "ben" in shown(docket, "ana")


def test_a_decided_case_is_open_to_every_reader_once_it_is_recorded_that_they_read_it(docket: Docket) -> None:
    done(vote(docket, "ana", CASE, KEEP))
    view = docket.view("zoe", CASE)
    assert (view.standing, view.blind, view.unseen, view.votes, view.decision) == (
        Standing.DECIDED,
        True,
        True,
        (),
        None,
    )
    assert "ana" not in shown(docket, "zoe")
    record = done(docket.act("zoe", CASE, Open(others=True)))
    assert record.body.others  # type: ignore[union-attr]
    view = docket.view("zoe", CASE)
    assert (view.blind, view.unseen, [vote.by for vote in view.votes]) == (False, False, ["ana"])
    assert view.decision is not None


def test_a_case_on_which_others_did_nothing_has_nothing_unseen(docket: Docket) -> None:
    done(docket.act("ana", CASE, Open(("q1",))))
    view = docket.view("ana", CASE)
    assert (view.blind, view.unseen) == (True, False)


def test_who_settles_a_conflict_is_recorded_as_having_seen_it(docket: Docket) -> None:
    done(vote(docket, "ana", CASE, REVOKE))
    done(vote(docket, "ben", CASE, KEEP))
    view = docket.view("cleo", CASE)
    assert (view.standing, view.unseen, view.votes) == (Standing.CONFLICT, True, ())
    assert "ana" not in shown(docket, "cleo")
    assert [vote.by for vote in see(docket, "cleo", CASE).votes] == ["ana", "ben"]
    assert "opened others' work" in {
        record.body.words(docket.policy("lead")) for record in docket.view("cleo", CASE).history if record.by == "cleo"
    }
    done(adjudicate(docket, "cleo", CASE, REVOKE))


def test_who_read_a_conflict_is_no_blind_second_reader_later_and_who_did_not_is(docket: Docket) -> None:
    done(vote(docket, "ana", CASE, REVOKE))
    done(vote(docket, "ben", CASE, KEEP))
    see(docket, "cleo", CASE)
    docket.view("dora", CASE)
    done(docket.act("dora", CASE, Open(("q1",))))
    done(docket.act("ben", CASE, Withdraw()))
    assert refused(vote(docket, "cleo", CASE, REVOKE)) == "not_blind"
    done(vote(docket, "dora", CASE, REVOKE))


def test_who_read_a_decision_that_was_taken_back_does_not_vote(docket: Docket) -> None:
    done(vote(docket, "ana", CASE, KEEP))
    see(docket, "ben", CASE)
    done(docket.act("ana", CASE, Withdraw()))
    assert docket.view("ben", CASE).standing is Standing.OPEN
    assert refused(vote(docket, "ben", CASE, REVOKE)) == "not_blind"
    done(vote(docket, "cleo", CASE, REVOKE))


@pytest.mark.parametrize(("what", "code"), [("votes", "not_blind"), ("history", "not_blind"), ("cases", "")])
def test_an_export_is_a_reading(docket: Docket, what: str, code: str) -> None:
    done(vote(docket, "ana", CASE, KEEP))
    assert isinstance(export(docket, "lead", None, what, stdout=io.BytesIO()), Exported)
    assert docket.view("lead", CASE).unseen  # what is shown once more is recorded once more
    done(docket.act("ana", CASE, Withdraw()))
    assert docket.view("lead", CASE).unseen is bool(code)
    answer = vote(docket, "lead", CASE, REVOKE)
    assert refused(answer) == code if code else done(answer)
    assert list(docket.verify("lead")) == []


def test_what_one_decided_alone_is_no_others_work_whatever_was_opened_at_once(docket: Docket) -> None:
    done(vote(docket, "ana", CASE, KEEP))
    for who in ("ana", "lead"):
        assert isinstance(docket.counted(who, purpose="an overview", others=True), Departure)
    done(docket.act("ana", CASE, Withdraw()))
    assert [CASE in waiting(docket, who) for who in ("ana", "lead", "ben")] == [True, False, True]
    assert refused(vote(docket, "lead", CASE, KEEP)) == "not_blind"
    assert isinstance(docket.counted("ben", purpose="an overview", others=True), Departure)  # nothing of it any more
    done(vote(docket, "ben", CASE, REVOKE))
    assert not docket.view("ana", CASE).unseen
    done(vote(docket, "ana", CASE, REVOKE))
    assert list(docket.verify("lead")) == []


def test_who_saw_by_their_vote_that_another_took_theirs_back_votes_once(docket: Docket) -> None:
    done(vote(docket, "ana", CASE, REVOKE))
    done(docket.act("ana", CASE, Withdraw()))
    done(vote(docket, "ben", CASE, KEEP))
    assert docket.view("ben", CASE).scene.state.others_voted("ben")
    done(docket.act("ben", CASE, Withdraw()))
    assert refused(vote(docket, "ben", CASE, REVOKE)) == "not_blind"
    assert [CASE in waiting(docket, who) for who in ("ana", "ben")] == [True, False]


def test_an_export_shows_nothing_of_rounds_that_were_not_decided_then(docket: Docket) -> None:
    done(vote(docket, "ana", CASE, REVOKE))
    assert isinstance(export(docket, "lead", None, "votes", stdout=io.BytesIO()), Exported)
    assert docket.view("lead", CASE).blind
    done(vote(docket, "lead", CASE, REVOKE))
    done(vote(docket, "ben", "RP-0002", KEEP))
    assert docket.view("lead", "RP-0002").unseen


def test_what_is_decided_while_an_export_is_on_its_way_stays_behind(docket: Docket) -> None:
    done(vote(docket, "ana", CASE, KEEP))
    done(vote(docket, "ana", "RP-0002", REVOKE))
    leaving = docket.leaving("lead", purpose="a look", others=True)
    assert isinstance(leaving, Departure)
    done(vote(docket, "ben", "RP-0002", REVOKE))
    assert [(view.case.id, len(view.votes)) for view in leaving.views() if view.history] == [(CASE, 1)]
    assert {record.case for record in leaving.records() if record.case} == {CASE}
    assert leaving.left_out == 4


ROLES = '\n[roles]\nreviewer = ["ana", "ben", "dora"]\nadjudicator = ["cleo"]\nlead = ["lead"]\nauditor = ["vera"]\n'


def test_only_whoever_could_settle_a_conflict_sees_it(tmp_path: Path) -> None:
    docket = made(tmp_path, ROLES)
    done(vote(docket, "ana", CASE, REVOKE))
    done(vote(docket, "ben", CASE, KEEP))
    assert not docket.view("dora", CASE).unseen
    assert missing(docket.act("dora", CASE, Open(others=True))) == {"blind"}
    assert len(see(docket, "cleo", CASE).votes) == 2
    docket.close()


def test_an_auditor_sees_everything_on_record_and_acts_on_nothing(tmp_path: Path) -> None:
    docket = made(tmp_path, ROLES)
    done(vote(docket, "ana", CASE, REVOKE))
    assert docket.view("vera", CASE).unseen
    assert "ana" not in shown(docket, "vera")
    assert [vote.by for vote in see(docket, "vera", CASE).votes] == ["ana"]
    done(docket.act("vera", CASE, Unmask(("citizenship",), "A check.")))
    for request in (CastVote(REVOKE), WriteNote("A note."), Withdraw(), Adjudicate(REVOKE)):
        assert refused(docket.act("vera", CASE, request)) == "role"
    assert refused(docket.import_cases("vera", iter([make_case(2)]), ())) == "role"
    assert refused(docket.leaving("vera", purpose="an audit", others=True)) == "role"
    view = docket.view("vera", CASE)
    assert {kind for kind, refusal in view.refusals.items() if refusal is None} == {"opened", "unmasked"}
    assert "vera" not in shown(docket, "ben")
    docket.close()


# Masks


def test_masked_fields_stay_hidden_until_asked_for_and_the_asking_is_recorded(docket: Docket) -> None:
    before = docket.view("ana", CASE)
    assert before.masked == ("citizenship",)
    assert "BLR" not in shown(docket, "ana")
    assert missing(docket.act("ana", CASE, Unmask(("permit",), "A check."))) == {"not_masked"}
    assert missing(docket.act("ana", CASE, Unmask((), "A check."))) == {"fields"}
    assert "BLR" not in shown(docket, "ana")
    done(docket.act("ana", CASE, Unmask(("citizenship",), "A check.")))
    after = docket.view("ana", CASE)
    assert (after.masked, after.case.fields["citizenship"]) == ((), "BLR")
    assert kinds(after.history) == ["import", "unmasked"]
    assert docket.view("ben", CASE).masked == ("citizenship",)
    assert docket.view("ana", "RP-0002").masked == ("citizenship",)


def test_each_field_that_is_asked_for_is_recorded_and_no_other_is_shown(tmp_path: Path) -> None:
    fields = {"citizenship": "BLR", "born": "1990", "faith": "none"}
    masked = '"citizenship", "subject", "field.Born", "faith"'
    docket = made(tmp_path, "", make_case(1, fields=fields), masked=masked)
    assert set(docket.view("ana", CASE).masked) == {"citizenship", "born", "faith", "subject"}
    record = done(docket.act("ana", CASE, Unmask(("citizenship", "subject", "born"), "A check.")))
    assert record.body.fields == ("citizenship", "subject", "born")  # type: ignore[union-attr]
    view = docket.view("ana", CASE)
    assert (view.masked, view.case.subject) == (("faith",), "Darya Example")
    assert view.case.fields == {"citizenship": "BLR", "born": "1990", "faith": None}
    assert missing(docket.act("ben", CASE, Unmask(("citizenship", "permit"), "A check."))) == {"not_masked"}
    assert "subject" in docket.view("ben", CASE).masked
    docket.close()


def test_what_is_masked_cannot_be_found_out_by_asking_for_it(docket: Docket) -> None:
    for text in ("field.citizenship:BLR", "field.Citizenship:BLR", "-field.citizenship:RUS", "field.citizenship:<Z"):
        with pytest.raises(BadInput, match=r"masks [Cc]itizenship"):
            docket.page("ana", parse(text))
    assert docket.count("ana", parse("BLR")) == 0
    done(docket.act("ana", CASE, Unmask(("citizenship",), "A check.")))
    assert docket.count("ana", parse("BLR")) == 0


def test_who_is_reading_is_known_and_to_a_blind_reader_without_a_name(docket: Docket) -> None:
    done(docket.act("ana", CASE, Open(("q1",))))
    assert docket.view("ben", CASE).company == "Somebody else is reading this case, or was a moment ago."
    assert docket.view("ana", CASE).company == ""
    assert next(row.busy for row in docket.page("ben"))
    assert not next(row.busy for row in docket.page("ana"))
    done(vote(docket, "ana", CASE, REVOKE))
    assert not next(row.busy for row in docket.page("ben"))
    done(docket.act("cleo", CASE, Open(("q1",))))
    assert docket.view("ana", CASE).company == "cleo is reading this case, or was a moment ago."
    done(docket.act("dora", CASE, Open(("q1",))))
    assert docket.view("ana", CASE).company == "cleo and dora are reading this case, or were a moment ago."


def test_who_went_away_is_reading_no_more(docket: Docket) -> None:
    done(docket.act("ana", CASE, Open(("q1",))))
    later = docket.now() + timedelta(minutes=11)
    docket.now = lambda: later
    assert docket.view("ben", CASE).company == ""


BLIND_QUEUE = f'{POLICY}\n[review]\nblind_queue = true\n[roles]\nauditor = ["otto"]\n'
WAITING = [Standing.SECOND, Standing.OPEN, Standing.SECOND]


def test_with_a_blind_queue_nobody_learns_that_a_first_vote_is_in(tmp_path: Path) -> None:
    docket = new_docket(tmp_path / "b", BLIND_QUEUE, "lead")
    docket.import_cases("lead", iter([make_case(1), make_case(2)]), ())
    done(vote(docket, "ana", CASE, REVOKE))
    assert standings(docket, "ben") == ([Standing.OPEN] * 3, 2, 0, {Standing.OPEN: 2})
    for who in ("ana", "otto"):
        assert standings(docket, who) == (WAITING, 1, 1, {Standing.OPEN: 1, Standing.SECOND: 1})
    scene = docket.view("ben", CASE).scene
    assert (scene.standing, scene.state.settled, scene.state.policy) == (Standing.OPEN, Standing.OPEN, None)
    assert "second" not in shown(docket, "ben")
    done(vote(docket, "ben", CASE, REVOKE))
    assert docket.view("cleo", CASE).standing is Standing.DECIDED
    docket.close()


def standings(docket: Docket, who: str) -> tuple[list[Standing], int, int, dict[Standing, int]]:
    """All ways in which somebody learns where cases stand."""
    rows = [row.standing for row in docket.page(who)]
    counts = {standing: count for standing, count in docket.counts(who).items() if count}
    opened, second = (docket.count(who, parse(f"standing:{word}")) for word in ("open", "second"))
    assert len(docket.page(who, parse("standing:second"))) == second
    assert (
        len(docket.page(who, parse("-standing:second")))
        == opened
        == docket.count(who, parse("standing:open id:RP-0001")) + (docket.count(who, parse("standing:open id:RP-0002")))
    )
    return [*rows, docket.view(who, CASE).standing], opened, second, counts
