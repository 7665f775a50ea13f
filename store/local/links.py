"""Which cases belong together: the same subject, the same value of a field that the policy names, an earlier case.

What links is kept as a digest under the docket's own random key, for it may be masked: whoever reads the index learns
from it that two cases are linked, and no value.
"""

import sqlite3
from collections.abc import Iterator
from hashlib import blake2b

from store.fields import field_of
from store.local.schema import rows
from store.model import Case
from store.names import bare_form
from store.policy import Policy

MOST = 50
"""Linked cases that are told at most."""


def digests(case: Case, policy: Policy, key: str) -> set[bytes]:
    """What a case is linked by."""
    return {_digest(key, name, value) for name, value in _values(case, policy) if value.strip()}


def linked(connection: sqlite3.Connection, number: int) -> list[int]:
    """The numbers of the cases that share something with this one as both are now."""
    sql = """
        SELECT DISTINCT other.number FROM links own JOIN links other USING (digest)
        JOIN cases mine ON mine.number = own.number AND mine.revision = own.revision
        JOIN cases theirs ON theirs.number = other.number AND theirs.revision = other.revision
        WHERE own.number = ? AND other.number != own.number
            AND theirs.batch <= (SELECT coalesce(max(number), 0) FROM imports)
        ORDER BY other.number LIMIT ?
    """
    return [found for (found,) in rows(connection, sql, (number, MOST))]


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
    """Spellings that differ in what makes no difference to a reader are one."""
    return blake2b(
        f"{name}\0{bare_form(value)}".encode("utf-8", "surrogatepass"), key=key.encode()[:64], digest_size=12
    ).digest()
