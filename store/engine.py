"""What an engine must do for a docket: keep cases and records, and let one caller at a time change them.

An engine knows nothing of who may do what. Reads may come from any thread and never wait for a disk to sync;
`change` is the only way to append, one process and one thread at a time.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Protocol

from msgspec import Struct

from store.filters import Filter
from store.model import Body, Case, Checkpoint, Imported, Record, Reject, Standing
from store.policy import Policy
from store.standing import State


class Found(Struct, frozen=True):
    """What the index knows of a case without reading it: enough for a line of a queue."""

    number: int
    id: str
    title: str
    columns: tuple[str | None, ...]
    hidden: int


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
    def policy(self) -> Policy:
        """The policy in force."""

    def troubles(self) -> list[DocketWarning]:
        """What people must be told of the state of the docket."""

    def refresh(self) -> bool:
        """Take in what other processes recorded; True if there was anything."""

    def change(self) -> AbstractContextManager[None]:
        """Hold the docket, caught up: appends are allowed inside. Raises `Busy`, `Damaged`, `NotSaved`."""

    def append(self, by: str, case: str | None, key: str, body: Body) -> Record:
        """Record durably; returns when it is on disk. Only inside `change`. Raises `NotSaved`, `Unsure`."""

    def by_key(self, key: str) -> Record | None:
        """The record that was made with this key."""

    def reviewer_like(self, reviewer: str) -> str | None:
        """The reviewer of this docket whose name looks the same as this one, the name itself included."""

    def state(self, case: str) -> State:
        """Where the case is; raises `BadInput` for an unknown case."""

    def revisions(self, case: str) -> list[Case]:
        """All revisions of a case, oldest first; raises `BadInput` for an unknown case, `Damaged`."""

    def records(self, case: str | None = None) -> Iterator[Record]:
        """The records of a case, or all of them, oldest first."""

    def find(self, chosen: Filter, reviewer: str) -> list[int]:
        """The numbers of the cases that match, in the order of the queue: due date, then order of import."""

    def found(self, numbers: list[int]) -> list[Found]:
        """The lines of these cases, in this order."""

    def counts(self) -> dict[Standing, int]:
        """How many cases stand where."""

    def add_batch(
        self,
        by: str,
        arrivals: Iterator[Case | Reject],
        sources: tuple[str, ...],
        *,
        dry_run: bool,
        strict: bool,
        on_reject: Callable[[Reject], None],
    ) -> Imported:
        """Take in cases as one batch, in one record: see `Docket.import_cases`."""

    def checkpoint(self) -> Checkpoint:
        """Store id, number of records, head hash."""

    def verify(self, against: Checkpoint | None = None) -> Iterator[str]:
        """Check every byte, and that the history of `against` leads to this one; yields what is wrong."""

    def close(self) -> None:
        """Let go of files."""
