"""What was decided is told in the words under which it was: on a docket that calls everything something else now.

Votes, decisions, a resolution, rulings, a vote taken back, votes sent back, a closed case: all of them were made in the
words of the first policy. Then a lead puts one in force that has the same ids under other words. Whatever is asked
after that, no word of it is told of what was.
"""

import shutil
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from msgspec.structs import replace

from store.acts import Appeal, Close, Draft, Rule, SendBack, Serve, Withdraw, WriteNote
from store.docket import Docket
from store.exporting.formats import FORMATS
from store.opening import new_docket, open_docket
from store.out_format import Format, What
from tests.commands import CliRunner
from tests.dockets import KEEP, POLICY, REVOKE, adjudicate, done, make_case, vote
from tests.store.local.test_verify import lines_of, write
from tests.tui.desk import desk
from tui.cli import app
from tui.screens import entry_screen

NOTICE = '''
[notice]
office = "Migration Office"
body = "Regional court"
remedy = "You may appeal."
withheld_by = "State Security"
clock = "appeal_by"
template = """# {outcome}

{office} {decided} {case} {title} {subject}

{facts}

{grounds}

{law}

{evidence}

{remedy} {body}, {deadline}
"""
[[clock]]
id = "appeal_by"
label = "Appeal"
starts = "decided"
days = 30
outcomes = ["revoke", "refuse"]
source = "art. 1"
'''
SAME = {
    "Permit stands": "Handed to the police",
    "Permit revoked": "Deported for life",
    "Renewal refused": "Banished",
    "False statement": "Spying",
    "Undeclared contact": "Treason",
    "art. 35": "art. 99",
}
OLD = POLICY + NOTICE
NEW = OLD
for _then, _now in SAME.items():
    NEW = NEW.replace(_then, _now)
NEWER = ("Handed", "Deported", "Banished", "Spying", "Treason", "art. 99")
"""Of each word of the newest policy as much as a narrow column shows."""
REFUSE = replace(REVOKE, outcome="refuse")
CASES = range(1, 11)
(DECIDED, SECOND, CONFLICT, RESOLVED, RULED, RULED_LATER, WITHDRAWN, SENT_BACK, CLOSED, REFUSED) = (
    f"RP-{number:04}" for number in CASES
)


