"""What would be cited of the words marked, said below the page while they are being marked."""

from store.plural import plural
from store.text import clip, visible
from tui.pages.cells import cells, cut
from tui.pages.page_builder import PageBuilder, PageLine, Run
from tui.pages.pointer import Pointer

LONGEST = 2000
"""Characters of what is marked that are looked at."""
SEEKING = "← → goes to the first word · v begins there · c cites it · esc leaves"
STANDING = "← → fewer, more · H L start · v ends · c cites · m notes · esc leaves"
ENDED = "c cites · m notes · y copies · j goes on without · v anew · esc leaves"


def mark_lines(pointer: Pointer, width: int) -> list[PageLine]:
    """The words marked, how many and of which item, on a line; below it the keys."""
    page, passage = PageBuilder(width), pointer.passage
    if passage is None:
        return []
    count, text = pointer.marked_words
    quote = visible(clip(text, LONGEST))
    said = f"{plural(count, 'word')} of {visible(passage.item)}  "
    room = page.width - cells(said) - 2
    if cells(quote) > room:
        quote = f"{cut(quote, room // 2)} {_end(quote, room - room // 2 - 1)}"
    page.line(Run(said, "label"), Run(f"“{quote}”", "strong"))
    page.prose(ENDED if pointer.ended else STANDING if pointer.stands else SEEKING, "label")
    return page.lines


def _end(text: str, room: int) -> str:
    """What of the end of a text goes into so many cells."""
    end = text[-room:].lstrip() if room > 0 else ""
    while cells(end) > room:
        end = end[1:]
    return end
