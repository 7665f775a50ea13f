"""The lines above and below a screen: where the reviewer is, what they must be told, and which keys there are."""

from collections.abc import Sequence
from typing import NamedTuple

from msgspec.structs import replace
from rich.segment import Segment
from textual import events
from textual.content import Content
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
FEWEST = 3
"""Words of a message, its glyph among them, that are worth to be told beside the right side of the line."""
APART = "   "
"""What stands between two keys."""
BRIEF, WRONG = "$accent bold", "$text-error bold"
"""How a brief message is written, and what was not recorded or is wrong with the docket."""


class Told(NamedTuple):
    """A message as it is drawn, and how it is written; `of` is what stays told, None what goes with the next key.

    `cut`: it says more than there is room for.
    """

    text: str
    style: str
    of: Notice | None = None
    cut: bool = False

    @property
    def failed(self) -> bool:
        """Whether it says that something was not recorded."""
        return self.of is not None and self.of.failed


def told(notices: Notices, width: int, room: int) -> list[Told]:
    """What there is to tell besides what is wrong with the docket: failures, the newest that stays, what is brief.

    Where what stays is folded, the first of it is cut to the `room` that is left beside the right side of a line.
    """
    messages: list[Told] = []
    for number, one in enumerate(notices.in_sight[: 1 if notices.folded else None]):
        more = f" ({notices.count} messages)" if notices.count > 1 else ""
        esc = "" if number else f"  esc dismisses{more}"
        glyph, style = ("✗", WRONG) if one.failed else ("!", "$text-warning bold")
        sentence = limited(glyph, one.sentence, width)
        if cut := notices.folded and cells(f"{sentence}{esc}") > room:
            esc = "  esc shows it"
            sentence = fit(sentence, max(0, room - cells(esc)))
        messages.append(Told(f"{sentence}{esc}", style, one, cut))
    if notices.brief:
        messages.append(Told(limited("›", notices.brief, width), BRIEF))
    return messages


class StatusBar(Widget):
    """What is worked on, by whom and through which filter on the left; the place and what is unsaved on the right.

    A message takes the left side while it is told, so that telling something moves no line of the case. Where that
    is too narrow, a failure goes on below it, and so does other news that all of the line is too narrow for: the right
    side stays in sight. Any other message takes the line for itself.

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

    def say(self, messages: Sequence[Told]) -> list[Told]:
        """Tell the first of these that fits in this line, or else the beginning of one that stays; gives the rest."""
        here = next((one for one in messages if cells(one.text) <= (self.room if one.failed else self._width)), None)
        rest = [one for one in messages if one is not here]
        if here is None and rest and rest[0].of:
            text, style, *_ = rest[0]
            begun = _beginning(text, self.room)
            here = Told(begun, style) if begun else None
            rest[0] = Told(text.removeprefix(begun).lstrip(), style)
        self._message = here or Told("", "")
        self._draw()
        return rest

    @property
    def cuts(self) -> bool:
        """Whether more is told than stands in this line or below it."""
        return self._message.cut

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
            return [message[:2]]
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


class Telling(Static):
    """What does not fit in the line at the top, over what stands below, which it does not move."""

    def __init__(self) -> None:
        super().__init__(id="telling", markup=False)
        self.told = ""
        self.display = False

    def show(self, messages: Sequence[Told], *, from_the_top: bool) -> None:
        """Draw them, over the line at the top as well if that tells nothing; none takes it away."""
        self.told = "\n".join(one.text for one in messages)
        self.display = bool(messages)
        self.styles.offset = (0, -1 if from_the_top else 0)
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


def _beginning(text: str, room: int) -> str:
    """The words of a text that have room; none where not even a few have."""
    words = text.split(" ")
    fitting = sum(cells(" ".join(words[:count])) <= room for count in range(1, len(words)))
    return " ".join(words[:fitting]) if fitting >= FEWEST else ""


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
