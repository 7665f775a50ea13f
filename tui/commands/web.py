"""`web`: the review screen in a browser."""

import sys
from typing import Annotated

import typer

from tui.commands.common import DocketPath, FilterText, Reviewer, chosen, desk
from tui.output import ExitCode, Stop, flush, put, say

START = "from foureyes_start import main; main()"
LOOPBACK = ("127.0.0.1", "::1", "localhost")


def web(
    docket: DocketPath,
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS", help="Where to listen.")] = LOOPBACK[0],
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes one that is free.")] = 0,
    expression: FilterText = "",
    reviewer: Reviewer = None,
) -> int:
    """Open the review screen to a browser.

    For one reviewer, by a link that opens once. It listens on this machine alone, unless --host says otherwise.
    Needs the extra `web`.
    """
    chosen(expression)
    with desk(docket, reviewer) as at:
        who = at.reviewer
    import asyncio  # no other command needs it

    try:
        from tui.web_server import ReviewServer
    except ImportError:
        said = "The browser needs textual-serve: pip install 'foureyes[web]', or `foureyes review` in a terminal."
        raise Stop(said, ExitCode.USAGE) from None
    command = [sys.executable, "-c", START, "review", str(docket.absolute()), "--reviewer", who]
    server = ReviewServer([*command, *(["--filter", expression] if expression else [])], host, port)
    if host not in LOOPBACK:
        say(
            f"Whoever can reach {host} can see what passes: nothing is encrypted. Better is an ssh tunnel to 127.0.0.1."
        )
    say(f"{who} reviews here. The link opens once; Ctrl-C ends it.")
    put(server.link)
    flush()
    asyncio.run(server.run())
    return ExitCode.INTERRUPTED  # nothing else ends it
