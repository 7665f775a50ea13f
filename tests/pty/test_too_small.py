"""A terminal that is made too small while something is open: nothing is lost, nothing is sent, nothing ends."""

from pathlib import Path

import pytest

from tests.dockets import POLICY, make_case
from tests.pty.corpus import fill
from tests.pty.terminal import ESC, F2, F3, NARROW, Terminal

TINY = ((1, 1), (2, 5), (4, 24), (80, 1), (3, 3), (59, 20))
OPEN = {
    "queue": ("", "RP-0003"),
    "vote": ("d", "Outcome"),
    "note": ("m", "Note"),
    "sort": ("S", "earliest first"),
    "outline": ("o", "QUESTIONNAIRE"),
    "palette": (F3, "What to do?"),
    "help": ("?", "In the queue"),
}
"""By what is open: the key for it, and how it can be told."""

pytestmark = pytest.mark.long


@pytest.mark.parametrize("what", OPEN)
def test_what_is_open_is_there_again_after_any_size(tmp_path: Path, state: Path, what: str) -> None:
    key, sign = OPEN[what]
    place = fill(tmp_path / "permits.docket", POLICY, [make_case(number) for number in range(1, 4)], notes=False)
    with Terminal("review", place, "--reviewer", "alice", size=NARROW) as at:
        at.until("RP-0001")
        if key:
            at.press(key)
        at.until(sign)
        before = at.grid.text
        for size in TINY:
            at.resize(size)
            assert at.process.poll() is None, at.farewell
            at.press("1", "\r", F2, F3, ESC, "x")
        at.resize(NARROW)
        at.until(sign)
        assert what == "help" or "before there was room went nowhere" in at.grid.text, "help covers the line"
        assert at.grid.text.splitlines()[1:] == before.splitlines()[1:], "all but what is told"
