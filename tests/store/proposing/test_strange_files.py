"""Files that a stranger brought: small ones, each of which was once taken for something else."""

import json
import re
import tomllib

import pytest

from store.errors import BadInput
from store.importing import mapping as mappings
from store.policy_file import parse
from store.proposing.profile import profile_of
from store.proposing.proposed_mapping import proposal
from store.proposing.proposed_policy import policy_text
from tests.store.importing.workbooks import parts, sheet, zipped
from tests.store.proposing.foreign_files import workbook
from tests.store.proposing.test_propose import PLAIN, taken_in


def test_a_policy_for_a_sheet_of_which_no_column_holds_anything_is_one_all_the_same(put):
    path = put("b.xlsx", workbook([["A1"], [None, "B2"]]))
    found = proposal(profile_of(path), own_kinds=True)
    assert found.items == ()
    assert [one.kind for one in parse(policy_text("b", found.items), "policy.toml").evidence] == ["text"]


@pytest.mark.parametrize(
    "content",
    [
        '"","text","label"\n"1","I was there","pos"\n"2","I was not","neg"\n"3","Ask Ann","pos"\n',
        ",name\n0,Ann\n1,Ben\n2,Cleo\n",
        ",name\nfirst,Ann\nsecond,Ben\nthird,Cleo\n",
        "id,,name,\nA-1,x,Ann,\nA-2,y,Ben,\nA-3,x,Cleo,\n",
        "id,,name,\nA-1,x,Ann,p\nA-2,y,Ben,\nA-3,x,Cleo,q\n",
        ",name,sum\nfirst,Ann,1\nsecond,Ben,2\n",
        "Name,Town,\nAnn,Rome,urgent\nBob,Oslo,\nCy,Bern,\nDi,Kyiv,urgent\nEd,Riga,\n",
        "id,name,\n0,Ann Lee,*\n1,Ben Lee,\n2,Cleo Lee,*\n3,Di Lee,\n",
    ],
)
def test_a_header_in_which_a_name_is_blank_is_no_case(put, tmp_path, content):
    path = put("f.csv", content)
    profile = profile_of(path)
    assert profile.layout.header.line == 1
    assert profile.rows == content.count("\n") - 1
    cases, rejects = taken_in(path, proposal(profile).mapping, PLAIN, tmp_path / "c.docket")
    assert (len(cases), rejects) == (profile.rows, [])


def test_a_title_above_a_header_is_none_although_the_rest_of_its_row_is_blank(put):
    assert profile_of(put("f.csv", "Report,\nname,sum\nAnn,1\nBen,2\n")).layout.header.line == 2
    assert profile_of(put("f.csv", "Report,,\nname,sum,of\nAnn,1,x\nBen,2,y\n")).layout.header.line == 2


def test_why_no_row_names_the_columns_is_true(put):
    said = profile_of(put("f.csv", "1,Ann\n2,Ben\n3,Cleo\n")).layout.header.reason
    assert said.endswith("the first holds numbers or dates itself")
    said = profile_of(put("f.csv", ",,,a\n1,2,3,b\n4,5,6,c\n")).layout.header.reason
    assert said.endswith("the first fills 1 cell of 4")
    said = profile_of(put("f.csv", "x,x,x,x,open\n" * 3 + "y,x,x,y,open\n")).layout.header.reason
    assert said.endswith("the first holds the same in several columns, and so do rows below it")


