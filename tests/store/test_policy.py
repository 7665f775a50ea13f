"""A policy fails closed: what it does not state is refused, and every fault is named so that it can be mended."""

import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import BadInput
from store.fields import field_of
from store.policy_file import load, parse
from store.strict import LARGEST
from tests.dockets import POLICY
from tests.hostile import CONTROLS, ESCAPES, INVISIBLE, RAW

CLOCK = '[[clock]]\nid = "c"\nlabel = "Appeal"\nstarts = "served"\nsource = "art. 1"\n'


def refused(source: str) -> list[str]:
    """What is said of a policy that cannot be used."""
    with pytest.raises(BadInput) as error:
        parse(source, "p")
    assert not RAW.search(str(error.value).replace("\n", ""))
    return str(error.value).split("\n")


def changed(old: str, new: str) -> str:
    """The good policy with one thing changed."""
    assert old in POLICY
    return POLICY.replace(old, new, 1)


def test_a_good_policy() -> None:
    policy = parse(POLICY, "p")
    assert [ground.id for ground in policy.grounds_for("revoke")] == ["false_statement", "contact"]
    assert policy.review.votes == 2
    assert not policy.review.separate_import
    assert not any(kind.must_read for kind in policy.evidence)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('name = "Permits"', "nmae = 1", 'the file has no key "nmae" (did you mean "name"?).'),
        ('name = "Permits"', "", "the file lacks name, which must be a text in quotation marks."),
        ("[case]", "[case]\nmask = 1", '[case] has no key "mask" (did you mean "masked"?).'),
        ('label = "Register"', 'lable = "x"', '[[evidence]] has no key "lable" (did you mean "label"?).'),
        ("alone = true", "", "[[evidence]] lacks alone, which must be true or false."),
        ("alone = true", 'alone = "yes"', "alone must be true or false."),
        ("alone = true", "alone = true\nmust_read = 1", "must_read must be true or false."),
        ("adverse = true", "", "[[outcome]] lacks adverse, which must be true or false."),
        ("[case]", "[review]\nvotes = 1\n[case]", "votes must be a whole number from 2 to 9."),
        ("[case]", "[review]\naudit_share = 1.5\n[case]", "audit_share must be a number from 0 to 1."),
        ("[case]", "[review]\naudit_share = nan\n[case]", "audit_share must be a number from 0 to 1."),
        ("[case]", "[review]\nseparate_import = 1\n[case]", "separate_import must be true or false."),
        ('identity = "declared"', 'identity = "face"', 'identity must be "declared" or "login".'),
        ('id = "keep"', 'id = "a b"', 'id must be 1 to 64 letters a-z, digits, "_", "." and "-" in quotation marks'),
        (
            'id = "keep"',
            'id = "keep\\n"',
            'id must be 1 to 64 letters a-z, digits, "_", "." and "-" in quotation marks',
        ),
        ('outcomes = ["revoke"]', 'outcomes = "revoke"', "outcomes must be a list; each of it 1 to 64 letters"),
        ('outcomes = ["revoke"]', "outcomes = []", 'the ground "contact" carries no outcome'),
        ('outcomes = ["revoke"]', 'outcomes = ["revok"]', 'unknown outcome "revok" (did you mean "revoke"?).'),
        ('outcomes = ["revoke", "refuse"]', 'outcomes = ["revoke"]', '"refuse" has no ground that could carry it'),
        ('label = "Permit stands"\nadverse = false', 'label = "Out"\nadverse = true', "that is not adverse is needed."),
        ("[case]", f"{CLOCK}[case]", 'the clock "c" needs either months or days.'),
        ("[case]", f"{CLOCK}days = 1\nmonths = 1\n[case]", 'the clock "c" needs either months or days.'),
        ("[case]", f"{CLOCK}days = 0\n[case]", "days must be a whole number from 1 to 36500"),
        ("[case]", "[rolls]\n[case]", 'the file has no key "rolls" (did you mean "roles"?).'),
        ("[case]", '[roles]\nled = ["a"]\n[case]', '[roles] has no key "led" (did you mean "lead"?).'),
        ("[case]", '[roles]\nlead = "lena"\n[case]', "lead must be a list; each of it a text in quotation marks."),
        ("[case]", '[roles]\nlead = ["lena", 7]\n[case]', "each of lead must be a text in quotation marks."),
        ("[case]", "[case", "not a TOML file: the bracket of the table is not closed"),
        ("[case]", f"x = {'9' * 5000}\n[case]", "not a TOML file: this number is longer than any"),
        ('version = "1"', "version = 1", "version must be a text in quotation marks."),
        ('version = "1"', 'version = " "', "version holds nothing that can be read: write what people shall see."),
        ('law = "art. 35(2)"', 'law = ""', "law holds nothing that can be read: write what people shall see."),
    ],
)
def test_a_bad_policy_is_refused_in_a_sentence(old: str, new: str, sentence: str) -> None:
    said = refused(changed(old, new))
    assert all(re.fullmatch(r"p:\d+: .+\.", one) for one in said)
    assert any(sentence in one for one in said), said


