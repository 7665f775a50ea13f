"""The sample of the card-fraud desk: a bank's CSV, its mapping and its policy fit together."""

import csv
import io
import tomllib
import unicodedata
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from sample_data import make
from store.policy_file import load

HERE = Path(make.__file__).parent / "card_fraud"


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    """The rows of the committed file."""
    return list(csv.DictReader(io.StringIO((HERE / "alerts.csv").read_text("utf-8")), delimiter=";"))


@pytest.fixture(scope="module")
def mapping() -> dict[str, Any]:
    return tomllib.loads((HERE / "mapping.toml").read_text("utf-8"))


def test_the_committed_file_is_what_the_generator_makes() -> None:
    assert "".join(make.lines("card_fraud", 300, 2023)).encode() == (HERE / "alerts.csv").read_bytes()


def test_every_column_is_mapped_or_dropped(rows: list[dict[str, str]], mapping: dict[str, Any]) -> None:
    parts = [mapping["case"], mapping["fields"], *mapping["flag"]]
    named = {column for part in parts for column in part.values() if isinstance(column, str)}
    for item in mapping["evidence"]:
        named |= {item[key] for key in ("text", "source", "date", "access", "gist") if isinstance(item.get(key), str)}
    assert named | set(mapping["drop"]) == set(rows[0])
    assert not named & set(mapping["drop"])


def test_the_policy_knows_every_kind_of_the_mapping(mapping: dict[str, Any]) -> None:
    policy, _ = load(HERE / "policy.toml")
    assert {item["kind"] for item in mapping["evidence"]} == {kind.kind for kind in policy.evidence}
    shown = {f"field.{name}" for name in mapping["fields"]} | {"due", "flags", "priority"}
    assert set(policy.case.columns) <= shown


def test_rows_are_complete(rows: list[dict[str, str]], mapping: dict[str, Any]) -> None:
    assert len({row["ALERT_ID"] for row in rows}) == 300
    for row in rows:
        for column in (name for name in row if name.endswith("_DT") and row[name]):
            assert datetime.strptime(row[column], mapping["date_format"]).year in (2023, 2024)  # noqa: DTZ007
        for text, when in (("CONTACT_NOTE", "CONTACT_DT"), ("DISPUTE_TXT", "DISPUTE_DT"), ("DEVICE_NOTE", "DEVICE_DT")):
            assert bool(row[text]) == bool(row[when])
        assert row["DEVICE_CONF"] in ("public", "restricted")
        assert row["PRIO"] in "12345"
        assert row["TXN_NARR"]


def test_texts_vary_and_hold_no_control_characters(rows: list[dict[str, str]]) -> None:
    for column, most in (("CONTACT_NOTE", 18), ("DISPUTE_TXT", 16), ("MERCH_REPLY", 16)):
        assert max(Counter(row[column] for row in rows if row[column]).values()) <= most
    everything = "".join(value for row in rows for value in row.values())
    assert not {one for one in everything if unicodedata.category(one)[0] == "C"}
    assert not set("[]{}|") & set(everything)


def test_some_cards_have_several_alerts_of_one_holder(rows: list[dict[str, str]]) -> None:
    holders: dict[str, set[str]] = {}
    for row in rows:
        holders.setdefault(row["CARD_MASKED"], set()).add(row["CUST_NM"])
    assert all(len(names) == 1 for names in holders.values())
    assert 10 <= len(rows) - len(holders) <= 45
    assert load(HERE / "policy.toml")[0].related.fields == ("card",)