OTHER = "Other (please specify)"


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        (["id", *["Score"] * 4, *["Comment"] * 3], [[f"A{n}", "1", "2", "3", "4", "a", "b", "c"] for n in range(9)]),
        (["Who", "Town", *[OTHER] * 7], [["Ann", "Rome", "", "a bus", "", "", "no", "", ""], ["Ben", *["x"] * 8]] * 9),
        (["Who", "Age", *[OTHER] * 7], [["Ann", "n/a", *["x"] * 7], *[["Ben", "17", *["x"] * 7]] * 9]),
        (["x"] * 4, [["A", "b", "c", "d"], ["E", "f", "g", "h"]]),
    ],
)
def test_a_header_in_which_most_names_repeat_is_no_case(put, tmp_path, header, rows):
    """As of a survey in which one may write something else below each question."""
    path = put("f.csv", "".join(",".join(row) + "\n" for row in [header, *rows]))
    found = proposal(profile_of(path))
    assert tomllib.loads(found.mapping)["header_row"] == 1
    cases, rejects = taken_in(path, found.mapping, PLAIN, tmp_path / "c.docket")
    assert (len(cases), rejects) == (len(rows), [])


@pytest.mark.parametrize(
    "above",
    [
        [["Person"] * 3, ["Name", "Id", "Born"]],
        [["Person"] * 3, ["Who"] * 3, ["Name", "Id", "Born"]],
        [["Person", "", ""], ["Who", "", "When"], ["Name", "Id", "Born"]],
    ],
)
def test_names_of_groups_that_stand_above_those_of_the_columns_are_no_header(put, above):
    rows = [["Ann", "P-1", "1990-01-08"], ["Ben", "P-2", "1991-03-04"], ["Cleo", "P-3", "1987-12-30"]]
    layout = profile_of(put("f.csv", "".join(",".join(row) + "\n" for row in [*above, *rows]))).layout
    assert layout.header.line == len(above)


QUALTRICS = ("StartDate", "EndDate", "Status", "ResponseId", "Q1", "Q1_4_TEXT")
LABELS = ("Start Date", "End Date", "Response Type", "Response ID", "Which of these?", "Which of these? - Other - Text")
OLD_QUALTRICS = (*[f"V{n}" for n in range(1, 11)], "Q1")
OLD_LABELS = (
    *("ResponseID", "ResponseSet", "Name", "ExternalDataReference", "EmailAddress", "IPAddress", "Status"),
    *("StartDate", "EndDate", "Finished", "Which of these?"),
)


@pytest.mark.parametrize(("header", "labels"), [(QUALTRICS, LABELS), (OLD_QUALTRICS, OLD_LABELS)])
def test_one_row_of_questions_below_the_header_is_no_answer(put, tmp_path, header, labels):
    """As Qualtrics wrote them once, and writes them still where no ids of questions are asked for."""
    answers = [[f"R_{n}", *["x"] * (len(header) - 1)] for n in range(9)]
    rows = [header, labels, *answers]
    path = put("f.csv", "".join(",".join(row) + "\n" for row in rows))
    found = proposal(profile_of(path))
    assert tomllib.loads(found.mapping)["skip_rows"] == [2]
    assert any(one.startswith("Not read: row 2, which Qualtrics writes below the header") for one in found.doubts)
    cases, rejects = taken_in(path, found.mapping, PLAIN, tmp_path / "c.docket")
    assert (len(cases), rejects) == (len(answers), [])


def test_rows_below_the_header_that_say_what_columns_hold_are_told_and_left_to_people(put, tmp_path):
    """A sheet with three rows of header, of which the second names most; what it is called in the third is no case."""
    rows = [[f"P-{n}", "Ann", f"202{n}-01-02", f"202{n}-03-04", "x"] for n in range(4)]
    head = [["Id", "Person", "Permit", None, "Note"], [None, "Name", "Dates"], [None, None, "From", "Until"]]
    path = put("b.xlsx", workbook([["Register"], *head, *rows]))
    found = proposal(profile_of(path))
    said = "Rows 3, 4, below the header, hold no number or date in the columns in which the rows below do."
    assert tomllib.loads(found.mapping)["header_row"] == 2
    assert [one for one in found.doubts if "skip_rows" in one] == [
        f"{said} If they are no cases, write skip_rows = [3, 4]."
    ]
    assert f"# {said}" in found.mapping
    done = found.mapping.replace("header_row = 2", "header_row = 2\nskip_rows = [3, 4]")
    cases, rejects = taken_in(path, done, PLAIN, tmp_path / "c.docket")
    assert (len(cases), rejects) == (len(rows), [])
    assert not profile_of(put("f.csv", "Who,Sum\nAnn,17\nBen,18\nCleo,19\n")).layout.worded


