"""A lead describes somebody else's export once, in a mapping; what the mapping does not say is asked, not guessed."""

from datetime import date

import pytest
from msgspec import structs

from store.errors import BadInput
from store.importing import read
from store.importing.mapping import load, parse
from store.model import Case, Evidence, Flag
from tests.hostile import RAW

MAPPING = """
encoding = "cp1257"
delimiter = ";"
date_format = "%d.%m.%Y"
drop = ["INTERNAL"]
[case]
id = "REF"
title = "PERMIT_TYPE"
subject = "NAME"
due = "DUE"
priority = "PRIO"
[fields]
citizenship = "NATION"
permit = "PERMIT_TYPE"
[[flag]]
code = "RULE"
reason = "RULE_TEXT"
raised_by = {value = "survey desk"}
raised_on = "ASKED"
[[evidence]]
id = "q1"
kind = "questionnaire"
label = "Question 1"
text = "ANSWER"
source = {value = "Survey of 2023"}
date = "ASKED"
[[evidence]]
id = "s1"
kind = "register"
label = "Opinion"
text = "OPINION"
date = {value = "2023-06-01"}
access = "ACCESS"
gist = "GIST"
"""
HEADER = "REF;PERMIT_TYPE;NAME;DUE;PRIO;NATION;RULE;RULE_TEXT;ASKED;ANSWER;OPINION;ACCESS;GIST;INTERNAL"
ROW = "RP-1;temporary;Darja Pavyzdė;01.12.2023;2;BLR;Q3;differs;11.05.2023;I moved.;A contact.;restricted;A visit.;x"


def test_everything_finds_its_place(take):
    cases, rejects = take("cases.csv", f"{HEADER}\n{ROW}\n".encode("cp1257"), parse(MAPPING, "map.toml"))
    assert not rejects
    assert cases == [
        Case(
            "RP-1",
            "temporary",
            "Darja Pavyzdė",
            {"citizenship": "BLR", "permit": "temporary"},
            (Flag("Q3", "differs", "survey desk", date(2023, 5, 11)),),
            (
                Evidence("q1", "questionnaire", "Question 1", "I moved.", "Survey of 2023", date(2023, 5, 11)),
                Evidence("s1", "register", "Opinion", "A contact.", "", date(2023, 6, 1), "restricted", "A visit."),
            ),
            date(2023, 12, 1),
            2,
        )
    ]


def test_a_flag_without_code_and_an_item_without_text_are_left_out(take):
    row = "RP-1;t;n;;;BLR; ;differs;; \t;;;;x"
    cases, rejects = take("cases.csv", f"{HEADER}\n{row}\n", parse(MAPPING, "map.toml"))
    assert not rejects
    assert cases[0].flags == ()
    assert cases[0].evidence == ()


