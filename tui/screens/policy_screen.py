"""The policy to be read: outcomes, grounds and their law, deadlines, roles."""

from typing import ClassVar

from msgspec.structs import replace
from textual.app import ComposeResult
from textual.binding import BindingType

from tui.actions import Place
from tui.pages.page_builder import PageLine
from tui.pages.policy_page import policy_page
from tui.screens.frame import BACK, Frame
from tui.session import Session
from tui.widgets.page_pane import PagePane


class PolicyPane(PagePane, can_focus=True, inherit_bindings=False):
    """The policy that holds for the case being read, or else the one in force."""

    BINDINGS: ClassVar[list[BindingType]] = [*PagePane.PLACE.bindings]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session

    def lay_out(self, width: int) -> list[PageLine]:
        """See `tui.pages.policy_page`."""
        view, now = self._session.view, self._session.policy
        held = view.scene.policy if view is not None else now
        remark = "in force"
        if view is not None and held != now:
            remark = f"holds for this round of {view.case.id}; in force by now: version {now.version}"
        return policy_page(held, width, remark)


class PolicyScreen(Frame, inherit_bindings=False):
    """One page."""

    PLACE = Place("policy", "Reading the policy", (replace(BACK, footer=6),))
    PANES = (PolicyPane,)
    BINDINGS: ClassVar[list[BindingType]] = [*PLACE.bindings]

    def compose_body(self) -> ComposeResult:
        """The page."""
        yield PolicyPane(self.session)

    def on_mount(self) -> None:
        """The keys scroll it."""
        self.query_one(PolicyPane).focus()

    def take_in(self) -> None:
        """Another policy may be in force."""
        pane = self.query_one(PolicyPane)
        pane.lay_out_again()
        pane.set_top(pane.top)
