"""Whatever several people do in whatever order, nothing adverse is decided on one person's word.

Random sequences of every public action, over several processes' worth of dockets on one directory; the oracle reads
the votes through TinyDB and knows nothing of `store.standing` and `store.rules`.
"""

import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from store.acts import Cite, Draft
from store.local.storage import DocketDB
from store.model import Standing
from store.opening import new_docket, open_docket
from tests.dockets import POLICY, make_case

CASES = st.sampled_from(["RP-0001", "RP-0002"])
PEOPLE = st.sampled_from(["ana", "ben", "cleo", "dora", "аnа"])
CITES = st.lists(
    st.sampled_from([Cite("r1", 0, 10), Cite("q1", 0, 9), Cite("s1"), Cite("s2"), Cite("zz"), Cite("r1", 3, 3)]),
    max_size=3,
).map(tuple)
DRAFTS = st.one_of(
    st.builds(
        Draft,
        st.sampled_from(["keep", "revoke", "refuse", "", "other"]),
        st.lists(st.sampled_from(["false_statement", "contact", "zz"]), max_size=2, unique=True).map(tuple),
        st.sampled_from(["", " ", "\u200b", "Because the register says so."]),
        CITES,
    ),
    st.sampled_from(
        [
            Draft("keep"),
            Draft("revoke", ("contact",), "Why.", (Cite("r1"),)),
            Draft("refuse", ("false_statement",), "Why.", (Cite("r1"), Cite("q1"))),
        ]
    ),
)
KEYS = st.sampled_from(["", "", "", "same", "other"])


class Reviewers(RuleBasedStateMachine):
    """Reviewers at two screens on one docket."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.place = self.folder / "d"

    @initialize(conflict_on=st.sampled_from(["outcome", "grounds"]), audit=st.sampled_from([0, 1]))
    def start(self, conflict_on: str, audit: int) -> None:
        review = f'\n[review]\nconflict_on = "{conflict_on}"\naudit_share = {audit}.0\n'
        first = new_docket(self.place, POLICY + review, "lead")
        first.import_cases("lead", iter([make_case(1), make_case(2)]), ())
        self.screens = [first, open_docket(self.place)]

    @rule(at=st.integers(0, 1), who=PEOPLE, case=CASES, draft=DRAFTS, key=KEYS)
    def vote(self, at: int, who: str, case: str, draft: Draft, key: str) -> None:
        self.screens[at].vote(who, case, draft, key)

    @rule(at=st.integers(0, 1), who=PEOPLE, case=CASES, draft=DRAFTS, key=KEYS)
    def adjudicate(self, at: int, who: str, case: str, draft: Draft, key: str) -> None:
        self.screens[at].adjudicate(who, case, draft, key)

    @rule(at=st.integers(0, 1), who=PEOPLE, case=CASES)
    def withdraw(self, at: int, who: str, case: str) -> None:
        self.screens[at].withdraw(who, case)

    @rule(at=st.integers(0, 1), who=PEOPLE, case=CASES, text=st.sampled_from(["", "A note."]))
    def note(self, at: int, who: str, case: str, text: str) -> None:
        self.screens[at].note(who, case, text)

    @rule(at=st.integers(0, 1), who=PEOPLE, case=CASES)
    def look(self, at: int, who: str, case: str) -> None:
        self.screens[at].opened(who, case, ["q1", "r1"])
        self.screens[at].unmask(who, case, ["citizenship"])

    @rule(at=st.integers(0, 1), changed=st.booleans())
    def import_again(self, at: int, changed: bool) -> None:
        case = make_case(1, title="Changed") if changed else make_case(1)
        self.screens[at].import_cases("lead", iter([case]), ())

    @rule(at=st.integers(0, 1))
    def reopen(self, at: int) -> None:
        self.screens[at].close()
        self.screens[at] = open_docket(self.place)

    @invariant()
    def nothing_adverse_on_one_word(self) -> None:
        if not hasattr(self, "screens"):
            return
        for screen in self.screens:
            screen.refresh()
        db = DocketDB(self.place)
        for case in ("RP-0001", "RP-0002"):
            readings = [screen.read("nobody", case) for screen in self.screens]
            assert readings[0] == readings[1]
            decision = readings[0].decision
            if readings[0].standing is Standing.DECIDED and decision and decision.outcome != "keep":
                self.must_rest_on_two(db, case, decision.outcome)
        db.close()

    def must_rest_on_two(self, db: DocketDB, case: str, outcome: str) -> None:
        withdrawn = {one["vote"] for one in db.table("withdrawals")}
        said = [one for one in db.table("votes") if one["case"] == case and one["seq"] not in withdrawn]
        said += [one for one in db.table("resolutions") if one["case"] == case]
        agreeing = [one for one in said if one["outcome"] == outcome]
        assert len({one["by"] for one in agreeing}) >= 2
        assert "аnа" not in {one["by"] for one in said} or "ana" not in {one["by"] for one in said}
        for one in agreeing:
            assert one["reason"].strip(" \u200b")
            assert one["grounds"]
            assert {cited["item"] for cited in one["citations"]} & {"r1", "s2"}

    def teardown(self) -> None:
        for screen in getattr(self, "screens", ()):
            screen.close()
        shutil.rmtree(self.folder)


Reviewers.TestCase.settings = settings(
    max_examples=60, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
)
TestReviewers = Reviewers.TestCase
