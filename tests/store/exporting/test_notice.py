"""What the person is told: a reasoned decision, or a list of what is missing; and the two files of a case."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from msgspec.structs import replace

from store import filters
from store.acts import Appeal, CastVote, Cite, Draft, Hear, Rule, Serve, WriteNote
from store.days import long_date
from store.docket import Docket
from store.errors import BadInput
from store.exporting.case_file import case_file
from store.exporting.document import Paper
from store.exporting.notice import notice
from store.model import Case, Evidence, Missing, Refusal
from store.opening import new_docket, open_docket
from store.policy_file import parse
from store.records import Export, Record
from tests.dockets import POLICY, make_case, read_through, vote
from tests.hostile import PAYLOADS, RAW
from tests.sweeps import every_nth

CASE = "RP-0001"
TEMPLATE = """# {outcome}

{office} {decided} {case} {title}. To {subject}, permit {field.permit}

{facts}

{grounds}

{law}

{evidence}

{remedy}

{body}, {deadline}
"""
NOTICE = f'''
[[clock]]
id = "appeal_by"
label = "Appeal"
starts = "served"
months = 1
source = "art. 138(1): one month from service"
[notice]
office = "Migration Office"
body = "Regional court, 1 Court Street"
remedy = "You may appeal."
withheld_by = "State Security"
template = """{TEMPLATE}"""
'''
REVOKE = Draft("revoke", ("contact",), "They met *somebody* in May.", (Cite("r1", 0, 27), Cite("s2"), Cite("s1")))


@pytest.fixture
def docket(tmp_path: Path) -> Iterator[Docket]:
    docket = new_docket(tmp_path / "d", POLICY + NOTICE, "lead")
    docket.import_cases("lead", iter([make_case(1), make_case(2, subject="")]), ())
    yield docket
    docket.close()


def written(docket: Docket, case: str = CASE, paper: Paper = "markdown") -> str:
    out = BytesIO()
    answer = notice(docket, "lead", case, None, paper, stdout=out)
    assert isinstance(answer, Record), answer
    return out.getvalue().decode()


def missing(answer: object) -> list[str]:
    assert isinstance(answer, Refusal)
    return [one.code for one in answer.missing] or [answer.code]


def revoked(docket: Docket, case: str = CASE, draft: Draft = REVOKE) -> None:
    for who in ("ana", "ben"):
        assert isinstance(vote(docket, who, case, draft), Record)


def test_it_tells_all_that_a_decision_has_to(docket: Docket) -> None:
    revoked(docket)
    text = written(docket)
    assert text.startswith("# Permit revoked\n")
    assert "To Darya Example, permit temporary" in text
    assert "They met \\*somebody\\* in May\\." in text
    assert "- Undeclared contact" in text
    assert "- art\\. 35\\(2\\)" in text
    assert "- Register: “Registered since 2 May 2019”" in text
    assert "- Report, withheld by State Security\\. A visit\\." in text
    assert "- Opinion, withheld by State Security\\. Nothing of it may be told" in text
    assert "A source reports" not in text
    assert "Seen at the office" not in text
    assert "You may appeal\\." in text
    assert "as the law says\\: art\\. 138\\(1\\)\\: one month from service" in text
    assert "ana" not in text


def test_that_it_left_is_recorded_with_what_it_held_and_for_whom(docket: Docket) -> None:
    revoked(docket)
    written(docket)
    asked, left = list(docket.history("lead"))[-2:]
    assert asked.body.words(docket.policy("lead")) == "asked for the notice of RP-0001 without masks"
    assert isinstance(left.body, Export)
    assert (left.body.what, left.body.chosen) == ("notice", "id:RP-0001")
    assert left.body.words(docket.policy("lead")) == "exported notice of id:RP-0001, for the person whom it is about"


def test_while_a_part_is_missing_there_is_none_and_it_says_which(docket: Docket, tmp_path: Path) -> None:
    assert missing(notice(docket, "lead", CASE, tmp_path / "n.md")) == ["no_decision"]
    revoked(docket, "RP-0002")
    assert missing(notice(docket, "lead", "RP-0002", tmp_path / "n.md")) == ["subject"]
    assert isinstance(vote(docket, "ana", CASE, Draft("keep")), Record)
    assert missing(notice(docket, "lead", CASE, tmp_path / "n.md")) == ["reason"]
    assert not (tmp_path / "n.md").exists()
    with pytest.raises(BadInput, match="no case"):
        notice(docket, "lead", "RP-9", tmp_path / "n.md")


def test_a_reason_that_repeats_what_is_withheld_is_not_told(docket: Docket) -> None:
    text = "A source in the office saw them with two men from the unit."
    long = Evidence("s9", "register", "Long", text, "", None, "restricted")
    docket.import_cases("lead", iter([make_case(3, evidence=(*make_case().evidence, long))]), ())
    reason = "As we know a source in the office saw them with two men."
    draft = replace(REVOKE, reason=reason, cites=(Cite("r1"), Cite("s9")))
    revoked(docket, "RP-0003", draft)
    assert missing(notice(docket, "lead", "RP-0003", None, stdout=BytesIO())) == ["disclosed"]
    assert missing(case_file(docket, "lead", "RP-0003", None, stdout=BytesIO())) == ["disclosed"]
    assert isinstance(case_file(docket, "lead", "RP-0003", None, internal=True, stdout=BytesIO()), Record)


def test_what_was_set_aside_is_no_decision_to_tell_of(docket: Docket) -> None:
    revoked(docket)
    docket.act("cleo", CASE, Appeal(docket.today(), "Regional court"))
    docket.act("cleo", CASE, Rule("set_aside", docket.today(), "It rests on nothing."))
    assert missing(notice(docket, "lead", CASE, None, stdout=BytesIO())) == ["no_decision"]


def test_without_a_template_or_without_the_role_there_is_none(tmp_path: Path) -> None:
    docket = new_docket(tmp_path / "n", POLICY + '[roles]\nlead = ["lead"]\n', "lead")
    docket.import_cases("lead", iter([make_case(1)]), ())
    assert missing(notice(docket, "lead", CASE, None, stdout=BytesIO())) == ["no_notice"]
    assert missing(notice(docket, "ana", CASE, None, stdout=BytesIO())) == ["role"]
    docket.close()


def test_a_policy_whose_template_forgets_a_part_or_has_one_too_many_is_refused() -> None:
    with pytest.raises(BadInput) as told:
        parse((POLICY + NOTICE).replace("{remedy}", "{remdy}").replace('starts = "served"', 'starts = "decided"'), "p")
    assert 'a place {remdy} that no notice knows (did you mean "remedy"?)' in str(told.value)
    assert "no place for {remedy}, which every notice tells" in str(told.value)
    with pytest.raises(BadInput, match='unknown clock "appeal"'):
        parse((POLICY + NOTICE).replace("[notice]", '[notice]\nclock = "appeal"'), "p")


@pytest.mark.parametrize("payload", every_nth(6, PAYLOADS.values()), ids=list(PAYLOADS))
def test_what_people_wrote_is_only_words_in_markdown_and_html(tmp_path: Path, payload: str) -> None:
    docket = new_docket(tmp_path / "h", POLICY + NOTICE, "lead")
    items = [replace(item, label=payload, source=payload) for item in make_case().evidence]
    case = Case(CASE, payload, f"x {payload}", {"permit": payload}, (), tuple(items))
    done = docket.import_cases("lead", iter([case]), ())
    if isinstance(done, Refusal) or done.rejected:
        docket.close()
        return
    revoked(docket, CASE, replace(REVOKE, reason=f"x {payload[:1000]} <script>alert(1)</script> ![](http://x/y) <b>"))
    page = written(docket, paper="html")
    for internal in (False, True):
        out = BytesIO()
        case_file(docket, "lead", CASE, None, "html", internal=internal, stdout=out)
        page += out.getvalue().decode()
    tags = ("<script", "<img", "<b>", "<a ", "<iframe", "javascript:")
    assert not any(tag in page.lower().replace("&lt;", "") for tag in tags[:5])
    assert not RAW.search(page)
    docket.close()


def test_the_two_files_of_a_case(docket: Docket) -> None:
    read_through(docket, "ana", CASE)
    docket.act("ana", CASE, WriteNote("I doubt it."))
    docket.act("ana", CASE, CastVote(REVOKE))
    assert isinstance(vote(docket, "ben", CASE, REVOKE), Record)
    docket.act("ben", CASE, Serve(docket.today(), "by hand"))
    files = []
    for internal in (False, True):
        out = BytesIO()
        answer = case_file(docket, "lead", CASE, None, internal=internal, recipient="their lawyer", stdout=out)
        assert isinstance(answer, Record)
        assert answer.body.words(docket.policy("lead")).endswith(f"case file of id:{CASE}, for their lawyer")
        files.append(out.getvalue().decode())
    person, office = files
    for text in ("A source reports", "Seen at the office", "ana", "Answers differ", "survey desk", "I doubt it"):
        assert text not in person
    for text in ("A source reports", "ana wrote a note", "Answers differ", "survey desk"):
        assert text in office
    assert "What may be told of it\\: A visit\\." in person
    assert "served the decision on" in person
    assert "They met \\*somebody\\* in May\\." in person


def test_missing_says_it_in_a_sentence(docket: Docket) -> None:
    answer = notice(docket, "lead", CASE, None, stdout=BytesIO())
    assert isinstance(answer, Refusal)
    assert answer.missing == (Missing("no_decision", "There is no decision to tell of: the case is open."),)


WITHHELD = {
    "no spaces": ("消息人士说他在办公室里见过那两个人。", "如我们所知，消息人士说他在办公室里见过那两个人。"),
    "short": ("The informant is Hans Meier.", "As we know the informant is Hans Meier."),
    "accents": (
        "Šaltinis biure matė juos su dviem vyrais iš dalinio.",
        "saltinis biure mate juos su dviem vyrais is dalinio",
    ),
    "hidden": ("Seen twice.", "He was se\u00aden tw\u200bice there."),
}


@pytest.mark.parametrize(("withheld", "reason"), WITHHELD.values(), ids=list(WITHHELD))
def test_what_is_withheld_is_found_in_any_script_and_spelling(docket: Docket, withheld: str, reason: str) -> None:
    item = Evidence("s9", "register", "Item", withheld, "", None, "restricted")
    docket.import_cases("lead", iter([make_case(3, evidence=(*make_case().evidence, item))]), ())
    revoked(docket, "RP-0003", replace(REVOKE, reason=reason, cites=(Cite("r1"), Cite("s9"))))
    assert missing(notice(docket, "lead", "RP-0003", None, stdout=BytesIO())) == ["disclosed"]


def test_a_decision_that_an_appeal_varied_is_told_by_the_ruling_not_by_a_notice(docket: Docket) -> None:
    revoked(docket)
    docket.act("cleo", CASE, Appeal(docket.today(), "Regional court"))
    docket.act("cleo", CASE, Rule("varied", docket.today(), "Too much.", "keep"))
    assert missing(notice(docket, "lead", CASE, None, stdout=BytesIO())) == ["varied"]


def test_nobody_is_said_to_have_appealed_where_the_office_itself_varied_the_decision(docket: Docket) -> None:
    revoked(docket)
    docket.act("cleo", CASE, Appeal(docket.today(), "Second department", own_review=True))
    docket.act("cleo", CASE, Rule("varied", docket.today(), "Too much.", "keep"))
    refusal = notice(docket, "lead", CASE, None, stdout=BytesIO())
    assert isinstance(refusal, Refusal)
    assert refusal.missing[0].sentence.startswith("A review by your own office varied the decision")


def test_a_decision_in_favour_tells_nobody_to_appeal(tmp_path: Path) -> None:
    source = (POLICY + NOTICE).replace("months = 1", 'months = 1\noutcomes = ["revoke"]')
    docket = new_docket(tmp_path / "f", source, "lead")
    docket.import_cases("lead", iter([make_case(1)]), ())
    assert isinstance(vote(docket, "ana", CASE, Draft("keep", (), "The register says so.", (Cite("r1"),))), Record)
    text = written(docket)
    assert "there is nothing to appeal against" in text
    assert "You may appeal" not in text
    docket.close()


def test_the_rule_that_holds_on_the_day_is_told(tmp_path: Path) -> None:
    old = NOTICE.replace("[notice]", 'until = 2020-01-31\n[[clock]]\nid = "appeal_by"\nlabel = "Appeal"\n'
        'starts = "served"\nmonths = 2\nsource = "art. 9 (new)"\neffective = 2020-02-01\n[notice]')  # fmt: skip
    docket = new_docket(tmp_path / "r", POLICY + old, "lead")
    docket.import_cases("lead", iter([make_case(1)]), ())
    revoked(docket)
    assert "art\\. 9 \\(new\\)" in written(docket)
    docket.close()


TWO_RULES = NOTICE.replace('starts = "served"', 'starts = "decided"').replace(
    "[notice]",
    """until = 2026-03-10
