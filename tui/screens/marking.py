"""Doing the same to the cases that are marked: a form for all of them, then a record for each."""

from functools import partial

from store.acts import AnyRequest, ForMany
from tui.drafts import Marked
from tui.offers import Offer, offer
from tui.screens.acting import Acting
from tui.submissions import Ended
from tui.widgets.marking_list import MarkingList


class Marking(Acting, inherit_bindings=False):
    """The part of the review screen that assigns, holds, takes up and closes many cases."""

    def action_act(self, command: str) -> None:
        """In a queue with marks an act is on the cases that are marked, if it may be done to many; else on one."""
        one, queue = offer(command), self.query_one(MarkingList)
        if one.for_many and self.focused is queue:
            queue.end_range()
            if self.session.marks.finding:
                self.notices.tell("Cases are still being marked: try again in a moment, or esc stops that.")
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
            self.notices.tell(why)
            return
        cases, begun = (*session.marks,), session.form("", one.act)
        marked = Marked.of(cases)
        others = begun.marked.named if begun.written and begun.marked and begun.marked != marked else ""
        keep = partial(session.keep_form, "", one.act, marked=marked)
        form = ManyForm(
            one, cases, session.docket, session.reviewer, begun.values, keep, others=others, guard=self.new_guard()
        )

        def ended(request: AnyRequest | None) -> None:
            if isinstance(request, ForMany):
                self.submissions.act_on_many(cases, request)
            self.show_status()

        self.app.push_screen(form, ended)

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

    def on_marking_list_marked(self, event: MarkingList.Marked) -> None:
        """The line at the top says how many."""
        if event.sentence:
            self.notices.tell(event.sentence)
        self.show_status()
