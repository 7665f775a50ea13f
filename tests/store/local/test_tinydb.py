"""Any TinyDB program can query a docket; none can change it."""

from pathlib import Path

import pytest
from tinydb import TinyDB, where
from tinydb.table import Document

from store.acts import CastVote, Draft
from store.docket import Docket
from store.errors import BadInput, RecordsAreFinal
from store.local.storage import DocketDB, JournalStorage


@pytest.fixture
def votes(docket: Docket) -> Docket:
    docket.act("ana", "RP-0001", CastVote(Draft("keep", revision=1)))
    docket.act("ben", "RP-0002", CastVote(Draft("keep", revision=1)))
    return docket


@pytest.mark.usefixtures("votes")
def test_plain_tinydb_queries_every_table(place: Path) -> None:
    with TinyDB(place, storage=JournalStorage) as db:
        assert {"cases", "votes", "imports", "policies"} <= db.tables()
        assert [vote["case"] for vote in db.table("votes").search(where("by") == "ben")] == ["RP-0002"]
        assert db.table("cases").get(where("id") == "RP-0007")["fields"]["permit"] == "temporary"  # type: ignore[index,call-overload]
        assert len(db.table("cases")) == 10


@pytest.mark.usefixtures("votes")
def test_lazy_tables_take_string_ids_for_cases(place: Path) -> None:
    with DocketDB(place) as db:
        assert db.table("cases").get(doc_id="RP-0003")["title"] == "Temporary residence permit"  # type: ignore[index,call-overload]
        assert db.table("votes").contains(where("outcome") == "keep")
        assert db.table("votes").get(doc_id=1) is None
        seq = db.table("votes").all()[0].doc_id
        assert db.table("votes").get(doc_id=seq)["by"] == "ana"  # type: ignore[index,call-overload]
        assert len(db.table("votes")) == 2
        assert len(db.table("nothing")) == 0


@pytest.mark.usefixtures("votes")
def test_lists_compare_as_lists(place: Path) -> None:
    with TinyDB(place, storage=JournalStorage) as plain, DocketDB(place) as lazy:
        for db in (plain, lazy):
            assert len(db.table("votes").search(where("grounds") == [])) == 2
            assert len(db.table("imports").search(where("sources") == ["cases.jsonl"])) == 1
            case = db.table("cases").all()[0]
            assert isinstance(case["flags"], list)
            assert isinstance(case["evidence"], list)
            assert len(db.table("cases").search(where("flags") == case["flags"])) == 10


@pytest.mark.usefixtures("votes")
def test_nothing_can_be_changed_through_tinydb(place: Path) -> None:
    before = (place / "journal.jsonl").read_bytes()
    with TinyDB(place, storage=JournalStorage) as plain, DocketDB(place) as db:
        votes = db.table("votes")
        document = Document(dict(votes.all()[0]), 99)
        for change in (
            lambda: plain.table("votes").insert({"a": 1}),
            lambda: plain.table("votes").update({"by": "x"}),
            lambda: plain.drop_tables(),
            lambda: votes.insert(document),
            lambda: votes.insert(Document(document, votes.all()[0].doc_id)),
            lambda: votes.update({"by": "x"}),
            lambda: votes.update_multiple([]),
            lambda: votes.upsert(document),
            lambda: votes.remove(where("by") == "ana"),
            lambda: votes.truncate(),
            lambda: db.drop_table("votes"),
            lambda: db.drop_tables(),
        ):
            with pytest.raises((RecordsAreFinal, ValueError)):
                change()
    assert (place / "journal.jsonl").read_bytes() == before


def test_where_there_is_no_docket_none_is_made(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="there is no docket here"):
        JournalStorage(tmp_path / "nothing")
    assert list(tmp_path.iterdir()) == []
