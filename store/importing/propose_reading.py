"""The first part of a proposed mapping: how a file is read, before anything of it is a case."""

from collections import Counter

from store.importing.column_profile import ColumnProfile
from store.importing.doubts import beside_words, second_words
from store.importing.profile import Profile, Text
from store.importing.table_profile import Layout
from store.text import quoted
from store.toml_text import TomlWriter, array, string

_NAMED = 5
_UNIX = {"unix": "seconds since 1970", "unix_ms": "milliseconds since 1970"}


def write_reading(profile: Profile, out: TomlWriter) -> None:
    """Format, encoding, delimiter, sheet, header, totals, dates and numbers, each with its reason."""
    out.line(f"format = {string(profile.format)}")
    if profile.text:
        _text(profile.text, out)
    if profile.sheet:
        out.line(f"sheet = {string(profile.sheet.name)}", "the sheet that was read")
        for remark in profile.sheet.remarks:
            out.remark(remark)
    if profile.layout:
        _layout(profile.layout, out)
    if profile.records is not None:
        out.line(f"records = {string(profile.records)}", "where the objects stand in the document")
        if profile.beside:
            out.remark(beside_words(profile.beside))
    for path, count in profile.within:
        out.option(f"records = {string(path)}", f"to have each of these {count:,} as a case instead")
    _dates(profile, out)
    _numbers(profile, out)
    out.line('rest = "fields"', "a column of which nothing is said below is a field of its own name")


def _text(text: Text, out: TomlWriter) -> None:
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


def _layout(layout: Layout, out: TomlWriter) -> None:
    out.line(f"header_row = {layout.header.line}", layout.header.reason)
    if layout.header.line and layout.header.place == 0:
        out.remark("If that row is a case and names nothing, write 0.")
    if layout.second:
        out.line(f"skip_rows = [{', '.join(map(str, layout.second))}]", f"not read: {second_words(layout.second)}")
    if layout.totals.rows:
        out.line(f"skip_end = {layout.totals.rows}", f"not read at the end: {layout.totals.reason}")
    for remark in layout.remarks:
        out.remark(remark)


def _dates(profile: Profile, out: TomlWriter) -> None:
    formats: dict[str, list[ColumnProfile]] = {}
    for column in profile.columns:
        if column.date_format:
            formats.setdefault(column.date_format, []).append(column)
        elif len(column.dates.formats) > 1:
            _either(column, out)
    if not formats:
        return
    usual, *others = sorted(formats, key=lambda one: -len(formats[one]))
    first = formats[usual][0]
    proof = first.dates.span.proof if first.dates.span else ""
    shown = f"{quoted(proof)} in {quoted(first.name)} can be read in no other way" if proof else _how(usual, first)
    others_so = f"; written alike: {_names(formats[usual][1:])}" if formats[usual][1:] else ""
    out.line(f"date_format = {string(usual)}", f"{shown}{others_so}")
    for other in others:
        said = f"{_names(formats[other])}: a date of these is written {{column = ..., date_format = {string(other)}}}"
        out.remark(said)


def _either(column: ColumnProfile, out: TomlWriter) -> None:
    said = f"{quoted(column.name)} holds dates such as {quoted(column.examples[0])}, of which none shows"
    out.remark(f"{said} whether the day or the month stands first: it is left as text.")
    either = " or ".join(map(string, column.dates.formats))
    out.remark(f"To have it read as dates, say which: date_format = {either}")


def _numbers(profile: Profile, out: TomlWriter) -> None:
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


def _names(columns: list[ColumnProfile]) -> str:
    more = " ..." if len(columns) > _NAMED else ""
    return ", ".join(quoted(one.name) for one in columns[:_NAMED]) + more
