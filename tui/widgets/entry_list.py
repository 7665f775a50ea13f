"""A page of entries: the keys go from one to the next, and Enter goes where it leads."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import BindingType
from textual.message import Message

from tui.actions import Action, Place
from tui.pages.entries import Entry, Laid, Section, lay_out
from tui.pages.hits import HitPlace
from tui.pages.page_builder import PageLine
from tui.pages.render import Mark, Marks, line_segments
from tui.widgets.page_pane import CONTEXT, PAGING, PagePane


class EntryList(PagePane, can_focus=True, inherit_bindings=False):
    """Sections under a title. An entry that was gone to stays so by its name when the sections change."""

    PLACE = Place(
        "entries",
        "On a line of figures",
        (
            Action("down", "j,down", "Down", "Next line"),
            Action("up", "k,up", "Up", "Previous line"),
            *PAGING,
            Action(
                "go",
                "enter,right",
                "Go there",
                "Go to the cases of the line, its case, or the form of its draft",
                footer=1,
            ),
        ),
    )
    BINDINGS: ClassVar[list[BindingType]] = [*PLACE.bindings]

    class Chosen(Message):
        """The reviewer wants what is behind this entry."""

        def __init__(self, entry: Entry) -> None:
            super().__init__()
            self.entry = entry

    def __init__(self) -> None:
        super().__init__()
        self._title, self._sections = "", tuple[Section, ...]()
        self._laid = Laid([], [])
        self._at = 0

    def set_sections(self, title: str, sections: Iterable[Section]) -> None:
        """Show these, at the same entry as before if it is still there."""
        before = self._name_at(self._at)
        self._title, self._sections = title, tuple(sections)
        self.lay_out_again()
        names = [self._name_at(at) for at in range(len(self._laid.entries))]
        if names[self._at : self._at + 1] != [before]:
            self._at = names.index(before) if before in names else min(self._at, max(0, len(names) - 1))
        self.set_top(self.top)

    @property
    def current(self) -> Entry | None:
        """The entry that the keys are on."""
        entries = self._laid.entries
        return entries[self._at][1] if entries else None

    def go_to(self, title: str, hit: HitPlace | None = None) -> bool:
        """Go to the first entry of a section, or the last up to a hit in it; False if it has none."""
        number = 0
        for section in self._sections:
            if section.title == title and section.entries:
                self._go(number + _entry_of(hit, section.entries))
                return True
            number += len(section.entries)
        return False

    def show_section(self, title: str) -> None:
        """Go to its first entry, with its heading at the top of the page."""
        if self.go_to(title):
            self.set_top(self._laid.entries[self._at][0] - 1)

    def lay_out(self, width: int) -> list[PageLine]:
        """The title, and all sections below it."""
        self._laid = lay_out(self._title, self._sections, width)
        return self._laid.lines

    def draw(self, index: int, width: int) -> list[Segment]:
        """A line, marked if it is the one that the keys are on."""
        entries = self._laid.entries
        here = bool(entries) and entries[self._at][0] == index
        hits = (Mark(0, width, "place"),) if here else ()
        return line_segments(self.lines[index], "", Marks(), self.role, width, hits)

    def action_down(self) -> None:
        """The next entry."""
        self._go(self._at + 1)

    def action_up(self) -> None:
        """The entry before; from the first one to the top of the page."""
        self._go(self._at - 1)

    def action_first(self) -> None:
        """The first entry, at the top of the page."""
        self._go(0)
        self.set_top(0)

    def action_last(self) -> None:
        """The last entry, at the end of the page."""
        self._go(len(self._laid.entries))
        self.set_top(len(self.lines))

    def jump(self, top: int) -> None:
        """A screen further or back, and the first entry that is seen there."""
        self.set_top(top)
        seen = [at for at, (index, _) in enumerate(self._laid.entries) if self.top <= index < self.top + self.room]
        if seen and self._at not in seen:
            self._at = seen[0] if self._at < seen[0] else seen[-1]

    def action_go(self) -> None:
        """Where the entry leads."""
        if self.current is not None:
            self.post_message(self.Chosen(self.current))

    def on_click(self, event: events.Click) -> None:
        """The entry that is clicked; a second click goes where it leads."""
        index = event.y - (self.head is not None) + self.top
        for at, (line, _) in enumerate(self._laid.entries):
            if line == index:
                self._go(at)
                if event.chain > 1:
                    self.action_go()

    def _go(self, at: int) -> None:
        entries = self._laid.entries
        if not entries:
            return
        self._at = max(0, min(at, len(entries) - 1))
        index = entries[self._at][0]
        if self._at == 0:
            self.set_top(0)
        elif index >= self.top + self.room - CONTEXT:
            self.set_top(index - self.room + 1 + CONTEXT)
        elif index < self.top + CONTEXT:
            self.set_top(index - CONTEXT)
        self.refresh()

    def _name_at(self, at: int) -> tuple[str, str]:
        """The entry's section and name: two sections may have entries of one name."""
        number = 0
        for section in self._sections:
            if at < number + len(section.entries):
                return section.title, section.entries[at - number].name
            number += len(section.entries)
        return "", ""


def _entry_of(hit: HitPlace | None, entries: Sequence[Entry]) -> int:
    """The number of the entry that begins with a hit or comes last before it; 0 if there is none."""
    if hit is None:
        return 0
    there = (at for at, one in enumerate(entries) if one.hit and hit.is_in(one.hit) and one.hit.number <= hit.number)
    return max(there, default=0)
