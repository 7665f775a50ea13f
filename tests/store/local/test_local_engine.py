"""The directory of a docket: batches, index, several processes, damage told by name."""

import multiprocessing
import shutil
import stat
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from store.acts import CastVote, Draft, Withdraw, WriteNote
from store.docket import Docket
from store.errors import BadInput, Damaged, NewerFormat, NotSaved
from store.filters import parse
from store.local.hash_chain import line_of
from store.model import Case, Reject, Standing
from store.opening import new_docket, open_docket
from tests.dockets import POLICY, make_case
from tests.processes import as_nobody, open_to_all


def test_files_are_their_owners_alone(docket: Docket, place: Path) -> None:
    docket.act("ana", "RP-0001", CastVote(Draft("keep", revision=1)))
    for path in [place, *place.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_a_place_that_is_taken_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    with pytest.raises(BadInput, match="there is something here already"):
        new_docket(tmp_path / "d", POLICY, "lead")
    with pytest.raises(BadInput, match="the policy:1: not a TOML file"):
        new_docket(tmp_path / "e", "=", "lead")
    assert [path.name for path in tmp_path.iterdir()] == ["d"]


@pytest.mark.parametrize("harm", ["delete", "garble", "empty", "other"])
def test_the_index_is_rebuilt_when_it_is_gone_or_bad(docket: Docket, place: Path, harm: str) -> None:
    docket.act("ana", "RP-0003", CastVote(Draft("keep", revision=1)))
    rows, counts = docket.page("ana"), docket.counts("ana")
    docket.close()
    index = place / "index" / "docket.db"
    if harm == "delete":
        for path in index.parent.iterdir():
            path.unlink()
        index.parent.rmdir()
    else:
        index.write_bytes({"garble": b"\xff" * 5000, "empty": b"", "other": index.read_bytes()[:8192]}[harm])
    again = open_docket(place)
    assert (again.page("ana"), again.counts("ana")) == (rows, counts)
    assert again.warnings("lead") == []
    assert list(again.verify("lead")) == []
    again.close()


def harm_cases(place: Path, count: int) -> None:
    """Change so many lines of the batch."""
    batch = next((place / "cases").glob("*.jsonl"))
    batch.write_bytes(batch.read_bytes().replace(b"moved in 2019", b"moved in 2018", count))


def test_a_damaged_case_is_named_and_the_others_stay_readable(docket: Docket, place: Path) -> None:
    harm_cases(place, 4)
    with pytest.raises(Damaged, match=r'Case "RP-0002" in cases/000001-\w+.jsonl is not what'):
        docket.view("ana", "RP-0002")
    assert docket.view("ana", "RP-0009").case.id == "RP-0009"
    wrong = [sentence.split(" of ")[0] for sentence in docket.verify("lead")]
    assert wrong == [f"Line {number}" for number in range(1, 5)]
    docket.close()
    shutil.rmtree(place / "index")
    docket = open_docket(place)
    assert 'it seems to be case "RP-0002"' in docket.warnings("lead")[0].sentence
    with pytest.raises(Damaged):
        docket.act("ana", "RP-0009", WriteNote("A note."))
    docket.close()


def test_what_people_did_on_a_damaged_case_stays_in_the_history(docket: Docket, place: Path) -> None:
    for number in (1, 9):
        docket.act("ana", f"RP-000{number}", CastVote(Draft("keep", revision=1)))
    harm_cases(place, 2)
    assert [sentence.split(" of ")[0] for sentence in docket.verify("lead")] == ["Line 1", "Line 2"]
    docket.close()
    shutil.rmtree(place / "index")
    docket = open_docket(place)
    assert docket.view("ana", "RP-0009").standing == "decided"
    assert [one.case for one in docket.history("ana") if one.kind == "vote"] == ["RP-0001", "RP-0009"]
    assert [one.case for one in docket.history("ben") if one.kind == "vote"] == []
    with pytest.raises(Damaged, match='"RP-0001" is not found'):
        docket.view("ana", "RP-0001")
    docket.close()


def test_a_batch_that_lost_a_line_or_is_gone_is_told(docket: Docket, place: Path) -> None:
    batch = next((place / "cases").glob("*.jsonl"))
    lines = batch.read_bytes().splitlines(keepends=True)
    batch.write_bytes(b"".join(lines[:-1]))
    assert "is not what was imported" in next(docket.verify("lead"))
    batch.unlink()
    assert "cannot be read" in next(docket.verify("lead"))


def test_a_docket_of_a_newer_program_is_not_touched(docket: Docket, place: Path) -> None:
    head = docket.checkpoint("lead").head
    docket.close()
    line, _ = line_of(
        head,
        b'{"seq":3,"at":"2030-01-01T00:00:00Z","day":"2030-01-01","by":"ana","key":"k","case":null,"kind":"hologram"}',
    )
    journal = place / "journal.jsonl"
    journal.write_bytes(journal.read_bytes() + line)
    with pytest.raises(NewerFormat, match="only a newer version of the program knows"):
        open_docket(place)


def test_a_damaged_journal_opens_for_reading_only(docket: Docket, place: Path) -> None:
    docket.act("ana", "RP-0001", CastVote(Draft("keep", revision=1)))
    docket.act("ana", "RP-0002", CastVote(Draft("keep", revision=1)))
    docket.close()
    journal = place / "journal.jsonl"
    content = bytearray(journal.read_bytes())
    content[-3] ^= 4
    journal.write_bytes(content)
    damaged = open_docket(place)
    assert "Line 5 of the journal is not what was recorded" in damaged.warnings("lead")[0].sentence
    assert damaged.view("ana", "RP-0001").standing == "decided"
    with pytest.raises(Damaged, match="Nothing can be recorded"):
        damaged.act("ana", "RP-0003", WriteNote("A note."))
    assert "Line 5" in next(damaged.verify("lead"))
    assert journal.read_bytes() == content
    damaged.close()


def test_damage_in_the_middle_is_noticed_when_it_is_read_and_where_all_is_read(docket: Docket, place: Path) -> None:
    for number in range(1, 4):
        docket.act("ana", f"RP-000{number}", WriteNote("A note."))
    docket.close()
    journal = place / "journal.jsonl"
    harmed = journal.read_bytes().replace(b"A note.", b"A n0te.", 1)
    journal.write_bytes(harmed)
    docket = open_docket(place)
    assert docket.warnings("lead") == []
    assert len(docket.view("ana", "RP-0002").history) == 2
    with pytest.raises(Damaged, match="a record is not what was recorded"):
        docket.view("ana", "RP-0001")
    assert list(docket.verify("lead")) == ["Line 4 of the journal is not what was recorded: it was damaged or edited."]
    docket.close()
    shutil.rmtree(place / "index")
    docket = open_docket(place)
    assert [one.read_only for one in docket.warnings("lead")] == [True]
    with pytest.raises(Damaged, match="Nothing can be recorded"):
        docket.act("ana", "RP-0002", WriteNote("A note."))
    assert journal.read_bytes() == harmed
    docket.close()


def test_a_journal_that_is_shorter_or_another_than_it_was_is_told(docket: Docket, place: Path) -> None:
    docket.act("ana", "RP-0001", CastVote(Draft("keep", revision=1)))
    docket.act("ana", "RP-0002", WriteNote("A note."))
    docket.close()
    journal = place / "journal.jsonl"
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join(lines[:-1]))
    docket = open_docket(place)
    assert [(one.code, one.read_only) for one in docket.warnings("lead")] == [("damaged", True)]
    assert f"{len(lines[-1])} bytes are gone" in docket.warnings("lead")[0].sentence
    assert "The journal holds 4 records, but 5 were there a moment ago." in list(docket.verify("lead"))
    docket.close()
    line, _ = line_of(lines[-2][:64].decode(), lines[-1][65:-1].replace(b"A note.", b"Another note."))
    journal.write_bytes(b"".join([*lines[:-1], line]))
    docket = open_docket(place)
    assert [(one.code, one.read_only) for one in docket.warnings("lead")] == [("rewritten", False)]
    assert docket.view("ana", "RP-0001").standing == "decided"
    docket.close()


