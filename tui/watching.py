"""Others' work on the docket, taken in without a key waiting for it."""

from store.docket import Docket
from store.errors import StoreError
from tui.key_order import OrderedApp

EVERY = 1.0
"""Seconds between looks at what others have recorded."""


class WatchingApp(OrderedApp, inherit_bindings=False):
    """Looks at the docket from time to time, in a thread, and says what there is in `watched`."""

    def __init__(self, docket: Docket) -> None:
        super().__init__()
        self.docket = docket
        self._looking = False

    def watched(self, *, new: bool, problem: str) -> None:
        """Others' work has been looked for: whether there was any, or why nobody can tell."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Begin to watch."""
        self.set_interval(EVERY, self.look)

    def look(self) -> None:
        """Look now, if the last look is over."""
        if not self._looking:
            self._looking = True
            self.run_worker(self._look, thread=True, group="look")

    def _look(self) -> None:
        try:
            self.call_later(self._looked, self.docket.refresh(), "")
        except StoreError as error:
            self.call_later(self._looked, False, str(error))

    def _looked(self, new: bool, problem: str) -> None:
        self._looking = False
        self.watched(new=new, problem=problem)
