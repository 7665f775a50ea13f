"""What a vote or a resolution needs before it can be recorded: written, cited, and read."""

from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from store.acts import Adjudicate, CastVote, Cite, Draft, Hold, Open, Refer, SendBack
from store.docket import Docket
from store.model import Evidence, Refusal, Standing
from store.records import Record
from tests.dockets import KEEP, REVOKE, done, made, make_case, missing, read_through, vote

CASE = "RP-0001"
OTHER = "RP-0002"
HIDDEN = "\u200b"


def text_of_200() -> str:
    return " ".join(f"word{number}" for number in range(200))


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"outcome": ""}, "outcome"),
        ({"outcome": "deport"}, "unknown_outcome"),
        ({"grounds": ()}, "ground"),
        ({"grounds": ("contact", "rumour")}, "bad_ground"),
        ({"reason": ""}, "reason"),
        ({"reason": " \u200b\u2060\n"}, "reason"),
        ({"reason": "." * 30}, "reason"),
        ({"reason": "12 34 56 78 - 12 34 56 78 - 12 34"}, "reason"),
        ({"reason": "\u3164\u115f\uffa0\u2800" * 10}, "reason"),
        ({"reason": " ec\n" + " " * 40}, "short_reason"),
        ({"reason": f"ok{'.' * 30} {'!?_- ' * 30}"}, "short_reason"),
        ({"reason": "a" + "\u0301" * 40}, "short_reason"),
        ({"reason": "a\0b"}, "bad_text"),
        ({"reason": "a\ud800b"}, "bad_text"),
        ({"reason": "x" * 100_001}, "too_long"),
        ({"cites": ()}, "citation"),
        ({"cites": (Cite("q1"),)}, "weak_citations"),
        ({"cites": (Cite("s1"),)}, "weak_citations"),
        ({"cites": (Cite("q1"), Cite("s1"))}, "weak_citations"),
        ({"cites": (Cite("r9"),)}, "no_item"),
        ({"cites": (Cite("r1", 5, 5),)}, "no_span"),
        ({"cites": (Cite("r1", 0, 9999),)}, "no_span"),
        ({"cites": (Cite("r1", -4, 5),)}, "no_span"),
        ({"cites": (Cite("r1", 10, 11),)}, "blank_span"),
        ({"cites": (Cite("r1", 0, 16),)}, "short_quote"),
        ({"cites": tuple(Cite("r1", start) for start in range(201))}, "too_many"),
    ],
)
def test_an_adverse_vote_says_what_is_missing(docket: Docket, changed: dict[str, object], code: str) -> None:
    long = make_case(1, evidence=(*make_case().evidence[:1], Evidence("r1", "register", "Register", text_of_200())))
    if code == "too_many":
        docket.import_cases("lead", iter([long]), ())
    draft = replace(REVOKE, **changed)
    assert code in missing(vote(docket, "ana", CASE, draft))
    assert code in {one.code for one in docket.missing(docket.view("ana", CASE), CastVote(draft))}
    assert docket.view("ana", CASE).standing is Standing.OPEN


@pytest.mark.parametrize(
    "reason",
    [
        "登记册与其陈述不符，且未作任何解释说明。本处已核对。",
        "रजिस्टर उत्तर से मेल नहीं खाता है।",
        "הרישום סותר את התשובה שלו.",
        "Реєстр суперечить відповіді.",
    ],
)
def test_a_reason_is_words_of_any_script(docket: Docket, reason: str) -> None:
    assert isinstance(vote(docket, "ana", CASE, replace(REVOKE, reason=reason)), Record)


@pytest.mark.parametrize("reason", ["...", "-", "42", "\u3164"])
def test_no_act_rests_on_a_reason_without_a_word(docket: Docket, reason: str) -> None:
    held = docket.act("ana", CASE, Hold(docket.today() + timedelta(3), reason))
    assert missing(held) == {"reason"}


@pytest.mark.parametrize("text", ["...", "?", "42", "\u3164"])
def test_nobody_is_asked_or_told_to_look_again_without_a_word(docket: Docket, text: str) -> None:
    assert missing(docket.act("ana", CASE, Refer("Registry", text, docket.today() + timedelta(3)))) == {"question"}
    done(docket.act("ana", CASE, Refer("Registry", "名前は同じか。", docket.today() + timedelta(3))))
    done(vote(docket, "ana", OTHER, REVOKE))
    done(vote(docket, "ben", OTHER, KEEP))
    assert missing(docket.act("cleo", OTHER, SendBack(text))) == {"reason"}
    done(docket.act("cleo", OTHER, SendBack("再読。")))