def test_a_torn_tail_is_set_aside_and_told_once(docket: Docket, place: Path) -> None:
    docket.close()
    journal = place / "journal.jsonl"
    journal.write_bytes(journal.read_bytes() + b"0123 {half")
    docket = open_docket(place)
    assert "10 bytes, never acknowledged, was set aside" in docket.warnings("lead")[0].sentence
    assert [record.kind for record in docket.history("ana")][-1] == "recovered"
    assert next(place.glob("torn-*")).read_bytes() == b"0123 {half"
    docket.close()
    docket = open_docket(place)
    assert docket.warnings("lead") == []
    assert list(docket.verify("lead")) == []
    docket.close()


def test_two_screens_see_each_other(docket: Docket, place: Path) -> None:
    other = open_docket(place)
    assert not other.refresh()
    docket.act("ana", "RP-0001", CastVote(Draft("keep", revision=1)))
    docket.import_cases("lead", iter([make_case(11)]), ())
    assert other.refresh()
    assert other.view("ben", "RP-0001").standing == "decided"
    assert other.view("ben", "RP-0011").case.id == "RP-0011"
    assert other.count("ben") == 11
    other.close()


def test_counts_follow_what_another_process_records(docket: Docket, place: Path) -> None:
    assert docket.counts("ana")[Standing.OPEN] == 10
    other = open_docket(place)
    other.act("ana", "RP-0001", CastVote(Draft("keep", revision=1)))
    other.import_cases("lead", iter([make_case(11), make_case(12)]), ())
    other.close()
    docket.refresh()
    counts = docket.counts("ana")
    assert (counts[Standing.OPEN], counts[Standing.DECIDED], sum(counts.values())) == (11, 1, 12)
    assert docket.count("ana", parse("standing:decided")) == 1
    assert docket.count("ana") == 12


