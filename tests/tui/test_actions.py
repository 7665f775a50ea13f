"""One table of actions, from which everything else follows."""

from collections import Counter
from pathlib import Path

from tui.actions import ACTIONS, bindings, footer, key_table
from tui.cells import cells
from tui.screens.review import ReviewScreen
from tui.widgets.case_pane import CasePane
from tui.widgets.queue_list import QueueList

OWNERS = {"anywhere": ReviewScreen, "queue": QueueList, "case": CasePane}
_TAKEN_BY_TERMINALS = {f"ctrl+{letter}" for letter in "himjsqz"}


def test_every_action_can_be_done() -> None:
    for one in ACTIONS:
        assert callable(getattr(OWNERS[one.where], f"action_{one.id}")), one


def test_no_key_means_two_things_in_one_place() -> None:
    for where in ("queue", "case"):
        keys = Counter(key for one in ACTIONS if one.where in (where, "anywhere") for key in one.keys.split(","))
        assert [key for key, count in keys.items() if count > 1] == []


def test_no_action_needs_a_key_that_terminals_take() -> None:
    for one in ACTIONS:
        assert set(one.keys.split(",")) - _TAKEN_BY_TERMINALS, one


def test_ids_are_stable_names_for_keymaps() -> None:
    ids = [binding.id for where in OWNERS for binding in bindings(where)]  # type: ignore[arg-type]
    assert len(ids) == len(set(ids)) == len(ACTIONS)
    assert "case.cite" in ids


def test_about_seven_keys_fit_eighty_columns() -> None:
    for where in ("queue", "case"):
        shown = footer(where)  # type: ignore[arg-type]
        assert 6 <= len(shown) <= 9
    assert sum(cells(f"{one.shown_keys[0]} {one.label}   ") for one in footer("queue")) <= 78


def test_the_page_of_keys_says_what_the_program_does() -> None:
    assert key_table() in Path("docs/keys.md").read_text("utf-8")
