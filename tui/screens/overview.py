"""How far the work is: the figures of the reports as bars, each of which leads to its cases."""

import time
from collections.abc import Callable
from functools import partial
from typing import ClassVar

from msgspec.structs import replace
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.worker import get_current_worker

from store import days, reports
from store.errors import BadInput, StoreError
from store.model import Refusal
from store.records import Disclosed
from store.reports import Report
from tui.actions import Action, Place
from tui.entries import Section
from tui.figures import Counted
from tui.screens.frame import BACK, Frame, Work
from tui.submissions import Ended
from tui.widgets.entry_list import EntryList

REST = 4
"""After counting that took a while, how many times as long nothing is counted again."""
LEAST = 1.0
"""Seconds between two counts at least."""


class Overview(Frame, inherit_bindings=False):
    """Progress for everybody, counted again when somebody records; the rest when it is asked for, on record."""

    PLACE = Place(
        "overview",
        "In the overview",
        (
            Action("ask", "o", "Outcomes", "Count outcomes and agreement too; the asking is recorded", footer=2),
            Action("group", "y", "Group by", "Group outcomes by another field, by flags or priority", footer=3),
            replace(BACK, footer=7),
        ),
    )
    PANES = (EntryList,)
    OPEN = Action("overview", "O", "Overview", "See how far the work is, in bars and numbers")
    BINDINGS: ClassVar[list[BindingType]] = [*PLACE.bindings]

    clock: Callable[[], float] = time.monotonic

    def __init__(self, work: Work) -> None:
        super().__init__(work)
        self._counting = self._resting = self._stale = False
        self._passed = 0
        self._asked = self._by = ""
        """By what to group outcomes as soon as what is being counted is, and by what it was tried last."""
        self._problem = ""

    def compose_body(self) -> ComposeResult:
        """The page."""
        yield EntryList()

    def on_mount(self) -> None:
        """Show what was counted last, and count again."""
        self.query_one(EntryList).focus()
        self._show()
        self.take_in()

    def take_in(self) -> None:
        """Somebody recorded something: the figures may be others. While it counts or rests that waits."""
        if self._counting or self._resting:
            self._stale = True
        else:
            self._begin(("progress",), None)

    def recorded(self, ended: Ended) -> None:
        """What one recorded oneself is counted too."""
        if ended.moves:
            self.take_in()
        self.show_status()

    def status(self) -> tuple[str, str]:
        """On the right how far the counting is, or when it was done."""
        left, _ = super().status()
        if self._counting:
            return left, f"counting {self._passed:,}…" if self._passed else "counting…"
        counted = self.session.counted
        return left, f"counted at {counted.at:%H:%M:%S}" if counted else ""

    # Counting

    def action_ask(self) -> None:
        """Count what others did as well."""
        self._ask(self._by or self._groupings()[0])

    def action_group(self) -> None:
        """Group outcomes by the next of the fields that there are."""
        ways = self._groupings()
        self._ask(ways[(ways.index(self._by) + 1) % len(ways)] if self._by in ways else ways[0])

    def _groupings(self) -> list[str]:
        """What can be grouped by without lifting a mask."""
        policy = self.session.docket.policy
        columns = [one.removeprefix("field.") for one in policy.case.columns if one.startswith("field.")]
        named = [*([policy.report.by] if policy.report.by else []), *columns, "flags", "priority"]
        return [one for one in dict.fromkeys(named) if not policy.masks(one)]

    def _ask(self, by: str) -> None:
        self._by = by
        if not self._may_ask:
            self.notices.tell("Outcomes and agreement are for leads and auditors: the policy names you as neither.")
        elif self._counting:
            self._asked = by
        else:
            self._begin(reports.PARTS[:3], by)

    @property
    def _may_ask(self) -> bool:
        return self.session.docket.policy.has_any(self.session.reviewer, Disclosed.roles)

    def _begin(self, parts: tuple[reports.Part, ...], by: str | None) -> None:
        self._counting, self._stale, self._passed = True, False, 0
        self.show_status()
        self.run_worker(partial(self._report, parts, by), thread=True, group="report")

    def _report(self, parts: tuple[reports.Part, ...], by: str | None) -> None:
        worker, began, session = get_current_worker(), self.clock(), self.session

        def watch(passed: int) -> None:
            if worker.is_cancelled:
                raise _Left
            self.call_later(self._tell_passed, passed)

        answer: Report | Refusal | StoreError
        try:
            answer = reports.report(session.docket, session.reviewer, parts, by=by, people=False, watch=watch)
        except _Left:
            return
        except StoreError as error:
            answer = error
        self.call_later(self._take, answer, self.clock() - began)

    def _tell_passed(self, passed: int) -> None:
        self._passed = passed
        self.show_status()

    def _take(self, answer: Report | Refusal | StoreError, took: float) -> None:
        self._counting, self._resting, self._problem = False, True, ""
        session, at = self.session, days.now().astimezone().time().replace(microsecond=0)
        if isinstance(answer, Refusal | BadInput):
            self.notices.tell(str(answer) if isinstance(answer, BadInput) else answer.sentence)
        elif isinstance(answer, StoreError):
            self._problem, session.counted = str(answer), None
        elif answer.outcomes is not None:
            session.counted = Counted(answer, at, answer, at)
        else:
            before = session.counted if self._may_ask else None  # a role may have been taken away
            session.counted = Counted(answer, at, *(before[2:] if before else ()))
        self._show()
        self.set_timer(max(LEAST, REST * took), self._rested)
        if by := self._asked:
            self._asked = ""
            self._ask(by)

    def _rested(self) -> None:
        self._resting = False
        if self._stale and not self._counting:
            self.take_in()

    # What is shown

    def _show(self) -> None:
        policy, counted = self.session.docket.policy, self.session.counted
        shown = [Section("Not counted", "", (), (self._problem,))] if self._problem else []
        shown += counted.sections(policy) if counted else []
        self.query_one(EntryList).set_sections(f"Overview of {policy.name}", shown)
        self.show_status()

    def on_entry_list_chosen(self, event: EntryList.Chosen) -> None:
        """To the cases behind it."""
        if event.entry.leads is None:
            self.notices.tell(event.entry.why)
        else:
            self.post_message(self.Wanted(event.entry.leads))


class _Left(Exception):
    """Nobody waits for the figures any more."""
