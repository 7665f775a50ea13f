"""`new`, `policy` and `review`: make a docket, see the policy in force, open the review screen."""

import os
import sys
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Annotated

import typer

from store import policy as policies
from store.policy import Policy
from store.strict import nearest
from tui import identity
from tui.commands.common import AsJson, DocketPath, FilterText, Reviewer, chosen, desk, opened
from tui.output import ExitCode, Stop, on_terminal, put, put_json, say

SAMPLES = ("residence_permits", "card_fraud")


def new(
    docket: DocketPath,
    source: Annotated[str, typer.Option("--policy", metavar="NAME|FILE", help="A policy that ships, or a TOML file.")],
    reviewer: Reviewer = None,
) -> None:
    """Make an empty docket under a policy."""
    from store.opening import new_docket

    checked, text = policies.load(policy_file(source))
    new_docket(docket, text, identity.reviewer(checked, reviewer)).close()
    say(f'Made {docket} under the policy "{checked.name}", version {checked.version}.')


def policy(docket: DocketPath, as_json: AsJson = False) -> None:
    """Show the policy in force."""
    with opened(docket) as at:
        if as_json:
            put_json(at.policy)
            return
        for line in _policy_lines(at.policy):
            put(line)


def review(
    docket: Annotated[
        Path | None, typer.Argument(metavar="[DOCKET]", envvar="FOUREYES_DOCKET", help="The docket, a directory.")
    ] = None,
    expression: FilterText = "",
    reviewer: Reviewer = None,
) -> None:
    """Open the review screen."""
    if docket is None:
        raise Stop("Which docket? Name it behind `review`, or in FOUREYES_DOCKET.", ExitCode.USAGE)
    open_screen(docket, reviewer, expression)


def open_screen(where: Path, reviewer: str | None, expression: str) -> None:
    """Open the review screen on a docket; needs a terminal."""
    wanted = chosen(expression)
    if not has_screen():
        raise Stop(
            "The review screen needs a terminal. Without one, `foureyes list`, `show`, `note` and `vote` do the same.",
            ExitCode.USAGE,
        )
    with desk(where, reviewer) as at:
        from tui.app import run

        code = run(at.docket, at.reviewer, wanted)
    raise typer.Exit(code)


def has_screen() -> bool:
    """Whether a full-screen program can run here."""
    return on_terminal(sys.stdin) and on_terminal(sys.stdout) and os.environ.get("TERM") != "dumb"


def policy_file(source: str) -> Path:
    """The file of a policy that ships, by its name, or the path that was given."""
    path = Path(source)
    if source in SAMPLES:
        return sample(source) / "policy.toml"
    if not os.path.exists(path) and path.name == source and not path.suffix:
        raise Stop(f'There is no policy "{source}"{nearest(source, list(SAMPLES))} and no such file.', ExitCode.USAGE)
    return path


def sample(name: str) -> Path:
    """The folder of sample data with this name."""
    return Path(str(resources.files("sample_data") / name))


def _policy_lines(policy: Policy) -> Iterator[str]:
    yield f"{policy.name}, version {policy.version}"
    who = "their login names" if policy.identity == "login" else "names that they declare"
    yield f"reviewers go by: {who}"
    yield f"votes for an adverse outcome: {policy.review.votes}"
    yield f"share of other cases with a second reader: {policy.review.audit_share:.0%}"
    yield f"votes conflict when they differ in: {policy.review.conflict_on}"
    yield f"masked: {', '.join(policy.case.masked) or 'nothing'}"
    yield f"columns: {', '.join(policy.case.columns)}"
    for role, names in policy.roles.items():
        yield f"{role}: {', '.join(names) or 'anybody'}"
    for outcome in policy.outcome:
        yield f"outcome {outcome.id}: {outcome.label}{' (adverse)' if outcome.adverse else ''}"
    for ground in policy.ground:
        yield f"ground {ground.id}: {ground.label} ({ground.law}) carries {', '.join(ground.outcomes)}"
    for kind in policy.evidence:
        yield f"evidence {kind.kind}: {kind.label}{'' if kind.alone else ' (never enough alone)'}"
    for clock in policy.clock:
        number, unit = (clock.months, "month") if clock.months is not None else (clock.days, "day")
        length = f"{number} {unit}{'' if number == 1 else 's'}"
        yield f"clock {clock.id}: {clock.label}, {length} from {clock.starts} ({clock.source})"
