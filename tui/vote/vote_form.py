"""The form in which a reviewer votes, or an adjudicator settles a conflict, beside the evidence that it is about."""

from collections.abc import Callable
from typing import ClassVar

from textual import events, on
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static, TextArea

from store.case.view import CaseView
from store.docket import Docket
from store.model import Missing
from tui.acting.drafts import SavedDraft
from tui.dialogs.guard import Guard, KeyArrival
from tui.dialogs.guarded import next_part
from tui.dialogs.missing_list import still_missing
from tui.dialogs.reason_area import ReasonArea
from tui.vote.citation_list import CitationList, place
from tui.vote.confirmation import Confirmation, Refused
from tui.vote.ground_list import GroundList
from tui.vote.mending import PARTS, in_order
from tui.vote.next_step import next_step
from tui.vote.outcome_list import OutcomeList
from tui.vote.vote_keys import CITES_KEYS, GROUNDS_KEYS, VOTE
from tui.vote.votes_compared import VotesCompared
from tui.vote.word_taker import UNHEARD, WordTaker

UNREAD = "This case came to the screen just now: nothing is sent yet. Read it, then F2 sends."
LOW = 30
"""Lines of a terminal in fewer of which votes that are settled are folded at first, so that outcomes are in sight."""


class VoteForm(WordTaker, inherit_bindings=False):
    """Writes a draft. `on_change` gets it after each change, `on_end` when it is sent, or None when the form is closed.

    Keys that record are judged by `guard`: those for an adverse outcome strictly, and all of them where the case was
    `unseen` when the form was asked for; others only for what no hand does. None sends that came `too_soon` for the
    case to have been read.
    """

    PLACE = VOTE
    BINDINGS: ClassVar[list[BindingType]] = [*PLACE.bindings]

    class Read(Message):
        """The reviewer goes back to the case, for what is `missing` and is found there, if anything."""

        def __init__(self, missing: Missing | None = None) -> None:
            super().__init__()
            self.missing = missing

    def __init__(
        self,
        docket: Docket,
        reviewer: str,
        view: CaseView,
        saved: SavedDraft,
        on_change: Callable[[SavedDraft], object],
        on_end: Callable[[SavedDraft | None], object],
        *,
        adjudicating: bool = False,
        unseen: bool = False,
        guard: Guard | None = None,
        too_soon: Callable[[float], bool] = lambda at: False,
    ) -> None:
        super().__init__(self.PLACE.name, view, saved, adjudicating=adjudicating, guard=guard or Guard())
        self._docket, self._reviewer, self._unseen, self._too_soon = docket, reviewer, unseen, too_soon
        self._on_change, self._on_end = on_change, on_end
        self._outdated: Missing | None = None
        self._told_so = False
        self._told_of_id = ""
        """The reason that ends with the id of the case, as it was when that was said."""
        self._led_with: str | None = None
        """The reason as it was when the key that sends led to something else that is missing, if it did."""
        self._ended = False

    def on_mount(self) -> None:
        """Begin with the outcome, or with the votes that are to be settled."""
        self._say("")
        self._show(in_order(self._lacking), self._next)
        self.appears()
        if self.app.size.height < LOW:
            self.action_fold()
            for votes in self.query(VotesCompared):
                votes.unread = True
        self.query_one("#votes" if self.adjudicating else "#outcomes").focus(scroll_visible=False)

    # Keys

    def on_key(self, event: events.Key) -> None:
        """Judge every key, take those that send, and let none through that means something elsewhere only."""
        self.hears(event)
        bound = self.screen.active_bindings.get(event.key)
        if self._are_words(event):
            event.stop()
            self._take_words(self._words.text)
        elif bound is not None and self not in bound.node.ancestors_with_self and bound.binding.action != "help":
            event.stop()
            self._does_nothing(event, bound.binding.description)

    def action_reason(self) -> None:
        """Straight to the reason."""
        self.query_one(ReasonArea).action_write_on()

    def hears(self, event: events.Key) -> None:
        """Judge a key, pressed here or in the case beside, and send if it is the one that sends."""
        arrival, bound = self.guard.noted(event), self.screen.active_bindings.get(event.key)
        if bound is not None and bound.binding.action == "commit":
            event.stop()
            self._attempt(arrival)

    def action_commit(self) -> None:
        """Send, asked for by a click or by name."""
        self._attempt(self.guard.noted(events.Event()))

    def action_next_part(self) -> None:
        """Go on to the next part."""
        self.screen.set_focus(next_part(self, self.screen.focused, 1))

    def action_previous_part(self) -> None:
        """Go back to the part before."""
        self.screen.set_focus(next_part(self, self.screen.focused, -1))

    def action_read(self) -> None:
        """To the case."""
        self.post_message(self.Read())

    # Writing the draft

    @on(OutcomeList.Chosen)
    def _choose_line(self, event: OutcomeList.Chosen) -> None:
        self._choose(event.outcome)

    def action_choose(self, number: int) -> None:
        """Choose the outcome of this number; its grounds come next."""
        if self.guard.burst:
            self._say(f"Keys that come in one go, as if pasted, choose nothing. Press {number} again.")
        elif outcome := self.query_one(OutcomeList).outcome_of(number):
            self._choose(outcome)
            grounds, outcomes = self.query_one(GroundList), self.query_one(OutcomeList)
            part = grounds if grounds.offered else outcomes
            part.focus(scroll_visible=False)
            self._bring(part)
        else:
            self._say(f"There is no outcome {number}.")

    @property
    def chosen(self) -> bool:
        """Whether an outcome is chosen."""
        return bool(self._written.draft.outcome)

    def keeps_outcome(self, number: int) -> None:
        """Say where an outcome is changed that is chosen: a digit beside may be one of an id."""
        self._part = self.query_one(OutcomeList)
        self._say(f"{number} changes nothing in the case: the outcome that is chosen is changed in the form (F6).")

    def _choose(self, outcome: str) -> None:
        self._written.choose(outcome)
        self._changed()
        self._told_so = False
        if self._written.turned:
            self._say(f"{self._written.turned} F2 asks once more before it is sent.")

    def action_tick(self, letter: str) -> None:
        """Tick the ground of this letter, or take the tick back."""
        grounds = self.query_one(GroundList)
        if ground := grounds.ground_of(letter):
            grounds.focus()
            self._tick(ground)
        elif grounds.offered:
            self._say(f"No ground of this outcome has the letter {letter}.{self._unsent}")
        elif self._written.draft.outcome:
            self._say(f"{letter} ticks nothing: this outcome needs no ground.{self._unsent}")
        else:
            self._say(f"{letter} ticks nothing yet: grounds have letters once an outcome is chosen, by its number.")

    @property
    def _unsent(self) -> str:
        """For whoever believes that all is sent, and goes on."""
        return " Nothing is sent yet: F2 sends." if self.complete else ""

    @on(GroundList.Ticked)
    def _tick_line(self, event: GroundList.Ticked) -> None:
        self._tick(event.ground)

    def _tick(self, ground: str) -> None:
        self._written.tick([ground])
        self._changed()
        self._tell("#grounds", self.query_one(GroundList).said_of(ground))

    def action_remove(self) -> None:
        """Take out the citation that is highlighted."""
        cites, own = self.query_one(CitationList), self._written.draft.cites
        if cites.has_focus and cites.highlighted is not None:
            taken = own[cites.highlighted]
            self._written.set_cites(tuple(one for one in own if one != taken))
            self._changed()
            self._tell("#cites", f"Took out {place(self._view.case, taken)}.")
        else:
            self._say("Tab goes to the citations: x takes out the one that is highlighted.")

    def action_fold(self) -> None:
        """Fold the votes that are settled, so that the form is in sight, or show all of them."""
        for votes in self.query(VotesCompared):
            votes.fold()
            self.query_one("#votes_heading", Static).update(Content(votes.heading))
            self._bring(votes)

    def action_take_grounds(self, key: str) -> None:
        """Take over the grounds of a side, or give them back."""
        for side in self._sides[GROUNDS_KEYS.index(key) :][:1]:
            fit = self._written.tick(side.vote.grounds)
            self._changed()
            waiting = f"Those of the grounds of {side.letter} that the outcome does not have wait for one that has."
            self._tell("#grounds", self.query_one(GroundList).said_of(*side.vote.grounds) if fit else waiting)

    def action_take_cites(self, key: str) -> None:
        """Take over what a side cites, or give it back."""
        for side in self._sides[CITES_KEYS.index(key) :][:1]:
            self._written.cite(those := side.cites(self._view.case))
            self._changed()
            taken = {*those} <= {*self._written.draft.cites}
            self._tell("#cites", f"{'Took over' if taken else 'Gave back'} what {side.letter} cites.")

    @on(TextArea.Changed)
    def _write_reason(self, event: TextArea.Changed) -> None:
        if event.text_area.text != self._written.draft.reason:
            self._written.write(event.text_area.text)
            self._changed(self._said if self._lasts else "")

    def _changed(self, said: str = "") -> None:
        """Keep and show what is written now, with what is `said` of it, which stays while the reason is written."""
        self._on_change(self._written.saved)
        self._say(said, lasting=bool(said))
        self._show(in_order(self._lacking), self._next)

    # What changes around it

    def take_in(self, view: CaseView, saved: SavedDraft) -> None:
        """The case as it is now, and the draft, into which something was cited, say.

        On another revision of the case, or under another policy, nothing is sent from here: it has to be read first.
        """
        again = "Esc closes this and keeps your draft, and d goes on"
        if (view.case.id, view.revision, view.round) != (self._view.case.id, self._view.revision, self._view.round):
            self._outdated = Missing("revised", f"The case has changed: read what is new beside. {again}.")
        elif view.scene.policy_seq != self._view.scene.policy_seq:
            said = "The policy has changed, and with it what outcomes and grounds may mean: choose them again."
            self._outdated = Missing("policy", f"{said} {again}.")
        else:
            self._view = view
            if saved.draft.cites != self._written.draft.cites:
                self._written.set_cites(saved.draft.cites)
                if self.is_mounted:
                    self._tell("#cites", "")
            elif (in_order(self._lacking), self._next) == (self._missing, self._told_next):
                return
        if self.is_mounted:  # or it is shown when it is
            self._show(in_order(self._lacking), self._next)

    @property
    def _lacking(self) -> tuple[Missing, ...]:
        if self._outdated:
            return (self._outdated,)
        return still_missing(self._docket, self._view, self._written.draft, adjudicating=self.adjudicating)

    @property
    def _next(self) -> str:
        """What will happen once it is sent, as the case stands now."""
        return next_step(self._view.scene.policy, self._view, self._written.draft, adjudicating=self.adjudicating)

    @on(Input.Changed)
    def _confirm(self, event: Input.Changed) -> None:
        if event.value and self.query_one(Confirmation).begun:  # else what was left out of it stays said
            self._say("")
        self._show_missing()

    @on(Refused)
    @on(ReasonArea.Said)
    def _told(self, event: Refused | ReasonArea.Said) -> None:
        self._say(event.sentence)

    # Leaving

    def _attempt(self, arrival: KeyArrival) -> None:
        """End with the draft if it is complete, confirmed, and sent by a key that was meant; else go on with it."""
        confirmation, written = self.query_one(Confirmation), self._written
        strictly = written.adverse or bool(written.turned) or self._unseen or self._asked
        if self._ended:
            return
        if self._missing:
            self._mend(self._missing[0])
        elif any(votes.unread for votes in self.query(VotesCompared)):
            self._show_votes()
        elif self._guessed:
            self._ask_about_guess()
        elif self.query_one(ReasonArea).went_unheard():
            self._say(UNHEARD)
        elif written.adverse and self._ends_with_id:
            self._tell_of_id(self._ends_with_id)
        elif written.adverse and not confirmation.matches:
            self._told_so = True
            asked = confirmation.objection if confirmation.asks else ""
            self._say(f"{written.turned} {asked}".strip())
            confirmation.ask()
        elif written.turned and not self._told_so:
            self._told_so = True
            self._say(f"{written.turned} Press F2 once more to send it.")
        elif objection := arrival.objection if strictly else arrival.objection_if_clear:
            self._say(objection)
        elif self._too_soon(arrival.at):
            self._say(UNREAD)
        else:
            self._end(written.saved)

    def _show_votes(self) -> None:
        """What was folded until now, with the keys in it: more of it than is in sight is read with them."""
        self.action_fold()
        self.query_one("#votes").focus(scroll_visible=False)
        self._say("Folded until now: read what both wrote, ↓ to its end. Then F2 goes on.")

    @property
    def _ends_with_id(self) -> str:
        """The word that confirms, where the reason ends with it and that was not said yet."""
        reason = self._written.draft.reason
        ends = self.query_one(Confirmation).ends(reason, self._led_with)
        return "" if reason == self._told_of_id else ends

    def _tell_of_id(self, word: str) -> None:
        """Show the id in the reason, marked: typed from habit, it may have made a reason long enough."""
        self._told_of_id = self._written.draft.reason
        self.query_one(ReasonArea).mark_last(word)
        self._say(f"The reason ends with {word}: take it out, or F2 goes on with it.")

    def _mend(self, missing: Missing) -> None:
        """Take the keys to where something that is missing can be mended."""
        self._say("")  # the list above says what is missing
        self._led_with = self._written.draft.reason
        if part := PARTS.get(missing.code):
            target = self.query_one(part)
            target = target if target.focusable else self.query_one(OutcomeList)
            if target.has_focus:
                self._say(f"First this: {missing.sentence}")
            if isinstance(target, CitationList):
                target.go_to_unfit()
            target.focus()
        else:
            self.post_message(self.Read(missing))

    def action_close(self) -> None:
        """Close; the draft stays."""
        self._end(None)

    def _end(self, saved: SavedDraft | None) -> None:
        if not self._ended:
            self._ended = True
            self._on_end(saved)
