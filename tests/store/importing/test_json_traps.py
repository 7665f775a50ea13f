"""JSON lines: what lax readers take in silently is refused with the line, the part and the reason."""

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import limits
from store.errors import BadInput
from store.importing import json_document, json_reader, read
from store.importing.json_reader import decode
from store.importing.mapping import parse
from store.importing.rejects import BadRow
from store.model import Arrival, Case
from tests.dockets import make_case

GOOD = '{"id":"RP-1"}'
ITEM = {"id": "q1", "kind": "questionnaire", "label": "Question 1", "text": "Yes."}


def with_item(**changed: object) -> str:
    return json.dumps({"id": "RP-2", "evidence": [{**ITEM, **changed}]})


def test_the_line_of_the_readme_is_a_case(take):
    line = (
        '{"id":"RP-000417","title":"Temporary residence permit","subject":"...","fields":{"citizenship":"BLR",'
        '"permit":"temporary","expires":"2025-03-01"},"flags":[{"code":"Q3","reason":"...","raised_by":"survey desk",'
        '"raised_on":"2023-07-02"}],"evidence":[{"id":"q1","kind":"questionnaire","label":"Question 1 ...",'
        '"text":"...","source":"...","date":"2023-05-11","access":"public","gist":null}],"due":"2023-12-01",'
        '"priority":2}'
    )
    cases, rejects = take("cases.jsonl", line)
    assert not rejects
    assert cases == [msgspec.json.decode(line, type=Case)]


@pytest.mark.parametrize(
    ("line", "column", "reason"),
    [
        ('{"id":17}', "id", "a whole number stands where text in quotation marks is needed."),
        ('{"id":""}', "id", "the id is blank."),
        ('{"title":"x"}', "", 'the part "id" is missing.'),
        ('{"id":"RP-2","id":"RP-3"}', "id", 'the key "id" stands there twice.'),
        ('{"id":"RP-2","id" :"RP-2"}', "id", 'the key "id" stands there twice.'),
        ('{"id":"RP-2","\\u0069d":"RP-3"}', "id", 'the key "id" stands there twice.'),
        ('{"id":"RP-2","fields":{"a":1,"a":2}}', "a", 'the key "a" stands there twice.'),
        ('{"id":"RP-2","evidence":[],"evidence":[]}', "evidence", "stands there twice."),
        ('{"id":"RP-2","titel":"x"}', "", 'there is no part "titel" (did you mean "title"?).'),
        ('{"id":"RP-2","evidence":[{"txt":"x"}]}', "evidence[0]", 'no part "txt" (did you mean "text"?)'),
        ('{"id":"RP-2","flags":[{"cod":"x"}]}', "flags[0]", 'no part "cod" (did you mean "code"?)'),
        ('{"id":"RP-2","fields":{"a":NaN}}', "", "not JSON: NaN is no number: write null instead, "),
        (
            '{"id":"RP-2","fields":{"a":-Infinity}}',
            "",
            "not JSON: -Infinity is no number: write null instead, or text.",
        ),
        ('{"id":"RP-2","fields":{"a":1e400}}', "fields", "the number is too large"),
        ('{"id":"RP-2","fields":{"a":9223372036854775808}}', "fields.a", "the number is too large"),
        (f'{{"id":"RP-2","fields":{{"a":{"9" * 5000}}}}}', "fields", "the number is too large"),
        ('{"id":"RP-2","priority":99999999999999999999}', "priority", "the number is too large"),
        ('{"id":"RP-2","priority":"2"}', "priority", "text in quotation marks stands where a whole number or null"),
        ('{"id":"RP-2","priority":2.5}', "priority", "a number stands where a whole number or null is needed."),
        ('{"id":"RP-2","priority":true}', "priority", "true or false stands where a whole number"),
        ('{"id":"RP-2","due":"01.12.2023"}', "due", "not a date such as 2023-12-01."),
        ('{"id":"RP-2","due":"2023-12-01T00:00:00Z"}', "due", "not a date such as 2023-12-01."),
        ('{"id":"RP-2","due":""}', "due", "not a date"),
        ('{"id":"RP-2","fields":{"a":[1]}}', "fields", "a list [...] stands where"),
        ('{"id":"RP-2","fields":{"":1}}', "fields.", "the name of the field is blank."),
        ('{"id":"RP-2","x":' + "[" * 200_000, "", 'there is no part "x"'),
        ('{"id":"RP-2","fields":{"a":' + '{"a":' * 200_000, "fields", "an object {...} stands where"),
        ("[" * 200_000, "", "a list [...] stands where an object"),
        ('{"id":"RP-2\\ud800"}', "", "half of a character (a lone surrogate)"),
        ('{"id":"RP-2\\udc00"}', "", "half of a character (a lone surrogate)"),
        ('{"id":"RP-2\\u0000"}', "id", "the id holds ␀, a character that cannot be seen."),
        ('{"id":"RP-2\0"}', "", "not JSON: Invalid control character"),
        ('{"id":"RP-2"', "", "not JSON: the line ends too early"),
        ('{"id":"RP-2"} {"id":"RP-3"}', "", "not JSON: another value follows it at once: put each on a line"),
        ('{"id":"RP-2",}', "", "not JSON: a comma stands behind the last value: take it out."),
        ('{"id":"RP-2"} // said', "", "not JSON: it holds a comment, which JSON has not: take it out."),
        ("{'id':'RP-2'}", "", "not JSON:"),
        ('{"id":"RP-2","x"}', "", "not JSON: Expecting ':' delimiter, at character 17."),
        ('"RP-2"', "", "text in quotation marks stands where an object {...} is needed."),
        (f'{{"id":"RP-2","title":"{"x" * (limits.TEXT + 1)}"}}', "title", "the text has 1,048,577 characters"),
        ('{"id":"RP-2","flags":[{"code":" "}]}', "flags[0].code", "the code of the flag is blank."),
        (with_item(access="secret"), "evidence[0].access", '"secret" is neither "public" nor "restricted".'),
        (with_item(kind="questionaire"), "evidence[0].kind", '(did you mean "questionnaire"?)'),
        (with_item(id=""), "evidence[0].id", "the id of the item is blank."),
        (with_item(id=1), "evidence[0].id", "a whole number stands where text"),
        (with_item(gist="A visit."), "evidence[0].gist", "only a restricted item has a gist."),
        (json.dumps({"id": "RP-2", "evidence": [ITEM, ITEM]}), "evidence[1].id", 'two items have the id "q1".'),
        (json.dumps({"id": "RP-2", "fields": {str(n): n for n in range(1001)}}), "fields", "there are 1,001 fields"),
    ],
)
def test_a_bad_line_is_rejected_and_its_neighbours_are_kept(take, line, column, reason):
    cases, rejects = take("cases.jsonl", f'{GOOD}\n\n{line}\n{{"id":"RP-9"}}')
    assert [case.id for case in cases] == ["RP-1", "RP-9"]
    assert len(rejects) == 1
    assert (rejects[0].line, rejects[0].column) == (3, column)
    assert reason in rejects[0].reason
    assert len(rejects[0].reason) < 300
    assert rejects[0].row[:50] == line[:50]


