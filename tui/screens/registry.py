"""Which screens there are. The first one opens with the program and stays below the others."""

from msgspec.structs import replace

from tui.actions import Action, Place, place_of
from tui.dialogs.reason_area import TEXT
from tui.screens.day import DayScreen
from tui.screens.frame import Frame
from tui.screens.history_screen import HistoryScreen
from tui.screens.hits_screen import HitsScreen
from tui.screens.overview import Overview
from tui.screens.policy_screen import PolicyScreen
from tui.screens.review_screen import ReviewScreen
from tui.widgets.vote_keys import VOTE

SCREENS: tuple[type[Frame], ...] = (ReviewScreen, DayScreen, Overview, HitsScreen, PolicyScreen, HistoryScreen)

_EVERYWHERE = (
    Action("refresh", "f5,r", "Refresh", "Take in now what others have done"),
    Action("palette", ":", "Commands", "Find any of these by name"),
    Action("tour", "", "Tour", "Show newcomers around, in five steps"),
    Action("help", "?,f1", "Help", "Show the keys, the standings and the filter words", footer=8),
    Action("quit", "q", "Quit", "Leave; everything recorded is saved first", footer=9),
)


def anywhere(screens: tuple[type[Frame], ...] = SCREENS) -> Place:
    """The actions of the program itself: those that open a screen, where there is more than one, and the rest."""
    opening = [replace(one.OPEN, run=f"open('{one.PLACE.name}')") for one in screens] if len(screens) > 1 else []
    return Place("anywhere", "Anywhere", (*opening, *_EVERYWHERE))


def places(screens: tuple[type[Frame], ...] = SCREENS) -> list[Place]:
    """All places in which keys mean something."""
    found = [place for one in screens for part in (one, *one.PANES) if (place := place_of(part))]
    return [anywhere(screens), *dict.fromkeys(found), TEXT]


def chains(screens: tuple[type[Frame], ...] = SCREENS) -> list[list[Place]]:
    """For each part of a screen, the places whose keys count while it has them: only its own where text is typed.

    A reason is written within the form of a vote, whose keys count there too.
    """
    found: list[list[Place]] = []
    for screen in screens:
        for pane in screen.PANES:
            inner = place_of(pane)
            outer = [screen.PLACE, anywhere(screens)]
            found.append(([inner] if inner.typed else [inner, *outer]) if inner else outer)
    return [*found, [TEXT, VOTE]]
