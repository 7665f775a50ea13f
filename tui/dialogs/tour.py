"""The tour for newcomers: five steps below the screen that they are about, whose keys do meanwhile what they say."""

import re
from collections.abc import Iterable
from typing import ClassVar

from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from tui.actions import Place

STEPS = (
    (
        "The queue and the case",
        (
            "On the left is the queue: {queue.down} and {queue.up} move in it, and {review.next_case} goes to the next"
            " case that waits for you. {queue.read} goes into the case, {review.other_pane} from one side to the other."
        ),
    ),
    (
        "Reading",
        (
            "In the case {case.down} and {case.up} go by sentence, {case.next_item} and {case.previous_item} by item of"
            " evidence. What is masked shows as ▒▒▒: {review.unmask} asks for it, and the asking is recorded."
        ),
    ),
    (
        "Citing and voting",
        (
            "{case.cite} cites the sentence, {review.vote} opens your vote: it says what is missing, and F2 sends it."
            " What hurts somebody needs a reason, a ground, a citation, and a second person who comes to the same."
        ),
    ),
    (
        "Finding",
        (
            '{review.filter} chooses what the queue shows: standing:open, due:<7d, "any words". {anywhere.day} is your'
            " day, with what you did and what is left, and {anywhere.overview} shows how far the whole work is."
        ),
    ),
    (
        "Two people",
        (
            "You read blind: what others wrote is shown once you have voted. ◌ marks a case that somebody else reads,"
            " or did a moment ago. {anywhere.help} lists the keys, {anywhere.palette} finds all by name,"
            " {anywhere.quit} ends."
        ),
    ),
)
"""Titles and texts; `{place.action}` is the key of an action."""
_MOVES = ("next_case", "any_next", "previous_case", "other_pane")
"""Actions of the review screen that lead nowhere else: the tour stays open."""
_KEY = re.compile(r"\{([a-z_]+\.[a-z_]+)\}")


def keys_of(places: Iterable[Place]) -> dict[str, str]:
    """The key that a reviewer has for each `place.action`."""
    return {f"{place.name}.{one.id}": one.shown_keys[0] for place in places for one in place.actions}


class Tour(ModalScreen[int | None], inherit_bindings=False):
    """`places` say which keys this reviewer has. Ends with the step at which a key led elsewhere, if one did."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "go(1)", "Page down", show=False),
        Binding("backspace", "go(-1)", "Go back", show=False),
        Binding("escape", "dismiss(None)", "Leave it", id="tour.leave"),
    ]
    DEFAULT_CSS = """
    Tour {
        align: center bottom; background: $background 0%;
        #tour {
            width: 84; max-width: 100%; height: auto; padding: 0 2;
            border: round $accent; background: $surface;
        }
    }
    """

    def __init__(self, places: Iterable[Place], step: int = 0) -> None:
        super().__init__()
        self._keys = keys_of(places)
        self._step = step

    def compose(self) -> ComposeResult:
        """A box for one step."""
        with Vertical(id="tour"):
            yield Static(id="step")

    def on_mount(self) -> None:
        """The step it begins with."""
        self.action_go(0)

    async def on_key(self, event: events.Key) -> None:
        """Do what any other key does below; the tour is over for who goes elsewhere by it."""
        if event.key in self.active_bindings:
            return
        below = self.app.screen_stack[-2]
        bound = below.active_bindings.get(event.key)
        if bound is not None and below is self.app.screen_stack[0]:
            inside = not isinstance(bound.node, Screen | App)
            if inside or bound.binding.action in _MOVES:
                event.stop()
                await self.app.run_action(bound.binding.action, bound.node)
                return
        if bound is not None:
            self.dismiss(self._step)
        await below.on_event(event)  # from where it bubbles as it always does
        event.stop()

    def action_go(self, steps: int) -> None:
        """Another step; after the last one the tour is over."""
        self._step = max(0, self._step + steps)
        if self._step >= len(STEPS):
            self.dismiss(None)
            return
        title, text = STEPS[self._step]
        box = self.query_one("#tour")
        box.border_title = f"{title} · {self._step + 1} of {len(STEPS)}"
        box.border_subtitle = "space goes on · backspace back · esc leaves the tour"
        parts = _KEY.split(text)  # text, the name of a key, text ...
        drawn = [(self._keys[part], "bold $accent") if at % 2 else part for at, part in enumerate(parts)]
        self.query_one("#step", Static).update(Content.assemble(*drawn))
