"""Opening: a reader has had items of evidence before them, or others' work of the round."""

from msgspec.structs import replace

from store.acts.base import Act, Request, Scene, Sight, may_see_others
from store.case.parts import Reading
from store.case.state import Moment, State
from store.model import Missing, Refusal
from store.policy import Policy
from store.text import clip

MOST = 1_000
"""Items of one record; a case has no more."""


class Opened(Act, frozen=True, tag="opened", omit_defaults=True):
    """The reader opened these items as they stand in a revision, and with `others` saw others' work of the round.

    `policy`: in whose words outcomes and grounds were before them, by the record that put it in force; 0 where more of
    the case was read and these were not.
    """

    table = "openings"
    reads_only = True
    sight = Sight.ROUND
    revision: int
    items: tuple[str, ...]
    others: bool = False
    policy: int = 0

    @property
    def reads(self) -> tuple[str, ...]:
        """The items; none where the case was opened and nothing of it yet."""
        return self.items

    @property
    def saw_others(self) -> bool:
        """As it says."""
        return self.others

    @classmethod
    def may(cls, scene: Scene) -> Refusal | None:
        """Every reader, at any time."""
        return None

    def missing(self, scene: Scene) -> tuple[Missing, ...]:
        """Items that there are, of the revision that there is; others' work only where it may be seen."""
        known = {item.id for item in scene.case.evidence}
        unknown = next((item for item in self.items if item not in known), None)
        found = []
        if unknown is not None:
            found.append(Missing("no_item", f'There is no evidence "{unknown}" in this case.'))
        if len(self.items) > MOST:
            found.append(Missing("too_many", f"At most {MOST} items are opened at a time."))
        if self.revision != scene.state.revision:
            found.append(Missing("revised", f"The case is at revision {scene.state.revision}: read it again."))
        if self.policy not in (0, scene.policy_seq):
            found.append(Missing("policy", "The policy has changed: read what outcomes and grounds mean now."))
        if self.others and not may_see_others(scene):
            found.append(Missing("blind", "Others' work on this case is not shown to you yet: you read it blind."))
        return tuple(found)

    def move(self, state: State, moment: Moment) -> State:
        """What was opened counts as long as no revision changes what a vote could rest on.

        Words that were read count until others are: reading on is no reading of these.
        """
        kept, before = state.opened_by(moment.by), state.opened.get(moment.by)
        policy = self.policy or (before.policy if before else state.policy_at(moment))
        reading = Reading(self.revision, kept | set(self.items), moment.at, policy)
        opened = {**state.opened, moment.by: reading}
        saw = self.others and state.vote_of(moment.by) is None
        return replace(state, opened=opened, seen=state.seen | {moment.by} if saw else state.seen)

    def words(self, policy: Policy) -> str:
        """Which items."""
        parts = [clip(", ".join(self.items), 80)] if self.items else []
        parts += ["others' work"] if self.others else []
        return f"opened {' and '.join(parts) or 'it'}"


class Open(Request, frozen=True):
    """Record that items were opened; `others`: that others' work of the round is going to be seen.

    `policy` is the one whose words are shown with them, 0 for none; None for that of the round.
    """

    act = Opened
    items: tuple[str, ...] = ()
    others: bool = False
    revision: int | None = None
    policy: int | None = None

    def make(self, scene: Scene) -> tuple[Opened, tuple[Missing, ...]]:
        """The opening, of the newest revision unless another is named, each item once."""
        revision = scene.state.revision if self.revision is None else self.revision
        policy = scene.policy_seq if self.policy is None else self.policy
        return Opened(revision, tuple(dict.fromkeys(self.items)), self.others, policy), ()
