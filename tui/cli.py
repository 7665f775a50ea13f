"""The command line: which commands there are, and the one edge at which errors become sentences and exit codes."""

import builtins
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from keyword import iskeyword
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException
from typer.main import get_command_from_info
from typer.models import CommandInfo

from store.errors import Busy, Damaged, NewerFormat, StoreError, Unsure
from store.text import visible
from tui.commands.options import NoMouse, Reviewer
from tui.output import ExitCode, Stop, flush, put, say

COMMANDS = (
    "demo",
    "new",
    "propose",
    "import",
    "renew",
    "policy",
    "review",
    "web",
    "list",
    "next",
    "show",
    "note",
    "evidence",
    "vote",
    "withdraw",
    "adjudicate",
    "send-back",
    "assign",
    "hand-over",
    "hold",
    "refer",
    "resume",
    "recuse",
    "hear",
    "serve",
    "appeal",
    "stay",
    "rule",
    "reopen",
    "close",
    "export",
    "notice",
    "case-file",
    "report",
    "verify",
    "checkpoint",
    "repair",
    "doctor",
    "keys",
)
"""In the order of the help. Each has a module of its name in `tui.commands`, and is imported when it is wanted: all of
them take as long as Textual.
"""
DOCKET_VARIABLE = "FOUREYES_DOCKET"


def command_of(name: str) -> Callable[..., None]:
    """The function of a command, which has its name, as its module has; with `_` behind it where Python has that."""
    name = name.replace("-", "_")
    name += "_" if iskeyword(name) or hasattr(builtins, name) else ""
    function: Callable[..., None] = getattr(import_module(f"tui.commands.{name}"), name)
    return function


_PLACES = {"DOCKET", "FILE", "OUT", "PATH"}
"""What the help calls the name of a file or a folder."""


class _Command(TyperCommand):
    """A command that takes no empty text for the name of a file: a shell gives that for what was never set."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        _must_name(self, ctx, args)
        return super().parse_args(ctx, args)


def _must_name(command: Any, ctx: Any, args: list[str]) -> None:
    """Raise `Stop` for an empty name: Python would take it for the folder that one is in."""
    if ctx.resilient_parsing or not any(one == "" or one.endswith("=") for one in args):
        return
    given, *_ = command.make_parser(ctx).parse_args(list(args))
    for param in command.params:
        value = given.get(param.name)
        values = value if isinstance(value, list | tuple) else [value]
        if "" in values and _PLACES & {*(param.metavar or "").split("|")}:
            shown = param.opts[0] if param.param_type_name == "option" else param.metavar
            raise Stop(f"{shown} is empty: name a file or a folder there.", ExitCode.USAGE)


class _Commands(Mapping[str, Any]):
    """The commands by name; each is made of its function when it is asked for."""

    def __init__(self) -> None:
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in COMMANDS:
            raise KeyError(name)
        if name not in self._made:
            info = CommandInfo(name, cls=_Command, callback=command_of(name))
            self._made[name] = get_command_from_info(info, pretty_exceptions_short=False, rich_markup_mode=None)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)


class Edge(TyperGroup):
    """The group of all commands; whatever ends a command passes here."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands = _Commands()  # type: ignore[assignment]

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

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        _must_name(self, ctx, args)
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """A folder in the place of a command is a docket to review."""
        name = args[0]
        reviewing = name not in self.commands and os.path.isdir(name)
        if (name.endswith(".docket") or "/" in name) and not (os.path.lexists(name) or ctx.resilient_parsing):
            raise Stop(f"There is no docket {visible(name)}: foureyes new makes one.")
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
        typer.Option(metavar="PATH", help=f"The docket to review without a command. [env var: {DOCKET_VARIABLE}]"),
    ] = None,
    reviewer: Reviewer = None,
    no_mouse: NoMouse = False,
    show_version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Review flagged cases: read the evidence, annotate it, decide with four eyes, export.

    `foureyes DOCKET` opens the review screen, `foureyes DOCKET --filter EXPR` on the cases that are let through,
    `foureyes` alone on that of --docket or FOUREYES_DOCKET. FOUREYES_TOUR=off shows newcomers no tour.
    """
    if context.invoked_subcommand is not None:
        for name in ("docket", "reviewer", "no_mouse"):
            source = context.get_parameter_source(name)
            if source is not None and source.name == "COMMANDLINE":
                option = f"--{name.replace('_', '-')}"
                said = f"{option} goes without a command here: write what a command takes behind it."
                raise Stop(said, ExitCode.USAGE)
        return
    where = docket or os.environ.get(DOCKET_VARIABLE)
    if where:
        from tui.commands.review import open_screen

        open_screen(Path(where), reviewer, mouse=not no_mouse)
    else:
        for line in context.get_help().splitlines():
            put(line)


def _ended(run: Callable[[], object]) -> int:
    """Run a command; tell how it ended in sentences, and return the exit code."""
    try:
        code = _told(run)
        flush()  # after a refusal too: what Python cannot write when it exits has a code of its own
    except Stop as stop:
        return _stopped(stop)
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the edge: nothing may print a traceback, for it can hold case data
        return _crashed(error)
    return code


def _told(run: Callable[[], object]) -> int:
    """Run a command; what the rules, the store or the usage say against it becomes sentences and an exit code."""
    try:
        code = run()
    except Stop as stop:
        return _stopped(stop)
    except TyperException as error:
        return _misused(error)
    except StoreError as error:
        return _failed(error)
    return code if isinstance(code, int) else ExitCode.DONE


def _stopped(stop: Stop) -> int:
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
