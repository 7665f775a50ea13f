"""Doing the same to the cases that are marked: a form for all of them, then a record for each."""

from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual import events

from store.acts import AnyRequest, ForMany
from store.filters import Filter
from tui.acting.drafts import Marked, kind_of
from tui.acting.offers import OFFERS, Offer, offer
from tui.screens.acting import Acting
from tui.screens.frame import BACK
from tui.submissions import Ended
from tui.widgets.marking_list import MarkingList
from tui.widgets.status_bar import KeyBar

if TYPE_CHECKING:
    from tui.dialogs.many_form import ManyForm


class Marking(Acting, inherit_bindings=False):
    """The part of the review screen that assigns, holds, takes up and closes many cases."""

    arriving = ""
    """What is to be told at the case that the reviewer arrives at."""
    _marked = 0
    """Marks that the line of keys was drawn for."""
    _many_form: "ManyForm | None" = None

    def action_act(self, command: str) -> None:
        """In a queue with marks an act is on the cases that are marked, if it may be done to many; else on one."""
        one, queue = offer(command), self.query_one(MarkingList)
        if one.for_many and self.focused is queue:
            queue.end_range()
            if self.session.marks.finding:
                self.notices.refuse("Cases are still being marked: try again in a moment, or esc stops that.")
                return
            if self.session.marks:
                self._ask_of_many(one)
                return
        super().action_act(command)

    def _ask_of_many(self, one: Offer) -> None:
        from tui.dialogs.many_form import ManyForm

        session, under_way = self.session, self.submissions.many
        busy = f"This is still being recorded: {under_way.progress}. Esc in the queue stops it." if under_way else ""
        if why := session.read_only or busy:
            self.notices.refuse(why)
            return
        cases, begun = (*session.marks,), session.form("", one.act)
        marked = Marked.of(cases)
        others = begun.marked.named if begun.written and begun.marked and begun.marked != marked else ""
        keep = partial(session.keep_form, "", one.act, marked=marked)
        form = ManyForm(
            one,
            cases,
            session.docket,
            session.reviewer,
            begun.values,
            keep,
            chosen=session.queue.chosen,
            set_aside=session.set_aside,
            others=others,
            guard=self.new_guard(),
        )

        def ended(request: AnyRequest | None) -> None:
            self._many_form = None
            if isinstance(request, ForMany):
                self.submissions.act_on_many(cases, request, form.refusals)
            if form.was_dropped:
                self.dropped("", kind_of(one.act))
            self.show_status()

        self._many_form = form
        self.app.push_screen(form, ended)

    def take_in(self) -> None:
        """On how many of the marked cases something would be recorded may be another number now."""
        super().take_in()
        if self._many_form is not None:
            self._many_form.take_in()

    def recorded(self, ended: Ended) -> None:
        """What was recorded is marked no more."""
        if ended.recorded:
            self.session.unmark(ended.recorded)
            self.query_one(MarkingList).refresh()
        if ended.left:
            self.session.keep_for_cases(ended.request.act, Marked.of(ended.left))

    def dropped(self, case: str, kind: str) -> None:
        """The mark of a draft in the queue goes with it."""
        super().dropped(case, kind)
        self.query_one(MarkingList).refresh()

    def leaving(self) -> None:
        """Nothing more is recorded on many cases; it is told how far that came."""
        super().leaving()
        self.stop_many()

    def stop_many(self) -> bool:
        """Record on no more of the cases; False if that is not under way."""
        many = self.submissions.many
        if many is not None:
            many.stop()
        return many is not None

    def back_in_queue(self) -> bool:
        """Out of what is under way with many cases, a range, then the marks; False if there is nothing of it."""
        if self.stop_many():
            return True
        if said := self.session.marks.back():
            self.query_one(MarkingList).refresh()
            self.notices.tell(said)
            self.show_status()
        return bool(said)

    def on_key(self, event: events.Key) -> None:
        """Marks that were cleared stay so as soon as another key than that of their way back does something."""
        marks = self.session.marks
        if marks.cleared and (bound := self.active_bindings.get(event.key)) and bound.binding.action != "go_back":
            marks.settle()

    def restore_marks(self) -> bool:
        """Bring back the marks that were cleared last; False if there are none, or something else was done since."""
        if said := self.session.marks.restore():
            self.query_one(MarkingList).refresh()
            self.notices.tell(said)
            self.show_status()
        return bool(said)

    def tell_set_aside(self, before: Filter) -> None:
        """Another filter has marks of its own: those of the one before are set aside, not lost."""
        chosen, aside = self.session.queue.chosen, len(self.session.marks_of(before))
        if aside and chosen.terms != before.terms:
            self.arriving = f"{aside:,} marked: set aside with their filter, backspace brings them back."
            self.notices.tell(self.arriving)

    def show_status(self) -> None:
        """With marks the line of keys says what can be done with them."""
        super().show_status()
        if self._marked != len(self.session.marks):
            self.show_keys()

    def show_keys(self) -> None:
        """What can be done to all that is marked, while the keys are in the queue."""
        marks, place = self.session.marks, self.place_of(self)
        self._marked = len(marks)
        if not marks or place is None or not isinstance(self.focused, MarkingList):
            super().show_keys()
            return
        by_id = {one.id: one for one in place.actions}
        for_all = [by_id[one.command] for one in OFFERS if one.for_many and one.command in by_id]
        shown = [*sorted(for_all, key=lambda one: not one.keys), replace(by_id[BACK.id], label="Unmark")]
        self.query_one(KeyBar).show(shown, f"{len(marks):,} marked:")

    def on_marking_list_marked(self, event: MarkingList.Marked) -> None:
        """The line at the top says how many."""
        if event.sentence:
            self.notices.tell(event.sentence)
        self.show_status()
