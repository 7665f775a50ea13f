"""What a shell offers at Tab: ids of cases, what the policy knows, words of filters, names of what ships.

It is asked for by a process of its own at each Tab, so it opens no screen, records nothing, and says nothing where
something is wrong. It tells a reviewer no more than `list` and `policy` do. Shells run what they are given through
`eval` or split it anew (zsh, bash): only words that mean nothing to any shell are offered.
"""

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from store.docket import Docket
from store.errors import StoreError
from store.filters import ANY, EVERYTHING, ORDERS, Filter, Term
from store.model import Standing
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
    with _docket(ctx) as docket:
        if docket is None:
            return []
        declared = ctx.params.get("reviewer") or os.environ.get("FOUREYES_REVIEWER")
        found = docket.page(identity.reviewer(docket.policy, declared), beginning, None, MOST + 1)
        named = {one.id for one in found} - set(ctx.params.get("cases") or ())
        return [] if len(found) > MOST else _offered(sorted(named), incomplete)
    return []


def outcomes(ctx: typer.Context, incomplete: str) -> list[str]:
    """The outcomes of the policy."""
    with _docket(ctx) as docket:
        return _offered((one.id for one in docket.policy.outcome), incomplete) if docket else []
    return []


def grounds(ctx: typer.Context, incomplete: str) -> list[str]:
    """The grounds of the policy that can carry the outcome before them, if one is."""
    with _docket(ctx) as docket:
        if docket is None:
            return []
        outcome = ctx.params.get("outcome")
        able = (one for one in docket.policy.ground if not outcome or outcome in one.outcomes)
        return _offered((one.id for one in able), incomplete)
    return []


def kinds(ctx: typer.Context, incomplete: str) -> list[str]:
    """The kinds of evidence of the policy."""
    with _docket(ctx) as docket:
        return _offered((one.kind for one in docket.policy.evidence), incomplete) if docket else []
    return []


def terms(ctx: typer.Context, incomplete: str) -> list[str]:
    """The last term of a filter: standings, deadlines, outcomes and grounds by name."""
    with _docket(ctx) as docket:
        before, _, last = incomplete.rpartition(" ")
        lead = f"{before} " if before else ""
        minus = "-" if last.startswith("-") else ""
        known = (f"{lead}{minus}{one}" for one in filter_terms(docket))
        return [one for one in known if one.startswith(incomplete) and _PLAIN.fullmatch(one)]
    return []


def policies(incomplete: str) -> list[str]:
    """The policies that ship."""
    from tui.commands import samples

    return _offered(samples.policies(), incomplete)


def mappings(incomplete: str) -> list[str]:
    """The mappings that ship."""
    from tui.commands import samples

    return _offered(samples.mappings(), incomplete)


def filter_terms(docket: Docket | None) -> Iterator[str]:
    """Terms of filters that mean something on a docket."""
    yield from (f"standing:{one}" for one in Standing)
    yield from ("for:me", "voted:me", "done:today", "assigned:me", "assigned:none", "recused:me")
    yield from (f"sort:{one}" for one in ORDERS)
    if docket is not None:
        policy = docket.policy
        yield from (f"clock:{name}" for name in dict.fromkeys([*(one.id for one in policy.clock), ANY]))
        yield from (f"outcome:{one.id}" for one in policy.outcome)
        yield from (f"ground:{one.id}" for one in policy.ground)


def _offered(words: Iterable[str], incomplete: str) -> list[str]:
    return [one for one in words if one.startswith(incomplete) and _WORD.fullmatch(one)]


@contextmanager
def _docket(ctx: typer.Context) -> Iterator[Docket | None]:
    """The docket that the command names, if there is one that can be read; what goes wrong ends the completion."""
    from store.opening import open_docket  # only who completes what a docket knows waits for its engine

    where = ctx.params.get("docket") or next(iter(ctx.args), None)  # behind an option without its value all are left
    try:
        docket = open_docket(Path(where)) if where else None
    except StoreError:
        docket = None
    try:
        yield docket
    except (StoreError, Stop):
        return
    finally:
        if docket is not None:
            docket.close()
