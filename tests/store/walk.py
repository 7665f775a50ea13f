"""Several people at two screens who do whatever comes to their minds: most of it sensible, a good deal of it not.

A walk is the same for the same number. After each step the docket is compared with what the oracle makes of its files.
"""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, get_args

import pytest
from msgspec.structs import replace

from store.acts import (
    Adjudicate,
    AnyRequest,
    Appeal,
    Assign,
    CastVote,
    Cite,
    Close,
    Draft,
    Hear,
    Hold,
    Open,
    Recuse,
    Refer,
    Reopen,
    Resume,
    Rule,
    SendBack,
    Serve,
    Stay,
    Unmask,
    Withdraw,
    WriteNote,
)
from store.acts.hearing import Step
from store.case.parts import Result
from store.docket import Docket
from store.model import Case, Evidence
from store.opening import new_docket, open_docket
from tests.dockets import POLICY, make_case
from tests.store.life import OPEN_TO_ALL
from tests.store.oracle import Oracle

PEOPLE = ["ana", "ben", "cleo", "dora", "emil"]
STRANGERS = ["c1eo", "lead", "bern", "bem"]
GOOD = [
    Draft("revoke", ("contact",), "The register says so.", (Cite("r1"),)),
    Draft("revoke", ("false_statement",), "The register says so.", (Cite("r1", 0, 27), Cite("q1"))),
    Draft("revoke", ("false_statement",), "The register says so.", (Cite("s2"),)),
    Draft("refuse", ("false_statement",), "The register says so.", (Cite("r1"), Cite("s1"))),
]
KEEP = Draft("keep", reason="It is explained.")
SHORT = Cite("r1", 0, 10)
CITES = [(), (Cite("q1"),), (Cite("s1"),), (Cite("q1"), Cite("s1")), (SHORT,), (SHORT, Cite("r1")), (Cite("zz"),)]
CITES += [(Cite("r1", 3, 3),), (Cite("p1"),), (Cite("p1"), Cite("r1"))]
READ = [(), ("r1",), ("p1", "r1"), ("q1", "r1", "s1", "s2"), *[("q1", "r1", "s1", "s2", "p1")] * 4]
WRONG: dict[str, list[Any]] = {
    "outcome": ["keep", "revoke", "refuse", "", "deport"],
    "grounds": [(), ("contact",), ("false_statement",), ("contact", "false_statement"), ("rumour",)],
    "reason": ["", " ", "\u200b", "ec"],
    "cites": CITES,
    "revision": [0, 1, 2, 3],
}
LETTER = Evidence("p1", "representations", "Letter", "I have never met any of them.")
MUST_READ = '[[evidence]]\nkind = "representations"\nlabel = "Representations"\nalone = false\nmust_read = true\n'
ROLES = '[roles]\nreviewer = ["ana", "ben", "cleo", "dora"]\nlead = ["lead", "emil"]\nadjudicator = ["cleo", "dora"]\n'
RESULTS: list[Result] = ["upheld", "upheld", "varied", "varied", "set_aside", "sent_back"]
STEPS = 160
WAITING, LIVING = ["open", "second", "conflict", "held", "referred"], ["decided", "served", "appealed", "closed"]


@contextmanager
def _drawn_by(rng: random.Random) -> Iterator[None]:
    """The key of a docket's audit is random; for a walk that is the same each time it hangs on its number."""
    drawn = SimpleNamespace(token_hex=lambda size: rng.randbytes(size).hex())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("store.local.creating.secrets", drawn)
        yield


