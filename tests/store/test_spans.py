"""A reviewer moves through evidence sentence by sentence and cites what stands there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.spans import LONGEST, Span, sentences, whole_words, words
from tests.hostile import PAYLOADS
from tests.processes import ends
from tests.sweeps import all_but

TEXT = st.text(
    st.sampled_from(" \n\r\t.!?…,;:()[]\"'”’«»。！、aAbZ19éЖ漢か\u0301\u200b\u2028\x00\x1c")
    | st.characters(exclude_categories=())
)


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@given(TEXT)
def test_every_written_thing_is_in_one_sentence(text: str) -> None:
    done = 0
    for start, end in sentences(text):
        assert done <= start < end <= len(text)
        assert not text[done:start].strip()
        assert text[start:end] == text[start:end].strip()
        assert end - start <= LONGEST
        done = end
    assert not text[done:].strip()


@given(TEXT, st.integers(-5, 40), st.integers(-5, 40))
def test_words_are_apart_and_inside(text: str, start: int, end: int) -> None:
    done = max(start, 0)
    for word in words(text, start, end):
        assert done <= word.start < word.end <= min(end, len(text))
        assert text[word.start : word.end].split() == [text[word.start : word.end]]
        done = word.end


@pytest.mark.parametrize("text", PAYLOADS.values(), ids=PAYLOADS)
def test_hostile_text_is_cut_as_well(text: str) -> None:
    assert "".join(cut(text)).replace(" ", "") or not text.strip()
    words(text)


@pytest.mark.parametrize(
    "text",
    [
        "He left.|She stayed.",
        "Mr. Smith met Dr. J. R. R. Tolkien.|They talked.",
        "He travels, e.g. to Minsk.|Often, i.e. monthly.",
        "See art. 35(1) and No. 5 of the law.|It applies.",
        "Under Art. IV and Sec. 12.|It applies.",
        "Were you there?|No.|I was at home.",
        "On 12.05.2023 he paid 3.14 euros.|Then he left.",
        "Wait…|Yes.|Really?!|Yes!!!",
        "Then… nothing.",
        "“Why?” he asked.|“Go.”|She went.",
        "(He left.)|[See par. 3.]|Done.",
        "help!|i was there",
        "¿Quién?|¡Él!|(“Nobody.”)|«\xa0Oui.\xa0»|Non.",
        "Gyvena ul. Gedimino pr. 5.|Atvyko 2023 m. gegužės 5 d. Jonas.",
        "Живёт на ул. Ленина, д. 5.|Работает.",
        "Er kam am 12. Mai 2023.|Dann ging er.",
        "1. First point.|2. Second point.",
        "他来了。|他走了！|真的？",
        "「はい。」と言った。|「いいえ。」|彼は来た。",
    ],
)
def test_where_sentences_end(text: str) -> None:
    assert cut(text.replace("|", "" if "。" in text else " ")) == text.split("|")


def test_a_line_break_ends_a_sentence_unless_the_line_was_wrapped() -> None:
    wrapped = "He wrote that the evening had been long and that he was\nthere with his brother."
    assert cut(f"Questions\r\nAnswer one\n\nAnswer two\u2028{wrapped} Yes.") == [
        "Questions",
        "Answer one",
        "Answer two",
        wrapped,
        "Yes.",
    ]
    assert cut(wrapped.replace("\n", "\n\n")) == wrapped.split("\n")
    assert cut(wrapped.replace("\nthere", ".\nthere")) == wrapped.replace("was\n", "was.\n").split("\n")


def test_a_run_without_a_stop_is_cut_behind_a_comma_or_at_a_space() -> None:
    assert [len(part) for part in cut("one, two three " * 60)] == [394, 389, 114]
    assert max(map(len, cut("word " * 300))) == LONGEST - 1
    assert [len(part) for part in cut("x" * 1000)] == [400, 400, 200]
    assert [len(part) for part in cut("x" * 399 + "e\u0301" + "x" * 100)] == [399, 102]
    assert [len(part) for part in cut("\u0301" * 500)] == [400, 100]


def test_words() -> None:
    text = "O’Brien (a@b.lt), 12.05.2023: “x-ray” 漢字かな किताब _a_ ...—"
    assert [text[start:end] for start, end in words(text)] == [
        "O’Brien",
        "a@b.lt",
        "12.05.2023",
        "x-ray",
        "漢",
        "字",
        "かな",
        "किताब",
        "_a_",
    ]
    assert words(text, 9, 12) == [Span(9, 12)]
    assert words(text, 50, 3) == []


@pytest.mark.long
@pytest.mark.parametrize(
    "unit",
    all_but([".", ".)", "a. ", "Ab. ", " ", "x", "\n", ", ", "他。", "1. ", "x" * 60 + " \n", "'a", '"'], "Ab. "),
)
def test_a_megabyte_is_cut_in_linear_time(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    assert ends(lambda: (sentences(text), words(text)))


@pytest.mark.parametrize(
    ("text", "piece", "whole"),
    [
        ("The register of permits", "he register o", ["register"]),
        ("The register of permits", "The register of", ["The", "register", "of"]),
        ("(The register) of, permits", "The register) of,", ["The", "register", "of"]),
        ("On 12.05.2023 O'Brien left", "05.2023 O'Brien le", ["O'Brien"]),
        ("登録簿に記載", "録簿に", ["録", "簿", "に"]),
        ("すべての登録", "べての登", ["べての", "登"]),
        ("นายสมชาย ใจดี อยู่บ้าน", "ชาย ใจดี อยู่", ["ชาย", "ใจดี", "อยู่"]),
        ("permit許可permit", "mit許可per", ["許", "可"]),
    ],
)
def test_words_that_a_passage_holds_whole(text: str, piece: str, whole: list[str]) -> None:
    start = text.index(piece)
    assert [text[one.start : one.end] for one in whole_words(text, start, start + len(piece))] == whole


@given(TEXT, st.integers(0, 40), st.integers(0, 40))
def test_a_passage_holds_no_more_words_whole_than_it_has(text: str, one: int, other: int) -> None:
    start, end = sorted(min(at, len(text)) for at in (one, other))
    assert set(whole_words(text, start, end)) <= set(words(text, start, end))
    assert whole_words(text, 0, len(text)) == words(text)
