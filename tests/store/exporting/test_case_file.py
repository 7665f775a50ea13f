"""The file of a case that was decided more than once: each decision with its own service, appeal and ruling."""

import csv
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from msgspec.structs import replace

from store.acts import Appeal, Reopen, Rule, Serve, Stay
from store.docket import Docket
from store.exporting import Exported, export
from store.exporting.case_file import case_file
from store.model import Evidence, Refusal
from store.opening import new_docket
from store.records import Record
from tests.dockets import POLICY, REVOKE, done, make_case, vote

CASE = "RP-0001"
WITHHELD = "A source in the office saw them with two men from the unit."


@pytest.fixture
def docket(tmp_path: Path) -> Iterator[Docket]:
    docket = new_docket(tmp_path / "d", POLICY, "lead")
    item = Evidence("s9", "register", "Item", WITHHELD, "", None, "restricted")
    docket.import_cases("lead", iter([make_case(1, evidence=(*make_case().evidence, item))]), ())
    yield docket
    docket.close()


def decided_twice(docket: Docket, first: str = "They met somebody in May.") -> None:
    """A decision that was served, appealed, stayed and varied; then reopened, and decided anew in other words."""
    today = docket.today()
    for who in ("ana", "ben"):
        done(vote(docket, who, CASE, replace(REVOKE, reason=first)))
    done(docket.act("ben", CASE, Serve(today, "by hand")))
    done(docket.act("cleo", CASE, Appeal(today, "Regional court")))
    done(docket.act("cleo", CASE, Stay(today, "The court said so.")))
    done(docket.act("cleo", CASE, Rule("varied", today, "Too much.", "keep")))
    done(docket.set_policy("lead", POLICY.replace("Permit revoked", "Deported for life"), "Other words."))
    done(docket.act("lead", CASE, Reopen("New facts.")))
    for who in ("ana", "ben"):
        done(vote(docket, who, CASE, replace(REVOKE, reason="They met somebody in June.")))


def file_of(docket: Docket, *, internal: bool = False) -> str:
    out = BytesIO()
    assert isinstance(case_file(docket, "lead", CASE, None, internal=internal, stdout=out), Record)
    return out.getvalue().decode()


def test_each_decision_has_its_own_service_appeal_and_ruling(docket: Docket) -> None:
    decided_twice(docket)
    _, first, second = file_of(docket).split("## Decision ")
    order = ["1 of 2", "Permit revoked", "May", "served", "appeal", "stay", "varied", "stands no more", "reopened"]
    places = [first.find(word) for word in order]
    assert -1 not in places
    assert places == sorted(places)
    assert "Deported for life" not in first
    assert second.startswith("2 of 2\n\nDeported for life, ")
    assert "They met somebody in June" in second
    for word in ("served", "appeal", "stay", "varied", "May", "no more"):
        assert word not in second


def test_the_internal_file_tells_each_with_its_votes(docket: Docket) -> None:
    decided_twice(docket)
    _, first, second = file_of(docket, internal=True).partition("## History")[0].split("## Decision ")
    assert ("in May" in first, "in June" in first, "reopened" in first) == (True, False, True)
    assert ("in May" in second, "in June" in second) == (False, True)


def test_one_decision_is_told_as_it_was_made_and_then_what_the_appeal_made_of_it(docket: Docket) -> None:
    today = docket.today()
    for who in ("ana", "ben"):
        done(vote(docket, who, CASE, REVOKE))
    done(docket.act("cleo", CASE, Appeal(today, "Regional court")))
    done(docket.act("cleo", CASE, Rule("set_aside", today, "Not proven.")))
    told = file_of(docket).partition("## Decision\n\n")[2]
    assert told.startswith("Permit revoked, ")
    assert "set the decision aside" in told


@pytest.mark.parametrize("internal", [False, True])
def test_a_case_that_was_revised_after_its_decision_is_not_told_as_what_was_decided_on(
    docket: Docket, internal: bool
) -> None:
    decided_twice(docket)
    said = "made on revision 1 of the case: the flags, fields and evidence above are those of revision 2"
    assert "made on revision" not in file_of(docket, internal=internal)
    docket.import_cases("lead", iter([make_case(1, title="Another permit")]), ())
    told = file_of(docket, internal=internal).replace("\\", "")
    assert told.startswith("# RP-0001 Another permit")
    assert told.count(said) == 2


@pytest.mark.parametrize("internal", [False, True])
def test_whoever_reads_blind_gets_no_file_that_denies_what_was_decided_before(docket: Docket, internal: bool) -> None:
    assert "There is none yet" in file_of(docket, internal=internal)
    for who in ("ana", "ben"):
        done(vote(docket, who, CASE, REVOKE))
    done(docket.act("lead", CASE, Reopen("New facts.")))
    told = file_of(docket, internal=internal)
    assert "There is none yet" not in told
    assert "what was decided before is not in this file" in told


def test_a_reason_of_an_earlier_decision_tells_nothing_withheld(docket: Docket) -> None:
    decided_twice(docket, first=f"As we know: {WITHHELD}")
    answer = case_file(docket, "lead", CASE, None, stdout=BytesIO())
    assert isinstance(answer, Refusal)
    assert [one.code for one in answer.missing] == ["disclosed"]


def test_the_table_of_decisions_has_what_followed_on_the_newest(docket: Docket, tmp_path: Path) -> None:
    decided_twice(docket)
    assert isinstance(export(docket, "lead", tmp_path / "out.csv"), Exported)
    with (tmp_path / "out.csv").open(newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["round"], row["outcome_label"]) == ("2", "Deported for life")
    assert [row[name] for name in ("served_on", "appeal_by", "leave_by", "appeal")] == [""] * 4
