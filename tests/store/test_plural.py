"""Numbers in words agree with what they count, everywhere."""

import re
from pathlib import Path

import pytest

from store.plural import plural

_BY_HAND = re.compile(r"""['"]e?s['"] if |if .{0,40} (?:== 1|> 1) else ['"](?:e?s['"]|\{)""")
"""An s that hangs on a number, written where the number stands."""


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "0 cases"), (1, "1 case"), (2, "2 cases"), (1200, "1,200 cases")],
)
def test_one_is_one_and_all_others_are_several(count: int, said: str) -> None:
    assert plural(count, "case") == said


def test_what_stands_behind_it_agrees_too() -> None:
    assert [plural(count, "case was", "cases were") for count in (1, 3)] == ["1 case was", "3 cases were"]


def test_no_module_writes_its_own_plural() -> None:
    assert _BY_HAND.search("{'s' if count > 1 else ''}")
    found = [
        (str(path), line.strip())
        for root in ("store", "tui")
        for path in Path(root).rglob("*.py")
        for line in path.read_text("utf-8").splitlines()
        if _BY_HAND.search(line)
    ]
    assert found == []
