"""What a reviewer is doing, without a screen."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.acts import CastVote, Cite, Draft, Open
from store.docket import Docket
from store.filters import parse
from store.opening import open_docket
from tests.dockets import make_case
from tui.draft_saver import DraftSaver
from tui.drafts import Drafts
from tui.session import LINGER, Session, Visit


class Sitting:
    """A session whose clock the test turns."""

    def __init__(self, docket: Docket, home: Path, reviewer: str = "alice") -> None:
        self.now = 100.0
        self.said: list[str] = []
        self.keeper = DraftSaver(Drafts(home / "drafts"), docket.checkpoint().store, reviewer, self.said.append)
        self.session = Session(docket, reviewer, self.keeper, clock=lambda: self.now)
        self.session.queue.replace(docket.find(reviewer), keep=False)
        self.session.open_case()

    def read(self, seconds: float, *items: str, votes: bool = False) -> Visit | None:
        self.session.shown(items, votes=votes)
        self.now += seconds
        return self.session.leave()


@pytest.fixture
def sitting(docket: Docket, tmp_path: Path) -> Iterator[Sitting]:
    made = Sitting(docket, tmp_path)
    yield made
    made.keeper.close()


def test_reading_begins_at_the_first_sentence(sitting: Sitting) -> None:
    assert sitting.session.reading is not None
    assert sitting.session.reading.case.id == "RP-0001"
    assert sitting.session.pointer is not None
    assert sitting.session.pointer.passage == ("q1", 0, 16)


def test_a_case_scrolled_past_was_not_opened(sitting: Sitting) -> None:
    assert sitting.read(LINGER - 0.1, "q1") is None


def test_a_case_read_was_opened_as_far_as_it_was_shown(sitting: Sitting) -> None:
    assert sitting.read(LINGER, "r1", "q1") == Visit("RP-0001", ["q1", "r1"])
    assert sitting.read(LINGER, "q1") == Visit("RP-0001", ["q1"])


def test_what_is_on_record_as_opened_is_not_recorded_again(docket: Docket, tmp_path: Path) -> None:
    docket.act("alice", "RP-0001", Open(("q1",)))
    sitting = Sitting(docket, tmp_path)
    assert sitting.read(LINGER, "q1") is None
    assert sitting.read(LINGER, "q1", "r1") == Visit("RP-0001", ["r1"])


def test_seeing_how_others_voted_counts_at_once_and_only_once(docket: Docket, tmp_path: Path) -> None:
    docket.act("alice", "RP-0001", Open(("q1",)))
    docket.act("bob", "RP-0001", CastVote(Draft("keep")))
    sitting = Sitting(docket, tmp_path)
    visit = sitting.read(0.1, "q1", votes=True)
    assert visit == Visit("RP-0001", ["q1"])
    docket.opened("alice", *visit)
    sitting.session.open_case()
    assert sitting.read(0.1, "q1", votes=True) is None


def test_a_citation_is_taken_back_by_citing_again(sitting: Sitting) -> None:
    assert sitting.session.cite() == "Cited: 1 citation in your draft."
    first = sitting.session.saved
    assert first.draft.cites == (Cite("q1", 0, 16),)
    assert sitting.session.cite() == "Citation taken back: 0 citations in your draft."
    assert sitting.session.saved.key != first.key


def test_a_draft_comes_back_with_its_case(sitting: Sitting) -> None:
    session = sitting.session
    session.cite()
    session.queue.go(1)
    session.open_case()
    assert session.saved.draft == Draft(revision=1)
    session.queue.go(0)
    session.open_case()
    assert len(session.saved.draft.cites) == 1


def test_a_draft_that_became_a_record_is_dropped(sitting: Sitting, tmp_path: Path) -> None:
    sitting.session.cite()
    sitting.session.drop("RP-0001")
    assert sitting.session.saved.draft == Draft(revision=1)
    sitting.keeper.close()
    assert not list((tmp_path / "drafts").glob("*.json"))


def test_others_work_is_told_when_it_touches_the_case(sitting: Sitting, place: Path) -> None:
    other = open_docket(place)
    other.act("bob", "RP-0002", CastVote(Draft("keep")))
    assert sitting.session.docket.refresh()
    assert sitting.session.reread() == []
    other.act("bob", "RP-0001", CastVote(Draft("keep")))
    sitting.session.docket.refresh()
    assert sitting.session.reread() == ["RP-0001 now stands at decided."]
    assert sitting.session.reread() == []
    other.close()


def test_after_a_revision_only_citations_that_still_quote_are_kept(sitting: Sitting, place: Path) -> None:
    session = sitting.session
    session.cite()
    assert session.pointer is not None
    session.pointer.move_item(1)
    session.cite()
    first, register, *rest = make_case().evidence
    changed = make_case(evidence=(type(first)(first.id, first.kind, first.label, "Other words."), register, *rest))
    other = open_docket(place)
    other.import_cases("lead", iter([changed]), ("again",))
    session.docket.refresh()
    said = session.reread()
    assert "revision" in said[0]
    assert "1 citation of your draft quoted text that is no longer there" in said[1]
    assert [cite.item for cite in session.saved.draft.cites] == ["r1"]
    assert session.pointer.passage is not None
    assert session.pointer.passage.item == "r1"
    other.close()


def test_searched_words_are_those_that_must_occur(docket: Docket, tmp_path: Path) -> None:
    sitting = Sitting(docket, tmp_path)
    sitting.session.chosen = parse('bakery -baker "moved in" standing:open')
    assert sitting.session.searched == ["bakery", "moved in"]


def test_an_empty_queue_has_no_case(sitting: Sitting) -> None:
    session = sitting.session
    session.queue.replace([], keep=False)
    session.open_case()
    assert session.reading is None
    assert session.cite() == "There is nothing to cite in this case."
    assert session.leave() is None
