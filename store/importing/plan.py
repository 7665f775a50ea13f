"""What an import will do, in words: shown by a dry run and in the summary, so that no guess is made silently."""

from collections.abc import Iterator

from msgspec import Struct


class Use(Struct, frozen=True):
    """What becomes of a column; `becomes` holds several things where it is used more than once."""

    column: str
    becomes: str


class Plan(Struct, frozen=True):
    """How one source is read: its format and dialect, what each column becomes, and what else there is to say."""

    source: str
    format: str
    encoding: str
    delimiter: str | None
    dates: str
    uses: tuple[Use, ...] = ()
    remarks: tuple[str, ...] = ()

    def sentences(self) -> Iterator[str]:
        """The plan, line by line, safe to show."""
        dialect = f", cells separated by {_named(self.delimiter)}" if self.delimiter else ""
        yield f"{self.source}: {self.format}, {self.encoding}{dialect}, dates {self.dates}."
        for use in self.uses:
            yield f"  {use.column} -> {use.becomes}"
        yield from (f"  {remark}" for remark in self.remarks)


def _named(delimiter: str) -> str:
    return {"\t": "tab", " ": "space", ",": "comma", ";": "semicolon"}.get(delimiter, f'"{delimiter}"')
