"""The votes that differ, side by side, for the person who settles it."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from store.acts import Vote
from store.case.view import CaseView
from store.policy import Policy
from store.records import Record
from store.text import visible
from tui.dialogs.citation_list import quoted
from tui.look import ADVERSE


class VotesCompared(Horizontal, can_focus=True):
    """One column a vote: who, what outcome, on which grounds, why, and citing what."""

    DEFAULT_CSS = """
    VotesCompared {
        height: auto; border-left: blank;
        &:focus { border-left: outer $accent; }
        Static { width: 1fr; height: auto; padding: 0 1; border: round $secondary; }
    }
    """

    def __init__(self, view: CaseView, policy: Policy, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._view = view
        self._policy = policy

    def compose(self) -> ComposeResult:
        """The votes in the order in which they were cast."""
        for record in self._view.votes:
            if isinstance(record.body, Vote):
                yield Static(self._column(record, record.body))

    def _column(self, record: Record, vote: Vote) -> Content:
        label, adverse = visible(vote.said(self._policy)), self._policy.adverse(vote.outcome)
        grounds = [(f"  {visible(self._ground(one))}", "") for one in vote.grounds]
        at = f", {record.at:%Y-%m-%d %H:%M} UTC"
        parts = [
            Content.assemble(("By ", "dim"), (visible(self._policy.name_of(record.by)), "bold"), (at, "dim")),
            Content.assemble(("Outcome: ", "dim"), (label, "bold")),
            *([Content.styled(ADVERSE, "bold $text-error")] if adverse else []),
            *([Content.styled("Grounds", "dim"), *(Content.styled(*one) for one in grounds)] if grounds else []),
            Content.styled("Reason", "dim"),
            Content(visible(vote.reason, multiline=True) or "None was given."),
            *([Content.styled("Cites", "dim")] if vote.citations else []),
            *(quoted(self._view.case, one.item, one.quote) for one in vote.citations),
        ]
        return Content("\n").join(parts)

    def _ground(self, ground_id: str) -> str:
        known = next((one for one in self._policy.ground if one.id == ground_id), None)
        return f"{known.label} ({known.law})" if known else ground_id
