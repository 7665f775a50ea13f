"""What a reviewer has written outlives a crash, a full disk and a damaged file."""

import os
import stat
from pathlib import Path

import pytest

from store.acts import Cite, Draft
from store.disk import Disk
from tests.disks import NamingDisk
from tests.hostile import PAYLOADS
from tui.acting.drafts import Drafts, SavedDraft, default_directory
from tui.preferences import Kept, Preferences

SAVED = SavedDraft(
    Draft("revoke", ("contact",), "The register says otherwise.\n", (Cite("r1", 0, 4), Cite("q1"))), "k1"
)
MINE = ("store", "anna", "RP-0001")


@pytest.fixture
def drafts(tmp_path: Path) -> Drafts:
    return Drafts(tmp_path / "state" / "drafts")


def only_file(tmp_path: Path) -> Path:
    [path] = (tmp_path / "state" / "drafts").iterdir()
    return path


def test_a_draft_comes_back_as_it_was(drafts: Drafts, tmp_path: Path) -> None:
    assert drafts.load(*MINE) is None
    assert drafts.save(*MINE, SAVED) is None
    assert Drafts(tmp_path / "state" / "drafts").load(*MINE) == SAVED


def test_it_belongs_to_one_docket_one_reviewer_and_one_case(drafts: Drafts) -> None:
    drafts.save(*MINE, SAVED)
    for other in (("other", "anna", "RP-0001"), ("store", "ben", "RP-0001"), ("store", "anna", "RP-0002")):
        assert drafts.load(*other) is None
    drafts.save("a", "b", "cd", SAVED)
    assert drafts.load("a", "bc", "d") is None


def test_a_dropped_draft_is_gone(drafts: Drafts) -> None:
    drafts.save(*MINE, SAVED)
    drafts.drop(*MINE, "", "k1")
    drafts.drop(*MINE, "", "k1")
    assert drafts.load(*MINE) is None


def test_what_another_window_wrote_since_is_not_dropped(drafts: Drafts) -> None:
    drafts.save(*MINE, SAVED)
    later = SAVED.changed(Draft("keep"))
    drafts.save(*MINE, later)
    drafts.drop(*MINE, "", SAVED.key)
    assert drafts.load(*MINE) == later


def test_a_pipe_or_a_link_in_the_place_of_a_draft_is_neither_waited_for_nor_read(
    drafts: Drafts, tmp_path: Path
) -> None:
    drafts.save(*MINE, SAVED)
    path = only_file(tmp_path)
    path.rename(tmp_path / "elsewhere.json")
    path.symlink_to(tmp_path / "elsewhere.json")
    assert drafts.load(*MINE) is None
    assert drafts.kept("store", "anna") == {}
    path.unlink()
    os.mkfifo(path)
    assert drafts.load(*MINE) is None
    assert drafts.kept("store", "anna") == {}
    assert drafts.save(*MINE, SAVED) is None  # what was there is replaced
    assert drafts.load(*MINE) == SAVED


def test_a_link_in_the_place_of_the_folder_is_not_followed(drafts: Drafts, tmp_path: Path) -> None:
    others = tmp_path / "others"
    others.mkdir()
    others.chmod(0o755)
    drafts.directory.parent.mkdir()
    drafts.directory.symlink_to(others)
    assert "a link is in its place" in (drafts.save(*MINE, SAVED) or "")
    assert stat.S_IMODE(others.stat().st_mode) == 0o755
    assert list(others.iterdir()) == []


def test_other_words_have_another_key() -> None:
    assert SAVED.changed(SAVED.draft) is SAVED
    assert SAVED.changed(Draft("keep")).key != SAVED.key


def test_nobody_else_can_read_it(drafts: Drafts, tmp_path: Path) -> None:
    drafts.save(*MINE, SAVED)
    assert stat.S_IMODE(only_file(tmp_path).stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "state" / "drafts").stat().st_mode) == 0o700


def test_all_that_is_made_on_the_way_to_it_is_its_owner_s_alone(tmp_path: Path) -> None:
    Drafts(tmp_path / "local" / "state" / "drafts").save(*MINE, SAVED)
    made = [path for path in tmp_path.rglob("*") if path.is_dir()]
    assert [stat.S_IMODE(path.stat().st_mode) for path in made] == [0o700] * 3


def test_a_folder_of_drafts_that_was_open_to_others_is_closed(drafts: Drafts, tmp_path: Path) -> None:
    (tmp_path / "state" / "drafts").mkdir(parents=True)
    (tmp_path / "state" / "drafts").chmod(0o755)
    drafts.save(*MINE, SAVED)
    assert stat.S_IMODE((tmp_path / "state" / "drafts").stat().st_mode) == 0o700


