"""The keys of the form in which a vote is written."""

from textual.actions import parse
from textual.screen import Screen

from tui.actions import Action, Place

DIGITS = ",".join("123456789")
TICKS = "abefgimnopqrstuwyz"
"""The keys of the first grounds: letters that mean nothing where a case is read, so that reading goes on beside.

Nor is `d` one, which opens the form: pressed twice, it ticked what nobody meant.
"""
GROUNDS_KEYS = ("A", "B", "C", "D")
"""Keys that take over the grounds of a side: its letter."""
CITES_KEYS = ("<", ">", "=", "+")
"""Keys that take over what a side cites."""
NEXT_MISSING = "Next missing"
"""What the key that sends is called while something is missing, to which it goes."""
READING = "j,k,c,v,h,l,],[,J,K,H,L"
"""Keys that do in the form, where no text is written, what they do in the case."""
GOING_ON = "jk"
"""Keys behind which another may come at once and is no letter: one reads on with them."""

VOTE = Place(
    "vote",
    "While a vote is written",
    (
        Action("commit", "f2", "Send", "Go to what is still missing, or send; from the case too", footer=1),
        Action("reason", "f7", "Reason", "Straight to the reason; from the case too", footer=2),
        Action("read", "f6", "Case", "To the case; from there it comes back to the form", footer=3),
        Action("next_part", "tab", "Next part", "Outcome, grounds, citations, reason", footer=4),
        Action("previous_part", "shift+tab", "Previous part", "The part before"),
        Action(
            "close",
            "escape",
            "Close, keep draft",
            "Out of words marked, else close the form; what is written stays",
            footer=5,
            run="screen.leave_form",
            brief="Close",
        ),
        Action("draft", "f8", "Draft", "Read, copy or drop what you wrote and did not send", run="screen.draft"),
        Action("help", "f1", "Help", "Show the keys of the form, and of the case beside", footer=9, run="app.help"),
        Action("choose", DIGITS, "Outcome", "Choose the outcome of this number", run="choose({key})", range="1-9"),
        Action(
            "tick",
            ",".join(TICKS),
            "Ground",
            "Tick the ground of this letter; c d h j k l v x are none: they open the form, read, cite, remove",
            run="tick('{key}')",
            range="a-z",
        ),
        Action("remove", "x,delete", "Remove", "Take out the citation that is highlighted"),
        Action(
            "beside",
            READING,
            "Read",
            "Read and cite in the case, while no text is written",
            run="screen.beside('{key}')",
            range="j k c v",
        ),
        Action(
            "take_grounds",
            ",".join(GROUNDS_KEYS),
            "Take grounds",
            "Adjudicating: take over the grounds of this side; again gives them back",
            run="take_grounds('{key}')",
            range="A B",
        ),
        Action("fold", "-", "Fold votes", "Adjudicating: fold the votes to a line each, or show all of them"),
        Action(
            "take_cites",
            ",".join(CITES_KEYS),
            "Take citations",
            "Adjudicating: take over what the left or the right side cites; again gives it back",
            run="take_cites('{key}')",
            range="< >",
        ),
    ),
    typed=True,
)


STAYING = ("vote", "adjudicate", "copy", "copy_item", "copy_id", "refresh")
"""What a key of others than the case does without leading away from it and the form."""


def leads_away_from_case(screen: Screen[object], key: str) -> bool:
    """Whether a key that is pressed in the case does something that is neither reading nor writing the vote."""
    bound = screen.active_bindings.get(key)
    if bound is None or bound.node is screen.focused:
        return False
    return parse(bound.binding.action)[1] not in STAYING
