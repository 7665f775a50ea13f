"""SECURITY.md names the test that shows each promise: it has to be there."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_each_promise_names_tests_that_exist() -> None:
    page = (ROOT / "SECURITY.md").read_text()
    promises = [row for row in page.splitlines() if row.startswith("| ") and "who or what" not in row]
    assert len(promises) > 10
    for promise in promises:
        named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", promise)
        assert named, promise
        for file, test in named:
            assert f"def {test}" in (ROOT / file).read_text(), (file, test)
