"""Going from case to case: the next one that waits for the reviewer, one by its id and back, in other orders."""

from collections.abc import Iterator
from contextlib import suppress
from functools import partial

from msgspec.structs import replace
from textual import events

from store.case.view import CaseView, QueueRow
from store.errors import StoreError
from store.filters import FIELD, Filter, Order, Term
from store.plural import plural
from tui.actions import Action
from tui.completion import filter_terms
from tui.dialogs.guard import Guard
from tui.key_order import OrderedApp
from tui.pages.hits import HitPlace
from tui.screens.marking import Marking
from tui.widgets.queue_list import QueueList

FINDING = (
    Action("next_case", "n", "Next for me", "Go to the next case that waits for you", footer=6),
    Action("any_next", "N", "Next", "Go to the next case of the queue, whomever it waits for"),
    Action("previous_case", "p", "Previous", "Go to the previous case"),
    Action("go_to", "#", "Go to", "Go to a case by its id, whatever the filter"),
    Action(
        "go_back",
        "backspace",
        "Go back",
        "Go back to the case, and the filter, from which another filter or an id took you; right after marks were "
        "cleared, bring them back",
    ),
    Action("order", "S", "Sort", "Choose the order of the queue; it stays when esc clears the filter"),
    Action("saved_filters", "F", "Saved filters", "Take, rename or forget a filter that you saved, or save this one"),
    Action("go_on", "", "Go on by itself", "After your vote go on to the next case that waits for you, or stay"),
)
_STEPPED_OFF = Term("recused", "me")
_ORDERS = (
    ("due", "due: the earliest first"),
    ("priority", "priority: 1 before 2"),
    ("-priority", "priority: 2 before 1"),
    ("flag", "flag: those alike together"),
    ("-arrived", "arrived: the newest, or newly revised, first"),
    ("clock", "deadline: the next one first"),
    ("-done", "done: what you voted on or adjudicated, the last first"),
)