class Walk:
    """One walk, on a docket of its own; `oracle.wrong` ends it."""

    def __init__(self, place: Path, number: int) -> None:
        self._rng = random.Random(number)
        self._lives_on = number % 2 == 1
        self._place = place
        self._cases = 0
        self._versions: dict[str, int] = {}
        self.day = date(2026, 3, 2)
        review = self._rng.choice(
            ['votes = 2\nconflict_on = "outcome"', 'votes = 2\nconflict_on = "grounds"'] * 3
            + ['votes = 3\nconflict_on = "outcome"']
        )
        roles = self._rng.choice(["", "", ROLES])
        separate = f"separate_import = {self._rng.choice(['true', 'false'])}"
        final = self._rng.choice(["", "final_after_days = 0", "final_after_days = 1", "final_after_days = 3"])
        review += f"\naudit_share = 0.3\n{separate}\nhearing = {self._rng.choice(['true', 'false'])}\n{final}"
        self._policy = f"{POLICY}\n{MUST_READ}\n{roles}\n[review]\n{review}\n"
        with _drawn_by(self._rng):
            new_docket(place, self._policy, "lead").close()
        self._screens = [self._opened()]
        self._import("lead", *self._new_cases(6))
        self._screens.append(self._opened())
        self.oracle = Oracle(place)
        self._look_at_all()

    def run(self) -> Oracle:
        """Walk until the end, or until something is wrong."""
        steps: list[tuple[Callable[[], object], int]] = [
            (self._vote_well, 34), (self._vote_anyhow, 18), (self._settle_well, 9), (self._settle_anyhow, 5),
            (self._withdraw, 12), (self._look, 8), (self._write, 3), (self._revise, 6), (self._bring_more, 3),
            (self._read_out, 2), (self._rule, 1), (self._reopen, 1),
        ]  # fmt: skip
        if self._lives_on:
            steps += [
                (self._turn, 8), (self._pause, 7), (self._hear, 8), (self._step_off, 4), (self._send_back, 4),
                (self._live_on, 34),
            ]  # fmt: skip
        doing, weights = zip(*steps, strict=True)
        for _ in range(STEPS):
            self._rng.choices(doing, weights)[0]()
            self._look_at_all()
            if self.oracle.wrong:
                break
        self.verified = list(self._screens[0].verify("lead"))
        for screen in self._screens:
            screen.close()
        return self.oracle

    # What people do

    def _vote_well(self) -> None:
        who, case = self._who(), self._case()
        if self._rng.random() < 0.1:
            case = self._standing_at("decided")
        if self._rng.random() < 0.6 and not self.oracle.stories[case].heard:
            self._act(who, case, Hear("waived", self.day, reason="They cannot be found."))
        draft = self._rng.choice([*GOOD, *GOOD, KEEP, KEEP])
        for voter in (who, self._who())[: self._rng.choice([1, 2])]:
            self._act(voter, case, Open(tuple(item.id for item in self._evidence(case))))
            self._act(voter, case, CastVote(self._rng.choice([draft, draft, draft, *GOOD])))

    def _vote_anyhow(self) -> None:
        self._anyhow(CastVote)

    def _settle_well(self) -> None:
        case, who = self._standing_at("conflict"), self._who()
        self._act(who, case, Open(tuple(item.id for item in self._evidence(case)), others=True))
        self._act(who, case, Adjudicate(replace(KEEP, reason="")))
        self._act(who, case, Adjudicate(self._rng.choice([*GOOD, KEEP])))

    def _settle_anyhow(self) -> None:
        self._anyhow(Adjudicate)

    def _anyhow(self, request: type[CastVote | Adjudicate]) -> None:
        """Something about the draft, or about what was read before it, is not as it should be."""
        who, case = self._who(), self._case()
        self._act(who, case, Open(self._rng.choice(READ)))
        name = self._rng.choice([*WRONG])
        changed = {name: self._rng.choice(WRONG[name])}
        self._act(who, case, request(replace(self._rng.choice(GOOD), **changed)))

    def _withdraw(self) -> None:
        case = self._rng.choice([self._case(), self._standing_at("second"), self._standing_at("conflict")])
        voters = [*self.oracle.stories[case].voters]
        self._act(self._rng.choice([*sorted(voters), self._who()]), case, Withdraw("I misread it."))

    def _look(self) -> None:
        where = self._rng.choice([self._case(), self._standing_at("conflict"), self._standing_at("decided")])
        self._act(self._who(), where, Open(("q1",), others=True, revision=self._rng.choice([None, None, None, 1])))

    def _write(self) -> None:
        self._act(self._who(), self._case(), WriteNote(self._rng.choice(["", "A note."])))
        self._act(self._who(), self._case(), Unmask(("citizenship",), "A check."))

    def _revise(self) -> None:
        case = self._rng.choice([self._case(), self._standing_at("second"), self._standing_at("decided")])
        self._versions[case] += 1
        self._import(self._rng.choice(["lead", "ana"]), self._made(case, plain=self._rng.random() < 0.3))

    def _bring_more(self) -> None:
        self._import(self._rng.choice(["lead", "lead", "emil"]), *self._new_cases(4))

    def _read_out(self) -> None:
        """Somebody exports, a decision is taken back, and they would vote on that case."""
        who, case = self._who(), self._standing_at("decided")
        self._screen().leaving(who, purpose="a look", others=True)
        self._act(self.oracle.stories[case].acted or who, case, Withdraw())
        self._act(who, case, Open(tuple(item.id for item in self._evidence(case))))
        self._act(who, case, CastVote(KEEP))

    def _rule(self) -> None:
        more = self._rng.choice(["", '[[ground]]\nid = "rumour"\nlabel = "Rumour"\nlaw = "-"\noutcomes = ["revoke"]\n'])
        harmless = self._policy.replace('"Permit revoked"\nadverse = true', '"Permit revoked"\nadverse = false')
        source = self._rng.choice([self._policy, harmless, self._policy.replace("votes = 2", "votes = 3")])
        self._screen().set_policy("lead", f"{source}\n{more}", "Another view of things.")

    def _reopen(self) -> None:
        self._screens[1].close()
        self._screens[1] = self._opened()

    # What they do beside voting

    def _turn(self) -> None:
        self.day += timedelta(self._rng.choice([1, 1, 2, 4]))

    def _pause(self) -> None:
        case, until = self._rng.choice([self._case(), self._standing_at("conflict")]), self._day(0, 1, 1, 2, 3)
        asked: list[AnyRequest] = [Hold(until, self._reason()), Refer(self._reason(), self._reason(), until)]
        self._act(self._who(), case, self._rng.choice(asked))
        then: list[AnyRequest] = [CastVote(KEEP), Adjudicate(KEEP), Hold(until, "Again."), Withdraw()]
        then.append(Resume(self._reason()))
        for request in then:
            if self._rng.random() < 0.4:
                self._act(self._who(), case, request)

    def _hear(self) -> None:
        case, on = self._rng.choice([self._case(), self._case(), self._standing_at("decided")]), self._day(0, 0, 1)
        step = self._rng.choice(get_args(Step))
        item = self._rng.choice(["p1", "p1", "zz", ""])
        due = self._rng.choice([None, on, on + timedelta(3), on + timedelta(14)])
        self._act(self._who(), case, Hear(step, on, due, item, self._reason()))

    def _step_off(self) -> None:
        case, who = self._rng.choice([self._case(), self._standing_at("conflict")]), self._who()
        self._act(who, case, Recuse(self._reason()))
        to = self._rng.choice([who, *PEOPLE, ""])
        self._act("lead", case, Assign(to, nobody=not to))
        again: list[AnyRequest] = [Recuse("Again."), SendBack("Look again."), Adjudicate(KEEP)]
        self._act(who, case, Open(tuple(item.id for item in self._evidence(case)), others=self._rng.random() < 0.3))
        self._act(who, case, self._rng.choice([CastVote(KEEP), *again]))

    def _send_back(self) -> None:
        case = self._rng.choice([*[self._standing_at("conflict")] * 3, self._case()])
        self._act(self._who(), case, SendBack(self._reason()))

    def _live_on(self) -> None:
        """What becomes of a decision, in and out of turn."""
        case = self._standing_at(*self._rng.choice([LIVING, LIVING, ["appealed"], ["appealed"], WAITING]))
        for _ in range(5):
            self._act(self._rng.choice([*sorted(self.oracle.stories[case].voters), *PEOPLE * 2]), case, self._next())

    def _next(self) -> AnyRequest:
        on, reason = self._day(-4, -1, 0, 0, 0, 0, 0, 1), self._reason()
        result = self._rng.choice(RESULTS)
        outcome = self._rng.choice(["keep", "revoke", "refuse", "deport"]) if result == "varied" else ""
        asked: list[AnyRequest] = [
            Serve(on, "by hand", reason), self._appeal(on), Stay(on, reason), Stay(on, reason, lifted=True),
            Rule(result, on, reason, outcome), Close(reason), Reopen(reason), Withdraw(),
            Hold(self.day + timedelta(1), "Wait."), Refer("Police", "Is it?", self.day + timedelta(1)), Assign("dora"),
        ]  # fmt: skip
        return self._rng.choices(asked, [5, 8, 4, 3, 6, 2, 1, 1, 1, 1, 1])[0]

    def _appeal(self, on: date) -> Appeal:
        number = on.toordinal()
        return Appeal(on, "Regional court", f"I-{number}" if number % 2 else "", own_review=number % 3 == 0)

    def _reason(self) -> str:
        return self._rng.choice(["", "It was so ordered.", "It was so ordered.", "It was so ordered."])

    def _day(self, *away: int) -> date:
        return self.day + timedelta(self._rng.choice(away))

    # What they do it to

    def _opened(self) -> Docket:
        return Docket(open_docket(self._place)._engine, lambda: self.day)

    def _act(self, who: str, case: str, request: AnyRequest) -> None:
        self._screen().act(who, case, request)
        self.oracle.follow()

    def _import(self, who: str, *cases: Case) -> None:
        self._screen().import_cases(who, iter(cases), ())

    def _new_cases(self, count: int) -> list[Case]:
        names = [f"RP-{self._cases + number:04}" for number in range(1, count + 1)]
        self._cases += count
        self._versions |= dict.fromkeys(names, 0)
        return [self._made(name) for name in names]

    def _made(self, case: str, *, plain: bool = False) -> Case:
        version, content = self._versions[case], make_case()
        if plain:
            return replace(self._screen().view("ana", case).case, title=f"Title {version}", fields=content.fields)
        last = replace(LETTER, text=f"{LETTER.text} Letter {version}.")
        # Two cases are of one person: with each one that is looked at, those that belong to it are read as well.
        return replace(content, id=case, subject=f"Person {int(case[-4:]) // 2}", evidence=(*content.evidence, last))

    def _evidence(self, case: str) -> tuple[Evidence, ...]:
        return self._screen().view("ana", case).case.evidence

    def _screen(self) -> Docket:
        return self._rng.choice(self._screens)

    def _who(self) -> str:
        return self._rng.choice(PEOPLE * 4 + STRANGERS)

    def _case(self) -> str:
        """One of the few that people are at."""
        undecided = [case for case, story in self.oracle.stories.items() if not story.decided]
        return self._rng.choice(undecided[:3] or [*self.oracle.stories])

    def _standing_at(self, *standings: str) -> str:
        stories, day = self.oracle.stories, str(self.day)
        found = [case for case, story in stories.items() if story.on(day) in standings]
        return self._rng.choice(found[-4:] or [self._case()])

    # What comes of it

    def _look_at_all(self) -> None:
        self.oracle.follow()
        wrong, screen = self.oracle.wrong, self._screen()
        screen.refresh()
        who, stories = self._rng.choice(PEOPLE[:4]), self.oracle.stories
        rows = {row.id: str(row.standing) for row in screen.page(who, limit=1000)}
        expected = {case: story.on(str(self.day)) for case, story in stories.items() if who not in story.recused}
        self.oracle.counted.update(f"seen {standing}" for standing in set(expected.values()))
        if rows != expected:
            wrong.append(f"to {who} the cases stand at {rows}, not {expected}")
        case = self._case()
        self._compare(screen, who, self._rng.choice([case, self._standing_at("decided")]))

    def _compare(self, screen: Docket, who: str, case: str) -> None:
        view, story, wrong = screen.view(who, case), self.oracle.stories[case], self.oracle.wrong
        blind = self.oracle.blind(who, case)
        if (view.round, view.revision) != (story.round, len(story.revisions)):
            wrong.append(f"{case} is in round {view.round}, not {story.round}")
        if not blind and view.decision is not None and view.decision.outcome != story.outcome:
            wrong.append(f"{case} was decided as {view.decision.outcome}, not {story.outcome}")
        others = {one.by for one in view.history if one.case and one.by != who and one.kind not in OPEN_TO_ALL}
        told = str((view.votes, view.resolution, view.decision, view.scene.state))
        if blind and (others or any(f"'{one}'" in told for one in PEOPLE if one != who)):
            wrong.append(f"{who} is shown others' work on {case}")
