"""Filters describe themselves: what they say parses to what they are."""

from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.days import read_day
from store.docket import Docket
from store.errors import BadInput
from store.filters import Filter, Term, parse
from store.searchable import searchable
from tests.dockets import make_case


def test_the_example_of_the_manual() -> None:
    text = 'standing:open due:<7d flag:Q3 field.permit:temporary -voted:me "free text"'
    chosen = parse(text)
    assert str(chosen) == text
    assert chosen.terms[1] == Term("due", "7d", "<")
    assert chosen.terms[4] == Term("voted", "me", negated=True)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("standing:opn", 'no standing "opn" (did you mean "open"?)'),
        ("flga:Q3", 'does not know "flga:" (did you mean "flag"?)'),
        ("voted:you", '"voted:" takes "me"'),
        ("priority:high", "takes a number"),
        ("flag:<Q3", '"flag:" takes no <'),
        ("id:>RP-3", '"id:" takes no >'),
        ("standing:<open", '"standing:" takes no <'),
        ("-voted:<me", '"voted:" takes no <'),
        ("clock:>appeal_by<7d", '"clock:>appeal_by<7d" is not a deadline'),
        ("-clock:=appeal_by:none", '"clock:=appeal_by:none" is not a deadline'),
        ('"open', "quotation mark that is not closed"),
    ],
)
def test_what_is_not_understood_is_named(text: str, sentence: str) -> None:
    with pytest.raises(BadInput) as error:
        parse(text)
    assert sentence in str(error.value)


@pytest.mark.parametrize("text", ['"\u0301"', "\u0301\u0308", "-\u0301", '""', '-""', 'flag:Q3 "\u0301"'])
def test_a_word_of_which_a_search_leaves_nothing_is_refused_and_lets_not_all_through(text: str) -> None:
    with pytest.raises(BadInput, match=r'^There is nothing in ".*" to search for\.$'):
        parse(text)


@pytest.mark.parametrize("word", ["a", "-a", "flag:x", "due:<7d", "standing:open"])
def test_a_filter_of_thousands_of_words_is_refused_in_a_sentence(docket: Docket, word: str) -> None:
    """SQLite said that its expression tree is too large, which read as damage."""
    told = "^The filter has 3,000 words: at most 200 are asked for at a time.$"
    with pytest.raises(BadInput, match=told):
        parse(f"{word} " * 3_000)
    with pytest.raises(BadInput, match=told):
        docket.page("ana", Filter(parse(word).terms * 3_000))
    as_many_as_go = Filter(parse(word).terms * 200)
    assert docket.count("ana", as_many_as_go) == len(docket.page("ana", as_many_as_go))


values = st.text(st.characters(exclude_characters='"', exclude_categories=["Cs"]), min_size=1)
terms = st.one_of(
    st.builds(Term, st.just("text"), values.filter(searchable), negated=st.booleans()),
    st.builds(Term, st.sampled_from(["flag", "id"]), values, st.just("="), st.booleans()),
    st.builds(Term, st.just("field.permit"), values, st.sampled_from("=<>"), st.booleans()),
)


@given(st.lists(terms, max_size=4))
def test_a_filter_parses_to_itself(some: list[Term]) -> None:
    chosen = Filter(tuple(some))
    assert parse(str(chosen)) == chosen


@pytest.mark.long
@given(st.text())
def test_any_text_is_a_filter_or_is_refused_in_a_sentence(text: str) -> None:
    with suppress(BadInput):
        assert isinstance(parse(text), Filter)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("field.permit=temp", "field.permit:temp"),
        ("due<7d", "due:<7d"),
        ("-priority=2", "priority:2"),
        ("field.permit", "field.permit:VALUE"),
        ("-field.per", "field.per:VALUE"),
    ],
)
def test_a_word_without_its_colon_is_told_and_not_searched_for_as_text(text: str, term: str) -> None:
    with pytest.raises(BadInput, match=f"lacks its colon: write {term},"):
        parse(text)
    searched = parse(f'"{text}" a=b')
    assert searched.terms[0].word == "text"
    assert parse(str(searched)) == searched, "it can be kept, and opened in the box again"


@pytest.mark.parametrize("text", ["due:", "standing: open", "-flag:", "clock:", "field.permit: x"])
def test_a_word_without_anything_behind_it_is_no_search_for_that_word(text: str) -> None:
    with pytest.raises(BadInput, match="wants something behind it"):
        parse(text)
    assert parse('"due:"').terms[0].word == "text"


@pytest.mark.parametrize("text", ["2026-03-01", "today", "+14d", "14d", "-3d"])
@pytest.mark.parametrize("sign", ["", "<", ">"])
def test_a_day_is_the_one_that_options_take(docket: Docket, text: str, sign: str) -> None:
    day = read_day(text, docket.today())
    assert day
    due = [day + timedelta(n) for n in (-1, 0, 1)]
    docket.import_cases("lead", iter([make_case(id=f"D-{n}", due=one) for n, one in enumerate(due)]), ())
    wanted = {"": ["D-1"], "<": ["D-0"], ">": ["D-2"]}[sign]
    chosen = parse(f"due:{sign}{text}")
    assert parse(str(chosen)) == chosen
    assert [row.id for row in docket.page("ana", chosen) if row.id.startswith("D-")] == wanted


@pytest.mark.parametrize("text", ["clock:any<+14d", "clock:any<today", "clock:any:14d", "clock:any>-3d"])
def test_a_deadline_is_compared_with_such_a_day_too(docket: Docket, text: str) -> None:
    assert docket.page("ana", parse(text)) == []


@pytest.mark.parametrize("text", ["due:tomorrow", "due:<d14", "due:+99999d", 'due:"+1 d"'])
def test_what_is_no_day_is_said_to_be_none(docket: Docket, text: str) -> None:
    with pytest.raises(BadInput, match="is not a date: write 2023-12-01, today, <7d or none"):
        docket.page("ana", parse(text))
