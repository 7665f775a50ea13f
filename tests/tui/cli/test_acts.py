"""What people do to a case besides voting, from a command line: each once done, and once refused in a sentence."""

import json
import os
import pty
import subprocess
import sys
from datetime import date, timedelta
from functools import partial
from inspect import signature

import pytest

from store import days
from store.acts import FOR_MANY, Assign, Close, Hold, Opinion, Resume
from store.docket import Docket
from store.model import Case
from store.text import whole
from tests.hostile import PAYLOADS
from tests.processes import CEILING
from tests.tui.cli.conftest import KEEP, Ran, make_docket, revoke, squeezed
from tui.cli import COMMANDS, command_of
from tui.commands import bulk

WHY = ("--reason", "It is at the court.")


@pytest.fixture
def revoked(cli, docket):
    """A docket whose first case two people decided against somebody."""
    revoke(cli, docket, by="anna")
    revoke(cli, docket, by="berta")
    return docket


@pytest.fixture
def queue(tmp_path):
    """A docket of five cases."""
    return make_docket(tmp_path / "five.docket", tuple(Case(f"C-{number}", "A permit") for number in range(1, 6)))


def recorded(ran: Ran, kind: str, standing: str, case: str = "RP-1") -> None:
    """It was, and the case stands so now."""
    assert (ran.code, ran.out) == (0, ""), ran.err
    assert ran.err.startswith(f"Recorded: {kind}, number ")
    assert ran.err.endswith(f"{case} is now {standing}.\n")


def refused(ran: Ran, *sentences: str) -> None:
    """It was not, for these reasons."""
    assert (ran.code, ran.err.splitlines()) == (1, [*sentences])


def lacking(ran: Ran, *sentences: str) -> None:
    """It was not, for this is missing."""
    refused(ran, "Something is still missing.", *(f"  - {one}" for one in sentences))


def in_days(number: int) -> date:
    return days.today() + timedelta(number)


# Waiting


def test_a_case_is_held_until_a_day_and_taken_up_again(cli, docket):
    recorded(cli("hold", docket, "RP-1", "--until", "+14d", *WHY), "hold", "held")
    refused(cli("hold", docket, "RP-1", "--until", "+14d", *WHY), "This case is held already: end that first.")
    refused(cli("vote", docket, "RP-1", *KEEP), "This case is held: end that first.")
    lacking(cli("resume", docket, "RP-1"), "Write the reason.")
    recorded(cli("resume", docket, "RP-1", "--reason", "The file is back."), "resumption", "open")
    refused(cli("resume", docket, "RP-1", *WHY), "This case is neither held nor referred: it is open.")


def test_all_that_a_hold_lacks_is_said_at_once(cli, docket):
    lacking(
        cli("hold", docket, "RP-1", "--until", "today"),
        f"Say until when: a day after {days.today()}.",
        "Write the reason.",
    )


@pytest.mark.parametrize("text", ["", "tomorrow", "2.11.", "2026-02-30", "+d", "+99999d", "\u202e+1d", "d14"])
def test_what_is_no_date_is_said_to_be_none(cli, docket, text):
    ran = cli("hold", docket, "RP-1", "--until", text, *WHY)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith('" is not a date: write it as 2023-12-01, today or +14d.\n')


def test_another_body_is_asked_and_its_opinion_ends_that(cli, docket, tmp_path):
    asked = ("--to", "State Security", "--question", "-", "--until", str(in_days(30)))
    recorded(cli("refer", docket, "RP-1", *asked, stdin="Who is the attaché?"), "referral", "referred")
    refused(cli("refer", docket, "RP-1", *asked, stdin="x"), "This case is referred already: end that first.")
    assert cli("refer", docket, "RP-2", "--to", "State Security").code == 2
    lacking(
        cli("refer", docket, "RP-2", "--to", "a\nb", "--question", " ", "--until", "today"),
        "The body that is asked is one line of 1 to 200 characters.",
        "Write what the body is asked.",
        f"Say until when: a day after {days.today()}.",
    )
    assert "Who is the attaché?" in cli("show", docket, "RP-1").out


