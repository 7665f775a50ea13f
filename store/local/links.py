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

_RENEWS = "renews"


def digests(case: Case, policy: Policy, key: str) -> set[bytes]:
    """What a case is linked by; spellings that differ in what makes no difference to a reader are one."""
    found = {_digest(key, name, bare_form(value)) for name, value in _values(case, policy) if value.strip()}
    return found | {_digest(key, _RENEWS, case.renews)} if case.renews else found


def linked(connection: sqlite3.Connection, number: int) -> list[int]:
    """The numbers of the cases that share something with this one as both are now, those that share most first."""
    sql = f"""
        SELECT other.number FROM links own JOIN links other USING (digest)
        JOIN cases mine ON mine.number = own.number AND mine.revision = own.revision
        JOIN cases theirs ON theirs.number = other.number AND theirs.revision = other.revision
        WHERE own.number = ? AND other.number != own.number
            AND theirs.{IN_FORCE}
        GROUP BY other.number ORDER BY count(*) DESC, other.number LIMIT ?
    """  # noqa: S608 - of a constant
    return [found for (found,) in rows(connection, sql, (number, MOST))]


def is_renewed(connection: sqlite3.Connection, case_id: str, key: str) -> bool:
    """Whether there is a case that renews the one with this id."""
    sql = f"""
        SELECT 1 FROM links JOIN cases USING (number, revision) WHERE digest = ? AND cases.{IN_FORCE} LIMIT 1
    """  # noqa: S608 - of a constant
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