NO_NAME = (
    "A reviewer's name has 1 to 64 characters, begins with a letter and holds lower-case letters a-z, digits, "
    '"_", "." and "-" alone; capitals are taken for small letters.'
)
NO_WORD = 'No reviewer is called "me" or "none": in a filter, assigned:me is whoever asks, and assigned:none is nobody.'
MANY = """name = "Permits"
[case]
masked = ["title"]
columns = ["due",
  "dew",
]
[[evidence]]
kind = "register"
lable = "Register"
[[outcome]]
id = "keep"
label = "Permit stands"
adverse = false
[[outcome]]
id = "Keep"
label = "Permit kept"
[[ground]]
id = "contact"
label = "Un\u200bdeclared contact"
law = "art. 35(2)"
outcomes = [ # what it can carry
  "keep",  # said
  "revoke",
]
[roles]
lead = ["Lena!"]
auditor = ["otto"]
reviewer = [
  "anna",
  "otto",
  "ott0.",
  "amna",
  "arnna",
]
[people]
anna = "Anna K."
lena = "anna k."
[review]
votes = 1
"""


def test_all_faults_are_told_in_one_run_each_with_its_line_and_what_to_write() -> None:
    assert refused(MANY) == [
        "p:1: the file lacks version, which must be a text in quotation marks.",
        'p:3: "title" cannot be masked: write "field.title" for a field of that name.',
        'p:5: the column "dew" is none of due, priority, flags or field.NAME (did you mean "due"?).',
        "p:7: [[evidence]] lacks label, which must be a text in quotation marks.",
        "p:7: [[evidence]] lacks alone, which must be true or false.",
        'p:9: [[evidence]] has no key "lable" (did you mean "label"?).',
        "p:14: [[outcome]] lacks adverse, which must be true or false.",
        'p:15: "Keep" cannot be told from "keep": write what does not look like it.',
        "p:19: label holds something that cannot be seen, ⟪U+200B⟫: leave it out.",
        'p:23: the ground "contact" names the unknown outcome "revoke" (known: Keep, keep).',
        f'p:26: "Lena!" cannot be a reviewer. {NO_NAME}',
        'p:30: "otto" is reviewer and auditor: an auditor has no other role.',
        'p:31: "ott0." cannot be told from "otto": write what does not look like it.',
        'p:33: "arnna" cannot be told from "amna": write what does not look like it.',
        'p:37: "anna k." is how anna is shown: write a name that tells the two apart.',
        "p:39: votes must be a whole number from 2 to 9.",
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('id = "refuse"', 'id = "revoke"'),
        ('id = "refuse"', 'id = "Revoke"'),
        ('id = "refuse"', 'id = "rev0ke"'),
        ('label = "Renewal refused"', 'label = "Permit revoked"'),
        ('label = "Renewal refused"', 'label = "PERMIT  Revoked"'),
        ('label = "Renewal refused"', 'label = "Permit rev\u043eked"'),
        ('label = "Renewal refused"', 'label = "Ｐｅｒｍｉｔ revoked"'),
        ('label = "Renewal refused"', 'label = "Permit rev0ked"'),
        ('label = "Renewal refused"', 'label = "Permit revoked."'),
        ('label = "Renewal refused"', 'label = "Permit-revok\u00e9d"'),
        ('kind = "register"', 'kind = "questionna1re"'),
        ('label = "Register"', 'label = "Questi\u03bfnnaire"'),
        ('id = "contact"', 'id = "false-statement"'),
        ('label = "Undeclared contact"', 'label = "False staternent"'),
        ("[case]", f"{CLOCK}days = 1\n{CLOCK.replace('Appeal', 'Other')}days = 1\n[case]"),
        ('"due", "flags"', '"due", "Due"'),
        ('"due", "flags"', '"permit", "FIELD.Permit"'),
        ('["citizenship"]', '["citizenship", "field.Citizenship"]'),
        ("[case]", '[roles]\nlead = ["lena", "Lena"]\n[case]'),
        ("[case]", '[roles]\nlead = ["lena"]\nreviewer = ["1ena"]\n[case]'.replace("1ena", "iena")),
        ("[case]", '[roles]\nlead = ["lena"]\n[people]\niena = "Iena"\n[case]'),
        ("[case]", '[people]\nanna = "Anna"\nAnna = "Anna K."\n[case]'),
        ("[case]", '[people]\nanna = "Anna"\nben = "ANNA"\n[case]'),
        ("[case]", '[roles]\nlead = ["anna"]\n[people]\nben = "Anna"\n[case]'),
    ],
)
def test_what_cannot_be_told_apart_is_refused(old: str, new: str) -> None:
    said = refused(changed(old, new))
    assert any(re.search(r"cannot be told from|stands there twice|is how \w+ is shown", one) for one in said)


