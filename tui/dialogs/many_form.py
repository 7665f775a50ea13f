"""The form of an act on the cases that are marked: on how many it would be recorded, on which not, and why."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from store.acts import AnyRequest
from store.docket import Docket
from store.errors import StoreError
from store.filters import Filter, Term
from store.model import Missing, Refusal
from store.plural import plural
from store.text import visible
from tui.acting.many import REASONS, Tally, named, parts
from tui.acting.offers import Offer
from tui.dialogs.field_form import FieldForm
from tui.dialogs.guard import Guard
from tui.dialogs.missing_list import MissingList

ASKING = "It is still being asked about each case: wait a moment."
ASKED = "It has been asked: F2 records it."


class ManyForm(FieldForm):
    """Asks the docket what it would say of each case, whenever something else is written. Nothing is decided here."""

    DEFAULT_CSS = """
    ManyForm #preview { height: auto; max-height: 6; scrollbar-size-vertical: 1; }
    """
    pause: ClassVar[float] = 0.2
    """Seconds after the last key before the docket is asked."""
    _awaited = False
    """Whether somebody was told to wait for what is asked."""

    def __init__(
        self,
        offer: Offer,
        cases: Sequence[str],
        docket: Docket,
        reviewer: str,
        kept: dict[str, str],
        on_change: Callable[[dict[str, str]], object],
        *,
        chosen: Filter,
        set_aside: int,
        others: str = "",
        guard: Guard | None = None,
    ) -> None:
        """`chosen`: the filter that they were marked under; `set_aside`: how many are marked under others.

        `others`: what is kept was written for these cases.
        """
        super().__init__(offer, docket, reviewer, {}, kept, on_change, guard)
        self._cases, self._others = cases, others
        self._chosen, self._set_aside = chosen, set_aside
        self._looked = asyncio.Event()
        self._out_of_sight = 0
        self._not_looked: StoreError | None = None
        self._asked: AnyRequest | None = None
        self._asking = self._outdated = False
        self.refusals: dict[str, Refusal] = {}
        """On which cases `request` would not be recorded, as the reviewer was told."""
        self.choose_from(None)

    @property
    def heading(self) -> str:
        """The act, and on how many cases."""
        return f"{self.offer.label} · {plural(len(self._cases), 'case')} marked"

    @property
    def about(self) -> str:
        """The first of the cases."""
        return named(self._cases)

    def on_mount(self) -> None:
        """What was written for other cases may not be true of these; the fields are shown by `FieldForm.on_mount`."""
        self.run_worker(self._look_for_those_out_of_sight(), group="sight")
        if self._others:
            self.said(f"What stands here was written for {self._others}: is it true of these cases?")

    def attempt(self, objection: str | None) -> None:
        """Ask once more where nothing of it was written for these cases."""
        self._awaited = self.lacking == ASKING
        if self._others and self.request is not None and objection is None:
            objection = f"This was written for {self._others}. F2 once more records it on these cases."
            self._others = ""
        super().attempt(objection)

    def compose_more(self) -> ComposeResult:
        """What would be recorded."""
        with VerticalScroll(id="preview", can_focus=False):
            yield Static()

    def written(self, made: AnyRequest | tuple[Missing, ...]) -> None:
        """Ask about each case what is written now; what cannot be read is asked about nowhere."""
        self.request, self.lacking = None, "Something is still missing."
        self._asked, self._asking, self._outdated = None if isinstance(made, tuple) else made, False, False
        self.workers.cancel_group(self, "preview")
        unread = made if isinstance(made, tuple) else ()
        self.query_one(MissingList).display = bool(unread)
        self.show_missing(unread)
        self._preview("")
        asks = self._whatever_is_read(unread) if isinstance(made, tuple) else self._inquire(made)
        self.run_worker(asks, group="preview")

    def take_in(self) -> None:
        """Others recorded something: ask again, and until there is an answer what was told stands, and can be sent."""
        self._outdated = True
        self._ask_again()

    def _ask_again(self) -> None:
        if self._outdated and not self._asking and self._asked is not None:
            self._outdated = False
            self.run_worker(self._inquire(self._asked, again=True), group="preview")

    async def _whatever_is_read(self, unread: tuple[Missing, ...]) -> None:
        """What else is missing while something cannot be read yet: what would be, whatever it came to."""
        await asyncio.sleep(self.pause)
        found: list[tuple[str, ...]] = []
        for request in self.offer.stand_ins(self.values, None, self.docket.today()):
            tally = Tally(len(self._cases))
            try:
                for some in parts(self._cases):
                    await self._take_answers(tally, some, request)
            except StoreError as error:
                self._preview(str(error), "bold $text-error")
                return
            found.append(tally.unfinished()[0])
        first, *others = found or [()]
        lacks = (one for one in first if all(one in more for more in others))
        self.show_missing((*unread, *(Missing("request", one) for one in lacks)))

    async def _take_answers(self, tally: Tally, cases: Sequence[str], request: AnyRequest) -> None:
        """Ask the docket about a few of the cases."""
        answers = await asyncio.to_thread(self.docket.refusals, self.reviewer, cases, request)
        for case, refusal in zip(cases, answers, strict=True):
            tally.add(case, refusal)

    async def _inquire(self, request: AnyRequest, *, again: bool = False) -> None:
        self._asking = True
        if again:
            await self._look_for_those_out_of_sight()
        else:
            self.lacking = ASKING
            await asyncio.sleep(self.pause)
        tally = Tally(len(self._cases))
        try:
            for some in parts(self._cases):
                if not again:
                    self._preview(f"Asking about each: {tally.counted:,} of {plural(tally.total, 'case')} …")
                await self._take_answers(tally, some, request)
            await self._looked.wait()
            if self._not_looked:
                raise self._not_looked
        except StoreError as error:
            self.request, self.lacking = None, str(error)
            self._preview(self.lacking, "bold $text-error")
        else:
            self._conclude(request, tally)
        self._asking = False
        self._ask_again()

    def _conclude(self, request: AnyRequest, tally: Tally) -> None:
        """Say what the docket would say of each case."""
        missing, then = tally.unfinished()
        lacks = " ".join(missing)
        style = "bold $text-warning" if lacks or tally.refused else "bold $text-success"
        of = plural(tally.total, "case")
        heading = f"{lacks} Then it would be recorded on {then:,} of {of}." if lacks else ""
        self._preview(
            heading or f"Would be recorded on {tally.done:,} of {of}.", style, *self._unseen(), *tally.reasons(REASONS)
        )
        self.lacking = lacks or "It would be recorded on none of these cases."
        self.request, self.refusals = (request if tally.done else None), tally.refusals
        if self._awaited:
            self._awaited = False
            self.said(ASKED if self.request else "")

    async def _look_for_those_out_of_sight(self) -> None:
        """It is the same whatever is written."""
        self._not_looked = None
        try:
            counts = [await asyncio.to_thread(self._count_out_of_sight, some) for some in parts(self._cases)]
            self._out_of_sight = sum(counts)
        except StoreError as error:
            self._not_looked = error
        self._looked.set()

    def _count_out_of_sight(self, cases: Sequence[str]) -> int:
        """How many of these the filter lets through no more, as others acted on them since."""
        terms, count = self._chosen.terms, self.docket.count
        found = (count(self.reviewer, Filter((*terms, Term("id", case)))) for case in cases)
        return sum(not one for one in found) if terms else 0

    def _unseen(self) -> Iterator[str]:
        """What whoever looks at the queue would not know of the cases that they marked."""
        if gone := self._out_of_sight:
            verb = "is" if gone == 1 else "are"
            yield f"{plural(gone, 'case')} of these {verb} out of sight by now under the filter."
        if aside := self._set_aside:
            yield f"{plural(aside, 'other case')} marked under another filter: not among these."

    def _preview(self, heading: str, style: str = "", *reasons: str) -> None:
        lines = [Content.styled(visible(heading), style), *(Content(f"○ {visible(one)}") for one in reasons)]
        self.query_one("#preview Static", Static).update(Content("\n").join(lines))
