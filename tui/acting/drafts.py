"""What stands in forms and is not recorded, kept on disk: no crash, lost line or refused write loses a sentence.

A draft lies outside the docket, in the reviewer's own state directory: nobody else sees it and it is no record.
"""

import contextlib
import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from store.acts import ACTS, Act, Draft, Opinion, Vote
from store.atomic_file import left_aside, write_whole
from store.disk import Disk
from store.docket import new_key
from store.policy import Policy
from store.text import blank
from tui.acting.many import named
from tui.state_folder import make_private, read_own, state_folder


class Marked(Struct, frozen=True):
    """The cases that something was written for, where they were marked: the first by name, and a hash of all."""

    named: str
    digest: str

    @staticmethod
    def of(cases: Sequence[str]) -> "Marked":
        """These cases, in whatever order they were marked."""
        whole = "\n".join(sorted(cases)).encode("utf-8", "surrogatepass")
        return Marked(named(cases), hashlib.sha256(whole).hexdigest())


class SavedDraft(Struct, frozen=True):
    """What is written of a vote, or in the fields of another act, by their names; once at most is it recorded.

    That is what the key is for: however often it is sent, it is one. Of a note `draft` has the passage that it is on.
    `marked` are the cases that it was written for, if that was not one. `words` tells apart what outcomes and grounds
    meant when they were chosen (see `words_of`): after a restore another policy can have the number of theirs.
    """

    draft: Draft
    key: str
    values: dict[str, str] = {}
    marked: Marked | None = None
    words: str = ""

    @property
    def written(self) -> bool:
        """Whether anything is chosen or written in it."""
        if self.values:
            return not all(map(blank, self.values.values()))
        draft = self.draft
        return bool(draft.outcome or draft.cites or draft.grounds) or not blank(draft.reason)

    @property
    def chosen_only(self) -> bool:
        """Whether an outcome is all that there is: one key chooses it, and as little is lost with it."""
        return self.written and not self.changed(replace(self.draft, outcome="")).written

    def says_as(self, other: "SavedDraft") -> bool:
        """Whether both have the same content, under whatever key."""
        return replace(self, key="") == replace(other, key="")

    def changed(self, draft: Draft) -> "SavedDraft":
        """This with another draft, under a key of its own: a key never stands for two different contents."""
        return self if draft == self.draft else replace(self, draft=draft, key=new_key())

    def filled(self, values: dict[str, str], draft: Draft | None = None, marked: Marked | None = None) -> "SavedDraft":
        """This with other values, on something else or for other cases, under a key of its own."""
        changed = replace(self, draft=draft or self.draft, values=values, marked=marked)
        return self if changed == self else replace(changed, key=new_key())


def words_of(policy: Policy) -> str:
    """A hash of all that a policy says of its outcomes and grounds."""
    return hashlib.sha256(msgspec.json.encode((policy.outcome, policy.ground))).hexdigest()


def kind_of(act: type[Act]) -> str:
    """What the drafts of an act are kept under: empty for a vote, which may become one that settles a conflict."""
    return "" if issubclass(act, Opinion) else str(act.__struct_config__.tag)


def noun_of(kind: str) -> str:
    """What people call a draft of this kind."""
    of, aside, _ = kind.partition(_ASIDE)
    noun = next((act.noun() for act in ACTS if kind_of(act) == of), "text") if of else Vote.noun()
    return f"{noun} from another window" if aside else noun


def is_aside(kind: str) -> bool:
    """Whether drafts of this kind are such as were set aside, as another window wrote on in their place."""
    return _ASIDE in kind


def form_of(kind: str) -> str:
    """The kind of the drafts that stand in the form in which one of this kind was written."""
    return kind.partition(_ASIDE)[0]


def asides(kind: str) -> tuple[str, ...]:
    """The kinds under which drafts of a kind can be set aside."""
    return () if is_aside(kind) else tuple(f"{kind}{_ASIDE}{number}" for number in range(2, 10))


_ASIDE = "+"
"""Stands in no name of an act."""


class _Kept(Struct, frozen=True, forbid_unknown_fields=True):
    """The file of a draft. Whose it is stands inside as well: a file copied onto another's name is not taken."""

    store: str
    reviewer: str
    case: str
    saved: SavedDraft
    kind: str = ""


def default_directory() -> Path:
    """Where drafts are kept unless told otherwise; raises `BadInput` where nobody has a home."""
    return state_folder() / "drafts"


class Drafts:
    """The drafts of everybody who works under this login, one file each; `set_aside` are files that were damaged."""

    def __init__(self, directory: Path, disk: Disk | None = None) -> None:
        self.directory = directory
        self._disk = disk
        self.set_aside: list[Path] = []

    def load(self, store_id: str, reviewer: str, case_id: str, kind: str = "") -> SavedDraft | None:
        """The draft of this reviewer for this case. A damaged file is renamed, kept, and listed in `set_aside`."""
        path = self._path(store_id, reviewer, case_id, kind)
        try:
            kept = msgspec.json.decode(read_own(path), type=_Kept)
        except OSError:
            return None
        except (msgspec.DecodeError, UnicodeDecodeError):
            self._put_aside(path)
            return None
        if (kept.store, kept.reviewer, kept.case, kept.kind) != (store_id, reviewer, case_id, kind):
            self._put_aside(path)
            return None
        return kept.saved

    def kept(self, store_id: str, reviewer: str) -> dict[str, set[str]]:
        """The cases on which this reviewer has drafts, and of which kinds, as far as files can be read."""
        found = dict[str, set[str]]()
        for path in self.directory.glob("*.json"):
            with contextlib.suppress(OSError, msgspec.DecodeError, UnicodeDecodeError):
                kept = msgspec.json.decode(read_own(path), type=_Kept)
                if (kept.store, kept.reviewer) == (store_id, reviewer) and kept.saved.written:
                    found.setdefault(kept.case, set()).add(kept.kind)
        return found

    def save(self, store_id: str, reviewer: str, case_id: str, saved: SavedDraft, kind: str = "") -> str | None:
        """Keep a draft, whole or not at all; a sentence to show if the disk would not, never an error."""
        path = self._path(store_id, reviewer, case_id, kind)
        try:
            data = msgspec.json.encode(_Kept(store_id, reviewer, case_id, saved, kind))
            make_private(self.directory)
            write_whole(path, data, self._disk, replace=True)
        except OSError as error:
            return f"The draft is not on disk ({error.strerror}): it lives only as long as this program."
        except UnicodeEncodeError:
            return "The draft is not on disk (a character in it cannot be written): copy what you need of it."
        return None

    def drop(self, store_id: str, reviewer: str, case_id: str, kind: str, key: str) -> None:
        """Forget the draft that has this key: it was recorded, or is no longer wanted; what came after it stays."""
        path, there = self._path(store_id, reviewer, case_id, kind), self.load(store_id, reviewer, case_id, kind)
        if there is not None and there.key != key:
            return
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
            for left in left_aside(self.directory, path.name):
                left.unlink(missing_ok=True)

    def _path(self, store_id: str, reviewer: str, case_id: str, kind: str) -> Path:
        of = (store_id, reviewer, case_id, *([kind] if kind else []))
        parts = [part.encode("utf-8", "surrogatepass") for part in of]
        name = hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()
        return self.directory / f"{name[:32]}.json"

    def _put_aside(self, path: Path) -> None:
        aside = path.with_suffix(".damaged")
        with contextlib.suppress(OSError):
            os.replace(path, aside)
            self.set_aside.append(aside)
