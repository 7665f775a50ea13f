"""The pages on TinyDB and on other tools are true: all their code runs on a docket, in order."""

import re
import shlex
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from store.docket import Docket
from store.opening import new_docket
from store.records import TABLES
from tests.commands import CliRunner
from tests.dockets import KEEP, POLICY, REVOKE, adjudicate, done, make_case, vote
from tui.cli import app

PAGES = {name: Path(f"docs/{name}.md").read_text() for name in ("tinydb", "analysis")}
A_MINUTE_LIKE_ITS_YEAR = datetime(2026, 11, 28, 20, 26, 28, 596154, UTC)
"""pandas guesses no format of times from this one."""
CODE = re.compile(r"```(python|sh)\n(.*?)```", re.DOTALL)


def a_docket(tmp_path: Path) -> Docket:
    docket = new_docket(tmp_path / "permits.docket", POLICY, "lead")
    docket.import_cases("lead", iter([make_case(1), make_case(2)]), ("cases.jsonl",))
    done(vote(docket, "ana", "RP-0001", REVOKE))
    done(vote(docket, "ben", "RP-0001", REVOKE))
    return docket


def run(page: str) -> dict[str, Any]:
    """Run what a page shows: its Python, and its commands."""
    names: dict[str, Any] = {}
    for language, code in CODE.findall(PAGES[page]):
        if language == "python":
            exec(compile(code, f"docs/{page}.md", "exec"), names)
            continue
        for line in code.strip().splitlines():
            ran = CliRunner().invoke(app, [*shlex.split(line)[1:], "--reviewer", "lead"])
            assert ran.exit_code == 0, (line, ran.output)
    return names


def test_the_page_on_tinydb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_docket(tmp_path).close()
    monkeypatch.chdir(tmp_path)
    run("tinydb")["plain"].close()


def test_every_table_is_named_on_the_page() -> None:
    listed = re.findall(r"`([a-z_]+)`", PAGES["tinydb"].split("|---|---|\n")[1].split("\n\n")[0])
    assert sorted(listed) == sorted(TABLES.values())


@pytest.mark.long
def test_the_page_on_other_tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.local.holding.now", lambda: A_MINUTE_LIKE_ITS_YEAR)
    docket = a_docket(tmp_path)
    docket.import_cases("lead", iter([make_case(3), make_case(4)]), ("cases.jsonl",))
    done(vote(docket, "ana", "RP-0002", REVOKE))
    done(vote(docket, "ben", "RP-0002", KEEP))
    done(adjudicate(docket, "cleo", "RP-0002", KEEP))
    done(vote(docket, "ana", "RP-0003", KEEP))
    docket.close()
    monkeypatch.chdir(tmp_path)
    found = run("analysis")
    assert len(found["table"]) == 3
    assert list(found["lines"]["case_id"]) == ["RP-0001"]
    assert found["pairs"].to_numpy().tolist() == [["revoke", "revoke"], ["revoke", "keep"]]
    assert found["alpha"] == pytest.approx(0)
