"""`policy`: the policy in force on a docket, or whether a file can be one."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from store import policy_file
from store.fields import field_of
from store.policy import Policy
from store.strict import nearest
from store.text import quoted
from tui.commands.common import AsJson, Reason, Reviewer, accepted, desk
from tui.commands.written import written
from tui.output import ExitCode, Stop, put, put_json, say
from tui.pages.policy_words import policy_words

CHECK = "check"


def policy(
    docket: Annotated[str, typer.Argument(metavar="DOCKET|check", help="The docket, a directory; or check FILE.")],
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="With check: a policy in TOML.", show_default=False)
    ] = None,
    another: Annotated[
        Path | None, typer.Option("--set", metavar="FILE", help="Put another policy in force (TOML), on record.")
    ] = None,
    reason: Reason = "",
    as_json: AsJson = False,
    reviewer: Reviewer = None,
) -> None:
    """Show the policy in force, replace it, or check a file.

    With --set, rounds that have begun end under the policy they began with; roles hold at once. It takes a --reason,
    and a lead.

    A docket of the name check is written ./check.
    """
    if (docket == CHECK) != (file is not None) or (another is None and reason) or (another and file):
        raise Stop(
            "Write `foureyes policy DOCKET`, `foureyes policy DOCKET --set FILE --reason TEXT`, or "
            "`foureyes policy check FILE`.",
            ExitCode.USAGE,
        )
    if file is not None:
        _put(policy_file.load(file)[0], as_json)
    elif another is not None:
        _replace(Path(docket), another, written(reason), as_json, reviewer)
    else:
        with desk(Path(docket), reviewer) as at:
            _put(at.policy, as_json)


def _replace(where: Path, file: Path, reason: str, as_json: bool, reviewer: str | None) -> None:
    checked, source = policy_file.load(file)  # its faults are told with the name of the file
    with desk(where, reviewer) as at:
        unmet = [*_unmet(checked, *at.docket.spelt(at.reviewer))]  # afterwards it may be closed to who asks
        record = accepted(at.docket.set_policy(at.reviewer, source, reason), as_json)
        if as_json:
            put_json({"recorded": record.kind, "seq": record.seq, "name": checked.name, "version": checked.version})
    said = f'In force is the policy "{checked.name}", version {checked.version}, by number {record.seq} in the history.'
    say(f"{said} Rounds that have begun end under the one before.")
    for sentence in unmet:
        say(f"Warning: {sentence}")


def _unmet(policy: Policy, fields: set[str], kinds: set[str]) -> Iterator[str]:
    """What a policy names, and no case of the docket has; of a docket without cases nothing can be told."""
    if not (fields or kinds):
        return
    for name in policy.case.masked:
        if field_of(name, fields) is None:
            yield f"no case here has {quoted(name)}, which the policy masks{nearest(name, sorted(fields))}."
    for one in policy.evidence:
        if one.kind not in kinds:
            yield f"no case here has an item of the kind {quoted(one.kind)}{nearest(one.kind, sorted(kinds))}."


def _put(policy: Policy, as_json: bool) -> None:
    if as_json:
        put_json(policy)
        return
    for line in policy_words(policy):
        put(line)
