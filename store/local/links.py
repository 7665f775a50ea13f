"""Which cases belong together: the same subject, the same value of a field that the policy names, an earlier case.

What links is kept as a digest under the docket's own random key, for it may be masked: whoever reads the index learns
from it that two cases are linked, and no value.
"""

import sqlite3
from collections.abc import Iterator
from hashlib import blake2b

from store.fields import field_of
from store.local.schema import IN_FORCE, one, rows
from store.model import Case
from store.names import bare_form
from store.policy import Policy

MOST = 50
"""Linked cases that are told at most: those that share most with a case, as its renewals do."""
COMMON = 1_000
"""Cases that share a value at most before it tells little of any of them, as that of a field with three values does."""
_RENEWS = "renews"


def digests(case: Case, policy: Policy, key: str) -> set[bytes]:
    """What a case is linked by; spellings that differ in what makes no difference to a reader are one."""
    found = {_digest(key, name, bare_form(value)) for name, value in _values(case, policy) if value.strip()}
    return found | {_digest(key, _RENEWS, case.renews)} if case.renews else found


def linked(connection: sqlite3.Connection, number: int) -> list[int]:
    """The numbers of the cases that share something with this one as both are now, those that share most first.

    Behind those that share anything rarer come the first of those that share what is `COMMON`: by number, for to weigh
    them all takes as long as there are cases.
    """
    sql = "SELECT digest FROM links JOIN cases USING (number, revision) WHERE number = ?"
    own = [digest for (digest,) in rows(connection, sql, (number,))]
    common = [digest for digest in own if _is_common(connection, digest)]
    found = _sharing_most(connection, number, own, [digest for digest in own if digest not in common])
    more = {one for digest in common for one in _first_with(connection, number, digest)}.difference(found)
    return [*found, *sorted(more)][:MOST]


def _sharing_most(connection: sqlite3.Connection, number: int, own: list[bytes], rare: list[bytes]) -> list[int]:
    """Of the cases that have something `rare`, those that share most of all that is the case's `own`."""
    sql = f"""
        SELECT cases.number FROM cases JOIN links USING (number, revision)
        WHERE cases.number IN (SELECT number FROM links WHERE digest IN ({_places(rare)}))
            AND cases.number != ? AND digest IN ({_places(own)}) AND cases.{IN_FORCE}
        GROUP BY cases.number ORDER BY count(*) DESC, cases.number LIMIT ?
    """  # noqa: S608 - of constants
    return [found for (found,) in rows(connection, sql, (*rare, number, *own, MOST))]


def _first_with(connection: sqlite3.Connection, number: int, digest: bytes) -> list[int]:
    """The first cases that have it, twice as many as are told: some may be among those that share more."""
    sql = f"""
        SELECT links.number FROM links CROSS JOIN cases USING (number, revision)
        WHERE digest = ? AND links.number != ? AND cases.{IN_FORCE} ORDER BY links.number LIMIT ?
    """  # noqa: S608 - of constants
    return [found for (found,) in rows(connection, sql, (digest, number, 2 * MOST))]


def _is_common(connection: sqlite3.Connection, digest: bytes) -> bool:
    sql = "SELECT 1 FROM links WHERE digest = ? LIMIT 1 OFFSET ?"
    return one(connection, sql, (digest, COMMON)) is not None


def _places(values: list[bytes]) -> str:
    return ", ".join("?" for _ in values)


def is_renewed(connection: sqlite3.Connection, case_id: str, key: str) -> bool:
    """Whether the one with this id was brought up again: what a file says that its cases renew is no renewal."""
    sql = """
        SELECT 1 FROM links JOIN imports ON imports.number = links.batch
        WHERE digest = ? AND links.revision = 1 AND imports.renewals LIMIT 1
    """
    return one(connection, sql, (_digest(key, _RENEWS, case_id),)) is not None


def _values(case: Case, policy: Policy) -> Iterator[tuple[str, str]]:
    yield "case", case.id
    if case.renews:
        yield "case", case.renews
    yield "subject", case.subject
    for name in policy.related.fields:
        field = field_of(name, case.fields)
        if field is not None and case.fields[field] is not None:
            yield name, str(case.fields[field])


def _digest(key: str, name: str, value: str) -> bytes:
    text = f"{name}\0{value}".encode("utf-8", "surrogatepass")
    return blake2b(text, key=key.encode()[:64], digest_size=12).digest()
