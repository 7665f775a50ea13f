"""What an engine must do for a docket: keep cases and records, and let one caller at a time change them.

An engine knows nothing of who may do what, of days, masks or roles: those are settled above it. Reads may come from any
thread and never wait for a disk to sync.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Protocol

from msgspec import Struct

from store.case.dossier import Dossier, Found, Key
from store.case.policies import Policies
from store.case.state import State
from store.filters import Order, Term
from store.model import Arrival, Checkpoint, Imported, Refusal, Reject, Standing
from store.records import AnyBody, Import, Record


class Query(Struct, frozen=True):
    """Which cases: terms that must all hold, dates in them made absolute, for a reviewer (`voted:me`) on a day.

    `hides`: a case with one vote, of somebody else, stands at "open". What people decided (`store.filters.WORK`) is
    found where it is recorded that the reviewer sees others' work of the round; with `opened`, where the round was
    decided before that record, which says that others' work on such rounds is shown.

    `for:me` is what stands at one of `waits`, unless `separate` says that what the reviewer imported is for others, and
    is read by nobody else `now`. `touched`: only cases on which anything was recorded since they came in.
    """

    terms: tuple[Term, ...]
    reviewer: str
    day: date
    hides: bool = False
    opened: int | None = None
    order: Order = Order()
    waits: tuple[Standing, ...] = ()
    separate: bool = False
    now: datetime | None = None
    touched: bool = False


class New(Struct, frozen=True):
    """A record to be made: sequence number and time are given when it is."""

    by: str
    case: str | None
    key: str
    body: AnyBody
    day: date


class Present(Protocol):
    """What a decision rests on: the docket as it is while nobody else can change it."""

    @property
    def policies(self) -> Policies:
        """The policies."""

    def dossier(self, case: str) -> Dossier:
        """The case; raises `BadInput` for an unknown one, `Damaged`."""

    def made_with(self, key: str) -> Record | None:
        """The record that was made with this key."""

    def alike(self, reviewer: str) -> str | None:
        """The first reviewer recorded here whose name looks the same as this one, the name itself included."""


Progress = Callable[[int, int], None]
"""Called now and then, while work goes on that may take long, with how much of it is done, and of how much: bytes."""
Decide = Callable[[Present], New | Record | Refusal]
"""Pure, and may be run again: a server may have to ask twice."""


class DocketWarning(Struct, frozen=True):
    """Something about the docket that people must be told. `read_only`: nothing can be recorded until it is mended."""

    code: str
    sentence: str
    read_only: bool


class Engine(Protocol):
    """A place where a docket lives."""

    @property
    def store(self) -> str:
        """The random id of the docket."""

    @property
    def policies(self) -> Policies:
        """The policies, as far as has been taken in."""

    def warnings(self) -> list[DocketWarning]:
        """What people must be told of the state of the docket."""

    def refresh(self) -> bool:
        """Take in what others recorded; True if there was anything."""

    def lapsed(self, since: datetime, until: datetime) -> bool:
        """Whether somebody ceased to count as reading a case after `since`, and by `until`."""

    def transact(self, cases: tuple[str, ...], decide: Decide) -> Record | Refusal:
        """Let `decide` see the docket as it is and record what it says, durably, before anybody else records anything.

        `cases` are the ones that the decision rests on. What is no `New` is given back, and nothing is recorded. Raises
        `Busy`, `Damaged`, `NotSaved` (nothing was recorded), `Unsure`.
        """

    def dossier(self, case: str) -> Dossier:
        """The case; raises `BadInput` for an unknown one, `Damaged`."""

    def state(self, case: str) -> State:
        """Where the case is; raises `BadInput` for an unknown one."""

    def linked(self, case: str) -> list[str]:
        """The ids of cases that share a subject, a field that the policy names or an earlier case with this one.

        Those that share most come first, those that share only what very many do last, unweighed; a limited number.
        """

    def is_renewed(self, case: str) -> bool:
        """Whether an import of renewals brought a case that renews this one, whatever was imported of that since."""

    def renewal_day(self, case: str) -> date | None:
        """The day on which this case came up again; None where it is none that an import of renewals brought."""

    def has_recused(self, reviewer: str) -> bool:
        """Whether this reviewer has stepped off any case."""

    def people(self) -> frozenset[str]:
        """Everybody who has recorded anything."""

    def records(self, after: int, limit: int) -> list[Record]:
        """Up to `limit` records after number `after` (-1: from the first), oldest first."""

    def records_of(self, case: str) -> list[Record]:
        """The records of a case and the imports that brought its revisions, oldest first."""

    def page(self, query: Query, after: Key | None, limit: int, *, back: bool = False) -> list[Found]:
        """Up to `limit` cases that match, in the order of the query, from the one after a key (None: the first).

        With `back` those before the key (None: the last ones), still in that order.
        """

    def count(self, query: Query, before: Key | None = None) -> int:
        """How many match; with `before`, how many of them come before that key."""

    def counts(self, day: date, hides_from: str | None = None) -> dict[Standing, int]:
        """How many cases stand where on a day; as `Query.hides` says for that reviewer."""

    def other_fields(self, name: str) -> list[str] | None:
        """None if a case has a field of this name that is not masked; else the names that there are."""

    def spelt(self) -> tuple[set[str], set[str]]:
        """The fields and the kinds of evidence of all cases, as they are spelt there. Reads every case."""

    def add_batch(
        self,
        arrivals: Iterator[Arrival | Reject],
        sources: tuple[str, ...],
        decide: Callable[[Present, Import], New | Refusal],
        *,
        dry_run: bool,
        strict: bool,
        on_reject: Callable[[Reject], None],
    ) -> Imported | Refusal:
        """Take in cases as one batch, in the one record that `decide` says: see `Docket.import_cases`."""

    def checkpoint(self) -> Checkpoint:
        """Store id, number of records, head hash."""

    def verify(self, against: Checkpoint | None = None, progress: Progress | None = None) -> Iterator[str]:
        """Check every byte, every rule, and that the history of `against` leads to this one; yields what is wrong."""

    def close(self) -> None:
        """Let go of files."""
