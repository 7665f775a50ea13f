"""Whatever several people do in whatever order, nothing adverse is decided on one person's word.

Walks of several people at two screens are judged by an oracle of its own. That the oracle would notice is tested as
well: each rule is broken singly, and the same walks must find it out.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

import store.acts.base
import store.acts.opened
import store.acts.opinion
import store.acts.reopen
import store.answering
import store.case.state
import store.case.view
import store.incoming
import store.local.case_rows
import store.local.fold
from store.acts import (
    Act,
    Appealed,
    Assigned,
    Hearing,
    Held,
    Opened,
    Recused,
    Referred,
    Resolution,
    Resumed,
    Ruled,
    Scene,
    SentBack,
    Served,
    Stayed,
    Vote,
    Withdrawal,
)
from store.case.parts import Reading
from store.case.policies import Policies
from store.case.state import Moment, State, next_round
from store.model import Missing, Refusal, Standing
from store.policy import Policy
from tests.conftest import Tell
from tests.store.walk import Walk
from tests.sweeps import every_nth

WALKS = 16
"""Every other one goes on to what follows a decision; the others are about votes alone."""
LEAST = {
    "adverse": 70, "conflicts": 70, "withdrawn": 60, "settled": 20, "rounds begun anew": 35, "decided": 80,
    **dict.fromkeys((f"seen {standing}" for standing in Standing), 150),
    "hold": 20, "referral": 15, "resumption": 5, "recusal": 8, "hearing": 80, "assignment": 25, "votes_returned": 1,
    "service": 8, "appeal_filed": 7, "stay": 2, "ruling": 4, "closing": 1, "reopening": 2,
}  # fmt: skip

Break = Callable[[pytest.MonkeyPatch], None]


@pytest.mark.parametrize(
    "first", [pytest.param(0, marks=pytest.mark.sweep), pytest.param(WALKS, marks=pytest.mark.slow)]
)
def test_no_walk_comes_to_what_may_not_be(quick_path: Path, first: int, tell: Tell) -> None:
    counted = Counter[str]()
    for number in range(first, first + WALKS):
        walk = Walk(quick_path / f"{number}", number)
        oracle = walk.run()
        assert (oracle.wrong, walk.verified) == ([], []), f"walk {number}"
        counted += oracle.counted
    tell(**{name.replace(" ", "_"): count for name, count in counted.items()})
    assert {name: counted[name] for name, least in LEAST.items() if counted[name] < least} == {}


@pytest.mark.long
@pytest.mark.parametrize("number", [0, 1])
def test_two_walks_of_them(quick_path: Path, number: int) -> None:
    """One about votes, and one that goes on: in every run, all others in the gate."""
    walk = Walk(quick_path / "walk", number)
    assert (walk.run().wrong, walk.verified) == ([], [])


def without_missing(code: str) -> Break:
    """An opinion that lacks this is recorded all the same."""
    asked = store.acts.opinion._missing

    def fewer(act: Any, scene: Scene) -> Iterator[Missing]:
        return (one for one in asked(act, scene) if one.code != code)

    return lambda patch: patch.setattr(store.acts.opinion, "_missing", fewer)


def without_refusal(act: type[Act], code: str) -> Break:
    """What is refused for this reason is done all the same."""
    asked = store.acts.base.may

    def laxer(wanted: type[Act], scene: Scene) -> Refusal | None:
        refusal = asked(wanted, scene)
        if wanted is act and refusal is not None and refusal.code == code:
            refusal = wanted.may(scene)
            return None if refusal is not None and refusal.code == code else refusal
        return refusal

    def broken(patch: pytest.MonkeyPatch) -> None:
        for module in (store.acts.base, store.case.view):
            patch.setattr(module, "may", laxer)

    return broken


def without(act: type[Act], code: str) -> Break:
    """An act that lacks this is recorded all the same."""
    asked = act.missing

    def fewer(self: Act, scene: Scene) -> tuple[Missing, ...]:
        return tuple(one for one in asked(self, scene) if one.code != code)

    return lambda patch: patch.setattr(act, "missing", fewer)


def instead(owner: object, name: str, other: object) -> Break:
    """A function does something else."""
    return lambda patch: patch.setattr(owner, name, other)


def moving(act: type[Act], after: Callable[[State, State, Moment], State]) -> Break:
    """What an act does to the case, but for what `after` undoes of it."""
    move = act.move
    return instead(act, "move", lambda self, state, moment: after(state, move(self, state, moment), moment))


def opened_for_ever(state: State, reviewer: str) -> frozenset[str]:
    return state.opened.get(reviewer, Reading(0)).items


def in_force(policies: Policies, began_under: int | None) -> Policy:
    return policies.current


def never_drawn(moment: Moment, round_number: int) -> bool:
    return False


def of_this_round(state: State) -> frozenset[str]:
    return frozenset(cast.by for cast in (*state.votes, state.resolution) if cast)


def nobody_stays_off(state: State, why: str) -> State:
    return replace(next_round(state, why), recused=frozenset())


def for_ever(state: State, day: object) -> Standing:
    return state.pause.standing if state.pause else state.settled


adverse = store.acts.opinion._adverse

BROKEN: dict[str, Break] = {
    "an outcome that there is not": without_missing("unknown_outcome"),
    "no reason": without_missing("reason"),
    "a reason of two letters": without_missing("short_reason"),
    "a conflict settled without a reason": instead(Resolution, "reasoned", False),
    "no ground": without_missing("ground"),
    "a ground that there is not": without_missing("bad_ground"),
    "no citation": without_missing("citation"),
    "weak and withheld citations": without_missing("weak_citations"),
    "a quotation of a word": without_missing("short_quote"),
    "what was not opened": without_missing("unopened"),
    "what must be read": instead(store.acts.opinion, "_adverse", lambda act, scene: (
        one for one in adverse(act, scene) if "must be read" not in one.sentence
    )),
    "a case that was not opened": without_missing("unread"),
    "an older revision": without_missing("revised"),
    "every item carries": instead(store.acts.opinion, "carries", lambda case, item, policy: True),
    "a word of one": without(Resolution, "one_word"),
    "a ground of one": without(Resolution, "lone_ground"),
    "one vote is enough": instead(store.case.state, "votes_needed", lambda outcome, policy, **_: 1),
    "nothing differs": instead(store.case.state, "_differs", lambda one, other, policy: False),
    "grounds never differ": instead(store.case.state, "_differs", lambda one, two, policy: one.outcome != two.outcome),
    "grounds always differ": instead(
        store.case.state, "_differs", lambda one, two, policy: (one.outcome, one.grounds) != (two.outcome, two.grounds)
    ),
    "a second vote of the first": without_refusal(Vote, "same_person"),
    "a second vote": without_refusal(Vote, "voted"),
    "a vote on a decided case": without_refusal(Vote, "decided"),
    "a vote in a conflict": without_refusal(Vote, "conflict"),
    "a vote of one who has seen": without_refusal(Vote, "not_blind"),
    "a vote of the importer": without_refusal(Vote, "importer"),
    "a resolution of the importer": without_refusal(Resolution, "importer"),
    "a resolution of a voter": without_refusal(Resolution, "voted"),
    "a resolution of no conflict": without_refusal(Resolution, "no_conflict"),
    "a withdrawal after others": without_refusal(Withdrawal, "acted_on"),
    "others' work for the blind": without(Opened, "blind"),
    "an opening of an older revision": without(Opened, "revised"),
    "names that look alike": instead(Policies, "lookalike", lambda policies, reviewer, known: None),
    "no roles": instead(Policy, "has_role", lambda policy, reviewer, role: True),
    "what was read stays read": instead(State, "opened_by", opened_for_ever),
    "no new round": instead(store.case.state, "next_round", lambda state, why: state),
    "every revision begins one": instead(store.local.case_rows, "substantial", lambda old, new: True),
    "no revision begins one": instead(store.local.case_rows, "substantial", lambda old, new: False),
    "no audit": instead(Moment, "second_reader", never_drawn),
    "another policy in the middle": instead(Policies, "of_round", in_force),
    "an export is no reading": instead(store.case.state, "_were_shown", lambda state, moment: frozenset()),
    "a withdrawal forgets what was seen": moving(Withdrawal, lambda state, moved, _: replace(moved, seen=state.seen)),
    "a withdrawal makes a third person": moving(Withdrawal, lambda was, now, _: replace(now, withdrew=was.withdrew)),
    "a withdrawal takes all votes": moving(Withdrawal, lambda state, moved, _: replace(moved, votes=())),
    "a withdrawal takes none": moving(Withdrawal, lambda state, moved, _: replace(moved, votes=state.votes)),
    "a vote moves nobody": moving(Vote, lambda state, moved, _: replace(moved, acted=state.acted or moved.acted)),
    "seeing is not recorded": moving(Opened, lambda state, moved, _: replace(moved, seen=state.seen)),
    "a resolution decides nothing": moving(Resolution, lambda state, moved, _: replace(moved, resolution=None)),
    "everything is shown": instead(store.case.view, "visible_record", lambda record, reviewer, *, shows: record),
    "the state is shown": instead(store.case.view, "_own_part", lambda state, reviewer: state),
    "a reader can see others": instead(store.acts.opened, "may_see_others", lambda scene: True),
}  # fmt: skip
LATER: dict[str, Break] = {
    "a hold of the decided": without_refusal(Held, "decided"),
    "a hold of what waits": without_refusal(Held, "paused"),
    "a hold without an end": without(Held, "until"),
    "a hold for no reason": without(Held, "reason"),
    "a referral of the decided": without_refusal(Referred, "decided"),
    "a referral of what waits": without_refusal(Referred, "paused"),
    "a referral without an end": without(Referred, "until"),
    "a referral of nothing": without(Referred, "question"),
    "a vote on a held case": without_refusal(Vote, "held"),
    "a vote on a referred case": without_refusal(Vote, "referred"),
    "a pause that does not end": instead(store.acts.base, "standing_on", for_ever),
    "a pause that holds nobody": instead(store.acts.base, "standing_on", lambda state, day: state.settled),
    "a resumption of what does not wait": without_refusal(Resumed, "not_paused"),
    "a resumption for no reason": without(Resumed, "reason"),
    "a resumption resumes nothing": moving(Resumed, lambda state, moved, _: state),
    "a vote of one who stepped off": without_refusal(Vote, "recused"),
    "a resolution of one who stepped off": without_refusal(Resolution, "recused"),
    "votes returned by one who stepped off": without_refusal(SentBack, "recused"),
    "stepping off twice": without_refusal(Recused, "recused"),
    "stepping off what one decided": without_refusal(Recused, "voted"),
    "stepping off for no reason": without(Recused, "reason"),
    "stepping off is forgotten": moving(Recused, lambda state, moved, _: state),
    "stepping off for one round": instead(store.case.state, "next_round", nobody_stays_off),
    "an assignment to one who stepped off": without(Assigned, "recused"),
    "an assignment of the decided": without_refusal(Assigned, "decided"),
    "no hearing": without_missing("hearing"),
    "a hearing after the decision": without_refusal(Hearing, "decided"),
    "a hearing to come": without(Hearing, "future"),
    "an answer due at once": without(Hearing, "due"),
    "an answer of nobody": without(Hearing, "not_invited"),
    "an answer that is not there": without(Hearing, "no_item"),
    "a hearing waived for no reason": without(Hearing, "reason"),
    "votes returned without a conflict": without_refusal(SentBack, "no_conflict"),
    "votes returned by a voter": without_refusal(SentBack, "voted"),
    "votes returned without a word": without(SentBack, "reason"),
    "votes returned still stand": moving(SentBack, lambda state, moved, _: state),
    "a service of nothing": without_refusal(Served, "not_decided"),
    "a service to come": without(Served, "future"),
    "a service before the decision": without(Served, "too_early"),
    "a correction for no reason": without(Served, "reason"),
    "a service serves nothing": moving(Served, lambda state, moved, _: state),
    "an appeal handled by who decided": without_refusal(Appealed, "decided_it"),
    "an appeal against nothing": without_refusal(Appealed, "no_decision"),
    "an appeal to come": without(Appealed, "future"),
    "an appeal before the decision": without(Appealed, "too_early"),
    "an appeal is not pending": moving(Appealed, lambda state, moved, _: replace(state, acted=moved.acted)),
    "who decided is who decided last": instead(State, "deciders", property(of_this_round)),
    "a stay without an appeal": without_refusal(Stayed, "no_appeal"),
    "a stay by who decided": without_refusal(Stayed, "decided_it"),
    "a second stay": without(Stayed, "stayed"),
    "a stay lifted that is none": without(Stayed, "no_stay"),
    "a stay for no reason": without(Stayed, "reason"),
    "a ruling without an appeal": without_refusal(Ruled, "no_appeal"),
    "a ruling by who decided": without_refusal(Ruled, "decided_it"),
    "a ruling before the appeal": without(Ruled, "too_early"),
}  # fmt: skip
NOTICED = {
    "no citation": 16, "a quotation of a word": 16, "a case that was not opened": 4, "grounds never differ": 8,
    "a resolution of the importer": 30, "what was read stays read": 6, "no audit": 10,
    "an outcome that there is not": 10, "no reason": 4, "a reason of two letters": 2,
    "a conflict settled without a reason": 22, "no ground": 12, "a ground that there is not": 8,
    "weak and withheld citations": 2, "what was not opened": 4, "an older revision": 30, "every item carries": 2,
    "a word of one": 2, "a ground of one": 4, "nothing differs": 2, "grounds always differ": 6,
    "a second vote of the first": 16, "a second vote": 8, "a vote on a decided case": 16, "a vote in a conflict": 2,
    "a vote of one who has seen": 2, "a vote of the importer": 26, "a resolution of a voter": 8,
    "a withdrawal after others": 2, "others' work for the blind": 4, "an opening of an older revision": 12,
    "names that look alike": 32, "no roles": 4, "no new round": 38, "every revision begins one": 4,
    "no revision begins one": 38, "an export is no reading": 22, "a withdrawal forgets what was seen": 2,
    "a withdrawal makes a third person": 8, "a withdrawal takes all votes": 2, "a vote moves nobody": 2,
    "seeing is not recorded": 4, "a resolution decides nothing": 22, "a reader can see others": 4,
}  # fmt: skip
"""The walk that notices a rule after the fewest steps, where it is not the first; if another does, it takes longer."""


@pytest.mark.parametrize(
    "rule", [*every_nth(5, BROKEN), *(pytest.param(rule, marks=pytest.mark.slow) for rule in LATER)]
)
def test_each_rule_that_is_broken_is_noticed(quick_path: Path, monkeypatch: pytest.MonkeyPatch, rule: str) -> None:
    (BROKEN | LATER)[rule](monkeypatch)
    first = 0 if rule in BROKEN else 1  # the walks that are about votes, or those that go on
    numbers = dict.fromkeys([NOTICED.get(rule, first), *range(first, 8 * WALKS, 2)])
    assert any(Walk(quick_path / f"{number}", number).run().wrong for number in numbers), rule
