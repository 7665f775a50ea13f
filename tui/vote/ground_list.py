"""The grounds that can carry the chosen outcome, to be ticked."""

from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static

from store.policy import Policy
from store.text import visible
from tui.dialogs.changing_words import show_words
from tui.dialogs.choices import ChoiceList
from tui.pages.cells import cells, cut_start
from tui.pages.wrap import wrapped
from tui.vote.vote_keys import TICKS

ARTICLE = 14
"""Cells that the end of a rule of law has at least: the article stands there."""


class GroundList(ChoiceList):
    """Each ground with its letter and the end of the rule of law it rests on; `LawLine` has the rule under the cursor.

    A ticked one that the policy does not know can be unticked.
    """

    class Ticked(Message):
        """The reviewer ticked a ground, or took the tick back."""

        def __init__(self, ground: str) -> None:
            super().__init__()
            self.ground = ground

    class Under(Message):
        """Another line is under the cursor, or none: the `law` of its ground, one of `laws`."""

        def __init__(self, law: str, laws: tuple[str, ...]) -> None:
            super().__init__()
            self.law, self.laws = law, laws

    def __init__(self, policy: Policy, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._policy = policy
        self._ids: list[str] = []
        self._told: list[tuple[bool, str, str]] = []

    def show_ticked(self, outcome_id: str, ticked: tuple[str, ...]) -> None:
        """Show the grounds for an outcome, and which of them are ticked."""
        grounds = self._policy.grounds_for(outcome_id)
        known = [ground.id for ground in grounds]
        strays = [one for one in ticked if one not in known]
        self._told = [(ground.id in ticked, ground.label, ground.law) for ground in grounds]
        self._told += [(True, one, "not a ground for this outcome") for one in strays]
        self._ids = known + strays
        self.nothing = "This outcome needs no ground." if outcome_id else "They follow from the outcome."
        self._draw()
        self._tell_law(focused=self.has_focus)

    def said_of(self, *grounds: str) -> str:
        """Whether these are ticked now, as a sentence; empty where none of them is here."""
        at = [self._ids.index(one) for one in grounds if one in self._ids]
        words = ", ".join(f"{TICKS[n : n + 1]} {visible(self._told[n][1])}".lstrip() for n in at)
        return f"{'Ticked' if self._told[at[0]][0] else 'No longer ticked'}: {words}" if at else ""

    def on_focus(self) -> None:
        """A line is under the cursor now."""
        self._tell_law(focused=True)

    def on_blur(self) -> None:
        """None is."""
        self._tell_law(focused=False)

    def on_resize(self) -> None:
        """More of a rule of law may have room, or less."""
        self._draw()

    def on_option_list_option_highlighted(self) -> None:
        """Another line is."""
        self._tell_law(focused=self.has_focus)

    def _draw(self) -> None:
        width = max(1, self.scrollable_content_region.width - 1)  # a scrollbar may come
        self.show([_line(TICKS[n : n + 1] or " ", *one, width) for n, one in enumerate(self._told)])

    def _tell_law(self, *, focused: bool) -> None:
        at, laws = self.highlighted if focused else None, tuple(law for _, _, law in self._told)
        self.post_message(self.Under(laws[at] if at is not None and at < len(laws) else "", laws))

    @property
    def offered(self) -> bool:
        """Whether there is anything to tick."""
        return bool(self._ids)

    def has(self, letter: str) -> bool:
        """Whether a ground has this letter."""
        return 0 <= TICKS.find(letter) < len(self._ids)

    def ground_of(self, letter: str) -> str:
        """The ground of this letter, which is highlighted; empty if there is none."""
        if not self.has(letter):
            return ""
        self.highlighted = TICKS.find(letter)
        return self._ids[self.highlighted]

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter, Space or a click on a line."""
        event.stop()
        self.post_message(self.Ticked(self._ids[event.option_index]))


class LawLine(Static):
    """The heading of the grounds, with the whole rule of law of the one under the cursor.

    It has the lines that the longest of them needs, so that no line of the form moves with the cursor.
    """

    HEADING = "Grounds"

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(self.HEADING, id=id, classes="heading")
        self._law, self._laws = "", tuple[str, ...]()

    def show(self, law: str, laws: tuple[str, ...]) -> None:
        """Show a rule, or none, out of those that there are."""
        self._law, self._laws = law, laws
        self._draw()

    def on_resize(self) -> None:
        """A rule may need other lines."""
        self._draw()

    def _draw(self) -> None:
        width = self.scrollable_content_region.width
        if width:
            self.styles.height = max((len(wrapped(self._whole(one), width)) for one in self._laws), default=1)
        whole = visible(self._whole(self._law))
        show_words(self, Content.assemble(self.HEADING, (whole[len(self.HEADING) :], "not bold")))

    def _whole(self, law: str) -> str:
        return f"{self.HEADING}  {law}".rstrip()


def _line(letter: str, ticked: bool, label: str, law: str, width: int) -> Content:
    """The ground, with as much of the rule of law's end as has room on a line of so many cells."""
    begin, rule = f"{letter} {'[x]' if ticked else '[ ]'} {visible(label)}", visible(law)
    if cells(f"{begin}  {rule}") > width:
        room = max(width - cells(begin) - 2, ARTICLE)
        rule = rule if cells(rule) <= room else _end(rule, room)
    return Content.assemble((begin, "bold" if ticked else ""), (f"  {rule}", "dim"))


def _end(rule: str, room: int) -> str:
    """The last words that have room in so many cells."""
    kept = cut_start(rule, room)[1:]
    whole = kept.partition(" ")[2]
    begins_within = kept and not rule.removesuffix(kept).endswith(" ")
    return f"…{whole if begins_within and whole else kept}"