def test_a_mapping_gives_a_name_to_a_column_that_nobody_could_type(take):
    mapping = parse('[case]\nid = "id"\n[fields]\npermit = "per\\u200bmit"', "map.toml")
    cases, _ = take("cases.csv", "id,per\u200bmit\nRP-1,temporary\n", mapping)
    assert cases[0].fields == {"permit": "temporary"}


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ({"ACCESS": ""}, "ACCESS", 'access is "", neither "public" nor "restricted".'),
        ({"ACCESS": "secret"}, "ACCESS", 'access is "secret"'),
        ({"ACCESS": "public"}, "evidence[1].gist", "only a restricted item has a gist."),
        ({"ASKED": "2023-05-11"}, "ASKED", '"2023-05-11" is not a date as this file writes them.'),
        ({"REF": ""}, "id", "the id is blank."),
    ],
)
def test_a_row_that_contradicts_the_mapping_is_rejected(take, cells, column, reason):
    row = dict(zip(HEADER.split(";"), ROW.split(";"), strict=True)) | cells
    cases, rejects = take("cases.csv", f"{HEADER}\n{';'.join(row.values())}\n".encode("cp1257"), parse(MAPPING, "m"))
    assert not cases
    assert rejects[0].column == column
    assert reason in rejects[0].reason


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (
            HEADER + ";MORE",
            r'map.toml:5: nothing is said of the column "MORE" of .*cases.csv: give it a place',
        ),
        (
            HEADER.replace("ANSWER", "ANSWERS"),
            r'map.toml:24: the header of .*cases.csv has no column "ANSWER" \(did you mean "ANSWERS"\?\)',
        ),
        (HEADER.replace(";INTERNAL", ""), 'map.toml:5: the header of .* has no column "INTERNAL"'),
        (
            HEADER.replace("INTERNAL", "REF"),
            r'map.toml:5: nothing is said of the column "REF \(column 14\)" of .*cases.csv',
        ),
    ],
)
def test_header_and_mapping_must_agree(take, header, said):
    with pytest.raises(BadInput, match=said):
        take("cases.csv", f"{header}\n{ROW}\n", parse(MAPPING, "map.toml"))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            'kind = "register"',
            'kind = "registre"',
            r'map.toml:29: the policy has no kind of evidence "registre" \(did you mean "register"\?\)\.',
        ),
        ('{value = "2023-06-01"}', '{value = "in June"}', 'map.toml:32: "in June" is not a date such as 2023-12-01.'),
        ('access = "ACCESS"', 'access = {value = "secret"}', 'is "public" or "restricted", not "secret".'),
        ('"INTERNAL"]', '"REF"]', 'map.toml:5: the column "REF" is used as well.'),
    ],
)
def test_a_mapping_that_cannot_be_right_for_this_policy_is_refused(take, old, new, said):
    with pytest.raises(BadInput, match=said):
        take("cases.csv", f"{HEADER}\n{ROW}\n", parse(MAPPING.replace(old, new), "map.toml"))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('delimiter = ";"', "delimiter = ;", "map.toml:3: not a TOML file"),
        (
            'delimiter = ";"',
            'delimeter = ";"',
            r':3: the file has no key "delimeter" \(did you mean "delimiter"\?\)',
        ),
        ('delimiter = ";"', 'delimiter = "::"', 'delimiter must be one character such as ";", not "::".'),
        ('delimiter = ";"', 'delimiter = "\\""', "delimiter must be one character"),
        ('"cp1257"', '"utf9"', 'there is no encoding "utf9".'),
        ('"cp1257"', '"base64"', 'there is no encoding "base64".'),
        ('"cp1257"', '"utf-32"', 'files in the encoding "utf-32" are not read: save them as UTF-8.'),
        ('"cp1257"', '"idna"', 'files in the encoding "idna" are not read'),
        ('"cp1257"', '"unicode_escape"', 'files in the encoding "unicode_escape" are not read'),
        ('"cp1257"', '"raw_unicode_escape"', 'files in the encoding "raw_unicode_escape" are not read'),
        ('"%d.%m.%Y"', '"%d.%m.%Y %d"', 'date_format "%d.%m.%Y %d" does not name a year'),
        *(
            ('"%d.%m.%Y"', f'"{twice}"', f'date_format "{twice}" does not name a year, a month and a day, each once')
            for twice in ("%Y-%m-%d %y", "%d %m %B %Y", "%d.%m.%Y %j", "%Y-%m-%d %U %w", "%m/%d/%Y %x", "%y %Y-%j")
        ),
        ('"%d.%m.%Y"', '"%Y%Y%m%d"', 'date_format "%Y%Y%m%d" does not name a year'),
        ('"cp1257"', '"utf-7"', 'files in the encoding "utf-7" are not read'),
        ('"%d.%m.%Y"', '"%d.%m"', 'date_format "%d.%m" does not name a year, a month and a day'),
        ('"%d.%m.%Y"', '"%Q"', "does not name a year"),
        ('id = "REF"', "", r"map.toml:6: \[case\] lacks id, which must be a text in quotation marks"),
        ('code = "RULE"', 'code = {colum = "RULE"}', r'map.toml:16: \[code\] has no key "colum"'),
        ('id = "s1"', 'id = "q1"', r'two \[\[evidence\]\] have the id "q1".'),
        ('text = "ANSWER"', 'text = {value = "x"}', "map.toml:24: text must be a text in quotation marks"),
        ('text = "ANSWER"', "text = []", "map.toml:24: text names no column"),
        ('id = "REF"', "id = []", "map.toml:7: id names no column"),
    ],
)
def test_a_mapping_with_a_mistake_says_which(old, new, said):
    assert old in MAPPING
    with pytest.raises(BadInput, match=said):
        parse(MAPPING.replace(old, new), "map.toml")


def faults(error: BadInput) -> list[str]:
    """The lines that are named, each with the words that follow it."""
    return [" ".join(one.split()[:4]) for one in str(error).splitlines()]


def test_all_mistakes_of_a_mapping_are_named_at_once_by_their_lines():
    wrong = MAPPING.replace("%d.%m.%Y", "%d").replace('"cp1257"', '"utf9"').replace('";"', "7").replace('"s1"', '"q1"')
    wrong = wrong.replace('permit = "PERMIT_TYPE"', '"per\\u200bmit" = "PERMIT_TYPE"').replace('id = "REF"', "")
    with pytest.raises(BadInput) as caught:
        parse(wrong.replace('{value = "2023-06-01"}', '{value = "in June"}'), "map.toml")
    assert faults(caught.value) == [
        "map.toml:2: there is no",
        "map.toml:3: delimiter must be",
        'map.toml:4: date_format "%d" does',
        "map.toml:6: [case] lacks id,",
        "map.toml:14: the name of",
        "map.toml:28: two [[evidence]] have",
        'map.toml:32: "in June" is',
    ]


