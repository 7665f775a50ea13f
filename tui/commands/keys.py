"""`keys`: what can be done on the review screen, and with which keys."""

from collections.abc import Iterable

import msgspec

from tui.actions import Action, Place
from tui.commands.common import AsJson
from tui.output import put, put_json, say

_COLUMN = 34
"""Cells for an action and its keys; what it does stands behind them."""


def keys(as_json: AsJson = False) -> None:
    """List what can be done on the screen, with its keys.

    The keys in force, in the form of a file of keys of your own.
    """
    from tui import keymap
    from tui.screens.registry import chains

    mine, file = keymap.load(chains), keymap.keys_file()
    places = [(place, mine.keyed(place)) for place in keymap.placed(chains())]
    if as_json:
        put_json([_told(place.name, was, now) for place, keyed in places for was, now in _pairs(place, keyed)])
        return
    put(f"# Saved as {file or 'keys.toml'}, these are your keys: change some, leave out the rest.")
    for place, keyed in places:
        put()
        put(f"[{place.name}]")
        for was, now in _pairs(place, keyed):
            changed = "" if now.keys == was.keys else f" (otherwise {' '.join(was.shown_keys)})"
            put(f"{_line(now):{_COLUMN}} # {now.help}{changed}")
    if file is None:
        say("You have no home directory, so no file of keys can be found: set HOME or XDG_CONFIG_HOME to a full path.")


def _pairs(place: Place, keyed: Place) -> Iterable[tuple[Action, Action]]:
    return zip(place.actions, keyed.actions, strict=True)


def _line(action: Action) -> str:
    """The line of a file that says what holds anyway; without a key, or with a range of them, as a remark."""
    from tui.keymap import spelled

    keys = [msgspec.json.encode(spelled(key)).decode() for key in action.keys.split(",")]
    value = f"[{', '.join(keys)}]" if len(keys) > 1 else keys[0]
    return f"{'' if action.keys and not action.range else '# '}{action.id} = {value}"


def _told(place: str, was: Action, now: Action) -> dict[str, object]:
    """An action for a program."""
    return {
        "id": f"{place}.{now.id}",
        "keys": now.keys.split(",") if now.keys else [],
        "label": now.label,
        "help": now.help,
        "changed": now.keys != was.keys,
    }
