"""Nobody becomes two people by spelling a name in another way, and nobody is taken for another."""

import unicodedata
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.names import (
    LONGEST,
    BadName,
    difference,
    drawn,
    id_fault,
    letters,
    looks,
    reviewer_id,
    same_letters,
    skeleton,
)
from tests.hostile import NAMES, PAYLOADS, RAW


def same_person(one: str, other: str) -> bool:
    return skeleton(one) == skeleton(other)


ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789_.-"


@pytest.mark.parametrize(
    ("name", "one_form"),
    [
        ("anna", "anna"),
        ("Anna", "anna"),
        ("ANNA.K-2_B", "anna.k-2_b"),
        ("a", "a"),
        ("a" * LONGEST, "a" * LONGEST),
        ("user.", "user."),
    ],
)
def test_a_name_is_what_a_login_is(name: str, one_form: str) -> None:
    assert reviewer_id(name) == one_form


@pytest.mark.parametrize(
    "name",
    [
        *NAMES.values(),
        "1anna",
        ".anna",
        "-anna",
        "_apt",
        "anna ",
        " anna",
        "anna\n",
        "anna kazlauskaitė",
        "ona@office.example",
        "OFFICE\\ona",
        "o'brien",
        "émile",
        "алиса",
        "山田",
        "\u212aate",
        "ſam",
        "ａnna",
        "user٣",
    ],
)
def test_all_else_is_refused_in_one_sentence(name: str) -> None:
    with pytest.raises(BadName) as refusal:
        reviewer_id(name)
    assert str(refusal.value) == (
        "A reviewer's name has 1 to 64 characters, begins with a letter and holds lower-case letters a-z, digits, "
        '"_", "." and "-" alone; capitals are taken for small letters.'
    )


@pytest.mark.parametrize("name", ["me", "Me", "none", "NONE"])
def test_nobody_has_the_name_that_is_a_word_of_a_filter(name: str) -> None:
    with pytest.raises(BadName) as refusal:
        reviewer_id(name)
    assert str(refusal.value) == (
        'No reviewer is called "me" or "none": in a filter, assigned:me is whoever asks, and assigned:none is nobody.'
    )


@given(st.text(max_size=70) | st.text(ALPHABET + ALPHABET.upper(), max_size=70))
def test_the_one_form_is_its_own_one_form(name: str) -> None:
    try:
        one_form = reviewer_id(name)
    except BadName:
        return
    assert set(one_form) <= set(ALPHABET)
    assert reviewer_id(one_form) == one_form
    assert same_person(name, one_form)


@pytest.mark.parametrize("text", PAYLOADS.values(), ids=PAYLOADS)
def test_no_payload_is_a_name(text: str) -> None:
    with pytest.raises(BadName) as refusal:
        reviewer_id(text)
    assert not RAW.search(str(refusal.value))


@pytest.mark.long
def test_every_character_is_of_the_alphabet_or_refused() -> None:
    taken = set()
    for code in range(0x110000):
        try:
            taken.add(reviewer_id(f"a{chr(code)}")[1:])
        except BadName:
            continue
    assert taken == set(ALPHABET)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("alice", "ALICE"),
        ("alice", "aIice"),
        ("alice", "a1ice"),
        ("alice1", "alicel"),
        ("mia", "mla"),
        ("bob", "b0b"),
        ("bernard", "bemard"),
        ("avva", "awa"),
        ("vwa", "wva"),
        ("jonas5", "jonass"),
        ("liz", "li2"),
        ("jane.doe", "jane_doe"),
        ("jane-doe", "janedoe"),
        ("anna", "anna."),
    ],
)
def test_one_person(one: str, other: str) -> None:
    assert same_person(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("alice", "alicia"), ("reviewer1", "reviewer11"), ("clara", "dara"), ("ana", "anna"), ("eva", "ewa")],
)
def test_two_people(one: str, other: str) -> None:
    """Clara and Dara are names that people have, as `c.lee` and `dee` are logins: cl is no d."""
    assert not same_person(one, other)


def test_every_dash_of_every_script_is_drawn_as_a_hyphen() -> None:
    dashes = [chr(code) for code in range(0x80, 0x110000) if unicodedata.category(chr(code)) == "Pd"]
    assert [one for one in dashes if drawn(f"C{one}1") != "C-1"] == []


def test_what_texts_look_like_has_no_case() -> None:
    once = [chr(code) for code in range(0x20, 0x3000) if len(chr(code).upper()) == len(chr(code).lower()) == 1]
    paired = [one for one in once if one.upper().lower() == one.lower()]
    assert [one for one in paired if looks(one.upper()) != looks(one.lower())] == []


def test_numbered_logins_are_as_many_people_as_there_are_numbers() -> None:
    assert not [pair for pair in combinations([f"desk{number}" for number in range(120)], 2) if same_person(*pair)]


