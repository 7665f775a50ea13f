"""The lines above and below a screen: where the reviewer is, what they must be told, and which keys there are."""

from collections.abc import Sequence
from typing import NamedTuple

from msgspec.structs import replace
from rich.segment import Segment
from textual import events
from textual.content import Content
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from store.text import visible
from tui.actions import Action
from tui.notices import Notice, Notices
from tui.pages.cells import cells, fit

LONGEST = 3
"""Lines of one message."""
APART = "   "
"""What stands between two keys."""
BRIEF, WRONG = "$accent bold", "$text-error bold"
"""How a brief message is written, and what was not recorded or is wrong with the docket."""


class Told(NamedTuple):
    """A message as it is drawn, and how it is written."""

    text: str
    style: str


class Telling(NamedTuple):
    """What is told in the line at the top, None if nothing, and what over the body.

    `more`: there is more to read of what stays than stands there.
    """

    line: Told | None
    over: list[Told]
    more: bool = False


def told(notices: Notices, width: int, room: int) -> Telling:
    """What there is to tell besides what is wrong with the docket, beside a right side that leaves so much `room`.

    What others did comes by itself, and takes no line but that at the top, cut where that is too narrow, until its
    reader wants all of it. What was lost is told in full on the case that it was on, and so is what answers a key.
    """
    kept, line, over, more = notices.kept, None, list[Told](), False
    if notices.shown:
        over = [_kept(one, width) for one in kept]
        if over:
            esc = "esc dismisses" if len(over) == 1 else f"esc dismisses all {len(over)}"
            over[-1] = over[-1]._replace(text=f"{over[-1].text}  {esc}")
    elif kept:
        first, others = _kept(kept[0], width), len(kept) > 1
        esc = f"  esc shows all {len(kept)}" if others else "  esc dismisses"
        space = room if kept[0].lost or notices.folded else width - 1
        whole, more = f"{first.text}{esc}", others
        if cells(whole) <= space:
            line = first._replace(text=whole)
        elif kept[0].lost and not notices.folded:
            over = [first._replace(text=whole)]
        else:
            esc, more = esc if others else "  esc shows it", True
            line = first._replace(text=f"{fit(first.text, max(0, space - cells(esc)))}{esc}")
    if notices.brief:
        brief = Told(limited("›", notices.brief, width), BRIEF)
        if line is None and cells(brief.text) <= width - 1:
            line = brief
        else:
            over.append(brief)
    return Telling(line, over, more)


def _kept(one: Notice, width: int) -> Told:
    glyph, style = ("✗", WRONG) if one.failed else ("!", "$text-warning bold")
    return Told(limited(glyph, one.sentence, width), style)


