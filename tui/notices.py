"""What a reviewer is told, on whichever screen: newest first, and a failure never behind a success."""

from collections.abc import Callable
from typing import NamedTuple

GOES_ON = "Esc goes on."
WENT_NOWHERE = "What you typed on went nowhere."


class Notice(NamedTuple):
    """A message that stays until it is dismissed; `failed`: something was not recorded.

    `about` names what it says the present state of, such as the standing of a case.
    """

    sentence: str
    failed: bool = False
    about: str = ""


class Notices:
    """All that is being told; `changed` is called after each change.

    `warnings` say what is wrong with the docket, and nobody can dismiss them. `brief` is the last message that need not
    stay. `refused` says why a form that was asked for did not open, until the reviewer goes on: what is typed till then
    was meant for it. `failures` counts what was told as failed.
    `folded`: what stays was told on another case, and covers nothing of this one.
    """

    def __init__(self, changed: Callable[[], object] = lambda: None) -> None:
        self.warnings: tuple[str, ...] = ()
        self.brief = self.refused = ""
        self.failures = 0
        self.folded = False
        self._kept: list[Notice] = []
        self._changed = changed

    def tell(self, sentence: str) -> None:
        """Tell something until the reviewer goes on."""
        self.brief = sentence
        self._changed()

    def refuse(self, sentence: str) -> None:
        """Tell why a form that was asked for does not open, or not yet."""
        self.refused = sentence
        self.tell(f"{sentence} {GOES_ON}")

    def went_nowhere(self) -> None:
        """Tell that a key was meant for a form that did not open."""
        self.tell(f"{self.refused} {WENT_NOWHERE} {GOES_ON}")

    def go_on(self) -> None:
        """The reviewer has seen that the form did not open."""
        self.refused = ""
        self.settle()

    def keep(self, sentence: str, *, failed: bool = False, about: str = "") -> None:
        """Tell something until it is dismissed; the same sentence again stands once.

        What was told `about` the same before is true no more.
        """
        notice = Notice(sentence, failed, about)
        self.failures += failed
        self.folded = False
        self._kept = [notice, *(one for one in self._kept if one != notice and not (about and one.about == about))]
        self._changed()

    def outdate(self, about: str) -> None:
        """What was told about this is true no more, and nothing is to be told instead."""
        if about and any(one.about == about for one in self._kept):
            self._kept = [one for one in self._kept if one.about != about]
            self._changed()

    def asked(self, about: str, sentence: str = "") -> None:
        """A question tells it, with a choice: what was told `about` it, and this sentence, are told no more."""
        self.outdate(about)
        if any(one.sentence == sentence for one in self._kept):
            self._kept = [one for one in self._kept if one.sentence != sentence]
            self._changed()

    def fold(self) -> None:
        """The reviewer goes on to another case: its first lines are worth more than what was told before."""
        self.folded = True
        if self._kept:
            self._changed()

    def unfold(self) -> None:
        """All of it is to be read again."""
        self.folded = False
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
        """Take away the first of the messages in sight; False if there is none."""
        if not self._kept:
            return False
        self._kept.remove(self.in_sight[0])
        self._changed()
        return True

    @property
    def in_sight(self) -> list[Notice]:
        """The newest message, and before it the newest failure if that is another one."""
        failure = next((one for one in self._kept if one.failed), None)
        newest = self._kept[:1]
        return newest if failure is None or failure in newest else [failure, *newest]

    @property
    def count(self) -> int:
        """How many messages wait to be dismissed."""
        return len(self._kept)
