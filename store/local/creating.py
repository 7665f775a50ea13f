"""Making a docket: written aside, then put in its place in one step, so that there is never half of one."""

import os
import secrets
import shutil
from pathlib import Path

import msgspec

from store.days import now, today
from store.disk import PRIVATE, Disk, Modes, write_all
from store.errors import BadInput, NotSaved, Unsure
from store.local.hash_chain import BEFORE_THE_FIRST, line_of
from store.local.layout import CASES, FORMAT, INDEX, JOURNAL, LOCK, in_a_docket
from store.local.sharing import group_named
from store.policy_file import parse
from store.records import AnyBody, Genesis, PolicySet, Record, as_document


def create(where: Path, policy_source: str, reviewer: str, disk: Disk, group: str | None = None) -> None:
    """Make an empty docket at `where`, for this login alone or for all who are in a group.

    Raises `BadInput` if there is something already or no such group, `NotSaved`, `Unsure`.
    """
    policy = parse(policy_source, "the policy")
    modes = PRIVATE if group is None else Modes.shared(group_named(group))
    if os.path.lexists(where):
        raise BadInput(f"{where}: there is something here already; choose another place for the docket.")
    if (around := in_a_docket(where)) is not None:
        raise BadInput(f"{where}: is in the docket {around}; choose a place outside of it.")
    aside = where.with_name(f".{where.name}.{secrets.token_hex(4)}")
    try:
        disk.make_folder(aside, modes)
        _fill(aside, disk, reviewer, PolicySet(policy_source, policy.name, policy.version))
        disk.rename(aside, where)
    except OSError as error:
        shutil.rmtree(aside, ignore_errors=True)
        raise NotSaved(f"{where}: the docket cannot be made: {error.strerror}.") from None
    try:
        disk.sync_folder(where.absolute().parent)
    except OSError as error:
        raise Unsure(
            f"{where}: the docket was made, but the disk said: {error.strerror}. Check that it is still there before "
            "you rely on it."
        ) from None


def _fill(folder: Path, disk: Disk, reviewer: str, policy: PolicySet) -> None:
    from importlib.metadata import version  # 10 ms that only the making of a docket has to wait for

    for path in (folder / CASES, folder / INDEX):
        disk.make_folder(path)
    genesis = Genesis(secrets.token_hex(16), FORMAT, f"foureyes {version('foureyes')}", secrets.token_hex(16))
    lines, head = b"", BEFORE_THE_FIRST
    for seq, body in enumerate[AnyBody]((genesis, policy)):
        record = Record(seq, now(), today(), reviewer, secrets.token_hex(8), body)
        line, head = line_of(head, msgspec.json.encode(as_document(record)))
        lines += line
    for path, content in ((folder / JOURNAL, lines), (folder / LOCK, b""), (folder / CASES / LOCK, b"")):
        fd = disk.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
        try:
            write_all(disk, fd, content)
            disk.sync(fd)
        finally:
            disk.close(fd)
    disk.sync_folder(folder / CASES)
    disk.sync_folder(folder)
