"""Filters ask for what people decided, and tell a reader no more than the reader may see."""

from collections.abc import Callable
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest
from msgspec.structs import replace

from store.acts import Cite, Draft, Withdraw
from store.departure import Departure
from store.docket import Docket
from store.errors import BadInput
from store.exporting import Exported, export
from store.filters import parse
from store.model import Imported
from store.opening import new_docket
from store.records import Disclosed
from tests.dockets import KEEP, POLICY, REVOKE, adjudicate, done, make_case, see, vote

REFUSE = Draft("refuse", ("false_statement",), "It cannot be renewed.", (Cite("r1", 0, 27), Cite("q1")))
CONTACT = Draft("revoke", ("contact",), "An undeclared contact.", (Cite("r1", 0, 27), Cite("q1")))
BOTH = replace(CONTACT, grounds=("contact", "false_statement"))
CASE, OTHER = "RP-0001", "RP-0002"
WORDS = [
    *("outcome:keep", "outcome:revoke", "outcome:refuse", "outcome:none"),
    *("ground:false_statement", "ground:contact", "ground:none"),
    *("reviewer:ana", "reviewer:ben", "reviewer:cleo", "reviewer:dora", "reviewer:none", "reviewer:me"),
    *("decided:none", "decided:>2024-01-01", "decided:<1d", "decided:0d", 'decided:>"-1d"'),
]


def a_docket(place: Path, more: str = "") -> Docket:
    docket = new_docket(place, POLICY + more, "lead")
    assert isinstance(docket.import_cases("lead", iter([make_case(1), make_case(2)]), ("cases.jsonl",)), Imported)
    return docket


def ids(docket: Docket, reviewer: str, text: str) -> list[str]:
    found = [row.id for row in docket.page(reviewer, parse(text))]
    assert docket.count(reviewer, parse(text)) == len(found)
    return found


def kept(docket: Docket) -> None:
    done(vote(docket, "ana", CASE, KEEP))


def revoked(docket: Docket) -> None:
    done(vote(docket, "ben", CASE, REVOKE))
    done(vote(docket, "dora", CASE, REVOKE))


def refused(docket: Docket) -> None:
    done(vote(docket, "dora", CASE, REFUSE))
    done(vote(docket, "ana", CASE, REFUSE))


def settled(docket: Docket) -> None:
    done(vote(docket, "ana", CASE, BOTH))
    done(vote(docket, "ben", CASE, KEEP))
    done(adjudicate(docket, "cleo", CASE, CONTACT))


def first_vote(docket: Docket) -> None:
    done(vote(docket, "ana", CASE, REVOKE))


def another_first_vote(docket: Docket) -> None:
    done(vote(docket, "dora", CASE, CONTACT))


def votes_differ(docket: Docket) -> None:
    done(vote(docket, "ana", CASE, REVOKE))
    done(vote(docket, "ben", CASE, KEEP))


def votes_differ_otherwise(docket: Docket) -> None:
    done(vote(docket, "dora", CASE, REFUSE))
    done(vote(docket, "ana", CASE, CONTACT))


def taken_back(docket: Docket) -> None:
    done(vote(docket, "ana", CASE, REVOKE))
    done(docket.act("ana", CASE, Withdraw()))


def nothing(docket: Docket) -> None:
    """Nobody did anything."""


Life = Callable[[Docket], None]


@pytest.mark.long
@pytest.mark.parametrize(
    ("one", "other"),
    [
        (kept, revoked),
        (revoked, refused),
        (kept, settled),
        (first_vote, another_first_vote),
        (votes_differ, votes_differ_otherwise),
        (taken_back, nothing),
    ],
)
def test_whatever_others_decided_a_blind_reader_finds_the_same_cases(tmp_path: Path, one: Life, other: Life) -> None:
    here, there = a_docket(tmp_path / "one"), a_docket(tmp_path / "other")
    there.today = here.today
    one(here)
    other(there)
    for reader, word in product(("zoe", "lead"), WORDS):
        for text in (word, f"-{word}", f"{word} -outcome:keep", f"-{word} -reviewer:ana", f"{word} -standing:open"):
            assert ids(here, reader, text) == ids(there, reader, text), (reader, text)
    assert list(here.verify("lead")) == list(there.verify("lead")) == []
    here.close()
    there.close()


def test_with_a_blind_queue_a_first_vote_is_as_good_as_none(tmp_path: Path) -> None:
    blind = "\n[review]\nblind_queue = true\n"
    here, there = a_docket(tmp_path / "one", blind), a_docket(tmp_path / "other", blind)
    first_vote(here)
    for word in WORDS:
        for text in (word, f"-{word}", f"{word} standing:open"):
            assert ids(here, "zoe", text) == ids(there, "zoe", text), text
    here.close()
    there.close()


def test_what_is_not_known_is_found_by_no_outcome_and_by_no_reviewer(tmp_path: Path) -> None:
    docket = a_docket(tmp_path / "d")
    revoked(docket)
    assert ids(docket, "zoe", "outcome:revoke") == ids(docket, "zoe", "reviewer:ben") == []
    assert ids(docket, "zoe", "outcome:none") == ids(docket, "zoe", "-outcome:keep") == [CASE, OTHER]
    assert ids(docket, "zoe", "-reviewer:ben") == ids(docket, "zoe", "reviewer:none") == [CASE, OTHER]
    docket.close()


