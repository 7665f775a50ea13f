"""When the screen fails, nothing of a case is printed, and the program says that it failed."""

import io
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from store.docket import Docket
from tests.tui.desk import desk
from tui.app import FoureyesApp
from tui.widgets.case_pane import CasePane


class Fault(Exception):
    """Carries what must not be shown."""

    def __rich__(self) -> str:
        return "SSN 123-45-6789"


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state" / "foureyes"


@pytest.mark.parametrize("kind", [Fault, ValueError])
async def test_a_fault_prints_no_case_data(
    docket: Docket, tmp_path: Path, state: Path, monkeypatch: pytest.MonkeyPatch, kind: type[Exception]
) -> None:
    def broken(*_: object) -> Any:
        secret = "SSN 123-45-6789"
        raise kind(secret)

    printed = Console(record=True, width=200, file=io.StringIO())
    seen: list[FoureyesApp] = []

    async def reads_until_it_breaks() -> None:
        async with desk(docket, tmp_path) as at:
            seen.append(at.app)
            at.app.error_console = printed
            monkeypatch.setattr(CasePane, "action_cite", broken)
            await at.press("enter", "c")
            await at.settle()

    with pytest.raises(kind):
        await reads_until_it_breaks()
    out = printed.export_text()
    assert "SSN" not in out
    assert "a fault in the program" in out
    assert seen[0].return_code == 1
    [report] = state.glob("crash-*")
    assert "SSN" not in report.read_text()
    assert report.stat().st_mode & 0o777 == 0o600
