"""The lines above and below a screen: where the reviewer is, what they must be told, and which keys there are."""

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from store.text import visible
from tui.actions import Action
from tui.cells import cells, fit
from tui.notices import Notices

LONGEST = 3
"""Lines of one message."""
BRIEF = "$accent bold"
"""How a brief message is written."""


class StatusBar(Static):
    """What is worked on, by whom and through which filter on the left; the place and what is unsaved on the right.

    A brief message takes the left side until it is settled, or all of the line where it needs that, so that telling
    something moves no line of the case.
    """

    def __init__(self) -> None:
        super().__init__(id="status", markup=False)
        self._left, self._right, self._brief = "", "", ""

    @property
    def told(self) -> str:
        """The line as plain text."""
        return " ".join(text for text, _ in self._parts)

    def show(self, left: str, right: str) -> None:
        """Draw the line, of which the right side is never cut."""
        self._left, self._right = visible(left), f" {visible(right)} "
        self._draw()

    def say(self, sentence: str) -> bool:
        """Tell something in this line; False if it does not fit."""
        said = f"› {visible(sentence)}" if sentence else ""
        self._brief = said if cells(said) <= self._width else ""
        self._draw()
        return bool(self._brief)

    @property
    def _width(self) -> int:
        return (self.size.width or self.app.size.width) - 1

    @property
    def _parts(self) -> list[tuple[str, str]]:
        room = self._width - cells(self._right)
        if cells(self._brief) > room:
            return [(self._brief, BRIEF)]
        left = (fit(self._brief, room), BRIEF) if self._brief else (fit(self._left, room), "bold")
        return [left, (self._right, "")]

    def _draw(self) -> None:
        self.update(Content.assemble(" ", *self._parts), layout=False)


class Telling(Static):
    """A brief message that needs more than a line, over what stands below, which it does not move."""

    def __init__(self) -> None:
        super().__init__(id="telling", markup=False)
        self.told = ""
        self.display = False

    def show(self, brief: str) -> None:
        """Draw it; empty takes it away."""
        self.told = limited("›", brief, self.app.size.width) if brief else ""
        self.display = bool(brief)
        self.update(Content.styled(self.told, BRIEF))


class Banner(Static):
    """What must be told and stays: what is wrong with the docket, failures, then the newest message."""

    def __init__(self) -> None:
        super().__init__(id="banner", markup=False)
        self._lines: list[tuple[str, str]] = []
        self.display = False

    @property
    def told(self) -> str:
        """All that is being told, as plain text."""
        return "\n".join(line for line, _ in self._lines)

    def show(self, notices: Notices) -> None:
        """Draw what there is to tell."""
        width = self.app.size.width
        self._lines = [(limited("✗", one, width), "$text-error bold") for one in notices.warnings]
        for number, one in enumerate(notices.in_sight):
            more = f" ({notices.count} messages)" if notices.count > 1 else ""
            esc = "" if number else f"  esc dismisses{more}"
            glyph, style = ("✗", "$text-error bold") if one.failed else ("!", "$text-warning bold")
            self._lines.append((f"{limited(glyph, one.sentence, width)}{esc}", style))
        self.display = bool(self._lines)
        parts = [part for text, style in self._lines for part in ((text, style), "\n")]
        self.update(Content.assemble(*parts[:-1]))


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
        """Draw the keys of these actions, the most useful first; help and leaving come last and stay.

        `lead` says before them what they are for.
        """
        self._all, self._lead = actions, f"{lead} " if lead else ""
        room, shown = self.size.width - 2 - cells(self._lead), [*actions]
        while shown and sum(map(_width, shown)) > room:
            shown.remove(shown[-3] if len(shown) > 3 else shown[-1])
        self._shown = shown
        parts = [part for one in shown for part in ((_key(one), "$accent bold"), (f" {one.label}   ", "$quiet"))]
        self.update(Content.assemble(" ", self._lead, *parts), layout=False)

    def on_click(self, event: events.Click) -> None:
        """Find the key that was clicked."""
        at = 1 + cells(self._lead)
        for one in self._shown:
            if at <= event.x < at + _width(one) - 3:
                self.post_message(self.Clicked(one))
                return
            at += _width(one)


def limited(glyph: str, sentence: str, width: int) -> str:
    """A sentence behind its glyph, in no more than so many lines of a width."""
    line, room = f"{glyph} {visible(sentence)}", LONGEST * max(20, width - 4)
    return line if cells(line) <= room else fit(line, room)


def _width(action: Action) -> int:
    return cells(f"{_key(action)} {action.label}   ")


def _key(action: Action) -> str:
    """The key; of what has none, that of the palette, which finds it by its label."""
    return action.shown_keys[0] if action.keys else ":"
