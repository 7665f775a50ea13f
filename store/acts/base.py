"""What every act has: its record, who may do it, what is missing, what it does to the case, who sees it, its words.

An act is one module of this package. What a caller asks for is a `Request`; what is recorded is an `Act`, made of the
request and the scene. The rules are asked of the act itself, so that `verify` can ask them again of every record.
"""

from abc import abstractmethod
from datetime import date
from enum import Enum
from typing import ClassVar

from msgspec import Struct
from msgspec.structs import asdict

from store.case.policies import Policies
from store.case.state import Moment, State, as_told, facts, shown_standing, standing_on
from store.clocks import Deadline, of_case
from store.model import Body, Case, Citation, Missing, Refusal, Standing
from store.policy import Policy, Role
from store.text import blank, has_words, whole

LONGEST = 100_000
"""Code points of a text that a person writes: a reason, a note."""
SHORT = 200
"""Code points of a name that a person writes: a court, a reference, how something was served."""

FURTHEST = 3_653
"""Days between a record and a day that it names, ten years: one further away is a slip of the keyboard."""

WRITE = Missing("reason", "Write the reason.")


class Sight(Enum):
    """Who may see a record besides its author."""

    AUTHOR = "nobody"
    ROUND = "whoever may see others' work of the round"
    READERS = "every reader of the docket"


class Scene(Struct, frozen=True):
    """What the rules look at: the case as it is at this moment, and who wants to do something to it.

    `policy` is that of the round (`Policies.of_round`), put in force by record `policy_seq`; `policies` are all of the
    docket, where there is one. `importers` brought in a revision of the case. `before_hearing` and `answer_stands` are
    what its revisions say of the hearing (`store.case.heard`).
    """

    state: State
    case: Case
    policy: Policy
    reviewer: str
    day: date
    importers: frozenset[str] = frozenset()
    policy_seq: int = 0
    policies: Policies | None = None
    before_hearing: frozenset[str] = frozenset()
    answer_stands: bool = False

    @property
    def standing(self) -> Standing:
        """Where the case stands."""
        return standing_on(self.state, self.day)

    @property
    def told(self) -> Standing:
        """Where the case stands as this reviewer is told; what a refusal may say."""
        return shown_standing(self.state, self.policy, self.reviewer, self.day)


class Act(Body, frozen=True):
    """What a person did to a case, as it is recorded."""

    roles: ClassVar[tuple[Role, ...]] = ("reviewer",)
    """Whose roles it takes: one of them."""
    reads_only: ClassVar[bool] = False
    """Whether it records a reading and nothing else: then every reader may, an auditor too."""
    sight: ClassVar[Sight] = Sight.AUTHOR
    told: ClassVar[bool] = False
    """Whether the person whom the case is about may be told of it, in its own words."""

    @classmethod
    def noun(cls) -> str:
        """What people call it in a sentence: vote, note, hold ..."""
        return cls.table.removesuffix("s")

    @property
    def takes_back(self) -> int | None:
        """The record that no longer stands because of this one."""
        return None

    @property
    def reads(self) -> tuple[str, ...] | None:
        """The items that its author had before them; None where it records no reading."""
        return None

    @property
    def asked(self) -> str:
        """Whom it asks to do something; empty for nobody. Somebody may go by that name here, or it is not recorded."""
        return ""

    @property
    def saw_others(self) -> bool:
        """Whether its author was shown others' work of the round."""
        return False

    @classmethod
    @abstractmethod
    def may(cls, scene: Scene) -> Refusal | None:
        """Why this person may not do this on this case now, whatever they write; None if they may."""

    @abstractmethod
    def missing(self, scene: Scene) -> tuple[Missing, ...]:
        """What it still needs before it may be recorded."""

    @abstractmethod
    def move(self, state: State, moment: Moment) -> State:
        """What it does to the state of the case; `store.case.state.settle` says what follows from that."""

    @abstractmethod
    def words(self, policy: Policy) -> str:
        """What happened, in a few words, for the history; text of people in it is not made visible yet."""


class Remark(Act, frozen=True):
    """What somebody wrote beside the case; without a citation it is on the case as a whole."""

    text: str
    citation: Citation | None = None


class Request(Struct, frozen=True):
    """What somebody wants to do, in the caller's words."""

    act: ClassVar[type[Act]]

    def make(self, scene: Scene) -> tuple[Act, tuple[Missing, ...]]:
        """The act, and what of the request could not be made into it; an act that says just what was asked."""
        return self.act(**asdict(self)), ()


def refusal(act: Act, scene: Scene, missing: tuple[Missing, ...] = ()) -> Refusal | None:
    """Why this act may not be recorded now; `missing` is known to be missing already."""
    if no := may(type(act), scene):
        return no
    missing = (*missing, *act.missing(scene))
    return incomplete(missing) if missing else None


def incomplete(missing: tuple[Missing, ...]) -> Refusal:
    """What is said where parts are missing."""
    return Refusal("incomplete", "Something is still missing.", missing)