@pytest.mark.long
@pytest.mark.parametrize("text", [*ESCAPES.values(), *INVISIBLE.values(), *CONTROLS.values()])
@pytest.mark.parametrize("place", ['"Permit stands"', '"art. 35(2)"', '"1"', '"citizenship"', '"field.permit"'])
def test_nothing_that_hides_a_character_is_taken(text: str, place: str) -> None:
    if not RAW.search(text) or any("\ud800" <= one <= "\udfff" for one in text):
        return
    escaped = "".join(f"\\U{ord(one):08X}" for one in text)
    said = refused(changed(place, f'"a{escaped}b"'))
    assert "holds something that cannot be seen" in said[0]


@pytest.mark.parametrize(
    "deep",
    [
        f"x = {'[' * 5000}",
        f"x = {'{a=' * 5000}",
        f"{'a.' * 100_000}b = 1",
        f"[{'a . ' * 60_000}b]",
        f"""[{"'a b'." * 30_000}b]""",
        f"""x = {{ {'"a.b" . ' * 30_000}b = 1 }}""",
    ],
)
def test_nesting_without_end_is_refused(deep: str) -> None:
    assert refused(f"{POLICY}{deep}\n") == ["p: lists or tables are nested too deeply in one another."]


def test_deep_nesting_that_can_be_read_is_refused_where_it_stands() -> None:
    assert refused(changed("[case]", f"[roles]\nlead = {'[' * 200}{']' * 200}\n[case]")) == [
        "p:6: each of lead must be a text in quotation marks."
    ]


def test_dots_in_a_text_are_not_taken_for_tables() -> None:
    law = "art. 35(1)" + ".1.2.3.4.5" * 10 + "." * 200
    assert parse(changed("art. 35(1)", law), "p").ground[0].law == law


def test_a_file_of_absurd_size_is_refused(tmp_path: Path) -> None:
    (tmp_path / "p.toml").write_text(POLICY + "#" * LARGEST)
    with pytest.raises(BadInput, match="larger than 262,144 bytes, which no file of settings is"):
        load(tmp_path / "p.toml")
    with pytest.raises(BadInput, match="/dev/zero: cannot be read: a device is in its place"):
        load(Path("/dev/zero"))
    assert refused(POLICY + "#" * LARGEST) == ["p: larger than 262,144 bytes, which no file of settings is."]


def test_a_file_that_is_no_policy(tmp_path: Path) -> None:
    (tmp_path / "p.toml").write_bytes(b"name = '\xff'")
    with pytest.raises(BadInput, match="not UTF-8 at byte 8"):
        load(tmp_path / "p.toml")
    with pytest.raises(BadInput, match="cannot be read: No such file"):
        load(tmp_path / "q.toml")


def test_a_file_as_windows_writes_it(tmp_path: Path) -> None:
    (tmp_path / "p.toml").write_bytes(b"\xef\xbb\xbf" + POLICY.replace("\n", "\r\n").encode())
    policy, text = load(tmp_path / "p.toml")
    assert policy == parse(text, "journal") == parse(POLICY, "p")


@pytest.mark.parametrize(
    "spelled",
    ["citizenship", "Citizenship", "field.citizenship", " FIELD.CITIZENSHIP", "cıtızenshıp", "citizen\u200bship"],
)
@pytest.mark.parametrize("named", ["citizenship", "CITIZENSHIP", "field.Citizenship"])
def test_a_mask_covers_a_field_in_any_spelling(named: str, spelled: str) -> None:
    policy = parse(changed('["citizenship"]', f'["{named}"]'), "p")
    assert policy.masks(spelled)
    assert not policy.masks("permit")
    assert not policy.masks("subject")


def test_the_subject_can_be_masked_and_nothing_else_but_fields() -> None:
    policy = parse(changed('["citizenship"]', '["Subject", "field.Title"]'), "p")
    assert policy.case.masked == ("subject", "Title")
    assert policy.masks("subject")
    assert policy.masks("title")
    for part in ("id", "Title", "due", "priority", "flags", "evidence"):
        assert f'"{part}" cannot be masked' in refused(changed('["citizenship"]', f'["{part}"]'))[0]


