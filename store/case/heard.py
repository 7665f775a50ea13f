"""What a hearing rests on, by the revisions of the case: what is no answer, and whether the answer is still there."""

from collections.abc import Callable

from store.case.parts import Invitation
from store.model import Case


def before_hearing(invited: Invitation | None, case: Case, revision: Callable[[int], Case]) -> frozenset[str]:
    """The ids of the items that were in the case when the person was invited; another id makes no other item of one.

    `revision` gives the one with this number.
    """
    if invited is None:
        return frozenset()
    then = revision(invited.revision).evidence
    texts = {_words(item.text) for item in then}
    return frozenset(item.id for item in then).union(item.id for item in case.evidence if _words(item.text) in texts)


def answer_stands(invited: Invitation | None, case: Case, revision: Callable[[int], Case]) -> bool:
    """Whether what the person said is in the case as it was received, for all to read."""
    if invited is None or invited.how != "received":
        return False
    now, then = case.item(invited.item), revision(invited.received).item(invited.item)
    if now is None or then is None:
        return False
    return now.access == "public" and (now.kind, now.text) == (then.kind, then.text)


def _words(text: str) -> str:
    return " ".join(text.split())
