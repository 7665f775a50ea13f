"""The page of a case: what a reviewer reads, and in which role."""

from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from store.acts import Cite, Draft, Open, Unmask, Withdraw, WriteNote
from store.case.view import MASK
from store.clocks import Facts, of_case
from store.docket import Docket
from store.model import Evidence, Flag
from store.opening import new_docket
from store.policy_file import parse
from tests.dockets import POLICY, make_case, see, vote
from tui.pages.case_page import case_page
from tui.pages.page_builder import MEASURE, PageBuilder, PageLine, Run
from tui.pages.words import deadline_words, due_words

TODAY = date(2023, 11, 20)


def lines(docket: Docket, reviewer: str = "alice", case: str = "RP-0001", width: int = 80) -> list[PageLine]:
    return case_page(see(docket, reviewer, case), width, TODAY)


def words(found: list[PageLine]) -> str:
    return "\n".join("".join(run.text for run in line.runs) for line in found)


@pytest.mark.parametrize(
    ("due", "said", "role"),
    [
        (date(2023, 12, 31), "in 41 days", "text"),
        (date(2023, 11, 27), "in 7 days", "warn"),
        (date(2023, 11, 21), "tomorrow", "warn"),
        (date(2023, 11, 20), "today", "warn"),
        (date(2023, 11, 19), "1 day overdue", "alert"),
        (date(2023, 11, 1), "19 days overdue", "alert"),
    ],
)
def test_a_deadline_says_how_far_off_it_is(due: date, said: str, role: str) -> None:
    run = due_words(due, TODAY)
    assert run.text == f"{due} · {said}"
    assert run.role == role


@pytest.mark.parametrize(
    ("done", "said", "role"),
    [
        ({}, "2023-11-10 · 10 days overdue", "alert"),
        ({"appealed": date(2023, 11, 9)}, "2023-11-10 · done on 2023-11-09", "text"),
        ({"appealed": date(2023, 11, 12)}, "2023-11-10 · done on 2023-11-12, too late", "text"),
    ],
)
def test_a_deadline_that_was_kept_alarms_nobody(done: dict[str, date], said: str, role: str) -> None:
    clock = '[[clock]]\nid = "c"\nlabel = "Appeal"\nstarts = "served"\nends = "appealed"\ndays = 30\nsource = "x"\n'
    policy = parse(POLICY + clock, "policy.toml")
    [deadline] = of_case(policy, Facts("revoke", {"served": date(2023, 10, 11)}, {}, done))
    assert deadline_words(deadline, TODAY) == Run(said, role)


def test_masked_values_are_nowhere_on_the_page(docket: Docket) -> None:
    shown = words(lines(docket))
    assert MASK in shown
    assert "BLR" not in shown


def test_access_is_said_of_every_item(docket: Docket) -> None:
    shown = words(lines(docket))
    assert "public" in shown
    assert "withheld from the subject" in shown
    assert "■ restricted" in shown
    assert "The subject may be told: A visit." in shown


def test_flags_are_shown_as_they_came(docket: Docket) -> None:
    assert "Q3  Answers differ" in words(lines(docket))


def test_items_are_marked_new_until_opened(docket: Docket) -> None:
    unread = lines(docket)
    assert [line.sign.text for line in unread].count("•") == 4
    docket.act("alice", "RP-0001", Open(("q1", "r1")))
    read = lines(docket)
    assert [line.sign.text for line in read].count("•") == 2
    assert [line.runs for line in unread if line.item] == [line.runs for line in read if line.item], "nothing moved"


def test_a_note_stands_under_its_item_and_a_loose_one_apart(docket: Docket) -> None:
    docket.act("alice", "RP-0001", WriteNote("On the bakery.", Cite("q1", 17, 36)))
    docket.act("alice", "RP-0001", WriteNote("On the case."))
    shown = words(lines(docket))
    assert shown.index("On the bakery.") < shown.index("REGISTER") < shown.index("On the case.")
    assert "“I work at a bakery.”" in shown


def test_a_note_on_text_that_a_revision_changed_is_still_shown(docket: Docket) -> None:
    docket.act("alice", "RP-0001", WriteNote("On the bakery.", Cite("q1", 17, 36)))
    docket.import_cases("lead", iter([make_case(evidence=(Evidence("q1", "questionnaire", "Q", "New."),))]), ("x",))
    shown = words(lines(docket))
    assert "Revision 2 changed: evidence q1" in shown
    assert "NOTES" in shown
    assert "On the bakery." in shown


