"""What a page says of where a case stands: what waits, what was told to the person, what courts said."""

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from store.acts import (
    AnyRequest,
    Appeal,
    Assign,
    Assigned,
    Close,
    Hear,
    Hold,
    Refer,
    Reopen,
    Resume,
    Rule,
    Serve,
    Stay,
    Vote,
)
from store.clocks import Facts, Span, of_case
from store.docket import Docket
from store.model import Evidence
from store.policy_file import parse
from store.records import Record
from tests.dockets import KEEP, POLICY, REVOKE, see, vote
from tests.hostile import PAYLOADS, RAW
from tests.tui.pages.test_case_page import words
from tui.look import STANDINGS
from tui.pages.case_page import case_page
from tui.pages.cells import cells

CASE = "RP-0001"
SHARES = 7
"""In as many cases hostile texts come one after the other: each record of a case is gone through with the next."""


def does(docket: Docket, who: str, *requests: AnyRequest) -> None:
    for request in requests:
        assert isinstance(answer := docket.act(who, CASE, request), Record), answer


def block(docket: Docket, who: str = "ana", width: int = 80) -> list[str]:
    """The lines of the block, as somebody sees them."""
    lines = words(case_page(see(docket, who, CASE), width, docket.today())).splitlines()
    if "WHERE IT STANDS" not in lines:
        return []
    rest = lines[lines.index("WHERE IT STANDS") + 1 :]
    return rest[: rest.index("")]


def in_days(docket: Docket, number: int) -> date:
    return docket.today() + timedelta(number)


def test_of_a_case_on_which_nothing_happened_nothing_is_said(docket: Docket) -> None:
    assert block(docket) == []


def test_a_hold_says_until_when_who_and_why(docket: Docket) -> None:
    until = in_days(docket, 14)
    does(docket, "ben", Hold(until, "The file is at the court."))
    assert block(docket) == [f"Held      until {until} · in 14 days · ben", "          The file is at the court."]
    does(docket, "ben", Resume("It is back."))
    assert block(docket) == []


def test_a_referral_says_whom_and_what(docket: Docket) -> None:
    does(docket, "ben", Refer("State Security", "Who is the attaché?", in_days(docket, 1)))
    assert block(docket) == [
        f"Referred  to State Security · opinion due {in_days(docket, 1)} · tomorrow · ben",
        "          Who is the attaché?",
    ]


def test_a_hearing_says_what_is_awaited_and_what_came(docket: Docket) -> None:
    today = docket.today()
    does(docket, "ben", Hear("invited", today, in_days(docket, 14)))
    assert block(docket) == [
        f"Hearing   invited on {today} to answer by {in_days(docket, 14)} · in 14 days · ben",
    ]
    assert isinstance(docket.attach("ben", CASE, Evidence("p1", "register", "Letter", "I met nobody.")), Record)
    does(docket, "ben", Hear("received", today, item="p1"))
    assert block(docket) == [f"Hearing   received as p1 on {today} · ben"]
    does(docket, "ana", Hear("waived", today, reason="They could not be found."))
    assert block(docket) == [f"Hearing   waived on {today} · ana", "          They could not be found."]


def test_who_was_asked_is_told_to_them_to_who_asked_and_to_who_sees_the_work_of_others(docket: Docket) -> None:
    docket.set_policy("lead", f'{POLICY}\n[roles]\nlead = ["lead"]\n[people]\nben = "Ben Example"\n', "Roles.")
    does(docket, "ana", Assign("ben"))
    by = f" · by ana, {docket.today()}"
    assert block(docket, "ana") == [f"Asked     Ben Example{by}"], "whom they asked, blind as they are"
    assert block(docket, "ben") == ["Asked     you"], "who asked may come to vote first"
    for blind in ("lead", "cleo"):
        assert block(docket, blind) == []
    for who in ("ben", "ana"):
        vote(docket, who, CASE, REVOKE if who == "ben" else KEEP)
    assert block(docket, "ana") == [f"Asked     Ben Example{by}"]
    assert block(docket, "ben") == [f"Asked     you{by}"]
    does(docket, "ana", Assign(nobody=True))
    assert block(docket, "ana") == []


def test_service_appeal_stay_and_ruling(docket: Docket) -> None:
    for who in ("ana", "ben"):
        vote(docket, who, CASE, REVOKE)
    today = docket.today()
    does(docket, "ben", Serve(today, "by registered letter"))
    does(docket, "cleo", Appeal(today, "Regional court", "I-12/2026"), Stay(today, "The court ordered it."))
    assert block(docket, "cleo") == [
        f"Served    on {today}, by registered letter · ben",
        f"Appeal    of {today} to Regional court (I-12/2026) · cleo",
        f"Stay      since {today}",
    ]
    does(docket, "cleo", Rule("varied", today, "Too much.", "keep"))
    assert block(docket, "cleo")[2:] == [
        f"Stay      from {today} until {today}",
        f"Ruling    varied to “Permit stands” on {today} · cleo",
        "          Too much.",
    ]


