"""What waits for me: what I may vote on or settle, nobody reads now, and I have not dealt with; and what I did."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from store.acts import Open, Recuse, SendBack, Withdraw
from store.case.state import AT_WORK
from store.case.view import queue_columns
from store.docket import Docket
from store.errors import BadInput
from store.filters import Filter, Order, parse
from store.model import Imported, Standing
from store.opening import new_docket, open_docket
from tests.dockets import KEEP, POLICY, REVOKE, adjudicate, done, make_case, read_through, see, vote
from tests.store.walk import PEOPLE, Walk
from tests.sweeps import all_but

LATER = timedelta(minutes=6)
BLIND = "\n[review]\nblind_queue = true\n"


def a_docket(place: Path, more: str = "", cases: int = 4) -> Docket:
    docket = new_docket(place / "d", POLICY + more, "lead")
    made = [make_case(number, priority=-number) for number in range(1, cases + 1)]
    assert isinstance(docket.import_cases("lead", iter(made), ("cases.jsonl",)), Imported)
    return docket


def for_me(docket: Docket, reviewer: str, more: str = "") -> list[str]:
    wanted = parse(f"for:me {more}")
    found = [row.id for row in docket.page(reviewer, wanted)]
    assert docket.count(reviewer, wanted) == len(found)
    assert more or [row.id for row in docket.page(reviewer) if row.for_me] == found
    return found


def later(docket: Docket, by: timedelta = LATER) -> None:
    """Nobody is reading any more."""
    docket.now = lambda: datetime.now(UTC) + by


def test_what_i_voted_on_no_longer_waits_for_me_and_does_for_another(tmp_path: Path) -> None:
    docket = a_docket(tmp_path, BLIND)
    done(vote(docket, "ana", "RP-0001", REVOKE))
    done(vote(docket, "ana", "RP-0002", KEEP))
    later(docket)
    assert for_me(docket, "ana") == ["RP-0003", "RP-0004"]
    assert for_me(docket, "ben") == ["RP-0001", "RP-0003", "RP-0004"]
    docket.close()


def test_what_somebody_else_is_reading_is_theirs_for_a_while(tmp_path: Path) -> None:
    docket = a_docket(tmp_path)
    read_through(docket, "ben", "RP-0002")
    assert for_me(docket, "ana") == ["RP-0001", "RP-0003", "RP-0004"]
    assert for_me(docket, "ben") == ["RP-0001", "RP-0002", "RP-0003", "RP-0004"]
    later(docket, AT_WORK)
    assert for_me(docket, "ana") == ["RP-0001", "RP-0002", "RP-0003", "RP-0004"]
    docket.close()


def test_a_conflict_waits_for_a_third_person_who_may_settle_it(tmp_path: Path) -> None:
    docket = a_docket(tmp_path, '[roles]\nadjudicator = ["cleo", "ana"]\n', 1)
    done(vote(docket, "ana", "RP-0001", REVOKE))
    done(vote(docket, "ben", "RP-0001", KEEP))
    later(docket)
    assert [for_me(docket, who) for who in ("ana", "ben", "cleo", "dora")] == [[], [], ["RP-0001"], []]
    done(adjudicate(docket, "cleo", "RP-0001", KEEP))
    assert for_me(docket, "cleo") == []
    docket.close()


def test_who_stepped_off_saw_others_work_or_brought_the_case_is_not_asked(tmp_path: Path) -> None:
    docket = a_docket(tmp_path, "\n[review]\nseparate_import = true\n")
    done(docket.act("ana", "RP-0001", Recuse("A cousin.")))
    done(vote(docket, "ana", "RP-0002", REVOKE))
    done(vote(docket, "ben", "RP-0002", REVOKE))
    later(docket)
    assert for_me(docket, "lead") == []
    assert for_me(docket, "ana") == ["RP-0003", "RP-0004"]
    assert for_me(docket, "ana", "recused:me") == []
    docket.close()


@pytest.mark.parametrize("more", ["", BLIND])
def test_a_first_vote_makes_no_difference_to_who_could_vote_second(tmp_path: Path, more: str) -> None:
    docket = a_docket(tmp_path, more, 2)
    read_through(docket, "ben", "RP-0001")
    before = for_me(docket, "ana"), for_me(docket, "ana", "sort:priority")
    done(vote(docket, "ben", "RP-0001", REVOKE))
    told = {row.id: row.standing for row in docket.page("ana")}["RP-0001"]
    if told is Standing.OPEN:
        assert (for_me(docket, "ana"), for_me(docket, "ana", "sort:priority")) == before
    else:  # it is known to be in, so that its author needs it no more
        assert for_me(docket, "ana") == ["RP-0001", "RP-0002"]
    docket.close()


def test_it_holds_at_the_next_start_and_is_checked_by_verify(tmp_path: Path) -> None:
    docket = a_docket(tmp_path)
    done(vote(docket, "ana", "RP-0001", KEEP))
    read_through(docket, "ben", "RP-0002")
    docket.close()
    again = open_docket(tmp_path / "d")
    assert for_me(again, "ana") == ["RP-0003", "RP-0004"]
    assert list(again.verify("lead")) == []
    again.close()


class Waiting(Walk):
    """A walk after each step of which what waits for people is compared with what they may do."""

    def _look_at_all(self) -> None:
        super()._look_at_all()
        who, screen = self._rng.choice(PEOPLE[:4]), self._screen()
        screen.now = lambda: datetime.now(UTC) + LATER
        view = [screen.view(who, row.id) for row in screen.page(who, limit=1000)]
        may = [one.case.id for one in view if None in (one.refusals["vote"], one.refusals["resolution"])]
        waits = parse("for:me")
        found = [row.id for row in screen.page(who, waits)]
        if (sorted(found), screen.count(who, waits)) != (sorted(may), len(may)):
            self.oracle.wrong.append(f"for {who} there wait {found}, not {may}")


@pytest.mark.long
@pytest.mark.parametrize("number", all_but(range(3), 0))
def test_in_all_that_people_do_what_waits_for_me_is_what_i_may_do(quick_path: Path, number: int) -> None:
    walk = Waiting(quick_path / "walk", number)
    assert (walk.run().wrong, walk.verified) == ([], [])


class Watched(Walk):
    """A walk beside which a screen counts again when it is told of news; time goes on, by seconds or minutes."""

    def __init__(self, place: Path, number: int) -> None:
        self.at = datetime(2026, 3, 2, 9, tzinfo=UTC)
        self.lapses = 0
        self._watched: Docket | None = None
        self._told: dict[str, int] = {}
        super().__init__(place, number)

    def _opened(self) -> Docket:
        return Docket(open_docket(self._place)._engine, lambda: self.day, lambda: self.at)

    def _look_at_all(self) -> None:
        if self._watched is None:
            self._watched = self._opened()
        self.at += timedelta(seconds=self._rng.choice([0, 1, 20, 400]))
        recorded, watched = self.oracle._seq, self._watched
        if watched.refresh() or not self._told:
            self.lapses += self.oracle._seq == recorded
            self._told = self._waiting(watched)
        fresh = self._opened()
        if (waiting := self._waiting(fresh)) != self._told:
            self.oracle.wrong.append(f"there wait {waiting}, and the screen says {self._told}")
        fresh.close()
        super()._look_at_all()

    @staticmethod
    def _waiting(docket: Docket) -> dict[str, int]:
        waits, whole = parse("for:me"), parse('for:me "a"')
        counted = {who: docket.count(who, waits) for who in PEOPLE}
        assert counted == {who: docket.count(who, whole) for who in PEOPLE}, "one by one it is as many"
        return counted


@pytest.mark.long
@pytest.mark.parametrize("number", all_but(range(2), 0))
def test_a_screen_that_is_told_of_news_counts_what_a_new_one_counts(
    quick_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    walks: list[Watched] = []
    monkeypatch.setattr(
        "store.local.holding.now", lambda: walks[0].at if walks else datetime(2026, 3, 2, 9, tzinfo=UTC)
    )
    walk = Watched(quick_path / "walk", number)
    walks.append(walk)
    assert walk.run().wrong == []
    assert walk.lapses > 3


def test_what_i_did_by_day_and_by_time(tmp_path: Path) -> None:
    docket = a_docket(tmp_path)
    docket.today = lambda: date(2026, 3, 2)
    done(vote(docket, "ana", "RP-0003", KEEP))
    docket.today = lambda: date(2026, 3, 3)
    done(vote(docket, "ana", "RP-0001", REVOKE))
    done(vote(docket, "ana", "RP-0002", KEEP))
    done(vote(docket, "ben", "RP-0004", KEEP))
    assert [row.id for row in docket.page("ana", parse("done:today"))] == ["RP-0001", "RP-0002"]
    assert docket.count("ana", parse("done:today")) == 2
    assert [row.id for row in docket.page("ana", parse("done:<0d"))] == ["RP-0003"]
    assert [row.id for row in docket.page("ana", parse("done:none"))] == ["RP-0004"]
    assert [row.id for row in docket.page("ana", parse("sort:-done"))] == ["RP-0002", "RP-0001", "RP-0003"]
    assert docket.count("ana", parse("sort:done")) == 3
    done(docket.act("ana", "RP-0001", Withdraw()))
    assert [row.id for row in docket.page("ana", parse("sort:done"))] == ["RP-0003", "RP-0002"]
    docket.close()


def test_what_is_to_be_voted_on_again_is_found_and_stays_what_i_did_that_day(tmp_path: Path) -> None:
    docket = a_docket(tmp_path)
    docket.today = lambda: date(2026, 3, 2)
    for case in ("RP-0001", "RP-0002", "RP-0003"):
        done(vote(docket, "ana", case, REVOKE))
        done(vote(docket, "ben", case, KEEP))
    see(docket, "cleo", "RP-0001")
    see(docket, "cleo", "RP-0002")
    done(docket.act("cleo", "RP-0001", SendBack("Look again.")))
    done(docket.act("cleo", "RP-0002", SendBack("Look again.")))
    again = parse("again:me")
    assert [row.id for row in docket.page("ana", again)] == ["RP-0001", "RP-0002"]
    assert docket.count("cleo", again) == docket.count("dora", again) == 0
    docket.today = lambda: date(2026, 3, 3)
    done(vote(docket, "ana", "RP-0001", REVOKE))
    assert [row.id for row in docket.page("ana", again)] == ["RP-0002"]
    assert [row.id for row in docket.page("ben", again)] == ["RP-0001", "RP-0002"]
    assert [row.id for row in docket.page("ana", parse("done:today"))] == ["RP-0001"]
    assert [row.id for row in docket.page("ana", parse("sort:done"))] == ["RP-0002", "RP-0003", "RP-0001"]
    assert docket.count("ben", parse("done:<0d")) == 3
    done(docket.act("ben", "RP-0002", Recuse("A neighbour.")))
    assert [row.id for row in docket.page("ben", again)] == ["RP-0001"]
    assert docket.count("ana", parse("reviewer:ben")) == 1, "what counts no more is nobody's vote"
    docket.close()


ORDERS: list[tuple[str, Callable[[int], tuple[int, ...]]]] = [
    ("sort:due", lambda number: (number,)),
    ("sort:priority", lambda number: (-number,)),
    ("sort:-priority", lambda number: (number,)),
    ("sort:arrived", lambda number: (number > 20, number)),
    ("sort:-arrived", lambda number: (number <= 20, number)),  # those alike are not turned round
    ("sort:-due", lambda number: (number,)),
]


@pytest.mark.parametrize(("text", "place"), ORDERS)
@pytest.mark.parametrize("more", ["", "-standing:decided", "id:RP-00*"])
def test_each_order_is_walked_both_ways_without_a_gap(
    tmp_path: Path, text: str, place: Callable[[int], tuple[int, ...]], more: str
) -> None:
    docket = a_docket(tmp_path, cases=20)
    later_ones = [make_case(number, priority=-number) for number in range(21, 31)]
    docket.import_cases("lead", iter(later_ones), ("more.jsonl",))
    for number in (3, 25):
        done(vote(docket, "ana", f"RP-{number:04}", KEEP))
    wanted = parse(f"{text} {more}")
    numbers = [one for one in range(1, 31) if more != "-standing:decided" or one not in (3, 25)]
    expected = [f"RP-{number:04}" for number in sorted(numbers, key=place)]
    for back in (False, True):
        read: list[str] = []
        key = None
        while page := docket.page("ben", wanted, key, 7, back=back):
            if back:
                assert docket.count("ben", wanted, page[0].key) == len(expected) - len(read) - len(page)
            read = [*(one.id for one in page), *read] if back else [*read, *(one.id for one in page)]
            key = page[0].key if back else page[-1].key
        assert read == expected
    docket.close()


def test_by_flag_those_alike_come_together_and_what_has_none_comes_last(tmp_path: Path) -> None:
    docket = a_docket(tmp_path, cases=1)
    docket.import_cases("lead", iter([make_case(2, flags=()), make_case(3)]), ("more.jsonl",))
    assert [row.id for row in docket.page("ana", parse("sort:flag"))] == ["RP-0001", "RP-0003", "RP-0002"]
    docket.close()


def test_by_the_next_deadline_and_a_revision_is_an_arrival(tmp_path: Path) -> None:
    clock = '[[clock]]\nid = "close"\nlabel = "Close"\nstarts = "decided"\nsource = "art. 1"\ndays = 10\n'
    docket = a_docket(tmp_path, clock)
    docket.today = lambda: date(2026, 3, 3)
    done(vote(docket, "ana", "RP-0004", KEEP))
    docket.today = lambda: date(2026, 3, 1)
    done(vote(docket, "ana", "RP-0002", KEEP))
    assert [row.id for row in docket.page("ana", parse("sort:clock"))] == ["RP-0002", "RP-0004", "RP-0001", "RP-0003"]
    docket.import_cases("lead", iter([make_case(1, title="Revised")]), ("again.jsonl",))
    assert docket.page("ana", parse("sort:-arrived"))[0].id == "RP-0001"
    assert list(docket.verify("lead")) == []
    docket.close()


def test_by_what_the_queue_is_sorted_stands_in_it(tmp_path: Path) -> None:
    clock = '[[clock]]\nid = "close"\nlabel = "Close"\nstarts = "decided"\nsource = "art. 1"\ndays = 10\n'
    docket = a_docket(tmp_path, clock, cases=2)
    docket.today = lambda: date(2026, 3, 1)
    done(vote(docket, "ana", "RP-0002", KEEP))
    docket.today = lambda: date(2026, 3, 3)
    docket.import_cases("lead", iter([make_case(1, title="Revised", priority=7)]), ("again.jsonl",))
    policy = docket.policy("ana")

    def columns(order: str, more: str = "") -> dict[str, dict[str, str | None]]:
        wanted = parse(f"{order} {more}")
        names = queue_columns(policy, wanted.order)
        return {row.id: dict(zip(names, row.columns, strict=True)) for row in docket.page("ana", wanted)}

    assert [*columns("")["RP-0001"]] == [*columns("sort:flag")["RP-0001"]] == ["due", "flags", "field.permit"]
    assert columns("sort:-priority")["RP-0001"]["priority"] == "7"
    assert columns("sort:-arrived")["RP-0001"]["arrived"] == "2026-03-03"
    assert columns("sort:clock")["RP-0002"]["deadline"] == "2026-03-11"
    assert columns("sort:clock")["RP-0001"]["deadline"] is None
    assert columns("sort:-done", "id:RP-000*")["RP-0002"]["done"] == "2026-03-01"
    docket.close()


def test_an_order_is_part_of_a_filter_and_says_itself() -> None:
    assert parse("sort:-priority standing:open") == Filter(parse("standing:open").terms, Order("priority", back=True))
    assert str(parse("sort:-priority standing:open")) == "standing:open sort:-priority"
    assert str(parse("sort:due")) == ""
    for text in ("sort:name", "-sort:due", "sort:<due", "sort:due sort:flag", "sort:", "for:ana"):
        with pytest.raises(BadInput):
            parse(text)


def test_a_line_of_the_queue_says_what_the_reader_may_know(tmp_path: Path) -> None:
    docket = a_docket(tmp_path)
    done(vote(docket, "ana", "RP-0001", REVOKE))
    done(vote(docket, "ben", "RP-0001", REVOKE))
    done(vote(docket, "ana", "RP-0002", REVOKE))
    done(docket.act("ben", "RP-0003", Open(("q1",))))
    docket.import_cases("lead", iter([make_case(3, title="Revised")]), ("again.jsonl",))
    mine = {row.id: row for row in docket.page("ana")}
    theirs = {row.id: row for row in docket.page("dora")}
    assert (mine["RP-0001"].outcome, mine["RP-0002"].outcome, mine["RP-0003"].outcome) == ("revoke", "revoke", "")
    assert {row.outcome for row in theirs.values()} == {""}
    assert [row.id for row in docket.page("ben") if row.unread] == ["RP-0002", "RP-0004"]
    assert [row.id for row in docket.page("ben") if row.revised] == ["RP-0003"]
    docket.close()
