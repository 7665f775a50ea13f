"""Objects that other programs write, JSON and RIS: paths say what becomes of what, and nothing gets lost unsaid."""

import json
from datetime import date

import pytest

from store.errors import BadInput
from store.importing import read
from store.importing.mapping import parse
from store.importing.paths import look, path_of, steps
from store.model import Evidence, Flag

ALERT = {
    "_id": "~1",
    "title": "Phishing",
    "date": 1495012062014,
    "severity": 2,
    "tags": ["a", "b"],
    "meta": {"source": "mail", "a.b": 1.10},
    "artifacts": [{"data": "x.test", "type": "domain"}, {"data": "10.0.0.1", "type": "ip"}],
}
ALERT_MAP = """
rest = "fields"
[case]
id = "_id"
title = "title"
due = {column = "date", date_format = "unix_ms"}
priority = "severity"
[[flag]]
each = "tags"
code = "."
raised_by = {value = "SIEM"}
[[evidence]]
id = "event"
kind = "register"
label = {column = "type"}
each = "artifacts[]"
text = "data"
"""

ALL = 'rest = "fields"\n[case]\nid = "id"'
ITEM = '[[evidence]]\nid = "item"\nkind = "register"\nlabel = "Item"\ntext = "{}"'
RECORDS = 'records = "alerts[]"\nrest = "drop"\n[case]\nid = "_id"'


def test_an_alert_with_its_lists(take):
    cases, rejects = take("alerts.json", json.dumps([ALERT]), parse(ALERT_MAP, "m"))
    assert not rejects
    (case,) = cases
    assert (case.id, case.title, case.due, case.priority) == ("~1", "Phishing", date(2017, 5, 17), 2)
    assert case.flags == (Flag("a", "", "SIEM"), Flag("b", "", "SIEM"))
    assert case.evidence == (
        Evidence("event-1", "register", "domain", "x.test"),
        Evidence("event-2", "register", "ip", "10.0.0.1"),
    )
    assert case.fields == {"meta.source": "mail", 'meta."a.b"': 1.1}


@pytest.mark.parametrize(
    ("content", "records"),
    [
        (json.dumps({"data": {"alerts": [ALERT, ALERT | {"_id": "2"}]}}, indent=1), "data.alerts[]"),
        (json.dumps({"hits": [{"doc": ALERT}, {"doc": ALERT | {"_id": "2"}}]}), "hits[].doc"),
        (json.dumps({"data": {"alerts": [ALERT, ALERT | {"_id": "2"}]}}), "data.alerts"),
    ],
)
def test_objects_within_a_document(take, content, records):
    cases, rejects = take("alerts.json", content, parse(f'records = "{records}"\n{ALERT_MAP}', "m"))
    assert not rejects
    assert [case.id for case in cases] == ["~1", "2"]


def test_records_are_read_one_by_one_and_the_rest_of_the_document_is_passed(take):
    rest = {"meta": {"list": [1, [2, "a,b]}"]], "text": '"{['}, "more": None}
    content = json.dumps({**rest, "alerts": [ALERT, {"_id": 2}, "x"], "last": rest}, indent=0)
    cases, rejects = take("alerts.json", f"{content}\n{content.replace('~1', '~9')}\n\n", parse(RECORDS, "m"))
    assert [case.id for case in cases] == ["~1", "2", "~9", "2"]
    assert [one.reason for one in rejects] == ["stands where an object {...} is needed."] * 2


@pytest.mark.parametrize("fault", ['{"_id": "2", "a": 1, "a": 2}', '{"_id": "2", "a": Infinity}', '{"_id": "2",}'])
@pytest.mark.parametrize("end", ["", "\n", "\r\n\n"])
def test_a_record_with_a_fault_in_a_document_on_one_line_costs_itself_alone(put, policy, fault, end):
    content = f'{{"n": 3, "alerts": [{{"_id": "1"}}, {fault}, {{"_id": "3"}}]}}{end}'
    first, bad, last = read(put("alerts.json", content), policy, parse(RECORDS, "m"))
    assert (first.case.id, bad.row, last.case.id) == ("1", fault, "3")


