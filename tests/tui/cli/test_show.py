"""`show` prints the page of the review screen: all that a reader sees there, and whole."""

import re
from datetime import date

import pytest

from store.docket import Docket
from store.model import Case, Evidence, Flag
from store.opening import open_docket
from tests.tui.cli.conftest import ADVERSE, CASES, KEEP, POLICY, make_docket, revoke, squeezed
from tui.pages.case_page import case_page

KEYS = re.compile(r"[adw]  |u asks|([zftisx:] [a-z ]+( · |$))+$")
OFFSETS = re.compile(r"\[[a-z0-9]+:[0-9]+-[0-9]+\] ")


def on_screen(docket: Docket, reviewer: str) -> list[str]:
    """The runs of text on the page of RP-1, as they stand there; evidence line by line."""
    view = docket.view(reviewer, "RP-1")
    texts = {item.id: item.text for item in view.case.evidence}
    found = []
    for line in case_page(view, 120, docket.today()):
        runs = [texts[line.item][line.start : line.end]] if line.is_text else [run.text for run in line.runs]
        found += [run.strip() for run in runs if run.strip() and not KEYS.match(run.strip())]
    return found


def test_all_that_stands_on_the_screen_is_printed(cli, docket):
    """A case through all of its life, as each of three people may see it."""
    cli("note", docket, "RP-1", "Ask the desk.", "--cite", "r1:27-44")
    cli("note", docket, "RP-1", "He moved house.")
    runs = 0
    for step in (
        lambda: None,
        lambda: cli("hold", docket, "RP-1", "--until", "+9d", "--reason", "It is at the court."),
        lambda: cli("resume", docket, "RP-1", "--reason", "It is back."),
        lambda: cli("hear", docket, "RP-1", "waived", "--on", "today", "--reason", "Nobody found him."),
        lambda: revoke(cli, docket),
        lambda: cli("vote", docket, "RP-1", *KEEP, "--reason", "Chance.", by="berta"),
        lambda: cli("adjudicate", docket, "RP-1", *ADVERSE, by="carla"),
        lambda: cli("serve", docket, "RP-1", "--on", "today", "--manner", "by hand"),
        lambda: cli("appeal", docket, "RP-1", "--filed", "today", "--body", "Regional court", by="dora"),
        lambda: cli("rule", docket, "RP-1", "set-aside", "--on", "today", "--reason", "On nothing.", by="dora"),
    ):
        step()
        for by in ("anna", "berta", "carla"):
            printed = squeezed(OFFSETS.sub("", cli("show", docket, "RP-1", by=by).out))
            at = open_docket(docket)
            shown = on_screen(at, by)
            at.close()
            assert [run for run in shown if squeezed(run) not in printed] == []
            runs += len(shown)
    assert runs > 300


def test_nothing_is_cut_however_long_it_is(cli, tmp_path):
    """The screen counts what it leaves out, and this is where the rest of it stands."""
    words = [
        f"{name} {'word ' * 3000}end of {name}" for name in ("title", "subject", "value", "reason", "label", "gist")
    ]
    title, subject, value, reason, label, gist = words
    item = Evidence("r1", "report", label, f"{'a ' * 50_000}b.", gist, date(2023, 5, 1), "restricted", gist)
    docket = make_docket(
        tmp_path / "d", (Case("RP-1", title, subject, {"permit": value}, (Flag("Q3", reason),), (item,)),)
    )
    cli("note", docket, "RP-1", "-", "--cite", "r1:0-60000", stdin=f"note {'word ' * 3000}end of note")
    out = cli("show", docket, "RP-1").out
    for name in ("title", "subject", "value", "reason", "label", "gist", "note"):
        assert f"end of {name}" in out
    assert "…" not in out
    assert "more characters" not in out


def test_a_text_of_several_lines_keeps_them(cli, docket):
    cli("note", docket, "RP-1", "-", stdin="first line\nsecond line\n")
    assert re.search(r"^  first line\n  second line$", cli("show", docket, "RP-1").out, re.MULTILINE)


def test_people_are_shown_by_the_names_that_the_policy_gives_them(cli, tmp_path):
    docket = make_docket(tmp_path / "d", CASES, POLICY + '[people]\nanna = "Anna Petraitė"\n')
    cli("note", docket, "RP-1", "Ask the desk.")
    revoke(cli, docket)
    shown = cli("show", docket, "RP-1").out
    assert shown.count("Anna Petraitė") >= 3
    assert "anna" not in shown


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_a_round_that_began_anew_is_told_to_whom_it_concerns(cli, docket, tmp_path, options):
    revoke(cli, docket)
    (tmp_path / "again.jsonl").write_text(
        '{"id":"RP-1","title":"Temporary residence permit","fields":{"permit":"none"}}\n'
    )
    cli("import", docket, tmp_path / "again.jsonl", by="lena")
    assert "Round 2 has begun" in cli("show", docket, "RP-1", *options).out
    assert "Round 2 has begun" not in cli("show", docket, "RP-1", *options, by="berta").out
