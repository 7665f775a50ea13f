"""Somebody chooses keys of their own."""

from pathlib import Path

import pytest

from store.docket import Docket
from store.errors import BadInput
from tests.commands import CliRunner
from tests.tui.desk import desk
from tui.cli import app
from tui.keymap import Keymap, load, placed, read
from tui.screens.registry import chains

CHAINS = chains()


def keymap(source: str) -> Keymap:
    return read(source, CHAINS, "keys.toml")


def refused(source: str) -> list[str]:
    """What the file is refused with, sentence by sentence."""
    with pytest.raises(BadInput) as caught:
        keymap(source)
    return [sentence.removeprefix("keys.toml:") for sentence in caught.value.sentences]


def test_without_a_file_the_keys_are_the_programs(tmp_path: Path) -> None:
    assert load(chains, tmp_path / "keys.toml") == Keymap()


def test_keys_are_written_as_people_know_them() -> None:
    made = keymap("""
        [case]
        cite = ["C", "shift →", "Ctrl+O", ";", "F9", "C"]
        start_later = "!"
        [review]
        next_hit = "comma"
        previous_hit = "."
        """)
    assert made.keys == {
        "case.cite": "C,shift+right,ctrl+o,;,f9",
        "case.start_later": "!",
        "review.next_hit": "comma",
        "review.previous_hit": ".",
    }


def test_all_that_is_wrong_is_said_at_once_with_its_line_and_what_to_write() -> None:
    said = refused(
        "[cas]\n"
        'cite = "x"\n'
        "[case]\n"
        'cit = "x"\n'
        'cite = "n"\n'
        "down = []\n"
        "words = 7\n"
        'up = ["pgup", "ctrl+c",\n'
        '"ctrl+i", "ctrl+s"]\n'
        "[filter]\n"
        'give_up = "q"\n'
    )
    assert said == [
        '1: there is no place "cas" (did you mean "case"?).',
        '4: [case] has no action "cit" (did you mean "cite"?).',
        '5: "n" means "Next for me" there as well: give review.next_case another key, or this.',
        "6: an action needs a key: write one, or take the line out.",
        "7: words must be a text in quotation marks or a list of texts.",
        '8: "pgup" is no key (did you mean "pageup"?).',
        "8: ctrl+c leaves the program wherever you are: choose another key.",
        "9: a terminal sends ctrl+i as tab: choose another key.",
        "9: many terminals keep ctrl+s to themselves: choose another key.",
        "11: where text is written q is a part of it: choose a key such as f4 or ctrl+o.",
    ]


def test_two_chosen_keys_that_clash_are_told_once() -> None:
    assert refused('[review]\nhold = "A"\nassign = "A"\n') == [
        '2: "A" means "Assign" there as well: give review.assign another key, or this.'
    ]


def test_a_key_may_mean_different_things_where_it_never_counts_for_both() -> None:
    assert keymap('[queue]\ndown = "]"\n').keys == {"queue.down": "]"}


def test_in_a_reason_the_keys_of_the_form_around_it_count_too() -> None:
    assert refused('[text]\neditor = "f2"\n') == [
        '2: "f2" means "Send" there as well: give vote.commit another key, or this.'
    ]


def test_keys_may_change_places() -> None:
    assert keymap('[case]\ncite = "v"\nwords = "c"\n').keys == {"case.cite": "v", "case.words": "c"}


async def test_the_chosen_keys_count_and_are_shown(docket: Docket, tmp_path: Path) -> None:
    mine = keymap('[case]\ncite = "v"\nwords = "c"\n[review]\nassign = "A"\n')
    async with desk(docket, tmp_path, keymap=mine) as at:
        await at.press("enter", "v")
        assert len(at.session.saved.draft.cites) == 1
        assert "v Cite   c Words" in at.screen
        await at.press("c")
        assert at.session.pointer.marking
        await at.press("escape", "question_mark")
        pages = [at.screen, *[await at.after("space") for _ in range(4)]]
        assert any(f"  {'v':<20}Cite the sentence" in page for page in pages)
        await at.press("escape", "A")
        assert "Assign" in await at.drawn()


async def test_a_click_on_a_chosen_key_does_what_the_key_does(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path, keymap=keymap('[case]\ncite = "X"\n')) as at:
        await at.press("enter")
        await at.clicks("X Cite")
        assert len(at.session.saved.draft.cites) == 1


def test_the_command_lists_every_action_with_its_key_as_a_file_that_can_be_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "foureyes").mkdir()
    mine = tmp_path / "foureyes" / "keys.toml"
    mine.write_text('[case]\ncite = "C"\n')
    listed = CliRunner().invoke(app, ["keys"]).stdout
    assert str(mine) in listed.splitlines()[0]
    assert '\ncite = "C" ' in listed
    assert "(otherwise c)" in listed
    assert listed.count(" # ") == sum(len(place.actions) for place in placed(CHAINS))
    mine.write_text(listed)
    kept = load(chains)
    assert kept.keys.pop("case.cite") == "C"
    assert {name: keys for name, keys in kept.keys.items() if keymap_of(name) != keys} == {}


def test_a_file_that_is_wrong_ends_the_command_and_opens_no_screen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "foureyes").mkdir()
    (tmp_path / "foureyes" / "keys.toml").write_text('[case]\ncite = "q"\n')
    ended = CliRunner().invoke(app, ["keys"])
    assert ended.exit_code == 1
    assert 'keys.toml:2: "q" means "Quit" there as well' in ended.stderr


def test_the_example_of_the_page_of_keys_is_one() -> None:
    page = Path("docs/keys.md").read_text("utf-8")
    example = page.split("```toml\n")[1].split("```")[0]
    assert keymap(example).keys["case.down"] == "j,down,ctrl+n"


def keymap_of(name: str) -> str:
    """The program's own keys for a binding, as a keymap has them."""
    place = next(one for chain in CHAINS for one in chain if one.name == name.partition(".")[0])
    keys = next(one.keys for one in place.actions if one.id == name.partition(".")[2])
    return keys.replace("full_stop", ".")
