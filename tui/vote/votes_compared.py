"""The votes that differ, side by side, for the person who settles it."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from store.case.view import CaseView
from store.plural import plural
from store.policy import Policy
from store.text import visible
from tui.look import ADVERSE
from tui.pages.sides import Side
from tui.vote.citation_list import quoted
from tui.vote.vote_keys import CITES_KEYS, GROUNDS_KEYS


class VotesCompared(Horizontal, can_focus=True):
    """One column a vote: who, what outcome, on which grounds, why, and citing what; or folded, one line a vote."""

    DEFAULT_CSS = """
    VotesCompared {
        height: auto; border-left: blank;
        &:focus { border-left: outer $accent; }
        Static { width: 1fr; height: auto; padding: 0 1; border: round $secondary; }
        &.-one-line { layout: vertical; Static { width: 100%; border: none; } }
    }
    """

    def __init__(self, sides: tuple[Side, ...], view: CaseView, policy: Policy, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._sides = sides
        self._view = view
        self._policy = policy
        self.unread = False
        """Whether they have been folded ever since the form opened, so that nobody can have read why they differ."""

    def compose(self) -> ComposeResult:
        """The votes in the order in which they were cast."""
        for number, side in enumerate(self._sides):
            column = Static(self._column(number, side))
            column.border_title = Content(side.letter)
            yield column

    @property
    def heading(self) -> str:
        """Their name, with the keys for what is in sight of them."""
        if not self.has_class("-one-line"):
            return "The votes  -: fold them"
        grounds, cites = (" ".join(keys[: len(self._sides)]) for keys in (GROUNDS_KEYS, CITES_KEYS))
        return f"The votes  -: show all · {grounds}: grounds · {cites}: cites"

    def fold(self) -> None:
        """Fold them, or show all of them again."""
        self.toggle_class("-one-line")
        folded = self.has_class("-one-line")
        self.unread = self.unread and folded
        for number, (side, column) in enumerate(zip(self._sides, self.query(Static), strict=True)):
            column.update(self._line(side) if folded else self._column(number, side))

    def _line(self, side: Side) -> Content:
        vote, name = side.vote, visible(self._policy.name_of(side.record.by))
        adverse = f"{ADVERSE}  " if self._policy.adverse(vote.outcome) else ""
        said = f": {adverse}{visible(vote.said(self._policy))} · {plural(len(vote.grounds), 'ground')}"
        return Content.assemble((f"{side.letter}  ", "dim"), (name, "bold"), said)

    def _column(self, number: int, side: Side) -> Content:
        record, vote = side.record, side.vote
        label, adverse = visible(vote.said(self._policy)), self._policy.adverse(vote.outcome)
        at = f", {record.at:%Y-%m-%d %H:%M} UTC"
        parts = [
            Content.assemble(("By ", "dim"), (visible(self._policy.name_of(record.by)), "bold"), (at, "dim")),
            Content.assemble(("Outcome: ", "dim"), (label, "bold")),
            *([Content.styled(ADVERSE, "bold $text-error")] if adverse else []),
            *self._part("Grounds", GROUNDS_KEYS[number : number + 1], [self._ground(one) for one in vote.grounds]),
            Content.styled("Reason", "dim"),
            Content(visible(vote.reason, multiline=True) or "None was given."),
            *self._part(
                "Cites",
                CITES_KEYS[number : number + 1],
                [quoted(self._view.case, one) for one in vote.citations],
            ),
        ]
        return Content("\n").join(parts)

    def _part(self, name: str, keys: tuple[str, ...], lines: list[Content]) -> list[Content]:
        """A heading with the key that takes over what stands under it; nothing where nothing does."""
        key = (f"  {keys[0]}: take these over", "bold $text-accent") if keys else ""
        return [Content.assemble((name, "dim"), key), *lines] if lines else []

    def _ground(self, ground_id: str) -> Content:
        known = next((one for one in self._policy.ground if one.id == ground_id), None)
        return Content(f"  {visible(f'{known.label} ({known.law})' if known else ground_id)}")
