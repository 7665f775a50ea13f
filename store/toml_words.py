"""Why a text is no TOML, in the words of whoever has to mend it.

`tomllib` says what it expected and where, for those who know the grammar (TOML v1.0.0); here it is what to write.
"""

import re

from store.text import clip, quoted

_WHERE = re.compile(r"\(at line (\d+), column (\d+)\)$")
_VALUE = re.compile(r"\s*(?P<key>[^=]*?)\s*=\s*(?P<value>.*?)\s*(?:#.*)?\Z", re.DOTALL)
_HEADER = re.compile(r"\s*\[+\s*(?P<table>[^]#]*?)\s*\]")
_TRUTH = ("true", "false", "yes", "no", "on", "off", "none", "null")
_CURLED = "“”„‟«»‘’‚"
_LINE = 'each line is a key and its value, such as votes = 2, or a table such as [review]; a remark begins with "#".'
_SAID = (
    ("Expected '=' after a key", 'between a key and its value stands "=".'),
    ("Expected ']' at the end of a table", "the bracket of the table is not closed: write such as [review]."),
    ("Expected ']]' at the end of an array", "the two brackets are not both closed: write such as [[outcome]]."),
    ("Illegal character '\\n'", "the quotation marks are not closed on this line."),
    ("Unterminated string", "the quotation marks are not closed."),
    ("Expected \"'''\"", "the three quotation marks are not closed."),
    ("Unclosed array", 'the list is not closed, with "]", or a comma is missing in it.'),
    ("Unclosed inline table", 'the table is not closed, with "}", or a comma is missing in it.'),
    ("Unescaped '\\'", "write a backslash twice, or the text in single quotation marks."),
    ("Invalid hex value", "write a backslash twice, or the text in single quotation marks."),
    ("Expected newline or end of document", "something stands behind the value: each key has a line of its own."),
    ("Invalid date or datetime", "there is no such day: write one such as 2025-01-31, without quotation marks."),
    ("Invalid initial character for a key part", "a key is missing before it, or has a mark in it that none can have."),
    ("Invalid statement", _LINE),
    ("Exceeds the limit", "this number is longer than any that is used."),
)
"""How the messages of `tomllib` begin, and what is said instead."""


def parsing_fault(error: ValueError, source: str) -> tuple[int, str]:
    """The line, counted from 1, on which `tomllib` stopped, and what to write there."""
    lines = source.splitlines() or [""]
    if not (found := _WHERE.search(str(error))):
        return len(lines), _sentence(str(error), "")
    line = int(found[1])
    text = lines[line - 1] if line <= len(lines) else ""
    return line, _sentence(str(error), text)


def _sentence(message: str, line: str) -> str:
    statement, header = _VALUE.fullmatch(line), _HEADER.match(line)
    key = quoted(clip(statement["key"], 40)) if statement else "it"
    if message.startswith("Cannot declare") and header:
        return f"{quoted(clip(header['table'], 40))} stands there twice: write its keys together, under one of them."
    if message.startswith(("Cannot overwrite", "Cannot mutate", "Duplicate")):
        return f"{key} stands there twice: write one of them."
    if message.startswith("Invalid value") and statement:
        return f"the value of {key} is not understood: {_wanted(statement['value'])}"
    if line.lstrip().startswith("{") and message.startswith("Invalid statement"):
        return f"this is JSON: {_LINE}"
    return next((said for begins, said in _SAID if message.startswith(begins)), f"not understood: {_LINE}")


def _wanted(value: str) -> str:
    if value.casefold() in _TRUTH:
        return "write true or false, in small letters and without quotation marks."
    if value and value[0] in _CURLED:
        return 'quotation marks are straight ones, such as in "this".'
    if not value:
        return 'nothing stands behind "=".'
    return "a text stands in quotation marks, a list in brackets, a number has no unit behind it."