@pytest.mark.parametrize("form", ['{"alerts": [%s,\n%s]}', '{"n": 4, "alerts": [\n%s,\n%s\n]}'])
def test_of_several_objects_on_one_line_a_reject_names_the_number(take, form):
    several = '{"_id": "1"}, {"_id": "1", "title": "t"}, "x", {"_id": ""}, {"_id": "2", "a": 1, "a": 2}'
    content = form % (several, '{"_id": "3", "a": 1, "a": 2}')
    _, rejects = take("alerts.json", content, parse(f'{RECORDS}\ntitle = "title"', "m"))
    below = form.index("%") > form.index("\n")
    told = [
        (1, 'object 2: "1" came twice in this import'),
        (1, "object 3: stands where an object {...} is needed."),
        (1, "object 4: the id is blank."),
        (1, 'object 5: the key "a" stands there twice'),
        (2, 'the key "a" stands there twice'),
    ]
    for one, (line, said) in zip(rejects, told, strict=True):
        assert (one.line, one.reason[: len(said)]) == (line + below, said)


def test_the_same_of_cases_of_our_own_and_of_rows_that_are_brought_together(take):
    _, rejects = take("cases.json", '[{"id": "1"}, {"titel": "x"},\n{"id": ""}]')
    assert [(one.line, one.reason[:19]) for one in rejects] == [(1, "object 2: there is "), (2, "the id is blank.")]
    grouped = parse('rest = "drop"\n[case]\nid = "_id"\ngroup = true', "m")
    _, rejects = take("alerts.json", '[{"_id": "1"}, {"a": "x"}]', grouped)
    assert [one.reason[:9] for one in rejects] == ["object 2:"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{\n"alerts": [], "alerts": []\n}', 'the key "alerts" stands there twice'),
        ('{\n"alerts": [{"_id": 1}] "x": 1\n}', "line 2: not JSON: a comma is missing"),
        ('{\n"x": nul, "alerts": []\n}', "line 2: not JSON"),
        ('{\n"x" 1}', "a key, a colon and a value belong here"),
        ('{\n"alerts": [{"_id": 1}', "the list has no end: the file is cut off"),
        ('{\n"alerts": [{"_id": 1}]', "the object has no end: the file is cut off"),
        ('{\n"alerts": [{"_id": "1', "the file is cut off"),
    ],
)
def test_a_document_of_which_the_rest_cannot_be_told_is_refused(take, content, said):
    with pytest.raises(BadInput, match=said):
        take("alerts.json", content, parse(RECORDS, "m"))


def test_no_records_where_the_mapping_says_they_are(take):
    cases, rejects = take("alerts.json", json.dumps({"x": []}), parse(f'records = "data[]"\n{ALERT_MAP}', "m"))
    assert not cases
    assert rejects[0].reason == 'nothing stands at "data[]", where the mapping says records are.'


def test_what_the_mapping_does_not_name_is_refused_unless_it_says_otherwise(take):
    refusing = ALERT_MAP.replace('rest = "fields"', 'drop = ["meta"]')
    _, rejects = take("a.json", json.dumps(ALERT | {"more": {"deep": 1}}), parse(refusing, "m"))
    assert (rejects[0].column, rejects[0].reason[:37]) == ("more.deep", "the mapping says nothing of it: give ")
    cases, _ = take("a.json", json.dumps(ALERT), parse(refusing, "m"))
    assert cases[0].fields == {}
    cases, _ = take("a.json", json.dumps(ALERT | {"more": 1}), parse(ALERT_MAP.replace('"fields"', '"drop"'), "m"))
    assert cases[0].fields == {}


def test_a_path_that_nothing_has_is_told_at_the_end(put, policy):
    mapping = parse(ALERT_MAP.replace('title = "title"', 'title = "titel"'), "m")
    arrivals = read(put("a.json", json.dumps([ALERT, ALERT])), policy, mapping)
    list(arrivals)
    assert arrivals.ending.endswith('no object has anything at "titel", which the mapping names.')


def test_values_keep_their_types_and_numbers_their_digits(take):
    text = '{"id":"1","a":1,"b":1.50,"c":true,"d":null,"e":12345678901234567890,'
    text += '"f":0.12345678901234567890,"g":[1,{"h":2}],"i":{}}'
    cases, _ = take("x.jsonl", text, parse(ALL, "m"))
    assert cases[0].fields == {
        "a": 1,
        "b": 1.5,
        "c": True,
        "d": None,
        "e": "12345678901234567890",
        "f": "0.12345678901234567890",
        "g": '[1,{"h":2}]',
        "i": "{}",
    }


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"id":"1","a":1,"a":2}', 'the key "a" stands there twice.'),
        ('{"id":"1","a":NaN}', "not JSON: NaN is no number: write null instead, or say nan = "),
        ('{"id":"1","a":[-Infinity]}', "not JSON: -Infinity is no number: write null instead, or text."),
        ('{"id":"1"', "not JSON: "),
        ("[1]", "stands where an object {...} is needed."),
        ('{"id":"1","a":"\\ud800"}', "half of a character"),
        ('{"id":"1","a":' + "[" * 100_000, "nested too deeply"),
    ],
)
def test_a_bad_object_is_rejected_and_its_neighbours_are_kept(take, line, reason):
    cases, rejects = take("x.jsonl", f'{{"id":"0"}}\n{line}\n{{"id":"2"}}\n', parse(ALL, "m"))
    assert [case.id for case in cases] == ["0", "2"]
    assert rejects[0].line == 2
    assert reason in rejects[0].reason


