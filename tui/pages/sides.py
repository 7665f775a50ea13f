"""The votes that differ, each under a letter, for the person who settles the conflict."""

from typing import NamedTuple

from store.acts import Cite, Resolution, Vote
from store.case.view import CaseView
from store.model import Case, Citation
from store.records import Record

LETTERS = "ABCDEFGH"
SEVERAL = "&"
"""What stands for the letters of several sides."""


class Side(NamedTuple):
    """One of the votes of a conflict."""

    letter: str
    record: Record
    vote: Vote

    def cites(self, case: Case) -> tuple[Cite, ...]:
        """What it cites that a revision has not changed since."""
        return tuple(Cite(one.item, one.start, one.end) for one in self.vote.citations if _stands(one, case))


def sides(view: CaseView) -> tuple[Side, ...]:
    """The votes that are shown of a round, in the order in which they were cast."""
    votes = [(one, one.body) for one in view.votes if isinstance(one.body, Vote)]
    return tuple(Side(letter, *vote) for letter, vote in zip(LETTERS, votes, strict=False))


def contested(view: CaseView) -> tuple[Side, ...]:
    """The sides of a conflict, for who may settle it; else none."""
    return sides(view) if view.refusal(Resolution) is None else ()


def _stands(citation: Citation, case: Case) -> bool:
    item = case.item(citation.item)
    return item is not None and item.text[citation.start : citation.end] == citation.quote
