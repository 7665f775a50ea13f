"""The logins and groups of this machine: who a docket belongs to, and who shares it."""

import os
from pathlib import Path

from store.disk import Modes
from store.errors import BadInput
from store.text import visible

NEW = "`foureyes new DOCKET --group NAME` makes one that several logins share"


def group_named(name: str) -> int:
    """The number of a group of which the caller is a member; raises `BadInput` for any other."""
    try:
        import grp

        number = grp.getgrnam(name).gr_gid
    except (ImportError, KeyError, ValueError):
        raise BadInput(f'There is no group "{visible(name)}" on this machine.') from None
    if os.geteuid() != 0 and number not in (os.getegid(), *os.getgroups()):
        raise BadInput(
            f'You are not in the group "{visible(name)}", so you can make no docket for it. Who was added to a group '
            "is in it from the next login on."
        )
    return number


def login_of(number: int) -> str:
    """The name of a login, or its number where it has none."""
    try:
        import pwd

        return pwd.getpwuid(number).pw_name
    except (ImportError, KeyError):
        return f"user {number}"


def group_of(number: int) -> str:
    """The name of a group, or its number where it has none."""
    try:
        import grp

        return grp.getgrgid(number).gr_name
    except (ImportError, KeyError):
        return str(number)


def kept_from(folder: Path) -> str:
    """Why this login may not look into a folder, in a sentence; raises `OSError` where not even that can be seen."""
    shared = Modes.of(folder).group
    if shared is None:
        return f"{folder}: it belongs to {login_of(folder.stat().st_uid)} alone, and you are another login. {NEW}."
    group = group_of(shared)
    return f'{folder}: only who is in the group "{group}" can open it, and your login is not, or was not when it began.'
