"""The form in which a reviewer votes, or an adjudicator settles a conflict."""

from collections.abc import Callable
from typing import ClassVar

from msgspec.structs import replace
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Button, Input, Static, TextArea

from store.case.view import CaseView
from store.docket import Docket
from store.model import Missing
from store.text import visible
from tui.dialogs.citation_list import CitationList
from tui.dialogs.confirmation import Confirmation, Refused
from tui.dialogs.ground_list import GroundList
from tui.dialogs.guard import Guard
from tui.dialogs.guarded import GuardedScreen
from tui.dialogs.missing_list import MissingList, still_missing
from tui.dialogs.next_step import next_step
from tui.dialogs.outcome_list import OutcomeList
from tui.dialogs.reason_area import ReasonArea
from tui.dialogs.votes_compared import VotesCompared
from tui.drafts import SavedDraft

KEEP_EVERY = 0.4
"""Seconds of typing that a crash may cost: the draft goes to `on_change` at most this long after a key."""


class VoteForm(GuardedScreen[SavedDraft | None]):
    """Writes a draft; gives it back when it is complete and sent, None when the form is closed.

    Either way `on_change` has been given the draft as it stands, if it is another than `saved`.
    """

    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - an instance variable of `Screen`
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "commit", "Send", id="vote.send"),
        Binding("escape", "close", "Close, keep draft", id="vote.close"),
        *(Binding(str(number), f"choose({number})", show=False) for number in range(1, 10)),
    ]
    DEFAULT_CSS = """
    VoteForm {
        align: center middle;
        #form {
            width: 100%; max-width: 130; height: 100%; max-height: 50; border: round $primary; background: $surface;
        }
        #case { height: 1; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
        #middle { height: 1fr; layout: vertical; }
        #body { height: 1fr; padding: 0 1 0 0; scrollbar-size-vertical: 1; }
        .heading { padding: 0 1; text-style: bold; color: $text-accent; }
        .empty { padding: 0 2; color: $text-muted; }
        MissingList { border-top: solid $primary; }
        #next, #said { height: auto; padding: 0 1; }
        #next { color: $text-muted; }
        #said { color: $text-warning; text-style: bold; }
        #send { height: 1; }
        #send Button { margin-left: 1; }
        #send Button:focus { text-style: bold reverse; }
        &.-wide {
            #middle { layout: horizontal; }
            MissingList { width: 40; height: 100%; max-height: 100%; border-top: none; border-left: solid $primary; }
            ReasonArea { min-height: 10; max-height: 16; }
            ChoiceList { max-height: 12; }
        }
    }
    """

    def __init__(
        self,
        docket: Docket,
        reviewer: str,
        view: CaseView,
        saved: SavedDraft,
        on_change: Callable[[SavedDraft], None],
        adjudicating: bool = False,
        *,
        guard: Guard | None = None,
    ) -> None:
        super().__init__(guard or Guard())
        self._docket = docket
        self._reviewer = reviewer
        self._view = view
        self._saved = saved
        self._on_change = on_change
        self.adjudicating = adjudicating
        self._draft = replace(saved.draft, reason=visible(saved.draft.reason, multiline=True))
        self._ticked = set(saved.draft.grounds)
        self._missing: tuple[Missing, ...] = ()
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """What is decided in the middle; what is missing, what happens next and how to send always in view."""
        policy, case = self._view.scene.policy, self._view.case
        with Vertical(id="form") as form:
            form.border_title = "Resolution" if self.adjudicating else "Vote"
            form.border_subtitle = "Tab moves on · 1-9 outcome · Space ticks · x removes a citation"
            yield Static(self._case_line(), id="case")
            with Container(id="middle"):
                with VerticalScroll(id="body", can_focus=False):
                    if self.adjudicating:
                        yield Static("The votes", classes="heading")
                        yield VotesCompared(self._view, policy, id="votes")
                    yield Static("Outcome", classes="heading")
                    yield OutcomeList(policy.outcome, id="outcomes")
                    yield Static("Grounds", classes="heading")
                    yield Static(id="no_grounds", classes="empty")
                    yield GroundList(policy, id="grounds")
                    yield Static("Citations", classes="heading")
                    yield Static("Passages that you cite while you read gather here.", id="no_cites", classes="empty")
                    yield CitationList(case, policy, id="cites")
                    yield Static("Reason", classes="heading")
                    yield ReasonArea(self._draft.reason, self.guard, id="reason")
                yield MissingList(id="missing")
            yield Static(id="next")
            yield Confirmation(case.id, self.guard, id="confirmation")
            yield Static(id="said")
            with Horizontal(id="send"):
                word = "Record resolution" if self.adjudicating else "Send vote"
                yield Button(Content.assemble(word, ("  F2", "dim")), id=self.COMMIT, compact=True)
                yield Button(Content.assemble("Close, keep draft", ("  Esc", "dim")), id="close", compact=True)

    def on_mount(self) -> None:
        """Begin with the outcome, or with the votes that are to be settled."""
        self._say("")
        self._show()
        self.query_one("#votes" if self.adjudicating else "#outcomes").focus(scroll_visible=False)

    def on_unmount(self) -> None:
        """The program may end under an open form."""
        self._keep()

    # Writing the draft

    @on(OutcomeList.Chosen)
    def _choose_outcome(self, event: OutcomeList.Chosen) -> None:
        policy, was_adverse = self._view.scene.policy, self._adverse
        fitting = [ground.id for ground in policy.grounds_for(event.outcome)]
        self._change(outcome=event.outcome, grounds=tuple(one for one in fitting if one in self._ticked))
        outcome = policy.outcome_of(event.outcome)
        if was_adverse and outcome is not None and not self._adverse:
            self._say(f"The outcome is now “{visible(outcome.label)}”, which is not adverse.")

    @on(GroundList.Ticked)
    def _tick_ground(self, event: GroundList.Ticked) -> None:
        self._ticked ^= {event.ground}
        order = [ground.id for ground in self._view.scene.policy.grounds_for(self._draft.outcome)]
        kept = [one for one in self._draft.grounds if one not in order and one in self._ticked]
        self._change(grounds=(*(one for one in order if one in self._ticked), *kept))

    @on(CitationList.Removed)
    def _remove_citation(self, event: CitationList.Removed) -> None:
        cites = self._draft.cites
        self._change(cites=cites[: event.position] + cites[event.position + 1 :])

    @on(TextArea.Changed)
    def _write_reason(self, event: TextArea.Changed) -> None:
        if event.text_area.text != self._draft.reason:
            self._change(reason=event.text_area.text)

    def _change(self, **parts: object) -> None:
        self._draft = replace(self._draft, **parts)
        self._say("")
        self._show()
        if self._timer is None:
            self._timer = self.set_timer(KEEP_EVERY, self._keep)

    def _keep(self) -> None:
        """Give the draft to `on_change`, if it is another than was given last."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        saved = self._saved.changed(self._draft)
        if saved is not self._saved:
            self._saved = saved
            self._on_change(saved)

    # Showing it

    def _case_line(self) -> Content:
        case, role = self._view.case, "adjudicating" if self.adjudicating else "voting"
        title, who = (f"  {visible(case.title)}", ""), visible(self._view.scene.policy.name_of(self._reviewer))
        return Content.assemble((visible(case.id), "bold"), title, (f"  · {who} {role}", "dim"))

    @property
    def _lacking(self) -> tuple[Missing, ...]:
        return still_missing(self._docket, self._view, self._draft, adjudicating=self.adjudicating)

    def take_in(self, view: CaseView) -> None:
        """The case as it is now: what was opened for this vote is recorded, say. Not another revision of it."""
        if (view.case.id, view.revision) == (self._view.case.id, self._view.revision):
            self._view = view
            if self._lacking != self._missing:
                self._show()

    def _show(self) -> None:
        policy, draft = self._view.scene.policy, self._draft
        self._missing = self._lacking
        self.query_one(OutcomeList).show_chosen(draft.outcome)
        grounds = self.query_one(GroundList)
        grounds.show_ticked(draft.outcome, draft.grounds)
        grounds.display = bool(grounds.option_count)
        none = self.query_one("#no_grounds", Static)
        none.display = not grounds.display
        none.update("This outcome needs no ground." if draft.outcome else "They follow from the outcome.")
        cites = self.query_one(CitationList)
        cites.show_cited(draft.cites)
        cites.display = bool(draft.cites) or cites.has_focus  # where the last one was taken out, Tab goes on from here
        self.query_one("#no_cites").display = not draft.cites
        sentence = next_step(policy, self._view, draft, adjudicating=self.adjudicating)
        self.query_one("#next", Static).update(Content(sentence))
        self.query_one("#next").display = bool(sentence)
        self.query_one(Confirmation).show(needed=self._adverse, ready=not self._missing)
        self._show_missing()

    @property
    def _adverse(self) -> bool:
        outcome = self._view.scene.policy.outcome_of(self._draft.outcome)
        return outcome is not None and outcome.adverse

    @on(Input.Changed)
    def _confirm(self, event: Input.Changed) -> None:
        if event.value:
            self._say("")
        self._show_missing()

    def _show_missing(self) -> None:
        confirmation = self.query_one(Confirmation)
        typing = confirmation.open and not confirmation.matches
        untyped = (Missing("confirmation", confirmation.asking),) if typing else ()
        self.query_one(MissingList).show((*self._missing, *untyped))

    @on(Refused)
    def _refused(self, event: Refused) -> None:
        self._say(event.sentence)

    def _say(self, sentence: str) -> None:
        self.query_one("#said", Static).update(Content(sentence))
        self.query_one("#said").display = bool(sentence)

    # Leaving

    def attempt(self, objection: str | None) -> None:
        """Give the draft back if it is complete, confirmed, and sent by a key that was meant."""
        confirmation = self.query_one(Confirmation)
        if self._missing:
            self._say("Something is still missing.")
        elif self._adverse and not confirmation.matches:
            self._say(confirmation.asking)
            confirmation.ask()
        elif objection is not None:
            self._say(objection)
        else:
            self._keep()
            self.dismiss(self._saved)

    @on(Button.Pressed, "#close")
    def action_close(self) -> None:
        """Close; the draft stays."""
        self._keep()
        self.dismiss(None)

    def action_choose(self, number: int) -> None:
        """Choose the outcome of this number."""
        self.query_one(OutcomeList).choose(number)