def may(act: type[Act], scene: Scene) -> Refusal | None:
    """Why this person may not do this at all now: first by their role, then by the act's own rules."""
    policy, reviewer = scene.policy, scene.reviewer
    if not policy.may_read(reviewer):
        return Refusal("role", f"The policy gives {reviewer} no role on this docket.")
    if not act.reads_only and not policy.has_any(reviewer, act.roles):
        return Refusal("role", f"The policy does not name {reviewer} as {' or '.join(act.roles)}.")
    if not act.reads_only and reviewer in scene.state.recused:
        return Refusal("recused", "You stepped off this case: others act on it.")
    return act.may(scene)


def text_problem(text: str, what: str) -> tuple[Missing, ...]:
    """What is wrong with a text that somebody wrote, so that it cannot be recorded."""
    if len(text) > LONGEST:
        return (Missing("too_long", f"{what} has {len(text):,} characters; at most {LONGEST:,} are recorded."),)
    if "\0" in text or not whole(text):
        return (Missing("bad_text", f"{what} holds a NUL or half of a character, which cannot be recorded."),)
    return ()


def reason_problem(reason: str, what: str = "The reason", write: Missing = WRITE) -> tuple[Missing, ...]:
    """What is wrong with a reason, or another text that has to be written in words: `write` asks for it."""
    return unwritten(reason, write) or text_problem(reason, what)


def unwritten(text: str, write: Missing = WRITE) -> tuple[Missing, ...]:
    """What is said of a text that nobody could read: `write`, or that it takes words where there are only signs."""
    if has_words(text):
        return ()
    words = f"{write.sentence.removesuffix('.')} in words: a text without a letter says nothing."
    return (write if blank(text) else Missing(write.code, words),)


def short_problem(text: str, what: str) -> tuple[Missing, ...]:
    """What is wrong with a name or a word of one line that has to be written."""
    if blank(text) or len(text) > SHORT or "\n" in text:
        return (Missing("short", f"{what} is one line of 1 to {SHORT} characters."),)
    return text_problem(text, what)


def past_problem(day: date, scene: Scene, what: str, since: date | None = None) -> tuple[Missing, ...]:
    """What is wrong with the day of something that has happened: it is not to come, nor before `since`."""
    if day > scene.day:
        return (Missing("future", f"{what} is said to be on {day}, which is still to come."),)
    if since is not None and day < since:
        return (Missing("too_early", f"{what} is said to be on {day}: that is before {since}."),)
    return () if since is not None else far_problem(day, scene)


def far_problem(day: date, scene: Scene) -> tuple[Missing, ...]:
    """What is wrong with a day that is further away than anything that people do to a case."""
    if abs((day - scene.day).days) <= FURTHEST:
        return ()
    return (Missing("too_far", f"{day} is more than ten years from {scene.day}: write the day that is meant."),)


def running(scene: Scene) -> list[Deadline]:
    """The deadlines of the case that are neither kept nor over, or of which nobody can say that they are.

    Time to appeal is over by its own day alone: a first appeal that left the decision as it is takes a further one
    from nobody.
    """
    found = of_case(scene.policy, facts(scene.state))
    unkept = [one for one in found if one.met is None or one.clock.ends == "appealed"]
    return [one for one in unkept if one.on is None or one.on >= scene.day]


def their_time(scene: Scene) -> Deadline | None:
    """The last deadline that runs for a person against whom it was decided: since they were told, or to appeal.

    The office ends none of them by looking at its decision again, whatever it makes of that (`as_told`).
    """
    decision = as_told(scene.state)
    if decision is None or not scene.policy.adverse(decision.outcome):
        return None
    theirs = [one for one in running(scene) if one.clock.starts == "served" or one.clock.ends == "appealed"]
    return max(theirs, key=lambda one: one.on or date.max, default=None)


def runs_until(one: Deadline) -> str:
    """Until when such a deadline runs, as sentences about it begin."""
    return f"“{one.clock.label}” runs until {one.on}{', whatever came of an appeal before' if one.met else ''}"


def may_see_others(scene: Scene) -> bool:
    """Whether others' work of the round may be shown to this reader, once it is recorded that they see it.

    A reader who can still vote sees neither the votes nor their authors nor the notes. Who has voted does; everybody
    does once it is decided; whoever could settle a conflict sees it; an auditor sees all and acts on nothing.
    """
    state, policy, reviewer = scene.state, scene.policy, scene.reviewer
    if not policy.may_read(reviewer):
        return False
    if sees_others(state, reviewer) or reviewer in state.shown or state.decided:
        return True
    if policy.has_role(reviewer, "auditor"):
        return True
    settles = policy.has_role(reviewer, "adjudicator") and reviewer not in state.withdrew
    return state.settled is Standing.CONFLICT and settles


def sees_others(state: State, reviewer: str) -> bool:
    """Whether it is recorded that this reader sees others' work of the round: by their own vote, or as seen."""
    return reviewer in state.seen or state.vote_of(reviewer) is not None
