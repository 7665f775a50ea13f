"""What a reviewer can do, declared once, in the place where it is done.

A place is the program, a screen, or a part of one: a class with a `PLACE`, whose method `action_<id>` runs an action.
Key bindings, the line of keys at the bottom, the command palette, the help and the table of docs/keys.md are all made
from places; `tui.screens.registry` says which screens there are.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    from textual.binding import Binding

    from store.policy import Role


class Action(Struct, frozen=True):
    """One thing to do. `keys` are separated by commas, the first is the one shown; without any it is found by name.

    `footer` orders the actions in the line of keys; 0 leaves an action out of it. `run` is what Textual runs, where
    that is not the action `id` itself; `{key}` in it stands for the key. `range` is what many keys are shown as.
    With `roles`, who has none of them on the docket is not offered it. `brief` is its label where there is little room.
    """

    id: str
    keys: str
    label: str
    help: str
    footer: int = 0
    run: str = ""
    range: str = ""
    roles: "tuple[Role, ...]" = ()
    brief: str = ""

    @property
    def shown_keys(self) -> list[str]:
        """The keys as people call them; of what has none, its name behind the key that finds all by name."""
        if not self.keys:
            return [f": {self.label.lower()}"]
        if self.range:
            return [self.range]
        return [SHOWN.get(key, key) for key in self.keys.split(",")]

    @property
    def chosen_keys(self) -> str:
        """Its keys as people call them; nothing where it has none."""
        return " ".join(self.shown_keys) if self.keys else ""

    @property
    def way(self) -> str:
        """How to ask for it, in a few words: its key and its name."""
        return f"{self.shown_keys[0]} {self.label.lower()}" if self.keys else self.shown_keys[0]


class Named(Struct, frozen=True):
    """What the palette finds: by `label` first, then by `words`; `keys` do the same without it."""

    label: str
    keys: str
    help: str
    command: "Callable[[], Any]"
    words: tuple[str, ...]


class Place(Struct, frozen=True):
    """Where keys mean something of their own. `name` begins the ids of its bindings, such as `case.cite`.

    `heading` is how the help names it. Where text is `typed`, the keys of other places are letters.
    """

    name: str
    heading: str
    actions: tuple[Action, ...]
    typed: bool = False

    @property
    def bindings(self) -> list["Binding"]:
        """The key bindings; a keymap may change the keys by their ids."""
        from textual.binding import Binding  # commands that print a case have actions, and no Textual

        return [
            Binding(keys, run, one.label, show=False, id=f"{self.name}.{one.id}{ident}", tooltip=one.help)
            for one in self.actions
            for ident, keys, run in _runs(one)
        ]


def _runs(action: Action) -> list[tuple[str, str, str]]:
    """What the keys of an action run, with what the id of each binding ends in."""
    if "{key}" in action.run:
        return [(f".{key}", key, action.run.replace("{key}", key)) for key in action.keys.split(",")]
    return [("", action.keys or f"no-key-{action.id}", action.run or action.id)]  # so that a keymap can give it one


SHOWN = {
    "down": "↓",
    "up": "↑",
    "left": "←",
    "right": "→",
    "shift+left": "shift ←",
    "shift+right": "shift →",
    "shift+up": "shift ↑",
    "shift+down": "shift ↓",
    "pagedown": "page down",
    "pageup": "page up",
    "escape": "esc",
    "full_stop": ".",
    "comma": ",",
    "question_mark": "?",
    "f1": "F1",
    "f2": "F2",
    "f5": "F5",
    "f6": "F6",
    "f7": "F7",
    "f8": "F8",
    "f9": "F9",
}
"""What keys are called on the screen, where that is not their own name."""


def place_of(owner: Any) -> Place | None:
    """The place that an object or a class is; None if it is none."""
    place = getattr(owner, "PLACE", None)
    return place if isinstance(place, Place) else None


def footer(places: Iterable[Place]) -> list[Action]:
    """What the line of keys shows in these places, the innermost first; most useful first."""
    shown: list[Action] = []
    for place in places:
        shown += [one for one in place.actions if one.footer]
        if place.typed:
            break
    return sorted(shown, key=lambda one: one.footer)


def key_table(places: Iterable[Place]) -> str:
    """The keys as a Markdown table, for docs/keys.md."""
    rows = [
        f"| {' '.join(f'`{key}`' for key in one.shown_keys)} | {place.name} | {one.help} |"
        for place in places
        for one in place.actions
    ]
    return "\n".join(["| key | where | what it does |", "|---|---|---|", *rows])