def test_who_cites_too_little_is_told_what_is_there_to_be_cited(docket: Docket) -> None:
    def told(*items: Evidence) -> str:
        docket.import_cases("lead", iter([make_case(1, evidence=(*make_case().evidence[:1], *items))]), ())
        weak = CastVote(replace(REVOKE, cites=(Cite("q1"),)))
        codes = ("weak_citations", "no_carrier")
        answers = [one.sentence for one in docket.missing(docket.view("ana", CASE), weak) if one.code in codes]
        return answers[0].rpartition(": ")[2]

    kept_back = Evidence("k1", "register", "Register", "Kept back from the subject.", access="restricted")
    assert told(kept_back) == "Nothing in this case can carry an adverse outcome."
    many = [Evidence(f"r{number}", "register", "Register", f"Entry {number}.") for number in range(9)]
    assert told(many[0], kept_back) == "here r0 can carry an adverse outcome."
    assert told(*many) == "here r0, r1, r2, r3, r4, r5 and 3 more can carry an adverse outcome."


def test_nothing_that_can_carry_an_adverse_outcome_is_told_before_anything_is_cited(docket: Docket) -> None:
    docket.import_cases("lead", iter([make_case(1, evidence=make_case().evidence[:1])]), ())
    missed = {one.code: one for one in docket.missing(docket.view("ana", CASE), CastVote(Draft("revoke")))}
    assert missed["no_carrier"].sentence == "Nothing in this case can carry an adverse outcome."
    assert not {"citation", "weak_citations"} & set(missed)
    assert "no_carrier" not in {
        one.code for one in docket.missing(docket.view("ana", CASE), CastVote(Draft("keep", cites=(Cite("q1"),))))
    }


def test_how_many_characters_are_wanted_still_is_said_and_the_policy_says_how_many(tmp_path: Path) -> None:
    def said(docket: Docket, reason: str) -> list[str]:
        answer = vote(docket, "ana", CASE, replace(REVOKE, reason=reason))
        return [one.sentence for one in getattr(answer, "missing", ())]

    docket = made(tmp_path)
    assert said(docket, "ec") == ["The reason for an adverse outcome has at least 20 characters: write 18 more."]
    assert said(docket, " " + "x" * 19 + " \n") == [
        "The reason for an adverse outcome has at least 20 characters: write 1 more."
    ]
    assert said(docket, f"e{HIDDEN * 30}c")[0].endswith("write 18 more.")  # what nobody can read is no reason
    done(vote(docket, "ben", CASE, replace(KEEP, reason="ec")))
    docket.close()
    (tmp_path / "other").mkdir()
    other = made(tmp_path / "other", "[review]\nshortest_reason = 2\n")
    assert said(other, "e") == ["The reason for an adverse outcome has at least 2 characters: write 1 more."]
    assert said(other, "ec") == []
    other.close()


def test_a_form_says_what_is_missing_as_it_is_filled_in(docket: Docket) -> None:
    def told(draft: Draft) -> list[str]:
        return [one.code for one in docket.missing(docket.view("ana", CASE), CastVote(draft))]

    assert told(Draft()) == ["outcome", "unread"]
    assert told(Draft("revoke")) == ["unread", "ground", "citation", "reason"]
    assert told(REVOKE) == ["unread", "unopened", "unopened"]
    read_through(docket, "ana", CASE)
    assert told(REVOKE) == []


def test_a_citation_quotes_three_words_or_the_whole_item(docket: Docket) -> None:
    brief = Evidence("r2", "register", "Register", "Struck off.")
    docket.import_cases("lead", iter([make_case(1, evidence=(*make_case().evidence, brief))]), ())
    assert missing(vote(docket, "ana", CASE, replace(REVOKE, cites=(Cite("r1", 0, 16),)))) == {"short_quote"}
    done(vote(docket, "ana", CASE, replace(REVOKE, cites=(Cite("r2"), Cite("r1", 0, 18)))))


@pytest.mark.parametrize(("start", "end"), [(1, 14), (0, 14), (1, 18)])
def test_a_piece_of_a_word_is_no_word_of_a_citation(docket: Docket, start: int, end: int) -> None:
    """`he register o` holds two blanks and one word."""
    assert missing(vote(docket, "ana", CASE, replace(REVOKE, cites=(Cite("r1", start, end),)))) == {"short_quote"}