def test_who_is_shown_a_case_is_told_what_else_may_be_done(cli, docket):
    shown = cli("show", docket, "RP-1").out
    assert "You may also: hold, refer, hear, assign, recuse (each with -h)." in shown
    cli("hold", docket, "RP-1", "--until", "+14d", *WHY)
    shown = cli("show", docket, "RP-1").out
    assert f"Held until {in_days(14)} · in 14 days · anna It is at the court." in squeezed(shown)
    assert "You may also: resume, hear, assign, recuse (each with -h)." in shown
    told = json.loads(cli("show", docket, "RP-1", "--json").out)
    assert (told["pause"]["standing"], told["pause"]["until"]) == ("held", str(in_days(14)))
    assert (told["invitation"], told["delivery"], told["remedies"], told["closed"]) == (None, None, [], None)


# The hearing


def test_a_person_is_invited_and_heard(cli, docket):
    step = ("hear", docket, "RP-1")
    lacking(
        cli(*step, "received", "--on", "today", "--item", "e1"),
        "Record the invitation first.",
        'There is no evidence "e1" in this case: what the person says is added to the evidence first.',
    )
    lacking(cli(*step, "invited", "--on", "today"), "Say by when the person may answer: a day after the invitation.")
    recorded(cli(*step, "invited", "--on", "today", "--due", "+14d"), "hearing", "open")
    cli("evidence", docket, "RP-1", "-", "--label", "Her answer", "--kind", "report", stdin="I met nobody.")
    recorded(cli(*step, "received", "--on", "today", "--item", "e1"), "hearing", "open")
    assert f"invited the person on {days.today()} to be heard by {in_days(14)}" in cli("show", docket, "RP-1").out


def test_a_hearing_can_be_waived_with_a_reason(cli, docket):
    lacking(cli("hear", docket, "RP-1", "waived", "--on", "today"), "Write the reason.")
    recorded(cli("hear", docket, "RP-1", "waived", "--on", "today", "--reason", "Not found."), "hearing", "open")
    assert cli("hear", docket, "RP-1", "heard", "--on", "today").code == 2
    assert cli("hear", docket, "RP-1", "waived").code == 2


# Who works on it


def test_who_steps_off_a_case_votes_on_it_no_more(cli, docket):
    lacking(cli("recuse", docket, "RP-1"), "Write the reason.")
    recorded(cli("recuse", docket, "RP-1", "--reason", "I know her."), "recusal", "open")
    refused(cli("recuse", docket, "RP-1", "--reason", "I know her."), "You stepped off this case: others act on it.")
    refused(cli("vote", docket, "RP-1", *KEEP), "You stepped off this case: others act on it.")


def test_votes_that_differ_go_back_to_their_authors(cli, docket):
    refused(cli("send-back", docket, "RP-1"), "There is no conflict to adjudicate: the case is open.")
    revoke(cli, docket, by="anna")
    cli("vote", docket, "RP-1", *KEEP, by="berta")
    lacking(cli("send-back", docket, "RP-1", by="carla"), "Write the instructions.")
    recorded(
        cli("send-back", docket, "RP-1", "--instructions", "Look at r1 again.", by="carla"), "votes returned", "open"
    )
    assert "it was sent back: Look at r1 again." in squeezed(cli("show", docket, "RP-1", by="berta").out)


# After the decision


def test_a_decision_is_served_and_that_can_be_corrected(cli, revoked):
    served = ("serve", revoked, "RP-1", "--on")
    refused(cli("serve", revoked, "RP-2", "--on", "today", "--manner", "by hand"), NOT_SERVED)
    lacking(
        cli(*served, "+1d", "--manner", ""),
        f"Service is said to be on {in_days(1)}, which is still to come.",
        "The manner of service is one line of 1 to 200 characters.",
    )
    recorded(cli(*served, "today", "--manner", "by registered letter"), "service", "served")
    lacking(cli(*served, "today", "--manner", "by hand"), "Write the reason.")
    recorded(cli(*served, "today", "--manner", "by hand", "--reason", "So says the receipt."), "service", "served")


