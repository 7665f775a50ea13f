"""Cases that belong together, and decisions that come up again."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from itertools import count
from pathlib import Path

import pytest
from msgspec.structs import replace

from store.acts import Cite, Draft, Open
from store.docket import Docket
from store.errors import BadInput
from store.local import links, schema
from store.local.layout import INDEX, PROJECTION
from store.model import Imported, Refusal, Reject, Standing
from store.opening import new_docket, open_docket
from store.records import Record
from store.renewing import Renewed, renew, renewals
from tests.dockets import POLICY, make_case, vote

RENEWAL = '[related]\nfields = ["household"]\n[renewal]\noutcomes = ["keep"]\nfield = "expires"\n'
KEEP = Draft("keep", (), "The register says so.", (Cite("r1"),))


def fields(expires: object, household: str = "") -> dict[str, object]:
    return {"citizenship": "BLR", "permit": "temporary", "expires": expires, "household": household}


@pytest.fixture
def docket(tmp_path: Path) -> Iterator[Docket]:
    docket = new_docket(tmp_path / "d", POLICY.replace('"citizenship"]', '"citizenship", "subject"]') + RENEWAL, "lead")
    cases = [
        make_case(1, subject="Darya Example", fields=fields("2026-03-01", "H 1")),
        make_case(2, subject="DARYA  example", fields=fields("2027-01-01")),
        make_case(3, subject="Ilya Other", fields=fields("soon", "h 1")),
        make_case(4, subject="Vera Alone", fields=fields("2026-03-01")),
    ]
    docket.import_cases("lead", iter(cases), ())
    yield docket
    assert list(docket.verify("lead")) == []
    docket.close()


def related(docket: Docket, who: str, case: str = "RP-0001") -> list[tuple[str, Standing, str | None]]:
    return [(one.id, one.standing, one.outcome) for one in docket.view(who, case).related]


def test_cases_of_one_subject_or_household_are_told_after_the_own_vote_and_never_before(docket: Docket) -> None:
    vote(docket, "ben", "RP-0002", KEEP)
    assert related(docket, "ana") == []
    vote(docket, "ana", "RP-0001", KEEP)
    assert related(docket, "ana") == [
        ("RP-0002", Standing.DECIDED, None),
        ("RP-0003", Standing.OPEN, None),
    ]
    assert related(docket, "cleo") == []
    docket.act("ana", "RP-0002", Open((), others=True))
    assert related(docket, "ana")[0] == ("RP-0002", Standing.DECIDED, "keep")
    vote(docket, "ana", "RP-0004", KEEP)
    assert related(docket, "ana", "RP-0004") == []


def test_a_revision_links_by_what_the_case_says_now(docket: Docket) -> None:
    docket.import_cases("lead", iter([make_case(3, subject="Vera Alone", fields=fields("soon"))]), ())
    vote(docket, "ana", "RP-0001", KEEP)
    assert [case for case, *_ in related(docket, "ana")] == ["RP-0002"]
    vote(docket, "ana", "RP-0003", KEEP)
    assert [case for case, *_ in related(docket, "ana", "RP-0003")] == ["RP-0004"]


def test_what_many_share_links_behind_what_few_do_and_costs_no_more_the_more_they_are(
    docket: Docket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(links, "COMMON", 3)
    monkeypatch.setattr(links, "MOST", 6)
    house = [make_case(number, subject=f"Person {number}", fields=fields("", "H 9")) for number in range(10, 100)]
    house[20] = replace(house[20], subject="Person 12")
    docket.import_cases("lead", iter(house[:25]), ())
    vote(docket, "ana", "RP-0012", KEEP)
    told = ["RP-0030", "RP-0010", "RP-0011", "RP-0013", "RP-0014", "RP-0015"]
    assert [case for case, *_ in related(docket, "ana", "RP-0012")] == told

    def steps() -> int:
        with closing(schema.connect((tmp_path / "d" / INDEX / PROJECTION).as_uri())) as connection:
            counted = count()
            connection.set_progress_handler(lambda: next(counted) < 0, 1)
            links.linked(connection, 7)
        return next(counted)

    before = steps()
    docket.import_cases("lead", iter(house[25:]), ())
    assert [case for case, *_ in related(docket, "ana", "RP-0012")] == told
    assert steps() == before


def test_no_value_that_links_stands_in_the_index(docket: Docket, tmp_path: Path) -> None:
    docket.close()
    found = b"".join(path.read_bytes() for path in (tmp_path / "d" / "index").iterdir() if path.is_file())
    assert b"Darya" not in found
    assert b"darya" not in found
    open_docket(tmp_path / "d").close()


def coming_up(docket: Docket, until: date) -> list[Renewed]:
    found = renewals(docket, "lead", until)
    assert isinstance(found, list)
    return found


def test_what_was_decided_comes_up_again_on_its_day_once(docket: Docket) -> None:
    for case in ("RP-0001", "RP-0002", "RP-0003"):
        vote(docket, "ana", case, KEEP)
    until = date(2026, 3, 1)
    first, second = coming_up(docket, until)
    assert (first[0].case, first[0].on, first[1].id if first[1] else "") == ("RP-0001", until, "RP-0001-R1")
    assert (second[0].wrong, second[1]) == ("its field expires is no day: write it as 2025-03-01.", None)
    done, _ = renew(docket, "lead", until)
    assert isinstance(done, Imported)
    assert done.cases == 1
    again, _ = renew(docket, "lead", until)
    assert isinstance(again, Imported)
    assert (again.cases, again.revisions) == (0, 0)
    view = docket.view("cleo", "RP-0001-R1")
    assert (view.standing, view.case.renews, view.case.due, view.votes) == (Standing.OPEN, "RP-0001", until, ())
    assert view.case.flags[0].reason == "RP-0001 comes up for renewal on 2026-03-01."
    assert view.related == ()
    vote(docket, "cleo", "RP-0001-R1", KEEP)
    told = {one.id: one.renews for one in docket.view("cleo", "RP-0001-R1").related}
    assert told == {"RP-0001": "earlier", "RP-0002": "", "RP-0003": ""}
    third, _ = renew(docket, "lead", date(2026, 12, 31))
    assert isinstance(third, Imported)
    assert third.cases == 0
    renewed = replace(view.case, subject="Darya Example", fields=fields("2028-03-01", "H 1"))
    docket.import_cases("lead", iter([renewed]), ())
    last, _ = renew(docket, "lead", date(2028, 3, 1))
    assert isinstance(last, Imported)
    assert last.cases == 2
    assert docket.view("ana", "RP-0001-R2").case.renews == "RP-0001-R1"


def test_a_case_of_many_of_one_household_comes_up_once_and_its_renewal_is_told_first(docket: Docket) -> None:
    crowd = [make_case(number, subject=f"Person {number}", fields=fields("", "H 1")) for number in range(5, 65)]
    docket.import_cases("lead", iter(crowd), ())
    vote(docket, "ana", "RP-0001", KEEP)
    for cases in (1, 0):
        done, _ = renew(docket, "lead", date(2026, 3, 1))
        assert isinstance(done, Imported)
        assert done.cases == cases
    assert related(docket, "ana")[0] == ("RP-0001-R1", Standing.OPEN, None)
    departure = docket.leaving("lead", purpose="a look", others=False)
    assert not isinstance(departure, Refusal)
    assert not departure.is_renewed("RP-0001-R1")


def test_renewals_are_for_leads_and_for_policies_that_have_them(tmp_path: Path) -> None:
    docket = new_docket(tmp_path / "n", POLICY, "lead")
    with pytest.raises(BadInput, match=r"The policy has no \[renewal\]"):
        renew(docket, "lead", date(2026, 3, 1))
    docket.close()
    docket = new_docket(tmp_path / "m", f'{POLICY}\n{RENEWAL}\n[roles]\nlead = ["lead"]\n', "lead")
    for refused in (renew(docket, "ana", date(2026, 3, 1))[0], renewals(docket, "ana", date(2026, 3, 1))):
        assert isinstance(refused, Refusal)
        assert refused.sentence == "The policy does not name ana as lead."
    docket.close()


def test_months_after_the_decision(tmp_path: Path) -> None:
    source = f"{POLICY}\n{RENEWAL}".replace('field = "expires"', "months = 24")
    docket = new_docket(tmp_path / "m", source, "lead")
    docket.import_cases("lead", iter([make_case(1)]), ())
    assert isinstance(vote(docket, "ana", "RP-0001", KEEP), Record)
    day = docket.today()
    assert coming_up(docket, day) == []
    [(due, case)] = coming_up(docket, date(day.year + 3, 1, 1))
    assert due.on is not None
    assert due.on.year == day.year + 2
    assert case is not None
    docket.close()


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('outcomes = ["keep"]', "needs either field, which holds the day, or months"),
        ('outcomes = ["keep"]\nfield = "x"\nmonths = 3', "needs either field, which holds the day, or months"),
        ('outcomes = ["kept"]\nmonths = 3', 'names the unknown outcome "kept" (did you mean "keep"?)'),
        ("outcomes = []\nmonths = 3", "names the outcomes that come up again"),
    ],
)
def test_what_is_wrong_with_a_renewal_is_said(tmp_path: Path, written: str, said: str) -> None:
    with pytest.raises(BadInput) as told:
        new_docket(tmp_path / "w", f"{POLICY}\n[renewal]\n{written}\n", "lead")
    assert said in str(told.value)


def test_a_refusal_is_given_back(docket: Docket) -> None:
    assert not isinstance(renew(docket, "lead", date(2020, 1, 1))[0], Refusal)


def test_a_renewal_takes_nobody_s_id(docket: Docket) -> None:
    stranger = make_case(9, subject="Bob Stranger", fields=fields("2040-01-01"))
    docket.import_cases("lead", iter([replace(stranger, id="RP-0001-R1"), replace(stranger, id="RP-0001-R0")]), ())
    for case in ("RP-0001", "RP-0001-R0"):
        vote(docket, "ana", case, KEEP)
    done, _ = renew(docket, "lead", date(2040, 1, 1))
    assert isinstance(done, Imported)
    assert (done.cases, done.revisions) == (2, 0)
    assert docket.view("ana", "RP-0001-R2").case.renews == "RP-0001"
    assert docket.view("ana", "RP-0001-R0-R1").case.renews == "RP-0001-R0"
    assert docket.view("ana", "RP-0001-R1").case.subject == ""
    assert docket.view("ana", "RP-0001-R1").revision == 1


def comes_up(docket: Docket, case: str, until: date = date(2026, 3, 1)) -> list[str]:
    """The case that would renew one."""
    return [made.id for due, made in coming_up(docket, until) if made is not None and due.case == case]


@pytest.mark.parametrize("name", ["RP-0009", "RP-0001-R1"])
@pytest.mark.parametrize("before", [True, False])
def test_no_file_keeps_a_case_from_coming_up_again(docket: Docket, name: str, before: bool) -> None:
    """Whatever it says of what it renews, under whatever id, and whether it came before the decision or after."""
    if not before:
        vote(docket, "ana", "RP-0001", KEEP)
    claims = replace(make_case(9, fields=fields("2040-01-01")), id=name, renews="RP-0001")
    taken = docket.import_cases("lead", iter([claims]), ("renewals",))
    assert isinstance(taken, Imported)
    assert taken.cases == 1
    if before:
        vote(docket, "ana", "RP-0001", KEEP)
    assert comes_up(docket, "RP-0001") == ["RP-0001-R2" if name == "RP-0001-R1" else "RP-0001-R1"]
    assert (name, "later") in [(one.id, one.renews) for one in docket.view("ana", "RP-0001").related]


def test_what_came_up_is_not_brought_again_whatever_a_revision_says_of_it(docket: Docket) -> None:
    for case in ("RP-0001", "RP-0004"):
        vote(docket, "ana", case, KEEP)
    renew(docket, "lead", date(2026, 3, 1))
    came = docket.leaving("lead", purpose="a look", others=False, unmasked=True)
    assert not isinstance(came, Refusal)
    renewal = came.view("RP-0001-R1").case
    docket.import_cases("lead", iter([replace(renewal, renews="")]), ())
    assert comes_up(docket, "RP-0001") == []
    vote(docket, "ana", "RP-0002", KEEP)
    docket.import_cases("lead", iter([replace(renewal, renews="RP-0002")]), ())
    assert comes_up(docket, "RP-0002", date(2027, 1, 1)) == ["RP-0002-R1"]


@pytest.mark.parametrize("renews", ["RP-0001", ""])
def test_a_due_date_that_a_revision_brings_keeps_no_renewal_from_coming_up(docket: Docket, renews: str) -> None:
    vote(docket, "ana", "RP-0001", KEEP)
    renew(docket, "lead", date(2026, 3, 1))
    later = make_case(1, fields=fields("2028-03-01"), due=date(2028, 3, 1))
    docket.import_cases("lead", iter([replace(later, id="RP-0001-R1", renews=renews)]), ())
    vote(docket, "cleo", "RP-0001-R1", KEEP)
    assert comes_up(docket, "RP-0001-R1", date(2028, 3, 1)) == ["RP-0001-R2"]


def test_a_case_that_says_that_it_renews_comes_up_like_any_other(docket: Docket) -> None:
    claims = replace(make_case(9, fields=fields("2026-03-01"), due=date(2026, 6, 1)), renews="RP-7")
    docket.import_cases("lead", iter([claims]), ())
    vote(docket, "ana", "RP-0009", KEEP)
    assert comes_up(docket, "RP-0009") == ["RP-0009-R1"]


@pytest.mark.parametrize(
    ("renews", "said"),
    [
        ("RP-0009", "the case says that it renews itself."),
        (" ", "the id of the case that it renews is blank."),
        ("RP-0001\u200b", "the id of the case that it renews holds ⟪U+200B⟫, a character that cannot be seen."),
    ],
)
def test_a_case_that_renews_itself_or_what_has_no_id_is_rejected(docket: Docket, renews: str, said: str) -> None:
    rejects: list[Reject] = []
    claims = replace(make_case(9), renews=renews)
    docket.import_cases("lead", iter([claims]), (), on_reject=rejects.append)
    assert [(one.column, one.reason) for one in rejects] == [("renews", said)]
