"""The page on mappings is true: every key is in it, and every example of it is run."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest

from store.case.check import CaseCheck
from store.importing import read
from store.importing.mapping import CaseColumns, EvidenceColumns, FlagColumns, From, Tables, parse
from store.model import Arrival, Case, Evidence, Flag
from store.policy_file import load
from tui.samples import folder, mappings

PAGE = Path("docs/mapping.md").read_text("utf-8")
EVERY_KEY = PAGE.split("```toml\n")[1].split("```")[0]
EXAMPLES = re.findall(
    r"^## (?P<title>[^\n]+)\n\n(?:[^#`\n][^\n]*\n\n)?"
    r"```(?P<format>csv|json|ris)\n(?P<file>.*?)```\n\n```toml\n(?P<mapping>.*?)```\n"
    r".*?\n```json case\n(?P<cases>.*?)```",
    PAGE,
    re.DOTALL | re.MULTILINE,
)


def keys(struct: type[msgspec.Struct]) -> set[str]:
    """The keys that a table may have."""
    return {field.encode_name for field in msgspec.structs.fields(struct)}


@pytest.mark.parametrize(
    ("struct", "table"),
    [(Tables, ""), (CaseColumns, "case"), (FlagColumns, "flag"), (EvidenceColumns, "evidence")],
)
def test_every_key_is_explained(struct: type[msgspec.Struct], table: str) -> None:
    data = tomllib.loads(EVERY_KEY)
    tables = data[table] if table else data
    named = {key for one in (tables if isinstance(tables, list) else [tables]) for key in one}
    assert named | ({"each"} if table == "flag" else set()) == keys(struct), "each is told of items and flags together"
    lines = [line for line in EVERY_KEY.splitlines() if re.match(r"\w+ = ", line)]
    told = {line.split(" = ")[0] for line in lines if "#" in line}
    assert named <= told | {"case", "fields", "flag", "evidence"}


def test_every_way_to_say_where_a_part_comes_from_is_explained() -> None:
    assert {key for key in keys(From) if re.search(rf"\b{key} = ", EVERY_KEY)} == keys(From)


def test_the_mapping_with_every_key_can_be_read() -> None:
    assert parse(EVERY_KEY, "docs/mapping.md").case.group


def test_all_examples_are_run() -> None:
    assert len(EXAMPLES) == PAGE.count("```toml\n") - 1 == PAGE.count("```json case\n")


@pytest.mark.parametrize(("title", "ending", "file", "mapping", "cases"), EXAMPLES, ids=[one[0] for one in EXAMPLES])
def test_an_example_gives_what_it_says(
    tmp_path: Path, title: str, ending: str, file: str, mapping: str, cases: str
) -> None:
    (tmp_path / f"example.{ending}").write_text(file, "utf-8")
    policy, _ = load(folder("plain") / "policy.toml")
    found = list(read(tmp_path / f"example.{ending}", policy, parse(mapping, title)))
    assert all(isinstance(one, Arrival) for one in found), found
    made: list[dict[str, Any]] = [
        msgspec.json.decode(msgspec.json.encode(one.case)) for one in found if isinstance(one, Arrival)
    ]
    told = [json.loads(line) for line in cases.splitlines()]
    assert [{key: case[key] for key in one} for one, case in zip(told, made, strict=True)] == told


def test_all_mappings_that_ship_are_named() -> None:
    named = re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (`.*?) \|", PAGE, re.MULTILINE)))
    assert sorted(named) == mappings()


def test_every_part_of_a_case_is_told_and_the_line_is_one() -> None:
    section = PAGE.split("## Cases as they are, in JSON lines")[1].split("\n## ")[0]
    line = section.split("```jsonl\n")[1].split("```")[0]
    case, raw = msgspec.json.decode(line, type=Case), json.loads(line)
    assert set(raw) == keys(Case)
    assert (set(raw["flags"][0]), set(raw["evidence"][0])) == (keys(Flag), keys(Evidence))
    policy, _ = load(folder("residence_permits") / "policy.toml")
    assert CaseCheck(policy).problem(case) is None
