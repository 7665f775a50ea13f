"""Others' work on the docket, taken in without a key waiting for it."""

from store.docket import Docket
from store.errors import NotAllowed, StoreError
from store.plural import plural
from tui.key_order import OrderedApp

EVERY = 1.0
"""Seconds between looks at what others have recorded."""
NOTHING_NEW = "Nothing new: what others record is taken in by itself."


class WatchingApp(OrderedApp, inherit_bindings=False):
    """Looks at the docket from time to time, in a thread, and says what there is in `watched`."""

    def __init__(self, docket: Docket, reviewer: str) -> None:
        super().__init__()
        self.docket = docket
        self._reviewer = reviewer
        self._looking = self._asked = False
        self._known = 0
        """How many records there were when it was looked last."""

    def watched(self, *, new: bool, problem: str, answer: str = "") -> None:
        """Others' work has been looked for: whether there was any, or why nobody can tell.

        `answer` is for who asked for it.
        """
        raise NotImplementedError

    def on_mount(self) -> None:
        """Begin to watch."""
        self._known = self._count()
        self.set_interval(EVERY, self.look)

    def look(self, *, asked: bool = False) -> None:
        """Look now, if the last look is over; who `asked` is answered."""
        self._asked |= asked
        if not self._looking:
            self._looking = True
            self.run_worker(self._look, thread=True, group="look")

    def records_itself(self) -> None:
        """One record more is the reviewer's own: nobody is told of that as if it had come."""
        self._known += 1

    def _look(self) -> None:
        try:
            new = self.docket.refresh()
            self.call_later(self._looked, new, self._count(), "")
        except StoreError as error:
            self.call_later(self._looked, False, self._known, str(error))

    def _count(self) -> int:
        """How many records there are; who may read nothing is told of none."""
        try:
            return self.docket.checkpoint(self._reviewer).count
        except NotAllowed:
            return 0

    def _looked(self, new: bool, count: int, problem: str) -> None:
        came, asked = count - self._known, self._asked and not problem
        self._looking, self._asked, self._known = False, False, count
        said = f"Taken in: {plural(came, 'new record')}." if came > 0 else NOTHING_NEW
        self.watched(new=new, problem=problem, answer=said if asked else "")