NOT_SERVED = "Only a decision is served: this case is open."


def test_an_appeal_runs_its_course(cli, revoked):
    filed = ("appeal", revoked, "RP-1", "--filed", "today", "--body", "Regional court")
    refused(cli(*filed), "You decided on this case: an appeal is handled by somebody who did not.")
    recorded(cli(*filed, "--reference", "I-12/2026", by="carla"), "appeal filed", "appealed")
    refused(cli(*filed, by="carla"), "An appeal is pending on this case: record what comes of it first.")
    stay = ("stay", revoked, "RP-1", "--on", "today", "--reason", "The court ordered it.")
    lacking(cli(*stay, "--lifted", by="carla"), "There is no stay to lift.")
    recorded(cli(*stay, by="carla"), "stay", "appealed")
    recorded(cli(*stay, "--lifted", by="carla"), "stay", "appealed")
    rule = ("rule", revoked, "RP-1")
    lacking(
        cli(*rule, "varied", "--on", "today", by="carla"),
        "Write the reason.",
        "Say which outcome it was varied to. Known: revoke, keep.",
    )
    assert cli(*rule, "allowed", "--on", "today", by="carla").code == 2
    recorded(cli(*rule, "set-aside", "--on", "today", "--reason", "Nothing in it.", by="carla"), "ruling", "closed")
    refused(cli(*rule, "upheld", "--on", "today", *WHY, by="carla"), "No appeal is pending on this case.")


def test_a_case_is_closed_and_reopened(cli, revoked):
    refused(
        cli("close", revoked, "RP-1", *WHY), "What was decided against somebody is served before the case is closed."
    )
    refused(cli("reopen", revoked, "RP-2", *WHY), "Only what is decided is reopened: this case is open.")
    cli("serve", revoked, "RP-1", "--on", "today", "--manner", "by hand")
    lacking(cli("close", revoked, "RP-1"), "Write the reason.")
    recorded(cli("close", revoked, "RP-1", "--reason", "She has left."), "closing", "closed")
    lacking(cli("reopen", revoked, "RP-1"), "Write the reason.")
    recorded(cli("reopen", revoked, "RP-1", "--reason", "It was somebody else."), "reopening", "open")


# Many cases


def test_all_that_a_filter_lets_through_is_held_and_nothing_else(cli, queue):
    cli("vote", queue, "C-2", *KEEP)
    ran = cli("hold", queue, "--filter", "standing:open", "--until", "+7d", "--reason", "Holidays.", "--yes")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == f"4 cases: hold until {in_days(7)}.\nRecorded on 4 of 4 cases.\n"
    assert cli("list", queue, "--filter", "standing:held").err == "4 cases.\n"
    assert "C-2   decided" in cli("list", queue).out


def test_of_several_cases_those_that_may_not_be_are_named_with_the_reason(cli, queue):
    for case in ("C-1", "C-2", "C-3", "C-4"):
        cli("hold", queue, case, "--until", "+7d", *WHY)
    ran = cli("hold", queue, *("C-1", "C-2", "C-3", "C-4", "C-5", "C-5"), "--until", "+7d", *WHY, "--yes")
    assert ran.code == 1
    assert ran.err.splitlines()[1:] == [
        "Recorded on 1 of 5 cases.",
        "Not on C-1, C-2, C-3 and 1 more: This case is held already: end that first.",
    ]


