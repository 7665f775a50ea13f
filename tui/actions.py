"""Everything a reviewer can do on the review screen, declared once.

From this one table come the key bindings, the line of keys at the bottom, the command palette, the help screen and
the table of docs/keys.md. An action `id` is run by the method `action_<id>` of whoever owns its `where`.
"""

from typing import Literal

from msgspec import Struct
from textual.binding import Binding

Where = Literal["anywhere", "queue", "case"]


class Action(Struct, frozen=True):
    """One thing to do. `keys` are separated by commas, the first is the one shown.

    `footer` orders the actions in the line of keys; 0 leaves an action out of it.
    """

    id: str
    keys: str
    label: str
    help: str
    where: Where = "anywhere"
    footer: int = 0

    @property
    def shown_keys(self) -> list[str]:
        """The keys as people call them."""
        return [_SHOWN.get(key, key) for key in self.keys.split(",")]


_SHOWN = {
    "down": "↓",
    "up": "↑",
    "left": "←",
    "right": "→",
    "shift+left": "shift ←",
    "shift+right": "shift →",
    "pagedown": "page down",
    "pageup": "page up",
    "escape": "esc",
    "f1": "F1",
    "f5": "F5",
}

ACTIONS = (
    Action("next_case", "n", "Next", "Go to the next case", footer=6),
    Action("previous_case", "p", "Previous", "Go to the previous case"),
    Action("vote", "d,V", "Vote", "Write your vote: outcome, grounds, reason", footer=4),
    Action("note", "m", "Note", "Write a note on the sentence, the words marked, or the case", footer=3),
    Action("case_note", "M", "Note on the case", "Write a note on the case as a whole"),
    Action("adjudicate", "a", "Adjudicate", "Settle a conflict between two votes, as a third person"),
    Action("withdraw", "w", "Withdraw", "Take back your own vote, while nobody else has acted on the case"),
    Action("unmask", "u", "Unmask", "Ask to see what the policy masks; the asking is recorded"),
    Action("filter", "/", "Filter", "Choose which cases the queue shows", footer=5),
    Action("refresh", "f5,r", "Refresh", "Take in now what others have done, and build the queue again"),
    Action("other_pane", "tab", "Other pane", "Move between the queue and the case"),
    Action("back", "escape", "Back", "Leave the words marked, dismiss a message, or go back to the queue"),
    Action("palette", ":", "Commands", "Find any of these by name"),
    Action("help", "?,f1", "Help", "Show the keys, the standings and the filter words", footer=8),
    Action("quit", "q", "Quit", "Leave; everything recorded is saved first", footer=9),
    Action("down", "j,down", "Down", "Next case in the queue", "queue"),
    Action("up", "k,up", "Up", "Previous case in the queue", "queue"),
    Action("page_down", "pagedown,space", "Page down", "A page of cases further", "queue"),
    Action("page_up", "pageup", "Page up", "A page of cases back", "queue"),
    Action("first", "g,home", "First", "First case of the queue", "queue"),
    Action("last", "G,end", "Last", "Last case of the queue", "queue"),
    Action("read", "enter,right", "Read", "Go into the case", "queue", footer=1),
    Action("down", "j,down", "Down", "Next sentence; with words marked, take in the next sentence", "case"),
    Action("up", "k,up", "Up", "Previous sentence", "case"),
    Action("next_item", "],J", "Next item", "Next item of evidence", "case"),
    Action("previous_item", "[,K", "Previous item", "Previous item of evidence", "case"),
    Action("page_down", "space,pagedown", "Page down", "A screen further", "case", footer=7),
    Action("page_up", "b,pageup", "Page up", "A screen back", "case"),
    Action("first", "g,home", "Top", "Top of the case", "case"),
    Action("last", "G,end", "End", "End of the case", "case"),
    Action("cite", "c", "Cite", "Cite the sentence or the words marked; again takes it back", "case", footer=1),
    Action("words", "v", "Words", "Mark words: from the sentence, one word further each time", "case", footer=2),
    Action("longer", "right,l", "One word more", "With words marked: one word more at the end", "case"),
    Action("shorter", "left,h", "One word less", "With words marked: one word less; else back to the queue", "case"),
    Action("start_later", "shift+right,L", "Start later", "Start one word later", "case"),
    Action("start_earlier", "shift+left,H", "Start earlier", "Start one word earlier", "case"),
)


def bindings(where: Where) -> list[Binding]:
    """The key bindings of an owner; ids such as `case.cite` let a keymap change the keys."""
    return [
        Binding(one.keys, one.id, one.label, show=False, id=f"{one.where}.{one.id}", tooltip=one.help)
        for one in ACTIONS
        if one.where == where
    ]


def footer(where: Where) -> list[Action]:
    """What the line of keys shows while `where` has the focus, most useful first."""
    shown = [one for one in ACTIONS if one.footer and one.where in (where, "anywhere")]
    return sorted(shown, key=lambda one: one.footer)


def key_table() -> str:
    """The keys as a Markdown table, for docs/keys.md."""
    rows = [f"| {' '.join(f'`{key}`' for key in one.shown_keys)} | {one.where} | {one.help} |" for one in ACTIONS]
    return "\n".join(["| key | where | what it does |", "|---|---|---|", *rows])
