"""Who is reviewing: the login name, or where the policy allows it, whoever people say they are."""

import os

from store.errors import BadInput
from store.names import BadName, reviewer_id
from store.policy import Identity
from tui.output import ExitCode, Stop


def reviewer(known_by: Identity, declared: str | None) -> str:
    """The reviewer's id; raises `Stop` for a name that cannot be used, or that the policy lets nobody declare."""
    if known_by == "declared":
        return _declared(declared) if declared else _login("Say who you are with --reviewer.")
    login = _login("On this docket you review under your login name, and need one that can be used.")
    if declared and _declared(declared) != login:
        raise Stop(
            f"On this docket you review under your login name, {login}: the policy lets nobody go by another name, "
            f"and --reviewer or FOUREYES_REVIEWER says {declared}."
        )
    return login


def login_name() -> str:
    """The name of the user whose process this is, as the system knows it; no environment variable can change it.

    Raises `BadInput` if the system knows none.
    """
    try:
        import pwd
    except ImportError:
        return _name_without_pwd()
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        raise BadInput(f"This system has no name for the user with id {os.getuid()}.") from None


def _name_without_pwd() -> str:
    try:
        return os.getlogin()
    except OSError:
        raise BadInput("This system has no name for whoever is working here.") from None


def _login(advice: str) -> str:
    try:
        return reviewer_id(login_name())
    except BadName as error:
        raise Stop(f"Your login name cannot be used here. {error} {advice}") from None
    except BadInput as error:
        raise Stop(f"{error} {advice}") from None


def _declared(name: str) -> str:
    try:
        return reviewer_id(name)
    except BadName as error:
        raise Stop(str(error), ExitCode.USAGE) from None
