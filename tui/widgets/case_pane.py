"""The case being read: its page, the place of the reader in it, and what they cite."""

from bisect import bisect_right
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.strip import Strip

from store.acts import Note
from store.text import visible
from tui.actions import Action, Place
from tui.case_page import case_page
from tui.page_builder import GUTTER, PageBuilder, PageLine, Run
from tui.pointer import Passage
from tui.render import Marks, line_strip, scroll_mark
from tui.session import Session
from tui.widgets.pane import Pane

ROLES = (
    "text", "label", "strong", "heading", "item", "note", "new", "masked", "withheld", "restricted", "warn", "alert",
    "hidden", "open", "second", "conflict", "held", "decided", "bar", "place", "marked", "cited", "cited-sign", "noted",
    "hit", "track", "thumb", "removed", "added",
)  # fmt: skip
NO_CASE = "No case matches the filter: / writes another."
NO_CASES = "There are no cases in this docket yet: foureyes import takes some in."
_CONTEXT = 2
"""Lines kept in sight around the reader's place."""


class CasePane(Pane, can_focus=True, inherit_bindings=False):
    """Draws the page of the session's case; posts `Said` when a reader is to be told something.

    It scrolls by itself: a `ScrollView` would lay out the whole screen anew for each case of another length.
    """

    PLACE = Place(
        "case",
        "In the case",
        (
            Action("down", "j,down", "Down", "Next sentence; with words marked, take in the next sentence"),
            Action("up", "k,up", "Up", "Previous sentence"),
            Action("next_item", "],J", "Next item", "Next item of evidence"),
            Action("previous_item", "[,K", "Previous item", "Previous item of evidence"),
            Action("page_down", "space,pagedown", "Page down", "A screen further", footer=7),
            Action("page_up", "b,pageup", "Page up", "A screen back"),
            Action("first", "g,home", "Top", "Top of the case"),
            Action("last", "G,end", "End", "End of the case"),
            Action("cite", "c", "Cite", "Cite the sentence or the words marked; again takes it back", footer=1),
            Action("words", "v", "Words", "Mark words: from the sentence, one word further each time", footer=2),
            Action("longer", "right,l", "One word more", "With words marked: one word more at the end"),
            Action("shorter", "left,h", "One word less", "With words marked: one word less; else back to the queue"),
            Action("start_later", "shift+right,L", "Start later", "Start one word later"),
            Action("start_earlier", "shift+left,H", "Start earlier", "Start one word earlier"),
        ),
    )
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"case--{role}" for role in ROLES}
    BINDINGS: ClassVar[list[BindingType]] = [*PLACE.bindings]

    class Said(Message):
        """Something to tell the reader."""

        def __init__(self, sentence: str) -> None:
            super().__init__()
            self.sentence = sentence

    class Left(Message):
        """The reader goes back to the queue."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._lines: list[PageLine] = []
        self._texts: dict[str, str] = {}
        self._marks = Marks()
        self._top = 0
        self._width = 0

    # Showing

    def show(self, *, top: bool = True) -> None:
        """Lay out the session's case; from its top, or with the text that the reader had before them where it was."""
        at = None if top else self._read_at()
        before = None if at is None else self._lines[at]
        self._lay_out()
        now = next((n for n, one in enumerate(self._lines) if before and _same_text(one, before)), None)
        self._set_top(0 if top else self._top if at is None or now is None else self._top + now - at)
        self.remark()

    def _read_at(self) -> int | None:
        """The line that is being read: the reader's place if that is in sight, else the first text that is."""
        in_sight = range(self._top, min(len(self._lines), self._top + self.size.height))
        place = self._place_lines()
        if place is not None and place[0] in in_sight:
            return place[0]
        return next((at for at in in_sight if self._lines[at].is_text), None)

    def remark(self) -> None:
        """The place or the citations changed: draw again, lay out nothing."""
        session, pointer = self._session, self._session.pointer
        notes = session.view.of(Note) if session.view else ()
        self._marks = Marks(
            place=pointer.passage if pointer else None,
            place_role="marked" if pointer and pointer.marking else "place",
            cited=session.saved.draft.cites if session.view else (),
            noted=tuple(note.body.citation for note in notes if isinstance(note.body, Note) and note.body.citation),
            searched=tuple(session.searched),
        )
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """A line of the screen, with a bar at its end that says where in the page it is."""
        index, width = y + self._top, self.size.width - 1
        if index < len(self._lines):
            line = self._lines[index]
            strip = line_strip(line, self._texts.get(line.item, ""), self._marks, self.role, width)
        else:
            strip = Strip.blank(width, self.role("text"))
        return Strip.join([strip, scroll_mark(y, self._top, self.size.height, len(self._lines), self.role)])

    def on_resize(self) -> None:
        """Another width breaks lines elsewhere; another height does not."""
        if self.size.width != self._width:
            self._lay_out()
        self._set_top(self._top)

    def on_show(self) -> None:
        """Unfolded, or gone into: what is in sight now has been shown."""
        self.tell_shown()

    def on_hide(self) -> None:
        """Folded away."""
        self.tell_shown()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Further down."""
        event.stop()
        self._scroll_by(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Further up."""
        event.stop()
        self._scroll_by(-3)

    def _lay_out(self) -> None:
        self._width = self.size.width
        session, width = self._session, self._width - 1
        if session.view is not None:
            self._lines = case_page(session.view, width, session.docket.today())
            self._texts = {item.id: item.text for item in session.view.case.evidence}
        else:
            built = PageBuilder(width)
            built.prose(visible(session.problem or self._nothing), "warn" if session.problem else "label", lead=Run(""))
            self._lines, self._texts = [PageLine(), *built.lines], {}

    @property
    def _nothing(self) -> str:
        """Why there is no case to be seen."""
        session = self._session
        if not session.queue.loaded:
            return "Reading the docket …"
        return NO_CASE if session.queue.chosen.terms and any(session.counts.values()) else NO_CASES

    def tell_shown(self) -> None:
        """Tell the session which items are in sight: none behind a dialog, where a page may be laid out anew too."""
        if self.screen.is_active and self.display and self.size.height:
            lines = self._lines[self._top : self._top + self.size.height]
            self._session.visit.sees({line.item for line in lines if line.is_text})
        else:
            self._session.visit.sees(None)

    # Moving

    def action_down(self) -> None:
        """Next sentence; past the last one, further down the page."""
        pointer = self._session.pointer
        if pointer is not None and pointer.marking:
            pointer.take_in_sentence()
        elif pointer is None or ((below := self._below()) <= 0 and not pointer.move(1)):
            self._scroll_by(3)
            return
        elif below > 0:
            self._scroll_by(min(below + _CONTEXT, max(1, self.size.height // 2)))
            return
        self._follow()

    def action_up(self) -> None:
        """Previous sentence; before the first one, the top of the page."""
        pointer = self._session.pointer
        if pointer is None or not pointer.move(-1):
            self._scroll_by(-len(self._lines))
        self._follow() if pointer is not None and self._top else self.remark()

    def action_next_item(self) -> None:
        """First sentence of the next item."""
        self._move_item(1)

    def action_previous_item(self) -> None:
        """First sentence of the item before."""
        self._move_item(-1)

    def action_page_down(self) -> None:
        """A screen further; the place comes along."""
        self._page(1)

    def action_page_up(self) -> None:
        """A screen back."""
        self._page(-1)

    def action_first(self) -> None:
        """The top."""
        self._jump(0)

    def action_last(self) -> None:
        """The end."""
        self._jump(len(self._lines))
        if self._session.pointer:
            self._session.pointer.move(len(self._lines))
            self.remark()

    def on_click(self, event: events.Click) -> None:
        """Put the place on the sentence that was clicked."""
        index = event.y + self._top
        if index < len(self._lines) and self._session.pointer and self._lines[index].is_text:
            line = self._lines[index]
            offset = min(line.start + max(0, event.x - GUTTER), max(line.start, line.end - 1))
            self._session.pointer.move_to(line.item, offset)
            self.remark()

    # Citing

    def action_cite(self) -> None:
        """Cite the sentence or the words marked, or take that citation back."""
        said = self._session.cite()
        if self._session.pointer:
            self._session.pointer.unmark()
        self.remark()
        self.post_message(self.Said(said))

    def action_words(self) -> None:
        """Mark words; once they are marked, one word more."""
        if pointer := self._session.pointer:
            pointer.move_end(1) if pointer.marking else pointer.mark()
            self._follow()

    def action_longer(self) -> None:
        """One word more at the end."""
        self._move_end(1)

    def action_shorter(self) -> None:
        """One word less at the end, or back to the queue."""
        if self._session.pointer and self._session.pointer.marking:
            self._move_end(-1)
        else:
            self.post_message(self.Left())

    def action_start_later(self) -> None:
        """Start one word later."""
        self._move_start(1)

    def action_start_earlier(self) -> None:
        """Start one word earlier."""
        self._move_start(-1)

    def _move_end(self, steps: int) -> None:
        if pointer := self._session.pointer:
            pointer.mark()
            pointer.move_end(steps)
            self._follow()

    def _move_start(self, steps: int) -> None:
        if pointer := self._session.pointer:
            pointer.mark()
            pointer.move_start(steps)
            self._follow()

    def _move_item(self, steps: int) -> None:
        if self._session.pointer and self._session.pointer.move_item(steps):
            self._follow()

    # Scrolling

    def _follow(self) -> None:
        """Bring the reader's place into sight, with the heading of its item if it is the beginning of it."""
        self.remark()
        if (lines := self._place_lines()) is None:
            return
        first, last = lines
        while first > 0 and self._lines[first - 1].item and not self._lines[first - 1].is_text:
            first -= 1
        height, top = self.size.height, self._top
        if first - _CONTEXT < top:
            self._set_top(first - _CONTEXT)
        elif last + _CONTEXT >= top + height:
            self._set_top(min(first - _CONTEXT, last + _CONTEXT - height + 1) if last - first < height else first)

    def _below(self) -> int:
        """How far below the screen the place is: the first keys down go there before they go further."""
        lines = self._place_lines()
        return 0 if lines is None else lines[0] - (self._top + self.size.height) + 1

    def _place_lines(self) -> tuple[int, int] | None:
        place = self._marks.place
        if place is None:
            return None
        return self._line_at(place, place.start), self._line_at(place, place.end - 1)

    def _line_at(self, place: Passage, offset: int) -> int:
        own = [at for at, line in enumerate(self._lines) if line.is_text and line.item == place.item]
        found = bisect_right(own, offset, key=lambda at: self._lines[at].start) - 1
        return own[max(0, found)] if own else 0

    def _scroll_by(self, lines: int) -> None:
        self._set_top(self._top + lines)

    def _set_top(self, top: int) -> None:
        self._top = max(0, min(top, len(self._lines) - self.size.height))
        self.refresh()
        self.tell_shown()

    def _page(self, steps: int) -> None:
        self._jump(self._top + steps * max(1, self.size.height - _CONTEXT))

    def _jump(self, top: int) -> None:
        height = self.size.height
        self._set_top(top)
        shown = [line for line in self._lines[self._top : self._top + height] if line.is_text]
        if shown and self._session.pointer:
            self._session.pointer.move_to(shown[0].item, shown[0].start)
        self.remark()


def _same_text(one: PageLine, other: PageLine) -> bool:
    return one.is_text and (one.item, one.start) == (other.item, other.start)
