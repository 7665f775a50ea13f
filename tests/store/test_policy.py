"""A policy is checked when it is loaded, and every fault is named so that it can be mended."""

from pathlib import Path

import pytest

from store.errors import BadInput
from store.policy import load, parse
from tests.dockets import POLICY


def test_a_good_policy() -> None:
    policy = parse(POLICY, "p")
    assert [ground.id for ground in policy.grounds_for("revoke")] == ["false_statement", "contact"]
    assert policy.review.votes == 2
    assert policy.has_role("anybody", "adjudicator")


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('name = "Permits"', "nmae = 1", 'p: unknown key "nmae" (did you mean "name"?).'),
        ("[case]", "[case]\nmask = 1", 'p: unknown key "mask" in [case] (did you mean "masked"?).'),
        ('label = "Register"', 'lable = "x"', 'p: unknown key "lable" in [evidence[2]] (did you mean "label"?).'),
        ("[case]", "[review]\nvotes = 1\n[case]", "p: Expected `int` >= 2 at review.votes."),
        ("[case]", "[review]\naudit_share = 1.5\n[case]", "p: Expected `float` <= 1.0 at review.audit_share."),
        ('identity = "declared"', 'identity = "face"', "p: Invalid enum value 'face' at identity."),
        ('id = "keep"', 'id = "a b"', "p: Expected `str` matching regex"),
        ('id = "keep"', 'id = "revoke"', 'p: [[outcome]] "revoke" stands there twice.'),
        ('outcomes = ["revoke"]', 'outcomes = ["revok"]', 'unknown outcome "revok" (did you mean "revoke"?).'),
        ('outcomes = ["revoke", "refuse"]', 'outcomes = ["revoke"]', '"refuse" has no ground that could carry it.'),
        ('"due", "flags"', '"dew"', 'p: the column "dew" is none of due, priority, flags or field.NAME.'),
        ("[case]", '[roles]\nlead = ["a\\u202e"]\n[case]', "p: [roles]: "),
        ("[case]", '[[clock]]\nid="c"\nlabel="l"\nstarts="served"\nsource="s"\n[case]', "needs either months or days."),
        ("[case]", "[case", "p: not a TOML file:"),
    ],
)
def test_a_bad_policy_is_refused_in_a_sentence(old: str, new: str, sentence: str) -> None:
    with pytest.raises(BadInput) as error:
        parse(POLICY.replace(old, new, 1), "p")
    assert sentence in str(error.value)


def test_a_policy_needs_an_outcome_that_hurts_nobody() -> None:
    with pytest.raises(BadInput, match="that is not adverse is needed"):
        parse(POLICY.replace('label = "Permit stands"', 'label = "Out"\nadverse = true', 1), "p")


def test_a_file_that_is_no_policy(tmp_path: Path) -> None:
    (tmp_path / "p.toml").write_bytes(b"name = '\xff'")
    with pytest.raises(BadInput, match="not UTF-8 at byte 8"):
        load(tmp_path / "p.toml")
    with pytest.raises(BadInput, match="cannot be read: No such file"):
        load(tmp_path / "q.toml")
