"""`propose`: a mapping to begin with, and a policy, for a file that somebody has been sent."""

from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from tui.commands.common import STDIO, Force, command
from tui.commands.progress import bytes_read
from tui.output import ExitCode, Stop, flush, put_bytes, say
from tui.samples import mapping_file, mappings

_MAPPING, _DOCKET, _PLAIN = "mapping.toml", "cases.docket", "plain"


def propose(
    file: Annotated[str, typer.Argument(metavar="FILE", help="CSV, XLSX, JSON or RIS, as it was sent.")],
    policy: Annotated[
        str | None, typer.Option("--policy", metavar="OUT", help="Write a policy to begin with, here.")
    ] = None,
    file_format: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="csv, tsv, json, jsonl, xlsx or ris.")
    ] = "",
    sheet: Annotated[str | None, typer.Option("--sheet", metavar="NAME", help="The sheet of a workbook.")] = None,
    force: Force = False,
) -> None:
    """Write a mapping for somebody's file.

    It goes to stdout, takes in all of the file, and says why it reads it so.
    """
    from store.importing.mapping import load
    from store.out_file import OutFile, must_not_be_read
    from store.proposing.profile import profile_of
    from store.proposing.proposed_mapping import proposal
    from store.proposing.proposed_policy import policy_text

    if policy == STDIO:
        raise Stop("The mapping goes to standard output: name a file for the policy.", ExitCode.USAGE)
    if file == STDIO:
        raise Stop("A file is read more than once: write it to disk first, and give its name.", ExitCode.USAGE)
    if policy is not None:
        must_not_be_read(Path(policy), [Path(file)])
    with bytes_read([file]) as progress:
        profile = profile_of(file, file_format=file_format or None, sheet=sheet, progress=progress)
    with bytes_read([file]) as progress:
        known = {name: load(mapping_file(name)) for name in mappings()}
        found = proposal(profile, own_kinds=policy is not None, known=known, progress=progress)
    with ExitStack() as stack:
        out = stack.enter_context(OutFile(Path(policy), force=force)) if policy is not None else None
        if out is not None:
            out.write(policy_text(Path(file).name.partition(".")[0], found.items).encode())
            out.sync()
        put_bytes(found.mapping.encode())
        flush()  # a mapping that cannot be written leaves no policy behind
        if out is not None:
            out.place()
    for sentence in found.doubts:
        say(sentence)
    say(f"With the mapping in a file (> {_MAPPING}), look at what it says of each column, and go on with:")
    say(f"  {command('new', _DOCKET, '--policy', policy or _PLAIN)}")
    say(f"  {command('import', _DOCKET, file, '--map', _MAPPING, '--dry-run')}")
    say("and, where it shows what you want, with the same without --dry-run.")
