"""A case as text: the page of the review screen, with the offsets that a citation needs, and what to do next."""

import shlex
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from store.acts import CastVote, Draft, Resolution, Vote, Withdrawal
from store.case.view import CaseView
from store.docket import Docket
from store.model import Citation
from store.spans import sentences
from store.text import hidden, visible
from tui.acting.offers import OFFERS
from tui.commands.common import command
from tui.pages.case_page import write_case, write_history
from tui.pages.cells import cells
from tui.pages.page_builder import PageBuilder, Remark, Run

LABELS = 24
"""Cells in which labels are aligned; a longer one pushes its value on."""


class TextPage(PageBuilder):
    """A page for a pipe, a screen reader or a terminal that wraps by itself: whole texts, sentence by sentence."""

    asking = "--unmask FIELD --purpose TEXT asks for what is masked"

    def __init__(self) -> None:
        super().__init__(0)
        self.width = self.measure = sys.maxsize

    def text(self) -> Iterator[str]:
        """The page, line by line."""
        for line in self.lines:
            sign = f"{line.sign.text} " if line.sign.text else ""
            yield "".join([sign, *map(_spoken, line.runs)]).rstrip(" ")

    def short(self, text: str, limit: int) -> str:
        """All of it."""
        return text

    def passage(self, citation: Citation) -> str:
        """As `--cite` takes it."""
        return _passage(citation.item, citation.start, citation.end)

    def apart(self, left: Iterable[Run], right: Iterable[Run]) -> None:
        """One behind the other."""
        self.line(*left, Run("  "), *right)

    def evidence(self, item_id: str, text: str, remarks: Sequence[Remark] = ()) -> None:
        """A line for each sentence, so that any can be cited, and below it what is said of what ends in it."""
        left = sorted(remarks, key=lambda one: one.end, reverse=True)
        for start, end in spans(text):
            self.line(Run(f"{_passage(item_id, start, end)} {visible(text[start:end])}"))
            while left and left[-1].end <= end:
                left.pop().write(self)
        for one in reversed(left):
            one.write(self)

    def table(self, pairs: Iterable[tuple[str, Run]]) -> None:
        """A line for each pair."""
        rows = [(visible(label), value) for label, value in pairs]
        width = min(LABELS, max((cells(label) for label, _ in rows), default=0))
        for label, value in rows:
            self.line(Run(label + " " * (max(width - cells(label), 0) + 2)), value)


def _spoken(run: Run) -> str:
    """The words of a run; a mask stands with its name, as a screen reader passes over the sign."""
    return f"{run.text} (masked)" if run.role == "masked" else run.text


def case_lines(view: CaseView, docket: Docket, where: Path) -> Iterator[str]:
    """The case as its reader may see it, and what that reader can do next."""
    yield from page_lines(view, docket.today(), "Next")
    yield from _next(view, docket, where)


def page_lines(view: CaseView, today: date, *headings: str) -> Iterator[str]:
    """The case as its reader may see it, and headings of what follows."""
    page = TextPage()
    write_case(page, view, today)
    write_history(page, view)
    for heading in headings:
        page.heading(heading)
    yield from page.text()


def spans(text: str) -> Iterator[tuple[int, int]]:
    """The sentences of a text; what hides between two of them is a span too, so that nothing stays unread."""
    done = 0
    for start, end in (*sentences(text), (len(text), len(text))):
        between = text[done:start]
        if hidden(between) or not (between.isspace() or not between):
            yield done, start
        if start < end:
            yield start, end
        done = end


def _passage(item: str, start: int, end: int) -> str:
    return f"[{visible(item)}:{start}-{end}]"


def _next(view: CaseView, docket: Docket, where: Path) -> Iterator[str]:
    words = (str(where), view.case.id)
    if view.refusal(Resolution) is None:
        yield from _ways(view, docket, command("adjudicate", *words))
    elif refusal := view.refusal(Vote):
        yield refusal.sentence
    else:
        yield from _ways(view, docket, command("vote", *words))
    if view.refusal(Withdrawal) is None:
        yield f"You may take your vote back: {command('withdraw', *words)}"
    if more := [one.command for one in OFFERS if view.refusal(one.act) is None]:
        yield f"You may also: {', '.join(more)} (each with -h)."


def _ways(view: CaseView, docket: Docket, command: str) -> Iterator[str]:
    policy = view.scene.policy
    yield f"{command} --outcome ID --reason TEXT"
    for outcome in policy.outcome:
        yield f"  --outcome {outcome.id}  {outcome.label}{' (adverse)' if outcome.adverse else ''}"
        for ground in policy.grounds_for(outcome.id):
            yield f"    --ground {ground.id}  {ground.label} ({ground.law})"
    adverse = next((outcome for outcome in policy.outcome if outcome.adverse), None)
    if adverse is not None:
        yield "An adverse outcome also needs:"
        for one in docket.missing(view, CastVote(Draft(adverse.id))):
            yield f"  {one.sentence}"
        yield f"  Confirm the case with --confirm {shlex.quote(view.case.id)}."
    weak = ", ".join([*(kind.label for kind in policy.evidence if not kind.alone), "items withheld from the subject"])
    yield f"Never enough alone for an adverse outcome: {weak}."