def test_bytes_that_are_not_utf8_are_named(take):
    cases, rejects = take("cases.jsonl", GOOD.encode() + b'\n{"id":"RP-\xe9"}\n')
    assert len(cases) == 1
    assert rejects[0].reason == "not UTF-8: byte 0xe9 (byte 11 of the line)."
    assert rejects[0].row == '{"id":"RP-\\xe9"}'


def test_a_pair_of_escapes_is_a_whole_character(take):
    cases, _ = take("cases.jsonl", '{"id":"RP-\\ud83d\\ude00"}')
    assert cases[0].id == "RP-😀"


def test_a_line_longer_than_the_cap_is_rejected_and_skipped(take, monkeypatch):
    monkeypatch.setattr(json_reader, "ROW_BYTES", 1 << 20)
    cases, rejects = take("cases.jsonl", '{"id":"RP-2","title":"' + "x" * (5 << 20) + f'"}}\n{GOOD}\n')
    assert [case.id for case in cases] == ["RP-1"]
    assert rejects[0].reason.startswith("the line is longer than 1 MiB: if it is a document, say in a mapping where")
    assert rejects[0].line == 1


@pytest.mark.parametrize("indent", [None, 1])
def test_a_document_is_read_object_by_object_however_long_its_lines_are(put, policy, monkeypatch, indent):
    for module in (json_reader, json_document):
        monkeypatch.setattr(module, "ROW_BYTES", 100_000)
    document = {"total": 30, "records": [{"id": f"RP-{number}", "title": "x" * 10_000} for number in range(30)]}
    mapping = parse('records = "records[]"\n[case]\nid = "id"\ntitle = "title"', "map")
    arrivals = read(put("cases.json", json.dumps(document, indent=indent)), policy, mapping)
    assert arrivals.plan.format == "JSON"
    assert [one.case.id for one in arrivals if isinstance(one, Arrival)] == [f"RP-{n}" for n in range(30)]
    mapping = parse('[case]\nid = "id"\ntitle = "title"', "map")
    with pytest.raises(BadInput, match=r"say in a mapping \(--map\) where in it the objects are \(records\)"):
        list(read(put("cases.json", json.dumps(document, indent=1)), policy, mapping))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('[{"id":"RP-1"},\n{"id":"RP-2"', "line 2: not JSON: "),
        ('[{"id":"RP-1"}\n{"id":"RP-2"}]', "line 2: not JSON: a comma is missing"),
        ('[{"id":"RP-1"},,{"id":"RP-2"}]', "a comma stands where an object should"),
        ('[{"id":"RP-1"},]', "a comma stands where an object should"),
        ('[{"id":"RP-1"}', "the list has no end: the file is cut off"),
        ('[{"id":"RP-1"}] []', "something stands behind the end of the list"),
        ('[{"id":"RP-1"},' + "[" * 200_000, "line 1: not JSON: the file is cut off"),
        (b'[{"id":"RP-1"},{"id":"\xe9"}]', "not UTF-8 near byte 23"),
        ('{\n "id": "RP-1"\n}\n{\n"id": RP', "line 4: not JSON: the file is cut off"),
        (
            '[{"text": "x", "label": []}]',
            r'its objects are no cases of foureyes \(they have "text"\): .* `foureyes propose',
        ),
        ('{"text": "x", "label": []}\n', "its objects are no cases of foureyes"),
        ('{\n "action": "created",\n "alert": {}\n}', r'\(they have "action"\)'),
    ],
)
def test_json_of_which_the_rest_cannot_be_told_is_refused(take, content, said):
    with pytest.raises(BadInput, match=said):
        take("cases.json", content)


