"""Who is reviewing: the login name, or where the policy allows it, whoever people say they are."""

import os

from store.errors import BadInput
from store.names import BadName, reviewer_id
from store.policy import Policy
from tui.output import ExitCode, Stop


def reviewer(policy: Policy, declared: str | None) -> str:
    """The reviewer's id; raises `Stop` for a name that cannot be used, or that the policy lets nobody declare."""
    if policy.identity == "declared":
        return _checked(declared) if declared else _checked(login_name())
    login = _checked(login_name())
    if declared and _checked(declared) != login:
        raise Stop(
            f"On this docket you review under your login name, {login}: the policy lets nobody go by another name, "
            f"and --reviewer or FOUREYES_REVIEWER says {declared}."
        )
    return login


def login_name() -> str:
    """The name of the user whose process this is, as the system knows it; no environment variable can change it."""
    try:
        import pwd
    except ImportError:
        return os.getlogin()
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        raise BadInput(f"This system has no name for the user with id {os.getuid()}.") from None


def _checked(name: str) -> str:
    try:
        return reviewer_id(name)
    except BadName as error:
        raise Stop(str(error), ExitCode.USAGE) from None