@pytest.mark.parametrize("mark", ["NA", "n/a", "NULL", "None", "#N/A", "#NULL!", ".", "..", "-", "?", "missing"])
def test_a_case_of_which_nothing_is_known_is_no_row_of_names(put, mark):
    """R writes NA for what is missing, SPSS a full stop or #NULL!, Excel #N/A, statisticians two full stops."""
    content = f"id,amount,day\nK-1,{mark},{mark}\nK-2,2.5,2023-02-03\nK-3,3.5,2023-04-05\nK-4,{mark},2023-04-06\n"
    assert not profile_of(put("f.csv", content)).layout.worded


def test_a_case_is_no_row_of_questions_although_it_says_what_a_column_is_called(put):
    content = "StartDate,EndDate,Text\nStart Date,x,y\n2024-01-02,2024-01-03,z\n"
    assert profile_of(put("f.csv", content)).rows == 2


def test_what_makes_a_header_a_guess_is_true(put):
    content = "Who,Sum\nAnn,17\nBen,none\nCleo,unknown\n"
    said = next(one for one in proposal(profile_of(put("f.csv", content))).doubts if "is a guess" in one)
    assert "in no column that it names are two cells of three numbers or dates" in said


def test_what_import_would_refuse_is_said_with_the_records_that_it_would_take(put, tmp_path):
    """A report of more fields than a case can have, and findings in it."""
    report = {f"key {n}": n for n in range(1_100)} | {"run": {"results": [{"text": "x"}, {"text": "y"}]}}
    path = put("report.json", json.dumps(report))
    found = proposal(profile_of(path))
    head = "\n".join(found.mapping.splitlines()[:2])
    assert "1 case of more than 1,000 columns each" in head
    assert "Nothing of it would be taken in: there are 1,100 fields; at most 1,000 are read." in head
    assert "Write one of the records below." in head
    assert '#records = "run.results[]"' in found.mapping
    assert any("Rows that import rejects: 1; the first, 1 in " in one for one in found.doubts)
    _, rejects = taken_in(path, found.mapping, PLAIN, tmp_path / "c.docket")
    assert len(rejects) == 1


@pytest.mark.parametrize(
    "text",
    ["id;szöveg\n1;Kőműves Gábor\n", "név;szakma\nKovács Éva;Kőműves\nSzabó;Ács\n"],
)
def test_hungarian_is_told_by_its_letters_and_shown_where_it_differs(put, text):
    found = proposal(profile_of(put("f.csv", text.encode("cp1250"))))
    assert 'encoding = "cp1250"' in found.mapping
    said = next(one for one in found.doubts if one.startswith("The encoding is a guess"))
    as_it_is, _, otherwise = said.partition(", with ")
    assert "Kőműves" in as_it_is
    assert "Kõm" in otherwise


@pytest.mark.parametrize("text", ["nom;fait\nDûmas;goûter\nHélène;ça\n", "nome\nSimões\nações\n", "nimi\nTõnu\nJõgi\n"])
def test_what_only_shares_letters_with_hungarian_is_none(put, text):
    assert profile_of(put("f.csv", text.encode("cp1252"))).text.encoding.name == "cp1252"


def test_cells_that_are_merged_are_told_before_the_import_too(put):
    def merge(book):
        book.active.append(["id", "a"])
        book.active.append(["1", "x"])
        book.active.append(["2", None])
        book.active.merge_cells("B2:B3")

    found = proposal(profile_of(put("b.xlsx", workbook([], merge))))
    assert any("cells of the sheet are merged (B2:B3)" in one for one in found.doubts)