def test_a_vote_that_hurts_nobody_may_cite_and_then_cites_what_is_there(docket: Docket) -> None:
    assert missing(vote(docket, "ana", CASE, Draft("keep", cites=(Cite("r9"), Cite("r1", 0, 3))))) == {
        "no_item",
        "short_quote",
    }
    done(vote(docket, "ana", CASE, Draft("keep", cites=(Cite("q1"),))))


def test_a_restricted_item_with_a_gist_can_carry_an_adverse_outcome(docket: Docket) -> None:
    done(vote(docket, "ana", CASE, Draft("revoke", ("contact",), "Somebody was seen there.", (Cite("s2"),))))


def test_a_ground_must_belong_to_the_outcome(docket: Docket) -> None:
    answer = vote(docket, "ana", CASE, Draft("refuse", ("contact",), "The register says so.", (Cite("r1"),)))
    assert isinstance(answer, Refusal)
    assert answer.missing[0].sentence == (
        'The policy has no ground "contact" for the outcome "refuse". Known: false_statement (False statement).'
    )


# Read before you hurt


def test_nobody_votes_on_a_case_that_they_have_not_opened(docket: Docket) -> None:
    assert missing(docket.act("ana", CASE, CastVote(KEEP))) == {"unread"}
    done(docket.act("ana", CASE, Open()))
    done(docket.act("ana", CASE, CastVote(KEEP)))
    done(docket.act("ana", "RP-0002", CastVote(Draft("keep", revision=1))))  # they say what they have read


def test_an_adverse_vote_is_on_what_was_opened(docket: Docket) -> None:
    done(docket.act("ana", CASE, Open(("q1", "s1"))))
    answer = docket.act("ana", CASE, CastVote(REVOKE))
    assert isinstance(answer, Refusal)
    assert [one.sentence for one in answer.missing] == ["Open r1: you cite it, and have not opened it as it is now."]
    done(docket.act("ana", CASE, Open(("r1",))))
    done(docket.act("ana", CASE, CastVote(REVOKE)))
    assert missing(docket.act("ben", CASE, CastVote(replace(REVOKE, revision=1)))) == {"unopened"}


def representations(tmp_path: Path) -> Docket:
    kind = '\n[[evidence]]\nkind = "representations"\nlabel = "Representations"\nalone = false\nmust_read = true\n'
    said = Evidence("p1", "representations", "Letter", "I have never met them.")
    return made(tmp_path, kind, make_case(1, evidence=(*make_case().evidence, said)))


def test_what_the_person_says_is_read_before_anybody_hurts_them(tmp_path: Path) -> None:
    docket = representations(tmp_path)
    for reviewer in ("ana", "ben"):
        done(docket.act(reviewer, CASE, Open(("q1", "r1"))))
        answer = docket.act(reviewer, CASE, CastVote(REVOKE))
        assert isinstance(answer, Refusal)
        assert [one.sentence for one in answer.missing] == [
            "Open p1 (Representations): the policy says that it must be read."
        ]
        done(docket.act(reviewer, CASE, Open(("p1",))))
        done(docket.act(reviewer, CASE, CastVote(REVOKE)))
    assert docket.view("ana", CASE).standing is Standing.DECIDED
    docket.close()


def test_who_adjudicates_reads_it_too_and_who_lets_somebody_be_need_not(tmp_path: Path) -> None:
    docket = representations(tmp_path)
    done(vote(docket, "ana", CASE, REVOKE))
    done(docket.act("ben", CASE, Open()))
    done(docket.act("ben", CASE, CastVote(KEEP)))
    done(docket.act("cleo", CASE, Open(("q1", "r1"), others=True)))
    assert missing(docket.act("cleo", CASE, Adjudicate(REVOKE))) == {"unopened"}
    done(docket.act("cleo", CASE, Open(("p1",))))
    done(docket.act("cleo", CASE, Adjudicate(REVOKE)))
    docket.close()


def test_what_is_opened_must_be_there(docket: Docket) -> None:
    assert missing(docket.act("ana", CASE, Open(("q1", "nothing")))) == {"no_item"}
    assert missing(docket.act("ana", CASE, Open(("q1",), revision=2))) == {"revised"}
    assert missing(docket.act("ana", CASE, Open(tuple(f"q{number}" for number in range(1001))))) >= {"too_many"}
    assert docket.view("ana", CASE).opened == frozenset()
