"""The page on policies is true: its example is a policy with every key there is, and its numbers are right."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import get_args

import msgspec
import pytest

from store.errors import BadInput
from store.opening import new_docket
from store.policy import Policy, Role
from store.policy_file import parse
from tests.dockets import make_case
from tui.samples import policies

PAGE = Path("docs/policy.md").read_text()
LEAST, EXAMPLE = (part.split("```")[0] for part in PAGE.split("```toml\n")[1:])


def test_the_example_is_the_policy_of_a_docket(tmp_path: Path) -> None:
    docket = new_docket(tmp_path / "d", EXAMPLE, "lena")
    done = docket.import_cases("lena", iter([make_case()]), ("cases.jsonl",))
    assert getattr(done, "cases", done) == 1
    assert docket.view("otto", "RP-0001").masked == ("citizenship", "subject")
    assert docket.policy("lena").name_of("anna") == "Ona Kazlauskaitė"
    docket.close()


def tables(struct: type[msgspec.Struct], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], set[str]]]:
    """Every table that a policy may have, by its path, and its keys."""
    fields = msgspec.structs.fields(struct)
    yield path, {field.encode_name for field in fields}
    for field in fields:
        for inner in (field.type, *get_args(field.type)):
            if isinstance(inner, type) and issubclass(inner, msgspec.Struct):
                yield from tables(inner, (*path, field.encode_name))


TABLES = dict(tables(Policy)) | {("roles",): set(get_args(Role))}


@pytest.mark.parametrize(("path", "keys"), TABLES.items(), ids=map(".".join, TABLES))
def test_the_example_has_every_key(path: tuple[str, ...], keys: set[str]) -> None:
    """Of every table that the program knows; no list of them here can be out of date."""
    found = tomllib.loads(EXAMPLE.replace("# months = 24 ", "months = 24 "))
    for step in path:
        found = found[step]
    assert {key for one in (found if isinstance(found, list) else [found]) for key in one} == keys


def test_every_key_of_the_example_says_what_it_is() -> None:
    """At least once; what a notice says of its own says it itself."""
    lines = [line for line in EXAMPLE.splitlines() if re.match(r"(# )?\w+ = .* # ", line)]
    told = {line.removeprefix("# ").split(" = ")[0] for line in lines}
    keys = {key for path, known in TABLES.items() for key in known if path != ("notice", "words")}
    assert keys - told - {step for path in TABLES for step in path} == {"people", "template"}
    assert "# names to show" in EXAMPLE
    assert "# Markdown with places" in EXAMPLE


def test_the_least_that_a_policy_holds() -> None:
    policy = parse(LEAST, "docs/policy.md")
    assert not policy.ground
    for line in [line for line in LEAST.splitlines() if " = " in line]:
        with pytest.raises(BadInput):
            parse(LEAST.replace(f"{line}\n", ""), "docs/policy.md")


def test_the_policies_that_ship_are_named() -> None:
    assert "holds six to start from" in PAGE
    assert len(policies()) == 6


def test_what_is_said_to_be_left_out_can_be() -> None:
    stated = re.sub(r"^(pauses|working_day|must_read|separate_import) = .*\n", "", EXAMPLE, flags=re.MULTILINE)
    assert len(stated) < len(EXAMPLE)
    policy = parse(stated.split("[roles]")[0], "p")
    assert not policy.review.separate_import
    assert not policy.has_role("anybody", "auditor")
    assert policy.has_role("anybody", "lead")


def test_what_the_second_queue_gives_away() -> None:
    """The table, against 200,000 first votes of which one in ten is adverse."""
    rows = re.findall(r"^\| (\d+) % \| (\d+) % \|$", PAGE, re.MULTILINE)
    assert [int(share) for share, _ in rows] == [0, 5, 20, 50, 100]
    chance = Random(5)
    for share, said in rows:
        adverse = [chance.random() < 0.1 for _ in range(200_000)]
        waiting = [hurts for hurts in adverse if hurts or chance.random() < int(share) / 100]
        assert 100 * sum(waiting) / len(waiting) == pytest.approx(int(said), abs=1)
