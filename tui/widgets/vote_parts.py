"""The parts of the form in which a vote is written, and what stands in them: they record nothing."""

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from store.case.view import CaseView
from store.model import Missing
from store.text import visible
from tui.dialogs.citation_list import CitationList
from tui.dialogs.confirmation import Confirmation
from tui.dialogs.ground_list import GroundList
from tui.dialogs.guard import Guard
from tui.dialogs.missing_list import MissingList
from tui.dialogs.outcome_list import OutcomeList
from tui.dialogs.reason_area import ReasonArea
from tui.dialogs.votes_compared import VotesCompared
from tui.drafts import SavedDraft
from tui.opinion_draft import OpinionDraft
from tui.sides import sides


class VoteParts(Vertical, inherit_bindings=False):
    """Votes to be settled, outcomes, grounds, citations, reason; and below, always in view, what is missing."""

    DEFAULT_CSS = """
    VoteParts {
        height: 100%; border: round $primary; background: $surface;
        &:focus-within { border: round $accent; border-title-style: bold; }
        #body { height: 1fr; scrollbar-size-vertical: 1; }
        #choices, #cited, #why { height: auto; }
        ReasonArea { min-height: 12vh; max-height: 33vh; }
        .heading { padding: 0 1; text-style: bold; color: $text-accent; }
        .empty { padding: 0 2; color: $text-muted; }
        .-nothing { display: none; }
        MissingList { border-top: solid $primary; }
        #next, #said, #elsewhere { height: auto; padding: 0 1; }
        #next { color: $text-muted; }
        #said { color: $text-warning; text-style: bold; }
        #elsewhere { text-style: bold reverse; }
        &:focus-within #elsewhere { display: none; }
        ChoiceList { max-height: 12; }
    }
    """

    def __init__(self, id: str, view: CaseView, saved: SavedDraft, *, adjudicating: bool, guard: Guard) -> None:  # noqa: A002
        super().__init__(id=id, classes="-adjudicating" if adjudicating else "")
        self.guard, self.adjudicating, self._view = guard, adjudicating, view
        self._sides = sides(view) if adjudicating else ()
        self._written = OpinionDraft(view.scene.policy, saved)
        self._missing: tuple[Missing, ...] = ()
        self._told_next = ""
        self._part: Widget | None = None

    def compose(self) -> ComposeResult:
        """What is chosen in a part that scrolls; the reason, what is missing and what comes next always in view."""
        policy, case = self._view.scene.policy, self._view.case
        with VerticalScroll(id="body", can_focus=False):
            with Vertical(id="choices"):
                if self.adjudicating:
                    yield Static("The votes", classes="heading")
                    yield VotesCompared(self._sides, self._view, policy, id="votes")
                yield Static("Outcome", classes="heading")
                yield OutcomeList(policy.outcome, id="outcomes")
                yield Static("Grounds", classes="heading")
                yield Static(id="no_grounds", classes="empty")
                yield GroundList(policy, id="grounds")
            with Vertical(id="cited"):
                yield Static("Citations", classes="heading")
                yield Static("What you cite while you read gathers here.", id="no_cites", classes="empty")
                yield CitationList(case, policy, id="cites")
        with Vertical(id="why"):
            yield Static("Reason", classes="heading")
            yield ReasonArea(self._written.draft.reason, self.guard, id="reason")
        yield MissingList(id="missing")
        yield Static(id="next")
        yield Confirmation(case.id, self.guard, id="confirmation")
        yield Static(id="said")
        yield Static("▶ The keys are in the case. F6 comes back.", id="elsewhere")

    def appears(self) -> None:
        """It was not in sight until now: nothing adverse counts until it has been drawn, and could be read."""
        self.guard.vanished()
        self.call_after_refresh(self.guard.appeared)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """This part takes the keys again when the reviewer comes back; where lines are few it has them all."""
        self._part = event.widget
        self._show_missing()
        if self.screen.has_class("-folded"):
            self.call_after_refresh(self._bring, event.widget)

    def on_descendant_blur(self) -> None:
        """What is said to be typed is said of where the keys are."""
        self._show_missing()

    def _bring(self, part: Widget) -> None:
        body = self.query_one("#body", VerticalScroll)
        if body in part.ancestors:
            body.scroll_to_widget(part, animate=False, top=True)

    def take_keys(self) -> None:
        """Go on where the keys were."""
        (self._part or self.query_one(OutcomeList)).focus()

    # Showing what is written

    def _show(self, missing: tuple[Missing, ...], told_next: str) -> None:
        draft = self._written.draft
        self._missing, self._told_next = missing, told_next
        self._show_title()
        self.query_one(OutcomeList).show_chosen(draft.outcome)
        grounds = self.query_one(GroundList)
        grounds.show_ticked(draft.outcome, draft.grounds)
        grounds.set_class(not grounds.option_count, "-nothing")
        none = self.query_one("#no_grounds", Static)
        none.set_class(bool(grounds.option_count), "-nothing")
        none.update("This outcome needs no ground." if draft.outcome else "They follow from the outcome.")
        cites = self.query_one(CitationList)
        cites.show_cited(draft.cites)
        left = bool(draft.cites) or cites.has_focus  # where the last one was taken out, Tab goes on from here
        cites.set_class(not left, "-nothing")
        self.query_one("#no_cites").set_class(bool(draft.cites), "-nothing")
        self.query_one("#next", Static).update(Content(visible(self._told_next)))
        self.query_one("#next").set_class(not self._told_next, "-nothing")
        self.query_one(Confirmation).show(needed=self._written.adverse, ready=not self._missing)
        self._show_missing()

    def _show_title(self) -> None:
        what = "Resolution" if self.adjudicating else "Vote"
        chosen = f" · {self._written.words}" if self._written.draft.outcome else ""
        self.border_title = Content(f"{what} · {visible(self._view.case.id)}{chosen}")

    def _show_missing(self) -> None:
        confirmation = self.query_one(Confirmation)
        untyped = self._written.adverse and not confirmation.matches
        self.set_class(not (self._missing or untyped), "-complete")
        last = Missing("confirmation", "" if confirmation.open else f"Last, {confirmation.asking_later}")
        missing = (*self._missing, last) if untyped else self._missing
        self.query_one(MissingList).show(missing, flowing=self.screen.has_class("-folded"))

    def on_resize(self) -> None:
        """Lines may be fewer, or more."""
        self._show_missing()

    def _tell(self, part: str, sentence: str) -> None:
        self._say(sentence)
        self.call_after_refresh(self.query_one(part).scroll_visible, animate=False)

    def _say(self, sentence: str) -> None:
        self.query_one("#said", Static).update(Content(visible(sentence)))
        self.query_one("#said").set_class(not sentence, "-nothing")
