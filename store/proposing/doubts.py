"""What a person has to know before they rely on what is proposed for a file: what is guessed, left out, or damaged."""

from collections.abc import Iterator, Sequence

from store.case.check import name_fault
from store.limits import COLUMNS
from store.proposing.profile import ANOTHER_SHEET, Profile
from store.proposing.table_profile import Layout
from store.proposing.text_form import Text
from store.proposing.trial import Trial
from store.text import quoted

_NAMED = 8
_OTHERWISE = "If another row does, say which as header_row."


def doubts_of(profile: Profile, trial: Trial) -> Iterator[str]:
    """In sentences, none if there is nothing of that kind."""
    if profile.text:
        yield from _text(profile.text)
    if profile.sheet:
        yield f"Read: the sheet {quoted(profile.sheet.name)}."
        yield from profile.sheet.remarks
        if profile.sheet.remarks:
            yield ANOTHER_SHEET
    if profile.beside:
        yield beside_words(profile.beside)
    if profile.within:
        path, count = profile.within[0]
        yield f"To have each of the {count:,} at {quoted(path)} as a case instead, write it as records in the mapping."
    if profile.nan:
        yield "NaN stands in it, which is no JSON: it is read as blank."
    if profile.keyed:
        yield profile.keyed
    if profile.ending:
        yield profile.ending
    if profile.layout:
        yield from _layout(profile.layout)
    for one in trial.rejects[:_NAMED]:
        where = f"{one.line:,} in {quoted(one.column)}" if one.column else f"{one.line:,}"
        yield f"Rows that import rejects: {one.rows:,}; the first, {where}: {one.reason}"
    if profile.columns.left_out:
        yield f"There are more than {COLUMNS:,} columns, and those beyond were not looked at."
    for column in profile.columns:
        if column.numbers.spoilt:
            said = f"{quoted(column.name)} holds {quoted(column.numbers.spoilt)}: a spreadsheet program has put that"
            yield f"{said} in place of many digits. They are lost; ask for the file as it was."
        if fault := name_fault(column.name):
            yield f"The name of the column {quoted(column.name)} {fault}; the field is called in another way."


def _text(text: Text) -> Iterator[str]:
    found = text.encoding
    if found.line:
        first, *others = found.others or (None,)
        said = f"The encoding is a guess: with {found.name} a line reads {quoted(found.line)}"
        said += f", with {first.encoding} {quoted(first.line)}" if first else ""
        said += f"; {', '.join(one.encoding for one in others if one)} would fit too" if others else ""
        yield f"{said}. If that is wrong, write another encoding in the mapping."


def _layout(layout: Layout) -> Iterator[str]:
    header = layout.header
    if header.line == 0:
        yield f"No row names the columns; they are called column 1, column 2 ... here. {_OTHERWISE}"
    elif header.guess:
        said = f"That row {header.line} names the columns is a guess: it reads {header.guess}, and in no column"
        yield f"{said} that it names are two cells of three numbers or dates. If it is a case, write header_row = 0."
    if header.place:
        yield f"Not read: what stands above row {header.line}, which names the columns. {_OTHERWISE}"
    if layout.second.lines:
        yield f"Not read: {layout.second.words}."
    if layout.worded:
        yield worded_words(layout.worded)
    if layout.totals.rows:
        yield f"Left out at the end of the file: {layout.totals.reason}. If that is a case, write skip_end = 0."
    if layout.empty:
        yield f"Rows in which nothing stands: {layout.empty:,}. They are no cases, and import leaves them out."
    if layout.repeats.rows:
        said = f"Rows that repeat the header: {layout.repeats.rows:,}, the first in row {layout.repeats.first:,}"
        yield f"{said}. They are no cases, and import leaves them out."


def worded_words(lines: Sequence[int]) -> str:
    """Which rows below the header may be none that a case is."""
    numbers = ", ".join(map(str, lines))
    if len(lines) == 1:
        which, what = f"Row {numbers}, below the header, holds", "it is no case"
    else:
        which, what = f"Rows {numbers}, below the header, hold", "they are no cases"
    said = f"{which} no number or date in the columns in which the rows below do"
    return f"{said}. If {what}, write skip_rows = [{numbers}]."


def beside_words(keys: Sequence[str]) -> str:
    """What stands beside the records of a document, and is not read."""
    more = f" and {len(keys) - _NAMED:,} more" if len(keys) > _NAMED else ""
    return f"Not read: {', '.join(map(quoted, keys[:_NAMED]))}{more}, which stand beside the records."
