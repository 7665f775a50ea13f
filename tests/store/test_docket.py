"""The one door checks what comes in, whoever calls: keys, requests, ids."""

from datetime import timedelta

import pytest

from store.acts import Assign, CastVote, Cite, Close, Draft, Hold, Note, Open, Resume, Withdraw, WriteNote
from store.docket import Docket
from store.errors import BadInput
from store.model import Refusal
from store.records import Export, PolicySet
from tests.dockets import KEEP, POLICY, done, make_case, missing, refused

CASE = "RP-0001"


def test_a_note_needs_text_and_a_real_anchor(docket: Docket) -> None:
    assert missing(docket.act("ana", CASE, WriteNote("\u200b"))) == {"blank"}
    assert missing(docket.act("ana", CASE, WriteNote("x" * 100_001))) == {"too_long"}
    assert missing(docket.act("ana", CASE, WriteNote("Here.", Cite("r1", 0, 9999)))) == {"no_span"}
    done(docket.act("ana", CASE, WriteNote("Here.", Cite("r1", 0, 10))))  # a word is enough for a note


def test_the_same_key_is_recorded_once(docket: Docket) -> None:
    first = docket.act("ana", CASE, WriteNote("Once."), "k1")
    assert docket.act("ana", CASE, WriteNote("Once."), "k1") == first
    assert len(docket.view("ana", CASE).of(Note)) == 1


def test_a_vote_that_was_taken_back_is_not_given_as_the_one_that_is_sent(docket: Docket) -> None:
    keep = CastVote(Draft("keep", revision=1))
    done(docket.act("ana", CASE, keep, "k1"))
    done(docket.act("ana", CASE, Withdraw()))
    assert refused(docket.act("ana", CASE, keep, "k1")) == "key_used"
    second = done(docket.act("ana", CASE, keep, "k2"))
    assert docket.act("ana", CASE, keep, "k2") == second


def test_what_is_only_asked_is_answered_as_what_is_recorded_would_be(docket: Docket) -> None:
    cases, hold = ("RP-0001", "RP-0002", "RP-0003"), Hold(docket.today() + timedelta(3), "The carrier answers.")
    done(docket.act("ben", "RP-0002", hold))
    for who, request in (
        ("ana", hold),
        ("ana", Hold(docket.today())),
        ("ana", Close("Nothing is left.")),
        ("ana", Assign("ben")),
        ("ana", Assign()),
        ("ana", Resume("It is back.")),
        ("Ana ", hold),
        ("ana", "hold"),
    ):
        before = docket.checkpoint("lead")
        asked = docket.refusals(who, cases, request)  # type: ignore[arg-type]
        assert docket.checkpoint("lead") == before
        answers = [docket.act(who, case, request) for case in cases]  # type: ignore[arg-type]
        assert asked == [one if isinstance(one, Refusal) else None for one in answers], request
    assert docket.refusals("ana", (), hold) == []
    with pytest.raises(BadInput, match="There is no case"):
        docket.refusals("ana", ("RP-0001", "RP-9"), hold)


def test_a_key_is_for_one_person_one_case_and_one_act(docket: Docket) -> None:
    done(docket.act("ana", CASE, WriteNote("Once."), "k1"))
    for reviewer, case, request in (
        ("ben", CASE, WriteNote("Once.")),
        ("ana", "RP-0002", WriteNote("Once.")),
        ("ana", CASE, Open()),
    ):
        assert refused(docket.act(reviewer, case, request, "k1")) == "key_used"
    for key in ("x" * 65, "ä", "a\n"):
        assert refused(docket.act("ana", CASE, WriteNote("Once."), key)) == "bad_key"
    assert len(list(docket.history("ana"))) == 4


@pytest.mark.parametrize(
    "request_",
    [
        KEEP,
        "vote",
        CastVote(Draft(outcome=None)),  # type: ignore[arg-type]
        CastVote(Draft("keep", grounds=("a", 1))),  # type: ignore[arg-type]
        CastVote(Draft("keep", cites=(Cite("r1", "0"),))),  # type: ignore[arg-type]
        Open(items="q1"),  # type: ignore[arg-type]
        WriteNote(text=b"bytes"),  # type: ignore[arg-type]
    ],
)
def test_what_no_type_checker_saw_is_refused(docket: Docket, request_: object) -> None:
    before = docket.checkpoint("lead")
    assert refused(docket.act("ana", CASE, request_)) == "bad_request"  # type: ignore[arg-type]
    assert docket.checkpoint("lead") == before


@pytest.mark.parametrize("case", ["RP-9999", "\ud800", "a\0b", "", 1, None, ["RP-0001"]])
def test_a_case_that_nobody_imported_is_not_there(docket: Docket, case: str) -> None:
    docket.import_cases("lead", iter([make_case(id="1")]), ())
    before = docket.checkpoint("lead")
    for ask in (lambda: docket.view("ana", case), lambda: docket.act("ana", case, WriteNote("On nothing."))):
        with pytest.raises(BadInput, match="There is no case"):
            ask()
    assert docket.checkpoint("lead") == before


@pytest.mark.parametrize(
    "body",
    [
        Export(5, "csv", 1, ""),  # type: ignore[arg-type]
        Export("decisions", "csv", "many", ""),  # type: ignore[arg-type]
        Export("decisions", "csv", 1, "", recipient="\udcff"),
        PolicySet(POLICY, "Permits", "2"),
        "an export",
    ],
)
def test_nothing_is_recorded_of_an_export_that_is_none(docket: Docket, body: object) -> None:
    before = docket.checkpoint("lead")
    with pytest.raises(BadInput):
        docket.exported("lead", body)  # type: ignore[arg-type]
    for wrong in (5, "\udcff"):
        with pytest.raises(BadInput):
            docket.leaving("lead", purpose=wrong, others=True)  # type: ignore[arg-type]
    with pytest.raises(BadInput):
        docket.leaving("lead", purpose="a look", others="yes")  # type: ignore[arg-type]
    with pytest.raises(BadInput):
        docket.import_cases("lead", iter([make_case(99)]), (5,))  # type: ignore[arg-type]
    assert docket.checkpoint("lead") == before