@pytest.fixture(scope="module")
def reworded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A docket on which all has been done, and whose words are others since."""
    place = tmp_path_factory.mktemp("words") / "d.docket"
    docket = new_docket(place, OLD, "lead")
    docket.import_cases("lead", map(make_case, CASES), ("cases.jsonl",))
    today = docket.today()

    def cast(case: str, *drafts: Draft) -> None:
        for who, draft in zip(("ana", "ben"), drafts, strict=False):
            done(vote(docket, who, case, draft))

    for case in (DECIDED, RULED, RULED_LATER):
        cast(case, REVOKE, REVOKE)
    for case in (CONFLICT, RESOLVED, SENT_BACK):
        cast(case, REVOKE, KEEP)
    cast(SECOND, REVOKE)
    cast(WITHDRAWN, REVOKE)
    cast(CLOSED, KEEP)
    cast(REFUSED, REFUSE, REFUSE)
    done(docket.act("ana", DECIDED, WriteNote("I doubt it.")))
    done(docket.act("ana", WITHDRAWN, Withdraw("I was too quick.")))
    done(adjudicate(docket, "cleo", RESOLVED, REVOKE))
    done(docket.act("cleo", SENT_BACK, SendBack("Read the register again.")))
    done(docket.act("ben", DECIDED, Serve(today, "by hand")))
    done(docket.act("ben", CLOSED, Close("Nothing follows.")))
    for case in (RULED, RULED_LATER):
        done(docket.act("cleo", case, Appeal(today, "Regional court")))
    done(docket.act("cleo", RULED, Rule("varied", today, "Too much.", "keep")))
    done(docket.set_policy("lead", NEW, "Other words."))
    done(docket.act("cleo", RULED_LATER, Rule("varied", today, "Too much.", "keep")))
    assert list(docket.verify("lead")) == []
    docket.close()
    return place


@pytest.fixture(scope="module")
def asked(reworded: Path) -> Path:
    """The same docket, for commands that record what they show."""
    return shutil.copytree(reworded, reworded.with_name("asked.docket"))


def said_now(text: str) -> list[str]:
    """Lines that have a word of the newest policy."""
    return [line for line in text.splitlines() if any(word in line for word in NEWER)]


# Commands

ALL = ("--filter", "id:RP-*")
"""Records of cases alone: the record of a policy holds its words, and so it should."""
READERS = ("ana", "ben", "cleo", "lead")
COMMANDS: dict[str, tuple[str, ...]] = {
    "the queue": ("list",),
    "the queue for programs": ("list", "--json"),
    "the next case": ("next", "--filter", f"id:{SECOND}"),
    "the next case for programs": ("next", "--filter", f"id:{SECOND}", "--json"),
    "the notice": ("notice", DECIDED, "-"),
}


@pytest.mark.parametrize("what", COMMANDS)
def test_no_command_tells_it_in_other_words(asked: Path, what: str) -> None:
    assert said_now(ran(asked, "ben", *COMMANDS[what])) == []


@pytest.mark.parametrize("how", [(), ("--by", "permit"), ("--json",), ("--csv", "-")])
def test_no_report_tells_it_in_other_words(asked: Path, how: tuple[str, ...]) -> None:
    assert said_now(ran(asked, "lead", "report", *how)) == []


@pytest.mark.long
@pytest.mark.parametrize("who", READERS)
@pytest.mark.parametrize("case", [f"RP-{number:04}" for number in CASES])
def test_no_case_tells_it_in_other_words(asked: Path, case: str, who: str) -> None:
    """What can be chosen in a round that nobody has voted in is called what it is called now."""
    shown, _, chosen = ran(asked, who, "show", case).partition("NEXT")
    assert said_now(shown) == []
    assert case in (WITHDRAWN, SENT_BACK) or said_now(chosen) == []
    assert said_now(ran(asked, who, "show", case, "--json")) == []


@pytest.mark.parametrize("internal", [(), ("--internal",)])
@pytest.mark.parametrize("case", [f"RP-{number:04}" for number in CASES])
def test_no_case_file_tells_it_in_other_words(asked: Path, case: str, internal: tuple[str, ...]) -> None:
    assert said_now(ran(asked, "lead", "case-file", case, "-", *internal)) == []


@pytest.mark.parametrize(("form", "what"), [(form, what) for form in FORMATS for what in FORMATS[form].tables])
def test_no_export_tells_it_in_other_words(asked: Path, form: Format, what: What) -> None:
    out = asked.with_name(f"{form}-{what}")
    ran(asked, "lead", "export", str(out), "--what", what, "--format", form, "--restricted", *ALL)
    assert said_now(text_of(out)) == []
    assert out.stat().st_size


def ran(where: Path, who: str, command: str, *words: str) -> str:
    """What a command prints."""
    result = CliRunner().invoke(app, [command, str(where), *words], None, {"FOUREYES_REVIEWER": who})
    assert result.exit_code == 0, result.stderr
    return result.stdout + result.stderr


def text_of(path: Path) -> str:
    """What stands in a file, of a workbook in its sheets."""
    content = path.read_bytes()
    if not zipfile.is_zipfile(BytesIO(content)):
        return content.decode()
    with zipfile.ZipFile(path) as parts:
        return "\n".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml"))


def test_a_ruling_that_is_put_into_other_words_is_against_the_rules(reworded: Path, tmp_path: Path) -> None:
    forged = shutil.copytree(reworded, tmp_path / "d.docket")
    documents = lines_of(forged)
    newest = next(one["seq"] for one in reversed(documents) if one["kind"] == "policy")
    write(forged, [one | {"policy": newest} if one["kind"] == "ruling" else one for one in documents])
    docket = open_docket(forged)
    assert len([one for one in docket.verify("lead") if "The ruling names another policy" in one]) == 2
    docket.close()


# Screens


async def test_what_is_recorded_is_echoed_in_the_words_of_the_decision(reworded: Path, tmp_path: Path) -> None:
    docket = open_docket(shutil.copytree(reworded, tmp_path / "d.docket"))
    today = docket.today()
    done(docket.act("cleo", DECIDED, Appeal(today, "Regional court")))
    async with desk(docket, tmp_path, reviewer="cleo", case=DECIDED) as at:
        at.app.work.submissions.act(DECIDED, Rule("varied", today, "Too much.", "keep"))
        await at.settle()
        assert 'varied the decision to "Permit' in at.told
        assert said_now(at.screen) == []
    docket.close()


WIDE = (200, 90)


@pytest.fixture(autouse=True)
def _no_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """The overview counts again at once."""
    monkeypatch.setattr(entry_screen, "LEAST", 0.001)
    monkeypatch.setattr(entry_screen, "REST", 0)


SCREENS: dict[str, tuple[str, ...]] = {
    "the queue": (),
    "the history of a case": ("T",),
    "the history of the docket": ("T", "tab"),
    "my day": ("D",),
    "the overview": ("O", "o"),
}


@pytest.mark.long
@pytest.mark.parametrize("who", READERS)
@pytest.mark.parametrize("what", SCREENS)
async def test_no_screen_tells_it_in_other_words(reworded: Path, tmp_path: Path, what: str, who: str) -> None:
    docket = open_docket(shutil.copytree(reworded, tmp_path / "d.docket"))
    async with desk(docket, tmp_path, WIDE, who, case=DECIDED) as at:
        for key in SCREENS[what]:
            await at.press(key)
            await at.settle()
        assert who != "ana" or any(word in at.screen for word in SAME), "nothing is told of it at all"
        assert said_now(at.screen) == []
    docket.close()


@pytest.mark.parametrize(("who", "case", "key"), [("ben", SECOND, "d"), ("cleo", CONFLICT, "a")])
async def test_a_round_that_has_begun_is_voted_on_in_its_own_words(
    reworded: Path, tmp_path: Path, who: str, case: str, key: str
) -> None:
    docket = open_docket(shutil.copytree(reworded, tmp_path / "d.docket"))
    async with desk(docket, tmp_path, WIDE, who, case=case) as at:
        await at.press("enter")
        await at.lingers()
        await at.press(key, "2")
        await at.settle()
        assert at.review.vote_form is not None
        assert "Permit revoked" in at.screen
        assert said_now(at.screen) == []
    docket.close()


@pytest.mark.long
@pytest.mark.parametrize("case", [f"RP-{number:04}" for number in CASES])
async def test_no_case_on_the_screen_tells_it_in_other_words(reworded: Path, tmp_path: Path, case: str) -> None:
    docket = open_docket(shutil.copytree(reworded, tmp_path / "d.docket"))
    async with desk(docket, tmp_path, (120, 90), "ana", case=case) as at:
        await at.press("enter")
        await at.lingers()
        assert case in at.screen
        assert said_now(at.screen) == []
    docket.close()


async def test_a_draft_is_shown_in_the_words_in_which_it_was_written(docket: Docket, tmp_path: Path) -> None:
    """It can be recorded no more: somebody decided the case under the next policy."""
    async with desk(docket, tmp_path, WIDE) as at:
        await at.press("enter", "d")
        await at.settle()
        await at.press("2", "a", "escape")
        await at.settle()
    done(docket.set_policy("lead", NEW, "Other words."))
    done(vote(docket, "ben", "RP-0001", KEEP))
    async with desk(docket, tmp_path, WIDE, case="RP-0001") as at:
        await at.press("f8")
        await at.settle()
        assert "Outcome: Permit revoked (adverse)" in at.screen
        assert "Ground: False statement" in at.screen
