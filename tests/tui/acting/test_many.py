"""The same on many cases: what is counted, what is told of it, and going on after an error."""

import pytest

from store.acts import Hold, Resume
from store.days import today
from store.docket import Docket
from store.errors import Busy
from store.model import Missing, Refusal
from tests.dockets import refused
from tui.acting.many import AT_ONCE, REASONS, Many, Tally, named

HELD = Refusal("paused", "This case is held already: end that first.")
BLANK = Refusal("incomplete", "Something is still missing.", (Missing("reason", "Write the reason."),))


def test_reasons_come_with_the_first_cases_and_those_of_most_cases_first() -> None:
    tally = Tally(8)
    for number in range(8):
        tally.add(f"C-{number}", {0: HELD, 7: None}.get(number, BLANK))
    assert (tally.done, tally.counted) == (1, 8)
    assert [*tally.reasons()] == [
        "Not on C-1, C-2, C-3 and 3 more: Something is still missing. Write the reason.",
        "Not on C-0: This case is held already: end that first.",
    ]


def test_of_many_reasons_a_screen_tells_a_few_and_how_many_cases_are_left() -> None:
    tally = Tally(1000)
    for number in range(1000):
        tally.add(f"C-{number}", Refusal("clock", f"“Appeal” runs until day {number // 10}."))
    told = [*tally.reasons(REASONS)]
    assert len(told) == REASONS + 1
    assert told[-1] == "Not on 970 cases for other reasons."
    assert len([*tally.reasons()]) == 100
    assert named(["C-1"]) == "C-1"


def test_no_id_reads_as_several_or_as_the_end_of_the_list() -> None:
    ids = ["RP-1, RP-2 and 9 more", 'x", "y', "дело/7#b", "許-1", "a b"]
    assert named(ids) == r""""RP-1, RP-2 and 9 more", "x\", \"y", дело/7#b and 2 more"""
    assert named(ids[3:]) == '許-1, "a b"'


def test_after_an_error_it_goes_on_where_it_stopped_and_records_nothing_twice(docket: Docket) -> None:
    cases = [row.id for row in docket.page("ana")]
    fails = iter([False, False, True, True, *[False] * 100])

    def act(case: str) -> object:
        if next(fails):
            raise Busy("Somebody else holds the docket.")
        return docket.act("ana", case, request)

    request = Hold(today().replace(year=today().year + 1, day=1), "Wait.")
    many = Many(act, cases, request, {})  # type: ignore[arg-type]
    for _ in range(2):
        with pytest.raises(Busy):
            many.some()
    assert many.recorded() == tuple(cases[:2])
    many.some()
    assert many.ended
    assert many.recorded() == tuple(cases[2:])
    assert [one.case for one in docket.history("ana") if one.kind == "hold"] == cases
    assert many.sentence() == "Hold recorded on 10 of 10 cases."


def test_what_is_stopped_records_no_more(docket: Docket) -> None:
    many = Many(lambda case: docket.act("ana", case, Resume("Back.")), ["RP-0001"] * (AT_ONCE + 1), Resume("Back."), {})
    many.some()
    assert (many.ended, many.tally.counted, many.progress) == (False, AT_ONCE, f"resumption {AT_ONCE} of {AT_ONCE + 1}")
    many.stop()
    assert many.ended
    assert refused(many.some()) == "stopped"
    assert many.tally.counted == AT_ONCE
