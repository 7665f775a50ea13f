"""What is masked stands in no text that its reader is shown, in whatever spelling, and every offset stays right."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from store.acts import Cite, Note, Unmask, WriteNote
from store.case.masked_case import CaseMask, shaded
from store.case.masking import SHADE, Mask, mask_of_words, name_parts
from store.docket import Docket
from store.exporting import export
from store.filters import parse
from store.model import Case, Evidence, Flag
from store.policy import Policy
from store.policy_file import parse as policy
from tests.dockets import KEEP, POLICY, done, made, make_case, missing, vote

WORDS = '\n[masking]\nwords = ["Belarus*", "Minsk"]\nminutes = 30\n'
CASE = "RP-0001"
MASKED = '"citizenship", "subject"'


def telling() -> Case:
    """A case whose texts say what its masked fields hide."""
    return make_case(
        title="Permit of Darya Example (BLR)",
        fields={"citizenship": "BLR", "permit": "temporary", "passport": "BLR 55", "born": 1990},
        flags=(Flag("BLR", "Example, Darya: answers differ", "desk of minsk"),),
        evidence=(
            Evidence("q1", "questionnaire", "Darya's answer", "I, Darya Example, came from Minsk in 2019.", "Example"),
            Evidence("r1", "register", "Register", "DARYA EXAMPLE, a Belarusian (blr), registered since 2 May."),
        ),
    )


def every_text(value: Any) -> list[str]:
    """Every text in a view, however deep, but for the policy and the program's own."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, msgspec.Struct):
        return [
            text for name in value.__struct_fields__ if name != "policy" for text in every_text(getattr(value, name))
        ]
    if isinstance(value, dict):
        return [text for one in value.values() for text in every_text(one)]
    if isinstance(value, tuple | list | frozenset | set):
        return [text for one in value for text in every_text(one)]
    return []


@pytest.fixture
def told(tmp_path: Path) -> Any:
    docket = made(tmp_path, WORDS, telling(), masked=MASKED)
    yield docket
    docket.close()


# Texts


