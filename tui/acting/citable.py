"""Whether what is cited now can be sent at all."""

from store.acts import Note, Resolution, Vote
from store.case.view import CaseView
from store.model import Standing


def why_no_citation(view: CaseView) -> str:
    """Why what is cited now could never be sent; empty if it can be, if only once the case is paused no more."""
    vote, resolution = view.refusal(Vote), view.refusal(Resolution)
    if vote is None or resolution is None:
        return ""
    no = resolution if vote.code == "role" else vote
    if view.standing in (Standing.HELD, Standing.REFERRED) and no.code in ("held", "referred", "no_conflict"):
        return ""
    return f"Not cited: {no.sentence}{'' if view.refusal(Note) else ' m writes a note on the passage.'}"
