"""What the state of a case is made of: votes, a decision, what it waits for, what the person was told, appeals, rounds.

Values only; what follows from them is in `store.case.state`.
"""

from datetime import date, datetime
from typing import Literal

from msgspec import Struct

from store.clocks import Span
from store.model import Standing


class Cast(Struct, frozen=True):
    """An outcome that somebody recorded, as the rules need it; the reasons stay in the record `seq`."""

    seq: int
    by: str
    at: datetime
    on: date
    outcome: str
    grounds: tuple[str, ...]
    revision: int


class Decision(Struct, frozen=True):
    """What was decided in a round, when, on which revision, and by which records: a vote or the resolution `seq`."""

    outcome: str
    grounds: tuple[str, ...]
    at: datetime
    on: date
    revision: int
    seq: int


class Pause(Struct, frozen=True):
    """The case is held, or referred to another body: it comes back by itself on day `until`, or when record ends it."""

    standing: Standing
    until: date
    seq: int


class Invitation(Struct, frozen=True):
    """The person was invited to be heard until a day; `answered` is the day on which that was over, and how.

    `revision` is the one that the case was at when the invitation was recorded: what they say came after it. What was
    received is the item `item` of the revision `received`.
    """

    on: date
    due: date
    seq: int
    revision: int
    answered: date | None = None
    how: Literal["received", "waived"] | None = None
    item: str = ""
    received: int = 0


class Delivery(Struct, frozen=True):
    """The subject was notified of the decision on a day, by record `seq`."""

    on: date
    seq: int


Result = Literal["upheld", "varied", "set_aside", "sent_back"]
"""What becomes of a decision on appeal."""


class Remedy(Struct, frozen=True):
    """An appeal to `body`: since when, when the decision was stayed meanwhile, and what came of it by record `ruling`.

    `reference` is that of the ruling where the appeal had none. `outcome` is that of a decision that was varied. An
    `own_review` is the office's own look at what it decided: the person's time to appeal is not used up by it.
    `during_review`: the person's appeal came while one was pending.
    """

    filed: date
    body: str
    reference: str
    seq: int
    stays: tuple[Span, ...] = ()
    result: Result | None = None
    ended: date | None = None
    ruling: int | None = None
    outcome: str = ""
    own_review: bool = False
    during_review: bool = False


class Round(Struct, frozen=True):
    """A round that is over: its votes, why another one began, and what it had decided."""

    number: int
    votes: tuple[Cast, ...]
    why: str
    resolution: Cast | None = None
    decision: Decision | None = None
    delivery: Delivery | None = None
    remedies: tuple[Remedy, ...] = ()
    withdrew: frozenset[str] = frozenset()

    @property
    def deciding(self) -> tuple[Cast, ...]:
        """What its decision was made by: the resolution, or else the votes."""
        return (self.resolution,) if self.resolution else self.votes


class Reading(Struct, frozen=True):
    """What a reviewer has opened: the revision opened last, when, and the items of what stands in it.

    `policy`: whose words they read last, by the record that put it in force; at first that of the round then.
    """

    revision: int
    items: frozenset[str] = frozenset()
    at: datetime | None = None
    policy: int = 0