def test_keys_that_may_be_ids_are_told(put):
    found = proposal(
        profile_of(put("f.json", '{"-Nx0k": {"text": "a", "by": "b"}, "-Nx0l": {"text": "c", "by": "d"}}'))
    )
    assert "# Its 2 keys may be the ids of cases: all of it is one case." in found.mapping
    assert any("Its 2 keys may be the ids of cases" in one for one in found.doubts)
    found = proposal(profile_of(put("g.json", '{"text": {"0": "a", "1": "b"}, "by": {"0": "c", "1": "d"}}')))
    assert any('to_json(orient="records")' in one for one in found.doubts)
    found = proposal(profile_of(put("s.json", '{"columns": ["a"], "index": [0, 1], "data": [["x"], ["y"]]}')))
    assert any('to_json(orient="records")' in one for one in found.doubts)
    found = proposal(profile_of(put("h.json", '{"a": {"text": "a"}, "b": {"name": "b", "of": "c"}}')))
    assert not any("keys" in one for one in found.doubts)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"a":[1,2,', "holds no object of JSON that can be read: line 1: not JSON: it is cut off."),
        ('{"a": "x', "it is cut off."),
        ('{"a": 1, // one\n "b": 2}', "it holds a comment, which JSON has not: take it out."),
        ('{"a": 1,\n}', "a comma stands behind the last value: take it out."),
        ('{"id":1}{"id":2}', "another value follows it at once: put each on a line of its own."),
        ("[[1, 2], [3, 4]]", "holds no object of JSON but lists, so there is nothing to be a case: save it as CSV"),
    ],
)
def test_json_that_cannot_be_read_is_told_why(put, content, said):
    with pytest.raises(BadInput, match=re.escape(said)):
        profile_of(put("f.json", content))


RAW = 'label\ttext\nham\t"Gimme a few" was his answer\nspam\tWin "cash\nham\t"Open it\nham\tNo\n'


def test_marks_that_are_only_characters_are_read_as_such(put, tmp_path):
    path = put("sms.tsv", RAW)
    found = proposal(profile_of(path))
    assert 'quote = ""' in found.mapping
    cases, rejects = taken_in(path, found.mapping, PLAIN, tmp_path / "c.docket")
    assert not rejects
    assert [one.text for case in cases for one in case.evidence] == [
        line.split("\t")[1] for line in RAW.splitlines()[1:]
    ]


@pytest.mark.parametrize(
    "content",
    [
        'label\ttext\nham\t"two\nlines"\nspam\tone\n',
        'label\ttext\nham\t"a\ttab"\nspam\tone\n',
        'label\ttext\nham\t"he said ""no"""\nspam\tone\n',
        'label\ttext\nham\t"plain"\nspam\tone\n',
    ],
)
def test_marks_around_cells_are_none_of_them(put, tmp_path, content):
    found = proposal(profile_of(put("f.tsv", content)))
    assert "quote" not in tomllib.loads(found.mapping)
    assert "2 cases" in found.mapping


def test_a_row_that_is_broken_otherwise_is_a_reject_where_marks_mean_nothing(put, tmp_path):
    path = put("sms.tsv", RAW.replace("No", 'N\r"o'))
    how = 'quote = ""\nrest = "fields"\n[case]\nid = {row = "r-"}\n'
    cases, [reject] = taken_in(path, how, PLAIN, tmp_path / "c.docket")
    assert len(cases) == 3
    assert "carriage return" in reject.reason


def test_escape_and_no_quote_are_a_contradiction():
    with pytest.raises(BadInput, match='with quote = "" none does'):
        mappings.parse('quote = ""\nescape = "\\\\"\n[case]\nid = "a"\n', "m.toml")


PAGES = "day,amount,by\n2024-01-05,3.50,A1\n2024-01-06,4.25,A2\n"


