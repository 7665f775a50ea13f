"""How a standing and an adverse outcome show: a word and a glyph each, so that no meaning hangs on a colour.

No Textual here: commands show them as well.
"""

from typing import NamedTuple

from store.model import Standing


class Look(NamedTuple):
    """How a standing shows; `role` names the component class that gives the colour.

    `settled`: the votes are over, so that what the case itself was due for is done; deadlines may still run.
    """

    word: str
    glyph: str
    role: str
    settled: bool = False


# No glyph from U+2600 on: terminals do not agree on whether those that are emoji as well take one cell or two.
STANDINGS = {
    Standing.OPEN: Look("open", "○", "open"),
    Standing.HELD: Look("held", "‖", "held"),
    Standing.REFERRED: Look("referred", "→", "held"),
    Standing.SECOND: Look("second", "◐", "second"),
    Standing.CONFLICT: Look("conflict", "◆", "conflict"),
    Standing.DECIDED: Look("decided", "●", "decided", settled=True),
    Standing.SERVED: Look("served", "◉", "decided", settled=True),
    Standing.APPEALED: Look("appealed", "§", "conflict", settled=True),
    Standing.CLOSED: Look("closed", "■", "decided", settled=True),
}


def look(standing: Standing) -> Look:
    """The look of a standing; one that has none of its own shows as its word."""
    return STANDINGS.get(standing) or Look(str(standing), "■", "open")


ADVERSE = "▲ adverse"
"""How an adverse outcome is marked, everywhere: a glyph and a word, before its label, so that nothing cuts them off."""