NANS = '{"id":"1","a":NaN,"b":[NaN,2],"c":"NaN"}', '{"id":"2","a":1.5}'
ENDLESS = '{"id":"3","a":Infinity}'


def test_nan_is_blank_where_the_mapping_says_so_and_infinity_is_nothing_ever(take):
    mapping = parse(f'nan = "blank"\n{ALL}', "m")
    cases, rejects = take("x.jsonl", "\n".join([*NANS, ENDLESS]), mapping)
    assert [case.fields for case in cases] == [{"a": None, "b": "[null,2]", "c": "NaN"}, {"a": 1.5}]
    assert [one.reason for one in rejects] == ["not JSON: Infinity is no number: write null instead, or text."]


def test_nan_beside_the_records_of_a_document_keeps_none_of_them_out(take, put, policy):
    text = f'{{"mean":\nNaN, "of": [{",".join(NANS)}]}}'
    where = 'records = "of[]"\n'
    mapping = parse(f'nan = "blank"\n{where}{ALL}', "m")
    cases, rejects = take("x.json", text, mapping)
    assert ([case.id for case in cases], rejects) == (["1", "2"], [])
    with read(put("x.json", text), policy, mapping) as arrivals:
        assert "NaN is read as blank." in arrivals.plan.remarks
    with pytest.raises(BadInput, match=r'line 2: not JSON: NaN is no number: .* say nan = "blank" in a mapping'):
        list(read(put("x.json", text), policy, parse(where + ALL, "m")))


MIXED = """
rest = "fields"
[case]
id = "id"
title = "data.title"
[[evidence]]
id = "mark"
kind = "register"
label = "Mark"
each = "marks[]"
text = "t"
"""


def test_what_is_now_a_text_now_an_object_now_a_list_is_lost_in_none_of_them(take):
    """Of XML that became JSON a list of one is the object itself; other programs write a text where there is one."""
    lines = [
        {"id": "1", "data": {"title": "a"}, "marks": [{"t": "x"}, {"t": "y"}]},
        {"id": "2", "data": {"title": "a"}, "marks": {"t": "x"}},
        {"id": "3", "data": "only text", "marks": "x"},
        {"id": "4", "data": ["p", {"q": 1}], "marks": 0},
        {"id": "5", "data": None, "marks": None},
        {"id": "6", "data": {}, "marks": []},
        {"id": "7", "data": "", "marks": {}},
    ]
    text = "\n".join(map(json.dumps, lines))
    cases, rejects = take("x.jsonl", text, parse(MIXED, "m"))
    assert not rejects
    assert [[one.text for one in case.evidence] for case in cases] == [["x", "y"], ["x"], [], [], [], [], []]
    assert [case.fields for case in cases] == [
        *[{}] * 2,
        {"data": "only text", "marks": "x"},
        {"data": '["p",{"q":1}]', "marks": 0},
        *[{}] * 3,
    ]
    _, rejects = take("y.jsonl", text, parse(MIXED.replace('rest = "fields"', ""), "m"))
    assert [(one.line, one.column) for one in rejects] == [(3, "data"), (4, "data")]
    cases, rejects = take("z.jsonl", text, parse(MIXED.replace('"fields"', '"drop"'), "m"))
    assert not rejects


def test_records_of_which_there_is_one_are_one(take):
    where = 'records = "of.alert[]"\n'
    for ending, text in (("jsonl", '{"of":{"alert":{"id":"1"}}}'), ("json", '{"of":\n{"alert":{"id":"1"}}}')):
        cases, rejects = take(f"x.{ending}", text, parse(where + ALL, "m"))
        assert ([case.id for case in cases], rejects) == (["1"], [])


