"""A policy from TOML: read strictly, all that is wrong with it told at once, brought into one form."""

from functools import lru_cache
from pathlib import Path

from msgspec.structs import replace

from store import strict
from store.fields import column, mask
from store.names import reviewer_id
from store.policy import CaseDisplay, Policy
from store.policy_faults import faults_of


def parse(source: str, where: str, *, in_force: bool = False) -> Policy:
    """The policy in `source` (TOML); raises `BadInput` with all that is wrong with it, as `where:LINE: sentence`.

    One that is `in_force` in a docket was checked when it came: whether the library of public holidays knows its
    country is not asked again, for that takes 50 ms, and another version of it may know others.
    """
    return _parsed(source, where, in_force)


@lru_cache(16)
def _parsed(source: str, where: str, in_force: bool) -> Policy:
    """The same text is the same policy: of one docket it is asked for whenever that is opened, verified, made anew."""
    policy, faults = strict.read(source, Policy, where)
    strict.refuse([*faults, *faults_of(policy, faults, in_force=in_force)], source, where)
    return _in_one_form(policy)


def load(path: Path) -> tuple[Policy, str]:
    """The policy of a file and its text; raises `BadInput`."""
    source = strict.text_of(path)
    return parse(source, str(path)), source


def _in_one_form(policy: Policy) -> Policy:
    case = CaseDisplay(tuple(map(mask, policy.case.masked)), tuple(map(column, policy.case.columns)))
    roles = {role: tuple(map(reviewer_id, names)) for role, names in policy.roles.items()}
    people = {reviewer_id(name): shown for name, shown in policy.people.items()}
    scope = tuple(replace(one, field=mask(one.field)) for one in policy.out_of_scope)
    return replace(policy, case=case, roles=roles, people=people, out_of_scope=scope)
