"""What an import will do, in words: shown by a dry run and in the summary, so that no guess is made silently."""

from collections.abc import Iterator

from msgspec import Struct

from store.text import quoted


class Use(Struct, frozen=True):
    """What becomes of a column; `becomes` holds several things where it is used more than once."""

    column: str
    becomes: str


class ImportPlan(Struct, frozen=True):
    """How one source is read: its format and dialect, what each column becomes, and what else there is to say.

    A workbook has a `sheet`, and neither encoding nor delimiter.
    """

    source: str
    format: str
    encoding: str | None
    delimiter: str | None
    dates: str
    uses: tuple[Use, ...] = ()
    remarks: tuple[str, ...] = ()
    sheet: str | None = None

    def sentences(self) -> Iterator[str]:
        """The plan, line by line, safe to show."""
        encoding = f", {self.encoding}" if self.encoding else ""
        dialect = f", cells separated by {_named(self.delimiter)}" if self.delimiter else ""
        sheet = "" if self.sheet is None else f", sheet {quoted(self.sheet)}"
        yield f"{self.source}: {self.format}{sheet}{encoding}{dialect}, dates {self.dates}."
        for use in self.uses:
            yield f"  {use.column} -> {use.becomes}"
        yield from (f"  {remark}" for remark in self.remarks)


def _named(delimiter: str) -> str:
    return {"\t": "tab", " ": "space", ",": "comma", ";": "semicolon"}.get(delimiter, f'"{delimiter}"')
