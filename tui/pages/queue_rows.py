"""Rows of the queue drawn as segments: its columns, and how wide they are. Pure; see `render`."""

from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style

from store.case.view import QueueRow
from store.policy import Policy
from store.text import clip, visible
from tui.look import look
from tui.pages.cells import cells, fit, fit_ends
from tui.pages.render import Styles, filled

_CELL = 60
"""Characters of a cell that are looked at: a row is one line, and what is cut ends in `…`."""


class ColumnWidths(NamedTuple):
    """How wide a row is and its columns are, in cells; those of the policy in its order, then the title.

    A list that is too narrow for a column of outcomes has none, and says of what is settled how, beside the sign of its
    standing: no column means two things, and none moves when the first outcome is known.
    """

    names: tuple[str, ...]
    width: int
    id: int
    own: tuple[int, ...]
    title: int
    outcome: int = 0


class OutcomeWords(NamedTuple):
    """An outcome in the words of its round, with a sign before what is only one's own vote; its id; its role."""

    said: str = ""
    brief: str = ""
    role: str = ""


NO_OUTCOME = OutcomeWords()


class Signs(NamedTuple):
    """What is drawn on a row besides what it says itself.

    `chosen` is the role of the line under the cursor; `mark` stands behind the standing, `✎` where `drafted`.
    """

    chosen: str = ""
    drafted: bool = False
    mark: str = ""


NO_SIGNS = Signs()
_OWN_VOTE = "✓ "


_HEAD = 15
"""Cells for the bar, the standing and the marks."""
_OWN = 12
_DATES = {"due": 11, "deadline": 10, "arrived": 10, "done": 10}
"""The columns that are dates, and cells in which one is not cut; what is overdue has a sign behind it."""
_WHOLE = {**_DATES, "priority": 8}
"""These and others that need no more cells, whatever is in them."""
_OUTCOME, _LEAST = 18, 12
"""Cells that outcomes take at most, and at least."""
_READABLE = 24
"""Cells in which a title that is cut says something."""


def outcome_words(row: QueueRow) -> OutcomeWords:
    """What a row says of its outcome, in the words of its round; nothing where this reviewer may know none."""
    if not row.outcome:
        return NO_OUTCOME
    own, sign = "" if look(row.standing).settled else _OWN_VOTE, "▲ " * row.adverse
    role = "adverse" if row.adverse else "decided"
    return OutcomeWords(f"{own}{sign}{row.outcome_label}", f"{sign}{row.outcome}", role)


def outcome_cells(policy: Policy) -> int:
    """Cells for any outcome of a policy: the column is as wide before one is known as afterwards."""
    return max((cells(f"{_OWN_VOTE}{'▲ ' * one.adverse}{_cell(one.label)}") for one in policy.outcome), default=0)


def wanted(names: tuple[str, ...], longest_id: int, outcome: int, title: int) -> int:
    """Cells in which nothing is cut of a row whose title takes so many."""
    said = min(outcome, _OUTCOME) + 1 if outcome else 0
    return _HEAD + min(max(longest_id, 6), 20) + 2 + said + (_OWN + 1) * len(names) + title + 1


def title_cells(row: QueueRow) -> int:
    """Cells for the title of a row, with the mark of hidden characters; what is longer than a cell shows is cut."""
    return min(cells(_cell(row.title)), _CELL) + (cells(f"⚑{row.hidden}") + 1 if row.hidden else 0)


