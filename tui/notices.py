"""What a reviewer is told, on whichever screen: newest first, and a failure never behind a success."""

import time
from collections.abc import Callable
from typing import NamedTuple

GOES_ON = "Esc goes on."
WENT_NOWHERE = "What you typed on went nowhere"
AGAIN = 0.4
"""Seconds after which an Esc is no more meant for the messages that the one before took away."""


class News(NamedTuple):
    """A sentence that says what others changed in a case; a later one with the same `about` makes it untrue.

    `draft`: it says what is to be done about a draft, also to who comes back to the case later.
    """

    sentence: str
    case: str
    about: str = ""
    draft: bool = False


def where_stands(case: str) -> str:
    """What news of where a case stands is about."""
    return f"the standing of {case}"


class Notice(NamedTuple):
    """A message that stays until it is dismissed; `failed`: something was not recorded.

    `about` names what it says the present state of, such as the standing of a case. `case` and `draft` are as in
    `News`.
    """

    sentence: str
    failed: bool = False
    about: str = ""
    case: str = ""
    draft: bool = False

    @property
    def lost(self) -> bool:
        """Whether it says that something which the reviewer did or wrote is not there."""
        return self.failed or self.draft


class Notices:
    """All that is being told; `changed` is called after each change.

    `warnings` say what is wrong with the docket, and nobody can dismiss them. `brief` is the last message that need not
    stay. `refused` says why a form that was asked for did not open, until the reviewer goes on: what is typed till then
    was meant for it. `failures` counts what was told as failed.
    `folded`: what stays was told on another case, and covers nothing of this one. `shown`: the reviewer wants to read
    all of it. `clock` gives seconds.
    """

    def __init__(
        self, changed: Callable[[], object] = lambda: None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.warnings: tuple[str, ...] = ()
        self.brief = self.refused = ""
        self.failures = self._missed = 0
        self.folded = self.shown = False
        self._kept: list[Notice] = []
        self._changed, self._clock = changed, clock
        self._dismissed: float | None = None

    def tell(self, sentence: str) -> None:
        """Tell something until the reviewer goes on."""
        self.brief = sentence
        self._changed()

    def refuse(self, sentence: str) -> None:
        """Tell why a form that was asked for does not open, or not yet."""
        self.refused, self._missed = sentence, 0
        self.tell(f"{sentence} {GOES_ON}")

    def went_nowhere(self) -> None:
        """Tell that a key was meant for a form that did not open; each one can be seen to change something."""
        self._missed += 1
        self.tell(f"{self.refused} {WENT_NOWHERE} ({self._missed}). {GOES_ON}")

    def go_on(self) -> None:
        """The reviewer has seen that the form did not open."""
        self.refused = ""
        self.settle()

    def keep(self, sentence: str, *, failed: bool = False, about: str = "") -> None:
        """Tell something until it is dismissed; the same sentence again stands once.

        What was told `about` the same before is true no more.
        """
        self._keep(Notice(sentence, failed, about))

    def hear(self, news: News) -> None:
        """Tell what others changed, until it is dismissed or its reader has done with the case."""
        self._keep(Notice(news.sentence, about=news.about, case=news.case, draft=news.draft))

    def _keep(self, notice: Notice) -> None:
        about = notice.about
        self.failures += notice.failed
        self.folded = self.shown = False
        self._kept = [notice, *(one for one in self._kept if one != notice and not (about and one.about == about))]
        self._changed()

    def outdate(self, about: str) -> None:
        """What was told about this is true no more, and nothing is to be told instead."""
        self._drop(lambda one: bool(about) and one.about == about)

    def left(self, case: str) -> None:
        """Its reader has gone on from a case: of its news only what is to be done about a draft is worth a line."""
        self._drop(lambda one: one.case == case and not one.draft)

    def done_with(self, case: str) -> None:
        """Its reader has voted on a case: all its news is old."""
        self._drop(lambda one: one.case == case)

    def _drop(self, old: Callable[[Notice], bool]) -> None:
        left = [one for one in self._kept if not old(one)]
        if left != self._kept:
            self._kept = left
            self._changed()

    def asked(self, about: str, sentence: str = "") -> None:
        """A question tells it, with a choice: what was told `about` it, and this sentence, are told no more."""
        self.outdate(about)
        self._drop(lambda one: one.sentence == sentence)

    def fold(self) -> None:
        """The reviewer goes on to another case: its first lines are worth more than what was told before."""
        self.folded, self.shown = True, False
        if self._kept:
            self._changed()

    def show(self) -> None:
        """All of it is to be read."""
        self.shown = True
        self._changed()

    def warn(self, sentences: tuple[str, ...]) -> None:
        """What is wrong with the docket now."""
        if sentences != self.warnings:
            self.warnings = sentences
            self._changed()

    def settle(self) -> None:
        """The reviewer goes on: what need not stay has been read."""
        if self.brief and not self.refused:
            self.brief = ""
            self._changed()

    def dismiss(self) -> bool:
        """Take away all messages; False if there is none, nor was when the hand had not come to rest yet."""
        if not self._kept:
            return self._dismissed is not None and self._clock() - self._dismissed < AGAIN
        self._kept, self.shown, self._dismissed = [], False, self._clock()
        self._changed()
        return True

    @property
    def kept(self) -> list[Notice]:
        """What waits to be dismissed: failures first, of these and of the others the newest."""
        return sorted(self._kept, key=lambda one: not one.failed)