def test_its_name_is_on_the_disk_when_it_is_saved(tmp_path: Path) -> None:
    disk = NamingDisk()
    drafts = Drafts(tmp_path / "drafts", disk)
    for _ in range(2):
        assert drafts.save(*MINE, SAVED) is None
    assert len(disk.named) == 2
    assert disk.owed == []


def test_a_link_in_its_place_is_replaced_and_not_followed(drafts: Drafts, tmp_path: Path) -> None:
    drafts.save(*MINE, SAVED)
    path = only_file(tmp_path)
    path.unlink()
    (tmp_path / "profile").write_text("precious")
    path.symlink_to(tmp_path / "profile")
    assert drafts.save(*MINE, SAVED) is None
    assert (tmp_path / "profile").read_text() == "precious"
    assert drafts.load(*MINE) == SAVED


def test_hostile_ids_and_names_only_name_files(drafts: Drafts, tmp_path: Path) -> None:
    hostile = ["../../etc/passwd", "", "/", *PAYLOADS.values()]
    for number, text in enumerate(hostile):
        drafts.save("store", "anna", text, SavedDraft(Draft("keep"), str(number)))
    names = [path.name for path in (tmp_path / "state" / "drafts").iterdir()]
    assert all(name.removesuffix(".json").isalnum() for name in names)
    kept = [drafts.load("store", "anna", text) for text in hostile]
    surrogates = [text for text in hostile if any("\ud800" <= letter <= "\udfff" for letter in text)]
    assert [one.key for one in kept if one] == [str(n) for n, text in enumerate(hostile) if text not in surrogates]


def test_what_cannot_be_written_is_said(drafts: Drafts) -> None:
    said = drafts.save(*MINE, SavedDraft(Draft(reason="a\ud800b"), "k"))
    assert said is not None
    assert "cannot be written" in said


@pytest.mark.parametrize("damage", [b"", b"{", b"\xff\xfe", b'{"store":1}', b"[]", b"\0" * 4096])
def test_a_damaged_file_is_set_aside_and_writing_goes_on(drafts: Drafts, tmp_path: Path, damage: bytes) -> None:
    drafts.save(*MINE, SAVED)
    path = only_file(tmp_path)
    path.write_bytes(damage)
    assert drafts.load(*MINE) is None
    assert [aside.read_bytes() for aside in drafts.set_aside] == [damage]
    assert drafts.save(*MINE, SAVED) is None
    assert drafts.load(*MINE) == SAVED


def test_another_case_s_file_under_this_name_is_not_taken(drafts: Drafts, tmp_path: Path) -> None:
    drafts.save(*MINE, SAVED)
    mine = only_file(tmp_path)
    content = mine.read_bytes()
    drafts.drop(*MINE, "", "k1")
    drafts.save("store", "anna", "RP-0002", SAVED)
    only_file(tmp_path).write_bytes(content)
    assert drafts.load("store", "anna", "RP-0002") is None
    assert drafts.set_aside


def test_a_full_disk_is_a_sentence_and_the_last_draft_stays(
    drafts: Drafts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafts.save(*MINE, SAVED)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Disk, "sync", full)
    said = drafts.save(*MINE, SAVED.changed(Draft("keep")))
    assert said is not None
    assert "No space left on device" in said
    assert drafts.load(*MINE) == SAVED
    assert only_file(tmp_path).suffix == ".json"


def test_a_state_directory_that_is_a_file_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("in the way")
    drafts = Drafts(tmp_path / "state" / "drafts")
    assert drafts.save(*MINE, SAVED) is not None
    assert drafts.load(*MINE) is None
    drafts.drop(*MINE, "", "k1")


def test_what_a_crash_left_half_written_goes_with_the_draft(drafts: Drafts, tmp_path: Path) -> None:
    drafts.save(*MINE, SAVED)
    half = only_file(tmp_path).with_name(f".{only_file(tmp_path).name}.0011aabb")
    half.write_text("half a reas")
    assert drafts.load(*MINE) == SAVED
    drafts.drop(*MINE, "", "k1")
    assert not half.exists()


def test_drafts_lie_in_the_state_directory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert default_directory().parts[-2:] == ("foureyes", "drafts")


def test_a_pipe_in_the_place_of_preferences_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "ana.json")
    assert Preferences(tmp_path, "ana").kept == Kept()
