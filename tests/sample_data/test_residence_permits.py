"""The sample of the motivating case: complete, consistent, varied, and the same for both citizenships."""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from sample_data import make
from store.model import Case
from store.policy import Policy
from store.policy_file import load

HERE = Path(make.__file__).parent / "residence_permits"
FIELDS = [
    "citizenship",
    "born",
    "permit",
    "class",
    "term",
    "expires",
    "resident_since",
    "city",
    "occupation",
    "household",
    "employer",
]
KEYS = ["id", "title", "subject", "fields", "flags", "evidence", "due", "priority"]
ITEM_KEYS = ["id", "kind", "label", "text", "source", "date", "access", "gist"]
FLAG_KEYS = ["code", "reason", "raised_by", "raised_on"]


@pytest.fixture(scope="module")
def raw() -> list[str]:
    """The lines of the committed file."""
    return (HERE / "cases.jsonl").read_text("utf-8").splitlines()


@pytest.fixture(scope="module")
def cases(raw: list[str]) -> list[Case]:
    """Its cases, as the store reads them: an unknown key would fail here."""
    return [msgspec.json.decode(line, type=Case) for line in raw]


@pytest.fixture(scope="module")
def policy() -> Policy:
    return load(HERE / "policy.toml")[0]


def texts(cases: list[Case]) -> Iterator[str]:
    """Everything that somebody wrote or that the desks noted."""
    for case in cases:
        yield from (case.title, case.subject, *(str(value) for value in case.fields.values()))
        yield from (flag.reason for flag in case.flags)
        for item in case.evidence:
            yield from (item.label, item.text, item.source, item.gist or "")


def test_the_committed_file_is_what_the_generator_makes() -> None:
    assert "".join(make.lines("residence_permits", 1164, 2023)).encode() == (HERE / "cases.jsonl").read_bytes()


def test_there_are_as_many_as_in_the_motivating_case(cases: list[Case]) -> None:
    assert Counter(case.fields["citizenship"] for case in cases) == {"BLR": 910, "RUS": 254}
    assert len({case.id for case in cases}) == 1164


def test_every_line_has_exactly_the_shape(raw: list[str]) -> None:
    for line in raw:
        case: dict[str, Any] = json.loads(line)
        assert line == json.dumps(case, ensure_ascii=False, separators=(",", ":"))
        assert list(case) == KEYS
        assert list(case["fields"]) == FIELDS
        assert all(value is None or isinstance(value, str) for value in case["fields"].values())
        assert case["flags"]
        assert all(list(flag) == FLAG_KEYS for flag in case["flags"])
        assert all(list(item) == ITEM_KEYS for item in case["evidence"])
        ids = [item["id"] for item in case["evidence"]]
        assert ids[:6] == ["q1", "q2", "q3", "q4", "q5", "q6"]
        assert len(set(ids)) == len(ids)
        assert all(item["gist"] is None or item["access"] == "restricted" for item in case["evidence"])
        assert case["priority"] is None or case["priority"] in range(1, 6)


def test_cases_are_two_to_three_kilobytes(raw: list[str]) -> None:
    sizes = [len(line.encode()) for line in raw]
    assert 2000 < sum(sizes) / len(sizes) < 3072
    assert max(sizes) < 8000


def test_the_policy_knows_every_kind_of_evidence_and_all_are_used(cases: list[Case], policy: Policy) -> None:
    used = {item.kind for case in cases for item in case.evidence}
    assert used == {kind.kind for kind in policy.evidence}
    assert not policy.kind_of("questionnaire").alone  # type: ignore[union-attr]
    assert not policy.kind_of("opinion").alone  # type: ignore[union-attr]


def test_dates_follow_one_another(cases: list[Case]) -> None:
    for case in cases:
        asked = case.evidence[0].date
        assert asked is not None
        assert case.due is not None
        assert date(2023, 5, 1) <= asked <= date(2023, 7, 31)
        assert date(2023, 11, 1) <= case.due <= date(2024, 2, 29)
        assert all(item.date == asked for item in case.evidence[:6])
        for flag in case.flags:
            assert flag.raised_on is not None
            assert asked < flag.raised_on < case.due
        for item in case.evidence:
            assert item.date is not None
            assert item.date < case.due
            if item.kind == "representations":
                assert item.date > max(flag.raised_on for flag in case.flags if flag.raised_on)
        since = date.fromisoformat(str(case.fields["resident_since"]))
        expires = date.fromisoformat(str(case.fields["expires"]))
        assert since < asked < expires
        assert since.year - int(str(case.fields["born"])) >= 18
        assert case.fields["permit"] == ("permanent" if case.fields["class"] is None else "temporary")
        assert (case.fields["term"] is None) == (case.fields["permit"] == "permanent")


