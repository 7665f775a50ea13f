"""The history of a case, or the last records of the docket, to be read."""

from collections import deque
from functools import partial
from typing import ClassVar

from textual.binding import BindingType

from store.errors import NotAllowed, StoreError
from store.model import Checkpoint
from store.records import Record
from tui.pages.history_page import history_page
from tui.pages.page_builder import PageBuilder, PageLine
from tui.session import Session
from tui.widgets.page_pane import PagePane

LAST = 500
"""Records of a docket that are shown at most: `foureyes export --what history` has all."""


class HistoryPane(PagePane, can_focus=True, inherit_bindings=False):
    """Newest first. A docket's records are read in a thread, of as many as there are."""

    BINDINGS: ClassVar[list[BindingType]] = [*PagePane.PLACE.bindings]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._records: list[Record] | None = None
        self._checkpoint: Checkpoint | None = None
        self._problem = ""
        self.of_docket = session.view is None

    def read(self) -> None:
        """Read the records that are to be shown, as they are now."""
        view = self._session.view
        if self.of_docket or view is None:
            self.of_docket = True
            self.run_worker(self._read, thread=True, exclusive=True, group="history")
        else:
            self._take([*view.history], "")

    def turn(self) -> None:
        """From the case to the docket, and back."""
        self.of_docket, self._records = not self.of_docket, None
        self.set_top(0)
        self.read()

    def _read(self) -> None:
        session = self._session
        try:
            found = [*deque(session.docket.history(session.reviewer), maxlen=LAST)]
        except StoreError as error:
            self.call_later(partial(self._take, [], str(error)))
        else:
            self.call_later(partial(self._take, found, ""))

    def _take(self, records: list[Record], problem: str) -> None:
        try:
            self._checkpoint = self._session.docket.checkpoint(self._session.reviewer)
        except NotAllowed as closed:
            records, problem = [], str(closed)
        self._records, self._problem = records[::-1], problem
        self.lay_out_again()
        self.set_top(self.top)

    def lay_out(self, width: int) -> list[PageLine]:
        """See `tui.pages.history_page`."""
        session, view = self._session, self._session.view
        if self._records is None or self._checkpoint is None or self._problem:
            page = PageBuilder(width)
            page.prose(self._problem or "Reading the history …", "label")
            return page.lines
        if self.of_docket or view is None:
            last = f"the last {LAST} " if len(self._records) == LAST else ""
            title, policy, other = "History of the docket", session.policy, "of the case that is read"
        else:
            last, title, policy, other = "", f"History of {view.case.id}", view.scene.policy, "of the docket"
        remark = f"Newest first, {last}that you may see. tab: the history {other}."
        policy_of = session.docket.policy_of
        return history_page(self._records, policy, policy_of, self._checkpoint, width, title, remark)