def test_a_dry_run_says_what_would_be_recorded_and_records_nothing(cli, queue):
    cli("hold", queue, "C-1", "--until", "+7d", *WHY)
    before, words = cli("checkpoint", queue).out, ("hold", queue, "--filter", "id:C-*", "--until", "+7d", *WHY)
    ran = cli(*words, "--dry-run")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.splitlines() == [
        f"5 cases: hold until {in_days(7)}.",
        "Would be recorded on 4 of 5 cases.",
        "Not on C-1: This case is held already: end that first.",
    ]
    assert cli("checkpoint", queue).out == before
    assert cli(*words, "--yes").err.splitlines()[1:] == ["Recorded on 4 of 5 cases.", ran.err.splitlines()[-1]]
    assert cli("resume", queue, "C-1", *WHY, "--dry-run").err.startswith(
        "1 case: take up again.\nWould be recorded on 1"
    )
    assert cli("list", queue, "--filter", "standing:held").err == "5 cases.\n"


def test_a_dry_run_tells_a_program_of_each_case(cli, queue):
    cli("hold", queue, "C-2", "--until", "+7d", *WHY)
    told = cli("resume", queue, "C-1", "C-2", *WHY, "--dry-run", "--json").out
    first, second = map(json.loads, told.splitlines())
    assert (first["case"], first["refused"]) == ("C-1", "not_paused")
    assert second == {"case": "C-2", "would_record": "resumption"}
    assert json.loads(cli("assign", queue, "C-2", "--to", "berta", "--dry-run", "--json").out)["case"] == "C-2"
    assert json.loads(cli("close", queue, "C-2", *WHY, "--dry-run", "--json").out)["refused"] == "not_decided"
    assert cli("assign", queue, "C-1", "C-2", "--to", "anna", "--yes", by="lena").code == 0
    ran = cli("hand-over", queue, "anna", "boris", "--dry-run", by="lena")
    assert ran.err == "2 cases: hand over to boris.\nWould be recorded on 2 of 2 cases.\n"


def test_what_is_held_is_taken_up_again_all_at_once(cli, queue):
    cli("hold", queue, "C-1", "C-2", "C-4", "--until", "+7d", *WHY, "--yes")
    ran = cli("resume", queue, "--filter", "standing:held", *WHY, "--yes")
    assert ran.err == "3 cases: take up again.\nRecorded on 3 of 3 cases.\n"
    assert cli("list", queue, "--filter", "standing:open").err == "5 cases.\n"


def test_who_stops_in_the_middle_is_told_how_far_it_came(cli, queue, monkeypatch):
    act, calls = Docket.act, []

    def interrupted(*words):
        calls.append(words)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return act(*words)

    monkeypatch.setattr(Docket, "act", interrupted)
    ran = cli("hold", queue, "--filter", "standing:open", "--until", "+7d", *WHY, "--yes")
    assert ran.code == 130
    assert ran.err.splitlines()[-1] == "Recorded on 2 of 5 cases."


def test_one_case_that_is_not_there_and_nothing_is_recorded(cli, queue):
    before = cli("checkpoint", queue).out
    ran = cli("close", queue, "C-1", "C-9", *WHY, "--yes")
    assert (ran.code, ran.err) == (1, 'There is no case "C-9" in this docket.\n')
    assert cli("checkpoint", queue).out == before


@pytest.mark.parametrize("words", [(), ("C-1", "--filter", "standing:open"), ("--filter", ""), ("--filter", " ")])
def test_cases_are_named_or_chosen(cli, queue, words):
    ran = cli("close", queue, *words, *WHY, "--yes")
    assert (ran.code, ran.err) == (2, "Name the cases, or choose them with --filter.\n")


def test_without_a_terminal_to_ask_at_nothing_is_recorded_on_many(cli, queue):
    ran = cli("hold", queue, "C-1", "C-2", "--until", "+7d", *WHY, stdin="yes\n")
    assert ran.code == 2
    assert ran.err.splitlines() == [
        f"2 cases: hold until {in_days(7)}.",
        "Would be recorded on 2 of 2 cases.",
        "Nothing was changed. Without a terminal to ask at, confirm with --yes.",
    ]
    assert cli("list", queue, "--filter", "standing:held").err == "0 cases.\n"


