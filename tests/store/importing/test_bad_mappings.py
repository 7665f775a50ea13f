"""Whoever writes a mapping for the first time makes mistakes: each is told once, with its line and what to write."""

import re

import pytest

from store.errors import BadInput
from store.importing.mapping import parse

CASE = '[case]\nid = "REF"\n'
A_TABLE = 'a table such as {value = "..."}'

A_VALUE = "a text stands in quotation marks, a list in brackets, a number has no unit behind it."

BAD = {
    "a number": ("[case]\nid = 3\n", [f"2: id must be a text in quotation marks, a list of texts or {A_TABLE}."]),
    "above": (
        CASE + 'delimiter = ";"\n',
        ['3: [case] has no key "delimiter" (it is a key of the file itself: write it above the first table).'],
    ),
    "elsewhere": (
        CASE + '[[flag]]\ncode = "C"\nlabel = "x"\n',
        ['5: [[flag]] has no key "label" (it is a key of [[evidence]]: write it below that).'],
    ),
    "one bracket": (
        CASE + '[evidence]\nid = "x"\n',
        ["3: evidence must be written as [[evidence]], a table for each."],
    ),
    "two brackets": ('[[case]]\nid = "a"\n', ["1: case must be written as [case], with its keys below."]),
    "a list of fields": ('fields = ["A"]\n' + CASE, ["1: fields must be written as [fields], with its keys below."]),
    "where from": (
        CASE + '[fields]\nx = {col = "A"}\n',
        [
            '4: a table here says one of value, column and row, such as {value = "desk 3"}.',
            '4: [x] has no key "col" (did you mean "column"?).',
        ],
    ),
    "row": ('header_row = "1"\n' + CASE, ["1: header_row must be a whole number from 0 to 1000000."]),
    "rest": ('rest = "keep"\n' + CASE, ['1: rest must be "drop", "fields" or "refuse".']),
    "numbers": ('numbers = "A"\n' + CASE, ["1: numbers must be a list; each of it a text in quotation marks."]),
    "excel": (
        'format = "excel"\n' + CASE,
        ['1: format must be "csv", "json", "jsonl", "ris", "tsv" or "xlsx".'],
    ),
    "path": (
        'records = "a..b"\n' + CASE,
        ['1: "a..b" is no path such as annotations[].result[]: a key is missing.'],
    ),
    "rows": (
        CASE + '[[flag]]\ncode = "C"\nrows = true\n',
        ["5: rows is for cases of several rows: say group = true in [case]."],
    ),
    "bare": (
        "[case]\nid = REF\n",
        [
            f'2: not a TOML file: the value of "id" is not understood: {A_VALUE}',
        ],
    ),
}


@pytest.mark.parametrize(("source", "sentences"), BAD.values(), ids=BAD)
def test_each_mistake_is_told_and_nothing_that_only_follows(source: str, sentences: list[str]) -> None:
    with pytest.raises(BadInput) as error:
        parse(source, "m")
    said = str(error.value).split("\n")
    assert sorted(said) == sorted(f"m:{one}" for one in sentences)
    assert not re.search(r"\b(Expected|array|object|str|int|bool|null|struct)\b", str(error.value))
