"""What can be decided and on which grounds, beside the case where the terminal is wide."""

from typing import ClassVar

from textual.binding import BindingType

from store.policy import Policy
from tui.actions import Place
from tui.pages.page_builder import PageLine
from tui.pages.policy_page import criteria_page
from tui.session import Session
from tui.widgets.page_pane import PagePane

ROOM, COLUMNS = 160, 40
"""Columns of the terminal from which on there is room for it, and how many it takes."""


class CriteriaPane(PagePane, can_focus=False, inherit_bindings=False):
    """The criteria of the policy that holds for the case; the wheel scrolls them."""

    PLACE = Place("criteria", "", ())
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._shown: Policy | None = None

    def follow(self) -> None:
        """Another case may be of a round with another policy; where there is no room for them, nothing is laid out."""
        if self.display and self._policy is not self._shown:
            self.show()

    def on_show(self) -> None:
        """There is room now."""
        self.follow()

    @property
    def _policy(self) -> Policy:
        view = self._session.view
        return view.scene.policy if view else self._session.policy

    def lay_out(self, width: int) -> list[PageLine]:
        """See `tui.pages.policy_page`."""
        self._shown = self._policy
        return criteria_page(self._shown, width)
