"""What programs for surveys export: a second row below the header says what could be answered, and is no answer."""

import tomllib

import pytest

from store.proposing.profile import profile_of
from store.proposing.proposed_mapping import proposal
from tests.store.proposing.foreign_files import workbook, written
from tests.store.proposing.test_propose import PLAIN, taken_in

IDS = ["Respondent ID", "Collector ID", "Date Created"]
SAID = "The parcel came late, and nobody told me a word about it. I want to know why that was so."
HEADER = [*IDS, "How was it?", "What do you use?", "", "", "Rate us", "", "Tell us more"]
BELOW = ["", "", "", "Response", "Email", "Phone", "Other (please\nspecify)", "Speed", "Care", "Open-Ended Response"]
ROWS = [
    [str(118_400 + number), "44", "03/13/2024 02:14:05 PM", "Good", "Email", "", "a pigeon", "4", "5", SAID]
    for number in range(3)
]
SURVEY = [HEADER, BELOW, *ROWS]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_could_be_answered_is_no_answer_and_says_which_column_is_which(put, tmp_path, ending):
    path = put(f"survey.{ending}", written(SURVEY) if ending == "csv" else workbook(SURVEY))
    found = proposal(profile_of(path))
    mapping = tomllib.loads(found.mapping)
    assert (mapping["header_row"], mapping["skip_rows"]) == (1, [2])
    assert any(one.startswith("Not read: row 2, which SurveyMonkey writes below the header") for one in found.doubts)
    cases, rejects = taken_in(path, found.mapping, PLAIN, tmp_path / "c.docket")
    assert not rejects
    assert len(cases) == 3
    told = {name: value for name, value in cases[0].fields.items() if name not in IDS}
    assert told == {
        "How was it?": "Good",
        "What do you use?: Email": "Email",
        "What do you use?: Phone": None,
        "What do you use?: Other (please specify)": "a pigeon",
        "Rate us: Speed": "4",
        "Rate us: Care": "5",
    }
    assert [(one.label, one.text) for one in cases[0].evidence] == [("Tell us more", SAID)]


def test_the_first_row_is_the_header_however_few_of_its_columns_it_names(put):
    matrix = [[*IDS, "Rate us", *[""] * 12], ["", "", "", *[f"Part {n}" for n in range(13)]]]
    rows = [[str(number), "44", "03/13/2024", *["5"] * 13] for number in range(4)]
    layout = profile_of(put("f.csv", written([*matrix, *rows]))).layout
    assert (layout.header.line, layout.second.lines) == (1, (2,))
    assert layout.called["column 16"] == "Rate us: Part 12"


def test_long_questions_leave_room_for_their_answers(put, tmp_path):
    question = "What do you think? " * 20
    rows = [[*IDS, question, ""], ["", "", "", "Yes", "No"], ["1", "44", "03/13/2024", "Yes", ""]]
    path = put("f.csv", written(rows))
    cases, _ = taken_in(path, proposal(profile_of(path)).mapping, PLAIN, tmp_path / "c.docket")
    names = [name for name in cases[0].fields if name not in IDS]
    assert [name.rpartition("…: ")[2] for name in names] == ["Yes", "No"]
    assert all(name.startswith("What do you think?") for name in names)


def test_answers_that_are_called_alike_are_told_apart(put, tmp_path):
    rows = [[*IDS, "Q", "", "Q: Yes"], ["", "", "", "Yes", "Yes", "Response"], ["1", "44", "03/13/2024", "a", "b", "c"]]
    path = put("f.csv", written(rows))
    cases, rejects = taken_in(path, proposal(profile_of(path)).mapping, PLAIN, tmp_path / "c.docket")
    assert not rejects
    assert sorted(value for value in cases[0].fields.values() if value in ("a", "b", "c")) == ["a", "b", "c"]


@pytest.mark.parametrize(
    "rows",
    [
        [HEADER, ["1", *BELOW[1:]], *ROWS],
        [HEADER, ["", "44", *BELOW[2:]], *ROWS],
        [["Respondent", *HEADER[1:]], BELOW, *ROWS],
        [HEADER, *ROWS],
    ],
)
def test_a_row_that_has_an_id_is_an_answer(put, rows):
    layout = profile_of(put("f.csv", written(rows))).layout
    assert layout.second.lines == ()


@pytest.mark.parametrize("ids", [["RespondentID", "CollectorID"], ["respondent_id", "collector_id"]])
def test_its_ids_are_known_in_every_spelling(put, ids):
    rows = [[*ids, *HEADER[2:]], BELOW, *ROWS]
    assert profile_of(put("f.csv", written(rows))).layout.second.lines == (2,)
