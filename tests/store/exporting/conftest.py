"""A docket in which people have decided, disagreed, settled and written notes; what leaves it, read back."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from store.acts import Cite, Draft, WriteNote
from store.docket import Docket
from store.exporting import Exported, export
from tests.dockets import adjudicate, done, vote

REVOKE = Draft(
    "revoke", ("false_statement",), 'He wrote "2019",\nthe register says 2021.', (Cite("q1", 0, 16), Cite("r1", 0, 27))
)
RESTRICTED = Draft("revoke", ("contact",), "=A contact that nobody declared.", (Cite("r1"), Cite("s1", 0, 17)))


@pytest.fixture
def worked(docket: Docket) -> Docket:
    """RP-0001 kept by one, RP-0002 revoked by two, RP-0003 settled by a third, RP-0004 open after one vote."""
    done(vote(docket, "anna", "RP-0001", Draft("keep", reason="-fine")))
    done(vote(docket, "anna", "RP-0002", REVOKE))
    done(vote(docket, "ben", "RP-0002", REVOKE))
    done(vote(docket, "anna", "RP-0003", RESTRICTED))
    done(vote(docket, "ben", "RP-0003", Draft("keep", reason="No.")))
    done(adjudicate(docket, "carla", "RP-0003", RESTRICTED))
    done(docket.act("anna", "RP-0003", WriteNote("+look at this", Cite("s1", 2, 8))))
    done(vote(docket, "anna", "RP-0004", REVOKE))
    done(docket.act("anna", "RP-0004", WriteNote("@home")))
    return docket


@pytest.fixture
def table(worked: Docket, tmp_path: Path) -> Callable[..., list[dict[str, str]]]:
    """Export as CSV and read it back, strictly."""

    def exported(reviewer: str = "lead", **asked: Any) -> list[dict[str, str]]:
        out = tmp_path / "out.csv"
        assert isinstance(export(worked, reviewer, out, force=True, **asked), Exported)
        with out.open(newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file, strict=True))

    return exported


@pytest.fixture
def lines(worked: Docket, tmp_path: Path) -> Callable[..., list[dict[str, object]]]:
    """Export as JSON lines and read it back."""

    def exported(reviewer: str = "lead", **asked: Any) -> list[dict[str, object]]:
        out = tmp_path / "out.jsonl"
        assert isinstance(export(worked, reviewer, out, file_format="jsonl", force=True, **asked), Exported)
        return [json.loads(line) for line in out.read_text("utf-8").splitlines()]

    return exported
