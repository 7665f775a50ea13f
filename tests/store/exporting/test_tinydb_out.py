"""What leaves as a file of TinyDB: stock TinyDB opens it, and asks it as it would ask the docket."""

from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB, where

from store import filters
from store.docket import Docket
from store.errors import BadInput
from store.exporting import Exported, export
from store.local.storage import DocketDB


def exported(docket: Docket, out: Path, what: str | None = None, **asked: Any) -> TinyDB:
    answer = export(docket, "lead", out, what, "tinydb", force=True, **asked)
    assert isinstance(answer, Exported)
    return TinyDB(out)


def test_stock_tinydb_opens_it_and_finds_what_the_docket_s_own_interface_finds(worked, tmp_path, place) -> None:
    with exported(worked, tmp_path / "out.json") as file, DocketDB(place) as docket:
        assert {"cases", "decisions", "votes", "notes", "resolutions", "openings"} <= file.tables()
        assert file.tables() <= docket.tables() | {"decisions"}
        found = file.table("votes").search(where("grounds") == ["false_statement"])
        assert [(vote["by"], vote["case"]) for vote in found] == [("anna", "RP-0002"), ("ben", "RP-0002")]
        decided = {"RP-0001", "RP-0002", "RP-0003"}
        there = docket.table("votes").search(where("case").one_of(sorted(decided)))
        here = file.table("votes").all()
        assert [vote.doc_id for vote in here] == [vote.doc_id for vote in there]
        assert [{**vote, "citations": []} for vote in here] == [{**vote, "citations": []} for vote in there]
        assert file.table("decisions").get(where("case_id") == "RP-0003")["outcome"] == "revoke"  # type: ignore[index,call-overload]
        assert len(file.table("cases")) == 10


def test_the_same_rules_say_what_may_leave(worked, tmp_path) -> None:
    with exported(worked, tmp_path / "out.json") as file:
        text = (tmp_path / "out.json").read_text()
        for told in ("BLR", "A source reports", "draw_key", "@home"):
            assert told not in text
        assert {vote["case"] for vote in file.table("votes")} == {"RP-0001", "RP-0002", "RP-0003"}
        [cited] = file.table("resolutions").all()
        assert [one["quote"] for one in cited["citations"]] == [
            "Registered since 2 May 2019. Employer: Rugys bakery.",
            "",
        ]
    with exported(worked, tmp_path / "out.json", restricted=True) as file:
        assert "BLR" in (tmp_path / "out.json").read_text()


def test_one_table_or_the_cases_of_a_filter_can_be_asked_for(worked, tmp_path) -> None:
    for what, table, rows in (("votes", "votes", 5), ("cases", "cases", 10), ("decisions", "decisions", 3)):
        with exported(worked, tmp_path / "out.json", what) as file:
            assert file.tables() == {table}
            assert len(file.table(table)) == rows
    with exported(worked, tmp_path / "out.json", chosen=filters.parse("id:RP-0002")) as file:
        assert {vote["case"] for vote in file.table("votes")} == {"RP-0002"}
        assert "genesis" not in file.tables()


def test_nothing_is_a_database_too(docket, tmp_path) -> None:
    with exported(docket, tmp_path / "out.json", "votes") as file:
        assert file.tables() == set()


def test_other_formats_hold_one_table(worked, tmp_path) -> None:
    with pytest.raises(BadInput, match="This format holds no all, but decisions, votes, notes, cases, history"):
        export(worked, "lead", tmp_path / "out.csv", "all")