def test_votes_name_outcome_ground_law_and_citation(docket: Docket) -> None:
    adverse = Draft("revoke", ("contact",), "They differ: one is untrue.", (Cite("r1", 0, 28),))
    vote(docket, "bob", "RP-0001", adverse)
    assert "bob" not in words(lines(docket, "alice"))
    shown = words(lines(docket, "bob"))
    assert "▲ adverse  Permit revoked" in shown
    assert "Undeclared contact (art. 35(2))" in shown
    assert "“Registered since 2 May 2019.”" in shown


def test_hidden_characters_are_counted(docket: Docket) -> None:
    sly = make_case(77, evidence=(Evidence("q1", "questionnaire", "Q", "a\u202eb\u200bc"),))
    docket.import_cases("lead", iter([sly]), ("x",))
    shown = words(lines(docket, case="RP-0077"))
    assert "⚑ 2 hidden characters in this case" in shown


@pytest.mark.parametrize("width", [30, 78, 200])
def test_no_line_is_wider_than_the_page(docket: Docket, width: int) -> None:
    vote(docket, "alice", "RP-0001", Draft("keep", reason="because " * 60))
    for line in lines(docket, width=width):
        assert sum(len(run.text) for run in line.runs) <= max(20, width - 4)
        assert line.end - line.start <= MEASURE


def test_history_in_words(docket: Docket) -> None:
    vote(docket, "alice", "RP-0001", Draft("keep"))
    docket.act("alice", "RP-0001", Withdraw("Too soon"))
    docket.act("alice", "RP-0001", Unmask(("citizenship",), "A check."))
    shown = words(lines(docket))
    assert "alice voted: Permit stands" in shown
    assert "alice took their vote back: Too soon" in shown
    assert "alice asked to see citizenship" in shown


# A revision after a vote


def test_a_vote_says_on_which_revision_it_was_cast_and_the_history_when_that_came(docket: Docket) -> None:
    vote(docket, "alice", "RP-0001", Draft("keep"))
    assert "on revision" not in words(lines(docket))
    docket.import_cases("lead", iter([make_case(1, title="Another title")]), ("again",))
    shown = words(lines(docket))
    assert "alice voted on revision 1" in shown
    history = shown[shown.index("HISTORY") :].splitlines()
    assert [line.split("  ", 1)[1].split()[1] for line in history[1:]] == ["imported", "opened", "voted:", "imported"]


def test_who_voted_is_told_that_a_new_round_began(docket: Docket) -> None:
    vote(docket, "alice", "RP-0001", Draft("revoke", ("contact",), "They differ: one is untrue.", (Cite("r1", 0, 28),)))
    docket.import_cases("lead", iter([make_case(1, evidence=make_case().evidence[:3])]), ("again",))
    found = lines(docket)
    told = next(at for at, line in enumerate(found) if "Round 2 has begun" in words([line]))
    assert told < next(at for at, line in enumerate(found) if "FLAGS" in words([line]))
    assert "no longer counts" in words(found)
    assert "Round 2 has begun" not in words(lines(docket, "carol"))


def test_a_decided_case_is_not_overdue(docket: Docket) -> None:
    docket.import_cases("lead", iter([make_case(1, due=date(2023, 1, 1))]), ("again",))
    assert "323 days overdue" in words(lines(docket))
    vote(docket, "alice", "RP-0001", Draft("keep"))
    assert "overdue" not in words(lines(docket))
    assert "2023-01-01" in words(lines(docket))


def test_people_are_called_by_the_names_that_the_policy_gives_them(tmp_path: Path) -> None:
    docket = new_docket(tmp_path / "named.docket", POLICY + '[people]\nalice = "Alicja Nowak"\n', "lead")
    docket.import_cases("lead", iter([make_case(1)]), ("x",))
    docket.act("alice", "RP-0001", WriteNote("On the bakery.", Cite("q1", 17, 36)))
    vote(docket, "alice", "RP-0001", Draft("keep"))
    shown = words(lines(docket))
    assert shown.count("Alicja Nowak") == 5
    assert "alice" not in shown
    docket.close()


# Nothing is cut without a sign


LONG = "Permit revoked because of everything that the registers and the questionnaire say about it " * 3


