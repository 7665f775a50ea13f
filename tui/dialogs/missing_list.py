"""What is still missing from a vote, live beside the form: the list that the store will enforce."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from store.acts import Adjudicate, CastVote, Draft
from store.case.view import CaseView
from store.docket import Docket
from store.model import Missing
from store.text import visible
from tui.dialogs.changing_words import show_words

NAMED = 4
"""Cited items that are named at most."""


class MissingList(VerticalScroll, can_focus=False):
    """Sentences that say what is missing; short, so that it is read."""

    DEFAULT_CSS = """
    MissingList { height: auto; max-height: 25vh; min-height: 2; padding: 0 1; scrollbar-size-vertical: 1; }
    """

    def compose(self) -> ComposeResult:
        """One text; the container scrolls it."""
        yield Static()

    def show(self, missing: tuple[Missing, ...], cited: tuple[str, ...] = (), *, flowing: bool = False) -> None:
        """Show these, a line each or `flowing` one after the other, or that nothing is missing; and what is `cited`.

        One without a sentence counts: what asks for it stands elsewhere.
        """
        heading = Content.styled(f"Still missing: {len(missing)}", "bold $text-warning")
        if not missing:
            heading = Content.styled("✓ Nothing is missing.", "bold $text-success")
        sentences = [Content(f"○ {visible(one.sentence)}") for one in missing if one.sentence]
        text = Content("  " if flowing else "\n").join([Content.assemble(heading, _cited(cited)), *sentences])
        show_words(self.query_one(Static), text)


def _cited(items: tuple[str, ...]) -> str:
    """What is cited, in a few words: the list of it may be out of sight."""
    named = visible(", ".join(items[:NAMED]))
    more = f" and {len(items) - NAMED} more" if len(items) > NAMED else ""
    return f"  Cited: {named}{more}" if items else ""


def still_missing(docket: Docket, view: CaseView, draft: Draft, *, adjudicating: bool) -> tuple[Missing, ...]:
    """All that keeps this draft from being recorded, as far as this reviewer can see it; first why it may not be."""
    request = Adjudicate(draft) if adjudicating else CastVote(draft)
    refusal = view.refusal(request.act)
    refused = (Missing(refusal.code, refusal.sentence),) if refusal else ()
    return (*refused, *docket.missing(view, request))
