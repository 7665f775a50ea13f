"""What shows on a terminal in which nothing could be read properly."""

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Static

SMALLEST = Size(60, 20)
"""With fewer columns or lines than these something that is needed would not be in sight."""
LAID_OUT = Size(20, 5)
"""What is laid out at least: with fewer cells a widget may have none, of which some make an error."""


class TooSmall(ModalScreen[None]):
    """Says what is needed; goes away by itself. Only leaving works meanwhile."""

    class Missed(Message):
        """It is gone, and keys that were pressed while it was there did nothing."""

    TAKES = ("q", "ctrl+q", "ctrl+c", "ctrl+z")
    BINDINGS: ClassVar[list[BindingType]] = [Binding("q", "app.quit", "Quit", id="too_small.quit")]
    DEFAULT_CSS = """
    TooSmall { align: center middle; overflow: hidden; background: $background; }
    TooSmall Static { width: auto; max-width: 100%; text-align: center; }
    """

    missed = False
    """Whether keys that do nothing here were pressed."""

    def compose(self) -> ComposeResult:
        """What to do comes first: on the smallest the rest is cut."""
        yield Static(self._sentence)

    def on_resize(self) -> None:
        """The sentence names the size."""
        self.query_one(Static).update(self._sentence)

    def on_screen_suspend(self) -> None:
        """What opens by itself meanwhile is covered too."""
        self.app.call_later(cover_if_too_small, self.app, self.app.size)

    def on_screen_resume(self) -> None:
        """What had opened above is closed: by then there may be room."""
        self.app.call_later(cover_if_too_small, self.app, self.app.size)

    @property
    def _sentence(self) -> str:
        size = self.app.size
        return (
            f"Make this larger, or press q.\n{size.width}x{size.height} is too small:\n"
            f"foureyes needs {SMALLEST.width}x{SMALLEST.height} to show a case properly.\n\nNothing is lost."
        )


def laid_out(size: Size) -> Size:
    """The size for which screens are laid out in a terminal of this size."""
    return Size(max(size.width, LAID_OUT.width), max(size.height, LAID_OUT.height))


def cover_if_too_small(app: App[None], size: Size) -> None:
    """Cover what cannot be read in a terminal of this size, and uncover it when it can."""
    too_small = size.width < SMALLEST.width or size.height < SMALLEST.height
    cover = app.screen if isinstance(app.screen, TooSmall) else None
    if too_small and cover is None:
        app.push_screen(TooSmall())
    elif cover is not None and not too_small:
        app.pop_screen()
        if cover.missed:
            app.post_message(TooSmall.Missed())