def test_a_header_that_stands_there_again_spoils_no_column_and_is_said(put, tmp_path):
    path = put("joined.csv", f"\ufeff{PAGES}\ufeff{PAGES}{PAGES}")
    profile = profile_of(path)
    assert profile.rows == 6
    assert profile.columns.column("amount").range_words() == "numbers 3.50 to 4.25"
    found = proposal(profile)
    assert "# All of it is taken in as it is." in found.mapping
    assert "skip_rows" not in found.mapping
    assert profile.columns.column("day").range_words() == "dates 2024-01-05 to 2024-01-06"
    said = "Rows that repeat the header: 2, the first in row 4. They are no cases, and import leaves them out."
    assert said in found.doubts
    assert not any("guess" in one for one in found.doubts)
    cases, rejects = taken_in(path, found.mapping, PLAIN, tmp_path / "c.docket")
    assert (len(cases), rejects) == (6, [])


def test_a_total_is_found_below_pages_each_of_which_has_a_header(put):
    layout = profile_of(put("f.csv", f"{PAGES}{PAGES}Total,15.50,\n")).layout
    assert (layout.totals.rows, layout.repeats.rows, layout.header.guess) == (1, 1, "")


def test_a_header_and_nothing_else_holds_no_rows_however_often_it_stands_there(put):
    with pytest.raises(BadInput, match="has a header and no rows"):
        profile_of(put("f.csv", "id,name\n" * 3))


def test_a_note_that_goes_on_below_a_table_is_no_case_although_names_are_of_several_words(put):
    """As below a table of counts: its second line begins with "the total", and the first was a case."""
    rows = "".join(f"{name},{n},{n + 2}\n" for n, name in enumerate(["New York", "Texas", "Ohio", "North Dakota"] * 6))
    note = '"Note: a person may be counted in more than one state, therefore ",,\n the total should not be used.,,\n'
    totals = profile_of(put("f.csv", f"State,Active,Reserve\n{rows}{note}")).layout.totals
    assert totals.rows == 2
    assert totals.reason.endswith(" is all that it says, where others fill 3 cells")
    assert not profile_of(put("f.csv", f"State,Active,Reserve\n{rows}New Mexico,,\n")).layout.totals.rows


def test_a_sheet_without_rows_is_named_with_how_to_look_at_those_beside_it(put):
    held = sheet([["id", "sum"], ["A-1", 1]])
    path = put("b.xlsx", zipped(parts(sheet([["id", "sum"]]), held)))
    said = r'the sheet "Cases" has a header and no rows. Not read: the sheet "Second" .* name it with --sheet.$'
    with pytest.raises(BadInput, match=said):
        profile_of(path)
    assert profile_of(path, sheet="Second").rows == 1
    with pytest.raises(BadInput, match=r'the sheet "Second" holds only empty rows. Not read: the sheet "Cases"'):
        profile_of(put("b.xlsx", zipped(parts(held, sheet([])))), sheet="Second")


def test_what_a_search_of_elasticsearch_found_comes_in_by_its_ids(put, tmp_path):
    hits = [{"_index": "a", "_id": f"h-{number}", "_source": {"subject": f"Mail {number}"}} for number in range(3)]
    path = put("found.json", json.dumps({"took": 5, "timed_out": False, "hits": {"total": {"value": 3}, "hits": hits}}))
    found = proposal(profile_of(path))
    assert '# Not read: "took", "timed_out", "hits.total", which stand beside the records.' in found.mapping
    cases, rejects = taken_in(path, found.mapping, PLAIN, tmp_path / "c.docket")
    assert [(case.id, case.fields["_source.subject"]) for case in cases] == [
        (f"h-{number}", f"Mail {number}") for number in range(3)
    ]
    assert not rejects


