"""The same done to many cases: how many it was recorded on, on which it was not, and why; no Textual here."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from store.acts import ForMany
from store.docket import Answer
from store.model import Refusal
from store.plural import plural
from store.records import Record

AT_ONCE = 32
"""Cases that are done or asked about in one go: some milliseconds, so that a vote or a key waits no longer."""
NAMED, REASONS = 3, 3
"""Cases that are named of those on which the same could not be recorded, and reasons that are told on a screen."""
_PLAIN = re.compile(r"[\w./:#+-]+")


class Tally:
    """On how many of `total` cases something was, or would be, recorded, and on which it is refused, by the reason."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.done = 0
        self.refused: dict[str, list[str]] = {}
        self.refusals: dict[str, Refusal] = {}
        """By case."""
        self._missing: dict[str, tuple[str, ...]] = {}

    @property
    def counted(self) -> int:
        """How many have had their answer."""
        return self.done + sum(map(len, self.refused.values()))

    def add(self, case: str, answer: Record | Refusal | None) -> None:
        """Take in the answer on a case; None: nothing stands against it."""
        if isinstance(answer, Refusal):
            self.refusals[case] = answer
            self.refused.setdefault(reason(answer), []).append(case)
            if answer.missing:
                self._missing[reason(answer)] = tuple(one.sentence for one in answer.missing)
        else:
            self.done += 1

    def unfinished(self) -> tuple[tuple[str, ...], int]:
        """What the request itself still needs, and on how many cases nothing else is against it; (), 0 if nothing.

        What is missing on all cases on which it may be done at all is missing of the request, not of a case; where it
        is all that is missing, nothing is refused yet.
        """
        lacking = [*self._missing.values()]
        common = [one for one in lacking[0] if all(one in other for other in lacking)] if lacking else []
        if self.done or not common:
            return (), 0
        alone = [sentence for sentence, missing in self._missing.items() if len(missing) == len(common)]
        return tuple(common), sum(len(self.refused.pop(sentence)) for sentence in alone)

    def reasons(self, most: int | None = None) -> Iterator[str]:
        """A sentence for each reason, that of most cases first; at most so many of them, then how many cases are left.

        Ids stand in them as they are: whoever shows them makes them visible.
        """
        found = sorted(self.refused.items(), key=lambda one: -len(one[1]))
        for sentence, cases in found[:most]:
            yield f"Not on {named(cases)}: {sentence}"
        if most is not None and (others := sum(len(cases) for _, cases in found[most:])):
            yield f"Not on {plural(others, 'case')} for other reasons."


class Many:
    """Records the same on many cases, a few at a time, each as if it were the only one.

    `act` records it on one case. `foreseen` are the refusals that were told before, by case: those are left out, even
    if it could be recorded by now. While `some` runs, in the thread of the writer, nothing but `stop` is asked for.
    """

    def __init__(
        self, act: Callable[[str], Answer], cases: Sequence[str], request: ForMany, foreseen: Mapping[str, Refusal]
    ) -> None:
        self.request = request
        self.tally = Tally(len(cases))
        self.stopped = False
        self._act, self._cases, self._foreseen = act, cases, foreseen
        self._recorded: list[str] = []
        self._done = set[str]()
        self._at = 0

    @property
    def ended(self) -> bool:
        """Whether nothing more is to be recorded."""
        return self.stopped or self._at == len(self._cases)

    @property
    def progress(self) -> str:
        """How far it has come."""
        return f"{self.request.act.noun()} {self._at:,} of {len(self._cases):,}"

    def stop(self) -> None:
        """Record no more after the case that is being recorded."""
        self.stopped = True

    def some(self) -> Answer:
        """Record on the next few cases; gives the last answer. Called again after an error, it goes on from there."""
        answer: Answer = _STOPPED
        for case in self._cases[self._at : self._at + AT_ONCE]:
            if self.stopped:
                break
            answer = self._foreseen.get(case) or self._act(case)
            self.tally.add(case, answer)
            self._at += 1
            if isinstance(answer, Record):
                self._recorded.append(case)
                self._done.add(case)
        return answer

    def recorded(self) -> tuple[str, ...]:
        """The cases on which it was recorded since this was asked last."""
        recorded, self._recorded = tuple(self._recorded), []
        return recorded

    @property
    def left(self) -> tuple[str, ...]:
        """The cases on which it is not recorded, by now."""
        return tuple(case for case in self._cases if case not in self._done)

    def sentence(self) -> str:
        """What came of it."""
        recorded = f"{self.request.act.noun().capitalize()} recorded on"
        said = [f"{recorded} {self.tally.done:,} of {plural(self.tally.total, 'case')}."]
        return " ".join([*said, *self.tally.reasons(REASONS)])


def parts(cases: Sequence[str]) -> Iterator[Sequence[str]]:
    """The cases, a few at a time."""
    return (cases[at : at + AT_ONCE] for at in range(0, len(cases), AT_ONCE))


def reason(refusal: Refusal) -> str:
    """Why something is refused, with all that is missing."""
    return " ".join([refusal.sentence, *(one.sentence for one in refusal.missing)])


def named(cases: Sequence[str]) -> str:
    """The first of them, and how many more there are.

    An id with more in it than a plain one stands in quotation marks, so that none reads as several or as the end.
    """
    more = f" and {len(cases) - NAMED:,} more" if len(cases) > NAMED else ""
    shown = (one if _PLAIN.fullmatch(one) else json.dumps(one, ensure_ascii=False) for one in cases[:NAMED])
    return f"{', '.join(shown)}{more}"


_STOPPED = Refusal("stopped", "It was stopped.")
