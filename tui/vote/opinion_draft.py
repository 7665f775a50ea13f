"""An opinion being written: its outcome, the grounds that follow it, what it cites and why. It knows no screen."""

from collections.abc import Iterable
from copy import copy

from msgspec.structs import replace

from store.acts import Cite, Draft
from store.policy import Policy
from store.text import visible
from tui.acting.drafts import SavedDraft
from tui.look import ADVERSE


class OpinionDraft:
    """The draft under a policy, as `saved`.

    A ground that was ticked stays so for the outcomes that have it, whatever is chosen meanwhile.
    """

    def __init__(self, policy: Policy, saved: SavedDraft) -> None:
        self._policy = policy
        self._ticked = set(saved.draft.grounds)
        self.saved = saved.changed(replace(saved.draft, reason=visible(saved.draft.reason, multiline=True)))
        self._stood = ""
        """The outcome that stood last while nothing was turned."""

    def as_it_is(self) -> "OpinionDraft":
        """One of its own that stays as this one is now."""
        twin = copy(self)
        twin._ticked = {*self._ticked}
        return twin

    @property
    def draft(self) -> Draft:
        """It as it stands."""
        return self.saved.draft

    @property
    def adverse(self) -> bool:
        """Whether its outcome is adverse."""
        return self._is_adverse(self.draft.outcome)

    @property
    def words(self) -> str:
        """Its outcome, with the mark of an adverse one."""
        return self._words_of(self.draft.outcome)

    @property
    def turned(self) -> str:
        """Which outcome stands and which it replaces, as a sentence, where one is adverse and the other is not."""
        now = self.draft.outcome
        if not (now and self._stood) or self._is_adverse(self._stood) is self.adverse:
            return ""
        return f"“{self.words}” stands in place of “{self._words_of(self._stood)}”."

    def choose(self, outcome: str) -> None:
        """Another outcome, with those of the ticked grounds that it has."""
        if self.draft.outcome and not self.turned:
            self._stood = self.draft.outcome
        fitting = [ground.id for ground in self._policy.grounds_for(outcome)]
        self._change(outcome=outcome, grounds=tuple(one for one in fitting if one in self._ticked))

    def choose_none(self) -> None:
        """No outcome any more; what is ticked stays so for the outcomes that have it."""
        if not self.turned:
            self._stood = ""
        self._change(outcome="", grounds=())

    def tick(self, grounds: Iterable[str]) -> bool:
        """Tick these, or if all of them are ticked take that back; whether the outcome has all of them."""
        these = set(grounds)
        self._ticked = self._ticked - these if these <= self._ticked else self._ticked | these
        order = [ground.id for ground in self._policy.grounds_for(self.draft.outcome)]
        strays = [one for one in self.draft.grounds if one not in order and one in self._ticked]
        self._change(grounds=(*(one for one in order if one in self._ticked), *strays))
        return these <= {*order}

    def cite(self, cites: tuple[Cite, ...]) -> None:
        """Cite these, or if all of them are cited take that back."""
        own = self.draft.cites
        more = tuple(one for one in cites if one not in own)
        self.set_cites((*own, *more) if more else tuple(one for one in own if one not in cites))

    def set_cites(self, cites: tuple[Cite, ...]) -> None:
        """Cite these and no others."""
        self._change(cites=cites)

    def write(self, reason: str) -> None:
        """Another reason."""
        self._change(reason=reason)

    def _is_adverse(self, outcome: str) -> bool:
        known = self._policy.outcome_of(outcome)
        return known is not None and known.adverse

    def _words_of(self, outcome: str) -> str:
        label = visible(self._policy.label_of(outcome)) if outcome else "no outcome"
        return f"{ADVERSE}  {label}" if self._is_adverse(outcome) else label

    def _change(self, **parts: object) -> None:
        self.saved = self.saved.changed(replace(self.draft, **parts))
