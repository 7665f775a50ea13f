"""Data, names and arguments made to drive a terminal: `cli` itself checks every byte that comes out."""

import json

import pytest

from store.model import Case, Evidence, Flag
from tests.hostile import PAYLOADS
from tests.sweeps import every_nth
from tests.tui.cli.conftest import ADVERSE, foureyes, make_docket

STORABLE = {name: text for name, text in PAYLOADS.items() if "surrogate" not in name and "NUL" not in name}
STORABLE = {name: text for name, text in STORABLE.items() if "long" not in name and "every C0" not in name}
each = pytest.mark.parametrize("text", every_nth(6, STORABLE.values()), ids=STORABLE.keys())


def poisoned(text: str) -> Case:
    """A case with `text` wherever a text can stand that is no id, code or name of a field: those hide nothing."""
    item = Evidence("r1", "report", text, f"Before. {text} After. {text}", text, access="restricted", gist=text)
    return Case("RP-1", text, text, {"permit": text, "citizenship": text}, (Flag("Q3", text, text),), (item,))


@each
def test_no_case_text_reaches_the_terminal_raw(cli, tmp_path, text):
    docket = make_docket(tmp_path / "d", (poisoned(text),))
    for args in (["list", docket], ["list", docket, "--json"], ["show", docket, "RP-1"]):
        assert cli(*args).code == 0
    assert cli("show", docket, "RP-1", "--unmask", "citizenship", "--purpose", "A check").code == 0


@each
def test_json_is_safe_and_says_exactly_what_the_case_says(cli, tmp_path, text):
    docket = make_docket(tmp_path / "d", (poisoned(text),))
    asking = ("--unmask", "citizenship", "--purpose", "A check")  # else the same text is masked wherever it stands
    case = json.loads(cli("show", docket, "RP-1", "--json", *asking).out)["case"]
    assert case["title"] == text
    assert case["evidence"][0]["text"] == f"Before. {text} After. {text}"


@each
def test_each_hidden_character_of_an_item_is_in_some_sentence(cli, tmp_path, text):
    docket = make_docket(tmp_path / "d", (poisoned(text),))
    shown = json.loads(cli("show", docket, "RP-1", "--json").out)
    item = shown["case"]["evidence"][0]["text"]
    covered = {at for start, end in shown["sentences"]["r1"] for at in range(start, end)}
    assert all(item[at] in " \t\r\n\xa0" for at in range(len(item)) if at not in covered)


@each
def test_what_people_write_comes_back_safe(cli, docket, text):
    if not text.isascii() or "\x1b" in text:
        cli("note", docket, "RP-1", "-", stdin=text)
        cli("vote", docket, "RP-1", *ADVERSE[:6], "--reason", "-", "--confirm", "RP-1", stdin=f"Because. {text}")
    assert cli("show", docket, "RP-1").code == 0


@each
def test_no_argument_comes_back_raw_in_an_error(cli, docket, text):
    for args in (
        [text],
        [f"--{text}"],
        ["list", text],
        ["list", docket, "--filter", f"{text}:1"],
        ["list", docket, "--filter", f"standing:{text}"],
        ["show", docket, text],
        ["show", docket, "RP-1", "--unmask", text, "--purpose", "A check"],
        ["note", docket, "RP-1", "x", "--cite", f"{text}:1-2"],
        ["note", docket, "RP-1", "x", "--cite", f"{text}:1-"],
        ["vote", docket, "RP-1", "--outcome", text, "--ground", text, "--reason", f"@{text}"],
        ["new", docket.with_name("n"), "--policy", text],
        ["import", docket, text],
        ["export", docket, "-", "--what", text],
        ["export", docket, "-", "--since", text],
        ["verify", docket, "--against", text],
        ["demo", "--policy", text],
        ["list", docket, "--reviewer", text],
    ):
        if not any(str(arg).startswith("-") for arg in args[:1]):
            cli(*args)


def test_a_hostile_option_of_a_real_process_comes_back_safe():
    for text in ("--\x1b]0;x\x07", "a\u202eb", "\x9b2J", b"\xff\x1b[2J"):
        ran = foureyes(text if isinstance(text, str) else text.decode("utf-8", "surrogateescape"))
        assert ran.returncode == 2
        assert b"\x1b" not in ran.stderr
        assert b"\xc2\x9b" not in ran.stderr
        assert "\u202e" not in ran.stderr.decode()


def test_a_line_break_in_a_title_makes_no_line_of_its_own(cli, tmp_path):
    docket = make_docket(tmp_path / "d", (Case("RP-1", "x\nRP-2  decided  cleared\u2028RP-3"),))
    assert len(cli("list", docket).out.splitlines()) == 2
    assert not any(line.startswith("RP-2") for line in cli("show", docket, "RP-1").out.splitlines())


def test_a_suggested_command_cannot_be_broken_out_of_by_an_id(cli, tmp_path):
    docket = make_docket(tmp_path / "d", (Case("RP 1; rm -rf ~"),))
    assert f"foureyes vote {docket} 'RP 1; rm -rf ~' --outcome" in cli("show", docket, "RP 1; rm -rf ~").out
