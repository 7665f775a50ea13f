"""The generator: same seed, same bytes, on any machine; never over the committed files by accident."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import msgspec
import pytest

from sample_data import make
from sample_data._dice import Dice
from sample_data._phrases import MATERIAL, Deck, Phrase
from store.model import Case

ROOT = Path(make.__file__).parent.parent


def run(*arguments: str, **environment: str) -> bytes:
    """What `python -m sample_data.make` writes to stdout."""
    command = [sys.executable, "-m", "sample_data.make", *arguments]
    return subprocess.run(command, cwd=ROOT, env=os.environ | environment, check=True, capture_output=True).stdout


@pytest.mark.parametrize("kind", ["residence_permits", "card_fraud"])
def test_the_bytes_depend_on_the_seed_alone(kind: str) -> None:
    order = (kind, "--cases", "60", "--seed", "5", "--out", "-")
    once = run(*order, PYTHONHASHSEED="1", TZ="Asia/Tokyo", LC_ALL="C", PYTHONUTF8="0")
    assert once == run(*order, PYTHONHASHSEED="2", TZ="America/Lima", LC_ALL="C.UTF-8")
    assert once == "".join(make.lines(kind, 60, 5)).encode()
    assert once != "".join(make.lines(kind, 60, 6)).encode()


def test_a_file_is_written_with_line_feeds(tmp_path: Path) -> None:
    assert make.main(["residence_permits", "--cases", "30", "--seed", "5", "--out", str(tmp_path / "some.jsonl")]) == 0
    written = (tmp_path / "some.jsonl").read_bytes()
    assert written.count(b"\n") == 30
    assert b"\r" not in written


@pytest.mark.parametrize("count", [0, 1, 2, 777])
def test_any_number_of_cases_keeps_the_proportion(count: int) -> None:
    cases = [msgspec.json.decode(line, type=Case) for line in make.lines("residence_permits", count, 5)]
    assert len(cases) == count
    assert sum(case.fields["citizenship"] == "RUS" for case in cases) == round(count * 254 / 1164)


def test_other_cases_need_a_place_of_their_own(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        make.main(["card_fraud", "--seed", "9"])
    assert "--out" in capsys.readouterr().err


def test_a_phrase_is_said_only_of_who_has_the_facts() -> None:
    dice = Dice(1)
    deck = Deck(["{driver}I drive for [{firm}|{firm} again].", "I do not drive."], dice)
    assert {deck.draw({"firm": "X"}) for _ in range(9)} == {"I do not drive."}
    assert {deck.draw({"firm": "X", "driver": ""}) for _ in range(99)} == {
        "I drive for X.",
        "I drive for X again.",
        "I do not drive.",
    }


@pytest.mark.parametrize("broken", ["[a|b", "a]", "[a|[b]"])
def test_a_phrase_with_unbalanced_brackets_is_refused(broken: str) -> None:
    with pytest.raises(ValueError, match="bracket"):
        Phrase(broken)


def test_every_thread_is_complete() -> None:
    threads = [
        one for path in MATERIAL.glob("threads_*.toml") for one in tomllib.loads(path.read_text("utf-8"))["thread"]
    ]
    assert len({one["id"] for one in threads}) == len(threads) >= 40
    for one in threads:
        assert one["kind"] in ("ordinary", "unclear", "concern")
        assert len(one["reasons"]) >= 3
        assert len(one["says"]) >= 3
