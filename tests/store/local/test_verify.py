"""Verify changes nothing, asks the rules again, and names each thing that somebody did to the files."""

import hashlib
import json
import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from store.acts import Adjudicate, CastVote, Cite, Draft, Hear, Withdraw, WriteNote
from store.docket import Docket
from store.errors import Damaged
from store.local import schema
from store.local.batches import encode_line
from store.local.hash_chain import line_of
from store.model import Case, Checkpoint, Evidence
from store.opening import open_docket
from tests.dockets import KEEP, POLICY, REVOKE, adjudicate, done, made, make_case, vote

CASE = "RP-0001"


@pytest.fixture
def worked(docket: Docket, place: Path) -> Path:
    """RP-0001 revoked by two, RP-0002 open after one vote, RP-0003 settled by a third, RP-0004 revised."""
    done(vote(docket, "ana", CASE, REVOKE))
    done(vote(docket, "ben", CASE, REVOKE))
    done(vote(docket, "ana", "RP-0002", REVOKE))
    done(vote(docket, "ana", "RP-0003", REVOKE))
    done(vote(docket, "ben", "RP-0003", KEEP))
    done(adjudicate(docket, "cleo", "RP-0003", REVOKE))
    docket.import_cases("lead", iter([make_case(4, title="Changed")]), ())
    done(docket.act("ana", "RP-0004", WriteNote("A note.")))
    docket.close()
    return place


def lines_of(place: Path) -> list[dict[str, Any]]:
    return [json.loads(line[65:]) for line in (place / "journal.jsonl").read_bytes().splitlines()]


def write(place: Path, documents: list[dict[str, Any]]) -> None:
    """A journal of these, every hash right: whoever has the files can make one."""
    content, head = b"", "0" * 64
    for document in documents:
        line, head = line_of(head, json.dumps(document, separators=(",", ":")).encode())
        content += line
    (place / "journal.jsonl").write_bytes(content)


def forged(place: Path, like: str, **changed: object) -> dict[str, Any]:
    """Add a record like the last one of a kind, but for what was changed."""
    documents = lines_of(place)
    last = next(one for one in reversed(documents) if one["kind"] == like)
    record = {**last, "seq": len(documents), "key": f"forged-{len(documents)}", **changed}
    write(place, [*documents, record])
    return record


def verified(place: Path, against: Checkpoint | None = None) -> list[str]:
    """What verify says, which changes nothing."""

    def content() -> dict[str, bytes]:
        files = (path for path in place.rglob("*") if path.is_file() and path.suffix in (".jsonl", ".bin", ""))
        return {str(path): path.read_bytes() for path in files}

    docket = open_docket(place)
    before = content()
    found = list(docket.verify("lead", against))
    assert content() == before
    docket.close()
    return found


def checkpoint(place: Path) -> Checkpoint:
    docket = open_docket(place)
    found = docket.checkpoint("lead")
    docket.close()
    return found


def test_a_sound_docket_of_everything_that_people_do(worked: Path) -> None:
    assert verified(worked) == []
    assert verified(worked, checkpoint(worked)) == []


FORGERIES: dict[str, tuple[str, dict[str, object], str]] = {
    "a second vote": ("vote", {"case": "RP-0002", "by": "ana", "outcome": "revoke"}, "You cast the first vote"),
    "a vote on what is decided": ("vote", {"case": CASE, "by": "dora", "outcome": "keep"}, "This case is decided."),
    "one who read nothing": (
        "vote",
        {"case": "RP-0002", "by": "dora", "outcome": "revoke", "grounds": ["contact"], "reason": "x"},
        "Cite at least one passage",
    ),
    "a vote of nobody's revision": (
        "vote",
        {"case": "RP-0005", "by": "dora", "revision": 7},
        "The case is at revision",
    ),
    "a vote of another round": ("vote", {"case": "RP-0005", "by": "dora", "round": 2}, "This is round 1"),
    "a name of nobody": ("note", {"by": "\u0430na"}, "no reviewer can have that name."),
    "a look-alike": ("vote", {"case": "RP-0005", "by": "c1eo"}, "The name c1eo looks like cleo"),
    "a resolution without a conflict": ("resolution", {"case": "RP-0005", "by": "dora"}, "no conflict to adjudicate"),
    "a key used before": ("note", {"key": "twice"}, "its key is that of record"),
    "a policy by nobody": ("policy", {"by": ""}, "it names nobody."),
    "an import by nobody": ("import", {"by": ""}, "it names nobody."),
}