def _votes_of(place: Path, who: str) -> None:
    docket = open_docket(place)
    for number in range(1, 11):
        docket.act(who, f"RP-{number:04}", WriteNote(f"Note of {who}"), f"{who}-{number}")
        docket.act(who, f"RP-{number:04}", CastVote(Draft("keep", revision=1)))
    docket.close()


def test_processes_writing_at_once_lose_nothing_and_decide_once(docket: Docket, place: Path) -> None:
    people = ["ana", "ben", "cleo"]
    context = multiprocessing.get_context("spawn")
    running = [context.Process(target=_votes_of, args=(place, who)) for who in people]
    for process in running:
        process.start()
    for process in running:
        process.join()
        assert process.exitcode == 0
    docket.refresh()
    records = docket._engine.records(-1, 1000)
    assert [record.seq for record in records] == list(range(len(records)))
    assert sum(record.kind == "note" for record in records) == 30
    assert sum(record.kind == "vote" for record in records) == 10
    assert list(docket.verify("lead")) == []


def test_an_import_takes_all_good_cases_or_with_strict_none(docket: Docket) -> None:
    arrivals: list[Case | Reject] = [
        make_case(20),
        Reject("f", 2, "id", "blank", ""),
        make_case(20, title="Other"),
        make_case(21),
    ]
    said: list[Reject] = []
    result = docket.import_cases("lead", iter(arrivals), ("f",), strict=True, on_reject=said.append)
    assert (result.rejected, result.batch) == (2, "")  # type: ignore[union-attr]
    assert "came twice in this import" in said[1].reason
    assert docket.count("ana") == 10
    assert docket.import_cases("lead", iter(arrivals), ("f",), dry_run=True).cases == 2  # type: ignore[union-attr]
    assert docket.count("ana") == 10
    assert docket.import_cases("lead", iter(arrivals), ("f",)).cases == 2  # type: ignore[union-attr]
    assert docket.count("ana") == 12


def test_an_import_that_breaks_off_leaves_nothing(docket: Docket, place: Path) -> None:
    def breaks_off() -> Iterator[Case]:
        yield make_case(30)
        raise KeyboardInterrupt

    before = sorted(path.name for path in (place / "cases").iterdir())
    with pytest.raises(KeyboardInterrupt):
        docket.import_cases("lead", breaks_off(), ())
    assert sorted(path.name for path in (place / "cases").iterdir()) == before
    assert docket.import_cases("lead", iter([make_case(30)]), ()).cases == 1  # type: ignore[union-attr]


