"""The form of an act on one case."""

from collections.abc import Callable

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from store.acts import AnyRequest
from store.case.view import CaseView
from store.docket import Docket
from store.model import Missing
from store.text import visible
from tui.acting.offers import Field, Offer
from tui.dialogs.field_form import FieldForm
from tui.dialogs.guard import Guard
from tui.look import ADVERSE, look


class ActForm(FieldForm):
    """Says what is missing by what the reviewer sees of the case."""

    def __init__(
        self,
        offer: Offer,
        view: CaseView,
        docket: Docket,
        begins: dict[str, str],
        kept: dict[str, str],
        on_change: Callable[[dict[str, str]], object],
        *,
        guard: Guard | None = None,
    ) -> None:
        super().__init__(offer, docket, view.scene.reviewer, begins, kept, on_change, guard)
        self._view = view
        self.choose_from(view)

    @property
    def heading(self) -> str:
        """The act and the case."""
        return f"{self.offer.label} · {self._view.case.id}"

    @property
    def about(self) -> str:
        """The case as it stands, and what was decided, where this reviewer may know."""
        view, seen = self._view, look(self._view.standing)
        policy, decision = view.scene.policy, view.decision
        decided = [] if decision is None else [f": {policy.label_of(decision.outcome)}"]
        mark = [f" {ADVERSE}"] if decision is not None and policy.adverse(decision.outcome) else []
        return "".join([f"{view.case.title} · {seen.glyph} {seen.word}", *decided, *mark])

    def compose_more(self) -> ComposeResult:
        """What it comes to."""
        if self.offer.comes_to:
            yield Static(self._comes_to, id="comes_to")

    @property
    def _comes_to(self) -> Content:
        """What doing it would come to; nothing where it may not be done."""
        view, said = self._view, self.offer.comes_to
        return Content(visible(said(view)) if said and view.refusal(self.offer.act) is None else "")

    def take_in(self, view: CaseView) -> None:
        """The case as it is now: what others recorded may keep this from being done, or change what can be chosen."""
        if view.case.id == self._view.case.id:
            self._view = view
            self.choose_from(view)
            if self.is_mounted:
                self.query_one("#about", Static).update(Content(visible(self.about)))
                for line in self.query("#comes_to").results(Static):
                    line.update(self._comes_to)
                self.show()

    def written(self, made: AnyRequest | tuple[Missing, ...]) -> None:
        """What is missing is what the rules say of the case as it is seen, first why it may not be done at all."""
        more = self._whatever_is_chosen if isinstance(made, tuple) else self.docket.missing(self._view, made)
        missing = (*made, *more) if isinstance(made, tuple) else more
        if refusal := self._view.refusal(self.offer.act):
            missing = (Missing(refusal.code, refusal.sentence), *missing)
        self.request = None if isinstance(made, tuple) or missing else made
        self.show_missing(missing)

    def is_missing(self, field: Field) -> bool:
        """It is asked of the rules: some fields need not be filled on each case."""
        if field.kind == "choice":
            return False
        today, view = self.docket.today(), self._view
        now, then = (
            self.offer.make(values, today) for values in (self.values, self.values | {field.name: field.begins or "x"})
        )
        if isinstance(now, tuple) or isinstance(then, tuple):
            return False
        return len(self.docket.missing(view, then)) < len(self.docket.missing(view, now))

    @property
    def _whatever_is_chosen(self) -> tuple[Missing, ...]:
        """What else is missing while something cannot be read yet: what would be, whatever it came to."""
        view = self._view
        requests = self.offer.stand_ins(self.values, view, self.docket.today())
        first, *others = [self.docket.missing(view, one) for one in requests] or [()]
        return tuple(one for one in first if all(one in more for more in others))
