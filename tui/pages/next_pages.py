"""The pages of the cases that may come next, laid out while the one before is read."""

from collections.abc import Iterable
from datetime import date

from store.case.view import CaseView
from tui.pages.case_page import case_page
from tui.pages.page_builder import PageLine


class NextPages:
    """Keeps pages that are laid out before anybody asks for them: to do that is a fifth of what the next case costs."""

    def __init__(self) -> None:
        self._pages: list[tuple[tuple[CaseView, int, date], list[PageLine]]] = []

    def prepare(self, views: Iterable[CaseView], width: int, today: date) -> Iterable[tuple[CaseView, list[PageLine]]]:
        """Lay out the pages of some cases in so many cells, for later; those from before are no longer kept."""
        self._pages = [((view, width, today), self.page(view, width, today)) for view in views]
        return [(view, lines) for (view, *_), lines in self._pages]

    def page(self, view: CaseView, width: int, today: date) -> list[PageLine]:
        """The page of a case; one that was prepared only where nothing of the case, nor the day, is another now."""
        prepared = (lines for of, lines in self._pages if of == (view, width, today))
        return next(prepared, None) or case_page(view, width, today)