@pytest.mark.parametrize("what", FORGERIES)
def test_a_forged_record_is_named(worked: Path, what: str) -> None:
    like, changed, said = FORGERIES[what]
    if what == "a key used before":
        forged(worked, "note", key="twice")
    record = forged(worked, like, **changed)
    if like == "import":
        shutil.copy(worked / "cases" / record["batch"], worked / "cases" / "again.jsonl")
    named = f"Record {record['seq']} ({like} by {record['by'] or 'nobody'}) is against the rules: "
    assert any(named in sentence and said in sentence for sentence in verified(worked)), verified(worked)


def test_a_ground_that_only_the_adjudicator_stands_for_is_named(worked: Path) -> None:
    documents = lines_of(worked)
    write(worked, [one | {"grounds": ["contact"]} if one["kind"] == "resolution" else one for one in documents])
    [said] = [one for one in verified(worked) if "(resolution by cleo)" in one]
    assert 'No adverse vote has the ground "Undeclared contact"' in said


def test_an_import_that_calls_itself_renewals_of_cases_that_are_not_here_is_named(worked: Path) -> None:
    write(worked, [one | {"renewals": True} if one["kind"] == "import" else one for one in lines_of(worked)])
    said = "it says that it brings up cases again that are here, and brings something else."
    assert any("(import by lead)" in one and said in one for one in verified(worked))


def test_a_hearing_that_never_took_place_is_named(docket: Docket, place: Path) -> None:
    done(docket.act("ana", CASE, Hear("invited", docket.today(), docket.today() + timedelta(14))))
    docket.attach("ana", CASE, Evidence("p1", "register", "Letter", "I met nobody."))
    done(docket.act("ana", CASE, Hear("received", docket.today(), item="p1")))
    docket.close()
    assert verified(place) == []
    write(place, [one | {"item": "q1"} if one.get("step") == "received" else one for one in lines_of(place)])
    [said] = [one for one in verified(place) if "(hearing by ana)" in one]
    assert "q1 was in the case when the invitation was recorded" in said


def test_a_withdrawal_that_came_too_late_is_named(worked: Path) -> None:
    vote_of_ana = next(one for one in lines_of(worked) if one["kind"] == "vote")
    record = forged(worked, "note", by="ana", case=CASE)
    documents = lines_of(worked)[:-1]
    withdrawal = {name: record[name] for name in ("seq", "at", "day", "by", "key", "case")}
    write(worked, [*documents, {**withdrawal, "kind": "withdrawal", "vote": vote_of_ana["seq"], "reason": ""}])
    assert "Another person has acted on this case" in verified(worked)[0]


def test_who_is_no_lead_neither_rules_nor_imports(tmp_path: Path) -> None:
    docket = made(tmp_path, '\n[roles]\nlead = ["lead"]\n')
    docket.import_cases("lead", iter([make_case(2)]), ())
    docket.close()
    place = tmp_path / "made.docket"
    forged(place, "policy", by="ana", source=POLICY)
    (sentence,) = verified(place)
    assert sentence.endswith("(policy by ana) is against the rules: who made it was no lead.")


LETTER = Evidence("p1", "register", "Letter", "The employer confirms every day of it.")
ADDED = make_case(1, evidence=(*make_case().evidence, LETTER))
BROUGHT: dict[str, tuple[str, Case]] = {
    "the item alone": ("p1", ADDED),
    "another item than it says": ("p2", ADDED),
    "another title": ("p1", replace(ADDED, title="Another")),
    "no item": ("p1", make_case(1, title="Another")),
    "an item less": ("p1", replace(ADDED, evidence=(*make_case().evidence[1:], LETTER))),
    "an item of an id that is there": ("r1", make_case(1, evidence=(*make_case().evidence, replace(LETTER, id="r1")))),
    "a case that is new": ("p1", replace(ADDED, id="RP-0099")),
}


