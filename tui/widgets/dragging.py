"""Words marked with the mouse: from where its button goes down to where it is let go."""

from textual import events

from tui.widgets.page_pane import PagePane


class Dragging(PagePane, can_focus=True, inherit_bindings=False):
    """A page in whose texts a click puts the place, and dragging marks words of one item."""

    def __init__(self) -> None:
        super().__init__()
        self._pressed: tuple[str, int] | None = None
        self._dragged = False

    def text_at(self, x: int, y: int) -> tuple[str, int] | None:
        """The item, and the offset into its text, that is drawn in a cell."""
        raise NotImplementedError

    def put_place(self, place: tuple[str, int]) -> None:
        """The place goes to what was clicked."""
        raise NotImplementedError

    def mark_to(self, begun: tuple[str, int], end: int) -> None:
        """Mark the words of an item from an offset to another."""
        raise NotImplementedError

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Here words to be marked may begin."""
        self._pressed = self.text_at(event.x, event.y) if event.button == 1 else None
        self._dragged = False
        if self._pressed:
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """With the button down: mark from where it went down; beyond the edge the page goes along."""
        if self._pressed is None or not event.button:
            return
        first = int(self.head is not None)
        last = first + self.room - 1
        if not first <= event.y <= last:
            self.scroll_lines(-1 if event.y < first else 1)
        here = self.text_at(event.x, max(first, min(event.y, last)))
        if here is not None and here[0] == self._pressed[0] and (self._dragged or here != self._pressed):
            self._dragged = True
            self.mark_to(self._pressed, here[1])

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """What was dragged over stays marked; a click puts the place."""
        event.stop()
        self.release_mouse()
        begun, self._pressed = self._pressed, None
        if begun and not self._dragged:
            self.put_place(begun)
