"""Drafts are kept without anybody waiting for a disk."""

from pathlib import Path

from store.acts import Draft
from tui.acting.draft_saver import DraftSaver
from tui.acting.drafts import Drafts, SavedDraft


class SlowDrafts(Drafts):
    """A disk that notes what it was given."""

    def __init__(self, directory: Path, problem: str | None = None) -> None:
        super().__init__(directory)
        self.written: list[SavedDraft] = []
        self.problem = problem

    def save(self, store_id: str, reviewer: str, case_id: str, saved: SavedDraft, kind: str = "") -> str | None:
        self.written.append(saved)
        return self.problem or super().save(store_id, reviewer, case_id, saved, kind)


def draft_saver(drafts: Drafts, said: list[str] | None = None) -> DraftSaver:
    return DraftSaver(drafts, "store", "alice", (said if said is not None else []).append)


def test_the_newest_is_what_stays(tmp_path: Path) -> None:
    drafts = SlowDrafts(tmp_path)
    kept = draft_saver(drafts)
    for number in range(50):
        kept.save("RP-1", SavedDraft(Draft(reason=str(number + 1)), "k"))
        assert kept.load("RP-1") is not None
    kept.close()
    assert drafts.written[-1].draft.reason == "50"
    again = draft_saver(drafts)
    found = again.load("RP-1")
    again.close()
    assert found is not None
    assert found.draft.reason == "50"


def test_an_empty_draft_is_no_draft(tmp_path: Path) -> None:
    kept = draft_saver(Drafts(tmp_path))
    kept.save("RP-1", SavedDraft(Draft(reason="x"), "k"))
    kept.save("RP-1", SavedDraft(Draft(), "k"))
    assert kept.load("RP-1") is None
    kept.close()
    assert list(tmp_path.glob("*.json")) == []


def test_a_disk_that_would_not_is_told(tmp_path: Path) -> None:
    said: list[str] = []
    kept = draft_saver(SlowDrafts(tmp_path, "The draft is not on disk."), said)
    kept.save("RP-1", SavedDraft(Draft(reason="x"), "k"))
    kept.close()
    assert said == ["The draft is not on disk."]


def test_what_another_window_of_the_same_reviewer_wrote_last_stays(tmp_path: Path) -> None:
    """Whichever of the two sends or drops its own."""
    first, second = draft_saver(Drafts(tmp_path)), draft_saver(Drafts(tmp_path))
    first.save("RP-1", SavedDraft(Draft(reason="first"), "k1"))
    first._thread.submit(int).result()  # all before it is written
    theirs = SavedDraft(Draft(reason="second"), "k2")
    second.save("RP-1", theirs)
    second.close()
    first.drop("RP-1")
    first.close()
    again = draft_saver(Drafts(tmp_path))
    assert again.load("RP-1") == theirs
    again.drop("RP-1")
    again.close()
    assert list(tmp_path.glob("*.json")) == []


def test_what_was_read_here_is_dropped_here(tmp_path: Path) -> None:
    before = draft_saver(Drafts(tmp_path))
    before.save("RP-1", SavedDraft(Draft(reason="x"), "k"))
    before.close()
    kept = draft_saver(Drafts(tmp_path))
    assert kept.load("RP-1") is not None
    kept.save("RP-1", SavedDraft(Draft(reason="y"), "k2"))
    kept.drop("RP-1")
    kept.close()
    assert list(tmp_path.glob("*.json")) == []
