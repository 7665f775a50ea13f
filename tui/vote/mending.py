"""Where what is still missing from a vote can be mended, and in which order that is done."""

from collections.abc import Sequence

from store.model import Missing

PARTS = {
    "outcome": "#outcomes", "unknown_outcome": "#outcomes", "ground": "#grounds", "bad_ground": "#grounds",
    "lone_ground": "#grounds", "reason": "#reason", "short_reason": "#reason", "too_long": "#reason",
    "bad_text": "#reason", "no_item": "#cites", "no_span": "#cites", "blank_span": "#cites", "stale": "#cites",
    "short_quote": "#cites",
}  # fmt: skip
"""The part of the form for each; what is not named here is found in the case."""
CITED = ("citation", "weak_citations")
"""What a passage that can carry the outcome mends, any of them."""
_READ_FOR = ("no_carrier", *CITED, "unopened", "hearing")
"""What is done in the case, where letters are no text but commands."""
BACK = "F6 goes back to the form."
SHOWN = "Stay on it for two seconds, then F2."
"""What F2 waits for where something is not opened yet; short, so that it is not cut off behind what is to be opened."""


def in_order(missing: Sequence[Missing]) -> tuple[Missing, ...]:
    """As they are listed and gone to: what keeps all from counting, what is written in the form, what the case has.

    So nobody who is about to write the reason finds the keys in the case.
    """
    return tuple(sorted(missing, key=lambda one: one.code in _READ_FOR))
