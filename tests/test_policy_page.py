"""The page on policies is true: its example is a policy with every key there is, and its numbers are right."""

import re
import tomllib
from pathlib import Path
from random import Random

import msgspec
import pytest

from store.opening import new_docket
from store.policy import (
    CaseDisplay,
    Clock,
    EvidenceKind,
    Ground,
    Masking,
    NoticeText,
    Outcome,
    OutOfScope,
    Policy,
    Related,
    Renewal,
    Review,
    parse,
)
from store.workdays import Calendar
from tests.dockets import make_case

PAGE = Path("docs/policy.md").read_text()
EXAMPLE = PAGE.split("```toml\n")[1].split("```")[0]


def test_the_example_is_the_policy_of_a_docket(tmp_path: Path) -> None:
    docket = new_docket(tmp_path / "d", EXAMPLE, "lena")
    done = docket.import_cases("lena", iter([make_case()]), ("cases.jsonl",))
    assert getattr(done, "cases", done) == 1
    assert docket.view("otto", "RP-0001").masked == ("citizenship", "subject")
    assert docket.policy.name_of("anna") == "Ona Kazlauskaitė"
    docket.close()


@pytest.mark.parametrize(
    ("struct", "table"),
    [
        (Policy, ""),
        (Review, "review"),
        (CaseDisplay, "case"),
        (Masking, "masking"),
        (EvidenceKind, "evidence"),
        (Outcome, "outcome"),
        (Ground, "ground"),
        (Calendar, "calendar"),
        (Clock, "clock"),
        (NoticeText, "notice"),
        (Related, "related"),
        (Renewal, "renewal"),
        (OutOfScope, "out_of_scope"),
    ],
)
def test_the_example_has_every_key(struct: type[msgspec.Struct], table: str) -> None:
    data = tomllib.loads(EXAMPLE)
    tables = data[table] if table else data
    keys = {key for one in (tables if isinstance(tables, list) else [tables]) for key in one}
    one_of_two = {"months"} if table == "renewal" else set()
    assert keys == {field.name for field in msgspec.structs.fields(struct)} - one_of_two


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
