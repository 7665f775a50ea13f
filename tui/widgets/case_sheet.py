"""The case being read, as it is drawn: its page, what is marked and found on it, and the reader's place in sight."""

from collections.abc import Iterable

from rich.segment import Segment
from textual.strip import Strip

from store.acts import Cite, Note
from store.case.view import CaseView
from store.text import visible
from tui.pages.case_page import reading_head
from tui.pages.hits import Hit, HitList, HitPlace
from tui.pages.mark_line import mark_lines
from tui.pages.next_pages import NextPages
from tui.pages.outline import Entry, outline
from tui.pages.page_builder import PageBuilder, PageLine, Run
from tui.pages.render import Marks, line_segments
from tui.pages.sides import contested
from tui.pages.text_lines import TextLines
from tui.session import Session
from tui.widgets.dragging import Dragging
from tui.widgets.page_pane import CONTEXT


class CaseSheet(Dragging, can_focus=True, inherit_bindings=False):
    """Draws the page of the session's case, and tells the session what of it is in sight."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._texts: dict[str, str] = {}
        self._text_lines = TextLines(())
        self._marks = Marks()
        self._mark_lines: list[PageLine] = []
        self._hits = HitList()
        self._next_pages = NextPages()
        self._plain: dict[tuple[int, int], tuple[PageLine, list[Segment]]] = {}
        self._drawn: tuple[object, ...] = ()
        self._arriving = False
        self._wanted: Entry | HitPlace | None = None
        self._kept_top = self._seen_lines = 0

    # Showing

    def show(self, *, top: bool = True, last_hit: bool = False) -> None:
        """Lay out the session's case; from its top or its first hit, or with the text that was read where it was."""
        at, kept = None if top else self._read_at(), self._kept_top
        before = None if at is None else self.lines[at]
        self.lay_out_again()
        now = None if before is None else self._text_lines.again(before)
        self.set_top(0 if top else self.top if at is None or now is None else self.top + now - at)
        if at is not None and now is not None:
            self._kept_top = kept + now - at
        self.remark()
        if top:
            self._show_hit(self._hits.go(-1 if last_hit else 0))
        self._arriving = top and not (self.display and self.size.width > 1)

    def _read_at(self) -> int | None:
        """The line that is being read: the reader's place if that is in sight, else the first text that is."""
        in_sight = range(self.top, min(len(self.lines), self.top + self.room))
        place = self._place_lines()
        if place is not None and place[0] in in_sight:
            return place[0]
        return next((at for at in in_sight if self.lines[at].is_text), None)

    def remark(self) -> None:
        """The place, the citations or what is searched may have changed: draw again if so, lay out nothing."""
        session, pointer = self._session, self._session.pointer
        notes = session.view.of(Note) if session.view else ()
        self._marks = Marks(
            place=pointer.passage if pointer else None,
            place_role="marked" if pointer and pointer.marking else "place",
            cited=session.saved.draft.cites if session.view else (),
            noted=tuple(note.body.citation for note in notes if isinstance(note.body, Note) and note.body.citation),
            sides=_sides(session.view),
        )
        marking = pointer if pointer is not None and pointer.marking else None
        self._mark_lines = mark_lines(marking, self.size.width - 1) if marking else []
        if self._hits.words != tuple(session.searched):
            self._search()
        drawn = (self._marks, self._mark_lines, self._hits.words, self._hits.at)
        if drawn != self._drawn:
            self._drawn = drawn
            self.refresh()

    def lay_out(self, width: int) -> list[PageLine]:
        """The page of the case, or why there is none."""
        session = self._session
        if session.view is not None:
            self._texts = _texts(session.view)
            return self._next_pages.page(session.view, width, session.docket.today())
        self._texts = {}
        built = PageBuilder(width)
        built.prose(visible(session.why_no_case), "warn" if session.problem else "label", lead=Run(""))
        return [PageLine(), *built.lines]

    def prepare(self, views: Iterable[CaseView]) -> None:
        """Lay out the pages of the cases that may be read next, and draw what of them is shown first."""
        if self.size.width <= 1:
            return
        width = self.size.width - 1
        self._plain.clear()
        for view, lines in self._next_pages.prepare(views, width, self._session.docket.today()):
            texts = _texts(view)
            for line in lines[1 : self.room + 1]:
                self._unmarked(line, texts.get(line.item, ""), width)

    def lay_out_again(self) -> None:
        """Lay the page out, and look for the words that are searched on it."""
        super().lay_out_again()
        self._text_lines = TextLines(self.lines)
        self._search()

    @property
    def below(self) -> int:
        """What would be cited of the words marked, and the keys for that."""
        return len(self._mark_lines)

    def draw_head(self, head: PageLine, width: int) -> list[Segment]:
        """The case; which item is read, once its heading may be out of sight; which hit."""
        view = self._session.view
        if view is None:
            return super().draw_head(head, width)
        shown = self.lines[self.top : self.top + self.room]
        items = [line.item for line in shown if line.is_text] if self.top else []
        place = self._marks.place
        item = place.item if place is not None and place.item in items else items[0] if items else ""
        line = reading_head(view, head, item, self._hits.said, width)
        return line_segments(line, "", Marks(), self.role, width, self._hits.marks_on(line))

    def render_line(self, y: int) -> Strip:
        """A line of the screen; at the bottom, what is marked."""
        row = y - self.size.height + self.below
        if row < 0:
            return super().render_line(y)
        line, width = self._mark_lines[row], self.size.width
        drawn = line_segments(line, "", Marks(), self.role, width)
        return Strip(Segment.apply_style(drawn, self.role("mark-line")), width)

    def draw(self, index: int, width: int) -> list[Segment]:
        """A line of the page, with what is marked on it."""
        line, hits = self.lines[index], self._hits.marks.get(index, ())
        text = self._texts.get(line.item, "")
        if hits or (line.is_text and self._marks.on(line, text)):
            return line_segments(line, text, self._marks, self.role, width, hits)
        return self._unmarked(line, text, width)

    def _unmarked(self, line: PageLine, text: str, width: int) -> list[Segment]:
        """A line with nothing marked on it, which is most of them: drawn once, ahead where that could be."""
        kept, drawn = self._plain.get((id(line), width), (None, []))
        if kept is not line:  # whose id may have been another's
            drawn = line_segments(line, text, Marks(), self.role, width)
            self._plain[id(line), width] = line, drawn
        return drawn

    def notify_style_update(self) -> None:
        """In other colours nothing is drawn yet."""
        self._plain.clear()
        super().notify_style_update()

    def fit(self) -> None:
        """In another width lines break elsewhere: what was read stays in sight.

        With less room the reader's place does; with more room again all stands where it stood before.
        """
        place, kept = self._place_lines(), self._kept_top
        seen = place is not None and self.top <= place[0] < self.top + self._seen_lines
        self._seen_lines = self.room
        if self._arriving:
            self._arrive()
            return
        if self.size.width != self._width:
            self.show(top=False)
            kept = self.top
        else:
            self.set_top(kept)
        if seen:
            self._follow()
        self._kept_top = kept

    def on_show(self) -> None:
        """Unfolded, or gone into: what is in sight now has been shown."""
        if self._arriving:
            self._arrive()
        self.tell_shown()

    def _arrive(self) -> None:
        """A case that was opened folded away is laid out when it is shown: before, nobody knew how much fits."""
        if self.display and self.size.height:
            last = self._hits.at is not None and self._hits.at > 0
            self.show(last_hit=last)
            self._arriving = self.size.width <= 1
            if self._wanted is not None:
                self.go_to(self._wanted)

    def on_hide(self) -> None:
        """Folded away."""
        self.tell_shown()

    def tell_shown(self) -> None:
        """Tell the session which items are in sight: none behind a dialog, where a page may be laid out anew too."""
        if self.screen.is_active and self.display and self.size.height:
            lines = self.lines[self.top : self.top + self.room]
            self._session.visit.sees({line.item for line in lines if line.is_text})
        else:
            self._session.visit.sees(None)

    # Searching

    def _search(self) -> None:
        """Look for the words of the filter on the page."""
        self._hits.search(self._page, self._texts, self._session.searched)

    @property
    def _page(self) -> list[PageLine]:
        return [self.head, *self.lines] if self._session.view and self.head else []

    @property
    def hits(self) -> int:
        """How many there are on the page."""
        return len(self._hits.hits)

    def next_hit(self, steps: int) -> bool:
        """Go to another hit of this case; False if there is none further on, or back."""
        hit = self._hits.next(steps, self.top)
        self._show_hit(hit)
        return hit is not None

    @property
    def hit_place(self) -> HitPlace | None:
        """Where the hit stands that the reader has gone to."""
        return self._hits.place(self._page)

    def _show_hit(self, hit: Hit | None) -> None:
        """Bring a hit into sight, and the reader's place with it."""
        if hit is None:
            return
        if hit.item and self._session.pointer is not None:
            self._session.pointer.move_to(hit.item, hit.pieces[0].start)
            self._follow()
        else:
            self._bring(hit.line, hit.line)
            self.remark()

    # Going to a part

    def go_to_item(self, item: str) -> None:
        """First sentence of an item; its heading is in sight too."""
        if self._session.pointer and self._session.pointer.move_to(item, 0):
            self._follow()
        else:
            self.jump(next((at for at, line in enumerate(self.lines) if line.item == item), self.top))

    def outline(self, view: CaseView) -> list[Entry]:
        """The parts and the items of the page."""
        session = self._session
        return outline(
            view, self.lines, session.unread, [one.item for one in session.saved.draft.cites], self._hits.hits
        )

    def go_to(self, entry: Entry | HitPlace) -> None:
        """Go to an item, to a part by its heading, or to a hit; once there is a page to go on."""
        self._wanted = entry if self._arriving else None
        if self._arriving:
            return
        if isinstance(entry, HitPlace):
            if (number := self._hits.nearest(self._page, entry)) is not None:
                self._show_hit(self._hits.go(number))
        elif entry.item:
            self.go_to_item(entry.item)
        else:
            named = (n for n, line in enumerate(self.lines) if line.runs and line.runs[0].text == entry.part)
            self.jump(next(named, self.top))

    # Scrolling

    def _follow(self) -> None:
        """Bring the reader's place into sight, with the heading of its item if it is the beginning of it."""
        self.remark()
        if lines := self._place_lines():
            self._bring(self._text_lines.heading(lines[0]), lines[1])

    def _bring(self, first: int, last: int) -> None:
        """Scroll as little as shows these lines and some around them."""
        if first - CONTEXT < self.top:
            self.set_top(first - CONTEXT)
        elif last + CONTEXT >= self.top + self.room:
            fits = last - first < self.room
            self.set_top(min(first - CONTEXT, last + CONTEXT - self.room + 1) if fits else first)

    def _below(self) -> int:
        """How far below the screen the place is: the first keys down go there before they go further."""
        lines = self._place_lines()
        return 0 if lines is None else lines[0] - (self.top + self.room) + 1

    def _place_lines(self) -> tuple[int, int] | None:
        place = self._marks.place
        return None if place is None else self._text_lines.showing(place)

    def set_top(self, top: int) -> None:
        """Scroll; the session is told what is in sight."""
        super().set_top(top)
        self._kept_top = self.top
        self.tell_shown()

    def jump(self, top: int) -> None:
        """Scroll far; the place comes along."""
        self.set_top(top)
        shown = [line for line in self.lines[self.top : self.top + self.room] if line.is_text]
        if shown and self._session.pointer:
            self._session.pointer.move_to(shown[0].item, shown[0].start)
        self.remark()


def _texts(view: CaseView) -> dict[str, str]:
    return {item.id: item.text for item in view.case.evidence}


def _sides(view: CaseView | None) -> tuple[tuple[str, Cite], ...]:
    if view is None:
        return ()
    return tuple((side.letter, cite) for side in contested(view) for cite in side.cites(view.case))