@pytest.mark.parametrize(
    ("value", "text", "shown"),
    [
        ("BLR", "a BLR, a blr; a ＢＬＲ", "a ▒▒▒, a ▒▒▒; a ▒▒▒"),
        ("BLR", "BLRS and TBLR are other words, BLR_1 is not", "BLRS and TBLR are other words, ▒▒▒_1 is not"),
        ("Darya Example", "Darya\n\t Example, Darya-Example", "▒▒▒▒▒\n\t ▒▒▒▒▒▒▒, ▒▒▒▒▒-▒▒▒▒▒▒▒"),
        ("Darya Example", "DaryaExample", "▒▒▒▒▒▒▒▒▒▒▒▒"),
        ("Belarus", "Be\xadla\u200brus", "▒▒▒▒▒▒▒▒▒"),
        ("Jaŭhien", "Jauhien, Jau\u0306hien", "▒▒▒▒▒▒▒, ▒▒▒▒▒▒▒▒"),
        ("Straße", "STRASSE, ﬁne", "▒▒▒▒▒▒▒, ﬁne"),
        ("Wójtyła", "MRZ: WOJTYLA; Wojtyla", "MRZ: ▒▒▒▒▒▒▒; ▒▒▒▒▒▒▒"),
        ("Østergård", "Ostergard, Östergård", "▒▒▒▒▒▒▒▒▒, ▒▒▒▒▒▒▒▒▒"),
        ("Æsa", "AESA, aesa", "▒▒▒▒, ▒▒▒▒"),
        ("Oeuvrard", "Œuvrard, ŒUVRARD", "▒▒▒▒▒▒▒, ▒▒▒▒▒▒▒"),
        ("Þórsson", "MRZ THORSSON; Thorsson", "MRZ ▒▒▒▒▒▒▒▒; ▒▒▒▒▒▒▒▒"),
        ("Weiß", "WEISS", "▒▒▒▒▒"),
        ("Ŋala", "Nala; ŋALA", "▒▒▒▒; ▒▒▒▒"),
        ("ɃƗƟꞒ", "BIOC, bioc, ƀɨɵꞓ", "▒▒▒▒, ▒▒▒▒, ▒▒▒▒"),
        ("Gaŀla", "GALLA", "▒▒▒▒▒"),
        ("Ǿrum", "Orum", "▒▒▒▒"),
        ("O\u2019Brien", "O\u02bcBrien, OBrien, O'BRIEN", "▒\u02bc▒▒▒▒▒, ▒▒▒▒▒▒, ▒'▒▒▒▒▒"),
        ("Ann O\u02bcBrien", "Ann OBrien, AnnO'Brien, Ann of Brien", "▒▒▒ ▒▒▒▒▒▒, AnnO'Brien, Ann of Brien"),
        ("\u02bfAli", "Ali", "▒▒▒"),
        ("AB 123456", "AB١٢٣٤٥٦, AB-123456, AB 123 456", "▒▒▒▒▒▒▒▒, ▒▒-▒▒▒▒▒▒, AB 123 456"),
        ("白俄罗斯", "他是白俄罗斯公民", "他是▒▒▒▒公民"),
        ("🇧🇾", "from 🇧🇾.", "from ▒▒."),
        (".*", "all .* of it", "all ▒▒ of it"),
        ("(a+)+$", "a aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "a aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!"),
        ("B*", "B, Bz: a star in a value is no beginning", "B, Bz: a star in a value is no beginning"),
        ("M", "M or 5: a single character says too little", "M or 5: a single character says too little"),
        ("+370 600 12345", "call 370-600-12345", "call ▒▒▒-▒▒▒-▒▒▒▒▒"),
    ],
)
def test_a_value_is_hidden_where_it_stands_as_words(value: str, text: str, shown: str) -> None:
    assert Mask([value]).text(text) == shown


@pytest.mark.parametrize(
    ("name", "value", "text", "shown"),
    [
        ("children", "3", "children: 3, 3 rooms, 13", "▒▒▒▒▒▒▒▒: ▒, 3 rooms, 13"),
        ("married", "true", "data.married: true; it is true", "data.▒▒▒▒▒▒▒: ▒▒▒▒; it is true"),
        ("sex", "♀", "sex: ♀ and ♀", "▒▒▒▒▒▒ and ♀"),
    ],
)
def test_a_value_that_says_too_little_is_hidden_behind_the_name_of_its_field(
    name: str, value: str, text: str, shown: str
) -> None:
    assert Mask([], named=[(name, value)]).text(text) == shown


def test_each_value_of_a_list_or_an_object_is_masked_by_itself() -> None:
    held = '[{"name": "Darya Example", "children": 3, "married": true}, "Minsk"]'
    said = "Darya Example of Minsk has children: 3, married: true; 3 rooms"
    item = Evidence("e", "register", "E", said)
    shown = CaseMask([Case("C-1", "", "", {"citizenship": held}, (), (item,))], policy(POLICY, "p"))
    assert shown.text(said) == "▒▒▒▒▒ ▒▒▒▒▒▒▒ of ▒▒▒▒▒ has ▒▒▒▒▒▒▒▒: ▒, ▒▒▒▒▒▒▒: ▒▒▒▒; 3 rooms"
    broken = [Case("C-1", fields={"citizenship": one}) for one in ("[Minsk", "[" * 20_000, "{}", "[null]")]
    assert CaseMask(broken, policy(POLICY, "p")).text("[Minsk") == "[▒▒▒▒▒"


def test_a_part_of_a_name_is_hidden_however_its_own_parts_are_joined() -> None:
    """None that is two letters, or a number."""
    assert name_parts("Mary O\u2019Brien-Li 1984") == ["Mary", "brien", "O\u2019Brien-Li"]
    mask = Mask(name_parts("Mary O\u2019Brien-Li 1984"))
    assert mask.text("OBrienLi; O'Brien Li; Li; 1984; mary") == "▒▒▒▒▒▒▒▒; ▒'▒▒▒▒▒ ▒▒; Li; 1984; ▒▒▒▒"


def test_values_that_overlap_are_all_hidden() -> None:
    mask = Mask(["one two three", "three four", "two three"])
    assert mask.text("zero one two three four five two three") == "zero ▒▒▒ ▒▒▒ ▒▒▒▒▒ ▒▒▒▒ five ▒▒▒ ▒▒▒▒▒"


def test_a_listed_word_is_hidden_in_every_inflection_that_begins_so() -> None:
    mask = mask_of_words(("Belarus*", "Minsk"))
    assert mask.text("BELARUSIANS of Minsk, not Minskers") == f"{SHADE * 11} of {SHADE * 5}, not Minskers"


@pytest.mark.long
def test_many_words_and_long_values_take_time_in_proportion() -> None:
    """Each would take hours if every word, or every repetition, were tried at every place."""
    text = "the applicant w77 came from v5 and said so " * 25_000
    assert SHADE * 3 in Mask(f"w{number}" for number in range(1000)).text(text)
    assert "a" not in Mask(["a " * 50_000]).text("a " * 500_000)
    assert "*" not in Mask(["*" * 100_000]).text("*" * 1_000_000)


ODD = st.text(st.sampled_from("abAB1 .,*-_\xad\u200b\u0301ßﬁİ白\n🇧"), max_size=12)


@pytest.mark.long
@settings(max_examples=300)
@given(st.lists(ODD, max_size=4), st.lists(ODD, max_size=8))
@example(["A_A", "11", "A"], ["A", "11"])
def test_whatever_the_text_it_stays_as_long_and_masked_once_more_is_the_same(
    values: list[str], parts: list[str]
) -> None:
    mask, text = Mask(values), " ".join([*parts, *values])
    shown = mask.text(text)
    assert len(shown) == len(text)
    assert all(one in (SHADE, other) for one, other in zip(shown, text, strict=True))
    assert mask.text(shown) == shown


VALUE = st.text(st.sampled_from("abcxyz "), min_size=2, max_size=10).map(str.strip).filter(lambda one: len(one) > 1)


@settings(max_examples=200)
@given(VALUE, st.lists(VALUE, max_size=5))
def test_whatever_a_case_says_no_masked_value_is_left_in_it(value: str, texts: list[str]) -> None:
    said = f"{' '.join(texts)}, {value}; {value.upper()}"
    flags, items = (Flag(value, said, said),), (Evidence("e", "register", said, said, said),)
    case = Case("C-1", said, "", {"citizenship": value, "other": said}, flags, items)
    shown = CaseMask([case], policy(POLICY, "p")).case(case)
    for text in every_text(msgspec.structs.replace(shown, id="")):
        assert f" {value} " not in f" {text.casefold().replace(',', ' ').replace(';', ' ')} "
    assert len(shown.evidence[0].text) == len(said)


# A case


def test_no_text_of_a_view_says_what_is_masked(told: Docket) -> None:
    done(told.act("ana", CASE, WriteNote("Darya is from Minsk, a BLR.", Cite("q1", 5, 12))))
    done(vote(told, "ana", CASE, KEEP))
    view = told.view("ana", CASE)
    assert view.masked == ("citizenship", "subject", "words")
    texts = " ".join(every_text(view)).casefold()
    for said in ("darya", "example", "blr", "minsk", "belarus"):
        assert said not in texts
    assert view.case.fields == {"citizenship": None, "permit": "temporary", "passport": "▒▒▒ 55", "born": 1990}
    for shown, real in zip(view.case.evidence, telling().evidence, strict=True):
        assert len(shown.text) == len(real.text)


def test_a_citation_made_on_masked_text_quotes_the_real_one(told: Docket) -> None:
    text = told.view("ana", CASE).case.evidence[0].text
    start = text.index("came")
    cite = Cite("q1", start - 9, start + 9)
    record = done(told.act("ana", CASE, WriteNote("See.", cite)))
    assert isinstance(record.body, Note)
    assert record.body.citation is not None
    assert record.body.citation.quote == "Example, came from"[-18:]
    shown = told.view("ana", CASE).of(Note)[0].body
    assert isinstance(shown, Note)
    assert shown.citation is not None
    assert (shown.citation.quote, shown.citation.sha256) == (f"{SHADE * 7}, came from"[-18:], "")


def test_what_is_asked_for_is_shown_in_texts_too_and_nothing_else_is(told: Docket) -> None:
    done(told.act("ana", CASE, Unmask(("citizenship",), "The register must be compared.")))
    view = told.view("ana", CASE)
    assert view.masked == ("subject", "words")
    assert view.case.title == f"Permit of {SHADE * 5} {SHADE * 7} (BLR)"
    assert "Minsk" not in str(view.case)
    done(told.act("ana", CASE, Unmask(("words",), "Where the person lived matters.")))
    assert "Minsk" in told.view("ana", CASE).case.evidence[0].text
    assert "BLR" not in str(told.view("ben", CASE).case)


def test_asking_takes_a_purpose_which_is_recorded(told: Docket) -> None:
    assert missing(told.act("ana", CASE, Unmask(("subject",), " \n"))) == {"purpose"}
    assert missing(told.act("ana", CASE, Unmask(("subject",), "1 ..."))) == {"purpose"}, "no word is no purpose"
    assert told.view("ana", CASE).masked == ("citizenship", "subject", "words")
    record = done(told.act("ana", CASE, Unmask(("subject",), "To compare the signature.")))
    assert record.body.words(told.policy("lead")) == "asked to see subject: To compare the signature."


def test_a_mask_comes_back_by_itself(told: Docket) -> None:
    record = done(told.act("ana", CASE, Unmask(("subject",), "A check.")))
    view = told.view("ana", CASE)
    assert (view.masked, view.lifted_until) == (("citizenship", "words"), record.at + timedelta(minutes=30))
    told.now = lambda: record.at + timedelta(minutes=30)
    view = told.view("ana", CASE)
    assert (view.masked, view.lifted_until) == (("citizenship", "subject", "words"), None)
    assert "Darya" not in str(view.case)


def test_what_a_revision_no_longer_says_stays_masked(told: Docket) -> None:
    newer = msgspec.structs.replace(telling(), fields={"citizenship": "LTU"}, subject="D. Sample")
    told.import_cases("lead", iter([newer]), ("x",))
    view = told.view("ana", CASE)
    assert "BLR" not in str((view.case, view.differences))
    for word in ("blr", "darya", "minsk"):
        assert told.count("ana", parse(word)) == 0


def test_no_filter_finds_what_a_mask_hides_in_texts(told: Docket) -> None:
    for word in ("blr", "darya", "example", "minsk", "belarusian", "flag:BLR", 'field.passport:"BLR 55"'):
        assert told.count("ana", parse(word)) == 0
    assert told.count("ana", parse("registered")) == 1
    row = told.page("ana")[0]
    assert (row.title, row.columns[1]) == (f"Permit of {SHADE * 5} {SHADE * 7} ({SHADE * 3})", SHADE * 3)


def test_a_policy_that_lists_more_words_hides_them_in_filters_too(told: Docket) -> None:
    assert told.count("ana", parse("registered")) == 1
    source = POLICY.replace('"citizenship"', MASKED) + WORDS.replace('"Minsk"', '"Minsk", "registered"')
    done(told.set_policy("lead", source, "It says too much."))
    done(told.act("ana", CASE, WriteNote("Seen.")))
    assert told.count("ana", parse("registered")) == 0


@pytest.mark.parametrize("what", ["cases", "history", "notes", "votes", "decisions"])
def test_an_export_holds_it_only_where_masks_are_lifted_on_record(told: Docket, tmp_path: Path, what: str) -> None:
    done(told.act("ana", CASE, WriteNote("Darya is from Minsk.", Cite("q1", 3, 12))))
    done(vote(told, "ana", CASE, msgspec.structs.replace(KEEP, reason="Darya lived in Minsk.", cites=(Cite("q1"),))))
    for restricted in (False, True):
        out = tmp_path / f"{restricted}.jsonl"
        export(told, "lead", out, what, "jsonl", restricted=restricted)
        lines = [line for line in out.read_text().splitlines() if '"kind":"policy"' not in line]
        assert ("Darya" in str(lines), "Minsk" in str(lines)) == (restricted, restricted)


def test_the_history_of_the_docket_holds_it_for_nobody_who_did_not_ask(told: Docket) -> None:
    done(told.act("ana", CASE, WriteNote("Darya is from Minsk.")))
    assert "Darya" not in str([record.body for record in told.history("ana") if record.case])
    done(told.act("ana", CASE, Unmask(("subject",), "A check.")))
    assert "Darya is from ▒▒▒▒▒." in str(list(told.history("ana")))


def test_where_it_is_not_known_what_is_masked_no_text_is_told() -> None:
    assert shaded(Note("Darya")) == Note(SHADE * 5)


# The policy


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ('"B*"', "would mask words of all kinds"),
        ('"*"', "would mask words of all kinds"),
        ('"x"', "would mask words of all kinds"),
        ('"Bel*rus"', "a * stands at the end of one word"),
        ('"White Russia*"', "a * stands at the end of one word"),
        ('"Minsk", "MINSK"', "cannot be told from"),
    ],
)
def test_a_word_that_cannot_be_masked_well_is_refused(words: str, said: str) -> None:
    with pytest.raises(Exception, match=said.replace("*", r"\*")):
        policy(f"{POLICY}\n[masking]\nwords = [{words}]\n", "p")


def test_a_field_cannot_be_asked_for_by_the_name_of_the_words() -> None:
    source = POLICY.replace('"citizenship"', '"citizenship", "words"')
    assert isinstance(policy(source, "p"), Policy)
    with pytest.raises(Exception, match='a masked field is called "words"'):
        policy(source + WORDS, "p")
