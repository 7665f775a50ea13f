"""Filters describe themselves: what they say parses to what they are."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import BadInput
from store.filters import Filter, Term, parse


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


values = st.text(st.characters(exclude_characters='"', exclude_categories=["Cs"]), min_size=1)
terms = st.one_of(
    st.builds(Term, st.just("text"), values, negated=st.booleans()),
    st.builds(Term, st.sampled_from(["flag", "id"]), values, st.just("="), st.booleans()),
    st.builds(Term, st.just("field.permit"), values, st.sampled_from("=<>"), st.booleans()),
)


@given(st.lists(terms, max_size=4))
def test_a_filter_parses_to_itself(some: list[Term]) -> None:
    chosen = Filter(tuple(some))
    assert parse(str(chosen)) == chosen


@given(st.text())
def test_any_text_is_a_filter_or_is_refused_in_a_sentence(text: str) -> None:
    with suppress(BadInput):
        assert isinstance(parse(text), Filter)


@pytest.mark.parametrize("text", ["due:", "standing: open", "-flag:", "clock:"])
def test_a_word_without_anything_behind_it_is_no_search_for_that_word(text: str) -> None:
    with pytest.raises(BadInput, match="wants something behind it"):
        parse(text)
    assert parse('"due:"').terms[0].word == "text"
