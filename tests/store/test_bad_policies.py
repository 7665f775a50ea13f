"""Whoever writes a policy for the first time makes mistakes: each is told with its line, and with what to write."""

import re

import pytest

from store.errors import BadInput
from store.policy_file import parse

GOOD = """name = "Plain"
version = "1"
[review]
votes = 2
audit_share = 0.0
[case]
masked = []
columns = ["due", "flags"]
[[evidence]]
kind = "text"
label = "Text"
alone = true
[[outcome]]
id = "keep"
label = "Stays"
adverse = false
[[outcome]]
id = "act"
label = "Is done"
adverse = true
[[ground]]
id = "confirmed"
label = "Borne out"
law = "House rule 1"
outcomes = ["act"]
"""
CLOCK = '[[clock]]\nid = "c"\nlabel = "C"\nstarts = "served"\nsource = "art. 1"\n'
AN_ID = '1 to 64 letters a-z, digits, "_", "." and "-" in quotation marks, with a letter or digit first.'
A_LINE = 'each line is a key and its value, such as votes = 2, or a table such as [review]; a remark begins with "#".'
NO_TOML = "not a TOML file: "
A_TEXT = "a text stands in quotation marks, a list in brackets, a number has no unit behind it."
KEYS = "days, days_are, effective, ends, id, label, months, outcomes, pauses, source, starts, until, working_day"
TRUTH = "write true or false, in small letters and without quotation marks."
SEEN = "holds nothing that can be read: write what people shall see."


def told(source: str) -> list[str]:
    """What is said of a bad policy."""
    with pytest.raises(BadInput) as error:
        parse(source, "p")
    return str(error.value).split("\n")


CHANGES = {
    "capital": ("alone = true", "alone = True", f'12: {NO_TOML}the value of "alone" is not understood: {TRUTH}'),
    "yes": ("alone = true", "alone = yes # it is", f'12: {NO_TOML}the value of "alone" is not understood: {TRUTH}'),
    "bare": ('"Plain"', "Plain", f'1: {NO_TOML}the value of "name" is not understood: {A_TEXT}'),
    "percent": ("0.0", "5 %", f"5: {NO_TOML}something stands behind the value: each key has a line of its own."),
    "curled": (
        '"Plain"',
        "“Plain”",
        f'1: {NO_TOML}the value of "name" is not understood: quotation marks are straight ones, such as in "this".',
    ),
    "nothing": ('"Plain"', "", f'1: {NO_TOML}the value of "name" is not understood: nothing stands behind "=".'),
    "unclosed": ('"Plain"', '"Plain', f"1: {NO_TOML}the quotation marks are not closed on this line."),
    "path": ('"Plain"', '"C:\\Users"', f"1: {NO_TOML}write a backslash twice, or the text in single quotation marks."),
    "twice": ('"Plain"', '"Plain"\nname = "P"', f'2: {NO_TOML}"name" stands there twice: write one of them.'),
    "again": (
        "[case]",
        "[review]\n[case]",
        f'6: {NO_TOML}"review" stands there twice: write its keys together, under one of them.',
    ),
    "bracket": ("[review]", "[review", f"3: {NO_TOML}the bracket of the table is not closed: write such as [review]."),
    "brackets": (
        "[[ground]]",
        "[[ground]",
        f"21: {NO_TOML}the two brackets are not both closed: write such as [[outcome]].",
    ),
    "colon": ("votes = 2", "votes: 2", f'4: {NO_TOML}between a key and its value stands "=".'),
    "list": ('["act"]', '["act"', f'25: {NO_TOML}the list is not closed, with "]", or a comma is missing in it.'),
    "remark": ("[review]", "; people\n[review]", f"3: {NO_TOML}{A_LINE}"),
    "day": (
        "[review]",
        "[calendar]\nclosed = [2025-02-30]\n[review]",
        f"4: {NO_TOML}there is no such day: write one such as 2025-01-31, without quotation marks.",
    ),
    "above": (
        "[case]",
        'identity = "login"\n[case]',
        '6: [review] has no key "identity" (it is a key of the file itself: write it above the first table).',
    ),
    "elsewhere": (
        "[review]",
        "alone = true\n[review]",
        '3: the file has no key "alone" (it is a key of [[evidence]]: write it below that).',
    ),
    "plural": ("[[ground]]", "[[grounds]]", '21: the file has no key "grounds" (did you mean "ground"?).'),
    "votes": ("votes = 2", "votes = 1", "4: votes must be a whole number from 2 to 9."),
    "share": ("0.0", "20", "5: audit_share must be a number from 0 to 1."),
    "id": ('id = "act"', 'id = "prüfen"', f"18: id must be {AN_ID}"),
    "label": ('["act"]', '["Is done"]', f"25: each of outcomes must be {AN_ID}"),
    "spelled": (
        '["act"]',
        '["Act"]',
        '25: the ground "confirmed" names the unknown outcome "Act" (did you mean "act"?).',
    ),
    "law": ('law = "House rule 1"\n', "", "21: [[ground]] lacks law, which must be a text in quotation marks."),
    "weak": (
        "alone = true",
        "alone = false",
        "9: no kind of evidence is enough alone, so nothing could carry an adverse outcome: write alone = true at one.",
    ),
    "unstated": ("adverse = true\n", "", "17: [[outcome]] lacks adverse, which must be true or false."),
    "one": ("masked = []", 'masked = "a"', "7: masked must be a list; each of it a text in quotation marks."),
    "mask": (
        "masked = []",
        'masked = ["id"]',
        '7: "id" cannot be masked: write "field.id" for a field of that name.',
    ),
    "column": (
        '"due"',
        '"dues"',
        '8: the column "dues" is none of due, priority, flags or field.NAME (did you mean "due"?).',
    ),
    "dated": ('version = "1"', "version = 2023-11-01", "2: version must be a text in quotation marks."),
    "blank": ('"Stays"', '" "', f"15: label {SEEN}"),
}