@pytest.mark.parametrize(
    "content", ['[{"id":"1","a":NaN},{"id":"2","a":1.5}]', '{"id":"1","a":NaN}\n{"id":"2","a":1.5}']
)
def test_nan_is_read_as_blank_and_that_is_said(put, tmp_path, content):
    path = put("f.json", content)
    found = proposal(profile_of(path))
    assert 'nan = "blank" # NaN stands in it, which is no JSON' in found.mapping
    assert "# All of it is taken in as it is." in found.mapping
    assert "NaN stands in it, which is no JSON: it is read as blank." in found.doubts
    cases, rejects = taken_in(path, found.mapping, PLAIN, tmp_path / "c.docket")
    assert ([case.fields["a"] for case in cases], rejects) == ([None, 1.5], [])
    other = proposal(profile_of(put("g.json", content.replace("NaN", "-Infinity"))))
    assert "nan =" not in other.mapping
    assert any("-Infinity is no number: write null instead" in one for one in other.doubts)


def test_blanks_before_quotation_marks_are_seen(put, tmp_path):
    path = put("f.csv", 'id, name, text\n1, Ann, "Hello, world"\n2, Ben, "Good, too"\n3, Cleo, "No"\n')
    found = proposal(profile_of(path))
    assert tomllib.loads(found.mapping)["skip_blanks"] is True
    assert "a comma, with blanks behind it" in found.mapping
    cases, rejects = taken_in(path, found.mapping, PLAIN, tmp_path / "c.docket")
    assert not rejects
    assert [case.evidence[0].text for case in cases] == ["Hello, world", "Good, too", "No"]


@pytest.mark.parametrize(
    "content",
    [
        "id, name\n1, Ann\n2, Ben\n",
        'id,name\n1," ""Ann"" "\n2,"a, ""b"""\n',
        'id,name\n1, "Ann" Lee\n2, Ben\n',
        'id,name\n1, "Ann, Lee"\n2,a,b,c\n',
        'id,name\n1, "Ann\n2,a\n',
    ],
)
def test_other_blanks_are_of_the_cells_that_they_stand_in(put, content):
    assert "skip_blanks" not in proposal(profile_of(put("f.csv", content))).mapping


@pytest.mark.parametrize(
    ("name", "content", "title"),
    [
        (
            "jira.csv",
            "Issue key,Created,Updated,Summary\nP-{n},0{n}/Jul/25 3:42 PM,0{n}/Jul/25 9:00 AM,Fix the flow {n}.\n",
            "Summary",
        ),
        ("kobo.csv", "_id,name,_uuid\n40{n},Person {n},0{n}ab12cd-1111-2222-3333-444444444444\n", "name"),
        ("list.csv", "id,type,name\n{n},-0-,Ann {n}\n6{n},individual,Ben {n}\n", "name"),
        ("keys.csv", "id,session,name\n{n},{n}f6e5d4c3b2a1908f6e5d4c3b2a1908,Ann {n}\n", "name"),
    ],
)
def test_lists_show_of_a_case_what_a_person_can_read(put, name, content, title):
    """What programs call a case, times that stand for nothing else, and marks for what is blank tell nobody of it."""
    header, _, row = content.partition("\n")
    path = put(name, header + "\n" + "".join(row.replace("{n}", str(n)) for n in range(1, 5)))
    found = tomllib.loads(proposal(profile_of(path)).mapping)["case"].get("title")
    assert found == title


def test_lists_show_the_title_of_a_reference_alone(put):
    content = "".join(f"TY  - JOUR\nTI  - Paper {n}\nDA  - 2019/03/0{n}/\nER  - \n\n" for n in range(1, 5))
    found = tomllib.loads(proposal(profile_of(put("z.ris", content))).mapping)
    assert found["case"]["title"] == "TI"


def test_an_id_that_only_counts_the_rows_of_a_file_is_told(put):
    """A survey counts its answers from 1: next week's file has the same ones again, and a name of its own."""
    content = "Response ID,Answer\n" + "".join(f"{n},x\n" for n in range(1, 31))
    found = proposal(profile_of(put("f.csv", content)))
    assert tomllib.loads(found.mapping)["case"]["id"] == {"file": True, "row": "-"}
    said = '"Response ID" is called an id, and counts the rows from 1, as the next file may count its own.'
    assert f'# {said} If it is the id of a case, write id = "Response ID".' in found.mapping
    assert said in found.doubts[-1]
