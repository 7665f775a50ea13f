"""Standing is a function of the records and the day: a pause runs out by itself, a decision ends it."""

from datetime import UTC, date, datetime

from msgspec.structs import replace

from store.acts import Vote
from store.case.parts import Pause
from store.case.state import Moment, State, settle, standing_on
from store.model import Standing
from store.policy_file import parse
from tests.dockets import POLICY

UNTIL = date(2026, 12, 5)
MOMENT = Moment(
    3, datetime(2026, 12, 1, tzinfo=UTC), date(2026, 12, 1), "ana", "RP-0001", parse(POLICY, "policy"), 1, "key"
)


def test_a_pause_runs_out_on_its_day() -> None:
    paused = settle(State(pause=Pause(Standing.CONFLICT, UNTIL, 1)), MOMENT)
    assert standing_on(paused, date(2026, 12, 4)) is Standing.CONFLICT
    assert standing_on(paused, UNTIL) is Standing.OPEN
    assert standing_on(paused, date(2027, 1, 1)) is Standing.OPEN


def test_a_pause_ends_with_a_decision() -> None:
    paused = State(pause=Pause(Standing.CONFLICT, UNTIL, 1))
    decided = settle(Vote(1, 1, "keep").move(paused, MOMENT), MOMENT)
    assert standing_on(decided, date(2026, 12, 2)) is Standing.DECIDED
    assert decided.pause is None


def test_a_pause_outlives_a_round_that_begins_anew() -> None:
    paused = replace(State(pause=Pause(Standing.CONFLICT, UNTIL, 1)), revision=2, basis=2)
    stale = settle(Vote(1, 1, "revoke").move(paused, MOMENT), MOMENT)
    assert (stale.round, stale.votes) == (2, ())
    assert standing_on(stale, date(2026, 12, 2)) is Standing.CONFLICT
