"""Two real terminals on one docket: each shows the other's work by itself."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from store.opening import new_docket, open_docket
from tests.dockets import KEEP, POLICY, REVOKE, adjudicate, done, make_case, vote
from tests.pty.terminal import ENTER, ESC, F2, WIDE, Terminal

pytestmark = pytest.mark.long

F7, F8 = "\x1b[18~", "\x1b[19~"


@pytest.fixture
def place(tmp_path: Path, state: Path) -> Path:
    """A docket of nine cases."""
    where = tmp_path / "permits.docket"
    docket = new_docket(where, POLICY, "lead")
    docket.import_cases("lead", (make_case(number) for number in range(1, 10)), ("x",))
    docket.close()
    return where


@pytest.fixture
def both(place: Path) -> Iterator[tuple[Terminal, Terminal]]:
    """Alice and Bob, each at a terminal."""
    with ExitStack() as open_:
        alice, bob = (
            open_.enter_context(Terminal("review", place, "--reviewer", name, size=WIDE)) for name in ("alice", "bob")
        )
        for one in (alice, bob):
            one.until("RP-0009")
        yield alice, bob


def test_the_case_that_one_reads_is_not_offered_to_the_other(both: tuple[Terminal, Terminal]) -> None:
    alice, bob = both
    alice.press("j", ENTER, "c")
    bob.until("◌   RP-0002")
    bob.press("n")
    bob.until("Passed by RP-0002: somebody else reads it")
    bob.until("RP-0003  Temporary residence permit")


def test_what_one_decides_is_seen_by_the_other_who_may_choose(both: tuple[Terminal, Terminal]) -> None:
    alice, bob = both
    alice.press(ENTER, "c", "d")
    alice.until("F6 Case")
    bob.press("d")
    bob.until("F6 Case")
    bob.waits()
    bob.press("1")
    bob.waits()
    bob.press(F2)
    bob.until("RP-0001: vote recorded")
    alice.until("RP-0001: somebody else was first")
    alice.waits()
    alice.press(ESC)
    alice.until("● decided")
    for one in both:
        one.press("q")
        assert one.ended() == 0


def test_who_writes_on_behind_the_question_sees_it_in_the_draft(place: Path) -> None:
    docket = open_docket(place)
    done(vote(docket, "dora", "RP-0001", REVOKE))
    done(vote(docket, "bob", "RP-0001", KEEP))
    with Terminal("review", place, "--reviewer", "alice", size=(120, 40)) as alice:
        alice.until("RP-0009")
        alice.press(ENTER, "a")
        alice.until("F6 Case")
        alice.press("1")
        alice.waits()
        alice.press(F7)
        alice.press(*"It says")
        done(adjudicate(docket, "cleo", "RP-0001", KEEP))
        alice.until("RP-0001: somebody else was first")
        alice.press(*" so and so.")
        alice.waits()
        alice.press(F8)
        alice.until("It says so and so.")
        alice.press(ESC, "q")
        assert alice.ended() == 0
    docket.close()