def columns(width: int, names: tuple[str, ...], longest_id: int, outcome: int = 0, title: int = 0) -> ColumnWidths:
    """As many columns of the policy as fit; outcomes and titles share the rest if that is worth it.

    Dates come first, behind what the queue is sorted by: a part of a date is none. `outcome` and `title` are how wide
    they are at most. Neither takes room from the columns of the policy: by these one chooses what to read. Where both
    have no room a title goes first, if much of it can be read, since the standing can say how a case was settled.
    """
    ident = min(max(longest_id, 6), 20)
    room = width - _HEAD - ident - 2
    rest = room - 1 - (_OWN + 1) * len(names)
    outcome = min(outcome, _OUTCOME, rest - title - 1 if rest > _READABLE else rest)
    outcome = outcome if outcome >= _LEAST else 0
    room -= outcome + 1 if outcome else 0
    sizes = dict.fromkeys(names, 0)
    for name in sorted(names, key=lambda one: (one not in _WHOLE or one != names[0], one not in _DATES)):
        size = _WHOLE.get(name, min(_OWN, room - 1))
        if room > max(6, _DATES.get(name, 0)):
            size = min(size, room - 1)
            sizes[name] = size
            room -= size + 1
    own = [sizes[name] for name in names]
    return ColumnWidths(names, width, ident, tuple(own), room - 1 if room > 6 else 0, outcome)


def heading_segments(sizes: ColumnWidths, style: Styles) -> list[Segment]:
    """The names of the columns."""
    own = [(name, size) for name, size in zip(sizes.names, sizes.own, strict=True) if size]
    parts = [("   standing", _HEAD), ("case", sizes.id)]
    parts += [("outcome", sizes.outcome)] if sizes.outcome else []
    parts += [(visible(clip(name.removeprefix("field."), _CELL)), size) for name, size in own]
    parts += [("title", sizes.title)] if sizes.title else []
    drawn = style("text") + style("label")
    return filled([Segment(" ".join(fit(*one) for one in parts), drawn)], sizes.width, drawn)


def row_segments(row: QueueRow, sizes: ColumnWidths, style: Styles, signs: Signs = NO_SIGNS) -> list[Segment]:
    """A line of the queue.

    Of a long id both ends stay: ids of one file often differ at the end. `✓` stands where this reviewer has voted, `◌`
    where somebody else is reading, `•` where nothing was opened yet; `Δ` where a revision came since it was opened.
    What is overdue gets a `!` and another colour.
    """
    seen, outcome, (chosen, drafted, mark) = look(row.standing), outcome_words(row), signs
    base = style("text") + style(chosen) if chosen else style("text")
    over = style(chosen) if chosen else Style.null()
    word, role = seen.word, seen.role
    if seen.settled and outcome.brief and not sizes.outcome:
        word, role = _cell(outcome.brief), outcome.role or role
    segments = [
        Segment("▌" if chosen else " ", base + style("bar")),
        Segment(fit(f"{seen.glyph} {word}", 10), base + style(role) + over),
        Segment(mark or " ", base + style("bar") + over),
        Segment("✓" if row.voted else "◌" if row.busy else "•" if row.unread else " ", base + style("label") + over),
        Segment("✎" if drafted else " ", base + style("bar") + over),
        Segment("Δ " if row.revised else "  ", base + style("alert") + over),
        Segment(f"{fit_ends(visible(row.id), sizes.id)} ", base + style("strong") + over),
    ]
    said = base + style(outcome.role or "label") + over
    if sizes.outcome:
        segments.append(Segment(f"{fit(_cell(outcome.said), sizes.outcome)} ", said))
    values = (
        row.columns if len(row.columns) == len(sizes.own) else (None,) * len(sizes.own)
    )  # of another policy: on its way out
    for name, value, size in zip(sizes.names, values, sizes.own, strict=True):
        late = name == "due" and value is not None and row.overdue
        if size:
            shown = fit(_cell(f"{value or ''}{'!' if late else ''}"), size)
            segments.append(Segment(f"{shown} ", base + style("alert") + over if late else base))
    hidden = f"⚑{row.hidden}" if row.hidden else ""
    if sizes.title:
        room = sizes.title - (cells(hidden) + 1 if hidden else 0)
        segments.append(Segment(f"{fit(_cell(row.title), room)} ", base + style("label") + over))
    if hidden:
        segments.append(Segment(hidden, base + style("alert") + over))
    return filled(segments, sizes.width, base)


def _cell(text: str) -> str:
    return visible(clip(text, _CELL)) if len(text) > _CELL else visible(text)