def test_the_same_content_with_its_fields_in_another_order_is_no_revision(docket: Docket) -> None:
    turned = make_case(1, fields={"permit": "temporary", "citizenship": "BLR"})
    assert docket.import_cases("lead", iter([turned]), ()).skipped == 1  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", 10),
        ("standing:open", 9),
        ("-standing:open", 1),
        ("voted:me", 1),
        ("id:RP-0003", 1),
        ("id:RP-000*", 9),
        ("id:rp-000*", 0),
        ("flag:q3", 10),
        ("flag:q9", 0),
        ("field.permit:Temporary", 10),
        ("field.permit:permanent", 0),
        ("due:none", 10),
        ("due:<7d", 0),
        ("-due:<7d", 10),
        ("priority:<3", 0),
        ("bakery", 10),
        ('"RUGYS bakery"', 10),
        ("bakery standing:decided", 1),
        ("BLR", 0),
        ("Darya", 10),
        ('"Seen at the office."', 10),
        ("nothing_of_the_kind", 0),
    ],
)
def test_filters_find(docket: Docket, text: str, found: int) -> None:
    docket.act("ana", "RP-0003", CastVote(Draft("keep", revision=1)))
    assert docket.count("ana", parse(text)) == len(docket.page("ana", parse(text))) == found


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("field.citizenship:BLR", "masks citizenship"), ("due:soon", "is not a date"), ("due:9999999999d", "not a date")],
)
def test_filters_that_cannot_be_answered_say_so(docket: Docket, text: str, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        docket.page("ana", parse(text))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("due:<7d", [-1, 0, 6]),
        ("due:<0d", [-1]),
        ("due:0d", [0]),
        ("due:>6d", [7, 8]),
        ("due:<2024-02-07", [-1, 0, 6]),
        ("due:2024-01-31", [0]),
        ("-due:<7d", [7, 8, None]),
        ("due:none", [None]),
    ],
)
def test_days_are_counted_from_today_and_today_is_one_day(docket: Docket, text: str, days: list[int | None]) -> None:
    """The day of the docket, for filters and screens alike: 31 January 2024."""
    today = date(2024, 1, 31)
    numbers = {day: number for number, day in enumerate((-1, 0, 6, 7, 8, None), 1)}
    due = {day: None if day is None else today + timedelta(day) for day in numbers}
    docket.import_cases("lead", iter([make_case(number, due=due[day]) for day, number in numbers.items()]), ())
    docket.today = lambda: today
    found = docket.page("ana", parse(f"{text} -id:RP-0007 -id:RP-0008 -id:RP-0009 -id:RP-0010"))
    assert sorted(row.id for row in found) == sorted(f"RP-{numbers[day]:04}" for day in days)


def test_what_is_decided_is_due_no_more(docket: Docket) -> None:
    day = date(2024, 1, 31)
    docket.import_cases("lead", iter([make_case(one, due=day - timedelta(one)) for one in (11, 12, 13)]), ())
    docket.today = lambda: day
    docket.act("ana", "RP-0012", CastVote(Draft("keep", revision=1)))
    for text in ("due:<0d", "due:<0d sort:priority", "due:<0d for:me", 'due:<0d "bakery"'):
        assert {row.id for row in docket.page("ben", parse(text))} == {"RP-0011", "RP-0013"}, text
        assert docket.count("ben", parse(text)) == 2
    assert docket.count("ben", parse("due:<0d standing:decided")) == 0
    assert docket.count("ben", parse("-due:<0d")) == 11
    docket.act("ana", "RP-0012", Withdraw())
    assert docket.count("ben", parse("due:<0d")) == 3


def test_the_queue_is_in_order_of_due_date(docket: Docket) -> None:
    due = [make_case(41, due=date(2024, 2, 1)), make_case(42, due=date(2023, 12, 1))]
    docket.import_cases("lead", iter(due), ())
    assert [row.id for row in docket.page("ana", limit=3)] == ["RP-0042", "RP-0041", "RP-0001"]


@pytest.mark.needs("root")
def test_who_may_only_read_reads(docket: Docket, place: Path) -> None:
    docket.close()
    open_to_all(place)

    def act() -> None:
        reader = open_docket(place)
        assert reader.warnings("lead")[0].code == "read_only"
        assert reader.view("ana", "RP-0001").case.id == "RP-0001"
        assert reader.count("ana") == 10
        with pytest.raises(NotSaved):
            reader.act("ana", "RP-0001", WriteNote("A note."))

    as_nobody(act)
