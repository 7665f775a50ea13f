"""The keys that a person has chosen in place of the program's own: `keys.toml` in their folder of settings.

A table for each place, in it the id of an action and its keys:

    [case]
    cite = "x"
    down = ["j", "down"]
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace
from platformdirs import user_config_dir
from textual.keys import Keys, key_to_character

from store import strict
from store.strict import Fault, nearest
from store.text import quoted
from store.toml_lines import KeyPath
from tui.actions import SHOWN, Action, Place

Chain = Sequence[Place]
"""Places whose keys count at the same time, the innermost first."""

EVERYWHERE = {
    "ctrl+c": "leaves the program",
    "ctrl+q": "leaves the program",
    "ctrl+z": "goes back to the shell",
    "f3": "finds any action by name",
}
"""Keys that mean one thing wherever somebody is."""
ONE_KEY = {"ctrl+h": "backspace", "ctrl+i": "tab", "ctrl+j": "enter", "ctrl+m": "enter"}
"""Keys that terminals send as another one."""
HELD_BACK = ("ctrl+s",)
"""Keys that many terminals keep to themselves."""
_NAMED = {key.value for key in Keys if not key.value.startswith("<")} - {"ctrl-at", "return"}
_CALLED = {name.lower(): key for key, name in SHOWN.items()}
_FOR_EXAMPLE = ("f4", "ctrl+o", "space", "pagedown", "shift+left", "c")


class Keymap(Struct, frozen=True):
    """Keys by the ids of bindings, such as `case.cite`, written as in `Action.keys`."""

    keys: dict[str, str] = {}

    def keyed(self, place: Place) -> Place:
        """The place with the keys that were chosen for it."""
        actions = [replace(one, keys=self.keys.get(_id(place, one), one.keys)) for one in place.actions]
        return replace(place, actions=tuple(actions))


class _Choice(NamedTuple):
    """A line of the file: what it is about, and where it stands."""

    place: Place
    action: Action
    path: KeyPath
    keys: tuple[str, ...]


def keys_file() -> Path | None:
    """Where the file is looked for; None where nobody has a home."""
    try:
        folder = Path(user_config_dir("foureyes"))
    except RuntimeError:
        return None
    return folder / "keys.toml" if folder.is_absolute() else None


def load(chains: Callable[[], Sequence[Chain]], path: Path | None = None) -> Keymap:
    """What the file says; nothing where there is none. Raises `BadInput` with all that is wrong with it."""
    path = path or keys_file()
    if path is None or not path.exists():
        return Keymap()
    return read(strict.text_of(path), chains(), str(path))


def read(source: str, chains: Sequence[Chain], where: str) -> Keymap:
    """The keymap of a TOML text; raises `BadInput`, with all faults as `where:LINE: sentence`."""
    tables, faults = strict.read(source, dict[str, dict[str, str | tuple[str, ...]]], where)
    wrong = {fault.path for fault in faults}
    choices: list[_Choice] = []
    for choice in _choices(tables, chains, faults):
        if choice.path not in wrong:
            found = [*_faults_of(choice)]
            faults += found
            choices += [] if found else [choice]
    keymap = Keymap({_id(one.place, one.action): ",".join(map(_bound, dict.fromkeys(one.keys))) for one in choices})
    strict.refuse([*faults, *_clashes(choices, chains, keymap)], source, where)
    return keymap


def _choices(
    tables: dict[str, dict[str, str | tuple[str, ...]]], chains: Sequence[Chain], faults: list[Fault]
) -> Iterator[_Choice]:
    places = {place.name: place for chain in chains for place in chain}
    for name, table in tables.items():
        place = places.get(name)
        if place is None:
            faults.append(Fault((name,), f"there is no place {quoted(name)}{nearest(name, [*places])}."))
            continue
        actions = {one.id: one for one in place.actions if not one.range}
        for ident, keys in table.items():
            if ident in actions:
                several = (keys,) if isinstance(keys, str) else keys
                yield _Choice(place, actions[ident], (name, ident), tuple(map(spelled, several)))
            else:
                said = f"[{name}] has no action {quoted(ident)}{nearest(ident, [*actions])}."
                faults.append(Fault((name, ident), said))


def _faults_of(choice: _Choice) -> Iterator[Fault]:
    """What is wrong with a line by itself."""
    if choice.keys in ((), ("",)):
        yield Fault(choice.path, "an action needs a key: write one, or take the line out.")
        return
    for number, key in enumerate(choice.keys):
        if why := _objection(key, choice):
            yield Fault((*choice.path, number), why)


def _objection(key: str, choice: _Choice) -> str:
    if key in EVERYWHERE:
        return f"{key} {EVERYWHERE[key]} wherever you are: choose another key."
    if key in ONE_KEY:
        return f"a terminal sends {key} as {ONE_KEY[key]}: choose another key."
    if key in HELD_BACK:
        return f"many terminals keep {key} to themselves: choose another key."
    if not _is_key(key):
        known = [*_NAMED]
        close = nearest(key.lower().replace("-", "+"), known)
        hint = close if "did you mean" in close else f" (such as {', '.join(_FOR_EXAMPLE)})"
        return f"{quoted(key)} is no key{hint}."
    if choice.place.typed and _writes(key) and not any(map(_writes, choice.action.keys.split(","))):
        return f"where text is written {key} is a part of it: choose a key such as f4 or ctrl+o."
    return ""


def _clashes(choices: Sequence[_Choice], chains: Sequence[Chain], keymap: Keymap) -> Iterator[Fault]:
    """Keys that would mean two things in one place because somebody chose one of them."""
    chosen = {_id(one.place, one.action): one for one in choices}
    for chain in chains:
        held = [
            (_id(place, one), one, {spelled(key) for key in one.keys.split(",") if key})
            for place in map(keymap.keyed, chain)
            for one in place.actions
        ]
        for (one, first, these), (other, second, those) in combinations(held, 2):
            mine = chosen.get(one) or chosen.get(other)
            if mine and one != other and (both := these & those):
                its, ident = (second, other) if one in chosen else (first, one)
                key = quoted(min(both))
                yield Fault(mine.path, f'{key} means "{its.label}" there as well: give {ident} another key, or this.')


def spelled(key: str) -> str:
    """The key in one spelling, the one of the file: a character as itself, others as Textual calls them."""
    if len(key) == 1:
        return "space" if key == " " else key
    key = _CALLED.get(key.lower(), key.lower())
    return (key_to_character(key) or key) if key not in _NAMED else key


def _bound(key: str) -> str:
    """The key as `Action.keys` has it, where commas stand between keys."""
    return "comma" if key == "," else key


def _is_key(key: str) -> bool:
    return key in _NAMED or (len(key) == 1 and key.isprintable())


def _writes(key: str) -> bool:
    character = key_to_character(key)
    return key == "space" or (character is not None and character.isprintable())


def _id(place: Place, action: Action) -> str:
    return f"{place.name}.{action.id}"


def placed(chains: Iterable[Chain]) -> list[Place]:
    """All places of the chains, each once, the outermost first."""
    return list({place.name: place for chain in chains for place in reversed(chain)}.values())
