"""How far the work is: the figures of the reports as bars, each of which leads to its cases."""

from functools import partial
from typing import ClassVar

from msgspec.structs import replace
from textual.binding import BindingType
from textual.worker import get_current_worker

from store import days, reports
from store.errors import BadInput, StoreError
from store.model import Refusal
from store.records import Disclosed
from store.reports import Report
from tui.actions import Action, Place
from tui.pages.entries import Section
from tui.pages.figures import Counted
from tui.screens.entry_screen import EntryScreen
from tui.screens.frame import BACK, Work
from tui.widgets.entry_list import EntryList

_COUNTING = Section(
    "Counting", words=("The figures stand here once they are counted; esc leaves, and ends the counting.",)
)


class Overview(EntryScreen, inherit_bindings=False):
    """Progress for everybody, counted again when somebody records; the rest when it is asked for, on record."""

    PLACE = Place(
        "overview",
        "In the overview",
        (
            Action(
                "ask", "o", "Outcomes, on record", "Count outcomes and agreement too; the asking is recorded", footer=2
            ),
            Action(
                "group",
                "A",
                "Group",
                "Group outcomes by another field, by flags or priority; recorded too",
                footer=4,
            ),
            replace(BACK, footer=3),
        ),
    )
    BINDINGS: ClassVar[list[BindingType]] = [*PLACE.bindings]

    def __init__(self, work: Work) -> None:
        super().__init__(work)
        self._passed = 0
        self._asked = self._by = ""
        """By what to group outcomes as soon as what is being counted is, and by what it was tried last."""
        self._sought = ""
        """The section that the last key asked for: it is to be in sight."""
        self._problem = ""

    def begin(self) -> None:
        """Count the progress."""
        self._begin(("progress",), None)

    def status(self) -> tuple[str, str]:
        """On the right how far the counting is, or when it was done."""
        left, _ = super().status()
        if self.reading:
            return left, f"counting {self._passed:,}…" if self._passed else "counting…"
        counted = self.session.counted
        return left, f"counted at {counted.at:%H:%M:%S}" if counted else ""

    # Counting

    def action_ask(self) -> None:
        """Count what others did as well."""
        self._sought = "Outcomes"
        self._ask(self._by or self._groupings()[0])

    def action_group(self) -> None:
        """Group outcomes by the next of the fields that there are."""
        ways = self._groupings()
        by = ways[(ways.index(self._by) + 1) % len(ways)] if self._by in ways else ways[0]
        self._sought = f"Adverse by {by}"
        self._ask(by)

    def _groupings(self) -> list[str]:
        """What can be grouped by without lifting a mask."""
        policy = self.session.policy
        columns = [one.removeprefix("field.") for one in policy.case.columns if one.startswith("field.")]
        named = [*([policy.report.by] if policy.report.by else []), *columns, "flags", "priority"]
        return [one for one in dict.fromkeys(named) if not policy.masks(one)]

    def _ask(self, by: str) -> None:
        self._by = by
        if not self._may_ask:
            self.notices.tell("Outcomes and agreement are for leads and auditors: the policy names you as neither.")
        elif self.reading:
            self._asked = by
        else:
            self._begin(reports.PARTS[:3], by)

    @property
    def _may_ask(self) -> bool:
        return self.session.policy.has_any(self.session.reviewer, Disclosed.roles)

    def _begin(self, parts: tuple[reports.Part, ...], by: str | None) -> None:
        self.reading, self._passed = True, 0
        self.show()
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
        self._problem = ""
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
        self.rest(took)
        if isinstance(answer, Report) and answer.outcomes is not None:
            self.query_one(EntryList).show_section(self._sought)
        if by := self._asked:
            self._asked = ""
            self._ask(by)

    # What is shown

    def show(self) -> None:
        """The figures, and what else can be asked for."""
        policy, counted = self.session.policy, self.session.counted
        shown = [Section("Not counted", "", (), (self._problem,))] if self._problem else []
        shown += counted.sections(policy) if counted else [_COUNTING] if self.reading else []
        self.query_one(EntryList).set_sections(f"Overview of {policy.name}", shown)
        self.show_status()


class _Left(Exception):
    """Nobody waits for the figures any more."""
