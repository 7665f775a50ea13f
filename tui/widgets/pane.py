"""A part of a screen that takes keys and draws its lines itself."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from rich.style import Style
from textual._styles_cache import StylesCache
from textual.color import Color
from textual.css.styles import StylesBase
from textual.dom import DOMNode
from textual.filter import ANSIToTruecolor, LineFilter
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from tui.actions import Place


class _OwnLines(StylesCache):
    """Lines kept until they are drawn anew, as of any widget; but what a pane draws is the whole line.

    It has neither border nor padding nor opacity, which Textual would look for at each line, and what filters make of a
    line is kept in its place, as one strip and not another for each filter: a fifth of a key.
    A line laid out for the size before goes on in `blank`.
    """

    def __init__(self, blank: Callable[[], Style]) -> None:
        super().__init__()
        self._blank = blank
        self._filtered_by: tuple[object, ...] = ()

    def render(
        self,
        styles: StylesBase,
        size: Size,
        base_background: Color,
        background: Color,
        render_content_line: Callable[[int], Strip],
        filters: Sequence[LineFilter],
        *titles: object,
        crop: Region | None = None,
        **more: Any,
    ) -> list[Strip]:
        """The lines of `crop` as the pane draws them, exactly as wide as the pane."""
        if (made_for := (size.width, background, *filters)) != self._filtered_by:
            self.clear()
            self._filtered_by = made_for
        wanted = size.region if crop is None else crop
        for y in wanted.line_range:
            if y in self._dirty_lines or y not in self._cache:
                self._cache[y] = self._made(render_content_line(y), size.width, filters, background)
        self._dirty_lines.difference_update(wanted.line_range)
        strips = [self._cache[y] for y in wanted.line_range]
        whole = wanted.column_span == (0, size.width)
        return strips if whole else [strip.crop(*wanted.column_span) for strip in strips]

    def _made(self, line: Strip, width: int, filters: Sequence[LineFilter], background: Color) -> Strip:
        drawn = line if line.cell_length == width else line.adjust_cell_length(width, self._blank())
        segments = before = list(drawn)
        for each in filters:
            segments = each.apply(segments, background)
        return drawn if segments is before else Strip(segments, width)


class Pane(Widget, can_focus=True, inherit_bindings=False):
    """What it draws has roles; the role `text` is what it is drawn on.

    The stylesheet calls them `.NAME--role`, by its place or by `ROLES_OF`. They are no component classes: Textual would
    look all of them up before anything is drawn, thrice for some, and a screen has few of them on it. One is looked up
    when it is drawn, and kept, for each theme and with the keys and without: a screen of text asks for them a thousand
    times.
    """

    PLACE: ClassVar[Place]
    ROLES: ClassVar[Sequence[str]]
    ROLES_OF: ClassVar[str] = ""

    def __init__(self) -> None:
        super().__init__(id=self.PLACE.name)
        self._roles: dict[str, Style | None] = dict.fromkeys(self.ROLES)
        self._known: dict[tuple[str, frozenset[str]], dict[str, Style | None]] = {}
        self._styles_cache = _OwnLines(lambda: self.role("text"))
        self._size_drawn: Size | None = None

    @property
    def size(self) -> Size:
        """Of all lines that are drawn at once it is the same: Textual looks for the pane on the screen to tell it."""
        return self._size_drawn or super().size

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of the pane that are to be drawn."""
        self._size_drawn = self.size
        try:
            return super().render_lines(crop)
        finally:
            self._size_drawn = None

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Those of the program but one: roles have colours of the sixteen only where the terminal is to have these."""
        return [one for one in super().get_line_filters() if not isinstance(one, ANSIToTruecolor)]

    def role(self, name: str) -> Style:
        """The style of a role, to be laid over that of `text`."""
        style = self._roles[name]
        if style is None:
            part = DOMNode(classes=f"{self.ROLES_OF or self.PLACE.name}--{name}")
            part._attach(self)
            self.app.stylesheet.apply(part)
            style = part.rich_style if name == "text" else part.styles.partial_rich_style
            self._roles[name] = style
        return style

    def notify_style_update(self) -> None:
        """Another theme, or other pseudo-classes: ask again, unless it was so before."""
        now = (self.app.theme, frozenset(self.pseudo_classes))
        self._roles = self._known.setdefault(now, dict.fromkeys(self.ROLES))
        self.refresh()
        super().notify_style_update()
