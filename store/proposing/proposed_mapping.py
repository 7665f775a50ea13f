"""A mapping to begin with, for a file that somebody has been sent: all of it is taken in as it is, nothing is dropped.

Each choice stands with its reason, for whoever knows the file better. What stands in the file is data: it comes into
the mapping as strings of TOML and into comments as visible text, and nothing of it can be a line of its own.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from store.case.check import name_fault
from store.importing.mapping import name_in_ids
from store.limits import NAME
from store.plural import plural
from store.proposing.column_profile import ColumnProfile
from store.proposing.doubts import beside_words, doubts_of, worded_words
from store.proposing.evidence_choice import EVENT, Item, is_text, items_of
from store.proposing.id_choice import ENOUGH, alone, counting, id_columns, shared_ids
from store.proposing.id_names import is_id, words_of
from store.proposing.known_format import Known, readers_of
from store.proposing.profile import Profile, Progress
from store.proposing.table_profile import Layout
from store.proposing.text_form import Text
from store.proposing.toml_text import TomlWriter, array, string
from store.proposing.trial import Trial, tried
from store.text import blank, is_hidden, listed, quoted

_LISTED = 200
"""Columns that are listed as fields one by one; of a file with more the rest is fields by their own names."""
_TITLES = re.compile("title|titel|headline|betreff|caption")
_SUMMARIES = re.compile("summary|(short|brief)[_ ]description|zusammenfassung", re.IGNORECASE)
"""What trackers of issues call a title; elsewhere it may be a long text."""
_REFERENCE_TITLES = ("TI", "T1")
_SUMMARY = 255
_KEY = re.compile("[0-9a-f-]{16,}…?", re.IGNORECASE)
"""What only programs read: UUIDs and hashes."""
_UNIX = {"unix": "seconds since 1970", "unix_ms": "milliseconds since 1970"}
_NEXT_FILE = "A file of another name has other ids; one of the same name revises these cases."
_NEXT_NUMBERS = "A file in which ids begin so has the same ones, and revises these cases: begin its ids otherwise."
_SHORT = 60
"""Characters of a value that can be part of a title."""


class Proposal(Struct, frozen=True):
    """A mapping as TOML, the items that it makes, and what a person has to look at, in sentences."""

    mapping: str
    items: tuple[Item, ...]
    doubts: tuple[str, ...]


def proposal(
    profile: Profile,
    *,
    own_kinds: bool = False,
    known: Known | None = None,
    progress: Progress = lambda _: None,
) -> Proposal:
    """What to begin with, tried on the file; raises `BadInput` if it is none any more.

    With `own_kinds` each item is of a kind of its own, which a policy then has to have. `known` are mappings by the
    names under which `--map` finds them: one that was written for such a file is named.
    """
    out = TomlWriter()
    _write_reading(profile, out)
    ids, told = _write_case(profile, out)
    items = items_of(profile, ids)
    items = [one.with_own_kind() for one in items] if own_kinds else items
    _write_fields(profile, ids, items, out)
    for item in items:
        _write_item(item, out)
    _write_group(profile, ids, out)
    trial = tried(profile.path, out.text, {one.kind for one in items}, progress)
    names = " or ".join(f"--map {one}" for one in readers_of(profile, known or {}))
    alike = [f"This looks like what {names} reads."] if names else []
    doubts = (*alike, *doubts_of(profile, trial), told)
    return Proposal(_head(profile, trial, alike) + out.text, tuple(items), doubts)


def _head(profile: Profile, trial: Trial, alike: list[str]) -> str:
    """What the mapping is for, which one there is already, and how much of the file comes in by it."""
    out = TomlWriter()
    for sentence in alike:
        out.remark(sentence)
    more = "more than " if profile.columns.left_out else ""
    size = f"{plural(profile.rows, 'case')} of {more}{plural(len(profile.columns), 'column')} each"
    out.remark(f"A mapping for {profile.name}: {size}.")
    out.remark(f"{_taken(profile, trial)} Change what you know better; docs/mapping.md has every key.")
    return out.text


def _taken(profile: Profile, trial: Trial) -> str:
    """How much of the file comes in."""
    if not trial.rejected:
        return "All of it is taken in as it is."
    if trial.rejected < trial.rows:
        return f"All columns are taken in as they are, but import rejects {trial.rejected:,} of its rows."
    instead = " Write one of the records below." if profile.within else ""
    return f"Nothing of it would be taken in: {trial.rejects[0].reason}{instead}"


def _write_reading(profile: Profile, out: TomlWriter) -> None:
    """Format, encoding, delimiter, sheet, header, totals, dates and numbers, each with its reason."""
    out.line(f"format = {string(profile.format)}")
    if profile.text:
        _write_text(profile.text, out)
    if profile.sheet:
        out.line(f"sheet = {string(profile.sheet.name)}", "the sheet that was read")
        for remark in profile.sheet.remarks:
            out.remark(remark)
    if profile.layout:
        _write_layout(profile.layout, out)
    if profile.records is not None:
        out.line(f"records = {string(profile.records)}", "where the objects stand in the document")
        if profile.beside:
            out.remark(beside_words(profile.beside))
    if profile.nan:
        out.line('nan = "blank"', "NaN stands in it, which is no JSON; Python writes it where pandas has no value")
    if profile.keyed:
        out.remark(profile.keyed)
    for path, count in profile.within:
        out.option(f"records = {string(path)}", f"to have each of these {count:,} as a case instead")
    _write_dates(profile, out)
    _write_numbers(profile, out)
    out.line('rest = "fields"', "a column of which nothing is said below is a field of its own name")


def _write_text(text: Text, out: TomlWriter) -> None:
    found = text.encoding
    if text.wide:
        out.remark(f"Its first bytes say that it is {text.wide.upper()}: no encoding has to be named.")
    elif not found.line:
        out.line(f"encoding = {string(found.name)}", f"its bytes are {found.name}")
    else:
        out.line(f"encoding = {string(found.name)}", f"a proposal: a line of the file reads {quoted(found.line)}")
        for other in found.others:
            out.remark(f"With {string(other.encoding)} it would read {quoted(other.line)} for {quoted(other.instead)}.")
    if text.delimiter:
        out.line(f"delimiter = {string(text.delimiter.mark)}", text.delimiter.reason)
    if text.bare:
        out.line('quote = ""', "quotation marks are only characters: rows have one number of cells only so")
    if text.blanks:
        out.line(
            "skip_blanks = true",
            "blanks stand before quotation marks that open cells; those before other cells go, too",
        )
    if text.escapes:
        out.line('escape = "\\\\"', "a backslash stands before quotation marks in cells, and none is doubled")


def _write_layout(layout: Layout, out: TomlWriter) -> None:
    out.line(f"header_row = {layout.header.line}", layout.header.reason)
    if layout.header.line and layout.header.place == 0:
        out.remark("If that row is a case and names nothing, write 0.")
    if layout.second.lines:
        out.line(f"skip_rows = [{', '.join(map(str, layout.second.lines))}]", f"not read: {layout.second.words}")
    if layout.worded:
        out.remark(worded_words(layout.worded))
    if layout.totals.rows:
        out.line(f"skip_end = {layout.totals.rows}", f"not read at the end: {layout.totals.reason}")
    for remark in layout.remarks:
        out.remark(remark)


def _write_dates(profile: Profile, out: TomlWriter) -> None:
    formats: dict[str, list[ColumnProfile]] = {}
    for column in profile.columns:
        if column.date_format:
            formats.setdefault(column.date_format, []).append(column)
        elif len(column.dates.formats) > 1:
            _write_either(column, out)
    if not formats:
        return
    usual, *others = sorted(formats, key=lambda one: -len(formats[one]))
    first = formats[usual][0]
    proof = first.dates.span.proof if first.dates.span else ""
    shown = f"{quoted(proof)} in {quoted(first.name)} can be read in no other way" if proof else _how(usual, first)
    others_so = f"; written alike: {listed([one.name for one in formats[usual][1:]])}" if formats[usual][1:] else ""
    out.line(f"date_format = {string(usual)}", f"{shown}{others_so}")
    for other in others:
        names = listed([one.name for one in formats[other]])
        out.remark(f"{names}: a date of these is written {{column = ..., date_format = {string(other)}}}")


def _write_either(column: ColumnProfile, out: TomlWriter) -> None:
    said = f"{quoted(column.name)} holds dates such as {quoted(column.examples[0])}, of which none shows"
    out.remark(f"{said} whether the day or the month stands first: it is left as text.")
    either = " or ".join(map(string, column.dates.formats))
    out.remark(f"To have it read as dates, say which: date_format = {either}")


def _write_numbers(profile: Profile, out: TomlWriter) -> None:
    written = [one for one in profile.columns if one.numbers.decimal and one.numbers.span and not one.native]
    if not written:
        return
    marks = Counter(one.numbers.decimal for one in written)
    mark = marks.most_common(1)[0][0]
    first = next(one for one in written if one.numbers.decimal == mark)
    span = first.numbers.span
    out.line(f"decimal = {string(mark)}", f"{span[0].text} to {span[1].text} in {quoted(first.name)}" if span else "")
    thousands = "".join({one.numbers.thousands for one in written if one.numbers.decimal == mark})
    if thousands:
        out.line(f"thousands = {string(thousands)}", "stands between the thousands")
    names = [one.name for one in written if one.numbers.decimal == mark]
    out.option(f"numbers = {array(names)}", "to have these as numbers; without, they stay text as they are written")


def _how(form: str, column: ColumnProfile) -> str:
    return f"{_UNIX.get(form, 'written so')} in {quoted(column.name)}"


def _write_case(profile: Profile, out: TomlWriter) -> tuple[frozenset[str], str]:
    """The id, and what of the rest of a case can be told; the column that is the id alone, and what the id means."""
    out.gap()
    out.line("[case]")
    ids, told = _write_id(profile, out)
    if title := _title(profile, ids):
        out.line(f"title = {string(title[0]) if len(title) == 1 else array(title)}", "what lists show of a case")
    days = [one.name for one in profile.columns if one.date_format is not None]
    if days:
        out.option(f"due = {string(days[0])}", f"the day by which to decide, if a column holds it: {listed(days)}")
    out.option('subject = "..."', "the column that names the person whom a case is about, if there is one")
    return frozenset(ids[:1] if len(ids) == 1 else ()), told


def _write_id(profile: Profile, out: TomlWriter) -> tuple[tuple[str, ...], str]:
    """The columns of the id, none for the number of the row; and what it means for the next file, for people."""
    ids, reason = _id(profile)
    begins = name_in_ids(profile.path)
    numbered = '{file = true, row = "-"}' if begins else '{row = "row-"}'
    if ids:
        out.line(f"id = {string(ids[0]) if len(ids) == 1 else array(ids)}", reason)
        said = "A case of another file that has the same id is a revision of this one, not a case of its own."
        out.remark(f"{said} If that is wrong, write {numbered}.")
        return ids, f"The id of a case is {' and '.join(map(quoted, ids))}. {said}"
    out.line(f"id = {numbered}", reason)
    out.remark(f"Next month's file, too, numbers its rows from the top. {_NEXT_FILE if begins else _NEXT_NUMBERS}")
    unsure = [one.name for one in profile.columns if is_id(one.name) and not (one.repeated or one.counted)]
    if unsure:
        out.remark(f"Too many rows to be sure that each has another one, but so it seems: {listed(unsure)}")
    others = [one.name for one in alone(profile.columns, profile.rows) if one.date_format is None and not is_text(one)]
    if others:
        out.remark(f"Different in each row as well, if one of them names a case: {listed(others)}")
    number = "the name of the file and the number of its row" if begins else 'the number of its row behind "row-"'
    told = f"The id of a case is {number}. {_NEXT_FILE if begins else _NEXT_NUMBERS}"
    for one in counting(profile.columns, profile.rows):
        first = one.numbers.span[0].text if one.numbers.span else ""
        said = (
            f"{quoted(one.name)} is called an id, and counts the rows from {first}, as the next file may count its own."
        )
        said += f" If it is the id of a case, write id = {string(one.name)}."
        out.remark(said)
        told += f" {said}"
    return (), told


def _id(profile: Profile) -> tuple[tuple[str, ...], str]:
    """The columns of the id, none for the number of the row, and why."""
    if found := id_columns(profile.columns, profile.rows):
        others = f"; so is {listed([one.name for one in found[1:]])}" if found[1:] else ""
        return (found[0].name,), f"called an id, filled, and different in each of {profile.rows:,} rows{others}"
    pair = profile.layout.pair if profile.layout else None
    if pair and profile.rows >= ENOUGH:
        return pair, f"no two of {profile.rows:,} rows share both; they are joined with a -"
    return (), "no column proves to be an id by its name and by enough rows: so the file's name and the row's number"


def _title(profile: Profile, ids: tuple[str, ...]) -> list[str]:
    """A column that is called a title, or else two that say something short."""
    filled = [one for one in profile.columns if one.filled and not one.structured and one.name not in ids]
    called = [one.name for one in filled if any(map(_TITLES.fullmatch, words_of(one.name.rpartition(".")[2])))]
    called += [] if called else [one.name for one in filled if _is_summary(one, profile)]
    if called:
        return [min(called, key=len)]
    short = [one for one in filled if one.longest <= _SHORT and one.distinct > 1 and one.filled == profile.rows]
    return [one.name for one in short if not (is_text(one) or _says_little(one))][:2]


def _is_summary(column: ColumnProfile, profile: Profile) -> bool:
    if profile.format == "ris":
        return column.name in _REFERENCE_TITLES
    return column.longest <= _SUMMARY and _SUMMARIES.fullmatch(column.name.strip()) is not None


def _says_little(column: ColumnProfile) -> bool:
    """Whether it holds dates, numbers, yes and no, keys for programs, or marks such as - for what is blank."""
    plain = {one.casefold() for one in column.examples} <= {"true", "false", "yes", "no"}
    keys = all(map(_KEY.fullmatch, column.examples)) or not all(any(map(str.isalpha, one)) for one in column.examples)
    return plain or keys or column.numbers.any or bool(column.dates.formats)


def _write_fields(profile: Profile, ids: frozenset[str], items: list[Item], out: TomlWriter) -> None:
    read = {name for one in items for name in one.columns if not one.each and not one.whole}
    read |= {one.each.removesuffix("[]") for one in items if one.each}
    listed = [one for one in profile.columns if one.filled or profile.layout or name_fault(one.name)]
    rest = [one for one in listed if one.name not in read | ids]
    out.gap()
    out.line("[fields]", "our name = their column")
    taken = {one.name for one in profile.columns}
    for column in rest:
        ours = _field_name(column.name, profile.called(column.name), taken)
        if (
            ours != column.name
            or len(rest) <= _LISTED
            or any(one.whole and column.name in one.columns for one in items)
        ):
            out.line(f"{string(ours)} = {string(column.name)}", column.words(profile.rows))


def _write_item(item: Item, out: TomlWriter) -> None:
    out.gap()
    out.line("[[evidence]]")
    out.line(f"id = {string(item.id)}")
    out.line(f"kind = {string(item.kind)}", "a kind of evidence that the policy has")
    out.line(f"label = {string(item.label)}")
    if item.each:
        out.line(f"each = {string(item.each)}", item.reason)
    single = len(item.columns) == 1
    out.line(f"text = {string(item.columns[0]) if single else array(item.columns)}", "" if item.each else item.reason)


def _write_group(profile: Profile, ids: frozenset[str], out: TomlWriter) -> None:
    """How the rows that share an id would be one case: ready to be taken in place of what stands above."""
    if profile.layout is None:
        return
    for column in shared_ids(profile.columns, profile.rows)[:1]:
        out.gap()
        out.remark(f"{profile.rows:,} rows share {column.distinct:,} values of {quoted(column.name)}. To have all rows")
        out.remark('that share one as one case, write this in place of [case] and all below it, and rest = "drop"')
        out.remark("above it. What is the same in all rows of a case can be a field.")
        for line in _group(column, [one.name for one in profile.columns if one.filled and one is not column]):
            out.option(line)


def _group(column: ColumnProfile, others: list[str]) -> Iterator[str]:
    yield "[case]"
    yield f"id = {string(column.name)}"
    yield "group = true"
    yield "[[evidence]]"
    yield 'id = "row"'
    yield f"kind = {string(EVENT)}"
    yield 'label = "Row"'
    yield f"text = {array(others)}"
    yield "rows = true"


def _field_name(column: str, called: str, taken: set[str]) -> str:
    """The name of a field for a column: what it is called, or one like that which can be typed and told apart."""
    if called == column and not name_fault(column):
        return column
    seen = "".join(" " if one.isspace() else one for one in called if one.isspace() or not is_hidden(one))
    plain = unicodedata.normalize("NFC", " ".join(seen.split()))[: NAME - 10].strip()
    base = "field" if blank(plain) or name_fault(plain) else plain
    name, number = base, 2
    while name in taken:
        name, number = f"{base} {number}", number + 1
    taken.add(name)
    return name