def test_columns_name_a_field_in_any_spelling() -> None:
    spelled = '"Due", "FLAGS", "permit", "field.Due", "Field.Expires"'
    policy = parse(changed('"due", "flags", "field.permit"', spelled), "p")
    assert policy.case.columns == ("due", "flags", "field.permit", "field.Due", "field.Expires")
    assert field_of("field.Expires", {"id": 1, "EXPIRES": 2}) == "EXPIRES"
    assert field_of("field.Expires", ["expires", "Expires"]) == "Expires"
    assert field_of("field.Expires", ["expired"]) is None


@pytest.mark.parametrize("column", ["dew", "prioritet", "id", "title", "subject", "evidence", "Flag"])
def test_a_column_that_may_be_meant_for_another_is_refused(column: str) -> None:
    said = refused(changed('"due", "flags"', f'"{column}"'))[0]
    assert f'the column "{column}" is none of due, priority, flags or field.NAME' in said
    assert parse(changed('"due", "flags"', f'"field.{column}"'), "p").case.columns[0] == f"field.{column}"


ROLES = """
[roles]
reviewer = ["Anna", "ben"]
adjudicator = ["cleo", "anna"]
auditor = ["otto"]
"""


def test_a_role_that_is_filled_is_closed() -> None:
    policy = parse(POLICY + ROLES, "p")
    everybody = ("anna", "ben", "cleo", "dora", "otto")
    assert [who for who in everybody if policy.has_role(who, "reviewer")] == ["anna", "ben"]
    assert [who for who in everybody if policy.has_role(who, "adjudicator")] == ["anna", "cleo"]


def test_a_role_that_is_not_filled_is_open_but_not_to_an_auditor_and_nobody_becomes_one() -> None:
    for policy in (parse(POLICY + ROLES, "p"), parse(POLICY + ROLES + "lead = []\n", "p")):
        assert policy.has_role("anybody", "lead")
        assert not policy.has_role("otto", "lead")
        assert policy.has_role("otto", "auditor")
        assert not policy.has_role("anybody", "auditor")
    assert not parse(POLICY, "p").has_role("anybody", "auditor")


def test_who_has_no_role_at_all_reads_nothing() -> None:
    policy = parse(POLICY + ROLES + 'lead = ["lena"]\n', "p")
    assert all(policy.may_read(who) for who in ("anna", "ben", "cleo", "otto", "lena"))
    assert not policy.may_read("dora")
    assert parse(POLICY + ROLES, "p").may_read("dora"), "anybody may lead"
    assert parse(POLICY, "p").may_read("dora")


def test_a_name_in_the_roles_belongs_to_its_holder() -> None:
    policy = parse(POLICY + ROLES, "p")
    assert policy.holder_like("c1eo") == "cleo"
    assert policy.holder_like("cleo") == "cleo"
    assert policy.holder_like("dora") is None


def test_people_are_shown_by_the_names_that_the_policy_gives_them() -> None:
    policy = parse(POLICY + ROLES + '[people]\nAnna = "Ona Kazlauskaitė"\ndora = "Дора"\n', "p")
    assert [policy.name_of(who) for who in ("anna", "dora", "ben")] == ["Ona Kazlauskaitė", "Дора", "ben"]
    assert "cannot be a reviewer" in refused(POLICY + '[people]\n"Ona K." = "Ona"\n')[0]


@pytest.mark.parametrize("name", ["none", "Me"])
def test_a_word_of_a_filter_is_nobody_s_name(name: str) -> None:
    said = refused(f'{POLICY}[roles]\nreviewer = ["anna", "{name}"]\n')
    assert len(said) == 1
    assert said[0].endswith(f': "{name}" cannot be a reviewer. {NO_WORD}')


@given(
    st.text(max_size=40) | st.sampled_from(["[[x]]", "x = 1", '"', "'''", "]", "=", "{", "#", "[roles]", "roles = 1"]),
    st.integers(0, 60),
)
def test_whatever_stands_in_the_file_ends_in_a_policy_or_in_sentences(text: str, line: int) -> None:
    lines = POLICY.split("\n")
    lines.insert(line % len(lines), text)
    with suppress(BadInput):
        parse("\n".join(lines), "p")


def test_an_opinion_of_another_body_is_never_enough_alone() -> None:
    opinion = '[[evidence]]\nkind = "opinion"\nlabel = "Opinion"\nalone = {}\nopinion = true\n'
    assert parse(POLICY + opinion.format("false"), "p").kind_of("opinion")
    with pytest.raises(BadInput, match="an opinion of another body, which is never enough alone"):
        parse(POLICY + opinion.format("true"), "p")
