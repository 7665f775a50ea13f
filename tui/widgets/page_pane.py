"""A page that is read: its first line stays, the others scroll below it."""

from typing import ClassVar

from msgspec.structs import replace
from rich.segment import Segment
from textual import events
from textual.binding import BindingType
from textual.strip import Strip

from tui.actions import Action, Place
from tui.pages.page_builder import PageLine
from tui.pages.render import Marks, line_segments, scroll_mark
from tui.widgets.pane import Pane

CONTEXT = 2
"""Lines kept in sight around what is read."""
WHEEL = 3
"""Lines that a turn of the wheel, or a key at the edge of the text, moves."""
PAGING = (
    Action("page_down", "space,pagedown", "Page down", "A screen further"),
    Action("page_up", "b,pageup", "Page up", "A screen back"),
    Action("first", "g,home", "Top", "Top of the page"),
    Action("last", "G,end", "End", "End of the page"),
)


class PagePane(Pane, can_focus=True, inherit_bindings=False):
    """Draws the lines of `lay_out` in the roles of a page.

    It scrolls by itself: a `ScrollView` would lay out the whole screen anew for each page of another length.
    """

    ALLOW_SELECT = False
    PLACE = Place(
        "page",
        "On a page",
        (
            Action("down", "j,down", "Down", "A line further"),
            Action("up", "k,up", "Up", "A line back"),
            *(replace(one, footer=number) for number, one in enumerate(PAGING, 1)),
        ),
    )
    ROLES_OF = "page"
    ROLES = (
        "text", "label", "strong", "heading", "item", "note", "new", "masked", "withheld", "restricted", "warn",
        "alert", "hidden", "open", "second", "conflict", "held", "decided", "bar", "place", "marked", "cited",
        "cited-sign", "noted", "side", "about", "hit", "hit-here", "track", "thumb", "removed", "added", "mark-line",
    )  # fmt: skip
    BINDINGS: ClassVar[list[BindingType]] = [*PLACE.bindings]

    def __init__(self) -> None:
        super().__init__()
        self.head: PageLine | None = None
        self.lines: list[PageLine] = []
        self.top = 0
        self._width = 0

    def lay_out(self, width: int) -> list[PageLine]:
        """The lines of the page in so many cells; the first one stays at the top."""
        raise NotImplementedError

    @property
    def room(self) -> int:
        """How many lines of the page are in sight."""
        return max(1, self.size.height - (self.head is not None) - self.below)

    @property
    def below(self) -> int:
        """Lines at the bottom that are not the page's."""
        return 0

    def show(self) -> None:
        """Lay the page out anew, from its top."""
        self.lay_out_again()
        self.set_top(0)

    def lay_out_again(self) -> None:
        """Lay the page out in the width that there is."""
        self._width = self.size.width
        lines = self.lay_out(self._width - 1)
        self.head, self.lines = (lines[0], lines[1:]) if lines else (None, [])

    # Drawing

    def render_line(self, y: int) -> Strip:
        """A line of the screen, with a bar at its end that says where in the page it is."""
        width, row = self.size.width - 1, y - (self.head is not None)
        if row < 0 and self.head is not None:
            return Strip([*self.draw_head(self.head, width), Segment(" ", self.role("text"))], width + 1)
        index = row + self.top
        inside = row < self.room and index < len(self.lines)
        drawn = self.draw(index, width) if inside else [Segment(" " * width, self.role("text"))]
        return Strip([*drawn, scroll_mark(row, self.top, self.room, len(self.lines), self.role)], width + 1)

    def draw(self, index: int, width: int) -> list[Segment]:
        """A line of the page."""
        return line_segments(self.lines[index], "", Marks(), self.role, width)

    def draw_head(self, head: PageLine, width: int) -> list[Segment]:
        """What stands at the top now."""
        return line_segments(head, "", Marks(), self.role, width)

    def on_resize(self) -> None:
        """The screen has another size."""
        self.fit()

    def fit(self) -> None:
        """Another width breaks lines elsewhere; another height does not."""
        if self.size.width != self._width:
            self.lay_out_again()
        self.set_top(self.top)

    # Scrolling

    def set_top(self, top: int) -> None:
        """Let the page begin with this line, or with the last one from which it fills the screen."""
        self.top = max(0, min(top, len(self.lines) - self.room))
        self.refresh()

    def scroll_lines(self, lines: int) -> None:
        """So many lines further, or back."""
        self.set_top(self.top + lines)

    def jump(self, top: int) -> None:
        """Go to another part of the page."""
        self.set_top(top)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Further down."""
        event.stop()
        self.scroll_lines(WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Further up."""
        event.stop()
        self.scroll_lines(-WHEEL)

    def action_down(self) -> None:
        """A line further."""
        self.scroll_lines(1)

    def action_up(self) -> None:
        """A line back."""
        self.scroll_lines(-1)

    def action_page_down(self) -> None:
        """A screen further."""
        self.jump(self.top + max(1, self.room - CONTEXT))

    def action_page_up(self) -> None:
        """A screen back."""
        self.jump(self.top - max(1, self.room - CONTEXT))

    def action_first(self) -> None:
        """The top."""
        self.jump(0)

    def action_last(self) -> None:
        """The end."""
        self.jump(len(self.lines))
