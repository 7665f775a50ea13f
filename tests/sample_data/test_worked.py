"""The worked samples: their files come in whole, live today, and show what their READMEs say."""

import re
from datetime import date

import pytest

from sample_data import _days
from store.importing import read
from store.importing.mapping import load as load_mapping
from store.model import Arrival, Case
from store.policy_file import load
from tui.samples import FILES, folder, made_for

WORKED = {"screening": 20, "posts": 14, "security_alerts": 17}
AS_OF = date.fromordinal(_days.AS_OF)


def cases(name: str, day: date = AS_OF) -> list[Case]:
    """The cases of a sample on a day; none is rejected."""
    policy, _ = load(folder(name) / "policy.toml")
    found = []
    with made_for(name, day) as files:  # type: ignore[arg-type]
        for file, mapping in files:
            found += list(read(file, policy, load_mapping(mapping) if mapping else None))
    assert all(isinstance(one, Arrival) for one in found), found
    return [one.case for one in found if isinstance(one, Arrival)]


@pytest.mark.parametrize(("name", "count"), WORKED.items())
def test_every_row_comes_in_and_the_readme_says_how_many(name: str, count: int) -> None:
    found = cases(name)
    assert len(found) == len({case.id for case in found}) == count
    assert str(count) in (folder(name) / "README.md").read_text("utf-8")
    assert all(case.title for case in found)


@pytest.mark.parametrize("name", WORKED)
def test_the_files_that_ship_are_those_of_their_day_and_move_by_whole_weeks(name: str) -> None:
    with made_for(name, AS_OF) as files:  # type: ignore[arg-type]
        for file, _ in files:
            assert file.read_bytes() == (folder(name) / file.name).read_bytes()
    for then, now in zip(cases(name), cases(name, date(2026, 11, 28)), strict=True):
        pairs = [(then.due, now.due), *((a.raised_on, b.raised_on) for a, b in zip(then.flags, now.flags, strict=True))]
        assert {(b - a).days for a, b in pairs if a and b} <= {1092}
        assert 1092 % 7 == 0


@pytest.mark.parametrize("name", WORKED)
def test_no_day_is_written_in_a_way_that_would_stay_behind(name: str) -> None:
    for file, _ in FILES[name]:  # type: ignore[index]
        text = (folder(name) / file).read_text("utf-8")
        assert not re.search(r"\b\d{1,2}\.\d{1,2}\.20\d\d|\b\d{1,2} (January|March|November|December) 20\d\d", text)


def test_reports_of_one_post_are_flags_of_one_case() -> None:
    found = {case.id: case for case in cases("posts")}
    assert sum(len(case.flags) for case in found.values()) == 25
    threat = found["41877"]
    assert [flag.code for flag in threat.flags] == ["violence", "violence", "harassment"]
    assert {item.kind for item in threat.evidence} == {"text", "context", "event", "statement"}


def test_a_trial_that_was_published_twice_is_one_registration() -> None:
    found = cases("screening")
    registered = [case.fields["registration"] for case in found if case.fields["registration"]]
    assert len(registered) > len(set(registered))
    assert any(not case.evidence for case in found), "one has no abstract"
