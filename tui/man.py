"""The manual page, made of the help of all commands: `python -m tui.man > docs/foureyes.1`.

In the macros of man(7), with what groff and mandoc both read.
"""

import re
import sys
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

import typer

from tui.cli import DOCKET_VARIABLE, app
from tui.output import ExitCode

_NOT_SAID = re.compile(r" <[^|>]*>$|  \[required\]$")
"""What Typer puts behind a name or a text, and the page says otherwise."""
_ENDS = {
    ExitCode.DONE: "Done.",
    ExitCode.REFUSED: "Refused, bad data, or a disk that took nothing.",
    ExitCode.USAGE: "The command was written wrongly.",
    ExitCode.BUSY: "Another process is at work: try again.",
    ExitCode.DAMAGED: "The docket is damaged, or of a newer format.",
    ExitCode.UNWRITTEN: "The output could not be written: what was done is said on standard error.",
    ExitCode.INTERRUPTED: "Interrupted.",
}
_VARIABLES = {
    DOCKET_VARIABLE: "The docket that is reviewed if no command is given.",
    "FOUREYES_REVIEWER": "Who you are, where the policy lets you say so.",
    "NO_COLOR": "If it is set, screens have no colours.",
}


def page() -> str:
    """The whole page, with a line feed at its end."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    program: Any = typer.main.get_command(app)
    context = typer.Context(program, info_name="foureyes")
    yield r".\" Made by python -m tui.man: change the help of the commands instead."
    yield f'.TH FOUREYES 1 "" "foureyes {version("foureyes")}" "User Commands"'
    first, *paragraphs = _paragraphs(program.help)
    yield from (".SH NAME", rf"foureyes \- {_text(first.rstrip('.')[0].lower() + first.rstrip('.')[1:])}")
    yield from (".SH SYNOPSIS", r"\fBfoureyes\fR [\fIOPTION\fR]... [\fICOMMAND\fR [\fIARGUMENT\fR]...]")
    yield ".SH DESCRIPTION"
    for paragraph in paragraphs:
        yield from (".PP", _text(paragraph))
    yield from (".SH OPTIONS", *_options(program, context))
    yield ".SH COMMANDS"
    for name in program.list_commands(context):
        yield from _command(name, program.get_command(context, name), context)
    for title, said in (("EXIT STATUS", {str(int(code)): text for code, text in _ENDS.items()}),
                        ("ENVIRONMENT", _VARIABLES)):  # fmt: skip
        yield f".SH {title}"
        for name, text in said.items():
            yield from _item(name, text)


def _command(name: str, command: Any, above: typer.Context) -> Iterator[str]:
    context = typer.Context(command, info_name=name, parent=above)
    arguments = [one for one in command.get_params(context) if one.param_type_name == "argument"]
    needed = [one for one in command.get_params(context) if one.param_type_name == "option" and one.required]
    words = [_text(name), *map(_written, arguments), *(_text(f"{one.opts[0]} {one.metavar}") for one in needed)]
    yield f".SS foureyes {' '.join(words)} [OPTION]..."
    first, *more = _paragraphs(command.help)
    yield _text(first)
    for paragraph in more:
        yield from (".PP", _text(paragraph))
    for one in arguments:
        yield from _item(*one.get_help_record(context))
    yield from _options(command, context)


def _options(command: Any, context: typer.Context) -> Iterator[str]:
    for one in command.get_params(context):
        if one.param_type_name == "option" and one.name != "help":
            yield from _item(*one.get_help_record(context))


def _item(name: str, text: str) -> Iterator[str]:
    yield from (".TP", rf"\fB{_text(_NOT_SAID.sub('', name))}\fR", _text(_NOT_SAID.sub("", text)))


def _written(argument: Any) -> str:
    name = _text(argument.metavar or argument.name.upper())
    name = f"{name}..." if argument.nargs == -1 and not name.endswith("...") else name
    return name if argument.required else f"[{name}]"


def _paragraphs(text: str) -> list[str]:
    return [" ".join(one.split()) for one in text.split("\n\n")]


def _text(text: str) -> str:
    r"""One line as roff has it: nothing in it is a command, and a hyphen is the character that people type."""
    escaped = text.replace("\\", r"\e").replace("-", r"\-")
    escaped = "".join(one if one.isascii() else rf"\[u{ord(one):04X}]" for one in escaped)
    return rf"\&{escaped}" if escaped.startswith((".", "'")) else escaped


if __name__ == "__main__":
    sys.stdout.write(page())
