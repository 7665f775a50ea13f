"""What each key means wherever it is pressed, made from what places and dialogs declare, for docs/keys.md.

A key means one thing everywhere, or `REASONS` says why it does not. Where text is typed, letters are letters.
"""

import importlib
import pkgutil
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from textual.binding import Binding
from textual.screen import ModalScreen

from tui import dialogs
from tui.actions import SHOWN
from tui.leaving import LEAVING
from tui.screens.registry import places

_SAME = {
    "Out": (
        *("Back", "Give it up", "Close dialog", "Close, keep text", "Close, keep draft", "No", "Leave it"),
        *("Cancel", "Quit"),
    ),
    "Record": ("Send", "Write", "Yes"),
    "Top": ("First",),
    "End": ("Last",),
    "In": ("Read", "Right", "Go there", "Keep the filter", "Next step"),
    "Back one": ("Left",),
    "Unread": ("Next unread",),
    "Other pane": ("Case",),
}
"""One meaning under the names that it has in one place or another."""

REASONS = {
    "?": "Pressed again it closes what it opened.",
    "f1": "Pressed again it closes what it opened.",
    "o": "On a case its outline, in the overview the outcomes; pressed again it closes what it opened.",
    **dict.fromkeys("123456789", "A digit is a number on the screen: of an outcome, a part of My day, a choice."),
    "tab": "In a vote it goes from part to part, in the filter it writes the word on; F6 is the same everywhere.",
    "f8": "It shows a draft, to be read, copied or dropped; in a form in which the text stands anyway, it drops it.",
    "r": "In the list of saved filters it renames the one under the cursor; nothing there is to be taken in.",
    "space": "In the queue it marks a case, where page down turns the page; where text is read it turns the page.",
    "v": "It begins and ends what is marked: words in the case, cases in the queue.",
}
"""Why a key does not mean the same everywhere."""


_NAMES = {"question_mark": "?"}


class Meaning(NamedTuple):
    """What a key means in one place."""

    key: str
    means: str
    where: str


def meanings() -> Iterator[Meaning]:
    """All of them: those of the screens and their parts, those of dialogs, and those of the whole program."""
    for place in places():
        for action in place.actions:
            for key in action.keys.split(","):
                if key and not (place.typed and len(key) == 1):
                    yield Meaning(_NAMES.get(key, key), _means(action.label), place.name)
    for binding in LEAVING:
        yield Meaning(binding.key, binding.description, "everywhere")
    for dialog in all_dialogs():
        for one in dialog.BINDINGS:
            if isinstance(one, Binding) and one.description:
                where = (one.id or dialog.__name__.lower()).partition(".")[0]
                means = _means("Close dialog" if one.description == "Close" else one.description)
                yield from (Meaning(_NAMES.get(key, key), means, where) for key in one.key.split(","))


def meaning_table(found: Iterable[Meaning]) -> str:
    """A row for the keys that mean the same everywhere, as a Markdown table."""
    senses: dict[str, dict[str, list[str]]] = {}
    for one in found:
        where = senses.setdefault(one.key, {}).setdefault(one.means, [])
        if one.where not in where:
            where.append(one.where)
    rows: dict[tuple[str, str], list[str]] = {}
    for key, means in senses.items():
        said = "; ".join(f"{name} ({', '.join(where)})" for name, where in means.items())
        rows.setdefault((said, REASONS.get(key, "")), []).append(f"`{SHOWN.get(key, key)}`")
    lines = (f"| {' '.join(keys)} | {said} | {reason} |" for (said, reason), keys in rows.items())
    return "\n".join(["| key | means, and where | why not the same everywhere |", "|---|---|---|", *lines])


def _means(label: str) -> str:
    return next((means for means, labels in _SAME.items() if label in labels), label)


def all_dialogs() -> list[type[ModalScreen[object]]]:
    """All of them, by name."""
    for module in pkgutil.iter_modules(dialogs.__path__, "tui.dialogs."):
        importlib.import_module(module.name)
    found = [*_under(ModalScreen)]
    return sorted((one for one in found if one.__module__.startswith("tui.dialogs.")), key=lambda one: one.__name__)


def _under(kind: type[ModalScreen[object]]) -> Iterator[type[ModalScreen[object]]]:
    for one in kind.__subclasses__():
        yield one
        yield from _under(one)
