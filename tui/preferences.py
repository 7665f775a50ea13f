"""What a reviewer chose for themselves, kept between starts: colours, filters by name, and where they were.

It lies beside the drafts, outside of any docket, one file a reviewer; nothing of it is a record.
"""

import contextlib
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from store.atomic_file import write_whole
from store.errors import BadInput
from store.filters import EVERYTHING, Filter, parse
from tui.state_folder import make_private, read_own


class Left(Struct, frozen=True):
    """Where a reviewer was in a docket: the filter as text, and the case."""

    chosen: str = ""
    case: str = ""


class Kept(Struct, frozen=True):
    """The file. `toured`: the tour was shown. `left` is by docket.

    `goes_on`: after a vote is recorded, on to the next case that needs them.
    """

    theme: str = ""
    goes_on: bool = False
    toured: bool = False
    filters: dict[str, str] = {}
    left: dict[str, Left] = {}


def where_left(kept: Kept, store: str) -> tuple[Filter, str]:
    """The filter and the case at which a reviewer left a docket; a filter that means nothing any more is none."""
    left = kept.left.get(store, Left())
    try:
        return parse(left.chosen), left.case
    except BadInput:
        return EVERYTHING, left.case


class Preferences:
    """Those of one reviewer. A file that cannot be read counts as none, one that cannot be written lasts until the end.

    Changes are kept in memory until `save`, which any thread may call.
    """

    def __init__(self, folder: Path, reviewer: str) -> None:
        self._path = folder / f"{reviewer}.json"
        self._on_disk = self.kept = _load(self._path)

    def change(self, **changed: object) -> None:
        """Choose something else: the names are those of `Kept`."""
        self.kept = replace(self.kept, **changed)

    def save(self) -> None:
        """Write what has changed."""
        kept = self.kept
        if kept == self._on_disk:
            return
        with contextlib.suppress(OSError, UnicodeEncodeError):
            make_private(self._path.parent)
            write_whole(self._path, msgspec.json.format(msgspec.json.encode(kept)), replace=True)
        self._on_disk = kept

    @property
    def toured(self) -> bool:
        """Whether the tour was shown to whoever has this folder, by whichever name they review."""
        return self.kept.toured or any(_load(path).toured for path in self._path.parent.glob("*.json"))


def _load(path: Path) -> Kept:
    try:
        return msgspec.json.decode(read_own(path), type=Kept)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return Kept()
