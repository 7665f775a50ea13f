"""`demo`: a docket of sample data to try everything on."""

import os
import shutil
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from store import policy_file
from store.model import Refusal, Standing
from store.plural import plural
from store.policy import Policy
from tui import identity
from tui.commands.common import Desk, command, desk, refuse
from tui.commands.import_ import take_in
from tui.commands.options import NoMouse, Reviewer
from tui.commands.review import has_screen, open_screen
from tui.output import Stop, put
from tui.samples import SampleName, folder, made_for
from tui.terminal.ctrl_c import ctrl_c

USUAL: SampleName = "residence_permits"
PEOPLE = ("ruta", "jonas")
"""Two reviewers to try, where the policy names none."""


def demo(
    docket: Annotated[Path, typer.Option("--docket", metavar="PATH", help="Where to make it.")] = Path("demo.docket"),
    sample: Annotated[
        SampleName | None, typer.Option("--policy", help=f"Which sample; {USUAL} if it is not said.")
    ] = None,
    reviewer: Reviewer = None,
    no_mouse: NoMouse = False,
) -> None:
    """Make a demo docket from sample data, and open it.

    Its days are moved so that it is up to date today.
    """
    name = sample or USUAL
    policy, source = policy_file.load(folder(name) / "policy.toml")
    if not os.path.exists(docket):
        _make(docket, name, policy, source, reviewer)
    elif sample:
        _must_be_under(policy, docket)
    people = (*policy.roles.get("reviewer", ()), *PEOPLE)[:2]
    if has_screen():
        open_screen(docket, reviewer or people[0], mouse=not no_mouse)
    with desk(docket, people[0]) as at:
        _summarise(at, docket, people)


def _must_be_under(policy: Policy, where: Path) -> None:
    """Raise `Stop` where another sample was made before: who asks for this one would take that one for it."""
    with desk(where, None) as at:
        there = at.policy.name
    if there != policy.name:
        said = f'{where}: a docket under the policy "{there}" is here, and none under "{policy.name}"'
        raise Stop(f"{said}: name another place with --docket, or leave --policy out to open this one.")


def _make(where: Path, name: SampleName, policy: Policy, source: str, reviewer: str | None) -> None:
    """Make and fill the docket; one that is there is never filled, for it may be somebody's work."""
    from store.opening import new_docket

    me = identity.reviewer(policy.identity, reviewer)
    with ExitStack() as undone:
        docket = new_docket(where, source, me)
        undone.callback(shutil.rmtree, where)  # half a demo would be opened as it is the next time
        try:
            _fill(Desk(docket, (*policy.roles.get("lead", ()), me)[0]), name)
        finally:
            docket.close()
        undone.pop_all()


def _fill(at: Desk, name: SampleName) -> None:
    with made_for(name, at.docket.today()) as files, ctrl_c() as key:
        for file, mapping in files:
            shipped = (f"sample_data/{name}/{file.name}",)  # that it was made up to date elsewhere is nobody's business
            answer = take_in(at, [str(file)], mapping, _refuse, key, tell=lambda _: None, sources=shipped)
            if isinstance(answer, Refusal):
                refuse(answer)


def _refuse(reject: object) -> None:
    raise Stop("The sample data does not fit its policy.")


def _summarise(at: Desk, where: Path, people: tuple[str, ...]) -> None:
    counts = at.docket.counts(at.reviewer)
    cases, policy = plural(sum(counts.values()), "case"), at.policy
    put(f'{where}: {cases} under the policy "{policy.name}", {policy.version}.')
    put(", ".join(f"{standing} {counts.get(standing, 0)}" for standing in Standing))
    put(f"Two reviewers to try: {people[0]} and {people[1]}.")
    put("Open it in a terminal:")
    put(f"  {command('review', str(where), '--reviewer', people[0])}")
