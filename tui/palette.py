"""All that can be done, by name: its label, what the command line calls it, and other words that people have for it."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import SystemCommand
from textual.dom import DOMNode
from textual.screen import Screen

from tui.actions import Action, Named, place_of
from tui.remembering import RememberingApp
from tui.screens.frame import Frame

if TYPE_CHECKING:
    from textual.command import Provider

WORDS = {
    "assign": "reassign ask",
    "criteria": "grounds law",
    "day": "today done drafts",
    "draft": "unsent unrecorded",
    "filter": "search find query",
    "help": "keys manual",
    "hits": "search find results",
    "history": "log records audit",
    "hold": "pause wait defer",
    "note": "comment annotate",
    "order": "sort",
    "outline": "related items jump contents",
    "overview": "progress numbers statistics",
    "quit": "exit leave",
    "range": "select",
    "refer": "opinion ask",
    "resume": "unhold continue",
    "theme": "colours colors dark light",
    "unmask": "reveal show",
    "vote": "decide decision",
    "withdraw": "undo take back retract",
}
"""By the id of an action: words by which it is found too. What the command line calls it is its id."""
OF_THE_SHELL = {
    "case-file": "the file of a case: what the person may see of it",
    "checkpoint": "what to keep elsewhere, to compare with later",
    "doctor": "the state of the program and of a docket",
    "evidence": "an item of evidence added to a case",
    "export": "decisions, votes, notes, cases or the history, as a file",
    "hand-over": "a reviewer's cases given to another",
    "import": "cases taken in from files",
    "notice": "the reasoned decision for the person",
    "propose": "a mapping for somebody's file",
    "renew": "decided cases brought back whose renewal is due",
    "repair": "a damaged record built anew",
    "report": "the numbers of the docket",
    "verify": "every byte and every rule checked",
}
"""Commands that no screen has an action for, and what they give."""


def _provider() -> "type[Provider]":
    from tui.palette_search import PaletteProvider  # no start waits for what finds commands

    return PaletteProvider


class PaletteApp(RememberingApp, inherit_bindings=False):
    """Runs what is chosen by name."""

    COMMANDS: ClassVar["set[type[Provider] | Callable[[], type[Provider]]]"] = {_provider}

    def action_command_palette(self) -> None:
        """Open it; it says its own keys."""
        from textual.command import CommandPalette

        if not isinstance(self.screen, CommandPalette):
            self.push_screen(CommandPalette(placeholder="What to do? ↑ ↓ and enter choose, esc closes"))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """What is found by its label."""
        return (SystemCommand(one.label, one.help, one.command) for one in self.by_label(screen))

    def by_label(self, screen: Screen[object]) -> Iterator[Named]:
        """The actions of the screen of work that it is opened on, and the theme; where two are called alike, by place.

        What needs to know which of its keys was pressed is not among them: a name says no number.
        """
        found = [*screen.commands()] if isinstance(screen, Frame) else []
        named = [(owner, one) for owner, one in found if not one.range]
        labels = Counter(one.label for _, one in named)
        for owner, one in named:
            place = place_of(owner) if labels[one.label] > 1 else None
            label = f"{one.label} · {place.name}" if place else one.label
            words = (one.id.replace("_", "-"), *WORDS.get(one.id, "").split())
            yield Named(label, one.chosen_keys, one.help, partial(self.by_name, one, owner), words)
        yield Named("Theme", "", "Change the colours", self.action_change_theme, tuple(WORDS["theme"].split()))

    def of_the_shell(self) -> Iterator[Named]:
        """What only a command does: found by its words, and told."""
        for name, gives in OF_THE_SHELL.items():
            said = f"foureyes {name} in a shell: {gives}."
            words = tuple(dict.fromkeys((name, *name.split("-"))))
            yield Named(f"foureyes {name}", "", f"On the command line: {gives}", partial(self._tell, said), words)

    def _tell(self, sentence: str) -> None:
        self.work.notices.tell(sentence)

    async def by_name(self, action: Action, owner: DOMNode) -> None:
        """Run it."""
        await self.run_action(action.run or action.id, owner)
