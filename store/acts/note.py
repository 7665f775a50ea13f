"""Noting: what a reviewer writes beside the case, anchored to a span of an item or to the case as a whole."""

from store.acts.base import Remark, Request, Scene, Sight, text_problem
from store.acts.citing import Cite, citation, stale
from store.case.state import Moment, State
from store.model import Missing, Refusal
from store.policy import Policy
from store.text import blank


class Note(Remark, frozen=True, tag="note"):
    """A note."""

    table = "notes"
    sight = Sight.ROUND

    @classmethod
    def may(cls, scene: Scene) -> Refusal | None:
        """Every reviewer, at any time."""
        return None

    def missing(self, scene: Scene) -> tuple[Missing, ...]:
        """A text, and an anchor that is there."""
        if blank(self.text):
            return (Missing("blank", "The note has no text."),)
        anchor = stale(scene.case, self.citation) if self.citation else None
        return (*text_problem(self.text, "The note"), *([anchor] if anchor else []))

    def move(self, state: State, moment: Moment) -> State:
        """Nothing."""
        return state

    def words(self, policy: Policy) -> str:
        """What it is about: a passage of an item, or the case."""
        return f"wrote a note on {self.citation.item}" if self.citation else "wrote a note"


class WriteNote(Request, frozen=True):
    """Write a note."""

    act = Note
    text: str
    cite: Cite | None = None

    def make(self, scene: Scene) -> tuple[Note, tuple[Missing, ...]]:
        """The note, with its anchor pinned."""
        anchor = citation(scene.case, self.cite) if self.cite else None
        if isinstance(anchor, Missing):
            return Note(self.text), (anchor,)
        return Note(self.text, anchor), ()