class Finding(Marking, inherit_bindings=False):
    """The part of the review screen that moves through the queue."""

    by_itself = False
    """Whether the next case comes without a key of the reviewer."""
    came: Guard | None = None
    """Since one came so: it judges whether a key was pressed before anybody could see that."""
    _draft: str | None = None
    """The kind of the draft whose form opens at the case that is looked for."""
    _hit: HitPlace | None = None
    """The hit in it that is gone to."""
    _typed_id = ""
    """The id that was typed for it."""
    _order_of_all = Order()
    _led_to: Filter | None = None
    """The queue that another screen led to, until it is counted."""

    def take_to(self, hit: HitPlace) -> None:
        """Go to a hit of the case that is read."""
        raise NotImplementedError

    @property
    def hurried(self) -> bool:
        """Whether more keys wait already."""
        return isinstance(self.app, OrderedApp) and self.app.hurried

    @property
    def idle(self) -> float:
        """Seconds since the last key."""
        return self.app.idle if isinstance(self.app, OrderedApp) else 0.0

    def precedes(self, event: events.Key | events.Paste) -> bool:
        """Whether a key was pressed before anybody could see that another case came by itself, or right behind such."""
        if self.came is not None and self.came.noted(event).early:
            self.came.appeared()  # the hand has not paused since
            return True
        self.came = None
        return False

    def action_next_case(self) -> None:
        """The next case that waits for the reviewer, from wherever the keys are; who only reads goes to any."""
        queue = self.session.queue
        if not self.session.votes:
            steps, busy = queue.free()
            self._go(steps, busy)
        elif mine := queue.next_mine():
            self._go(*mine)
        elif queue.current is None or queue.waiting:
            self._go(1, [])
        else:
            queue.go_mine()
            self.query_one(QueueList).fetch()

    def ahead(self) -> Iterator[CaseView]:
        """The cases that the keys for the next one come to, as they are now, where their rows are at hand."""
        queue, session = self.session.queue, self.session
        mine = queue.next_mine() if session.votes else None
        for row in map(queue.row, sorted({queue.cursor + 1, queue.cursor + (mine[0] if mine else 1)})):
            if row is not None:
                with suppress(StoreError):  # which is told to who comes to it
                    yield session.docket.view(session.reviewer, row.id)

    def action_any_next(self) -> None:
        """The next case, whomever it waits for."""
        self._go(1, [])

    def action_previous_case(self) -> None:
        """The case before."""
        self._go(-1, [])

    def _go(self, steps: int, busy: list[str]) -> None:
        self.query_one(QueueList).go(steps)
        self._tell_passed(busy)

    def _tell_passed(self, busy: list[str]) -> None:
        if busy:
            which, them = (busy[0], "it") if len(busy) == 1 else (plural(len(busy), "case"), "them")
            self.notices.tell(f"Passed by {which}: somebody else reads {them}, or did a moment ago. p goes back.")

    def on_queue_list_searched(self, event: QueueList.Searched) -> None:
        """What became of looking for a case that is not at hand."""
        match event.fetched.need.kind, event.fetched.end:
            case "start", _ if (here := self.whence) and here[0] != event.fetched.need.ident:
                self._tell_passed(self.session.queue.passed())
            case "go", "none":
                said = f"There is no case {event.fetched.need.ident} in this docket that you may read."
                if self._typed_id and self.is_current:
                    self._ask_id(self._typed_id, said)
                else:
                    self.notices.tell(said)
            case "go", _ if self.session.view is not None and self.session.view.case.id == event.fetched.need.ident:
                if self._draft is not None:
                    self.call_later(self.take_up, self._draft)
                if self._hit is not None:
                    self.call_later(self.take_to, self._hit)
            case "mine", "only":
                self.notices.tell("No other case of this queue waits for you.")
            case "mine", "none":
                self._go(1, [])
                self.notices.tell("No case of this queue waits for you: this is only the next one.")
            case "mine", "top":
                self.notices.tell("On from the top: no case further down waits for you.")

    # By id, and back

    def action_go_to(self) -> None:
        """Ask for the id."""
        self._ask_id("", "The id of a case, or the number at its end. Once there, backspace goes back.")

    def _ask_id(self, typed: str, hint: str) -> None:
        from tui.dialogs.ask_line import AskLine

        self.app.push_screen(AskLine("Go to", hint, typed), self.go_to)

    def go_to(self, case: str | None) -> None:
        """Go to a case by its id; None, or no id, stays. Where there is none it is asked for again, as it was typed."""
        if case:
            self.keep_place()
            self.look_for(case, self.session.queue.chosen)
            self._typed_id = case

    def action_go_back(self) -> None:
        """Where one came from; not to where one is, because there was no such case, or one went back by oneself.

        Marks come back instead where clearing them was the last thing done.
        """
        if self.restore_marks():
            return
        trail, here = self.session.trail, self.whence
        while trail and trail[-1] == here:
            trail.pop()
        if trail:
            self.look_for(*trail.pop())
        else:
            self.notices.tell("There is nowhere to go back to: # goes to a case by its id, / by a filter.")

    @property
    def whence(self) -> tuple[str, Filter] | None:
        """The case that is read, and the filter that holds."""
        queue = self.session.queue
        return (queue.current.id, queue.chosen) if queue.current is not None else None

    def keep_place(self) -> None:
        """Backspace comes back to here."""
        if here := self.whence:
            self.session.trail.append(here)

    def look_for(self, case: str, chosen: Filter, draft: str | None = None, hit: HitPlace | None = None) -> None:
        """Go to a case in the queue of a filter, and to the form of the draft of a kind on it, or a hit in it."""
        self._draft, self._hit, self._typed_id = draft, hit, ""
        if chosen != self.session.queue.chosen:
            self.notices.settle()
            self.session.marks.settle()
            self.arriving = ""
        self.session.queue.go_to(case, chosen)
        self.query_one(QueueList).fetch()
        self.show_status()

    # Orders and filters

    def action_order(self) -> None:
        """Ask for another order."""
        from tui.dialogs.pick import Pick

        now = str(self.session.queue.chosen.order).removeprefix("sort:")
        self.app.push_screen(Pick("Sort", _ORDERS, now), self._sort)

    def _sort(self, order: str | None) -> None:
        if order is not None:
            by = Order(order.removeprefix("-"), back=order.startswith("-"))
            self._order_of_all = by if not by.own else self._order_of_all
            self.choose(replace(self.session.queue.chosen, order=by))

    @property
    def order_of_all(self) -> Order:
        """The order that was chosen for all cases: it stays when a filter is cleared or a link goes to another one."""
        now = self.session.queue.chosen.order
        return self._order_of_all if now.own else now

    def choose(self, chosen: Filter, row: QueueRow | None = None) -> None:
        """Fill the queue by a filter; the case that is read, or `row`, is read on if it matches."""
        queue = self.session.queue
        if chosen != queue.chosen:
            self.notices.settle()
            self.session.marks.settle()
            queue.choose(chosen, row or queue.current)
            self.query_one(QueueList).fetch()
            self.show_status()

    def clear_filter(self) -> None:
        """All cases again, in the order that was chosen; the case that is read is read on."""
        before, here, trail = self.session.queue.chosen, self.whence, self.session.trail
        elsewhere = here and trail and trail[-1][0] != here[0]
        self.choose(Filter((), self.order_of_all))
        way_back = f"  backspace goes back to {trail[-1][0]}" if elsewhere else ""
        self.notices.tell(f"Cleared: {replace(before, order=Order())}{way_back}")

    def led_to(self, chosen: Filter) -> None:
        """Another screen led to this queue, and counted cases in it that the reviewer stepped off: say how many."""
        self._led_to = chosen
        self.count_left_out()

    def count_left_out(self) -> None:
        """Count them in a thread, once the queue is here and counted itself; not where it is another one by then."""
        queue, chosen = self.session.queue, self._led_to
        if chosen is not None and chosen != queue.chosen:
            self._led_to = None
        elif chosen is not None and queue.total is not None:
            self._led_to = None
            self.run_worker(partial(self._count_left_out, chosen), thread=True, group="left out", exclusive=True)

    def _count_left_out(self, chosen: Filter) -> None:
        session = self.session
        with suppress(StoreError):  # the queue asks for the same, and says what is wrong
            count = session.docket.count(session.reviewer, Filter((*chosen.terms, _STEPPED_OFF)))
            self.call_later(self._tell_left_out, chosen, count)

    def _tell_left_out(self, chosen: Filter, count: int) -> None:
        if count and chosen == self.session.queue.chosen:
            are, them = ("is", "it") if count == 1 else ("are", "them")
            said = f"{plural(count, 'case')} that you stepped off {are} not in this queue: / recused:me finds {them}."
            self.notices.tell("  ".join(filter(None, (self.notices.brief, said))))

    def known_terms(self) -> Iterator[str]:
        """What a filter can be completed to: words of the policy, fields of the case that is read, flags of rows."""
        session, policy = self.session, self.session.policy
        yield from filter_terms(policy)
        yield from ("due:<7d", "due:today", "due:none", "decided:today", "priority:<2", "id:")
        own = (f"field.{one}" for one in (session.view.case.fields if session.view else ()) if not policy.masks(one))
        fields = dict.fromkeys([*(one for one in policy.case.columns if not policy.masks(one)), *own])
        yield from (f"{one}:" for one in fields if FIELD.fullmatch(one) and one.isprintable())
        flags = {flag for row in session.queue.rows for flag in row.flags}
        yield from (f"flag:{flag}" for flag in sorted(flags) if flag.isascii() and flag.isalnum())

    # Going on

    def action_go_on(self) -> None:
        """Go on by itself from now on, or no more."""
        goes_on = not self.preferences.kept.goes_on
        self.preferences.change(goes_on=goes_on)
        self.notices.tell(
            "After your vote the next case that waits for you opens by itself."
            if goes_on
            else "After your vote you stay at the case: n goes on."
        )

    def went_on(self, case: str, sentence: str) -> None:
        """Go on from a case that was voted on just now, if the reviewer chose so and has not gone on themselves."""
        current = self.session.queue.current
        typing = self.notices.refused  # of what is typed on nobody knows which case it is meant for
        if typing or not (self.is_current and current is not None and current.id == case):
            return
        if self.preferences.kept.goes_on:
            self.arriving, self.by_itself = sentence.partition("  ")[0], True
            self.action_next_case()
            self.by_itself = self.by_itself and self.session.queue.waiting
