"""The errors of the store: each carries one sentence for a person, never case data and never a traceback.

A *refusal* (the rules say no) is not an error but a value: see `store.model.Refusal`.
"""

from collections.abc import Iterable


class StoreError(Exception):
    """Base of all errors of the store; `str(error)` is the sentence to show."""

    @property
    def sentences(self) -> tuple[str, ...]:
        """What to show, a line each: one sentence, but for `Faults`."""
        return (str(self),)


class BadInput(StoreError):
    """A file, a name or an argument that cannot be used as it is."""


class Busy(StoreError):
    """Somebody else holds the docket; the same call may succeed in a moment."""


class Faults(BadInput):
    """All that is wrong with a file: a sentence for each fault, with its place; `str(error)` has them line by line."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self._sentences = tuple(sentences)
        super().__init__("\n".join(self._sentences))

    @property
    def sentences(self) -> tuple[str, ...]:
        """What to show, a line each."""
        return self._sentences


class NotAllowed(StoreError):
    """The policy gives this person no role on the docket: they are shown nothing of it."""


class Damaged(StoreError):
    """The docket on disk is not what was recorded; it can be read, not written, until it is repaired."""


class NewerFormat(StoreError):
    """The docket was written by a newer version of the program."""


class NotSaved(StoreError):
    """The disk refused a write: nothing was recorded, and the same call may be made again."""


class Unsure(StoreError):
    """The disk failed so that it cannot be said whether the record was kept.

    Making the same call again with the same key is safe: it is recorded once at most.
    """


class RecordsAreFinal(StoreError):
    """Somebody tried to change or remove a record through the TinyDB interface."""