[[clock]]
id = "appeal_by"
label = "Appeal"
starts = "decided"
months = 2
outcomes = ["refuse"]
source = "art. 9 (new)"
effective = 2026-03-11
[notice]""",
)


@pytest.mark.parametrize("draft", [REVOKE, Draft("keep", (), "The register says so.", (Cite("r1"),))])
def test_the_rule_is_the_one_whose_deadline_runs_whatever_holds_when_it_is_served(tmp_path: Path, draft: Draft) -> None:
    day = date(2026, 3, 2)
    new_docket(tmp_path / "t", POLICY + TWO_RULES, "lead").close()
    docket = Docket(open_docket(tmp_path / "t")._engine, lambda: day)
    docket.import_cases("lead", iter([make_case(1)]), ())
    for who in ("ana", "ben"):
        vote(docket, who, CASE, draft)
    day = date(2026, 3, 12)
    docket.act("ana", CASE, Serve(day, "by hand"))
    text = written(docket)
    assert "You may appeal" in text
    assert "2 April 2026" in text
    docket.close()


def test_the_rule_for_another_outcome_is_not_told(tmp_path: Path) -> None:
    docket = new_docket(
        tmp_path / "o", (POLICY + NOTICE).replace("months = 1", 'months = 1\noutcomes = ["refuse"]'), "lead"
    )
    docket.import_cases("lead", iter([make_case(1)]), ())
    revoked(docket)
    assert missing(notice(docket, "lead", CASE, None, stdout=BytesIO())) == ["deadline"]
    docket.close()


def test_a_field_that_is_called_like_a_line_of_ours_changes_none(tmp_path: Path) -> None:
    docket = new_docket(tmp_path / "l", POLICY, "lead")
    docket.import_cases("lead", iter([make_case(1, fields={"Subject": "Nobody", "Standing": "closed"})]), ())
    out = BytesIO()
    assert isinstance(case_file(docket, "lead", CASE, None, stdout=out), Record)
    lines = out.getvalue().decode().splitlines()
    assert lines[4:8] == ["- Subject: Darya Example", "- Subject: Nobody", "- Standing: closed", "- Standing: open"]
    docket.close()


def test_the_filter_on_record_is_one_that_chooses_the_case(tmp_path: Path) -> None:
    docket = new_docket(tmp_path / "i", POLICY + NOTICE, "lead")
    docket.import_cases("lead", iter([make_case(1, id="RP 1 id:RP 2")]), ())
    assert isinstance(case_file(docket, "lead", "RP 1 id:RP 2", None, stdout=BytesIO()), Record)
    left = list(docket.history("lead"))[-1].body
    assert isinstance(left, Export)
    assert [row.id for row in docket.page("lead", filters.parse(left.chosen))] == ["RP 1 id:RP 2"]
    docket.close()


class Elsewhere(date):
    """A day where another language is set."""

    def __format__(self, spec: str) -> str:
        return "kovo 2026"


def test_a_day_is_in_english_wherever_the_notice_is_made() -> None:
    assert long_date(Elsewhere(2026, 3, 2)) == "2 March 2026"


def test_an_office_writes_in_its_own_words(tmp_path: Path) -> None:
    words = 'language = "he"\ndates = "numbers"\n[notice.words]\nwithheld_by = "חסוי מטעם"\nby_law = "לפי החוק:"\n'
    docket = new_docket(tmp_path / "w", POLICY + NOTICE + words, "lead")
    docket.import_cases("lead", iter([make_case(1)]), ())
    revoked(docket)
    page = written(docket, paper="html")
    assert '<html lang="he">' in page
    assert '<p dir="auto">' in page
    assert f"{docket.today().isoformat()}" in page
    assert "חסוי מטעם State Security" in page
    docket.close()


@pytest.mark.parametrize("place", ["{Subject}", "{ subject }", "{}", "{field.}", "{title"])
def test_a_place_that_is_none_is_refused(place: str) -> None:
    with pytest.raises(BadInput, match=r"which is no place|no notice knows"):
        parse((POLICY + NOTICE).replace("{decided}", "{decided} " + place), "p")


def test_what_is_withheld_and_not_cited_is_not_told_either_nor_by_what_followed(docket: Docket) -> None:
    text = "A source in the office saw them with two men from the unit."
    item = Evidence("s9", "register", "Item", text, "", None, "restricted")
    docket.import_cases("lead", iter([make_case(n, evidence=(*make_case().evidence, item)) for n in (3, 4)]), ())
    revoked(docket, "RP-0003", replace(REVOKE, reason=f"As we know: {text}", cites=(Cite("r1"),)))
    assert missing(notice(docket, "lead", "RP-0003", None, stdout=BytesIO())) == ["disclosed"]
    docket.act("ana", "RP-0004", Hear("waived", docket.today(), reason=text))
    revoked(docket, "RP-0004", replace(REVOKE, cites=(Cite("r1"),)))
    assert missing(case_file(docket, "lead", "RP-0004", None, stdout=BytesIO())) == ["disclosed"]


def test_a_notice_tells_of_the_case_that_was_decided(docket: Docket) -> None:
    revoked(docket)
    docket.import_cases("lead", iter([make_case(1, subject="Somebody Else")]), ())
    assert missing(notice(docket, "lead", CASE, None, stdout=BytesIO())) == ["revised"]
