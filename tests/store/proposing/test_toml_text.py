"""Text of strangers comes into a file of settings as a string or a comment, and out of it as nothing else."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import strict
from store.proposing.toml_text import array, comment, string
from tests.hostile import PAYLOADS, RAW

LINES = st.text(st.characters(exclude_categories=["Cs"]))


@given(LINES)
def test_a_string_reads_back_as_it_came_on_a_line_of_its_own(text):
    written = f"a = {string(text)}"
    assert tomllib.loads(written) == {"a": text}
    assert not RAW.search(written)
    assert "\n" not in written


@given(st.lists(LINES))
def test_an_array_too(texts):
    assert tomllib.loads(f"a = {array(texts)}") == {"a": texts}


@given(st.text())
def test_a_comment_stays_a_comment_whatever_it_holds(text):
    written = f"a = 1 {comment(text)}\n{comment(text)}\nb = 2\n"
    assert tomllib.loads(written) == {"a": 1, "b": 2}
    assert written.count("\n") == 3
    assert not RAW.search(written)


@pytest.mark.parametrize("name", PAYLOADS)
def test_hostile_text_is_text(name):
    text = PAYLOADS[name].replace("\ud800", "").replace("\udc80", "")
    read = tomllib.loads(f"{comment(PAYLOADS[name])}\n[a]\n{string(text)} = {string(text)} {comment(PAYLOADS[name])}\n")
    assert read == {"a": {text: text}}


def test_half_of_a_character_is_refused_as_no_file_can_hold_it():
    with pytest.raises(ValueError, match="surrogate"):
        string("a\ud800")


def test_many_dots_are_not_taken_for_keys_within_keys():
    name = "a." * 90
    assert strict.parse(f"text = {string(name)}\n", dict[str, str], "here") == {"text": name}
