"""Whoever brings a case, a file or a program, the docket checks it, and each that it refuses is named by its place."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from store.docket import Docket
from store.errors import NotSaved
from store.importing import read
from store.model import Arrival, Case, Imported, Reject
from store.opening import new_docket, open_docket
from tests.dockets import POLICY, make_case


@pytest.fixture
def docket(tmp_path) -> Iterator[Docket]:
    docket = new_docket(tmp_path / "permits.docket", POLICY, "lead")
    yield docket
    docket.close()


def taken(docket: Docket, arrivals, **options) -> tuple[tuple[int, int], list[Reject]]:
    """How many cases were taken in and how many rejected, and the rejects."""
    rejects: list[Reject] = []
    done = docket.import_cases("lead", iter(arrivals), ("cases",), on_reject=rejects.append, **options)
    assert isinstance(done, Imported)
    return (done.cases, done.rejected), rejects


BAD = [
    (make_case(2, id="RP\u200b-2"), "id", "the id holds ⟪U+200B⟫, a character that cannot be seen."),
    (make_case(2, fields={"citizen\u200bship": "BLR"}), "fields.citizen⟪U+200B⟫ship", "the name of the field holds"),
    (make_case(2, evidence=make_case().evidence[:1] * 2), "evidence[1].id", 'two items have the id "q1".'),
    (make_case(2, title="a\0b"), "title", "the text holds a NUL character, at character 2."),
    (make_case(2, title="a\ud800b"), "title", "half of a character"),
    (make_case(2, due="soon"), "due", "Invalid RFC3339 encoded date."),
    ({"id": "RP-2"}, "", "a dict is no case."),
]


@pytest.mark.parametrize(("bad", "column", "reason"), BAD)
def test_a_program_meets_the_same_refusals_as_a_file_and_is_told_which_case_it_was(docket, bad, column, reason):
    counts, rejects = taken(docket, [make_case(1), bad, make_case(3)])
    assert counts == (2, 1)
    assert (rejects[0].source, rejects[0].line, rejects[0].column, rejects[0].row) == ("", 2, column, "")
    assert reason in rejects[0].reason
    assert list(docket.verify("lead")) == []


def test_one_bad_case_of_a_program_keeps_all_out_where_it_is_to_be_strict(docket):
    taken(docket, [make_case(1), make_case(2, id=" ")], strict=True)
    assert sum(docket.counts("lead").values()) == 0


def test_a_reject_has_the_line_and_the_row_of_its_own_case_however_many_came_after_it(docket, put, tmp_path):
    """The docket takes hundreds of cases at a time: what is wrong with the third is not said of the last."""
    lines = [f"RP-{number},{'temporary' if number != 700 else 'a' + chr(0)}" for number in range(1, 1001)]
    lines[2] = ",no id"
    lines.append("RP-5,permanent")
    with read(put("cases.csv", "id,permit\n" + "\n".join(lines) + "\n"), docket.policy("lead")) as arrivals:
        counts, rejects = taken(docket, arrivals)
    assert counts == (998, 3)
    assert [(one.line, one.column, one.row) for one in rejects] == [
        (4, "id", ",no id"),
        (701, "fields.permit", "RP-700,a\0"),
        (1002, "id", "RP-5,permanent"),
    ]
    assert {one.source for one in rejects} == {f"{tmp_path}/cases.csv"}
    assert "came twice in this import" in rejects[2].reason


ALIKE = [
    ("RP-000001", "R\u0420-000001", "character 2 is U+0420, and there U+0050"),
    ("RP-1", "\uff32P-1", "character 1 is U+FF32, and there U+0052"),
    ("RP-1", "RP\u20131", "character 3 is U+2013, and there U+002D"),
    ("RP-1", "RP\u30fc1", "character 3 is U+30FC, and there U+002D"),
    ("C-1", "\u03f9-1", "character 1 is U+03F9, and there U+0043"),
    ("\u03f9-1", "C\u02d71", "character 1 is U+0043, and there U+03F9"),
    ("\u0440-1", "\u03c1-1", "character 1 is U+03C1, and there U+0440"),
    ("許-A", "許-\u0391", "character 3 is U+0391, and there U+0041"),
    ("\u00e9-1", "\u0435\u0301-1", "character 1 is U+0435, and there U+00E9"),
]


@pytest.mark.parametrize("ids", [ids for one, other, _ in ALIKE for ids in ((one, other), (other, one))])
@pytest.mark.parametrize("together", [True, False])
def test_no_two_cases_have_ids_that_look_alike(docket, tmp_path, ids, together):
    """Whichever comes first, in one import or in two, and when the index was made anew in between."""
    cases = [make_case(1, id=one) for one in ids]
    if together:
        counts, rejects = taken(docket, cases)
        assert counts == (1, 1)
    else:
        taken(docket, cases[:1])
        docket.close()
        shutil.rmtree(tmp_path / "permits.docket" / "index")
        docket = open_docket(tmp_path / "permits.docket")
        counts, rejects = taken(docket, cases[1:])
        assert counts == (0, 1)
    assert rejects[0].column == "id"
    assert rejects[0].reason.startswith(f'"{ids[1]}" looks like "{ids[0]}", another case: character ')
    assert taken(docket, [make_case(1, id=ids[0], title="Revised")])[0] == (0, 0)
    assert list(docket.verify("lead")) == []


@pytest.mark.parametrize(("one", "other", "differ"), ALIKE)
def test_of_an_id_that_looks_like_another_the_character_is_named(docket, one, other, differ):
    _, (reject,) = taken(docket, [make_case(1, id=one), make_case(2, id=other)])
    assert differ in reject.reason


def test_ids_that_real_files_hold_are_no_look_alikes(docket):
    ids = ["rp-1", "RP-1", "RP-l", "RP-I", "RP-O", "RP-0", "RP1", "дело 1-12", "дело 11-2", "Дело 1-12", "Б-1", "6-1"]
    assert taken(docket, [make_case(1, id=one) for one in ids])[0] == (len(ids), 0)


def test_an_import_that_came_to_nothing_leaves_no_look_behind(docket):
    taken(docket, [make_case(1, id="R\u0420-1"), make_case(2, id=" ")], strict=True)
    assert taken(docket, [make_case(1, id="RP-1")])[0] == (1, 0)


def test_a_look_that_a_damaged_index_made_up_rejects_nothing(docket, tmp_path):
    taken(docket, [make_case(1)])
    docket.close()
    with closing(sqlite3.connect(tmp_path / "permits.docket" / "index" / "docket.db")) as connection, connection:
        connection.execute("INSERT INTO looks VALUES ('RP-0002', 1)")
    docket = open_docket(tmp_path / "permits.docket")
    with pytest.raises(NotSaved, match="the index had to be made anew"):
        taken(docket, [make_case(2)])
    assert taken(docket, [make_case(2)])[0] == (1, 0)


def test_large_cases_are_not_gathered_in_memory(docket):
    """Some stand there at a time, however large; hundreds of them would take gigabytes."""
    given = 0

    def large() -> Iterator[Case | Arrival | Reject]:
        nonlocal given
        for number in range(30):
            given += 1
            yield make_case(1, fields={f"{number}-{part}": "x" * (1 << 20) for part in range(4)})

    waiting: list[int] = []
    docket.import_cases("lead", large(), ("large",), on_reject=lambda _: waiting.append(given))
    assert len(waiting) == 29
    assert waiting[0] < 6
