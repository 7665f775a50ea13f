"""The parts of the form in which a vote is written, and what stands in them: they record nothing."""

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from store.case.view import CaseView
from store.model import Missing
from store.text import visible
from tui.acting.drafts import SavedDraft
from tui.dialogs.changing_words import show_words
from tui.dialogs.choices import ChoiceList
from tui.dialogs.guard import Guard
from tui.dialogs.missing_list import MissingList
from tui.dialogs.reason_area import ReasonArea
from tui.pages.cells import cells
from tui.pages.sides import sides
from tui.vote.citation_list import CitationList
from tui.vote.confirmation import Confirmation
from tui.vote.ground_list import GroundList, LawLine
from tui.vote.opinion_draft import OpinionDraft
from tui.vote.outcome_list import OutcomeList
from tui.vote.votes_compared import VotesCompared

TITLE = 4
"""Cells of the frame that the title has not got."""


class VoteParts(Vertical, inherit_bindings=False):
    """Votes to be settled, outcomes, grounds, citations, reason; and below, always in view, what is missing."""

    DEFAULT_CSS = """
    VoteParts {
        height: 100%; border: round $primary; background: $surface;
        &.-has-keys { border: round $accent; border-title-style: bold; }
        #body { height: 1fr; scrollbar-size-vertical: 1; }
        .part, #why { height: auto; }
        ReasonArea { min-height: 12vh; max-height: 33vh; }
        .heading { padding: 0 1; text-style: bold; color: $text-accent; }
        .-nothing { display: none; }
        MissingList { border-top: solid $primary; }
        #next, #said, #elsewhere { height: auto; padding: 0 1; }
        #next { color: $text-muted; }
        #said { color: $text-warning; text-style: bold; }
        #elsewhere { text-style: bold reverse; }
        &.-has-keys #elsewhere { display: none; }
        ChoiceList { max-height: 12; }
    }
    """

    class Completed(Message):
        """Nothing is missing any more, or something is again."""

    def __init__(self, id: str, view: CaseView, saved: SavedDraft, *, adjudicating: bool, guard: Guard) -> None:  # noqa: A002
        super().__init__(id=id, classes=f"-has-keys{' -adjudicating' * adjudicating}")  # it takes them as it opens
        self.guard, self.adjudicating, self._view = guard, adjudicating, view
        self._sides = sides(view) if adjudicating else ()
        self._written = OpinionDraft(view.scene.policy, saved)
        self._missing: tuple[Missing, ...] = ()
        self._told_next, self._said, self._lasts = "", "", False
        self._part: Widget | None = None

    def compose(self) -> ComposeResult:
        """What is chosen in a part that scrolls; the reason, what is missing and what comes next always in view."""
        policy, case = self._view.scene.policy, self._view.case
        with VerticalScroll(id="body", can_focus=False):
            if self.adjudicating:
                with Vertical(classes="part choice"):
                    yield Static("The votes  -: fold them", id="votes_heading", classes="heading")
                    yield VotesCompared(self._sides, self._view, policy, id="votes")
            with Vertical(classes="part choice"):
                yield Static("Outcome", classes="heading")
                yield OutcomeList(policy.outcome, id="outcomes")
            with Vertical(classes="part choice"):
                yield LawLine(id="law")
                yield GroundList(policy, id="grounds")
            with Vertical(classes="part"):
                yield Static("Citations", classes="heading")
                yield CitationList(case, policy, id="cites")
        with Vertical(id="why"):
            yield Static("Reason", classes="heading")
            yield ReasonArea(self._written.draft.reason, self.guard, id="reason")
        yield MissingList(id="missing")
        yield Static(id="next", classes="-nothing")
        yield Confirmation(case.id, self.guard, id="confirmation")
        yield Static(id="said", classes="-nothing")
        yield Static("▶ The keys are in the case. F6 comes back.", id="elsewhere")

    def appears(self) -> None:
        """It was not in sight until now: nothing adverse counts until it has been drawn, and could be read."""
        self.guard.vanished()
        self.call_after_refresh(self.guard.appeared)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """This part takes the keys again when the reviewer comes back; where lines are few it has them all."""
        self._part = event.widget
        self._show_keys()
        self._show_missing()
        self._bring_focused(event.widget)

    def _bring_focused(self, part: Widget | None) -> None:
        """Scroll into sight what has the keys, where lines are few; and what is cited, before it is sent."""
        if self.query_one(Confirmation).asks:
            self._bring(self.query_one(CitationList))
        elif part is not None and self.screen.has_class("-folded") and self.screen.focused is part:  # not another now
            self._bring(part)

    def on_descendant_blur(self) -> None:
        """What is said to be typed is said of where the keys are."""
        self._show_keys()
        self._show_missing()

    def _show_keys(self) -> None:
        """By a class: with `:focus-within` all of the form would be styled anew for each part that takes the keys."""
        self.set_class(self.has_focus_within, "-has-keys")

    @on(GroundList.Under)
    def _show_law(self, event: GroundList.Under) -> None:
        self.query_one(LawLine).show(event.law, event.laws)

    def _bring(self, part: Widget) -> None:
        """Scroll a part of the body into sight, with its heading; where lines are few it has all of them."""
        self.call_after_refresh(self._bring_laid_out, part)

    def _bring_laid_out(self, part: Widget) -> None:
        body, whole = self.query_one("#body", VerticalScroll), part.parent
        if isinstance(whole, Widget) and body in whole.ancestors:
            fits = part.region.bottom - whole.region.y <= body.size.height or not isinstance(part, ChoiceList)
            shown = whole if fits else part  # of which the last line has to come into sight
            body.scroll_to_widget(shown, animate=False, top=self.screen.has_class("-folded"))

    def take_keys(self) -> None:
        """Go on where the keys were."""
        (self._part or self.query_one(OutcomeList)).focus()

    # Showing what is written

    def _show(self, missing: tuple[Missing, ...], told_next: str) -> None:
        draft = self._written.draft
        self._missing, self._told_next = missing, told_next
        self._show_title()
        self.query_one(OutcomeList).show_chosen(draft.outcome)
        self.query_one(GroundList).show_ticked(draft.outcome, draft.grounds)
        self.query_one(CitationList).show_cited(draft.cites)
        show_words(self.query_one("#next", Static), Content(visible(self._told_next)))
        self.query_one("#next").set_class(not self._told_next, "-nothing")
        self.query_one(Confirmation).show(needed=self._written.adverse, ready=not self._missing)
        self._show_missing()

    @property
    def complete(self) -> bool:
        """Whether nothing is missing, so that the key that sends does."""
        return self.query_one("#next").has_class("-complete")  # a class of the form would style all of it anew

    def _show_title(self) -> None:
        what = "Resolution" if self.adjudicating else "Vote"
        chosen = f" · {self._written.words}" if self._written.draft.outcome else ""
        on = f"{visible(self._view.case.id)}{chosen}"
        whole = f"{what} · {on}"
        self.border_title = Content(whole if cells(whole) <= self.size.width - TITLE else on)

    def _show_missing(self) -> None:
        confirmation = self.query_one(Confirmation)
        untyped = self._written.adverse and not confirmation.matches
        if self.complete is bool(self._missing or untyped):
            self.query_one("#next").toggle_class("-complete")
            self.post_message(self.Completed())
        last = Missing("confirmation", "" if confirmation.open else confirmation.asking_last)
        missing = (*self._missing, last) if untyped else self._missing
        cited = tuple(dict.fromkeys(one.item for one in self._written.draft.cites))
        self.query_one(MissingList).show(missing, cited, flowing=self.screen.has_class("-folded"))

    def on_resize(self) -> None:
        """Lines may be fewer, or more, and longer."""
        self._show_title()
        self._show_missing()
        self._bring_focused(self._part)

    def _tell(self, part: str, sentence: str) -> None:
        self._say(sentence)
        self._bring(self.query_one(part))

    def _say(self, sentence: str, *, lasting: bool = False) -> None:
        self._said, self._lasts = sentence, lasting
        show_words(self.query_one("#said", Static), Content(visible(sentence)))
        self.query_one("#said").set_class(not sentence, "-nothing")