def test_who_has_seen_what_others_did_finds_it(tmp_path: Path) -> None:
    docket = a_docket(tmp_path / "d")
    revoked(docket)
    see(docket, "zoe", CASE)
    for reader in ("zoe", "ben", "dora"):
        for text in ("outcome:revoke", "ground:false_statement", "reviewer:ben", "reviewer:dora", "reviewer:Ben"):
            assert ids(docket, reader, text) == [CASE]
        for text in ("outcome:none", "ground:none", "reviewer:none", "-outcome:revoke", "-reviewer:ben"):
            assert ids(docket, reader, text) == [OTHER]
        assert ids(docket, reader, "outcome:keep") == ids(docket, reader, "ground:contact") == []
    assert ids(docket, "ben", "reviewer:me") == [CASE]
    assert ids(docket, "zoe", "reviewer:me") == []
    docket.close()


def test_one_s_own_vote_is_known_and_the_next_one_s_only_after_that(tmp_path: Path) -> None:
    docket = a_docket(tmp_path / "d")
    done(vote(docket, "ana", CASE, BOTH))
    assert ids(docket, "ana", "reviewer:ana") == [CASE]
    assert ids(docket, "ben", "reviewer:ana") == []
    done(vote(docket, "ben", CASE, KEEP))
    assert ids(docket, "ben", "reviewer:ana") == [CASE]
    assert ids(docket, "ana", "outcome:none") == [CASE, OTHER]
    done(adjudicate(docket, "cleo", CASE, CONTACT))
    assert ids(docket, "ana", "ground:contact") == ids(docket, "ana", "reviewer:cleo") == [CASE]
    docket.close()


def test_when_a_case_was_decided_is_told_to_all_who_are_told_that_it_is(tmp_path: Path) -> None:
    docket = a_docket(tmp_path / "d")
    kept(docket)
    today = docket.today()
    for text in (
        f"decided:{today}",
        "decided:0d",
        f"decided:>{today - timedelta(1)}",
        'decided:>"-1d"',
        "-decided:none",
    ):
        assert ids(docket, "zoe", text) == [CASE], text
    for text in ("decided:none", f"decided:<{today}", f"-decided:{today}"):
        assert ids(docket, "zoe", text) == ([] if text[8] == "<" else [OTHER]), text
    done(docket.act("ana", CASE, Withdraw()))
    assert ids(docket, "zoe", "decided:none") == [CASE, OTHER]
    docket.close()


@pytest.mark.parametrize("life", [kept, revoked, settled])
def test_an_export_finds_all_that_is_decided_because_it_is_recorded_that_it_shows_that(
    tmp_path: Path, life: Life
) -> None:
    docket = a_docket(tmp_path / "d")
    life(docket)
    outcome = "keep" if life is kept else "revoke"
    for what in ("decisions", "cases"):
        out = tmp_path / f"{what}.csv"
        done_ = export(docket, "lead", out, what, chosen=parse(f"outcome:{outcome}"))
        assert isinstance(done_, Exported)
        assert done_.rows == 1
        asked = list(docket.history("lead"))[-2].body
        assert isinstance(asked, Disclosed)
        assert asked.others
    docket.close()


def test_an_export_finds_nothing_by_votes_on_a_case_that_is_not_decided(tmp_path: Path) -> None:
    docket = a_docket(tmp_path / "d")
    votes_differ(docket)
    leaving = docket.leaving("lead", parse("reviewer:ana"), purpose="a look", others=True)
    assert isinstance(leaving, Departure)
    assert list(leaving.views()) == []
    docket.close()


def test_what_is_decided_while_it_is_on_its_way_is_not_found_either(tmp_path: Path) -> None:
    docket = a_docket(tmp_path / "d")
    leaving = docket.leaving("lead", parse("outcome:keep"), purpose="a look", others=True)
    assert isinstance(leaving, Departure)
    kept(docket)
    assert list(leaving.views()) == []
    docket.close()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("outcome:revok", 'no outcome "revok" (did you mean "revoke"?)'),
        ("ground:contct", 'no ground "contct" (did you mean "contact"?)'),
        ('reviewer:"an na"', "letters"),
        ("decided:soon", "is not a date"),
        ("outcome:<keep", '"outcome:" takes no <'),
    ],
)
def test_what_cannot_be_asked_is_said(tmp_path: Path, text: str, sentence: str) -> None:
    docket = a_docket(tmp_path / "d")
    with pytest.raises(BadInput) as told:
        docket.count("ana", parse(text))
    assert sentence in str(told.value)
    docket.close()


def test_an_outcome_that_an_older_policy_had_can_be_asked_for(tmp_path: Path) -> None:
    docket = a_docket(tmp_path / "d")
    revoked(docket)
    source = POLICY.replace('id = "refuse"', 'id = "reject"').replace('"revoke", "refuse"', '"revoke", "reject"')
    done(docket.set_policy("lead", source, "Another word."))
    assert docket.count("ben", parse("outcome:refuse")) == 0
    assert docket.count("ben", parse("outcome:reject")) == 0
    docket.close()