@given(st.text(ALPHABET, max_size=20), st.sampled_from(["rn m", "vv w", "0 o", "1 l", "i l", "2 z", "5 s"]))
def test_look_alikes_are_one_wherever_they_stand(name: str, pair: str) -> None:
    one, other = pair.split()
    assert skeleton(name.replace(one, other)) == skeleton(name) == skeleton(name.replace(other, one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Permit stands", "permit  STANDS"),
        ("Permit stands", "Permit stand\u0455"),
        ("Keep", "К\u0435\u0435\u0440"),
        ("Article 1", "Article l"),
        ("Article 1", "Article I"),
        ("Order", "0rder"),
        ("Refused", "Re\u200bfused"),
        ("Refused", "Ｒｅｆｕｓｅｄ"),
        ("Strasse", "Straße"),
        ("é", "e\u0301"),
        ("Police", "\u03a1olice"),
    ],
)
def test_labels_that_look_alike(one: str, other: str) -> None:
    assert looks(one) == looks(other)


@pytest.mark.parametrize(
    ("one", "other"), [("C+", "C-"), ("Art. 35(1)(1)", "Art. 35(1)(2)"), ("Разрешить", "Запретить"), ("許可", "不許可")]
)
def test_labels_that_do_not(one: str, other: str) -> None:
    assert looks(one) != looks(other)


@pytest.mark.parametrize("other", ["C", "c+", "\u00abC\u00bb", "\u010c", "C\u1dc4", "\u0421-"])
def test_labels_of_outcomes_are_told_by_letters_and_digits_alone(other: str) -> None:
    assert letters("C+") == letters(other)


@pytest.mark.parametrize(
    "other",
    [
        "Permit \u027eevoked",
        "Permit revo\u0199ed",
        "Permit revo\u1d0bed",
        "Permit r\u1d07voked",
        "Permit rev\u0585ked",
        "Permit \u1d19evoked",
        "Permit re\u2228oked",
        "Permit\u30fcrevoked",
        "PE\u13a1MIT RE\u13d9OKED",
    ],
)
def test_a_look_alike_is_no_other_label(other: str) -> None:
    assert same_letters("Permit revoked", other)
    assert same_letters(other, "Permit revoked")


@pytest.mark.parametrize(
    ("one", "other"),
    [("Permit revoked", "Permit kept"), ("許可", "不許可"), ("Отказать", "Отложить"), ("Αρνηση", "Αδεια")],
)
def test_and_labels_that_differ_stay_others(one: str, other: str) -> None:
    assert not same_letters(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("\u044d\u0442\u043e", "\u0442\u043e"),
        ("\u0915\u093f", "\u0915\u0940"),
        ("\u0e01\u0e34", "\u0e01\u0e35"),
        ("\U0001f44d", "\U0001f44e"),
        ("\u8a31\u53ef", "\u4e0d\u8a31\u53ef"),
    ],
)
def test_and_by_what_else_makes_a_word_where_letters_do_not(one: str, other: str) -> None:
    assert letters(one) != letters(other)


@pytest.mark.parametrize("name", ["anna", "anna.k-2_b", "a"])
def test_the_one_form_of_a_name_is_taken(name: str) -> None:
    assert id_fault(name) == ""


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("Anna", "A reviewer's name is written in small letters here."),
        (7, "A reviewer's name is written in small letters here."),
        (None, "A reviewer's name is written in small letters here."),
        ("an na", "A reviewer's name has 1 to 64 characters, begins with a letter"),
        ("me", 'No reviewer is called "me" or "none"'),
    ],
)
def test_another_form_of_a_name_is_refused_where_the_one_form_is_wanted(name: object, why: str) -> None:
    assert id_fault(name).startswith(why)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("RP-1", "R\u0420-1"),
        ("RP-1", "RP\u20111"),
        ("RP-1", "\uff32\uff30-1"),
        ("a/b", "a\u2044b"),
        ("x", "\u0445"),
        ("C-1", "\u03f9-1"),
        ("c-1", "\u03f2-1"),
        ("C-1", "\u13df-1"),
        ("C-1", "\ua4da-1"),
        ("C-1", "\u2ca4-1"),
        ("O-1", "\u0555-1"),
        ("C-1", "C\u20431"),
        ("C-1", "C\u02d71"),
        ("C-1", "C\u05be1"),
        ("C-1", "C\u2e171"),
        ("C-1", "C\u30fc1"),
        ("C-1", "C-\u06f1"),
        ("K-k", "K-\u1d0b"),
        ("R-1", "\u1d19-1"),
        ("O'B", "O\u2019B"),
        ("\u00eb", "\u0451"),
    ],
)
def test_ids_that_are_drawn_alike(one: str, other: str) -> None:
    assert drawn(one) == drawn(other) == one


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("RP-1", "rp-1"),
        ("RP-1", "RP_1"),
        ("RP-l", "RP-1"),
        ("Ж", "ж"),
        ("O", "0"),
        ("C-1", "Č-1"),
        ("O", "Ø"),
        ("i", "ı"),
    ],
)
def test_ids_that_are_told_apart(one: str, other: str) -> None:
    assert drawn(one) != drawn(other)


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("RP-1", "R\u0420-1", "character 2 is U+0050, and there U+0420"),
        ("R\u0420-1", "RP-1", "character 2 is U+0420, and there U+0050"),
        ("\u0430b", "ab", "character 1 is U+0430, and there U+0061"),
        ("ab", "ab\u0301", "character 3 is nothing, and there U+0301"),
        ("ab\u0301", "ab", "character 3 is U+0301, and there nothing"),
    ],
)
def test_where_two_ids_differ_first_is_said(one: str, other: str, said: str) -> None:
    assert difference(one, other) == said