@pytest.mark.parametrize(("typed", "held"), [("yes", 5), ("y", 0), ("", 0)])
def test_at_a_terminal_the_count_comes_first_and_then_a_question(cli, queue, typed, held):
    inner, outer = pty.openpty()
    words = ("hold", str(queue), "--filter", "standing:open", "--until", "+7d", *WHY, "--reviewer", "anna")
    command = [sys.executable, "-c", "from tui.cli import main; main()", *words]
    with subprocess.Popen(command, stdin=outer, stdout=-1, stderr=-1) as process:
        os.close(outer)
        os.write(inner, f"{typed}\n".encode())
        _, said = process.communicate(timeout=CEILING)
    os.close(inner)
    assert said.startswith(f"5 cases: hold until {in_days(7)}.\n".encode())
    assert process.returncode == (0 if held else 1)
    assert cli("list", queue, "--filter", "standing:held").err == f"{held} cases.\n"


def test_nothing_is_recorded_on_a_case_that_was_said_to_be_left_out_before_the_question(cli, queue, monkeypatch):
    cli("hold", queue, "C-2", "--until", "+7d", *WHY)
    ended_meanwhile = partial(cli, "resume", queue, "C-2", *WHY, by="berta")
    monkeypatch.setattr(bulk, "confirm", lambda _: ended_meanwhile())
    ran = cli("hold", queue, "--filter", "id:C-*", "--until", "+7d", *WHY)
    assert ran.code == 1
    left_out = "Not on C-2: This case is held already: end that first."
    assert ran.err.splitlines()[-4:] == [
        *("Would be recorded on 4 of 5 cases.", left_out),
        *("Recorded on 4 of 5 cases.", left_out),
    ]
    assert cli("list", queue, "--filter", "standing:held -id:C-2").err == "4 cases.\n"
    assert cli("list", queue, "--filter", "standing:open").err == "1 case.\n"


def test_no_command_that_could_be_adverse_takes_more_than_one_case():
    many = {one for one in COMMANDS if {"cases", "expression"} & set(signature(command_of(one)).parameters)}
    assert many - {"review", "web", "list", "next", "export", "report"} == {"hold", "resume", "close", "assign"}
    assert (Assign, Close, Hold, Resume) == FOR_MANY
    assert not [one for one in FOR_MANY if issubclass(one.act, Opinion)], "nothing of it gives an outcome"


def test_cases_are_assigned_and_a_desk_is_handed_over(cli, queue):
    assert cli("assign", queue, "--filter", "standing:open", "--to", "Anna", "--yes", by="lena").code == 0
    cli("vote", queue, "C-2", *KEEP)
    recorded(cli("assign", queue, "C-5", "--nobody"), "assignment", "open", "C-5")
    ran = cli("hand-over", queue, "anna", "boris", "--yes", by="lena")
    assert ran.err == "3 cases: hand over to boris.\nRecorded on 3 of 3 cases.\n"
    listed = cli("list", queue, "--filter", "assigned:me", "--json", by="boris").out
    assert [json.loads(line)["id"] for line in listed.splitlines()] == ["C-1", "C-3", "C-4"]
    assert cli("hand-over", queue, "anna", "boris", by="lena").err == "No case matches: nothing was recorded.\n"


@pytest.mark.parametrize("word", ["none", "None"])
def test_what_is_on_nobody_s_desk_is_not_handed_over(cli, queue, word):
    before = cli("checkpoint", queue).out
    ran = cli("hand-over", queue, word, "ben", "--yes", by="lena")
    said = "What nobody was asked to read is on no desk: assign it with foureyes assign.\n"
    assert (ran.code, ran.err) == (2, said)
    assert cli("checkpoint", queue).out == before


