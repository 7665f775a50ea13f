"""The story of docs/story.md is true: each command is run on its day by its person, and prints what the page says.

`python -m tests.test_story` writes the page anew from its commands; read what it changed.
"""

import json
import os
import random
import re
import shlex
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace

import pytest

from sample_data.make import lines
from store.docket import Docket
from tests.commands import CliRunner
from tui.cli import app

pytestmark = pytest.mark.long

PAGE = Path(__file__).parents[1] / "docs" / "story.md"
POLICY = Path(__file__).parents[1] / "sample_data" / "residence_permits" / "policy.toml"
BLOCK = re.compile(r"^```console\n# (\d{4}-\d\d-\d\d), (\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LETTER = "I study here. The parcels were books for the library of my faculty; the receipts are enclosed."
OPINION = {
    "id": "o1",
    "kind": "opinion",
    "label": "Opinion of the State Security Department",
    "text": "The person met somebody of the embassy in April 2025 at the faculty. No other information is on file.",
    "source": "State Security Department",
    "date": "2025-12-12",
    "access": "restricted",
    "gist": "The authority reported one meeting at the faculty in 2025.",
}


def prepare(place: Path, page: str) -> None:
    """The files that the story speaks of."""
    review = page.split("```toml\n")[1].split("```")[0]
    policy = re.sub(r"\[review\]\n.*?\n\n", f"{review}\n", POLICY.read_text(), count=1, flags=re.DOTALL)
    (place / "office.toml").write_text(policy)
    made = [*lines("residence_permits", 1164, 5, date(2025, 11, 24), 36)]
    (place / "cases.jsonl").write_text("".join(made))
    (place / "letter.txt").write_text(LETTER)
    (place / "opinion.json").write_text(json.dumps(OPINION))
    case = next(one for one in map(json.loads, made) if one["id"] == "RP-000165")
    letter = {"id": "p1", "kind": "representations", "label": "letter.txt", "text": LETTER, "source": "the person"}
    items = [{**letter, "date": "2025-12-15"}, OPINION]
    case |= {"evidence": [*case["evidence"], *items], "fields": {**case["fields"], "expires": "2028-04-14"}}
    (place / "renewed.jsonl").write_text(json.dumps(case))


def played(page: str, prepare: Callable[[Path, str], None] = prepare) -> str:
    """The page with what its commands print now, in a place where `prepare` has put what they need."""
    with TemporaryDirectory() as place, drawn(), within(Path(place)):
        prepare(Path(place), page)
        return BLOCK.sub(_block, page)


def _block(found: re.Match[str]) -> str:
    day, who, body = found[1], found[2], found[3]
    commands = re.findall(r"^\$ (.*(?:\\\n.*)*)$", body, re.MULTILINE)
    parts = []
    for command in commands:
        words = shlex.split(command.replace("\\\n", " "))
        parts.append(f"$ {command}\n{_printed(words[1:], day, who)}")
    return f"```console\n# {day}, {who}\n{''.join(parts)}```"


def _printed(words: list[str], day: str, who: str) -> str:
    defaults = Docket.__init__.__defaults__
    today = date.fromisoformat(day)
    Docket.__init__.__defaults__ = (lambda: today, lambda: datetime.now(UTC))
    try:
        cut, words = _piped(words)
        ran = CliRunner().invoke(app, words, None, {"FOUREYES_REVIEWER": who})
    finally:
        Docket.__init__.__defaults__ = defaults
    assert "Traceback" not in ran.stderr, ran.stderr
    text = "\n".join(line for line in (ran.stdout + ran.stderr).splitlines() if not cut or re.search(cut, line))
    code = f"[exit {ran.exit_code}]\n" if ran.exit_code else ""
    said = re.sub(r"\b[0-9a-f]{32}\b|\b[0-9a-f]{64}\b", "(hash)", f"{text}\n{code}" if text else code)
    return re.sub(r"\d{4}-\d\d-\d\d(?: \d\d:\d\d|T[0-9:.]+Z)", "(time)", said)


def _piped(words: list[str]) -> tuple[str, list[str]]:
    """What `| grep -E PATTERN` leaves of the output."""
    if "|" not in words:
        return "", words
    at = words.index("|")
    assert words[at + 1 : at + 3] == ["grep", "-E"]
    return words[at + 3], words[:at]


@contextmanager
def within(place: Path) -> Iterator[None]:
    """Work there."""
    before = Path.cwd()
    os.chdir(place)
    try:
        yield
    finally:
        os.chdir(before)


@contextmanager
def drawn() -> Iterator[None]:
    """The audit draws the same cases each time."""
    chance = random.Random(7)
    tokens = SimpleNamespace(token_hex=lambda size: chance.randbytes(size).hex())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("store.local.creating.secrets", tokens)
        yield


def test_the_story_is_what_the_program_prints() -> None:
    page = PAGE.read_text()
    assert played(page) == page


def test_the_story_takes_a_case_through_every_standing_and_meets_refusals() -> None:
    page = PAGE.read_text()
    told = set(re.findall(r"is now ([a-z]+)\.", page)) | {"open"}
    assert told >= {"open", "held", "referred", "conflict", "decided", "served", "appealed", "closed"}
    assert page.count("[exit 1]") >= 10
    assert len(set(re.findall(r"^# \d{4}-\d\d-\d\d, (\w+)$", page, re.MULTILINE))) >= 6


if __name__ == "__main__":
    PAGE.write_text(played(PAGE.read_text()))
