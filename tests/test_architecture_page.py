"""ARCHITECTURE.md names files and folders: those that are not said to be new are there."""

import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_map_names_what_there_is() -> None:
    page = re.sub(r"\[`[^`]*`\]", "", (ROOT / "ARCHITECTURE.md").read_text())
    named = set(re.findall(r"`((?:store|tui|tests|docs|sample_data|\.ci)/[\w./-]*)`", page))
    assert len(named) > 40
    assert {name for name in named if not (ROOT / name).exists()} == set()


def test_no_two_modules_share_a_name() -> None:
    """But for commands: each is named as people type it, be it the name of an act or of what does its work."""
    modules = [one for package in ("store", "tui") for one in (ROOT / package).rglob("[!_]*.py")]
    names = Counter(one.stem for one in modules if one.parent != ROOT / "tui" / "commands")
    assert len(names) > 150
    assert [name for name, count in names.items() if count > 1] == []


def test_no_two_helpers_of_the_tests_share_a_name() -> None:
    helpers = [one for one in (ROOT / "tests").rglob("*.py") if not one.match("test_*.py") and one.stem != "conftest"]
    names = Counter(one.stem for one in helpers)
    assert len(names) > 30
    assert [name for name, count in names.items() if count > 1] == []
