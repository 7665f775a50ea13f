"""ARCHITECTURE.md names files and folders: those that are not said to be new are there."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_map_names_what_there_is() -> None:
    page = re.sub(r"\[`[^`]*`\]", "", (ROOT / "ARCHITECTURE.md").read_text())
    named = set(re.findall(r"`((?:store|tui|tests|docs|sample_data|\.ci)/[\w./-]*)`", page))
    assert len(named) > 40
    assert {name for name in named if not (ROOT / name).exists()} == set()
