"""Which screens there are. The first one opens with the program and stays below the others."""

from pkgutil import resolve_name
from typing import NamedTuple

from msgspec.structs import replace

from tui.actions import Action, Place, place_of
from tui.screens.frame import Frame
from tui.vote.vote_keys import VOTE


class Listed(NamedTuple):
    """A screen: the action that opens it, with the name of its place as id, and the class, as `module:name`."""

    action: Action
    where: str

    @property
    def screen(self) -> type[Frame]:
        """The class; its module is loaded when it is first asked for, so that no start waits for other screens."""
        found: type[Frame] = resolve_name(self.where)
        return found


SCREENS = (
    Listed(Action("review", "R", "Review", "Go to the queue and the case"), "tui.screens.review_screen:ReviewScreen"),
    Listed(
        Action("day", "D", "My day", "See what you did today, what is left, and your drafts", footer=7),
        "tui.screens.day:DayScreen",
    ),
    Listed(
        Action("overview", "O", "Overview", "See how far the work is, in bars and numbers", footer=7),
        "tui.screens.overview:Overview",
    ),
    Listed(
        Action("hits", "E", "Every hit", "See every hit of the search with the words around it"),
        "tui.screens.hits_screen:HitsScreen",
    ),
    Listed(
        Action("policy", "P", "Policy", "Read the policy: outcomes, grounds and their law, deadlines, roles"),
        "tui.screens.policy_screen:PolicyScreen",
    ),
    Listed(
        Action("history", "T", "History", "Read what was recorded, of the case and of the docket"),
        "tui.screens.history_screen:HistoryScreen",
    ),
)

_EVERYWHERE = (
    Action("refresh", "f5,r", "Refresh", "Take in now what others have done"),
    Action("palette", ":", "Commands", "Find any of these by name"),
    Action("tour", "", "Tour", "Show newcomers around, in five steps"),
    Action("help", "?,f1", "Help", "Show the keys, the standings and the filter words", footer=8),
    Action("quit", "q", "Quit", "Leave; everything recorded is saved first", footer=9),
)


def anywhere(screens: tuple[Listed, ...] = SCREENS) -> Place:
    """The actions of the program itself: those that open a screen, where there is more than one, and the rest."""
    opening = [replace(one.action, run=f"open('{one.action.id}')") for one in screens] if len(screens) > 1 else []
    return Place("anywhere", "Anywhere", (*opening, *_EVERYWHERE))


def places(screens: tuple[Listed, ...] = SCREENS) -> list[Place]:
    """All places in which keys mean something."""
    from tui.dialogs.reason_area import TEXT

    shown = [one.screen for one in screens]
    found = [place for one in shown for part in (one, *one.panes()) if (place := place_of(part))]
    return [anywhere(screens), *dict.fromkeys(found), TEXT]


def chains(screens: tuple[Listed, ...] = SCREENS) -> list[list[Place]]:
    """For each part of a screen, the places whose keys count while it has them: only its own where text is typed.

    A reason is written within the form of a vote, whose keys count there too.
    """
    from tui.dialogs.reason_area import TEXT

    found: list[list[Place]] = []
    for screen in (one.screen for one in screens):
        for pane in screen.panes():
            inner = place_of(pane)
            outer = [screen.PLACE, anywhere(screens)]
            found.append(([inner] if inner.typed else [inner, *outer]) if inner else outer)
    return [*found, [TEXT, VOTE]]
