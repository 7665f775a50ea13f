"""`evidence`: add an item of evidence that arrived later, as a further revision of the case."""

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from store.days import FORM
from store.errors import BadInput
from store.model import Case, Evidence
from tui import completion
from tui.commands.common import STDIO, AsJson, CaseId, DocketPath, Reviewer, accepted, day, desk
from tui.commands.written import written
from tui.output import ExitCode, Stop, put_json, say

File = Annotated[
    Path,
    typer.Argument(metavar="FILE", help="A text (UTF-8); - is stdin. Or an item as JSON (.json), without options."),
]
Kind = Annotated[
    str,
    typer.Option("--kind", metavar="ID", help="A kind of evidence of the policy.", autocompletion=completion.kinds),
]
Id = Annotated[str, typer.Option("--id", metavar="ID", help="The id of the item; the next free one if not given.")]
Label = Annotated[str, typer.Option("--label", metavar="TEXT", help="Its title; the name of the file if not given.")]
Source = Annotated[str, typer.Option("--source", metavar="TEXT", help="Where it comes from.")]
Dated = Annotated[str, typer.Option("--date", metavar="DATE", help=f"The day that it is of: {FORM}.")]
Restricted = Annotated[bool, typer.Option("--restricted", help="The subject may not read it.")]
Gist = Annotated[str, typer.Option("--gist", metavar="TEXT", help="What the subject may be told of it.")]


def evidence(
    docket: DocketPath,
    case: CaseId,
    file: File,
    kind: Kind = "",
    item_id: Id = "",
    label: Label = "",
    source: Source = "",
    dated: Dated = "",
    restricted: Restricted = False,
    gist: Gist = "",
    as_json: AsJson = False,
    reviewer: Reviewer = None,
) -> None:
    """Add an item of evidence to a case.

    It is a further revision: votes that are not decided yet begin anew, for they rested on less.
    """
    texts = {"--kind": kind, "--id": item_id, "--label": label, "--source": source, "--date": dated, "--gist": gist}
    is_item = file.suffix.lower() == ".json"
    if is_item and (given := [option for option, text in texts.items() if text] + ["--restricted"] * restricted):
        raise Stop(f"An item as JSON says all that it is: leave out {', '.join(given)}.", ExitCode.USAGE)
    if str(file) == STDIO and not label:
        raise Stop("Standard input has no name: say what the item is called, with --label.", ExitCode.USAGE)
    with desk(docket, reviewer) as at:
        known = at.docket.view(at.reviewer, case).case
        if is_item:
            item = _decoded(file)
        else:
            of = day(dated, at.docket) if dated else None
            item = Evidence(
                *(item_id or _free(known), kind, label or file.name, _text(file), source, of),
                access="restricted" if restricted else "public",
                gist=gist or None,
            )
        if not item.kind:
            kinds = ", ".join(one.kind for one in at.policy.evidence)
            raise Stop(f"Say which kind of evidence it is, with --kind. Known: {kinds}.", ExitCode.USAGE)
        record = accepted(at.docket.attach(at.reviewer, case, item), as_json)
        revision = at.docket.view(at.reviewer, case).revision
    say(f"Recorded: {item.id} is evidence of {case}, which is now at revision {revision}.")
    if as_json:
        put_json({"recorded": record.kind, "seq": record.seq, "case": case, "item": item.id, "revision": revision})


def _free(case: Case) -> str:
    """The first of e1, e2 ... that the case has not."""
    number = 1
    while case.item(f"e{number}"):
        number += 1
    return f"e{number}"


def _text(file: Path) -> str:
    return written(STDIO if str(file) == STDIO else f"@{file}", own=False)


def _decoded(file: Path) -> Evidence:
    try:
        return msgspec.json.decode(_text(file), type=Evidence)
    except msgspec.MsgspecError as error:
        raise BadInput(f"{file}: is no item of evidence: {error}.") from None