def test_all_that_does_not_fit_a_file_is_named_at_once_by_the_lines_of_the_mapping(take):
    wrong = MAPPING.replace('"questionnaire"', '"answers"').replace('["INTERNAL"]', '["REF"]')
    header = HEADER.replace("DUE", "UNTIL").replace("RULE_TEXT", "TEXT")
    with pytest.raises(BadInput) as caught:
        take("cases.csv", f"{header}\n{ROW}\n", parse(wrong, "m.toml"))
    assert faults(caught.value) == [
        'm.toml:5: the column "REF"',
        "m.toml:5: nothing is said",
        "m.toml:10: the header of",
        "m.toml:17: the header of",
        "m.toml:22: the policy has",
    ]


def test_a_column_in_other_capitals_is_found_where_there_is_one(put, policy):
    """As ASReview's own file from Embase has Title and Abstract; a name that is exactly right goes before."""
    parts = '[case]\nid = "ref"\ntitle = "title"\n[fields]\namount = "amount"\n'
    mapping = parse(f'numbers = ["amount"]\ndrop = ["score"]\n{parts}', "map")
    found = read(put("cases.csv", "REF,Title,Amount,SCORE\nR-1,A,5,9\n"), policy, mapping)
    assert [use.column for use in found.plan.uses] == ["REF", "Title", "Amount", "SCORE"]
    [arrival] = found
    assert (arrival.case.id, arrival.case.title, arrival.case.fields) == ("R-1", "A", {"amount": 5})
    both = put("cases.csv", "ref,title,TITLE,amount,score\nR-1,A,B,5,9\n")
    [arrival] = read(both, policy, structs.replace(mapping, rest="drop"))
    assert arrival.case.title == "A"
    for header in ("ref,Title,TITLE,amount,score", "ref,Titles,x,amount,score"):
        with pytest.raises(BadInput, match='has no column "title"'):
            read(put("cases.csv", f"{header}\nR-1,A,B,5,9\n"), policy, mapping)
    with pytest.raises(BadInput, match='the column "ref" is used as well'):
        read(put("cases.csv", "REF,title,amount\nR-1,A,5\n"), policy, structs.replace(mapping, drop=("ref",)))


def test_names_of_columns_cannot_drive_the_terminal(take):
    with pytest.raises(BadInput) as caught:
        take("cases.csv", "REFS\x1b[2J\nRP-1\n", parse('[case]\nid = "REFS"', "map.toml"))
    assert not RAW.search(str(caught.value).replace("\n", ""))


def test_the_plan_says_everything_that_will_be_done(put, policy):
    path = put("cases.csv", f"{HEADER}\n{ROW}\n".encode("cp1257"))
    with read(path, policy, parse(MAPPING, "map.toml")) as arrivals:
        said = "\n".join(arrivals.plan.sentences())
    assert 'CSV, cp1257, cells separated by semicolon, dates "%d.%m.%Y" (25.11.2023 is 2023-11-25).' in said
    assert "  REF -> id" in said
    assert "  PERMIT_TYPE -> title, field.permit" in said
    assert "  ASKED -> flag 1 raised_on, evidence q1 date" in said
    assert "  ANSWER -> evidence q1 (questionnaire) text" in said
    assert "  INTERNAL -> dropped" in said
    assert '  flag 1 raised_by is "survey desk" in every case.' in said
    assert '  evidence q1 access is "public" in every case.' in said


def test_two_digit_years_are_said_to_be_what_they_become(put, policy):
    mapping = parse('date_format = "%d.%m.%y"\n[case]\nid = "id"', "map.toml")
    with read(put("cases.csv", "id\n1\n"), policy, mapping) as arrivals:
        assert "69 to 99 are 1969 to 1999" in arrivals.plan.dates


def test_a_mapping_file_that_cannot_be_read_says_why(tmp_path, put):
    with pytest.raises(BadInput, match="No such file"):
        load(tmp_path / "none.toml")
    with pytest.raises(BadInput, match="not UTF-8 at byte 7"):
        load(put("map.toml", b'drop="1\xe9"'))
    assert load(put("map.toml", '\ufeff[case]\nid="a"')).case.id == "a"
