"""What a reviewer is doing, without a screen."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from store.acts import Cite, Draft, Hold, Open, Vote
from store.docket import Docket
from store.filters import parse
from store.opening import new_docket, open_docket
from tests.dockets import KEEP, POLICY, REVOKE, done, make_case, vote
from tests.tui.shelf import serve
from tui.acting.draft_saver import DraftSaver
from tui.acting.drafts import Drafts
from tui.notices import News, where_stands
from tui.session import Opening, Session
from tui.visit import LINGER


class Sitting:
    """A session whose clock the test turns."""

    def __init__(self, docket: Docket, home: Path, reviewer: str = "alice", case: str = "") -> None:
        self.now = 100.0
        self.said: list[str] = []
        self.draft_saver = DraftSaver(Drafts(home / "drafts"), docket.store, reviewer, self.said.append)
        self.session = Session(docket, reviewer, self.draft_saver, clock=lambda: self.now, case=case)
        self.go(0)

    def go(self, steps: int) -> None:
        """To another case of the queue."""
        serve(self.session.queue, self.session.docket)
        self.session.queue.go(steps)
        self.session.open_case()

    def read(self, seconds: float, *items: str) -> Opening | None:
        """Have items in sight for a while."""
        self.session.visit.sees(items)
        self.now += seconds
        return self.session.opening()


@pytest.fixture
def sitting(docket: Docket, tmp_path: Path) -> Iterator[Sitting]:
    made = Sitting(docket, tmp_path)
    yield made
    made.draft_saver.close()


def test_reading_begins_at_the_first_sentence(sitting: Sitting) -> None:
    assert sitting.session.view is not None
    assert sitting.session.view.case.id == "RP-0001"
    assert sitting.session.pointer is not None
    assert sitting.session.pointer.passage == ("q1", 0, 16)


def test_a_case_scrolled_past_was_not_opened(sitting: Sitting) -> None:
    assert sitting.read(LINGER - 0.1, "q1") is None


def test_items_are_opened_as_they_have_been_in_sight(sitting: Sitting) -> None:
    assert sitting.read(LINGER, "r1", "q1") == Opening("RP-0001", 1, ("q1", "r1"), False)
    assert sitting.read(LINGER - 0.1, "q1", "s1") is None
    assert sitting.read(0.1, "s1") == Opening("RP-0001", 1, ("s1",), False)


def test_an_item_that_passed_by_was_not_opened_however_long_the_visit(sitting: Sitting) -> None:
    sitting.session.visit.sees(["q1"])
    sitting.now += 0.3
    assert sitting.read(LINGER, "r1") == Opening("RP-0001", 1, ("r1",), False)


def test_who_acts_has_opened_what_is_in_sight(sitting: Sitting) -> None:
    sitting.read(0.1, "q1")
    sitting.read(0.1, "r1")
    assert sitting.session.opening(at_once=True) == Opening("RP-0001", 1, ("r1",), False)


def test_who_cites_an_item_has_opened_it(sitting: Sitting) -> None:
    sitting.session.cite()
    assert sitting.session.opening() == Opening("RP-0001", 1, ("q1",), False)


def test_what_is_on_record_as_opened_is_not_recorded_again(docket: Docket, tmp_path: Path) -> None:
    docket.act("alice", "RP-0001", Open(("q1",)))
    sitting = Sitting(docket, tmp_path)
    assert sitting.read(LINGER, "q1") is None
    assert sitting.read(LINGER, "q1", "r1") == Opening("RP-0001", 1, ("r1",), False)


def test_others_work_is_to_be_seen_by_who_stays_and_by_who_goes_in(docket: Docket, tmp_path: Path) -> None:
    docket.act("alice", "RP-0001", Open(("q1", "r1", "s1", "s2")))
    vote(docket, "bob", "RP-0001", Draft("keep"))
    for goes_in in (False, True):
        sitting = Sitting(docket, tmp_path, case="RP-0001")
        assert sitting.read(0.1, "q1") is None
        if goes_in:
            sitting.session.visit.enters()
            assert sitting.session.opening() == Opening("RP-0001", 1, (), True)
        else:
            assert sitting.read(LINGER, "q1") == Opening("RP-0001", 1, (), True)
    assert sitting.session.view is not None
    assert not sitting.session.view.votes
    docket.act("alice", "RP-0001", Open((), others=True))
    assert sitting.session.reread() == []
    seen = sitting.session.view
    assert seen is not None
    assert [one.by for one in seen.votes] == ["bob"]
    assert sitting.session.opening(at_once=True) is None


def test_what_could_not_be_recorded_is_tried_again_at_the_next_visit_or_act(sitting: Sitting) -> None:
    opening = sitting.read(LINGER, "q1")
    assert opening is not None
    assert sitting.read(LINGER, "q1") is None
    assert sitting.session.opening(at_once=True) == opening
    sitting.go(0)
    assert sitting.read(LINGER, "q1") == opening


def test_a_citation_is_taken_back_by_citing_again(sitting: Sitting) -> None:
    assert sitting.session.cite() == "Cited q1: 1 in your draft."
    first = sitting.session.saved
    assert first.draft.cites == (Cite("q1", 0, 16),)
    assert sitting.session.cite() == "Citation of q1 taken back: 0 in your draft."
    assert sitting.session.saved.key != first.key


def test_a_citation_that_quotes_too_little_is_said_to_when_it_is_made(sitting: Sitting) -> None:
    assert sitting.session.pointer is not None
    sitting.session.pointer.mark()
    said = "Cited q1: 1 in your draft. But q1:0-1 quotes fewer than 3 words: quote more, or the whole item."
    assert sitting.session.cite() == said


def test_a_draft_comes_back_with_its_case(sitting: Sitting) -> None:
    session = sitting.session
    session.cite()
    sitting.go(1)
    assert session.saved.draft == Draft(revision=1, policy=1)
    sitting.go(-1)
    assert len(session.saved.draft.cites) == 1


def test_a_draft_that_became_a_record_is_dropped(sitting: Sitting, tmp_path: Path) -> None:
    sitting.session.cite()
    sitting.session.drop("RP-0001")
    assert sitting.session.saved.draft == Draft(revision=1, policy=1)
    sitting.draft_saver.close()
    assert not list((tmp_path / "drafts").glob("*.json"))


def test_others_work_is_told_when_it_touches_the_case(sitting: Sitting, place: Path) -> None:
    other = open_docket(place)
    vote(other, "bob", "RP-0002", Draft("keep"))
    assert sitting.session.docket.refresh()
    assert sitting.session.reread() == []
    vote(other, "bob", "RP-0001", Draft("keep"))
    sitting.session.docket.refresh()
    assert sitting.session.reread() == [News("RP-0001 now stands at decided.", "RP-0001", where_stands("RP-0001"))]
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
    [told] = session.reread()
    assert told.sentence.startswith("RP-0001 has a new revision")
    assert "1 citation of your draft quoted text that is no longer there" in told.sentence
    assert told.about == ""
    assert [cite.item for cite in session.saved.draft.cites] == ["r1"]
    assert session.pointer.passage is not None
    assert session.pointer.passage.item == "r1"
    other.close()


def test_searched_words_are_those_that_must_occur(docket: Docket, tmp_path: Path) -> None:
    sitting = Sitting(docket, tmp_path)
    sitting.session.queue.chosen = parse('bakery -baker "moved in" standing:open')
    assert sitting.session.searched == ["bakery", "moved in"]


def test_an_empty_queue_has_no_case(sitting: Sitting) -> None:
    session = sitting.session
    session.queue.choose(parse("standing:decided"))
    sitting.go(0)
    assert session.view is None
    assert session.cite() == "There is nothing to cite in this case."
    assert session.opening(at_once=True) is None


def test_nobody_cites_for_a_vote_that_they_can_no_longer_cast(sitting: Sitting, docket: Docket) -> None:
    session = sitting.session
    session.cite()
    vote(docket, "bob", "RP-0001", KEEP)
    session.reread()
    assert session.cite() == "Citation of q1 taken back: 0 in your draft.", "what was cited before is taken out"
    assert session.cite() == "Not cited: This case is decided. m writes a note on the passage."
    assert session.drafts == 0


def test_nor_for_a_second_one(sitting: Sitting, docket: Docket) -> None:
    vote(docket, "alice", "RP-0001", KEEP)
    sitting.session.reread()
    assert sitting.session.cite().startswith("Not cited: You have voted on this case in this round.")
    assert sitting.session.drafts == 0


@pytest.mark.parametrize("reviewer", ["otto", "cleo"])
def test_nor_who_has_no_part_in_it_now(docket: Docket, tmp_path: Path, reviewer: str) -> None:
    roles = '[roles]\nreviewer = ["alice"]\nlead = ["lead"]\nadjudicator = ["cleo"]\nauditor = ["otto"]\n'
    docket.set_policy("lead", POLICY + roles, "Everybody has a part.")
    sitting = Sitting(docket, tmp_path, reviewer)
    assert sitting.session.cite().startswith("Not cited: ")
    assert sitting.session.drafts == 0
    sitting.draft_saver.close()


def test_who_settles_a_conflict_cites_for_that(sitting: Sitting, docket: Docket) -> None:
    vote(docket, "bob", "RP-0001", REVOKE)
    vote(docket, "carol", "RP-0001", KEEP)
    sitting.session.reread()
    assert sitting.session.view is not None
    assert sitting.session.view.refusal(Vote)
    assert sitting.session.cite() == "Cited q1: 1 in your draft."


def test_while_a_case_waits_a_vote_on_it_can_be_prepared(sitting: Sitting, docket: Docket) -> None:
    done(docket.act("bob", "RP-0001", Hold(docket.today() + timedelta(3), "The registry answers then.")))
    sitting.session.reread()
    assert sitting.session.cite() == "Cited q1: 1 in your draft."


@pytest.mark.parametrize(("changed", "kept"), [({"title": "Another title"}, 1), ({"subject": "Somebody else"}, 0)])
def test_a_draft_of_an_earlier_revision_cites_only_what_cannot_have_changed(
    docket: Docket, tmp_path: Path, changed: dict[str, object], kept: int
) -> None:
    first = Sitting(docket, tmp_path)
    first.session.cite()
    first.draft_saver.close()
    docket.import_cases("lead", iter([make_case(1, **changed)]), ("again",))
    draft = Sitting(docket, tmp_path).session.saved.draft
    assert (len(draft.cites), draft.revision) == (kept, 2)


def test_a_draft_is_not_of_a_policy_that_has_the_number_of_its_own_after_a_restore(tmp_path: Path) -> None:
    """The lead's policy was record 3 when the draft was written; from the backup on, another one is."""
    docket = new_docket(tmp_path / "d", POLICY, "lead")
    docket.import_cases("lead", iter([make_case(1)]), ())
    docket.close()
    shutil.copytree(tmp_path / "d", tmp_path / "backup")
    docket = open_docket(tmp_path / "d")
    done(docket.set_policy("lead", POLICY.replace("Permit revoked", "Deported for life"), "Other words."))
    before = Sitting(docket, tmp_path, "ana")
    before.session.keep(before.session.saved.changed(replace(before.session.saved.draft, outcome="revoke", reason="R")))
    before.draft_saver.close()
    docket.close()

    restored = open_docket(tmp_path / "backup")
    done(restored.set_policy("lead", POLICY.replace("Permit revoked", "Sent to prison"), "Other words."))
    after = Sitting(restored, tmp_path, "ana")
    kept = after.session.saved.draft
    assert (kept.outcome, kept.grounds, kept.reason) == ("", (), "R")
    assert after.session.given_up
    after.draft_saver.close()
    restored.close()
