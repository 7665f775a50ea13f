"""Drafts are kept without anybody waiting for a disk."""

from pathlib import Path

from store.acts import Draft
from tui.acting.draft_saver import ALSO_ELSEWHERE, DraftSaver
from tui.acting.drafts import Drafts, SavedDraft, noun_of


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


# Two windows of one reviewer


def written(saver: DraftSaver) -> None:
    """Wait until all that was saved is on disk."""
    saver._thread.submit(int).result()


def reasons(place: Path) -> dict[str, str]:
    """What is on disk of RP-1, by the kind under which it lies there."""
    drafts = Drafts(place)
    kinds = drafts.kept("store", "alice").get("RP-1", set())
    found = {kind: drafts.load("store", "alice", "RP-1", kind) for kind in kinds}
    return {kind: saved.draft.reason for kind, saved in found.items() if saved}


def test_two_windows_that_write_in_turn_lose_nothing_and_are_told(tmp_path: Path) -> None:
    told_a, told_b = list[str](), list[str]()
    a, b = draft_saver(Drafts(tmp_path), told_a), draft_saver(Drafts(tmp_path), told_b)
    assert a.load("RP-1") is None
    assert b.load("RP-1") is None
    b.save("RP-1", SavedDraft(Draft(reason="of b"), "b1"))
    written(b)
    a.save("RP-1", SavedDraft(Draft(reason="of a"), "a1"))
    written(a)
    assert reasons(tmp_path) == {"": "of a", "+2": "of b"}
    assert a.kept == {"RP-1": {"", "+2"}}
    b.save("RP-1", SavedDraft(Draft(reason="of b, on"), "b2"))
    written(b)
    assert reasons(tmp_path) == {"": "of b, on", "+2": "of a"}, "its own older text need not be kept beside"
    b.save("RP-1", SavedDraft(Draft(reason="of b, on and on"), "b3"))
    a.close()
    b.close()
    assert reasons(tmp_path) == {"": "of b, on and on", "+2": "of a"}
    assert told_a == told_b == [ALSO_ELSEWHERE.format(on="RP-1: this")]


def test_a_third_window_sets_nobody_s_text_aside_over_another(tmp_path: Path) -> None:
    savers = [draft_saver(Drafts(tmp_path)) for _ in range(3)]
    for number, saver in enumerate(savers):
        saver.save("RP-1", SavedDraft(Draft(reason=str(number)), f"k{number}"))
        saver.close()
    assert sorted(reasons(tmp_path).values()) == ["0", "1", "2"]


def test_a_form_that_opens_again_has_what_another_window_wrote_on_meanwhile(tmp_path: Path) -> None:
    told = list[str]()
    a, b = draft_saver(Drafts(tmp_path), told), draft_saver(Drafts(tmp_path), told)
    a.save("RP-1", SavedDraft(Draft(reason="begun"), "a1"))
    written(a)
    found = b.load("RP-1")
    assert found is not None
    b.save("RP-1", SavedDraft(Draft(reason="begun, written on"), "b1"))
    written(b)
    assert a.load("RP-1") == SavedDraft(Draft(reason="begun, written on"), "b1")
    a.save("RP-1", SavedDraft(Draft(reason="begun, written on, ended"), "a2"))
    a.close()
    b.close()
    assert reasons(tmp_path) == {"": "begun, written on, ended"}
    assert told == []


def test_who_opens_the_form_again_is_told_where_their_own_text_went(tmp_path: Path) -> None:
    told = list[str]()
    a, b = draft_saver(Drafts(tmp_path)), draft_saver(Drafts(tmp_path), told)
    b.save("RP-1", SavedDraft(Draft(reason="of b"), "b1"))
    written(b)
    a.save("RP-1", SavedDraft(Draft(reason="of a"), "a1"))
    written(a)
    assert b.load("RP-1") == SavedDraft(Draft(reason="of a"), "a1")
    assert told == [ALSO_ELSEWHERE.format(on="RP-1: this")]
    assert b.kept == {"RP-1": {"", "+2"}}
    a.close()
    b.close()


def test_what_is_read_beside_a_form_is_not_written_over_by_it(tmp_path: Path) -> None:
    """My day shows what the other window wrote, while the form that was open goes on."""
    a, b = draft_saver(Drafts(tmp_path)), draft_saver(Drafts(tmp_path))
    a.save("RP-1", SavedDraft(Draft(reason="of a"), "a1"))
    written(a)
    b.save("RP-1", SavedDraft(Draft(reason="of b"), "b1"))
    written(b)
    assert a.seen("RP-1") == SavedDraft(Draft(reason="of b"), "b1")
    a.save("RP-1", SavedDraft(Draft(reason="of a, on"), "a2"))
    a.close()
    b.close()
    assert reasons(tmp_path) == {"": "of a, on", "+2": "of b"}


def test_what_was_sent_is_dropped_where_it_was_set_aside_and_the_other_stays(tmp_path: Path) -> None:
    a, b = draft_saver(Drafts(tmp_path)), draft_saver(Drafts(tmp_path))
    b.save("RP-1", SavedDraft(Draft(reason="of b"), "b1"))
    written(b)
    a.save("RP-1", SavedDraft(Draft(reason="of a"), "a1"))
    written(a)
    b.drop("RP-1")
    b.close()
    assert reasons(tmp_path) == {"": "of a"}
    assert b.kept == {"RP-1": {""}}
    a.drop("RP-1")
    a.close()
    assert reasons(tmp_path) == {}
    assert a.kept == {}


def test_what_cannot_be_set_aside_is_not_written_over(tmp_path: Path) -> None:
    class Full(Drafts):
        def save(self, store_id: str, reviewer: str, case_id: str, saved: SavedDraft, kind: str = "") -> str | None:
            full = kind.endswith("+2")
            return "The disk is full." if full else super().save(store_id, reviewer, case_id, saved, kind)

    told = list[str]()
    a, b = draft_saver(Full(tmp_path), told), draft_saver(Drafts(tmp_path))
    b.save("RP-1", SavedDraft(Draft(reason="of b"), "b1"))
    b.close()
    a.save("RP-1", SavedDraft(Draft(reason="of a"), "a1"))
    assert a.unsaved() == 1
    a.close()
    assert reasons(tmp_path) == {"": "of b"}
    assert set(told) == {"The disk is full."}


def test_the_same_words_in_two_windows_are_no_two_drafts(tmp_path: Path) -> None:
    told = list[str]()
    a, b = draft_saver(Drafts(tmp_path), told), draft_saver(Drafts(tmp_path), told)
    b.save("RP-1", SavedDraft(Draft(reason="Yes."), "b1"))
    b.close()
    a.save("RP-1", SavedDraft(Draft(reason="Yes."), "a1"))
    a.close()
    assert reasons(tmp_path) == {"": "Yes."}
    assert told == []


def test_a_note_in_two_windows_is_kept_as_a_vote_is(tmp_path: Path) -> None:
    a, b = draft_saver(Drafts(tmp_path)), draft_saver(Drafts(tmp_path))
    for saver, text in ((b, "of b"), (a, "of a")):
        saver.save("RP-1", SavedDraft(Draft(), f"k {text}", {"text": text}), "note")
        saver.close()
    assert a.kept == {"RP-1": {"note", "note+2"}}
    assert [noun_of(kind) for kind in ("note+2", "+2")] == ["note from another window", "vote from another window"]