def test_no_case_is_read_to_say_where_it_stands(cli, queue, monkeypatch):
    """Of a thousand cases that are held a thousand would be read, each once or twice."""
    read, view = [], Docket.view
    monkeypatch.setattr(Docket, "view", lambda self, by, case: read.append(case) or view(self, by, case))
    cli("hold", queue, "C-1", "C-2", "--until", "+14d", *WHY, "--yes")
    assert cli("list", queue, "--filter", "standing:held").err == "2 cases.\n"
    cli("recuse", queue, "C-1", *WHY)
    assert read == []
    cli("vote", queue, "C-3", "--outcome", "keep", "--revision", "1")
    cli("withdraw", queue, "C-3", *WHY)
    assert read == ["C-3", "C-3"], "once each, for what else is to be said"


def test_me_is_whoever_runs_the_command(cli, queue):
    recorded(cli("assign", queue, "C-1", "--to", "me"), "assignment", "open", "C-1")
    cli("assign", queue, "C-2", "--to", "berta", by="lena")
    assert cli("hand-over", queue, "me", "boris", "--yes").err.startswith("1 case: hand over to boris.\n")
    assert cli("hand-over", queue, "berta", "Me", "--yes", by="lena").err.startswith("1 case: hand over to lena.\n")
    assert cli("list", queue, "--filter", "assigned:boris", by="lena").err == "1 case.\n"


@pytest.mark.parametrize("words", [(), ("--to", "boris", "--nobody")])
def test_an_assignment_says_whom(cli, queue, words):
    ran = cli("assign", queue, "C-1", *words)
    assert (ran.code, ran.err) == (2, "Say whom with --to NAME, or --nobody.\n")


def test_nothing_is_assigned_to_who_cannot_have_it(cli, queue):
    cli("recuse", queue, "C-1", *WHY, by="boris")
    refused(cli("assign", queue, "C-2", "--to", "bo ris"), NAMES)
    lacking(cli("assign", queue, "C-1", "--to", "boris"), "boris has stepped off this case.")


def test_nothing_is_assigned_to_a_name_by_which_nobody_can_go_here(cli, queue):
    recorded(cli("assign", queue, "C-1", "--to", "me", by="boris"), "assignment", "open", "C-1")
    for looks in ("boris.", "b0ris"):
        ran = cli("assign", queue, "C-2", "--to", looks, by="lena")
        assert ran.code == 1
        assert f"The name {looks} looks like boris, who works on this docket." in ran.err
        assert cli("assign", queue, "C-2", "C-3", "--to", looks, "--yes", by="lena").code == 1
    assert cli("list", queue, "--filter", "assigned:boris.", by="lena").err == "0 cases.\n"


def test_who_has_recorded_nothing_yet_is_assigned_cases_and_said_to_be_unknown(cli, queue):
    ran = cli("assign", queue, "C-2", "--to", "bertha", by="lena")
    assert ran.code == 0
    unknown = "bertha is not known on this docket: nobody by that name has recorded anything. Is it spelt so?"
    assert ran.err.startswith(unknown)
    recorded(cli("note", queue, "C-1", "Seen.", by="bertha"), "note", "open", "C-1")
    assert unknown not in cli("assign", queue, "C-3", "--to", "bertha", by="lena").err


NAMES = (
    "A reviewer's name has 1 to 64 characters, begins with a letter and holds lower-case letters a-z, digits, "
    '"_", "." and "-" alone; capitals are taken for small letters.'
)

# For programs, and for texts that mean harm