@pytest.mark.parametrize(
    "content",
    [
        '[{"id":"RP-1"},{"id":"RP-2"}]',
        '\ufeff [\n{"id":"RP-1"}\n,\n{\n"id":"RP-2"}\n]\n',
        '{\n "id": "RP-1"\n}\n{\n "id": "RP-2"\n}\n',
        '{"id":"RP-1"}\n{"id":"RP-2"}',
    ],
)
def test_cases_stand_in_a_list_or_one_after_the_other(take, content):
    for name in ("cases.json", "cases.jsonl"):
        cases, rejects = take(name, content)
        assert not rejects
        assert [case.id for case in cases] == ["RP-1", "RP-2"]


def test_a_broken_object_of_a_list_is_a_reject_and_its_neighbours_are_kept(take):
    broken = ['{"id" "RP-2"}', '{"id":"RP-2","fields":{"n":' + "1" * 5000 + "}}", "nul", "[" * 9_000 + "]" * 9_000]
    cases, rejects = take("cases.json", '[{"id":"RP-1"},\n' + ",\n".join(broken) + ',\n{"id":"RP-9"}]')
    assert [case.id for case in cases] == ["RP-1", "RP-9"]
    assert [one.line for one in rejects] == [2, 3, 4, 5]
    assert all(
        "not JSON" in one.reason or "number is too large" in one.reason or "a list" in one.reason for one in rejects
    )


def test_a_case_of_more_values_than_memory_should_hold_is_rejected_before_it_is_made(take, monkeypatch):
    monkeypatch.setattr(json_document, "JSON_VALUES", 20)
    many = json.dumps({"id": "RP-1", "fields": {f"f{n}": n for n in range(30)}})
    text = json.dumps({"id": "RP-2", "title": ",".join("[{" * 30)})
    cases, rejects = take("cases.jsonl", f"{many}\n{text}\n")
    assert [case.id for case in cases] == ["RP-2"]  # what stands in a text parts no values
    assert rejects[0].reason == "it holds more than 20 values: is this one case?"


def test_a_list_is_read_piece_by_piece_and_a_bad_case_in_it_is_named_by_its_line(take):
    long = "x" * 100_000
    lines = [json.dumps({"id": f"RP-{number}", "title": long}) for number in range(30)]
    lines[7] = '{"id": 7}'
    cases, rejects = take("cases.json", "[\n" + ",\n".join(lines) + "\n]")
    assert len(cases) == 29
    assert [(one.line, one.column) for one in rejects] == [(9, "id")]


def test_empty_lines_and_a_byte_order_mark_are_no_cases(take):
    cases, rejects = take("cases.ndjson", f"\ufeff{GOOD}\r\n\r\n  \n")
    assert len(cases) == 1
    assert not rejects
    with pytest.raises(BadInput, match="only empty lines"):
        take("cases.ndjson", "\n\n")


names = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
values = st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)


@given(st.dictionaries(names, values | names), names)
def test_a_case_comes_back_from_its_line_however_it_is_spelt(fields, title):
    case = make_case(1, fields=fields, title=title)
    assert decode(msgspec.json.encode(case)) == case
    assert decode(json.dumps(msgspec.to_builtins(case)).encode()) == case


@given(st.dictionaries(names, values, min_size=1), st.data())
def test_no_key_can_stand_there_twice_unseen(fields, data):
    twice = data.draw(st.sampled_from(sorted(fields)))
    pairs = [*fields.items(), (twice, data.draw(values))]
    escaped = st.booleans()
    spelt = ",".join(f"{json.dumps(name, ensure_ascii=data.draw(escaped))}:{json.dumps(one)}" for name, one in pairs)
    with pytest.raises(BadRow, match="stands there twice"):
        decode(f'{{"id":"RP-1","fields":{{{spelt}}}}}'.encode())