class StatusBar(Widget):
    """What is worked on, by whom and through which filter on the left; the place and what is unsaved on the right.

    A message takes the left side while it is told, or where that is too narrow all of it, so that telling something
    moves no line of the case.

    It is drawn with each key: as any content, which is laid out and broken into lines, it took a twentieth of that.
    """

    def __init__(self) -> None:
        super().__init__(id="status")
        self._left, self._right = "", ""
        self._message = Told("", "")

    @property
    def told(self) -> str:
        """The line as plain text."""
        return " ".join(text for text, _ in self._parts)

    def show(self, left: str, right: str) -> None:
        """Draw the line, of which the right side is never cut."""
        self._left, self._right = visible(left), f" {visible(right)} "
        self._draw()

    def say(self, message: Told | None) -> None:
        """Tell this, or nothing."""
        self._message = message or Told("", "")
        self._draw()

    @property
    def message(self) -> str:
        """What of the messages stands in this line."""
        return self._message.text

    @property
    def room(self) -> int:
        """Columns beside the right side."""
        return self._width - cells(self._right)

    @property
    def _width(self) -> int:
        return (self.size.width or self.app.size.width) - 1

    @property
    def _parts(self) -> list[tuple[str, str]]:
        message, room = self._message, self.room
        if cells(message.text) > room:
            return [message]
        left = (fit(message.text, room), message.style) if message.text else (fit(self._left, room), "bold")
        return [left, (self._right, "")]

    def _draw(self) -> None:
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The line, cut where the screen ends."""
        base = self.visual_style
        parts = [
            Segment(text, (base + self._get_style(style) if style else base).rich_style)
            for text, style in ((" ", ""), *self._parts)
        ]
        return Strip(parts).adjust_cell_length(self.size.width, base.rich_style)


class Overlay(Static):
    """What is told over the body, which it does not move.

    It begins below the first line of the pane that is read, which says what that is: a note that is written to one case
    while the eye is at another goes on the wrong one.
    """

    def __init__(self) -> None:
        super().__init__(id="overlay", markup=False)
        self.told = ""
        self.display = False

    def show(self, messages: Sequence[Told], over: Region) -> None:
        """Draw them over a pane; none takes it away."""
        self.told = "\n".join(one.text for one in messages)
        self.display = bool(messages)
        self.styles.offset = (over.x, over.y)
        self.styles.width, self.styles.max_height = over.width or "100%", max(1, over.height - 1)
        self.update(Content("\n").join(Content.styled(one.text, one.style) for one in messages))


class Banner(Static):
    """What is wrong with the docket: nobody can dismiss it, so it stands below all that is read, and covers nothing."""

    def __init__(self) -> None:
        super().__init__(id="banner", markup=False)
        self.told = ""
        self.display = False

    def show(self, warnings: Sequence[str]) -> None:
        """Draw what is wrong."""
        self.told = "\n".join(limited("✗", one, self.app.size.width) for one in warnings)
        self.display = bool(warnings)
        self.update(Content.styled(self.told, WRONG))


class KeyBar(Static):
    """The keys that matter where the focus is, as many as fit; a click on one does what the key does."""

    class Clicked(Message):
        """The reviewer wants this action."""

        def __init__(self, action: Action) -> None:
            super().__init__()
            self.action = action

    def __init__(self) -> None:
        super().__init__(id="keys", markup=False)
        self._all: list[Action] = []
        self._shown: list[Action] = []
        self._lead = ""

    def on_resize(self) -> None:
        """More or fewer fit."""
        self.show(self._all, self._lead)

    def show(self, actions: list[Action], lead: str = "") -> None:
        """Draw the keys of these actions, the most useful first; the last two, such as help and leaving, stay.

        Where they do not fit, names are said in brief before a key is left out.
        `lead` says before them what they are for.
        """
        self._all, self._lead = actions, f"{lead} " if lead else ""
        room, shown = self.size.width - 1 - cells(self._lead), [*actions]
        if _together(shown) > room:
            shown = [replace(one, label=one.brief or one.label) for one in shown]
        while shown and _together(shown) > room:
            shown.remove(shown[-3] if len(shown) > 3 else shown[-1])
        self._shown = shown
        parts = [part for one in shown for part in ((_key(one), "$accent bold"), (f" {one.label}{APART}", "$quiet"))]
        self.update(Content.assemble(" ", self._lead, *parts), layout=False)

    def on_click(self, event: events.Click) -> None:
        """Find the key that was clicked."""
        at = 1 + cells(self._lead)
        for one in self._shown:
            if at <= event.x < at + _width(one) - len(APART):
                self.post_message(self.Clicked(one))
                return
            at += _width(one)


def limited(glyph: str, sentence: str, width: int) -> str:
    """A sentence behind its glyph, in no more than so many lines of a width."""
    line, room = f"{glyph} {visible(sentence)}", LONGEST * max(20, width - 4)
    return line if cells(line) <= room else fit(line, room)


def _together(actions: list[Action]) -> int:
    return sum(map(_width, actions)) - len(APART)


def _width(action: Action) -> int:
    return cells(f"{_key(action)} {action.label}{APART}")


def _key(action: Action) -> str:
    """The key; of what has none, that of the palette, which finds it by its label."""
    return action.shown_keys[0] if action.keys else ":"