@pytest.mark.parametrize("what", BROUGHT)
def test_a_reviewer_brings_one_item_of_evidence_and_nothing_else(tmp_path: Path, what: str) -> None:
    item, case = BROUGHT[what]
    docket = made(tmp_path, '\n[roles]\nlead = ["lead"]\n')
    docket.import_cases("lead", iter([make_case(2, title="Changed")]), ())
    docket.close()
    place, line = tmp_path / "made.docket", encode_line(case)
    (place / "cases" / "forged.jsonl").write_bytes(line)
    digest = hashlib.sha256(line).hexdigest()
    forged(place, "import", by="ana", batch="forged.jsonl", sha256=digest, size=len(line), item=item)
    wrong = "it says that it adds one item of evidence to one case, and brings something else."
    said = [one for one in verified(place) if wrong in one]
    assert len(said) == (what != "the item alone"), verified(place)


@pytest.mark.parametrize("seq", [0, 3, 99])
def test_a_record_with_a_wrong_number_is_out_of_its_place(worked: Path, seq: int) -> None:
    count = len(lines_of(worked))
    forged(worked, "note", seq=seq)
    assert verified(worked) == [
        f"Line {count + 1} of the journal is out of its place: it was not written by this program."
    ]


def test_a_second_genesis_is_out_of_its_place(worked: Path) -> None:
    count = len(lines_of(worked))
    forged(worked, "genesis")
    assert "out of its place" in verified(worked)[0]
    docket = open_docket(worked)
    assert docket.warnings("lead")[0].read_only
    assert docket.checkpoint("lead").count == count
    with pytest.raises(Damaged):
        docket.act("ana", "RP-0005", WriteNote("A note."))
    docket.close()


def test_a_record_on_a_case_that_nobody_imported_is_named(worked: Path) -> None:
    forged(worked, "note", case="RP-0099")
    assert "speaks of a case that was never imported" in verified(worked)[0]


# Checkpoints


def test_a_checkpoint_with_as_many_records_and_another_head_does_not_agree(worked: Path) -> None:
    now = checkpoint(worked)
    (sentence,) = verified(worked, replace(now, head="0" * 64))
    assert f"The first {now.count} records are not those of the checkpoint" in sentence


def test_a_record_that_was_cut_off_is_missed(worked: Path) -> None:
    kept = checkpoint(worked)
    write_all_but_the_last(worked)
    (sentence,) = verified(worked, kept)
    assert sentence == f"Records are gone: there are {kept.count - 1}, and the checkpoint speaks of {kept.count}."


def test_and_whatever_was_recorded_since(worked: Path) -> None:
    kept = checkpoint(worked)
    write_all_but_the_last(worked)
    for _ in range(3):
        docket = open_docket(worked)
        done(docket.act("ben", "RP-0004", WriteNote("Another note.")))
        docket.close()
        (sentence,) = verified(worked, kept)
        assert f"The first {kept.count} records are not those of the checkpoint" in sentence
        assert "or records were cut off and others made since" in sentence


def test_an_older_checkpoint_agrees(worked: Path) -> None:
    kept = checkpoint(worked)
    docket = open_docket(worked)
    done(docket.act("ben", "RP-0004", WriteNote("Another note.")))
    docket.close()
    assert verified(worked, kept) == []


def test_a_checkpoint_of_another_docket_is_of_another_docket(worked: Path) -> None:
    assert "This is another docket" in verified(worked, replace(checkpoint(worked), store="0" * 32))[0]


def write_all_but_the_last(place: Path) -> None:
    """Cut the last record off, and the index with it, as somebody does who wants it forgotten."""
    lines = (place / "journal.jsonl").read_bytes().splitlines(keepends=True)
    (place / "journal.jsonl").write_bytes(b"".join(lines[:-1]))
    shutil.rmtree(place / "index")


