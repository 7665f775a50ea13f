"""Where what is still missing from a vote can be mended, and in which order that is done."""

from collections.abc import Sequence

from store.model import Missing

PARTS = {
    "outcome": "#outcomes", "unknown_outcome": "#outcomes", "ground": "#grounds", "bad_ground": "#grounds",
    "reason": "#reason", "short_reason": "#reason", "too_long": "#reason", "bad_text": "#reason", "no_item": "#cites",
    "no_span": "#cites", "blank_span": "#cites", "stale": "#cites", "short_quote": "#cites",
}  # fmt: skip
"""The part of the form for each; what is not named here is found in the case."""
_READ_FOR = ("citation", "weak_citations", "unopened", "hearing")
"""What is done in the case, where letters are no text but commands."""


def first_to_mend(missing: Sequence[Missing]) -> Missing:
    """The next one: what keeps all from counting, then what is written in the form, then what is done in the case.

    So nobody who is about to write the reason finds the keys in the case.
    """
    return min(missing, key=lambda one: one.code in _READ_FOR)
