"""Actions are declared where they are done, and everything else follows from there."""

from collections import Counter
from pathlib import Path

from tui.actions import footer, key_table, place_of
from tui.app import FoureyesApp
from tui.key_meanings import REASONS, all_dialogs, meaning_table, meanings
from tui.pages.cells import cells
from tui.screens.registry import SCREENS, places

OPENED = [one.screen for one in SCREENS]
OWNERS = [FoureyesApp, *(part for screen in OPENED for part in (screen, *screen.panes()))]
_TAKEN_BY_TERMINALS = {f"ctrl+{letter}" for letter in "himjsqz"}


def test_every_action_can_be_done() -> None:
    for owner in OWNERS:
        place = place_of(owner)
        assert place is not None
        for one in place.actions:
            assert one.run or callable(getattr(owner, f"action_{one.id}")), one


def test_no_key_means_two_things_in_one_place() -> None:
    for screen in OPENED:
        for pane in screen.panes():
            chain = [place for part in (pane, screen, FoureyesApp) if (place := place_of(part))]
            if chain[0].typed:
                chain = chain[:1]
            keys = Counter(key for place in chain for one in place.actions for key in one.keys.split(",") if key)
            assert [key for key, count in keys.items() if count > 1] == []


def test_no_action_needs_a_key_that_terminals_take() -> None:
    for place in places():
        for one in place.actions:
            assert set(one.keys.split(",")) - _TAKEN_BY_TERMINALS, one


def test_ids_are_stable_names_for_keymaps() -> None:
    ids = [binding.id for place in places() for binding in place.bindings]
    assert len(ids) == len(set(ids))
    assert {"case.cite", "review.vote", "anywhere.quit"} <= set(ids)


def test_the_line_of_keys_has_about_seven_and_fits_a_wide_terminal() -> None:
    for screen in OPENED:
        for pane in screen.panes():
            chain = [place for part in (pane, screen, FoureyesApp) if (place := place_of(part))]
            shown = footer(chain)
            assert sum(cells(f"{one.shown_keys[0]} {one.label}   ") for one in shown) <= 120
            assert chain[0].typed or 6 <= len(shown) <= 11


def test_the_page_of_keys_says_what_the_program_does() -> None:
    assert key_table(places()) in Path("docs/keys.md").read_text("utf-8")


def test_no_key_means_two_things_without_a_reason_that_the_table_states() -> None:
    senses: dict[str, set[str]] = {}
    for one in meanings():
        senses.setdefault(one.key, set()).add(one.means)
    assert len(senses) > 50
    several = {key for key, means in senses.items() if len(means) > 1}
    assert several == set(REASONS), {key: senses[key] for key in several ^ set(REASONS)}


def test_no_key_of_a_dialog_is_without_a_meaning() -> None:
    found = all_dialogs()
    assert len(found) > 8
    assert [(one, key) for one in found for key in one.BINDINGS if not getattr(key, "description", "")] == []


def test_the_page_of_keys_says_what_each_key_means_everywhere() -> None:
    table = meaning_table(meanings())
    assert table in Path("docs/keys.md").read_text("utf-8")
    for reason in REASONS.values():
        assert reason in table


def test_what_records_and_what_leaves_are_the_same_keys_in_every_dialog() -> None:
    found = list(meanings())
    assert {one.key for one in found if one.means == "Record"} == {"f2"}
    assert {one.means for one in found if one.key == "escape"} == {"Out"}
    assert {one.means for one in found if one.key in ("j", "k")} == {"Down", "Up"}
