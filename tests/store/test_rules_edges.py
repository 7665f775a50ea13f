"""Rules at their edges: who takes back what, who is too many, and who sees what others wrote."""

from pathlib import Path

from store.acts import Adjudicate, CastVote, Cite, Draft, Note, Withdraw, WriteNote
from store.docket import Docket
from store.model import Refusal, Standing
from store.opening import new_docket
from store.records import Record
from tests.dockets import POLICY, make_case

CASE = "RP-0001"
KEEP = Draft("keep")
REVOKE = Draft("revoke", ("false_statement",), "The register contradicts the answer.", (Cite("r1"),))


def test_a_vote_stands_once_another_acted_whatever_their_names(docket: Docket) -> None:
    """`withdraw` compares who acted last with who asks: not which of the two comes first in the alphabet."""
    for case, first, second in ((CASE, "ana", "zoe"), ("RP-0002", "zoe", "ana")):
        docket.act(first, case, CastVote(REVOKE))
        docket.act(second, case, CastVote(KEEP))
        answer = docket.act(first, case, Withdraw())
        assert isinstance(answer, Refusal)
        assert answer.code == "acted_on"
        assert isinstance(docket.act(second, case, Withdraw()), Record)


def test_more_people_than_are_needed_may_agree(tmp_path: Path) -> None:
    docket = new_docket(tmp_path / "d", POLICY + '\n[review]\nconflict_on = "grounds"\n', "lead")
    docket.import_cases("lead", iter([make_case()]), ())
    docket.act("ana", CASE, CastVote(REVOKE))
    docket.act("ben", CASE, CastVote(Draft("revoke", ("contact",), "Another ground.", (Cite("r1"),))))
    assert docket.view("cleo", CASE).standing is Standing.CONFLICT
    assert isinstance(docket.act("cleo", CASE, Adjudicate(REVOKE)), Record)
    docket.close()


def test_who_has_voted_sees_what_there_is(docket: Docket) -> None:
    docket.act("ana", CASE, CastVote(REVOKE))
    docket.act("ana", CASE, WriteNote("The employer confirmed on the phone."))
    assert docket.view("ben", CASE).blind
    reading = docket.view("ana", CASE)
    assert not reading.blind
    assert [vote.by for vote in reading.votes] == ["ana"]
    assert [note.by for note in reading.of(Note)] == ["ana"]


def test_a_decided_case_is_open_to_everybody(docket: Docket) -> None:
    docket.act("ana", CASE, CastVote(KEEP))
    reading = docket.view("zoe", CASE)
    assert reading.standing is Standing.DECIDED
    assert not reading.blind
    assert [vote.by for vote in reading.votes] == ["ana"]
