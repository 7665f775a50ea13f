"""The line at the top of the review screen: who works on what, through which filter, what is left, and where one is."""

from tui.look import look
from tui.session import Session

ROOMY, BRIEF = 140, 80
"""Columns from which on it says how many cases stand where, and what is left to do."""


def place_line(session: Session, who: str, width: int) -> tuple[str, str]:
    """Its left and its right side, for a terminal of `width` columns; `who` is what every screen says on the left."""
    queue = session.queue
    chosen = f"  / {queue.chosen}" if str(queue.chosen) else ""
    place = "… of" if queue.above is None else f"{queue.above + 1:,} of" if queue.matches else "not among"
    total = "…" if queue.total is None else f"{queue.total:,}"
    place = f"{place} {total}" if queue.total != 0 else "none left"
    right = place if queue.current else "no case" if queue.loaded else "…"
    marked, aside, roomy = len(session.marks), session.set_aside, width >= ROOMY
    left_to_do = session.votes and session.counts and width >= BRIEF
    if left_to_do and (roomy or not (marked or aside)):
        right = f"{session.my_day.words(session.drafts)} · {right}"
    if aside:
        right = f"{aside:,} set aside · {right}"
    if marked:
        finding = " …" if session.marks.finding else ""
        gone = f", {session.out_of_sight:,} out of sight" if session.out_of_sight else ""
        right = f"{marked:,} marked{finding}{gone} · {right}"
    if roomy and session.counts:
        looks = ((look(standing), count) for standing, count in session.counts.items() if count)
        right = f"{'  '.join(f'{one.glyph} {count:,}' for one, count in looks)} · {right}"
    if chosen and len(f"{who}{chosen}{right}") > width - 3:
        return chosen.strip(), right
    return f"{who}{chosen}", right
