"""What a shell offers at Tab: ids of cases, what the policy knows, words of filters, names of what ships.

It is asked for by a process of its own at each Tab, so it opens no screen, records nothing, and says nothing where
something is wrong. It tells a reviewer no more than `list` and `policy` do. Shells run what they are given through
`eval` or split it anew (zsh, bash): only words that mean nothing to any shell are offered.
"""

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import typer

from store.docket import Docket
from store.errors import StoreError
from store.filters import ANY, EVERYTHING, ORDERS, Filter, Term
from store.model import Standing
from store.policy import Policy
from tui import identity
from tui.output import Stop

MOST = 2_000
"""Cases that are offered: if more begin so, none are, for shells take what the offered ones share for what all do."""
_PLAIN = re.compile(r"\w[\w@%+=:,./ <>-]*")
"""Letters and digits of any script, and marks that no shell takes for its own inside a word in quotation marks."""
_WORD = re.compile(r"\w[\w@%+=:,./-]*")
"""The same without quotation marks around it."""


def cases(ctx: typer.Context, incomplete: str) -> list[str]:
    """The cases of the docket before it that begin so: those that `list` shows to this reviewer."""
    beginning = Filter((Term("id", f"{incomplete}*"),)) if incomplete else EVERYTHING
    with _reading(ctx) as at:
        if at is None:
            return []
        found = at.docket.page(at.reviewer, beginning, None, MOST + 1)
        named = {one.id for one in found} - set(ctx.params.get("cases") or ())
        return [] if len(found) > MOST else _offered(sorted(named), incomplete)
    return []


def outcomes(ctx: typer.Context, incomplete: str) -> list[str]:
    """The outcomes of the policy."""
    with _reading(ctx) as at:
        return _offered((one.id for one in at.policy.outcome), incomplete) if at else []
    return []


def grounds(ctx: typer.Context, incomplete: str) -> list[str]:
    """The grounds of the policy that can carry the outcome before them, if one is."""
    with _reading(ctx) as at:
        if at is None:
            return []
        outcome = ctx.params.get("outcome")
        able = (one for one in at.policy.ground if not outcome or outcome in one.outcomes)
        return _offered((one.id for one in able), incomplete)
    return []


def kinds(ctx: typer.Context, incomplete: str) -> list[str]:
    """The kinds of evidence of the policy."""
    with _reading(ctx) as at:
        return _offered((one.kind for one in at.policy.evidence), incomplete) if at else []
    return []


def terms(ctx: typer.Context, incomplete: str) -> list[str]:
    """The last term of a filter: standings, deadlines, outcomes and grounds by name."""
    with _reading(ctx) as at:
        before, _, last = incomplete.rpartition(" ")
        lead = f"{before} " if before else ""
        minus = "-" if last.startswith("-") else ""
        known = (f"{lead}{minus}{one}" for one in filter_terms(at.policy if at else None))
        return [one for one in known if one.startswith(incomplete) and _PLAIN.fullmatch(one)]
    return []


def policies(incomplete: str) -> list[str]:
    """The policies that ship."""
    from tui import samples

    return _offered(samples.policies(), incomplete)


def mappings(incomplete: str) -> list[str]:
    """The mappings that ship."""
    from tui import samples

    return _offered(samples.mappings(), incomplete)


def filter_terms(policy: Policy | None) -> Iterator[str]:
    """Terms of filters that mean something on a docket, by its policy if that is known."""
    yield from (f"standing:{one}" for one in Standing)
    yield from ("for:me", "again:me", "voted:me", "done:today", "assigned:me", "assigned:none", "recused:me")
    yield from ("reviewer:me", "reviewer:none", "outcome:none", "ground:none")
    yield from (f"sort:{one}" for one in ORDERS)
    if policy is not None:
        yield from (f"clock:{name}" for name in dict.fromkeys([*(one.id for one in policy.clock), ANY]))
        yield from (f"outcome:{one.id}" for one in policy.outcome)
        yield from (f"ground:{one.id}" for one in policy.ground)


def _offered(words: Iterable[str], incomplete: str) -> list[str]:
    return [one for one in words if one.startswith(incomplete) and _WORD.fullmatch(one)]


class _Reading(NamedTuple):
    docket: Docket
    reviewer: str
    policy: Policy


@contextmanager
def _reading(ctx: typer.Context) -> Iterator[_Reading | None]:
    """The docket that the command names, if there is one, for a reader; what goes wrong ends the completion."""
    from store.opening import open_docket  # only who completes what a docket knows waits for its engine

    where = ctx.params.get("docket") or next(iter(ctx.args), None)  # behind an option without its value all are left
    declared = ctx.params.get("reviewer") or os.environ.get("FOUREYES_REVIEWER")
    at: _Reading | None = None
    with ExitStack() as stack, suppress(StoreError):
        with suppress(StoreError, Stop):
            if where:
                docket = open_docket(Path(where))
                stack.callback(docket.close)
                reviewer = identity.reviewer(docket.identity, declared)
                at = _Reading(docket, reviewer, docket.policy(reviewer))
        yield at