def test_a_list_whose_objects_have_lists_becomes_items_of_all(take):
    task = {
        "id": 7,
        "data": {"text": "Long."},
        "annotations": [{"result": [{"value": {"t": "x"}}, {"value": {"t": "y"}}]}, {"result": []}],
    }
    mapping = """
[case]
id = "id"
[[evidence]]
id = "text"
kind = "register"
label = "Text"
text = "data.text"
[[evidence]]
id = "mark"
kind = "register"
label = "Mark"
each = "annotations[].result[].value"
text = "t"
"""
    cases, _ = take("x.json", json.dumps([task]), parse(mapping, "m"))
    assert [(item.id, item.text) for item in cases[0].evidence] == [("text", "Long."), ("mark-1", "x"), ("mark-2", "y")]


def test_objects_are_brought_together_by_their_id(take):
    lines = "".join(f'{{"id":"{n % 2}","v":{n}}}\n' for n in range(4))
    mapping = '[case]\nid = "id"\ngroup = true\n' + ITEM.format("v") + "\nrows = true"
    cases, _ = take("x.jsonl", lines, parse(mapping, "m"))
    assert [[item.text for item in case.evidence] for case in cases] == [["0", "2"], ["1", "3"]]


def test_references_of_a_literature_database(take):
    text = "\ufeffTY  - JOUR\r\nTI  - A title\r\n that goes on\r\nAU  - One, A\r\nAU  - Two, B\r\n"
    text += "AB  - Words.\r\nER  - \r\n\r\nTY  - BOOK\nTI  - Other\nER  -\n"
    mapping = 'rest = "fields"\n[case]\nid = {row = "P"}\ntitle = "TI"\n' + ITEM.format("AB")
    cases, rejects = take("x.ris", text, parse(mapping, "m"))
    assert not rejects
    assert [(case.id, case.title, case.fields) for case in cases] == [
        ("P1", "A title\n that goes on", {"TY": "JOUR", "AU": '["One, A","Two, B"]'}),
        ("P2", "Other", {"TY": "BOOK"}),
    ]
    with pytest.raises(BadInput, match="line 2: the reference before has no end"):
        take("x.ris", "TY  - JOUR\nTY  - JOUR\nER  -\n", parse(mapping, "m"))
    with pytest.raises(BadInput, match="the last reference has no end"):
        take("x.ris", "TY  - JOUR\nTI  - x\n", parse(mapping, "m"))
    with pytest.raises(BadInput, match="RIS is read with a mapping: --map asreview_ris"):
        take("x.ris", text)


def test_what_a_database_writes_between_references_is_counted_and_said(take, put, policy):
    text = "Record #1 of 2\n1.\nTY  - JOUR\nTI  - A\nER  -\nNL  - short\n\n2.\nTY  - JOUR\nTI  - B\nER  -\n"
    mapping = parse('rest = "fields"\n[case]\nid = {row = "P"}\ntitle = "TI"', "m")
    cases, rejects = take("x.ris", text, mapping)
    assert ([case.title for case in cases], rejects) == (["A", "B"], [])
    arrivals = read(put("x.ris", text), policy, mapping)
    list(arrivals)
    assert arrivals.ending.endswith("x.ris: 4 lines stand between references, and are not read.")


def test_the_plan_says_what_of_a_named_list_is_not_read(put, policy):
    with read(put("a.json", json.dumps([ALERT])), policy, parse(ALERT_MAP, "m")) as arrivals:
        said = list(arrivals.plan.sentences())
    assert "  what else stands in artifacts[] -> not read" in said
    assert "  all else -> fields" in said


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("a", {"b": [{"c": 1}, {"c": 2}, {}], "d.e": 3}),
        ("a.b[].c", [1, 2]),
        ("a.b[]", [{"c": 1}, {"c": 2}, {}]),
        ('a."d.e"', 3),
        ("a.x.y", None),
        ("a[].b", [[{"c": 1}, {"c": 2}, {}]]),
        ('a."d.e"[]', None),
        (".", ...),
    ],
)
def test_paths(path, found):
    value = {"a": {"b": [{"c": 1}, {"c": 2}, {}], "d.e": 3}}
    assert look(value, steps(path)) == (value if found is ... else found)


@pytest.mark.parametrize("path", ["", "a.", ".a", "a..b", "a[0]", "a[", "a]", '"a', 'a"b', " a"])
def test_what_is_no_path(path):
    with pytest.raises(ValueError, match=r"a .* (is|stands)|is missing|as JSON"):
        steps(path)


@pytest.mark.parametrize("keys", [("a",), ("a.b", "c"), ('"', "[]"), ("", " x "), ("ž", "x y")])
def test_a_path_leads_back_to_its_keys(keys):
    assert steps(path_of(keys)) == keys
