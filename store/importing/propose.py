"""A mapping to begin with, for a file that somebody has been sent: all of it is taken in as it is, nothing is dropped.

Each choice stands with its reason, for whoever knows the file better. What stands in the file is data: it comes into
the mapping as strings of TOML and into comments as visible text, and nothing of it can be a line of its own.
"""

import re
import unicodedata
from collections.abc import Iterator

from msgspec import Struct

from store.case.check import name_fault
from store.importing.column_profile import ColumnProfile
from store.importing.doubts import doubts_of
from store.importing.evidence_choice import EVENT, Item, is_text, items_of
from store.importing.id_choice import ENOUGH, alone, id_columns, prefix_of, shared_ids
from store.importing.id_names import is_id, words_of
from store.importing.profile import Profile
from store.importing.propose_reading import write_reading
from store.limits import NAME
from store.text import blank, is_hidden, quoted
from store.toml_text import TomlWriter, array, string

_LISTED = 200
"""Columns that are listed as fields one by one; of a file with more the rest is fields by their own names."""
_TITLES = re.compile("title|titel|headline|betreff|caption")
_SHORT = 60
"""Characters of a value that can be part of a title."""


class Proposal(Struct, frozen=True):
    """A mapping as TOML, the items that it makes, and what a person has to look at, in sentences."""

    mapping: str
    items: tuple[Item, ...]
    doubts: tuple[str, ...]


def proposal(profile: Profile, *, own_kinds: bool = False) -> Proposal:
    """What to begin with. With `own_kinds` each item is of a kind of its own, which a policy then has to have."""
    out = TomlWriter()
    out.remark(f"A mapping for {profile.name}: {profile.rows:,} cases of {len(profile.columns):,} columns each.")
    out.remark(f"{_taken(profile)} Change what you know better; docs/mapping.md has every key.")
    write_reading(profile, out)
    ids, told = _write_case(profile, out)
    items = items_of(profile, ids)
    items = [one.with_own_kind() for one in items] if own_kinds else items
    _write_fields(profile, ids, items, out)
    for item in items:
        _write_item(item, out)
    _write_group(profile, ids, out)
    return Proposal(out.text, tuple(items), (*doubts_of(profile), told))


def _taken(profile: Profile) -> str:
    """How much of the file comes in."""
    if profile.rejected:
        return f"All columns are taken in as they are, but import rejects {profile.rejected:,} of its rows."
    if any(one.unstorable for one in profile.columns):
        return "All columns are taken in as they are, but import rejects rows with text that no case can hold."
    return "All of it is taken in as it is."


def _write_case(profile: Profile, out: TomlWriter) -> tuple[frozenset[str], str]:
    """The id, and what of the rest of a case can be told; the column that is the id alone, and what the id means."""
    out.gap()
    out.line("[case]")
    ids, told = _write_id(profile, out)
    if title := _title(profile, ids):
        out.line(f"title = {string(title[0]) if len(title) == 1 else array(title)}", "what lists show of a case")
    days = [one.name for one in profile.columns if one.date_format is not None]
    if days:
        out.option(f"due = {string(days[0])}", f"the day by which to decide, if a column holds it: {_names(days)}")
    out.option('subject = "..."', "the column that names the person whom a case is about, if there is one")
    return frozenset(ids[:1] if len(ids) == 1 else ()), told


def _write_id(profile: Profile, out: TomlWriter) -> tuple[tuple[str, ...], str]:
    """The columns of the id, none for the number of the row; and what it means for the next file, for people."""
    ids, reason = _id(profile)
    if ids:
        out.line(f"id = {string(ids[0]) if len(ids) == 1 else array(ids)}", reason)
        said = "A case of another file that has the same id is a revision of this one, not a case of its own."
        out.remark(f"{said} If that is wrong, write {{row = {string(prefix_of(profile.path))}}}.")
        return ids, f"The id of a case is {' and '.join(map(quoted, ids))}. {said}"
    prefix = prefix_of(profile.path)
    out.line(f"id = {{row = {string(prefix)}}}", reason)
    said = "Another file in which ids begin so has the same ones, and revises these cases"
    out.remark(f"{said}: begin its ids in another way.")
    unsure = [one.name for one in profile.columns if is_id(one.name) and not (one.repeated or one.counted)]
    if unsure:
        out.remark(f"Too many rows to be sure that each has another one, but so it seems: {_names(unsure)}")
    others = [one.name for one in alone(profile.columns, profile.rows) if one.date_format is None and not is_text(one)]
    if others:
        out.remark(f"Different in each row as well, if one of them names a case: {_names(others)}")
    return (), f"The id of a case is the number of its row behind {quoted(prefix)}. {said}."


def _id(profile: Profile) -> tuple[tuple[str, ...], str]:
    """The columns of the id, none for the number of the row, and why."""
    if found := id_columns(profile.columns, profile.rows):
        others = f"; so is {_names([one.name for one in found[1:]])}" if found[1:] else ""
        return (found[0].name,), f"called an id, filled, and different in each of {profile.rows:,} rows{others}"
    pair = profile.layout.pair if profile.layout else None
    if pair and profile.rows >= ENOUGH:
        return pair, f"no two of {profile.rows:,} rows share both; they are joined with a -"
    return (), "no column proves to be an id by its name and by enough rows: so the number of the row"


def _title(profile: Profile, ids: tuple[str, ...]) -> list[str]:
    """A column that is called a title, or else two that say something short."""
    filled = [one for one in profile.columns if one.filled and not one.structured and one.name not in ids]
    called = [one.name for one in filled if any(map(_TITLES.fullmatch, words_of(one.name.rpartition(".")[2])))]
    if called:
        return [min(called, key=len)]
    short = [one for one in filled if one.longest <= _SHORT and one.distinct > 1 and one.filled == profile.rows]
    return [one.name for one in short if not (is_text(one) or _says_little(one))][:2]


def _says_little(column: ColumnProfile) -> bool:
    """Whether it holds dates, numbers, or yes and no."""
    plain = {one.casefold() for one in column.examples} <= {"true", "false", "yes", "no"}
    return plain or column.numbers.any or bool(column.dates.formats)


def _write_fields(profile: Profile, ids: frozenset[str], items: list[Item], out: TomlWriter) -> None:
    read = {name for one in items for name in one.columns if not one.each and not one.whole}
    read |= {one.each.removesuffix("[]") for one in items if one.each}
    listed = [one for one in profile.columns if one.filled or profile.layout or name_fault(one.name)]
    rest = [one for one in listed if one.name not in read | ids]
    out.gap()
    out.line("[fields]", "our name = their column")
    taken = {one.name for one in profile.columns}
    for column in rest:
        ours = _field_name(column.name, taken)
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


def _field_name(column: str, taken: set[str]) -> str:
    """The name of a field for a column: its own, or one that can be typed and told apart."""
    if not name_fault(column):
        return column
    seen = "".join(" " if one.isspace() else one for one in column if one.isspace() or not is_hidden(one))
    plain = unicodedata.normalize("NFC", " ".join(seen.split()))[: NAME - 10].strip()
    base = "field" if blank(plain) or name_fault(plain) else plain
    name, number = base, 2
    while name in taken:
        name, number = f"{base} {number}", number + 1
    taken.add(name)
    return name


def _names(names: list[str]) -> str:
    return ", ".join(map(quoted, names[:5])) + (" ..." if len(names) > 5 else "")
