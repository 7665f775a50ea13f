"""The command line: which commands there are, and the one edge at which errors become sentences and exit codes."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

from store.errors import Busy, Damaged, NewerFormat, StoreError, Unsure
from tui.commands.adjudicate import adjudicate
from tui.commands.appeal import appeal
from tui.commands.assign import assign
from tui.commands.case_file import case_file
from tui.commands.checkpoint import checkpoint
from tui.commands.close import close
from tui.commands.common import NoMouse, Reviewer
from tui.commands.demo import demo
from tui.commands.doctor import doctor
from tui.commands.evidence import evidence
from tui.commands.export import export
from tui.commands.hand_over import hand_over
from tui.commands.hear import hear
from tui.commands.hold import hold
from tui.commands.import_ import import_
from tui.commands.keys import keys
from tui.commands.list_ import list_
from tui.commands.new import new
from tui.commands.next_ import next_
from tui.commands.note import note
from tui.commands.notice import notice
from tui.commands.policy import policy
from tui.commands.propose import propose
from tui.commands.recuse import recuse
from tui.commands.refer import refer
from tui.commands.renew import renew
from tui.commands.reopen import reopen
from tui.commands.repair import repair
from tui.commands.report import report
from tui.commands.resume import resume
from tui.commands.review import open_screen, review
from tui.commands.rule import rule
from tui.commands.send_back import send_back
from tui.commands.serve import serve
from tui.commands.show import show
from tui.commands.stay import stay
from tui.commands.verify import verify
from tui.commands.vote import vote
from tui.commands.web import web
from tui.commands.withdraw import withdraw
from tui.output import ExitCode, Stop, flush, put, say

COMMANDS: tuple[Callable[..., None], ...] = (
    *(
        demo,
        new,
        propose,
        import_,
        renew,
        policy,
        review,
        web,
        list_,
        next_,
        show,
        note,
        evidence,
        vote,
        withdraw,
        adjudicate,
        send_back,
    ),
    *(assign, hand_over, hold, refer, resume, recuse, hear, serve, appeal, stay, rule, reopen, close),
    *(export, notice, case_file, report, verify, checkpoint, repair, doctor, keys),
)
"""Each has the name of its command, `_` in place of `-`; with `_` behind it where Python has taken that."""
DOCKET_VARIABLE = "FOUREYES_DOCKET"


class Edge(TyperGroup):
    """The group of all commands; whatever ends a command passes here."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = "foureyes",
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> NoReturn:
        """Run the command that `args` name and exit with its code."""
        os.umask(0o077)
        run = super().main
        raise SystemExit(_ended(lambda: run(args, prog_name, complete_var, False, windows_expand_args, **extra)))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """A folder in the place of a command is a docket to review."""
        reviewing = args[0] not in self.commands and os.path.isdir(args[0])
        return super().resolve_command(ctx, ["review", *args] if reviewing else args)


app = typer.Typer(
    cls=Edge,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main() -> NoReturn:
    """The program `foureyes`."""
    app()
    raise AssertionError("`Edge.main` exits")


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version  # 20 ms that no other command has to wait for

        put(f"foureyes {version('foureyes')}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    docket: Annotated[
        Path | None,
        typer.Option(metavar="PATH", help=f"The docket to review, if no command is given. [env: {DOCKET_VARIABLE}]"),
    ] = None,
    reviewer: Reviewer = None,
    no_mouse: NoMouse = False,
    show_version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Review flagged cases: read the evidence, annotate it, decide with four eyes, export.

    `foureyes DOCKET` opens the review screen, `foureyes` alone that of --docket or FOUREYES_DOCKET.
    """
    if context.invoked_subcommand is not None:
        if docket is not None:
            raise Stop("--docket goes without a command: a command takes its docket behind it.", ExitCode.USAGE)
        return
    where = docket or os.environ.get(DOCKET_VARIABLE)
    if where:
        open_screen(Path(where), reviewer, mouse=not no_mouse)
    else:
        for line in context.get_help().splitlines():
            put(line)


for command in COMMANDS:
    app.command(command.__name__.rstrip("_").replace("_", "-"))(command)


def _ended(run: Callable[[], object]) -> int:
    """Run a command; tell how it ended in sentences, and return the exit code."""
    try:
        code = run()
        flush()
    except Stop as stop:
        return _stopped(stop)
    except TyperException as error:
        return _misused(error)
    except StoreError as error:
        return _failed(error)
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the edge: nothing may print a traceback, for it can hold case data
        return _crashed(error)
    return code if isinstance(code, int) else ExitCode.DONE


def _stopped(stop: Stop) -> int:
    if stop.sentence:
        say(stop.sentence)
    for lack in stop.missing:
        say(f"  - {lack.sentence}")
    return stop.code


def _misused(error: TyperException) -> int:
    """A usage error quotes arguments as they came, so nothing of it is printed by Typer."""
    context: typer.Context | None = getattr(error, "ctx", None)
    if context is not None:
        say(" ".join(context.get_usage().split()))
        say(f"Help: {context.command_path} -h")
    say(f"Error: {' '.join(error.format_message().split())}")
    return error.exit_code


def _failed(error: StoreError) -> int:
    for sentence in error.sentences:
        say(sentence)
    if isinstance(error, Unsure):
        say("Look with `foureyes show` whether it is there before you try again.")
    if isinstance(error, Busy):
        return ExitCode.BUSY
    return ExitCode.DAMAGED if isinstance(error, Damaged | NewerFormat) else ExitCode.REFUSED


def _crashed(error: Exception) -> int:
    from tui import crash

    try:
        where = f"a report without case data is in {crash.report(error)}"
    except OSError:
        where = "and no report could be written"
    say(f"Something went wrong inside foureyes ({type(error).__name__}); {where}.")
    return ExitCode.REFUSED