@pytest.mark.parametrize(("old", "new", "sentence"), CHANGES.values(), ids=CHANGES)
def test_one_slip_is_one_sentence_that_says_what_to_write(old: str, new: str, sentence: str) -> None:
    assert old in GOOD
    said = told(GOOD.replace(old, new, 1))
    assert f"p:{sentence}" in said
    consequences = [one for one in said if "has no ground that could carry it" in one or "[[ground]] lacks" in one]
    assert set(said) - set(consequences) <= {f"p:{sentence}"}, "nothing is told that only follows from it"


ENDS = {
    "people": ("[people]\nanna = 3\n", ["27: anna must be a text in quotation marks."]),
    "role": ("[roles.lead]\nname = 1\n", ["26: lead must be a list; each of it a text in quotation marks."]),
    "start": (
        CLOCK.replace("served", "voted") + "days = 1\n",
        ['29: starts must be "appealed", "decided", "imported", "invited" or "served".'],
    ),
    "weeks": (
        CLOCK + "weeks = 1\n",
        [
            f'31: [[clock]] has no key "weeks" (known: {KEYS}).',
        ],
    ),
    "huge": (CLOCK + f"days = {'9' * 40}\n", ["31: days must be a whole number from 1 to 36500."]),
    "time zone": (
        '[calendar]\ntime_zone = "Vilnius"\n',
        ['27: "Vilnius" is no time zone that this machine knows: write one as Europe/Vilnius is written.'],
    ),
    "country": (
        '[calendar]\ncountry = "Germany"\n',
        ['27: the public holidays of "Germany" are not known: write a country\'s code, such as LT.'],
    ),
    "notice": (
        '[notice]\noffice = "x"\n',
        [
            f"26: [notice] lacks {key}, which must be a text in quotation marks."
            for key in ("template", "remedy", "body")
        ],
    ),
    "one scope": (
        '[out_of_scope]\nfield = "x"\n',
        ["26: out_of_scope must be written as [[out_of_scope]], a table for each."],
    ),
    "renewal": (
        "[renewal]\noutcomes = []\n",
        [
            "26: a renewal needs either field, which holds the day, or months after the decision.",
            "27: a renewal names the outcomes that come up again.",
        ],
    ),
    "words": (
        '[masking]\nwords = ["a*", ""]\nminutes = 0\n',
        [
            '27: "a*" would mask words of all kinds: write more of it.',
            f"27: words {SEEN}",
            "28: minutes must be a whole number from 1 to 10080.",
        ],
    ),
}


@pytest.mark.parametrize(("more", "sentences"), ENDS.values(), ids=ENDS)
def test_what_is_added_wrongly_is_told_and_nothing_else(more: str, sentences: list[str]) -> None:
    assert sorted(told(GOOD + more)) == sorted(f"p:{one}" for one in sentences)


@pytest.mark.parametrize("shape", ["review = 2", "case = 'x'", "roles = ['a']", "notice = ['x']", "renewal = 3"])
def test_a_table_that_is_none_is_one_fault(shape: str) -> None:
    name = shape.split()[0]
    without = re.sub(rf"(?s)\[{name}\].*?(?=\n\[)\n", "", GOOD)
    assert told(f"{shape}\n{without}") == [f"p:1: {name} must be written as [{name}], with its keys below."]


def test_whole_files_of_another_kind() -> None:
    assert told('{"name": "x"}') == [f"p:1: {NO_TOML}this is JSON: {A_LINE}"]
    assert told("name: x\nversion: 1\n") == [f'p:1: {NO_TOML}between a key and its value stands "=".']
    assert told("name,version\nx,1\n")[0].startswith(f"p:1: {NO_TOML}")
    assert told("name = '''x") == [f"p:1: {NO_TOML}the three quotation marks are not closed."]
    lists = 'name = "x"\nversion = "1"\nevidence = ["text"]\noutcome = ["keep"]\n'
    assert told(lists) == [
        "p:3: evidence must be written as [[evidence]], a table for each.",
        "p:4: outcome must be written as [[outcome]], a table for each.",
    ]
    assert [one.split(", which")[0] for one in told("")] == [
        f"p:1: the file lacks {key}" for key in ("name", "version", "outcome", "evidence")
    ]


def test_no_word_is_that_of_a_library() -> None:
    for source in [GOOD.replace(old, new, 1) for old, new, _ in CHANGES.values()] + [
        GOOD + one for one, _ in ENDS.values()
    ]:
        for said in told(source):
            assert not re.search(
                r"\b(Expected|array|object|str|int|bool|null|struct|key/value|column \d|\$)\b", said
            ), said
