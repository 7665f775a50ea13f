"""Every dialog, list and message of the real program under a policy whose every label is hostile."""

from pathlib import Path

import pytest

from store.acts import Note
from store.model import Case
from store.opening import open_docket
from tests.conftest import Tell
from tests.hostile import ESCAPES, INVISIBLE, MARKUP, RAW
from tests.pty.corpus import MASKED, STORABLE, fill, hostile_policy, in_conflict, poisoned
from tests.pty.looks import PANES, assert_whole, squeezed
from tests.pty.terminal import ENTER, ESC, F2, NARROW, SHIFT_TAB, TAB, WIDE, Size, Terminal
from tests.spelled import spelled

pytestmark = pytest.mark.long

PASTED = "\x9b2J\u202e[@click=app.quit]x[/] \x00 e" + "\u0301" * 200 + " 漢字 \U000e0041 \u200b end"
"""What somebody pastes; no escape, which ends a paste in any terminal."""
CLICK = "[@click=app.quit]x[/]"
PICKS = [*list(ESCAPES)[:4], *list(INVISIBLE)[:3], *list(MARKUP)[:6]]


def made() -> list[Case]:
    """Cases of some payloads, the first of them with a field for each name that the policy masks."""
    texts = {**ESCAPES, **INVISIBLE, **MARKUP}
    first = poisoned(0, CLICK)
    fields = {**first.fields, **dict.fromkeys(MASKED, "secret")}
    whole = Case(first.id, first.title, first.subject, fields, first.flags, first.evidence)
    return [whole, *(poisoned(number, texts[name]) for number, name in enumerate(PICKS, 1))]


@pytest.fixture
def place(tmp_path: Path, state: Path) -> Path:
    """A docket under a hostile policy; its second case is in conflict."""
    where, cases = fill(tmp_path / "dialogs.docket", hostile_policy(), made()), made()
    in_conflict(where, cases[1], "o1", "o0", "g1")
    return where


def opened(at: Terminal, key: str, sign: str) -> None:
    """Open a dialog, look at it whole, and be there long enough for its keys to count."""
    at.press(key)
    at.until(sign)
    assert_whole(at)
    at.waits()


def closed(at: Terminal, key: str, sign: str) -> None:
    """Close it again."""
    at.press(key)
    at.until(sign, gone=True)


def vote(at: Terminal) -> None:
    """Through the whole vote form, without sending it."""
    opened(at, "d", "F6 Case")
    at.press(TAB, "2", every=0.05)
    assert_whole(at)
    at.press(*["j"] * 3, "a", " ", TAB, every=0.05)
    at.press(*["\x1b[B"] * 12, " ", TAB, TAB, every=0.03)
    at.paste(PASTED)
    assert_whole(at)
    at.press(F2)
    assert_whole(at)
    at.press(SHIFT_TAB, "x", every=0.05)
    closed(at, ESC, "F6 Case")


def note(at: Terminal) -> None:
    """A note that is written: what was pasted is recorded as it was shown."""
    opened(at, "m", "Write note")
    at.press(F2)
    at.paste(PASTED)
    at.waits(1.1)
    assert squeezed("[@click=app.quit]x[/] e") in squeezed(at.grid.text), at.grid.text
    at.press(F2)
    at.until("note recorded")


def acts(at: Terminal) -> None:
    """The forms of acts, with hostile text in each of their fields; one of them is recorded and taken back."""
    for key, sign in (("i", "Hearing ·"), ("f", "Refer ·")):
        opened(at, key, sign)
        at.press("j", "\x1b[B", " ", TAB, every=0.05)
        at.paste(PASTED)
        at.press(TAB)
        at.paste(PASTED)
        assert_whole(at)
        closed(at, ESC, sign)
    opened(at, "z", "Hold ·")
    at.press(TAB)
    at.paste(PASTED)
    at.waits(1.1)
    assert_whole(at)
    at.press(F2)
    at.until("hold recorded")
    at.press("g")
    at.until("WHERE IT STANDS")
    assert_whole(at)
    opened(at, "t", "Take up ·")
    at.paste(PASTED)
    at.waits(1.1)
    at.press(F2)
    at.until("resumption recorded")