@pytest.mark.parametrize("width", [30, 58, 78, 120])
def test_adverse_is_never_cut_off_however_long_its_label(tmp_path: Path, width: int) -> None:
    policy = POLICY.replace("Permit revoked", LONG.strip())
    docket = new_docket(tmp_path / "long.docket", policy, "lead")
    docket.import_cases("lead", iter([make_case(1)]), ("x",))
    for name in ("alice", "bob"):
        vote(
            docket, name, "RP-0001", Draft("revoke", ("contact",), "They differ: one is untrue.", (Cite("r1", 0, 28),))
        )
    found = words(lines(docket, width=width)).splitlines()
    marked = [line for line in found if "▲" in line]
    assert len(marked) == 3
    assert all("▲ adverse  Permit" in line for line in marked)
    assert "".join(found).count("say about it") >= 3
    docket.close()


@pytest.mark.parametrize("text", ["word " * 300, "w" * 900, "漢字" * 300])
def test_what_is_cut_ends_in_an_ellipsis(docket: Docket, text: str) -> None:
    case = make_case(
        77,
        title=text,
        flags=(Flag("Q3", "why", text),),
        evidence=(Evidence("q1", "questionnaire", text, "Short.", text, None, "restricted"),),
    )
    docket.import_cases("lead", iter([case]), ("again",))
    sample = text.strip()[:4]
    for width in (30, 47, 48, 49, 78):
        cut = [line for line in words(lines(docket, case="RP-0077", width=width)).splitlines() if sample in line]
        assert len(cut) >= 3
        assert all("…" in line for line in cut)


@pytest.mark.parametrize("width", range(4, 40))
def test_runs_that_just_fit_are_whole_and_others_end_in_an_ellipsis(width: int) -> None:
    page = PageBuilder(width + 4)
    page.width = width
    page.line(Run("RP-0001"), Run("  a title  "), Run("ends"))
    text = words(page.lines)
    assert len(text) <= width
    assert text == "RP-0001  a title  ends" if width >= 22 else text.endswith("…")


def test_a_revision_shows_what_was_and_what_is(docket: Docket) -> None:
    case = make_case(1)
    register = replace(case.evidence[1], text="Registered since 2 May 2021. Employer: Rugys bakery.")
    docket.import_cases("lead", iter([replace(case, evidence=(case.evidence[0], register, *case.evidence[2:]))]), ())
    page = words(lines(docket))
    assert "evidence r1" in page
    assert "− Registered since 2 May 2019. Employer: Rugys" in page
    assert "+ Registered since 2 May 2021. Employer: Rugys" in page


def test_a_vote_that_quotes_what_a_revision_changed_says_so(docket: Docket) -> None:
    vote(docket, "alice", "RP-0001", Draft("keep", (), "The register says so.", (Cite("r1"),)))
    case = make_case(1)
    register = replace(case.evidence[1], text="Never registered.")
    docket.import_cases("lead", iter([replace(case, evidence=(case.evidence[0], register, *case.evidence[2:]))]), ())
    page = words(lines(docket))
    assert "“Registered since 2 May 2019. Employer: Rugys bakery.”" in page
    assert "a revision has changed this text since" in page


def test_a_flag_stands_beside_the_item_that_it_names(docket: Docket) -> None:
    flags = (Flag("R1", "Another employer."), Flag("Q9", "Differs from s2 and from Q1."), Flag("Q", "No item."))
    docket.import_cases("lead", iter([make_case(21, flags=flags)]), ("x",))
    found = words(lines(docket, case="RP-0021")).splitlines()
    assert [line for line in found if line.startswith("▷")] == [
        "▷ flag Q9  Differs from s2 and from Q1.",
        "▷ flag R1  Another employer.",
        "▷ flag Q9  Differs from s2 and from Q1.",
    ]


def test_fields_stand_in_as_many_columns_as_make_for_the_fewest_lines() -> None:
    builder = PageBuilder(80)
    builder.table([(f"field{number}", Run("x" * (40 if number == 3 else 4))) for number in range(8)])
    found = words(builder.lines).splitlines()
    assert len(found) == 3
    assert found[0].split() == ["field0", "xxxx", "field1", "xxxx", "field2", "xxxx"]
    assert all(len(line) <= builder.measure for line in found)


def test_a_new_item_is_not_told_twice(docket: Docket) -> None:
    long = Evidence("n1", "register", "New", "A long text. " * 200)
    docket.import_cases("lead", iter([make_case(1, evidence=(*make_case().evidence, long))]), ("x",))
    found = words(lines(docket))
    assert "+ a new item: it stands with the others" in found
    assert found.count("Δ Revision 2 changed: new evidence n1") == 1
    assert "A long text." not in found
