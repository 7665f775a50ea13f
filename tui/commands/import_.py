"""`import`: cases from files, with the plan said beforehand and every rejected row named."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec.structs import asdict

from store.fields import SUBJECT, field_of
from store.model import Arrival, Imported, Refusal, Reject
from store.out_file import must_not_be_read
from store.plural import plural
from store.text import quoted
from tui import completion
from tui.commands.common import AsJson, Desk, DocketPath, Reviewer, command, desk, refuse
from tui.commands.dry_run import DryRun
from tui.commands.progress import bytes_read
from tui.commands.rejected import RejectsTold, TooManyRejects
from tui.output import ExitCode, Stop, on_terminal, put, put_json, say
from tui.samples import mapping_file
from tui.terminal.ctrl_c import CtrlC, ctrl_c

if TYPE_CHECKING:
    from store.importing import Arrivals


def import_(
    docket: DocketPath,
    files: Annotated[list[str], typer.Argument(metavar="FILE", help="CSV, XLSX, JSON or RIS; - is stdin.")],
    mapping: Annotated[
        str,
        typer.Option(
            "--map",
            metavar="NAME|FILE",
            help="What the file holds: a mapping that ships, or a TOML file.",
            autocompletion=completion.mappings,
        ),
    ] = "",
    rejects: Annotated[Path | None, typer.Option("--rejects", metavar="FILE", help="Keep rejected rows here.")] = None,
    file_format: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="csv, tsv, json, jsonl, xlsx or ris.")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Take in nothing if one row is rejected.")] = False,
    most: Annotated[
        int | None,
        typer.Option("--at-most-rejects", metavar="N", min=0, help="Take in nothing if more are.", show_default=False),
    ] = None,
    as_json: AsJson = False,
    reviewer: Reviewer = None,
) -> None:
    """Take in cases from files."""
    if files.count("-") > 1 or ("-" in files and sys.stdin is None):
        raise Stop("Standard input can be read once, and only where there is one.", ExitCode.USAGE)
    with ctrl_c() as key:
        try:
            with desk(docket, reviewer) as at, ExitStack() as stack:
                how = mapping_file(mapping) if mapping else None
                if rejects is not None:
                    must_not_be_read(rejects, [Path(one) for one in (*files, how) if one and one != "-"])
                told = RejectsTold(rejects, stack, most, dry_run=dry_run)
                seen = DryRun(at) if dry_run else None
                done: Imported | Refusal
                stopped: TooManyRejects | None = None
                try:
                    done = take_in(at, files, how, told.reject, key, file_format=file_format, seen=seen, strict=strict)
                except TooManyRejects as stop:  # the rows that were rejected so far are kept all the same
                    stopped, done = stop, Imported("", 0, 0, 0, told.count)
                if isinstance(done, Refusal):
                    refuse(done, as_json)
        except KeyboardInterrupt:
            raise Stop("Interrupted: nothing was taken in.", ExitCode.INTERRUPTED) from None
        told.rest()
        if as_json:
            put_json({"dry_run": dry_run, **asdict(done), "out_of_scope": told.out_of_scope})
        if stopped:
            raise stopped
        for line in seen.sentences() if seen and not as_json else ():
            put(line)
        say(_summary(done, told.out_of_scope, dry_run=dry_run, strict=strict))
        if on_terminal(sys.stderr) and (done.cases or done.revisions):
            say("Take them in without --dry-run." if dry_run else f"Read them with: {command('review', str(docket))}")
        if key.pressed:
            raise Stop("Interrupted, but too late: that was done already.", ExitCode.INTERRUPTED)
    if done.rejected:
        raise typer.Exit(ExitCode.REFUSED)


def take_in(
    at: Desk,
    files: list[str],
    mapping: Path | None,
    on_reject: Callable[[Reject], None],
    key: CtrlC,
    *,
    file_format: str = "",
    seen: DryRun | None = None,
    strict: bool = False,
    tell: Callable[[str], None] = say,
    sources: tuple[str, ...] = (),
) -> Imported | Refusal:
    """Import files as one batch, telling how each is read and what is odd; `sources` are recorded in place of paths.

    `KeyboardInterrupt` means that nothing was taken in.
    """
    from store.importing import mapping as mappings
    from store.importing import read
    from store.importing.mapping import From

    mapped = mappings.load(mapping) if mapping else None
    with ExitStack() as stack, bytes_read(files) as progress:
        opened = [
            stack.enter_context(read(file, at.policy, mapped, file_format=file_format or None, progress=progress))
            for file in files
        ]
        for arrivals in opened:
            first, *columns = arrivals.plan.sentences()
            for sentence in (first, *(columns if seen else ())):
                tell(sentence)
        in_turn = _InTurn(opened, key, tell, seen)
        answer = at.docket.import_cases(
            at.reviewer,
            in_turn,
            sources or tuple(arrivals.plan.source for arrivals in opened),
            dry_run=seen is not None,
            strict=strict,
            on_reject=on_reject,
        )
    if isinstance(answer, Refusal):
        return answer
    if answer.revisions and mapped and isinstance(mapped.case.id, From) and mapped.case.id.row is not None:
        tell(
            f"Revisions of what had the same numbers of rows before: {answer.revisions:,}. Where this is another file, "
            "begin its ids in another way: file = true beside row, in [case] of the mapping, takes the file's name."
        )
    if unseen := in_turn.unseen(at.policy.case.masked):
        names = ", ".join(map(quoted, unseen))
        tell(f"Masked by the policy, and in no case of this import: {names}. Are all fields spelt as it spells them?")
    return answer


class _InTurn(Iterator[Arrival | Reject]):
    """Several files as one import.

    Ctrl-C counts while cases are read. The one record that takes them all in cannot be broken off.
    """

    def __init__(self, files: "list[Arrivals]", key: CtrlC, tell: Callable[[str], None], seen: DryRun | None) -> None:
        self._files, self._key, self._tell, self._seen = files, key, tell, seen
        self._rows = self._each()
        self._counts: list[int] = []
        self._fields: set[str] = set()
        self._any = False

    def __next__(self) -> Arrival | Reject:
        try:
            self._key.welcome()
            return next(self._rows)
        except KeyboardInterrupt:
            self._tell_how_far()
            raise
        finally:
            self._key.wait()

    def unseen(self, masked: Iterable[str]) -> list[str]:
        """Which of these names no case had; none if there was no case."""
        return [name for name in masked if self._any and field_of(name, self._fields) is None]

    def _each(self) -> Iterator[Arrival | Reject]:
        for file in self._files:
            self._counts.append(0)
            for one in file:
                self._counts[-1] += 1
                if isinstance(one, Arrival):
                    self._any = True
                    self._fields.update(one.case.fields, [SUBJECT] if one.case.subject else [])
                    if self._seen:
                        self._seen.case(one.case)
                yield one
            if file.ending:
                self._tell(file.ending)

    def _tell_how_far(self) -> None:
        if len(self._files) > 1:
            for file, count in zip_longest(self._files, self._counts):
                read = plural(count, "case was", "cases were") if count else "not"
                self._tell(f"{file.plan.source}: {read} read.")


def _summary(done: Imported, out_of_scope: int, *, dry_run: bool, strict: bool) -> str:
    if strict and done.rejected:
        return f"Nothing was taken in: {done.rejected} rejected, and --strict wants all or nothing."
    scope = f", {out_of_scope} of them out of scope" if out_of_scope else ""
    would = "Would take in" if dry_run else "Took in"
    return (
        f"{would} {done.cases} new and {plural(done.revisions, 'revised case')}; "
        f"{done.skipped} were there already, {done.rejected} rejected{scope}."
    )
