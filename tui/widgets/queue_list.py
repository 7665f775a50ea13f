"""The queue: a list of any length that draws only the lines it shows."""

from datetime import UTC, datetime
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.actions import bindings
from tui.cells import cells
from tui.queue import Queue
from tui.render import Columns, columns, heading_strip, row_strip
from tui.widgets.roles import Roles

ROLES = ("text", "label", "strong", "alert", "bar", "open", "second", "conflict", "decided", "chosen", "chosen-aside")


class QueueList(Roles, ScrollView, can_focus=True, inherit_bindings=False):
    """The rows of a `Queue` under the names of their columns; `Moved` and `Read` say what its reader wants."""

    PREFIX = "queue"
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"queue--{role}" for role in ROLES}
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("queue")]
    DEFAULT_CSS = "QueueList { overflow-x: hidden; scrollbar-size-vertical: 1; }"

    class Moved(Message):
        """The cursor wants to be at `index`."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    class Read(Message):
        """The case under the cursor is to be read."""

    def __init__(self, queue: Queue, names: tuple[str, ...]) -> None:
        super().__init__(id="queue")
        self._queue, self._names = queue, names
        self._drawn_cursor = 0
        self._today = ""
        self._sizes: Columns | None = None

    def repaint(self) -> None:
        """Draw anew: other cases, or other rows."""
        self._sizes, self._today = None, f"{datetime.now(UTC):%Y-%m-%d}"
        self.virtual_size = Size(1, len(self._queue) + 1)
        self.scroll_to_cursor()
        self.refresh()

    def repaint_cursor(self) -> None:
        """Draw the lines that the cursor left and reached."""
        self.refresh_line(self._drawn_cursor + 1)
        self.refresh_line(self._queue.cursor + 1)
        self.scroll_to_cursor()

    def scroll_to_cursor(self) -> None:
        """Bring the cursor into sight, below the heading."""
        at = self._drawn_cursor = self._queue.cursor
        top, shown = self.scroll_offset.y, max(1, self.size.height - 1)
        if not top <= at < top + shown:
            self.scroll_to(y=at if at < top else at - shown + 1, animate=False, force=True)

    def render_line(self, y: int) -> Strip:
        """A line of the screen: the heading stays, the rows move."""
        width, index = self.size.width, y - 1 + self.scroll_offset.y
        if y == 0:
            return heading_strip(self._names, self._columns(), self.role)
        if index >= len(self._queue):
            return Strip.blank(width, self.role("text"))
        chosen = index == self._queue.cursor
        role = ("chosen" if self.has_focus else "chosen-aside") if chosen else ""
        row, sizes = self._queue.row(index), self._columns()
        return row_strip(row, self._names, sizes, self.role, today=self._today, chosen=role)

    def on_resize(self) -> None:
        """Measure the columns again and keep the cursor in sight."""
        self._sizes = None
        self.scroll_to_cursor()

    def on_focus(self) -> None:
        """The line under the cursor shows who has the keys."""
        self.refresh_line(self._queue.cursor + 1)

    def on_blur(self) -> None:
        """See `on_focus`."""
        self.refresh_line(self._queue.cursor + 1)

    def on_click(self, event: events.Click) -> None:
        """Go to the case that was clicked; a second click reads it."""
        index = event.y - 1 + self.scroll_offset.y
        if event.y and index < len(self._queue):
            self.post_message(self.Moved(index))
            if event.chain > 1:
                self.post_message(self.Read())

    def action_down(self) -> None:
        """Next case."""
        self._go(1)

    def action_up(self) -> None:
        """Previous case."""
        self._go(-1)

    def action_page_down(self) -> None:
        """A page further."""
        self._go(max(1, self.size.height - 2))

    def action_page_up(self) -> None:
        """A page back."""
        self._go(-max(1, self.size.height - 2))

    def action_first(self) -> None:
        """First case."""
        self.post_message(self.Moved(0))

    def action_last(self) -> None:
        """Last case."""
        self.post_message(self.Moved(len(self._queue) - 1))

    def action_read(self) -> None:
        """Into the case."""
        self.post_message(self.Read())

    def _go(self, steps: int) -> None:
        self.post_message(self.Moved(self._queue.cursor + steps))

    def _columns(self) -> Columns:
        if self._sizes is None:
            first = range(min(len(self._queue), 40))
            longest = max((cells(self._queue.row(at).id) for at in first), default=8)
            self._sizes = columns(self.size.width, self._names, longest)
        return self._sizes
