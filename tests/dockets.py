"""The policy and the cases that tests work on."""

from pathlib import Path

from store.acts import Adjudicate, CastVote, Cite, Draft, Open
from store.case.view import CaseView
from store.docket import Docket
from store.model import Case, Evidence, Flag, Imported, Refusal
from store.opening import new_docket
from store.records import Record

POLICY = """
name = "Permits"
version = "1"
identity = "declared"
[case]
masked = ["citizenship"]
columns = ["due", "flags", "field.permit"]
[[evidence]]
kind = "questionnaire"
label = "Questionnaire"
alone = false
[[evidence]]
kind = "register"
label = "Register"
alone = true
[[outcome]]
id = "keep"
label = "Permit stands"
adverse = false
[[outcome]]
id = "revoke"
label = "Permit revoked"
adverse = true
[[outcome]]
id = "refuse"
label = "Renewal refused"
adverse = true
[[ground]]
id = "false_statement"
label = "False statement"
law = "art. 35(1)"
outcomes = ["revoke", "refuse"]
[[ground]]
id = "contact"
label = "Undeclared contact"
law = "art. 35(2)"
outcomes = ["revoke"]
"""


def make_case(number: int = 1, **changed: object) -> Case:
    """A case with a questionnaire answer, a register entry, one withheld and one gisted item."""
    content: dict[str, object] = {
        "id": f"RP-{number:04}",
        "title": "Temporary residence permit",
        "subject": "Darya Example",
        "fields": {"citizenship": "BLR", "permit": "temporary"},
        "flags": (Flag("Q3", "Answers differ", "survey desk"),),
        "evidence": (
            Evidence("q1", "questionnaire", "Question 1", "I moved in 2019. I work at a bakery."),
            Evidence("r1", "register", "Register", "Registered since 2 May 2019. Employer: Rugys bakery."),
            Evidence("s1", "register", "Opinion", "A source reports a contact.", access="restricted"),
            Evidence("s2", "register", "Report", "Seen at the office.", access="restricted", gist="A visit."),
        ),
    }
    return Case(**{**content, **changed})  # type: ignore[arg-type]


def read_through(docket: Docket, reviewer: str, case: str) -> None:
    """Open every item of a case, as a reviewer does who reads it."""
    items = tuple(item.id for item in docket.view(reviewer, case).case.evidence)
    assert isinstance(docket.act(reviewer, case, Open(items)), Record)


def vote(docket: Docket, reviewer: str, case: str, draft: Draft, key: str = "") -> Record | Refusal:
    """Read a case and vote on it."""
    read_through(docket, reviewer, case)
    return docket.act(reviewer, case, CastVote(draft), key)


def adjudicate(docket: Docket, reviewer: str, case: str, draft: Draft, key: str = "") -> Record | Refusal:
    """Read a case, see what others wrote, and settle it."""
    read_through(docket, reviewer, case)
    see(docket, reviewer, case)
    return docket.act(reviewer, case, Adjudicate(draft), key)


def see(docket: Docket, reviewer: str, case: str) -> CaseView:
    """The case with others' work, where this reviewer may see that: it is recorded that they do."""
    view = docket.view(reviewer, case)
    if view.unseen:
        assert isinstance(docket.act(reviewer, case, Open(others=True)), Record)
    return docket.view(reviewer, case)


KEEP = Draft("keep", reason="The register bears out the answer.")
REVOKE = Draft("revoke", ("false_statement",), "The register contradicts the answer.", (Cite("r1", 0, 27), Cite("q1")))
"""What passes on a case of `make_case`."""


def made(tmp_path: Path, more: str = "", *cases: Case, masked: str = '"citizenship"') -> Docket:
    """A docket with more in its policy; of one case unless others are given."""
    policy = POLICY.replace('"citizenship"', masked) + more
    docket = new_docket(tmp_path / "made.docket", policy, "lead")
    assert isinstance(docket.import_cases("lead", iter(cases or [make_case()]), ("cases.jsonl",)), Imported)
    return docket


def done(answer: Record | Refusal) -> Record:
    """What was recorded."""
    assert isinstance(answer, Record), answer
    return answer


def refused(answer: object) -> str:
    """The code of a refusal."""
    assert isinstance(answer, Refusal), answer
    return answer.code


def missing(answer: Record | Refusal) -> set[str]:
    """The codes of all that is missing of what was refused."""
    assert isinstance(answer, Refusal), answer
    assert answer.code == "incomplete"
    return {one.code for one in answer.missing}