def test_one_life_is_told_the_same_way_everywhere(cases: list[Case]) -> None:
    for case in cases:
        everything = " ".join(f"{item.label} {item.text} {item.source}" for item in case.evidence)
        employers = set(re.findall(r"(?:UAB|MB|IĮ|AB) “[^”]+”", everything))
        assert len(employers) <= 1, case.id
        declared = re.findall(r"(?:current address|Declared at|Residence declared at) ([^,.;]+ g\. [\d-]+)", everything)
        assert len(set(declared)) <= 1, case.id
        if "husband" not in str(case.fields["household"]) and "wife" not in str(case.fields["household"]):
            assert not re.search(r"\bMy (husband|wife) ", everything), case.id
        if "compulsory service" in everything.lower():
            served = [int(year) for year in re.findall(r"[Cc]ompulsory service (\d{4})", everything)]
            assert all(year - int(str(case.fields["born"])) in (18, 19) for year in served), case.id


def test_stories_fit_the_trade_and_the_age(cases: list[Case]) -> None:
    for case in cases:
        age = 2023 - int(str(case.fields["born"]))
        trade = case.fields["occupation"]
        assert age >= 60 if trade == "pensioner" else 18 < age < 64
        assert (case.fields["class"] == "studies") == str(trade).endswith("student")
        if any("tachograph" in item.text for item in case.evidence):
            assert trade == "lorry driver"


def test_a_third_of_the_people_have_answered_the_flag(cases: list[Case]) -> None:
    heard = sum(any(item.kind == "representations" for item in case.evidence) for case in cases)
    assert 0.28 < heard / len(cases) < 0.40


def test_restricted_items_come_with_and_without_a_gist(cases: list[Case]) -> None:
    restricted = [item for case in cases for item in case.evidence if item.access == "restricted"]
    assert 0.2 < sum(item.withheld for item in restricted) / len(restricted) < 0.6


def test_paging_through_the_cases_does_not_repeat_itself(cases: list[Case]) -> None:
    sentences: Counter[str] = Counter()
    for case in cases:
        said = " ".join(item.text for item in case.evidence)
        sentences.update({part for part in re.split(r"(?<=[.?!]) ", said) if len(part) > 25})
    assert max(sentences.values()) < 0.045 * len(cases)
    assert len(sentences) > 6000
    for number in range(6):
        answers = Counter(case.evidence[number].text for case in cases if len(case.evidence[number].text) > 25)
        assert max(answers.values()) < 0.025 * len(cases)
    assert len({case.subject for case in cases}) > 1050
    for first in range(0, len(cases) - 50, 50):
        page = Counter(case.evidence[0].text for case in cases[first : first + 50])
        assert max(page.values()) <= 3


@pytest.mark.long
def test_what_is_asked_of_people_does_not_depend_on_citizenship() -> None:
    """On many cases, so that chance does not hide a difference: shares differ by less than 1.5 points."""
    seen: dict[str, Counter[str]] = {"BLR": Counter(), "RUS": Counter()}
    for line in make.lines("residence_permits", 6000, 11):
        case = msgspec.json.decode(line, type=Case)
        counts = seen[str(case.fields["citizenship"])]
        counts.update(["cases", str(case.fields["permit"]), f"p{case.priority}", f"f{len(case.flags)}"])
        counts.update({f"flag {flag.code}" for flag in case.flags} | {f"kind {item.kind}" for item in case.evidence})
        counts.update({f"withheld {item.kind}" for item in case.evidence if item.withheld})
    belarusian, russian = seen["BLR"], seen["RUS"]
    for what in belarusian.keys() | russian.keys():
        mean = (belarusian[what] + russian[what]) / 6000
        chance = (mean * (1 - mean) * (1 / belarusian["cases"] + 1 / russian["cases"])) ** 0.5
        assert abs(belarusian[what] / belarusian["cases"] - russian[what] / russian["cases"]) <= 4 * chance + 1e-9, what


def test_texts_hold_many_scripts_and_no_control_characters(cases: list[Case]) -> None:
    letters = set("".join(texts(cases)))
    assert not {one for one in letters if unicodedata.category(one) in ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp")}
    names = " ".join(unicodedata.name(one) for one in letters)
    assert all(script in names for script in ("CYRILLIC", "COMBINING", "ARABIC", "HEBREW", "CJK"))


def test_no_sentence_was_left_half_made(cases: list[Case]) -> None:
    for text in texts(cases):
        assert not re.search(r"[\[\]{}|§]|::|  | [.,;:]|\.\.|^[.,;]|^\s|\s$", text), text
    assert all(item.text and item.label and item.source for case in cases for item in case.evidence)


def test_people_of_one_employer_are_related_and_permits_come_up_when_they_expire(
    cases: list[Case], policy: Policy
) -> None:
    employers = Counter(case.fields["employer"] for case in cases if case.fields["employer"])
    assert sum(count > 1 for count in employers.values()) > 50
    assert max(employers.values()) < 30
    assert policy.related.fields == ("employer",)
    assert policy.renewal
    assert all(date.fromisoformat(str(case.fields[policy.renewal.field])) for case in cases)
    for case in cases:
        told = " ".join(item.text for item in case.evidence)
        assert all(name in str(case.fields["employer"]) for name in re.findall(r"UAB “[^”]+”", told)), case.id
