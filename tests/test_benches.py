"""The benches are run by hand, on a quiet machine: no test says how fast anything is, only that they can be run."""

from importlib import import_module
from pathlib import Path
from typing import cast

import pytest

from store.docket import Docket
from tests.bench import hour
from tests.bench.timed_terminal import Press, TimedTerminal


@pytest.mark.parametrize("name", sorted(one.stem for one in Path(hour.__file__).parent.glob("*.py")))
def test_each_bench_is_in_step_with_the_program(name: str) -> None:
    assert import_module(f"tests.bench.{name}").__doc__


def test_the_hour_leaves_no_case_of_the_queue_out_and_is_adverse_only_where_something_can_carry_it(
    docket: Docket,
) -> None:
    plan = list(hour.steps(docket, 8))
    assert [step.case for step in plan] == [row.id for row in docket.page("ana", limit=8)]
    adverse = [step.case for step in plan if step.kind == "adverse"]
    assert adverse
    for case in adverse:
        assert hour.carrying(docket, docket.view("ana", case).case)


def test_the_table_says_for_each_thing_how_many_keys_it_took(capsys: pytest.CaptureFixture[str]) -> None:
    ours, theirs = (hour.Played(cast(TimedTerminal, None)) for _ in range(2))
    for played, keys in ((ours, 4), (theirs, 10)):
        for _ in range(2):
            played.begins("clear")
            played.keys["clear"] += keys
            played.times["clear"] += [Press(0, 2.0 * keys, 3.0, 0)] * keys
    hour.told(ours, theirs)
    _, line, whole = capsys.readouterr().out.splitlines()
    assert line.split() == [
        "clear",
        "2",
        "4.0",
        "8.0",
        "5.0",
        "ms",
        "10.0",
        "(0.40)",
        "20.0",
        "(0.40)",
        "17.0",
        "(0.29)",
    ]
    assert "keys in all 8; VisiData 20" in whole


def test_what_interrupts_the_hour_is_spread_over_it() -> None:
    assert sorted(hour.spread_over(100, 3)) == [16, 50, 83]
