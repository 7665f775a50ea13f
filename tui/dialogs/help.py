"""The keys, the standings and the words of the filter."""

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from tui.actions import Action, Place
from tui.dialogs.reason_area import TEXT
from tui.look import STANDINGS
from tui.pages.cells import fit
from tui.pages.wrap import wrapped

_KEY, _WORDS, _FRAME = 20, 50, 10
"""Cells for a key, and at most for what it does; and for what is around them."""

_FILTER = (
    ("standing:open", "a standing, as above"),
    ("due:<7d", "due within 7 days; also >2023-12-01, today, +14d, none"),
    ("clock:any<7d", "a deadline of the policy, or any of them; <0d: overdue"),
    ("flag:Q3", "with this flag"),
    ("priority:<3", "a number, < or > before it"),
    ("field.NAME:x", "a field of the case"),
    ("id:RP-0001", "one case; RP-00* those that begin so"),
    ("for:me", "waits for your vote or your resolution, and nobody reads it now"),
    ("again:me", "you voted in a round that is over, as where it was sent back"),
    ("voted:me", "where your vote stands"),
    ("done:today", "when you voted on it or adjudicated it; as due:"),
    ("assigned:me", "what you were asked to read; also none"),
    ("outcome:revoke", "decided so, where you have seen the votes; also none"),
    ("ground:contact", "for this ground, where you have seen the votes; also none"),
    ("reviewer:ana", "their vote stands, where you have seen the votes; also me"),
    ("decided:>2023-12-01", "when it was decided; also a day, none"),
    ("recused:me", "what you stepped off"),
    ('"free text"', "anywhere in the case, accents or not; shown where it occurs"),
    ("-", "before any of these turns it round"),
    ("sort:-arrived", "newest first; due, priority, flag, arrived, clock, done (by you)"),
)
_SIGNS = (
    ("✓", "your vote stands; before an outcome: it is your vote, nothing is decided"),
    ("◌", "somebody else reads it, or did a moment ago: n passes it by"),
    ("✎ Δ", "in the queue: your draft; a revision came since you read it"),
    ("▲", "an adverse outcome; the queue shows those that you may know"),
    ("● revoke", "where the queue is narrow: decided, and this is how; likewise ◉ § ■"),
    ("!", "after a day: overdue; before a sentence: read this"),
    ("not among 9", "the case you read has left the queue; n goes on from its place"),
    ("none left", "it was the last one that the filter lets through; esc in the queue takes that away"),
    ("⚑3", "three hidden characters"),
    ("•", "an item, or a case, of which you have opened nothing yet"),
    ("❝ ✎", "cited in your draft; a note stands on it"),
    ("A B &", "cited by this side of a conflict, or by several"),
    ("▒▒▒", "masked: u asks for it, and the asking is recorded"),
    ("⟪U+202E⟫ ␛", "a character that would be invisible or steer the terminal"),
)


class Help(ModalScreen[None]):
    """All of it on one page; `places` are those whose keys can be used."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,q,f1", "dismiss", "Close", id="help.close"),
        Binding("j", "page('scroll_down')", "Down", show=False),
        Binding("k", "page('scroll_up')", "Up", show=False),
        Binding("space", "page('scroll_page_down')", "Page down", show=False),
        Binding("b", "page('scroll_page_up')", "Page up", show=False),
        Binding("g", "page('scroll_home')", "Top", show=False),
        Binding("G", "page('scroll_end')", "End", show=False),
    ]
    DEFAULT_CSS = """
    Help {
        align: center middle;
        #help {
            width: 82; max-width: 100%; height: auto; max-height: 100%; padding: 0 2;
            border: round $primary; background: $surface; scrollbar-size-vertical: 1;
        }
    }
    """

    def __init__(self, places: list[Place]) -> None:
        super().__init__()
        self._places = places

    def compose(self) -> ComposeResult:
        """One text that scrolls."""
        with VerticalScroll(id="help") as box:
            box.border_title = "Help · space, b: a page · g, G: its ends · esc closes"
            yield Static()

    def on_mount(self) -> None:
        """The keys scroll."""
        self.query_one(VerticalScroll).focus()

    def on_resize(self) -> None:
        """What a key does is broken where the terminal ends, and never below the key."""
        words = min(_WORDS, self.app.size.width - _KEY - _FRAME)
        self.query_one(Static).update(Content.assemble(*_text(self._places, words)))

    def action_page(self, scroll: str) -> None:
        """Scroll the text."""
        getattr(self.query_one(VerticalScroll), scroll)(animate=False)


_TEXTUALS = {one.action for one in Screen.BINDINGS if isinstance(one, Binding)}


def place_here(screen: Screen[object]) -> Place:
    """The keys that count in a dialog, where the keys are, by their names; those that Textual binds are not told."""
    named: dict[str, Action] = {}
    for bound in screen.active_bindings.values():
        one = bound.binding
        if one.description and one.action not in _TEXTUALS and (bound.node is screen or one in TEXT.bindings):
            digit, what = one.key.isdecimal(), one.tooltip or one.description
            name = one.description if digit else one.action
            keys = f"{named[name].keys},{one.key}" if name in named else one.key
            named[name] = Action(name, keys, one.description, what, range="1-9" if digit else "")
    return Place("dialog", "Here", tuple(named.values()))


def _text(places: list[Place], words: int) -> Iterator[tuple[str, str] | str]:
    for place in places:
        yield from _part(place.heading, ((" ".join(one.shown_keys[:2]), one.help) for one in place.actions), words)
    standings = ((f"{one.glyph} {one.word}", _STANDING[one.word]) for one in STANDINGS.values())
    yield from _part("Standings", standings, words)
    yield from _part("Signs", iter(_SIGNS), words)
    yield from _part("Filter", iter(_FILTER), words)


_STANDING = {
    "open": "nobody has voted, or a vote was taken back",
    "held": "waits until a day, with a reason; it comes back by itself",
    "referred": "another body is asked for its opinion, due on a day",
    "second": "one vote is in: another person's is needed",
    "conflict": "the votes differ: a third person adjudicates",
    "decided": "an outcome stands; only the last who voted may take that back (w)",
    "served": "the person has been notified; deadlines run",
    "appealed": "another body, or the office itself, looks at the decision again",
    "closed": "nothing is left to do",
}


def _part(title: str, pairs: Iterator[tuple[str, str]], words: int) -> Iterator[tuple[str, str] | str]:
    yield (f"{title}\n", "$accent bold")
    for key, does in pairs:
        for number, line in enumerate(wrapped(does, words)):
            yield (f"  {fit('' if number else key, _KEY - 1)} ", "bold")
            yield (f"{line}\n", "")
    yield "\n"
