"""A case through all that can happen to it: held, referred, heard, decided, served, appealed, sent back, closed."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from sqlite3 import Connection
from typing import Any

import pytest
from msgspec.structs import replace

from store.acts import (
    Adjudicate,
    AnyRequest,
    Appeal,
    Assign,
    CastVote,
    Cite,
    Close,
    Draft,
    Hear,
    Hold,
    Open,
    Recuse,
    Refer,
    Reopen,
    Reopened,
    Resume,
    Rule,
    SendBack,
    Serve,
    Stay,
    Withdraw,
)
from store.docket import Docket
from store.errors import BadInput
from store.exporting import export
from store.filters import parse
from store.local.fold import Fold
from store.model import Case, Evidence, Imported, Refusal, Standing
from store.opening import new_docket, open_docket
from store.records import Record
from store.reports import report
from tests.dockets import POLICY, make_case, vote

CASE = "RP-0001"
TODAY = date(2026, 3, 2)
REVOKE = Draft("revoke", ("contact",), "The register says so.", (Cite("r1"),))
KEEP = Draft("keep", reason="It is explained.")
LETTER = Evidence("p1", "register", "What the person says", "I have never met any of them.")


class Calendar:
    """A day that a test turns."""

    def __init__(self) -> None:
        self.day = TODAY

    def __call__(self) -> date:
        return self.day


@pytest.fixture
def calendar() -> Calendar:
    return Calendar()


def under(policy: str, place: Path, calendar: Calendar, cases: int = 1) -> Docket:
    """A docket under a policy, on whichever day the calendar says."""
    new_docket(place, policy, "lead").close()
    docket = Docket(open_docket(place)._engine, calendar)
    docket.import_cases("lead", map(make_case, range(1, cases + 1)), ())
    return docket


@pytest.fixture
def docket(tmp_path: Path, calendar: Calendar) -> Iterator[Docket]:
    with_calendar = under(POLICY, tmp_path / "d", calendar, cases=2)
    yield with_calendar
    assert list(with_calendar.verify("lead")) == []
    with_calendar.close()


def done(docket: Docket, who: str, request: AnyRequest) -> Standing:
    answer = docket.act(who, CASE, request)
    assert isinstance(answer, Record), answer
    return docket.view(who, CASE).standing


def refused(docket: Docket, who: str, request: AnyRequest) -> list[str]:
    answer = docket.act(who, CASE, request)
    assert isinstance(answer, Refusal)
    return [answer.code, *(one.code for one in answer.missing)]


def revoked(docket: Docket) -> None:
    for who in ("ana", "ben"):
        assert isinstance(vote(docket, who, CASE, REVOKE), Record)


def test_a_held_case_waits_and_comes_back_on_its_day(docket: Docket, calendar: Calendar) -> None:
    assert refused(docket, "ana", Hold(TODAY, "")) == ["incomplete", "until", "reason"]
    assert done(docket, "ana", Hold(date(2026, 3, 9), "The file is at the court.")) is Standing.HELD
    assert refused(docket, "ben", CastVote(KEEP)) == ["held"]
    assert refused(docket, "ben", Hold(date(2026, 3, 9), "Again.")) == ["paused"]
    assert docket.counts("ana")[Standing.HELD] == 1
    calendar.day = date(2026, 3, 9)
    assert docket.counts("ana")[Standing.HELD] == 0
    assert docket.view("ben", CASE).standing is Standing.OPEN
    assert refused(docket, "ben", Resume("It is here.")) == ["not_paused"]


def test_a_day_that_turns_moves_those_cases_alone_whose_pause_ends(
    docket: Docket, calendar: Calendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    done(docket, "ana", Hold(date(2026, 3, 9), "The file is at the court."))
    docket.act("ana", "RP-0002", Hold(date(2026, 3, 20), "The register does not answer."))
    docket.counts("ana")
    moved: list[int] = []
    store = Fold._store

    def told(fold: Fold, connection: Connection, number: int, *rest: Any) -> None:
        moved.append(number)
        store(fold, connection, number, *rest)

    monkeypatch.setattr(Fold, "_store", told)
    for day, held, who in ((8, 2, []), (9, 1, [1]), (20, 0, [2]), (5, 2, [1, 2]), (31, 0, [1, 2]), (30, 0, [])):
        calendar.day, moved[:] = date(2026, 3, day), []
        assert docket.counts("ana")[Standing.HELD] == held
        assert moved == who
        assert list(docket.verify("lead")) == []


def test_a_referral_is_ended_early_when_the_opinion_is_there(docket: Docket) -> None:
    asked = Refer("State security", "Is the unit named in r1 an armed one?", date(2026, 4, 1))
    assert done(docket, "ana", asked) is Standing.REFERRED
    assert refused(docket, "ben", CastVote(KEEP)) == ["referred"]
    assert refused(docket, "ben", Resume("")) == ["incomplete", "reason"]
    assert done(docket, "ben", Resume("The opinion is here.")) is Standing.OPEN


def test_who_stepped_off_decides_nothing_on_it_any_more(docket: Docket) -> None:
    assert refused(docket, "cleo", Recuse("")) == ["incomplete", "reason"]
    done(docket, "cleo", Recuse("I know the family."))
    assert refused(docket, "cleo", Recuse("Again.")) == ["recused"]
    assert refused(docket, "cleo", CastVote(KEEP)) == ["recused"]
    vote(docket, "ana", CASE, REVOKE)
    vote(docket, "ben", CASE, Draft("refuse", ("false_statement",), "The register says it.", (Cite("r1"),)))
    assert refused(docket, "cleo", Adjudicate(KEEP)) == ["recused"]
    assert refused(docket, "ana", Recuse("Too late.")) == ["voted"]


def test_a_decision_is_served_and_then_nobody_takes_it_back(docket: Docket, calendar: Calendar) -> None:
    assert refused(docket, "ana", Serve(TODAY, "by hand")) == ["not_decided"]
    revoked(docket)
    calendar.day = date(2026, 3, 5)
    assert refused(docket, "ana", Serve(date(2026, 3, 6), "")) == ["incomplete", "future", "short"]
    assert refused(docket, "ana", Serve(date(2026, 3, 1), "by hand")) == ["incomplete", "too_early"]
    assert done(docket, "ben", Serve(date(2026, 3, 4), "by hand")) is Standing.SERVED
    assert refused(docket, "ben", Withdraw("I was wrong.")) == ["final"]
    assert refused(docket, "ana", Serve(date(2026, 3, 5), "by hand")) == ["incomplete", "reason"]
    assert done(docket, "emil", Serve(date(2026, 3, 3), "by hand", "The receipt says the 3rd.")) is Standing.SERVED


def test_an_appeal_is_handled_by_who_did_not_decide(docket: Docket, calendar: Calendar) -> None:
    revoked(docket)
    done(docket, "ana", Serve(TODAY, "by hand"))
    calendar.day = date(2026, 3, 20)
    assert refused(docket, "ana", Appeal(date(2026, 3, 19), "Regional court")) == ["decided_it"]
    assert done(docket, "cleo", Appeal(date(2026, 3, 19), "Regional court", "I-12/2026")) is Standing.APPEALED
    assert refused(docket, "dora", Appeal(date(2026, 3, 19), "Another court")) == ["no_decision"]
    assert refused(docket, "dora", Reopen("New facts.")) == ["appealed"]
    assert refused(docket, "dora", Stay(date(2026, 3, 20), "Ordered.", lifted=True)) == ["incomplete", "no_stay"]
    done(docket, "dora", Stay(date(2026, 3, 20), "The court ordered it."))
    assert refused(docket, "ben", Rule("upheld", date(2026, 3, 20), "Well founded.")) == ["decided_it"]
    calendar.day = date(2026, 6, 1)
    assert done(docket, "cleo", Rule("upheld", date(2026, 5, 30), "Well founded.")) is Standing.SERVED
    [remedy] = docket.view("cleo", CASE).scene.state.remedies
    assert (remedy.result, remedy.ended, remedy.stays[0].until) == ("upheld", date(2026, 5, 30), date(2026, 5, 30))


def test_what_an_appeal_set_aside_has_no_outcome_and_rings_no_more(docket: Docket) -> None:
    revoked(docket)
    done(docket, "cleo", Appeal(TODAY, "Regional court"))
    assert refused(docket, "cleo", Rule("set_aside", TODAY, "", "keep")) == ["incomplete", "reason", "outcome"]
    assert done(docket, "cleo", Rule("set_aside", TODAY, "It rests on nothing.")) is Standing.CLOSED
    done(docket, "dora", Open(("r1",), others=True))
    decision = docket.view("dora", CASE).decision
    assert decision is not None
    assert decision.outcome == ""


def test_an_appeal_can_vary_a_decision_and_makes_nothing_adverse(docket: Docket) -> None:
    revoked(docket)
    done(docket, "cleo", Appeal(TODAY, "Regional court"))
    assert refused(docket, "cleo", Rule("varied", TODAY, "Too much.")) == ["incomplete", "unknown_outcome"]
    assert refused(docket, "cleo", Rule("varied", TODAY, "Too much.", "revoke")) == ["incomplete", "same_outcome"]
    assert done(docket, "cleo", Rule("varied", TODAY, "Too much.", "keep")) is Standing.DECIDED
    done(docket, "cleo", Appeal(TODAY, "Supreme court"))
    for outcome in ("revoke", "refuse"):
        assert refused(docket, "cleo", Rule("varied", TODAY, "No.", outcome)) == ["incomplete", "one_word"]


def test_a_case_sent_back_is_voted_on_again_and_blind(docket: Docket) -> None:
    revoked(docket)
    done(docket, "cleo", Appeal(TODAY, "Regional court"))
    assert done(docket, "cleo", Rule("sent_back", TODAY, "The witness was not heard.")) is Standing.OPEN
    view = docket.view("dora", CASE)
    assert (view.round, view.blind, view.votes, view.decision) == (2, True, (), None)
    [over] = docket.view("ana", CASE).notices
    assert over.startswith("Round 2 has begun: the appeal sent it back.")
    assert refused(docket, "ana", Appeal(TODAY, "Regional court")) == ["decided_it"]
    revoked(docket)
    assert docket.view("ana", CASE).standing is Standing.DECIDED


def test_votes_that_differ_can_go_back_to_their_authors(docket: Docket) -> None:
    vote(docket, "ana", CASE, REVOKE)
    vote(docket, "ben", CASE, Draft("refuse", ("false_statement",), "The register says it.", (Cite("r1"),)))
    assert refused(docket, "ben", SendBack("Look again.")) == ["voted"]
    assert refused(docket, "cleo", SendBack(" ")) == ["incomplete", "reason"]
    assert done(docket, "cleo", SendBack("Look at r1 once more.")) is Standing.OPEN
    told = "Round 2 has begun: it was sent back: Look at r1 once more. Your vote of round 1 no longer counts."
    assert docket.view("ana", CASE).notices == (told,)
    assert docket.view("dora", CASE).notices == ()


def test_the_instructions_of_a_round_are_told_to_who_voted_in_it(docket: Docket) -> None:
    vote(docket, "dora", CASE, REVOKE)
    docket.attach("lead", CASE, Evidence("p1", "register", "Letter", "I have never met any of them."))
    vote(docket, "ana", CASE, REVOKE)
    vote(docket, "ben", CASE, Draft("refuse", ("false_statement",), "The register says it.", (Cite("r1"),)))
    done(docket, "cleo", SendBack("One of you says revoke and rests on r1."))
    assert "rests on r1" in docket.view("ana", CASE).notices[0]
    [told] = docket.view("dora", CASE).notices
    assert told.startswith("Round 3 has begun")
    assert "r1" not in told


def test_who_took_their_vote_back_handles_no_appeal_either(docket: Docket) -> None:
    vote(docket, "cleo", CASE, REVOKE)
    done(docket, "cleo", Withdraw("I know the family."))
    revoked(docket)
    assert refused(docket, "cleo", Appeal(TODAY, "Regional court")) == ["decided_it"]
    done(docket, "dora", Appeal(TODAY, "Regional court"))
    done(docket, "dora", Rule("sent_back", TODAY, "The witness was not heard."))
    revoked(docket)
    assert refused(docket, "cleo", Appeal(TODAY, "Regional court")) == ["decided_it"]


def test_a_case_is_closed_when_nothing_is_left_to_do_and_can_be_reopened(docket: Docket) -> None:
    revoked(docket)
    assert refused(docket, "ana", Close("Done.")) == ["not_served"]
    done(docket, "ana", Serve(TODAY, "by hand"))
    assert done(docket, "ana", Close("The person has left.")) is Standing.CLOSED
    assert refused(docket, "ana", Serve(TODAY, "by hand")) == ["not_decided"]
    assert refused(docket, "ana", Reopen("")) == ["incomplete", "reason"]
    assert done(docket, "ana", Reopen("They never left: it was somebody else.")) is Standing.OPEN
    assert docket.view("dora", CASE).round == 2


@pytest.mark.parametrize(
    "asked",
    [
        Hear("invited", date(1, 1, 1), TODAY + timedelta(14)),
        Hear("invited", TODAY, date(9999, 12, 31)),
        Hear("waived", date(1, 1, 1), reason="They cannot be found."),
        Hold(date(9999, 12, 31), "The year is a slip."),
        Refer("Registry", "Is it so?", TODAY + timedelta(3_654)),
    ],
)
def test_a_day_that_is_ten_years_away_is_a_slip(docket: Docket, asked: AnyRequest) -> None:
    assert refused(docket, "ana", asked) == ["incomplete", "too_far"]
    done(docket, "ana", Hold(TODAY + timedelta(3_653), "As long as anything waits."))


def test_an_adverse_vote_waits_for_the_hearing_where_the_policy_says_so(tmp_path: Path) -> None:
    docket = new_docket(tmp_path / "h", f"{POLICY}\n[review]\nhearing = true\n", "lead")
    docket.import_cases("lead", iter([make_case(1)]), ())
    today = docket.today()
    assert isinstance(refusal := vote(docket, "ana", CASE, REVOKE), Refusal)
    assert [one.code for one in refusal.missing] == ["hearing"]
    assert refused(docket, "ana", Hear("received", today, item="zz")) == ["incomplete", "not_invited", "no_item"]
    assert refused(docket, "ana", Hear("invited", today, today)) == ["incomplete", "due"]
    done(docket, "ana", Hear("invited", today, today + timedelta(14)))
    assert isinstance(vote(docket, "ana", CASE, REVOKE), Refusal)
    assert refused(docket, "ana", Hear("waived", today)) == ["incomplete", "reason"]
    done(docket, "ana", Hear("waived", today, reason="They wrote that they have nothing to say."))
    assert isinstance(vote(docket, "ana", CASE, REVOKE), Record)
    assert list(docket.verify("lead")) == []
    docket.close()


def test_a_decision_is_final_after_the_policy_s_days(tmp_path: Path, calendar: Calendar) -> None:
    docket = under(f"{POLICY}\n[review]\nfinal_after_days = 3\n", tmp_path / "f", calendar, cases=2)
    for who in ("ana", "ben"):
        for case in ("RP-0001", "RP-0002"):
            vote(docket, who, case, REVOKE)
    calendar.day = TODAY + timedelta(2)
    assert isinstance(docket.act("ben", "RP-0002", Withdraw("I misread it.")), Record)
    calendar.day = TODAY + timedelta(3)
    assert refused(docket, "ben", Withdraw("I misread it.")) == ["final"]
    docket.close()


def test_an_assignment_is_seen_by_who_was_asked_and_ends_with_stepping_off(docket: Docket) -> None:
    assert refused(docket, "lead", Assign("nobody at all")) == ["incomplete", "name"]
    done(docket, "lead", Assign("cleo"))
    assert docket.view("cleo", CASE).scene.state.assigned == "cleo"
    assert docket.view("dora", CASE).scene.state.assigned is None
    done(docket, "cleo", Recuse("I know the family."))
    assert refused(docket, "lead", Assign("cleo")) == ["incomplete", "recused"]


def test_a_case_leaves_the_queue_of_who_stepped_off_and_nobody_else_s(docket: Docket) -> None:
    done(docket, "cleo", Recuse("I know the family."))
    assert [row.id for row in docket.page("cleo")] == ["RP-0002"]
    assert docket.count("cleo") == 1
    assert [row.id for row in docket.page("cleo", parse("recused:me"))] == [CASE]
    assert docket.count("dora") == 2
    everything = docket.leaving("cleo", purpose="a look", others=False)
    assert not isinstance(everything, Refusal)
    assert [view.case.id for view in everything.views()] == [CASE, "RP-0002"]


def test_who_was_asked_to_read_finds_it_and_only_leads_find_others(docket: Docket) -> None:
    done(docket, "lead", Assign("cleo"))
    assert [row.id for row in docket.page("cleo", parse("assigned:me"))] == [CASE]
    assert [row.id for row in docket.page("cleo", parse("assigned:none"))] == ["RP-0002"]
    assert [row.id for row in docket.page("lead", parse("assigned:cleo -voted:me"))] == [CASE]
    assert refused(docket, "lead", Assign("")) == ["incomplete", "whom"]
    assert refused(docket, "lead", Assign("cleo", nobody=True)) == ["incomplete", "whom"]
    assert docket.count("cleo", parse("assigned:me")) == 1
    done(docket, "lead", Assign(nobody=True))
    assert docket.count("cleo", parse("assigned:me")) == 0
    done(docket, "lead", Assign("Cleo"))
    assert docket.count("cleo", parse("assigned:me")) == 1


def test_evidence_that_arrives_later_is_a_revision_and_ends_a_round_that_rested_on_less(docket: Docket) -> None:
    vote(docket, "ana", CASE, REVOKE)
    letter = Evidence("p1", "register", "Letter", "I have never met any of them.", "the person", TODAY)
    answer = docket.attach("cleo", CASE, letter)
    assert isinstance(answer, Record)
    assert answer.body.words(docket.policy("lead")) == "added evidence: p1"
    view = docket.view("ana", CASE)
    assert (view.revision, view.changed, view.round) == (2, ("evidence p1",), 2)
    with pytest.raises(BadInput, match='there is an item "p1" in this case already'):
        docket.attach("cleo", CASE, letter)
    with pytest.raises(BadInput, match="rumour"):
        docket.attach("cleo", CASE, Evidence("p2", "rumour", "", "They say so."))
    with pytest.raises(BadInput, match="no case"):
        docket.attach("cleo", "RP-9", letter)


def test_who_adds_an_item_gets_their_own_record_whatever_comes_after(
    docket: Docket, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = docket._engine
    add_batch = engine.add_batch

    def followed(*given: Any, **asked: Any) -> Imported | Refusal:
        monkeypatch.setattr(engine, "add_batch", add_batch)
        done = add_batch(*given, **asked)
        docket.attach("ben", CASE, Evidence("p2", "register", "Reply", "So does the landlord."))
        return done

    monkeypatch.setattr(engine, "add_batch", followed)
    answer = docket.attach("ana", CASE, Evidence("p1", "register", "Letter", "I have never met any of them."))
    assert isinstance(answer, Record)
    assert (answer.by, answer.body.words(docket.policy("lead"))) == ("ana", "added evidence: p1")


def test_who_only_audits_adds_no_evidence(tmp_path: Path) -> None:
    docket = new_docket(tmp_path / "a", f'{POLICY}\n[roles]\nauditor = ["otto"]\n', "lead")
    docket.import_cases("lead", iter([make_case(1)]), ())
    assert refused_as(docket.attach("otto", CASE, Evidence("p1", "register", "", "A word."))) == "role"
    docket.close()


def refused_as(answer: object) -> str:
    assert isinstance(answer, Refusal)
    return answer.code


CLOCKS = """
[calendar]
country = "LT"
[[clock]]
id = "decide_by"
label = "Decide"
starts = "imported"
ends = "decided"
days = 20
source = "rule 3"
[[clock]]
id = "appeal_by"
label = "Appeal"
starts = "served"
ends = "appealed"
months = 1
working_day = true
source = "art. 138(1)"
[[clock]]
id = "leave_by"
label = "Leave"
starts = "served"
months = 1
pauses = ["appealed"]
source = "art. 127(2)"
"""


def found(docket: Docket, expression: str) -> list[str]:
    return [row.id for row in docket.page("ana", parse(expression))]


def test_deadlines_show_in_the_case_the_queue_and_the_filter_and_stop_with_the_case(
    tmp_path: Path, calendar: Calendar
) -> None:
    docket = under(POLICY + CLOCKS, tmp_path / "c", calendar, cases=2)
    assert found(docket, "clock:decide_by<30d") == ["RP-0001", "RP-0002"]
    assert found(docket, "clock:appeal_by<90d") == []
    revoked(docket)
    done(docket, "ana", Serve(TODAY, "by hand"))
    days = {one.clock.id: one.on for one in docket.view("ana", CASE).deadlines}
    assert (days["appeal_by"], days["leave_by"]) == (date(2026, 4, 2), date(2026, 4, 2))
    assert found(docket, "clock:appeal_by<40d") == [CASE]
    assert found(docket, "clock:appeal_by<7d") == []
    assert found(docket, "-clock:any<90d clock:leave_by:none") == []
    assert found(docket, "clock:leave_by:none") == ["RP-0002"]
    [row] = [row for row in docket.page("ana") if row.id == CASE]
    assert (row.deadline.clock.id if row.deadline else "", row.columns[0], row.overdue) == (
        "appeal_by",
        "2026-04-02",
        False,
    )
    calendar.day = date(2026, 4, 3)
    assert next(row.overdue for row in docket.page("ana") if row.id == CASE)
    calendar.day = date(2026, 3, 20)
    done(docket, "cleo", Appeal(date(2026, 3, 19), "Regional court"))
    assert found(docket, "clock:leave_by<90d") == []
    calendar.day = date(2026, 5, 1)
    done(docket, "cleo", Rule("upheld", date(2026, 4, 30), "Well founded."))
    assert found(docket, "clock:leave_by:2026-05-15") == [CASE]
    assert found(docket, "clock:decide_by<0d") == ["RP-0002"]
    told = report(docket, "lead", ("progress",))
    assert not isinstance(told, Refusal)
    assert told.progress is not None
    assert told.progress.deadlines == {"decide_by": 1, "appeal_by": 0, "leave_by": 0}
    assert refused(docket, "ana", Close("They left.")) == ["clock"]
    calendar.day = date(2026, 5, 16)
    done(docket, "ana", Close("They left."))
    assert found(docket, "clock:any<90d") == ["RP-0002"]
    told = [(one.clock.id, one.on, one.rings) for one in docket.view("ana", CASE).deadlines[1:]]
    assert told == [("appeal_by", date(2026, 4, 2), False), ("leave_by", date(2026, 5, 15), False)]
    closed = export(docket, "lead", tmp_path / "closed.csv")
    assert not isinstance(closed, Refusal)
    assert ",2026-03-02,2026-04-02,2026-05-15," in (tmp_path / "closed.csv").read_text()
    for wrong in ("clock:appeal<7d", "clock:appeal_by<soon", "clock:appeal_by"):
        with pytest.raises(BadInput):
            found(docket, wrong)
    assert list(docket.verify("lead")) == []
    docket.set_policy("lead", (POLICY + CLOCKS).replace("days = 20", "days = 90"), "More time.")
    assert found(docket, "clock:decide_by<7d") == []
    assert list(docket.verify("lead")) == []
    docket.close()


RULED_BY = """
[[clock]]
id = "rule_by"
label = "The court rules"
starts = "appealed"
ends = "ruled"
days = 60
source = "art. 139"
"""

OFFICE = """
[[clock]]
id = "publish_by"
label = "Publish the decision"
starts = "decided"
days = 10
source = "rule 14"
"""
BEYOND = """
[calendar]
country = "LT"
[[clock]]
id = "file_until"
label = "Keep the file"
starts = "decided"
months = 1200
working_day = true
source = "rule 15"
"""


@pytest.mark.parametrize(("clock", "said"), [(OFFICE, "runs until 2026-03-12"), (BEYOND, "cannot be computed")])
def test_a_decision_that_nobody_has_to_be_told_of_is_closed_when_its_deadlines_are_over(
    tmp_path: Path, calendar: Calendar, clock: str, said: str
) -> None:
    docket = under(POLICY + clock, tmp_path / "o", calendar)
    vote(docket, "ana", CASE, KEEP)
    calendar.day = date(2026, 3, 12)
    refusal = docket.act("ana", CASE, Close("Nothing is left to do."))
    assert isinstance(refusal, Refusal)
    assert refusal.code == "clock"
    assert said in refusal.sentence
    calendar.day = date(2026, 3, 13)
    assert isinstance(docket.act("ana", CASE, Close("Nothing is left to do.")), Record if clock is OFFICE else Refusal)
    assert list(docket.verify("lead")) == []
    docket.close()


FROM_THE_DECISION = """
[[clock]]
id = "appeal_by"
label = "Appeal"
starts = "decided"
ends = "appealed"
months = 1
source = "art. 138(1)"
"""
UNKNOWN_END = BEYOND.replace('"decided"', '"served"')


@pytest.fixture
def served(tmp_path: Path, calendar: Calendar) -> Iterator[Docket]:
    """A permit that was revoked and the decision served: a month to appeal, and to leave."""
    docket = under(POLICY + CLOCKS, tmp_path / "s", calendar)
    revoked(docket)
    done(docket, "ana", Serve(TODAY, "by hand"))
    yield docket
    assert list(docket.verify("lead")) == []
    docket.close()


def test_no_reopening_takes_the_deadline_and_the_appeal_from_the_person_who_was_told_of_a_decision(
    served: Docket, calendar: Calendar
) -> None:
    calendar.day = date(2026, 4, 2)
    refusal = served.act("dora", CASE, Reopen("New facts."))
    assert isinstance(refusal, Refusal)
    assert refusal.code == "clock"
    assert "“Appeal” runs until 2026-04-02" in refusal.sentence
    assert "set it aside" in refusal.sentence, "it says what can be done before"
    assert refusal == served.view("dora", CASE).refusal(Reopened)
    assert found(served, "clock:appeal_by<7d") == [CASE]
    assert done(served, "dora", Appeal(date(2026, 4, 2), "Regional court")) is Standing.APPEALED
    done(served, "dora", Stay(date(2026, 4, 2), "The court ordered it."))
    assert refused(served, "dora", Rule("sent_back", date(2026, 4, 2), "New facts.")) == ["incomplete", "reference"]
    sent_back = Rule("sent_back", date(2026, 4, 2), "New facts.", reference="I-12/2026")
    assert done(served, "dora", sent_back) is Standing.OPEN
    assert list(served.verify("lead")) == []


def test_no_review_by_the_office_sends_a_case_back_while_the_person_s_time_runs(
    served: Docket, calendar: Calendar
) -> None:
    review = Appeal(date(2026, 4, 2), "Second department", "R-7", own_review=True)
    sent_back = Rule("sent_back", date(2026, 4, 2), "New facts.", reference="R-7")
    calendar.day = date(2026, 4, 2)
    assert done(served, "dora", review) is Standing.APPEALED
    assert found(served, "clock:appeal_by<7d") == [CASE], "their time runs on meanwhile"
    refusal = served.act("dora", CASE, sent_back)
    assert isinstance(refusal, Refusal)
    assert [one.code for one in refusal.missing] == ["clock"]
    assert "“Appeal” runs until 2026-04-02" in refusal.missing[0].sentence
    calendar.day = date(2026, 4, 4)
    assert done(served, "dora", sent_back) is Standing.OPEN
    assert list(served.verify("lead")) == []


@pytest.mark.parametrize("ruling", [Rule("set_aside", TODAY, "It was wrong."), Rule("varied", TODAY, "Wrong.", "keep")])
def test_nor_is_a_case_reopened_that_it_made_milder_meanwhile(served: Docket, calendar: Calendar, ruling: Rule) -> None:
    done(served, "dora", Appeal(TODAY, "Second department", own_review=True))
    done(served, "dora", ruling)
    assert refused(served, "dora", Reopen("New facts.")) == ["clock"]
    if ruling.outcome:
        assert found(served, "clock:appeal_by<90d") == [CASE]
        done(served, "dora", Appeal(TODAY, "Second department", own_review=True))
        assert refused(served, "dora", Rule("sent_back", TODAY, "New facts.")) == ["incomplete", "clock"]
        done(served, "dora", Rule("upheld", TODAY, "It stays."))
    calendar.day = date(2026, 4, 10)
    assert done(served, "dora", Reopen("New facts.")) is Standing.OPEN
    assert list(served.verify("lead")) == []


def test_a_stay_of_such_a_review_moves_the_deadline_for_whoever_asks(tmp_path: Path, calendar: Calendar) -> None:
    stayed = CLOCKS.replace('pauses = ["appealed"]', 'pauses = ["appealed", "stayed"]')
    served = under(POLICY + stayed, tmp_path / "d", calendar)
    revoked(served)
    done(served, "ana", Serve(TODAY, "by hand"))
    calendar.day = date(2026, 3, 15)
    done(served, "dora", Appeal(TODAY, "Second department", own_review=True))
    done(served, "dora", Stay(TODAY, "It is looked at again."))
    done(served, "dora", Rule("upheld", date(2026, 3, 15), "Well founded."))
    due = {one.clock.id: one.on for one in served.view("dora", CASE).deadlines}
    assert due["leave_by"] is not None
    assert due["leave_by"] > date(2026, 4, 5)
    calendar.day = date(2026, 4, 5)
    for who, request in (("ana", Close("It is over.")), ("dora", Reopen("New facts."))):
        assert refused(served, who, request) == ["clock"]
    served.close()


@pytest.mark.parametrize("ruling", [Rule("set_aside", TODAY, "It was wrong."), Rule("varied", TODAY, "Wrong.", "keep")])
def test_a_ruling_that_nobody_can_look_up_ends_no_time_of_the_person(served: Docket, ruling: Rule) -> None:
    done(served, "dora", Appeal(TODAY, "The court"))
    done(served, "dora", ruling)
    assert refused(served, "dora", Reopen("New facts.")) == ["clock"]
    if ruling.outcome:
        assert refused(served, "ana", Close("It was made milder.")) == ["clock"]


def test_what_was_ruled_before_the_person_was_told_is_what_they_were_told(tmp_path: Path, calendar: Calendar) -> None:
    docket = under(POLICY + CLOCKS + OFFICE, tmp_path / "b", calendar)
    revoked(docket)
    done(docket, "dora", Appeal(TODAY, "Second department", own_review=True))
    done(docket, "dora", Rule("varied", TODAY, "Too much.", "keep"))
    done(docket, "ana", Serve(TODAY, "by hand"))
    assert done(docket, "dora", Reopen("New facts.")) is Standing.OPEN
    docket.close()


def test_an_appeal_that_was_filed_in_time_is_recorded_on_a_closed_case_too(served: Docket, calendar: Calendar) -> None:
    calendar.day = date(2026, 4, 10)
    assert done(served, "ana", Close("Nobody appealed.")) is Standing.CLOSED
    review = Appeal(date(2026, 4, 10), "Second department", own_review=True)
    assert refused(served, "dora", review) == ["incomplete", "own_review"]
    assert done(served, "dora", Appeal(date(2026, 4, 2), "Regional court", "K-2")) is Standing.APPEALED
    assert done(served, "dora", Rule("upheld", date(2026, 4, 10), "Well founded.")) is Standing.SERVED


def test_an_appeal_that_is_recorded_late_was_in_time_all_the_same(served: Docket, calendar: Calendar) -> None:
    calendar.day = date(2026, 4, 10)
    for day in (date(2026, 4, 9), date(2026, 3, 20)):
        done(served, "dora", Appeal(day, "Regional court"))
        done(served, "dora", Rule("upheld", date(2026, 4, 10), "Well founded."))
    (deadline,) = (one for one in served.view("dora", CASE).deadlines if one.clock.ends == "appealed")
    assert deadline.met == date(2026, 3, 20)


def test_who_decided_does_not_put_the_day_of_service_earlier(served: Docket, calendar: Calendar) -> None:
    calendar.day = date(2026, 3, 9)
    done(served, "ana", Serve(date(2026, 3, 9), "by hand", "The envelope says so."))
    earlier = Serve(TODAY, "by hand", "It was before.")
    assert refused(served, "ana", earlier) == ["incomplete", "decided_it"]
    assert done(served, "emil", earlier) is Standing.SERVED


def test_a_review_by_the_office_counts_as_no_appeal(served: Docket) -> None:
    done(served, "dora", Appeal(TODAY, "Second department", own_review=True))
    assert "a review by the office itself" in served.view("ana", CASE).history[-1].body.words(served.policy("ana"))
    (deadline,) = (one for one in served.view("ana", CASE).deadlines if one.clock.ends == "appealed")
    assert deadline.met is None
    assert done(served, "dora", Rule("set_aside", TODAY, "It was wrong.")) is Standing.CLOSED
    ruled = served.view("ana", CASE).history[-1].body.words(served.policy("ana"))
    assert ruled.startswith("recorded that the review by the office set the decision aside")


def test_the_person_appeals_while_the_office_looks_at_its_decision_itself(served: Docket, calendar: Calendar) -> None:
    calendar.day = date(2026, 3, 20)
    done(served, "dora", Appeal(date(2026, 3, 9), "Second department", own_review=True))
    done(served, "dora", Stay(date(2026, 3, 9), "Until we have looked."))
    assert done(served, "dora", Appeal(date(2026, 3, 18), "Regional court")) is Standing.APPEALED
    due = {one.clock.id: one for one in served.view("ana", CASE).deadlines}
    assert due["appeal_by"].met == date(2026, 3, 18)
    assert due["leave_by"].on is None, "an appeal is pending, and they do not have to leave"
    assert refused(served, "dora", Stay(date(2026, 3, 20), "Once more.")) == ["incomplete", "stayed"]
    calendar.day = date(2026, 4, 20)
    again = Appeal(date(2026, 4, 20), "Second department", own_review=True)
    for request in (again, Appeal(date(2026, 4, 20), "Highest court")):
        refusal = served.act("dora", CASE, request)
        assert isinstance(refusal, Refusal)
        assert refusal.sentence == "An appeal is pending on this case: record what comes of it first."
    assert done(served, "dora", Rule("upheld", date(2026, 4, 20), "Well founded.", reference="I-7")) is Standing.SERVED


def test_who_rules_on_the_review_is_not_taken_at_their_word_for_the_appeal_that_came(served: Docket) -> None:
    """They look at the case, and see that the person has appealed meanwhile."""
    done(served, "dora", Appeal(TODAY, "Second department", "R-7", own_review=True))
    done(served, "dora", Appeal(TODAY, "Regional court", "I-7"))
    refusal = served.act("dora", CASE, Rule("upheld", TODAY, "We were right."))
    assert isinstance(refusal, Refusal)
    assert [one.code for one in refusal.missing] == ["reference"]
    assert refusal.missing[0].sentence.startswith("The person's appeal of 2026-03-02 came while your office looked")
    done(served, "dora", Rule("sent_back", TODAY, "Not heard.", reference="I-7"))
    assert served.view("ana", CASE).standing is Standing.OPEN


def test_no_second_review_by_the_office_begins_while_one_is_pending(served: Docket) -> None:
    done(served, "dora", Appeal(TODAY, "Second department", own_review=True))
    assert refused(served, "dora", Appeal(TODAY, "Third department", own_review=True)) == ["incomplete", "own_review"]


def test_a_review_by_the_office_undoes_no_ruling_that_was_in_time(tmp_path: Path, calendar: Calendar) -> None:
    docket = under(POLICY + CLOCKS + RULED_BY, tmp_path / "r", calendar)
    revoked(docket)
    done(docket, "ana", Serve(TODAY, "by hand"))
    done(docket, "dora", Appeal(TODAY, "Regional court"))
    done(docket, "dora", Rule("upheld", TODAY, "Well founded."))
    done(docket, "dora", Appeal(TODAY, "Second department", own_review=True))
    (rule_by,) = (one for one in docket.view("ana", CASE).deadlines if one.clock.id == "rule_by")
    assert rule_by.met == TODAY
    docket.close()


def test_a_review_by_the_office_takes_no_day_to_appeal_from_the_person(served: Docket, calendar: Calendar) -> None:
    calendar.day = date(2026, 3, 9)
    done(served, "dora", Appeal(TODAY, "Own office, internal review"))
    done(served, "dora", Rule("upheld", date(2026, 3, 9), "Well founded."))
    calendar.day = date(2026, 4, 2)
    for who, request in (("ana", Close("The review is over.")), ("dora", Reopen("New facts."))):
        refusal = served.act(who, CASE, request)
        assert isinstance(refusal, Refusal)
        assert refusal.code == "clock"
    assert done(served, "dora", Appeal(date(2026, 3, 5), "Regional court")) is Standing.APPEALED
    assert done(served, "dora", Rule("upheld", date(2026, 4, 2), "Well founded.")) is Standing.SERVED
    calendar.day = date(2026, 5, 30)
    assert done(served, "ana", Close("All is over.")) is Standing.CLOSED


def test_and_it_is_told_that_the_time_to_appeal_runs_on(tmp_path: Path, calendar: Calendar) -> None:
    """With no other deadline than the one to appeal by."""
    docket = under(POLICY + FROM_THE_DECISION + OFFICE, tmp_path / "n", calendar)
    revoked(docket)
    done(docket, "ana", Serve(TODAY, "by hand"))
    done(docket, "dora", Appeal(TODAY, "Own office"))
    done(docket, "dora", Rule("upheld", TODAY, "Well founded."))
    calendar.day = date(2026, 4, 2)
    for who, request in (("ana", Close("The review is over.")), ("dora", Reopen("New facts."))):
        refusal = docket.act(who, CASE, request)
        assert isinstance(refusal, Refusal)
        assert "“Appeal” runs until 2026-04-02, whatever came of an appeal before" in refusal.sentence
    calendar.day = date(2026, 4, 3)
    assert done(docket, "ana", Close("Nobody appealed any more.")) is Standing.CLOSED
    assert list(docket.verify("lead")) == []
    docket.close()


def test_a_decision_is_reopened_when_the_person_s_time_is_over(served: Docket, calendar: Calendar) -> None:
    calendar.day = date(2026, 3, 9)
    done(served, "dora", Appeal(date(2026, 3, 9), "Regional court"))
    done(served, "dora", Rule("upheld", date(2026, 3, 9), "Well founded."))
    calendar.day = date(2026, 4, 3)
    refusal = served.act("dora", CASE, Reopen("New facts."))
    assert isinstance(refusal, Refusal)
    assert "“Leave” runs until 2026-04-03" in refusal.sentence
    calendar.day = date(2026, 4, 4)
    assert done(served, "dora", Reopen("New facts.")) is Standing.OPEN


def test_what_hurts_nobody_or_was_told_to_nobody_is_reopened_at_once(tmp_path: Path, calendar: Calendar) -> None:
    docket = under(POLICY + CLOCKS + OFFICE, tmp_path / "n", calendar)
    revoked(docket)
    assert done(docket, "dora", Reopen("New facts.")) is Standing.OPEN, "they had not been told yet"
    vote(docket, "ana", CASE, KEEP)
    done(docket, "ana", Serve(TODAY, "by hand"))
    assert any(one.rings and one.clock.starts == "served" for one in docket.view("dora", CASE).deadlines)
    assert done(docket, "dora", Reopen("More facts.")) is Standing.OPEN
    docket.close()


@pytest.mark.parametrize(
    ("clock", "said"), [(FROM_THE_DECISION, "runs until 2026-04-02"), (UNKNOWN_END, "cannot be computed")]
)
def test_time_to_appeal_that_runs_from_the_decision_or_whose_end_nobody_knows_counts_too(
    tmp_path: Path, calendar: Calendar, clock: str, said: str
) -> None:
    docket = under(POLICY + clock, tmp_path / "t", calendar)
    revoked(docket)
    if clock is UNKNOWN_END:
        done(docket, "ana", Serve(TODAY, "by hand"))
    refusal = docket.act("dora", CASE, Reopen("New facts."))
    assert isinstance(refusal, Refusal)
    assert said in refusal.sentence
    docket.close()


def test_who_stepped_off_does_nothing_on_the_case_any_more(docket: Docket) -> None:
    done(docket, "cleo", Recuse("I know the family."))
    revoked(docket)
    for request in (Serve(TODAY, "mail"), Appeal(TODAY, "Court"), Reopen("Look again."), Hold(TODAY, "")):
        assert refused(docket, "cleo", request) == ["recused"]


def test_what_was_appealed_against_before_it_was_served_can_be_served(docket: Docket) -> None:
    revoked(docket)
    done(docket, "cleo", Appeal(TODAY, "Regional court"))
    assert done(docket, "cleo", Rule("upheld", TODAY, "Well founded.")) is Standing.DECIDED
    assert done(docket, "ana", Serve(TODAY, "by hand")) is Standing.SERVED


def test_a_decision_that_the_office_looks_at_is_said_to_wait_for_that_before_it_is_served(docket: Docket) -> None:
    revoked(docket)
    done(docket, "cleo", Appeal(TODAY, "Second department", own_review=True))
    refusal = docket.act("ana", CASE, Serve(TODAY, "by hand"))
    assert isinstance(refusal, Refusal)
    said = "An appeal, or a review by your own office, is pending on this case: record what comes of it, then serve."
    assert refusal.sentence == said


def test_a_hearing_is_answered_by_what_the_person_could_have_said(docket: Docket) -> None:
    day = TODAY
    done(docket, "ana", Hear("invited", day, date(2026, 3, 20)))
    docket.attach("ana", CASE, Evidence("s9", "register", "Of a service", "They say so.", access="restricted"))
    assert refused(docket, "ana", Hear("received", day, item="s9")) == ["incomplete", "no_answer"]
    docket.attach("ana", CASE, LETTER)
    done(docket, "ana", Hear("received", day, item="p1"))
    assert refused(docket, "ana", Hear("received", day, item="p1")) == ["incomplete", "not_invited"]
    revoked(docket)
    done(docket, "lead", Reopen("New facts."))
    assert docket.view("ana", CASE).scene.state.invitation is None


@pytest.mark.parametrize("on", [TODAY, date(2020, 1, 1)])
def test_nobody_answers_an_invitation_with_what_was_in_the_case_before_it(docket: Docket, on: date) -> None:
    """An invitation that is recorded late, as of a day before the case came in, is answered by nothing older either."""
    docket.attach("ana", CASE, replace(LETTER, id="p0", text="What they wrote last year."))
    done(docket, "ana", Hear("invited", on, date(2026, 3, 20)))
    for item in ("q1", "p0"):
        assert refused(docket, "ana", Hear("received", TODAY, item=item)) == ["incomplete", "before"]
        assert "before" in [
            one.code for one in docket.missing(docket.view("ana", CASE), Hear("received", TODAY, item=item))
        ]
    changed = make_case(1)
    first = replace(changed.evidence[0], text="What the office now says that they said.")
    renamed = [replace(changed.evidence[0], id="q9"), replace(LETTER, id="p9", text="What they wrote \n last year.")]
    docket.import_cases("lead", iter([replace(changed, evidence=(first, *changed.evidence[1:], *renamed))]), ())
    for item in (first.id, "q9", "p9"):
        assert refused(docket, "ana", Hear("received", TODAY, item=item)) == ["incomplete", "before"]
    docket.attach("ana", CASE, LETTER)
    done(docket, "ana", Hear("received", TODAY, item="p1"))


def _without(case: Case) -> Case:
    return replace(case, evidence=tuple(item for item in case.evidence if item.id != "p1"))


def _with(**changed: str) -> Callable[[Case], Case]:
    return lambda case: replace(case, evidence=(*_without(case).evidence, replace(LETTER, **changed)))


@pytest.mark.parametrize(
    "revised",
    [
        _with(id="p2"),
        _with(text="I have met all of them."),
        _with(access="restricted"),
        _with(access="restricted", gist="What they say."),
        _with(kind="questionnaire"),
    ],
)
def test_a_hearing_counts_while_what_the_person_said_is_in_the_case_as_it_was_received(
    tmp_path: Path, revised: Callable[[Case], Case]
) -> None:
    docket = new_docket(tmp_path / "h", f"{POLICY}\n[review]\nhearing = true\n", "lead")
    docket.import_cases("lead", iter([make_case(1), make_case(2)]), ())
    today = docket.today()
    done(docket, "ana", Hear("invited", today, today + timedelta(14)))
    docket.import_cases("lead", iter([_with()(make_case(1))]), ())
    done(docket, "ana", Hear("received", today, item="p1"))
    assert isinstance(vote(docket, "ana", CASE, REVOKE), Record)
    docket.import_cases("lead", iter([revised(docket.view("lead", CASE).case)]), ())
    for who in ("ana", "ben"):
        assert isinstance(refusal := vote(docket, who, CASE, REVOKE), Refusal)
        assert [(one.code, "no longer in the case" in one.sentence) for one in refusal.missing] == [("hearing", True)]
    docket.attach("ana", CASE, replace(LETTER, id="p3", text="I said that I have never met them."))
    assert isinstance(vote(docket, "ana", CASE, REVOKE), Refusal)
    done(docket, "ana", Hear("received", today, item="p3"))
    assert refused(docket, "ana", Hear("received", today, item="p3")) == ["incomplete", "not_invited"]
    revoked(docket)
    assert docket.view("ana", CASE).standing is Standing.DECIDED
    assert list(docket.verify("lead")) == []
    docket.close()


def test_what_the_person_said_counts_again_once_it_is_back_as_it_was(tmp_path: Path) -> None:
    docket = new_docket(tmp_path / "h", f"{POLICY}\n[review]\nhearing = true\n", "lead")
    docket.import_cases("lead", iter([make_case(1)]), ())
    today = docket.today()
    done(docket, "ana", Hear("invited", today, today + timedelta(14)))
    docket.import_cases("lead", iter([_with()(make_case(1))]), ())
    done(docket, "ana", Hear("received", today, item="p1"))
    case = docket.view("lead", CASE).case
    docket.import_cases("lead", iter([_with(text="I have met all of them.")(case)]), ())
    assert isinstance(vote(docket, "ana", CASE, REVOKE), Refusal)
    docket.import_cases("lead", iter([_with(label="A letter")(case)]), ())
    revoked(docket)
    docket.close()


def test_who_is_invited_again_answers_again(docket: Docket) -> None:
    done(docket, "ana", Hear("invited", TODAY, date(2026, 3, 20)))
    docket.attach("ana", CASE, LETTER)
    done(docket, "ana", Hear("received", TODAY, item="p1"))
    done(docket, "ana", Hear("invited", TODAY, date(2026, 3, 27)))
    assert refused(docket, "ana", Hear("received", TODAY, item="p1")) == ["incomplete", "before"]


def test_the_reasons_of_a_docket_become_no_shorter(tmp_path: Path) -> None:
    def asking(characters: int) -> str:
        return f"{POLICY}\n[review]\nshortest_reason = {characters}\n"

    docket = new_docket(tmp_path / "r", asking(30), "lead")
    assert refused_as(docket.set_policy("lead", asking(29), "Quicker.")) == "shortest_reason"
    assert refused_as(docket.set_policy("lead", POLICY, "Not stated: 20.")) == "shortest_reason"
    for more in (30, 31):
        assert isinstance(docket.set_policy("lead", asking(more), "Longer."), Record)
    assert list(docket.verify("lead")) == []
    docket.close()


def test_a_blind_queue_stays_blind(tmp_path: Path) -> None:
    blind = f"{POLICY}\n[review]\nblind_queue = true\n"
    docket = new_docket(tmp_path / "b", blind, "lead")
    assert refused_as(docket.set_policy("lead", POLICY, "See all.")) == "blind_queue"
    docket.import_cases("lead", iter([make_case(1)]), ())
    docket.act("ana", CASE, Open(("q1",)))
    before = docket.view("ben", CASE).company
    vote(docket, "ana", CASE, REVOKE)
    assert docket.view("ben", CASE).company == before != ""
    docket.close()