EACH = [
    ["hold", "RP-1", "--until", "+1d", "--reason", "TEXT"],
    ["resume", "RP-1", "--reason", "TEXT"],
    ["refer", "RP-1", "--to", "TEXT", "--question", "TEXT", "--until", "+1d"],
    ["resume", "RP-1", "--reason", "TEXT"],
    ["hear", "RP-1", "received", "--on", "today", "--item", "TEXT", "--reason", "TEXT"],
    ["hear", "RP-1", "waived", "--on", "today", "--reason", "TEXT"],
    ["send-back", "RP-1", "--instructions", "TEXT"],
    ["assign", "RP-1", "--to", "berta"],
    ["serve", "RP-1", "--on", "today", "--manner", "TEXT", "--reason", "TEXT"],
    ["appeal", "RP-1", "--filed", "today", "--body", "TEXT", "--reference", "TEXT"],
    ["stay", "RP-1", "--on", "today", "--reason", "TEXT"],
    ["rule", "RP-1", "upheld", "--on", "today", "--reason", "TEXT", "--reference", "TEXT"],
    ["close", "RP-1", "--reason", "TEXT"],
    ["reopen", "RP-1", "--reason", "TEXT"],
    ["recuse", "RP-1", "--reason", "TEXT"],
]
"""Every act, in an order in which each can be done, by who did not decide."""


def done(cli, docket, words, text, by="boris"):
    """What a program is told of an act."""
    command, *rest = [text if word == "TEXT" else word for word in words]
    return cli(command, docket, *rest, "--json", by=by)


def kind_of(ran: Ran) -> str:
    """The kind of what was recorded, or the code of the refusal."""
    told = json.loads(ran.out)
    return str(told.get("recorded") or told["refused"])


def test_a_program_is_told_what_was_recorded_or_why_not(cli, docket):
    answers = [done(cli, docket, words, "Words.") for words in EACH]
    for one in answers:
        keys = {"refused", "sentence", "missing"} if one.code else {"recorded", "seq", "case", "standing"}
        assert set(json.loads(one.out)) == keys
    kinds = [*map(kind_of, answers)]
    assert kinds[:4] == ["hold", "resumption", "referral", "resumption"]
    assert kinds[4:8] == ["incomplete", "hearing", "no_conflict", "assignment"]
    assert kinds[8:10] == ["not_decided", "no_decision"]
    assert kinds[10:] == ["no_appeal", "no_appeal", "not_decided", "not_decided", "recusal"]


def test_of_many_a_program_gets_a_line_each(cli, queue):
    cli("hold", queue, "C-1", "--until", "+7d", *WHY)
    told = cli("hold", queue, "C-1", "C-2", "--until", "+7d", *WHY, "--yes", "--json")
    first, second = map(json.loads, told.out.splitlines())
    assert told.code == 1
    assert first == {"case": "C-1", "refused": "paused", "sentence": first["sentence"], "missing": []}
    assert (second["case"], second["recorded"], second["standing"]) == ("C-2", "hold", "held")


@pytest.mark.long
def test_no_text_of_an_act_reaches_the_terminal_raw(cli, docket):
    texts = [text[:30].replace("\n", " ") for text in PAYLOADS.values() if whole(text) and "\0" not in text]
    lines = [f"x {' '.join(texts[at : at + 6])}" for at in range(0, len(texts), 6)]
    kinds = {kind_of(done(cli, docket, words, line)) for line in lines for words in EACH[2:4]}
    kinds |= {kind_of(done(cli, docket, words, "\n".join(lines))) for words in EACH[:6]}
    for by in ("anna", "berta"):
        revoke(cli, docket, by=by)
    kinds |= {kind_of(done(cli, docket, EACH[8], line)) for line in lines}
    for line in lines:
        kinds |= {kind_of(done(cli, docket, words, line)) for words in (EACH[9], EACH[11])}
    kinds |= {kind_of(done(cli, docket, words, lines[0])) for words in EACH[9:13]}
    kinds.add(kind_of(done(cli, docket, EACH[-1], lines[0])))
    assert kinds >= {"hold", "referral", "hearing", "recusal", "service", "appeal_filed", "stay", "ruling", "closing"}
    assert cli("show", docket, "RP-1", by="boris").code == 0
    assert cli("verify", docket).code == 0