def test_a_deadline_that_an_appeal_pauses_is_still_said(docket: Docket) -> None:
    for who in ("ana", "ben"):
        vote(docket, who, CASE, REVOKE)
    clock = '[[clock]]\nid = "c"\nlabel = "Leave"\nstarts = "served"\npauses = ["appealed"]\ndays = 30\nsource = "x"\n'
    served = docket.today() - timedelta(2)
    facts = Facts("revoke", {"served": served}, {"appealed": (Span(docket.today()),)})
    deadlines = of_case(parse(POLICY + clock, "policy.toml"), facts)
    page = words(case_page(replace(see(docket, "ana", CASE), deadlines=deadlines), 80, docket.today()))
    [said, *_] = [line for line in page.splitlines() if "Leave" in line]
    assert said == "Deadline  Leave: paused"


def test_what_an_appeal_set_aside_is_no_outcome_any_more(docket: Docket) -> None:
    for who in ("ana", "ben"):
        vote(docket, who, CASE, REVOKE)
    does(docket, "cleo", Appeal(docket.today(), "Regional court"))
    does(docket, "cleo", Rule("set_aside", docket.today(), "It rests on nothing."))
    page = words(case_page(see(docket, "ana", CASE), 80, docket.today()))
    assert f"Ruling    set aside on {docket.today()} · cleo" in page
    [last] = [line for line in page.splitlines() if "Set aside" in line]
    assert last.startswith("– Set aside")
    vote(docket, "ana", "RP-0002", KEEP)
    [told] = [
        line
        for line in words(case_page(see(docket, "ana", "RP-0002"), 84, docket.today())).splitlines()
        if CASE in line
    ]
    assert "Set aside" in told


@pytest.mark.parametrize(
    ("own_review", "ruling", "said"),
    [
        (False, Rule("set_aside", date.min, "It rests on nothing."), "– Set aside"),
        (True, Rule("set_aside", date.min, "It rests on nothing."), "– Set aside"),
        (False, Rule("varied", date.min, "Too much.", outcome="keep"), "– Permit stands"),
    ],
)
def test_what_a_ruling_made_of_a_decision_is_not_told_as_decided_before_it(
    docket: Docket, own_review: bool, ruling: Rule, said: str
) -> None:
    today = docket.today()
    for who in ("ana", "ben"):
        vote(docket, who, CASE, REVOKE)
    does(docket, "cleo", Appeal(today, "Regional court", own_review=own_review), replace(ruling, on=today))
    if ruling.outcome:
        does(docket, "cleo", Appeal(today, "Supreme court"), Rule("upheld", today, "So it is."))
    [*_, last] = [
        line for line in words(case_page(see(docket, "ana", CASE), 80, today)).splitlines() if line.startswith("– ")
    ]
    assert last.startswith(said)
    assert last.endswith(f"{'by the office itself on' if own_review else 'by the ruling of'} {today}")


def test_what_follows_a_decision_is_not_called_decided(docket: Docket) -> None:
    vote(docket, "ana", CASE, KEEP)
    does(docket, "ana", Serve(docket.today(), "by hand"))
    for act, said in ((Vote, "This case is served."), (Assigned, "This case is served.")):
        refusal = docket.view("ben", CASE).refusal(act)
        assert refusal is not None
        assert refusal.sentence == said
    assert "This case is" not in words(case_page(see(docket, "ben", CASE), 80, docket.today()))


def test_who_closed_a_case_and_why(docket: Docket) -> None:
    vote(docket, "ana", CASE, KEEP)
    does(docket, "ana", Close("Nothing is left to do."))
    assert block(docket) == [f"Closed    on {docket.today()} · ana", "          Nothing is left to do."]
    does(docket, "ana", Reopen("There is."))
    assert block(docket) == []


@pytest.mark.long
@pytest.mark.parametrize("at", range(SHARES))
def test_what_people_wrote_is_only_words(docket: Docket, at: int) -> None:
    texts = [text[:60].replace("\n", " ").replace("\0", "") for text in [*PAYLOADS.values()][at::SHARES]]
    texts = [f"x {text.encode('utf-8', 'replace').decode()}" for text in texts]
    for text in texts:
        does(docket, "ben", Refer(text, text, in_days(docket, 9)))
        for width in (20, 80):
            for line in block(docket, width=width):
                assert not RAW.search(line), line
                assert cells(line) <= max(20, width - 4)
        does(docket, "ben", Resume(text))
    for who in ("ana", "ben"):
        vote(docket, who, CASE, REVOKE)
    does(docket, "ben", Serve(docket.today(), texts[0]))
    for text in texts:
        does(docket, "cleo", Appeal(docket.today(), text, text))
        does(docket, "cleo", Rule("upheld", docket.today(), text, reference=text))
    assert not RAW.search("".join(block(docket, "cleo")))


@pytest.mark.parametrize("standing", STANDINGS)
def test_each_standing_has_a_glyph_of_its_own_that_takes_one_cell_everywhere(standing: str) -> None:
    glyphs = [one.glyph for one in STANDINGS.values()]
    glyph = STANDINGS[standing].glyph
    assert cells(glyph) == 1
    assert ord(glyph) < 0x2600, "from here on many are emoji, which some terminals draw in two cells"
    assert glyphs.count(glyph) == 1
