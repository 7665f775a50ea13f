"""SECURITY.md names the test that shows each promise: it has to be there."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parent.parent


LEAST = 2
"""Tests that a file must hold which is named without one of them."""


def test_each_promise_names_tests_that_exist() -> None:
    page = (ROOT / "SECURITY.md").read_text()
    promises = [row for row in page.splitlines() if row.startswith("| ") and "who or what" not in row]
    assert len(promises) > 15
    checked = 0
    for promise in promises:
        named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", promise)
        assert named, promise
        for file, test in named:
            tests = _tests(ROOT / file)
            assert test in tests if test else len(tests) >= LEAST, (file, test)
            checked += 1
    assert checked > 30


def _tests(path: Path) -> set[str]:
    """The tests of a file, by name: functions at its top or in its classes, as pytest collects them."""
    tree = ast.parse(path.read_text())
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return {one.name for one in functions if one.name.startswith("test_")}