def filtering(at: Terminal) -> None:
    """A filter with hostile text, and one that is wrong and quotes it."""
    at.press("/")
    at.paste(PASTED)
    at.waits(0.4)
    assert_whole(at)
    at.paste(" nonsense\u202e:x standing:[/]")
    at.until("✗")
    assert_whole(at)
    at.press(ENTER, ESC, every=0.3)


def clicked(at: Terminal) -> int:
    """Click on whatever looks as if a click did something; returns how often."""
    places = [(y, line.rindex("[@click") + 18) for y, line in enumerate(at.grid.lines()) if "[@click" in line]
    in_the_case = [(y, min(x, at.size[0] - 3)) for y, x in places if x > PANES.get(at.size[0], 0) + 18]
    for y, x in in_the_case:
        at.click(y, x)
        assert at.process.poll() is None
    return len(in_the_case)


@pytest.mark.parametrize("size", [pytest.param(WIDE, marks=pytest.mark.slow), NARROW])
def test_every_dialog(place: Path, tell: Tell, size: Size) -> None:
    with Terminal("review", str(place), "--reviewer", "alice", size=size) as at:
        at.until("000 ")
        assert_whole(at)
        at.press(ENTER, "c", "v", "c")
        clicks = clicked(at)
        note(at)
        acts(at)
        vote(at)
        opened(at, "u", "What do you need to see?")
        assert_whole(at)
        closed(at, ESC, "What do you need to see?")
        opened(at, "?", "Help")
        closed(at, ESC, "esc closes")
        at.press(":")
        at.until("What to do?")
        at.paste(PASTED)
        assert_whole(at)
        at.press(ESC, ESC, every=0.3)
        filtering(at)
        assert clicks
        at.press("q", every=0.3)
        assert at.ended() == 0
        assert at.restored
    assert_kept_spelled(place)
    tell(clicks=clicks, bytes_checked=len(at.written))


def assert_kept_spelled(place: Path) -> None:
    """The note that was pasted holds tokens where there were hidden characters."""
    docket = open_docket(place)
    reading = docket.view("alice", made()[0].id)
    texts = [one.body.text for one in reading.of(Note) if "end" in getattr(one.body, "text", "")]
    docket.close()
    assert texts
    assert not any(RAW.search(text.replace("\n", "")) for text in texts)
    assert any("⟪U+202E⟫" in text and "⟪+192 marks⟫" in text for text in texts)


@pytest.mark.slow
@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_a_conflict_is_settled(place: Path, tell: Tell, size: Size) -> None:
    with Terminal("review", str(place), "--reviewer", "dave", "--filter", "standing:conflict", size=size) as at:
        at.until("001 ")
        at.press(ENTER)
        assert_whole(at)
        at.waits(1)
        opened(at, "a", "Resolution ·")
        at.press("1", *[TAB] * 3, "W", "e", "l", "l", ".", every=0.05)
        assert_whole(at)
        at.waits()
        at.press(F2)
        if size[1] < 30:
            at.until("Folded until now")  # the frames of the votes end further down
            at.waits()
            at.press(F2)
        at.until("resolution recorded", "Something is still missing")
        at.waits(0.3)
        assert_whole(at)
    tell(bytes_checked=len(at.written))


def test_a_refusal_and_a_failed_write_are_told(place: Path) -> None:
    first = made()[0]
    with Terminal("review", str(place), "--reviewer", "alice", size=NARROW) as at:
        at.until("000 ")
        at.press(ENTER)
        at.press("w", every=0.3)
        assert_whole(at)
        at.press(ESC)  # what is typed on behind a refusal goes nowhere
        opened(at, "M", "Write note")
        at.press(*"abc", every=0.05)
        at.waits()
        journal = place / "journal.jsonl"
        journal.write_bytes(journal.read_bytes() + b"0" * 64 + b' {"not":"a record"}\n')
        at.press(F2)
        at.until("not recorded", "✗")
        assert_whole(at)
        assert spelled(first.id)[:10] in at.grid.text
    assert len(STORABLE) > 90
