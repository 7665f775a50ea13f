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

    def __init__(self, docket: Docket) -> None:
        super().__init__()
        self.docket = docket
        self._looking = False
        self._asked: tuple[str, int] | None = None

    def watched(self, *, new: bool, problem: str, answer: str = "") -> None:
        """Others' work has been looked for: whether there was any, or why nobody can tell.

        `answer` is for who asked for it.
        """
        raise NotImplementedError

    def on_mount(self) -> None:
        """Begin to watch."""
        self.set_interval(EVERY, self.look)

    def look(self) -> None:
        """Look now, if the last look is over."""
        if not self._looking:
            self._looking = True
            self.run_worker(self._look, thread=True, group="look")

    def look_for(self, reviewer: str) -> None:
        """Look now, because this person asks."""
        self._asked = reviewer, self._count(reviewer)
        self.look()

    def _count(self, reviewer: str) -> int:
        """How many records have been taken in; who may read nothing is told of none."""
        try:
            return self.docket.checkpoint(reviewer).count
        except NotAllowed:
            return 0

    def _look(self) -> None:
        try:
            self.call_later(self._looked, self.docket.refresh(), "")
        except StoreError as error:
            self.call_later(self._looked, False, str(error))

    def _looked(self, new: bool, problem: str) -> None:
        self._looking, asked, answer = False, self._asked, ""
        self._asked = None
        if asked is not None and not problem:
            came = self._count(asked[0]) - asked[1]
            answer = f"Taken in: {plural(came, 'new record')}." if came else NOTHING_NEW
        self.watched(new=new, problem=problem, answer=answer)