# The index


def index(place: Path, change: Callable[[sqlite3.Connection], object]) -> None:
    """Change the index, every seal right."""
    with closing(sqlite3.connect(place / "index" / "docket.db")) as connection:
        change(connection)
        connection.commit()


def reseal(connection: sqlite3.Connection, table: str, columns: str, where: str) -> None:
    """Give a row that was changed the seal that belongs to it."""
    row = connection.execute(f"SELECT {columns} FROM {table} WHERE {where}").fetchone()
    connection.execute(f"UPDATE {table} SET seal = ? WHERE {where}", (schema.seal(row),))


PLACE = "number, revision, batch, offset, size, hash"
SHOWN = "id, title, due, priority, flags, fields, hidden, revision"


def test_a_revision_hidden_in_the_index_is_found(worked: Path) -> None:
    def hide(connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM revisions WHERE number = 4 AND revision = 2")
        connection.execute("UPDATE cases SET title = 'Temporary residence permit', revision = 1 WHERE number = 4")
        reseal(connection, "cases", SHOWN, "number = 4")

    index(worked, hide)
    wrong = [sentence for sentence in verified(worked) if "delete the folder `index`" in sentence]
    assert [re.findall(r"table (\w+)", sentence) for sentence in wrong] == [["cases"], ["revisions"]]
    docket = open_docket(worked)
    assert docket.view("ana", "RP-0004").case.title == "Changed"  # where it stands has it that there are two
    docket.close()
    assert verified(worked) == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE standings SET cases = cases + 1 WHERE standing = 'decided'",
        "UPDATE cases SET standing = 'open' WHERE number = 1",
        "DELETE FROM votes WHERE name = 'ben'",
        "DELETE FROM people WHERE name = 'ana'",
        "DELETE FROM keys",
        "INSERT INTO looks VALUES ('RP-0099', 1)",
        "UPDATE records SET number = 2 WHERE kind = 'note'",
        "UPDATE texts SET text = ''",
    ],
)
def test_an_index_that_says_something_else_is_named(worked: Path, change: str) -> None:
    index(worked, lambda connection: connection.execute(change))
    assert any("The index does not say what the journal and the cases say" in one for one in verified(worked))


def test_the_content_of_a_case_is_compared_when_it_is_read_through_the_index(worked: Path) -> None:
    """The index leads to another line of the batch, whole and with the right hash: it is not this case."""

    def lead_astray(connection: sqlite3.Connection) -> None:
        there = "SELECT batch, offset, size FROM revisions WHERE number = 2"
        connection.execute(f"UPDATE revisions SET (batch, offset, size) = ({there}) WHERE number = 1")
        connection.execute(
            f"UPDATE revisions SET (batch, offset, size) = ({there[:-1]}4 AND revision = 1) "
            "WHERE number = 4 AND revision = 2"
        )
        reseal(connection, "revisions", PLACE, "number = 1")
        reseal(connection, "revisions", PLACE, "number = 4 AND revision = 2")

    index(worked, lead_astray)
    docket = open_docket(worked)
    for case in (CASE, "RP-0004"):
        with pytest.raises(Damaged, match=f'Case "{case}" in cases/.* is not what was imported'):
            docket.view("ana", case)
    docket.close()


def test_a_damaged_case_is_a_sentence(worked: Path) -> None:
    batch = min((worked / "cases").glob("0*.jsonl"))
    batch.write_bytes(batch.read_bytes().replace(b"moved in 2019", b"moved in 2018", 1))
    assert verified(worked) == [
        f'Line 1 of cases/{batch.name} is not what was imported (it seems to be case "{CASE}").'
    ]


def test_what_is_checked_is_what_there_is(worked: Path) -> None:
    """Requests that the door refuses leave nothing that verify would have to name."""
    docket = open_docket(worked)
    for request in (CastVote(KEEP), Adjudicate(KEEP), Withdraw(), CastVote(Draft("x", cites=(Cite("r1"),)))):
        docket.act("ana", CASE, request)
    docket.close()
    assert verified(worked) == []
