"""Hostile cases on the review screen of the real program: what is shown is what was stored, and only drawn."""

import shutil
from pathlib import Path

import pytest

from tests.conftest import Tell
from tests.dockets import POLICY
from tests.pty.corpus import REVIEWERS, STORABLE, cases, fill
from tests.pty.looks import as_shown, assert_whole, case_lines, go_on, merged, squeezed
from tests.pty.terminal import ENTER, MIDDLE, NARROW, WIDE, Size, Terminal
from tests.spelled import spelled

LARGE = len(STORABLE)
"""The place of the case whose cells hold a megabyte."""


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A docket with a case for every payload."""
    return fill(tmp_path_factory.mktemp("filled") / "hostile.docket", POLICY, cases())


@pytest.fixture
def place(filled: Path, tmp_path: Path, state: Path) -> Path:
    """A docket of one's own."""
    return Path(shutil.copytree(filled, tmp_path / "hostile.docket"))


def walk(at: Terminal, every: int = 1) -> int:
    """Go through the queue; returns how many texts were looked for, each of which was found."""
    found = 0
    for number, text in enumerate(STORABLE.values()):
        if number:
            go_on(at, "n", f"{number:03} ")
        if number % every:
            continue
        shown = squeezed("".join(case_lines(at)))
        if len(spelled(text)) < 300:
            assert as_shown(text.replace("\n", "⏎")) in shown or "\r" in text, (
                f"the subject of {number}:\n{at.grid.text}"
            )
            found += 1
        if "«" in shown and "»" in shown:
            assert f"«{as_shown(text)}»" in shown, f"the evidence of {number}:\n{at.grid.text}"
            found += 1
    return found


@pytest.mark.sweep
def test_every_case_beside_the_queue(place: Path, tell: Tell) -> None:
    with Terminal("review", place, "--reviewer", "alice", size=WIDE) as at:
        at.until("000 ")
        found = walk(at)
        assert_whole(at)
        at.press("q")
        assert at.ended() == 0
        assert at.restored
    tell(payloads=len(STORABLE), texts_found=found, bytes_checked=len(at.written))
    assert found > 1.5 * len(STORABLE)


@pytest.mark.long
@pytest.mark.parametrize("size", [NARROW, pytest.param(MIDDLE, marks=pytest.mark.slow)])
def test_the_queue_in_columns(place: Path, tell: Tell, size: Size) -> None:
    ids = [case.id for case in cases()]
    seen: dict[str, str] = {}
    with Terminal("review", place, "--reviewer", "alice", "--filter", "-id:large", size=size) as at:
        at.until("000 ")
        header = next(line for line in at.grid.text.splitlines() if "standing" in line)
        begin = header.index("case")
        for _ in range(len(ids) // (size[1] - 6) + 2):
            for row in at.grid.cells[2:-1]:
                cells = ["" if one is None else one for one in row]
                ident = "".join(cells[begin : begin + 20]).rstrip(" …")
                seen[ident[:3]] = ident
            at.press("\x1b[6~", every=0.05)
        assert_whole(at)
    for one in ids[:-1]:
        begin_of, _, end_of = seen[one[:3]].partition("…")
        shown = begin_of.partition("⟪+")[0].rstrip()  # how many marks were left out is counted in what a row looks at
        assert spelled(one).startswith(shown), f"{one!r} is shown as {shown!r}"
        assert spelled(one).rstrip().endswith(end_of.rpartition("⟫")[2]), f"{one!r} ends as {end_of!r}"
    tell(ids_in_their_column=len(ids) - 1)


def read_through(at: Terminal, number: int, text: str) -> int:
    """Page through the case that is open in one pane; returns how many texts were found."""
    pages = [case_lines(at)]
    for _ in range(200):
        at.press(" ", every=0.03)
        if case_lines(at) == pages[-1]:
            at.settle(0.3)  # the last page, or a machine that is busy
        if case_lines(at) == pages[-1]:
            break
        pages.append(case_lines(at))
    shown = squeezed("".join(merged(pages)))
    wanted = [f"«{as_shown(text)}»", f"‹{as_shown(text[:2000])}›", f"note{as_shown(text[:500])}"]
    for one in wanted:
        assert one in shown, f"{one[:200]!r} of case {number} is not in {shown[:3000]!r}"
    return len(wanted)


def folded(at: Terminal, numbers: range) -> int:
    """Read cases through from top to bottom, in one pane."""
    texts, found = list(STORABLE.values()), 0
    at.until("000 ")
    at.press(ENTER)
    for number in range(numbers[-1] + 1):
        if number:
            go_on(at, "n", f"{number:03} ")
        if number in numbers and len(texts[number]) < 3000:
            found += read_through(at, number, texts[number])
    return found


@pytest.mark.slow
def test_folded_and_paged(place: Path, tell: Tell) -> None:
    with Terminal("review", place, "--reviewer", "alice", size=NARROW) as at:
        tell(texts_found=folded(at, range(0, 40, 8)))
        assert_whole(at)


@pytest.mark.slow
@pytest.mark.parametrize("size", [NARROW, MIDDLE, WIDE])
def test_every_case_from_top_to_bottom(place: Path, tell: Tell, size: Size) -> None:
    with Terminal("review", place, "--reviewer", "alice", size=size) as at:
        tell(texts_found=folded(at, range(len(STORABLE))))
        at.press("q")
        assert at.ended() == 0
    tell(bytes_checked=len(at.written))


@pytest.mark.long
@pytest.mark.parametrize("name", REVIEWERS)
def test_a_name_that_is_allowed(place: Path, name: str) -> None:
    with Terminal("review", place, "--reviewer", name, size=NARROW) as at:
        at.until("000 ")
        assert_whole(at)
        at.press(ENTER, "M", every=0.2)
        at.until("Note")
        assert_whole(at)


@pytest.mark.slow
def test_a_megabyte_in_a_cell(place: Path) -> None:
    with Terminal("review", place, "--reviewer", "alice", "--filter", "id:large", size=WIDE) as at:
        at.until("large  ")
        at.press(ENTER, "J", "c", "G", every=0.3)
        at.press("q")
        assert at.ended() == 0
