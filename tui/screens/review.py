"""The screen on which a reviewer works: the queue beside the case, or one of them at a time where there is no room."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.message import Message

from store.filters import Filter
from tui.actions import Where, bindings
from tui.dialogs.help import Help
from tui.screens.deciding import Deciding
from tui.session import Session
from tui.submissions import Submissions
from tui.theme import look
from tui.widgets.case_pane import CasePane
from tui.widgets.filter_box import FilterBox
from tui.widgets.queue_list import QueueList
from tui.widgets.status_bar import Banner, KeyBar, Notice, StatusBar

FOLD = 100
"""Columns below which the panes show one at a time."""


class ReviewScreen(Deciding, inherit_bindings=False):
    """Moves through the queue and the case; what is recorded is in `Deciding`, what others do in `Watching`."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("anywhere")]

    class Leave(Message):
        """The reviewer wants to leave the program."""

    def __init__(self, session: Session, recorder: Submissions) -> None:
        super().__init__()
        self.session = session
        self.recorder = recorder
        self._reading_pane = False
        self._case_is_stale = False

    def compose(self) -> ComposeResult:
        """From top to bottom."""
        yield StatusBar()
        yield Banner()
        yield FilterBox()
        with Horizontal(id="panes"):
            yield QueueList(self.session.queue, self.session.docket.policy.case.columns)
            yield CasePane(self.session)
        yield KeyBar()

    def on_mount(self) -> None:
        """Fill the queue; the keys go to it."""
        self.query_one(QueueList).focus()
        self.begin_watching()

    def on_descendant_focus(self) -> None:
        """Other keys matter in another pane."""
        if self.query_one(FilterBox).has_focus_within:
            self.query_one(KeyBar).show_pairs([("enter", "Keep the filter"), ("esc", "Give it up")])
        else:
            self.query_one(KeyBar).show("case" if self.query_one(CasePane).has_focus else "queue")

    def on_resize(self, event: events.Resize) -> None:
        """Fold or unfold."""
        self._fold()
        self.show_status()

    # Moving between cases

    def on_queue_list_moved(self, event: QueueList.Moved) -> None:
        """To another case of the queue."""
        self.go_to(event.index)

    def on_queue_list_read(self) -> None:
        """Into the case."""
        self._to_pane("case")

    def on_case_pane_left(self) -> None:
        """Back to the queue."""
        self._to_pane("queue")

    def on_case_pane_said(self, event: CasePane.Said) -> None:
        """Something to tell."""
        self.tell(event.sentence)

    def action_next_case(self) -> None:
        """The next case, from wherever the keys are."""
        self.go_to(self.session.queue.cursor + 1)

    def action_previous_case(self) -> None:
        """The case before."""
        self.go_to(self.session.queue.cursor - 1)

    def go_to(self, index: int) -> None:
        """Put the cursor on a case of the queue and show it."""
        queue = self.session.queue
        index = max(0, min(index, len(queue) - 1))
        if index == queue.cursor:
            place = "last" if index else "first"
            self.tell(f"This is the {place} case of the queue." if len(queue) else "There is no case in the queue.")
            return
        queue.go(index)
        self.query_one(QueueList).repaint_cursor()
        self.settle()
        if not self._case_is_stale:
            self._case_is_stale = True
            self.call_after_refresh(self._show_case)

    def _show_case(self) -> None:
        """Keys that come faster than cases can be laid out show the last one only."""
        self._case_is_stale = False
        self.show_case()

    def show_case(self) -> None:
        """Record what was opened of the case before, and open the one under the cursor."""
        self.record_opened()
        self.session.open_case()
        self.query_one(CasePane).show()
        self.show_status()

    # Moving between panes

    def action_other_pane(self) -> None:
        """The pane that has not got the keys."""
        self._to_pane("queue" if self.query_one(CasePane).has_focus else "case")

    def action_back(self) -> None:
        """Out of whatever is innermost."""
        case, pointer = self.query_one(CasePane), self.session.pointer
        if pointer is not None and pointer.marking:
            pointer.unmark()
            case.remark()
        elif not self.query_one(Banner).dismiss():
            self._to_pane("queue")

    def _to_pane(self, pane: Where) -> None:
        self._reading_pane = pane == "case"
        self._fold()
        (self.query_one(CasePane) if self._reading_pane else self.query_one(QueueList)).focus(scroll_visible=False)

    def _fold(self) -> None:
        folded = self.app.size.width < FOLD
        self.set_class(folded, "-folded")
        self.query_one(QueueList).display = not folded or not self._reading_pane
        self.query_one(CasePane).display = not folded or self._reading_pane

    # Telling

    def tell(self, sentence: str, *, sticky: bool = False, failed: bool = False) -> None:
        """Tell the reviewer something; what is sticky stays until it is dismissed."""
        if sticky or not self.query_one(StatusBar).say(sentence):
            self.query_one(Banner).tell(Notice(sentence, sticky, failed))

    def settle(self) -> None:
        """What was told last, and need not stay, has been read."""
        self.query_one(StatusBar).say("")
        self.query_one(Banner).settle()

    def show_status(self) -> None:
        """Draw the line at the top."""
        session, queue = self.session, self.session.queue
        place = f"{queue.cursor + 1:,} of {len(queue):,}" if len(queue) else "no case" if session.loaded else "…"
        if self.app.size.width >= FOLD and session.counts:
            looks = ((look(standing), count) for standing, count in session.counts.items() if count)
            place = f"{'  '.join(f'{one.glyph} {count:,}' for one, count in looks)} · {place}"
        policy = session.docket.policy
        self.query_one(StatusBar).show(policy.name, session.reviewer, str(session.chosen), place, self.recorder.pending)

    # The filter

    def action_filter(self) -> None:
        """Open the box."""
        self.query_one(FilterBox).begin(self.session.chosen)

    def on_filter_box_chosen(self, event: FilterBox.Chosen) -> None:
        """Look for what is written."""
        self.choose(event.chosen)

    def on_filter_box_closed(self) -> None:
        """The keys go back to the queue."""
        self._to_pane("queue")

    def choose(self, chosen: Filter) -> None:
        """Fill the queue with what a filter lets through."""
        if chosen != self.session.chosen:
            self.session.chosen = chosen
            self.find(keep=False)

    # The rest

    def action_help(self) -> None:
        """The keys, the standings, the filter."""
        self.app.push_screen(Help())

    def action_palette(self) -> None:
        """All actions by name."""
        self.app.action_command_palette()

    def action_quit(self) -> None:
        """Leave, once everything is recorded."""
        self.record_opened()
        self.post_message(self.Leave())
