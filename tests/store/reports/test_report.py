"""A report counts what is over, tells who may know, and records that it was asked for."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from store import filters, reports
from store.acts import Appeal, CastVote, Draft, Open, Recuse, Reopen, Rule, SendBack, Withdraw
from store.case.parts import Result
from store.docket import Docket
from store.errors import BadInput, NotAllowed
from store.model import Refusal
from store.opening import open_docket
from store.policy import SET_ASIDE
from store.records import Disclosed
from store.reports import PARTS, Part, Report, report
from store.reports.outcomes import Outcomes
from store.reports.pairs import Blind
from tests.dockets import KEEP, POLICY, REVOKE, adjudicate, done, made, make_case, read_through, refused, see, vote

ROLES = """
[roles]
lead = ["lead"]
reviewer = ["ruta", "jonas", "ona", "petras"]
adjudicator = ["asta"]
auditor = ["ada"]
"""
REFUSE = Draft("refuse", REVOKE.grounds, REVOKE.reason, REVOKE.cites)


@pytest.fixture
def work(tmp_path: Path) -> Docket:
    """A docket of twelve cases with a lead, an auditor, an adjudicator and four reviewers."""
    return made(tmp_path, ROLES, *[make_case(number) for number in range(1, 13)])


def told(docket: Docket, *parts: Part, by: str = "lead", **more: Any) -> Report:
    """The report that somebody is given."""
    answer = report(docket, by, parts or PARTS, **more)
    assert isinstance(answer, Report), answer
    return answer


def blind(docket: Docket) -> Blind:
    """What it says of agreement."""
    said = told(docket, "agreement").agreement
    assert said is not None
    return said


def outcomes(docket: Docket, **more: Any) -> Outcomes:
    """What it says of outcomes."""
    said = told(docket, "outcomes", **more).outcomes
    assert said is not None
    return said


def case(number: int) -> str:
    """The id of a case."""
    return f"RP-{number:04}"


def decided(docket: Docket, number: int, draft: Draft, *people: str) -> None:
    """These people vote the same on a case."""
    for person in people:
        done(vote(docket, person, case(number), draft))


def test_the_first_two_votes_of_a_round_are_a_pair_and_the_resolution_is_none(work: Docket) -> None:
    decided(work, 1, REVOKE, "ruta", "jonas")
    decided(work, 2, KEEP, "ruta")
    done(vote(work, "ruta", case(3), REVOKE))
    done(vote(work, "jonas", case(3), KEEP))
    assert blind(work).outcomes.n == 1, "a conflict that nobody settled is not over"
    assert blind(work).waiting == 1
    done(adjudicate(work, "asta", case(3), REVOKE))
    said = blind(work)
    assert said.adverse.table == ((1, 1), (0, 0))
    assert said.outcomes.categories == ("keep", "revoke", "refuse")
    assert said.outcomes.table == ((0, 0, 0), (1, 1, 0), (0, 0, 0))
    assert (said.first_adverse, said.first_other, said.read_once, said.waiting) == (2, 0, 1, 0)


def test_two_adverse_outcomes_agree_on_what_is_adverse_and_not_on_the_outcome(work: Docket) -> None:
    done(vote(work, "ruta", case(1), REVOKE))
    done(vote(work, "jonas", case(1), REFUSE))
    done(adjudicate(work, "asta", case(1), REVOKE))
    said = blind(work)
    assert said.adverse.observed.value == 1
    assert said.outcomes.observed.value == 0


def test_a_vote_taken_back_before_another_was_cast_never_counted(work: Docket) -> None:
    done(vote(work, "ruta", case(1), REFUSE))
    done(work.act("ruta", case(1), Withdraw("A slip.")))
    decided(work, 1, REVOKE, "ruta", "jonas")
    assert blind(work).outcomes.table[1] == (0, 1, 0)
    assert blind(work).outcomes.n == 1


def test_a_vote_taken_back_once_its_author_had_seen_the_other_still_counts(work: Docket) -> None:
    """Whoever finds that they differ cannot make the figures better by stepping back."""
    done(vote(work, "ruta", case(1), REVOKE))
    done(vote(work, "jonas", case(1), KEEP))
    done(work.act("jonas", case(1), Withdraw("Ruta is right.")))
    done(vote(work, "ona", case(1), REVOKE))
    assert blind(work).outcomes.table == ((0, 0, 0), (1, 0, 0), (0, 0, 0))


def test_votes_that_were_sent_back_count_once_for_their_authors_know_each_other_by_then(work: Docket) -> None:
    done(vote(work, "ruta", case(1), REVOKE))
    done(vote(work, "jonas", case(1), KEEP))
    see(work, "asta", case(1))
    done(work.act("asta", case(1), SendBack("Look at the register again.")))
    decided(work, 1, REVOKE, "ruta", "jonas")
    assert blind(work).outcomes.table == ((0, 0, 0), (1, 0, 0), (0, 0, 0))


def test_a_round_that_was_reopened_counts_for_people_who_are_new_to_the_case(work: Docket) -> None:
    decided(work, 1, REVOKE, "ruta", "jonas")
    done(work.act("lead", case(1), Reopen("A letter came.")))
    assert blind(work).outcomes.n == 0, "the case is open again, and its votes are hidden"
    decided(work, 1, KEEP, "ona")
    assert blind(work).outcomes.n == 1
    decided(work, 2, KEEP, "ona")
    done(work.act("lead", case(2), Reopen("A letter came.")))
    decided(work, 2, REVOKE, "ona", "petras")
    assert blind(work).outcomes.n == 1


def test_what_is_not_decided_leaves_no_trace_in_what_others_decided(work: Docket) -> None:
    decided(work, 1, REVOKE, "ruta", "jonas")
    parts: tuple[Part, ...] = ("outcomes", "agreement", "review")
    before = told(work, *parts)
    done(vote(work, "ruta", case(2), REVOKE))
    read_through(work, "jonas", case(2))
    assert told(work, *parts) == before
    done(vote(work, "jonas", case(2), REVOKE))
    assert told(work, *parts) != before


def test_reviewers_are_told_of_progress_alone_and_nobody_without_a_role_of_anything(work: Docket) -> None:
    decided(work, 1, REVOKE, "ruta", "jonas")
    records = work.checkpoint("lead").count
    progress = told(work, "progress", by="ona").progress
    assert progress is not None
    assert (progress.decisions, progress.standings["decided"], progress.standings["open"]) == (1, 1, 11)
    parts: tuple[Part, ...] = ("outcomes", "agreement", "review")
    for part in parts:
        answer = report(work, "ona", (part,))
        assert refused(answer) == "role"
    with pytest.raises(NotAllowed):
        report(work, "stranger", ("progress",))
    assert work.checkpoint("lead").count == records


def test_who_sees_others_work_in_numbers_is_on_record_before_anything_is_read(work: Docket) -> None:
    decided(work, 1, REVOKE, "ruta", "jonas")
    chosen = filters.parse("field.permit:temporary")
    for by in ("lead", "ada"):
        told(work, "agreement", "review", by=by, chosen=chosen)
    asked = [one for one in work.history("ada") if isinstance(one.body, Disclosed)]
    assert [one.by for one in asked] == ["lead", "ada"]
    assert asked[-1].body == Disclosed("field.permit:temporary", "a report of agreement, review", True, False)
    assert list(work.verify("lead")) == []


def test_an_auditor_is_given_reports_and_no_export(work: Docket) -> None:
    told(work, by="ada")
    assert refused(work.leaving("ada", purpose="an export", others=True)) == "role"


def test_a_masked_field_groups_outcomes_for_who_asks_on_record(work: Docket) -> None:
    decided(work, 1, REVOKE, "ruta", "jonas")
    for spelled in ("citizenship", "field.Citizenship"):
        assert refused(report(work, "ona", ("outcomes",), by=spelled)) == "role"
    said = report(work, "ada", ("outcomes",), by="citizenship")
    assert isinstance(said, Report)
    assert said.unmasked
    assert said.outcomes is not None
    assert [(one.value, one.cases, one.decided) for one in said.outcomes.groups] == [("BLR", 12, 1)]
    asked = [one.body for one in work.history("ada") if isinstance(one.body, Disclosed)]
    assert asked == [Disclosed("", "a report of outcomes by citizenship", True, True)]
    assert list(work.verify("lead")) == []


def test_rates_are_told_for_every_group_with_intervals_and_few_are_marked(tmp_path: Path) -> None:
    permits = ["temporary"] * 6 + ["permanent"] * 2 + [None]
    cases = [make_case(at, fields={"permit": permit}) for at, permit in enumerate(permits, 1)]
    docket = made(tmp_path, ROLES, *cases)
    for number in range(1, 9):
        decided(docket, number, *((REVOKE, "ruta", "jonas") if number in (1, 2, 7) else (KEEP, "ruta")))
    answer = report(docket, "ada", ("outcomes",), by="field.permit")
    assert isinstance(answer, Report)
    assert answer.outcomes is not None
    temporary, permanent, none = answer.outcomes.groups
    assert (temporary.value, temporary.cases, temporary.decided, temporary.few) == ("temporary", 6, 6, False)
    assert (permanent.value, permanent.decided, permanent.adverse.decisions, permanent.few) == ("permanent", 2, 1, True)
    assert (none.value, none.cases, none.decided) == (None, 1, 0)
    assert temporary.adverse.rate.value == pytest.approx(2 / 6)
    assert temporary.outcomes["keep"].decisions == 4
    assert none.adverse.rate.value is None
    assert none.adverse.rate.why
    assert answer.outcomes.all.decided == 8
    by_flag = report(docket, "ada", ("outcomes",), by="flags")
    assert isinstance(by_flag, Report)
    assert [(one.value, one.cases) for one in by_flag.outcomes.groups] == [("Q3", 9)]


def test_a_field_that_no_case_has_and_one_that_lists_people_group_nothing(work: Docket) -> None:
    with pytest.raises(BadInput, match="No case has pemit"):
        report(work, "ada", ("outcomes",), by="pemit")
    for name in ("subject", "field.subject", " Subject "):
        with pytest.raises(BadInput, match="does not list them"):
            report(work, "ada", ("outcomes",), by=name)
    with pytest.raises(BadInput, match="Name the field"):
        report(work, "ada", ("outcomes",), by="\ud800")


def test_a_field_with_a_value_of_its_own_for_each_case_groups_nothing(tmp_path: Path) -> None:
    docket = made(tmp_path, ROLES, *[make_case(at, fields={"serial": f"S{at}"}) for at in range(1, 1010)])
    with pytest.raises(BadInput, match="more than 1,000 values"):
        report(docket, "ada", ("outcomes",), by="serial")


def test_decisions_are_counted_apart_from_the_people_whom_they_concern(tmp_path: Path) -> None:
    subjects = ["Darya", "Darya", "Ivan", "", ""]
    docket = made(tmp_path, ROLES, *[make_case(at, subject=name) for at, name in enumerate(subjects, 1)])
    for number in range(1, 6):
        decided(docket, number, KEEP, "ruta")
    said = told(docket)
    assert (said.outcomes.all.decided, said.outcomes.all.people) == (5, 4)
    assert (said.progress.decisions, said.progress.people) == (5, 4)
    assert said.outcomes.all.adverse.people == 0
    assert told(docket, people=False).progress.people is None


def test_masked_subjects_are_counted_only_where_somebody_asked_on_record(tmp_path: Path) -> None:
    docket = made(tmp_path, ROLES, make_case(1), make_case(2), masked='"subject"')
    decided(docket, 1, KEEP, "ruta")
    decided(docket, 2, KEEP, "ruta")
    said = told(docket)
    assert said.outcomes.all.people is said.progress.people is None
    assert not said.unmasked
    assert refused(report(docket, "ona", ("progress",), people=True)) == "role"
    asked = told(docket, "progress", people=True)
    assert asked.unmasked
    assert asked.progress.people == 1
    assert list(docket.verify("lead")) == []


def test_progress_tells_what_is_overdue_and_what_was_decided_on_which_day(tmp_path: Path) -> None:
    monday = date(2024, 3, 4)
    cases = [make_case(at, due=monday + timedelta(days)) for at, days in enumerate((-1, -1, 0, 30), 1)]
    docket = made(tmp_path, ROLES, *cases)
    docket.today = lambda: monday - timedelta(1)
    decided(docket, 1, KEEP, "ruta")
    docket.today = lambda: monday
    decided(docket, 4, KEEP, "ruta")
    said = told(docket, "progress").progress
    assert said.overdue == 1, "one is decided, one is due today"
    assert [(one.since, one.decisions) for one in said.days if one.decisions] == [
        (monday - timedelta(1), 1),
        (monday, 1),
    ]
    assert [(one.since, one.decisions) for one in said.weeks] == [(monday - timedelta(7), 1), (monday, 1)]
    assert len(said.days) == 14


def test_the_share_of_appeals_that_changed_something_is_told_with_its_interval(work: Docket) -> None:
    results: tuple[Result | None, ...] = ("upheld", "upheld", "varied", "set_aside", "sent_back", None)
    today = work.today()
    for number, result in enumerate(results, 1):
        decided(work, number, REVOKE, "ruta", "jonas")
        done(work.act("lead", case(number), Appeal(today, "Regional court")))
        if result:
            varied = "keep" if result == "varied" else ""
            done(work.act("lead", case(number), Rule(result, today, "The court said so.", varied)))
    said = outcomes(work)
    assert (said.appeals.filed, said.appeals.pending) == (6, 1)
    assert said.appeals.results == {"upheld": 2, "varied": 1, "set_aside": 1, "sent_back": 1}
    assert said.appeals.overturned.value == pytest.approx(0.6)
    assert said.appeals.overturned.low == pytest.approx(0.2307, abs=1e-4)
    assert said.all.outcomes["keep"].decisions == 1, "decisions are counted as they stand now"
    assert said.all.outcomes[SET_ASIDE].decisions == 1
    assert said.all.decided == 5
    assert said.all.adverse.decisions == 3
    decided(work, 7, REVOKE, "ruta", "jonas")
    done(work.act("lead", case(7), Appeal(today, "Second department", own_review=True)))
    assert outcomes(work).appeals == said.appeals, "a review by the office is no appeal"


def test_each_decision_counts_under_the_name_by_which_it_was_made(work: Docket) -> None:
    """An id that a later policy calls something else, and finds adverse, is no word for what was before."""
    decided(work, 1, KEEP, "ruta")
    decided(work, 2, REVOKE, "ruta", "jonas")
    assert [(one.label, one.adverse, one.rate.decisions) for one in outcomes(work).named] == [
        ("Permit stands", False, 1), ("Permit revoked", True, 1), ("Renewal refused", True, 0),
    ]  # fmt: skip
    renamed = POLICY.replace('label = "Permit stands"\nadverse = false', 'label = "To the police"\nadverse = true')
    renamed = renamed.replace("Permit revoked", "Deported").replace(
        '["revoke", "refuse"]', '["keep", "revoke", "refuse"]'
    )
    renamed += '[[outcome]]\nid = "drop"\nlabel = "Dropped"\nadverse = false\n'
    done(work.set_policy("lead", renamed + ROLES, "Other words."))
    decided(work, 3, REVOKE, "ruta", "jonas")
    assert [(one.label, one.adverse, one.rate.decisions) for one in outcomes(work).named] == [
        ("Permit stands", False, 1), ("Deported", True, 1), ("Permit revoked", True, 1), ("Renewal refused", True, 0),
        ("Dropped", False, 0),
    ]  # fmt: skip
    assert outcomes(work).all.outcomes["revoke"].decisions == 2
    said = blind(work)
    assert (said.labels["revoke"], said.labels["drop"]) == (("Permit revoked", "Deported"), ("Dropped",))


def test_how_cases_were_read_is_told_of_all_and_of_nobody(work: Docket) -> None:
    decided(work, 1, REVOKE, "ruta", "jonas")
    done(work.act("ona", case(2), Open()))
    done(work.act("ona", case(2), CastVote(KEEP)))
    done(work.act("ona", case(3), Open(("q1",))))
    done(work.act("ona", case(3), Open(("q1", "r1"))))
    done(work.act("ona", case(3), CastVote(KEEP)))
    said = told(work, "review").review
    assert said.votes == 4
    assert said.unopened == 1
    assert (said.items.low, said.items.median, said.items.high) == (1.5, 3, 4)
    assert said.minutes.n == 4
    assert (said.flagged, said.departed) == (3, 2)
    assert "ona" not in repr(told(work))


def test_a_docket_without_decisions_says_of_every_figure_why_there_is_none(work: Docket) -> None:
    said = told(work)
    assert said.outcomes.all.adverse.rate.why
    assert said.outcomes.appeals.overturned.why
    assert said.agreement.outcomes.kappa.why
    assert said.review.items.why
    assert said.review.departed_rate.why


def test_a_filter_chooses_the_cases_and_then_the_share_of_the_population_is_not_told(tmp_path: Path) -> None:
    more = ROLES + '[report]\npopulation = 400\nlabel = "residents"\nby = "permit"\n'
    docket = made(tmp_path, more, make_case(1), make_case(2, fields={"permit": "permanent"}))
    for number in (1, 2):
        decided(docket, number, REVOKE, "ruta", "jonas")
    everything = told(docket)
    assert (everything.population.cases, everything.population.share) == (2, 0.005)
    assert everything.outcomes.by == "permit"
    some = told(docket, chosen=filters.parse("field.permit:permanent"))
    assert some.population is None
    assert (some.progress.cases, some.agreement.outcomes.n, some.review.votes) == (1, 1, 2)


def test_whose_case_it_is_is_not_asked_for_where_no_figure_needs_it(tmp_path: Path) -> None:
    docket = made(tmp_path, ROLES, masked='"subject"')
    assert not told(docket, "agreement", "review", people=True).unmasked


def test_a_case_that_is_decided_while_others_are_counted_is_in_neither_pass(work: Docket) -> None:
    """What leaves is settled when the cases pass; the records that follow are those of the same cases."""
    for number in (1, 2):
        decided(work, number, REVOKE, "ruta", "jonas")
    counted = work.counted("lead", purpose="a report", others=True)
    assert not isinstance(counted, Refusal)
    whole = [one.id for one in counted.lines() if one.state.votes]
    decided(work, 3, REVOKE, "ruta", "jonas")
    assert whole == [case(1), case(2)]
    assert {one.case for one in counted.records() if one.body.table == "votes"} == {case(1), case(2)}


def test_what_a_policy_masks_is_told_to_nobody_who_did_not_ask_on_record(work: Docket) -> None:
    plain = work.counted("lead", purpose="a report", others=True)
    asked = work.counted("lead", purpose="a report", others=False, unmasked=True)
    assert not isinstance(plain, Refusal)
    assert not isinstance(asked, Refusal)
    for spelled in ("citizenship", "field.Citizenship"):
        assert plain.told(case(1), spelled) is None
        assert asked.told(case(1), spelled) == "BLR"
    assert plain.told(case(1), "permit") == "temporary"
    assert plain.told(case(1), "nothing") is None


def test_an_outcome_that_the_policy_does_not_know_hurts_until_somebody_says_otherwise(work: Docket) -> None:
    decided(work, 1, KEEP, "ruta")
    counted = work.counted("lead", purpose="a report", others=True)
    assert not isinstance(counted, Refusal)
    state = next(iter(counted.lines())).state
    assert state.decision is not None
    assert not work.policy("lead").adverse(state.decision.outcome)
    assert work.policy("lead").adverse("deport")


def test_what_was_read_for_an_earlier_vote_stays_read(work: Docket) -> None:
    decided(work, 1, KEEP, "ona")
    done(work.act("lead", case(1), Reopen("A letter came.")))
    done(work.act("ona", case(1), Open(("q1",))))
    done(work.act("ona", case(1), CastVote(KEEP)))
    said = told(work, "review").review
    assert (said.votes, said.items.low, said.unopened) == (2, 4, 0)


def test_with_a_blind_queue_progress_does_not_tell_that_a_first_vote_is_in(tmp_path: Path) -> None:
    docket = made(tmp_path, ROLES + "[review]\nblind_queue = true\n", make_case(1), make_case(2))
    done(vote(docket, "ruta", case(1), REVOKE))
    for reader, standing in (("ona", "open"), ("lead", "open"), ("ruta", "second"), ("ada", "second")):
        said = told(docket, "progress", by=reader, chosen=filters.parse("id:RP-0001")).progress
        assert [name for name, count in said.standings.items() if count] == [standing]


DECIDE_BY = """
[[clock]]
id = "decide_by"
label = "Decide"
starts = "imported"
ends = "decided"
days = 20
source = "rule 3"
"""


def test_deadlines_that_ran_out_are_the_same_whoever_asks(tmp_path: Path) -> None:
    docket = made(tmp_path, DECIDE_BY, make_case(1), make_case(2))
    done(docket.act("lead", case(1), Recuse("I know the family.")))
    later = docket.today() + timedelta(30)
    docket.today = lambda: later
    for reader in ("lead", "ana"):
        said = told(docket, "progress", by=reader).progress
        assert said is not None
        assert (said.cases, said.deadlines) == (2, {"decide_by": 2})
    docket.close()


def test_of_a_round_that_is_over_a_report_without_others_work_holds_when_and_no_more(work: Docket) -> None:
    done(vote(work, "ona", case(1), REVOKE))
    done(work.act("ona", case(1), Withdraw("I know the family.")))
    decided(work, 1, REVOKE, "ruta", "jonas")
    done(work.act("lead", case(1), Appeal(work.today(), "Regional court", "I-12/2026")))
    done(work.act("lead", case(1), Rule("sent_back", work.today(), "The register does not say so.")))
    counted = work.counted("petras", chosen=filters.parse("id:RP-0001"), purpose="a report", others=False)
    assert not isinstance(counted, Refusal)
    [over] = next(iter(counted.lines())).state.past
    assert over.decision is not None
    assert (over.decision.outcome, over.decision.on) == ("", work.today())
    assert (over.votes, over.why, over.withdrew, over.delivery) == ((), "", frozenset(), None)
    [remedy] = over.remedies
    assert (remedy.result, remedy.body, remedy.reference, remedy.outcome) == ("sent_back", "", "", "")


def test_counting_takes_away_no_news_and_ends_when_nobody_waits_for_it(
    work: Docket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports, "OFTEN", 1)
    decided(work, 2, KEEP, "ruta")
    other = open_docket(tmp_path / "made.docket")
    vote(other, "ona", case(1), KEEP)
    passed: list[int] = []
    told(work, "progress", by="ruta", watch=passed.append)
    assert passed == [1, 2], "nobody has touched the ten others: none of them is read"
    assert work.refresh(), "a screen that waits for news would never hear of them"

    class LeftError(Exception):
        """Nobody waits."""

    def leaves(_: int) -> None:
        raise LeftError

    with pytest.raises(LeftError):
        report(work, "ruta", ("progress",), watch=leaves)
    other.close()
