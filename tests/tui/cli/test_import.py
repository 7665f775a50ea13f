"""Cases coming in: the plan is said, every rejected row is named, and a program gets a number for each."""

import json
import os
import pty
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import pytest

from sample_data import make
from store.docket import Docket
from store.importing import Arrivals
from store.model import Arrival, Reject
from tests.processes import CEILING, until, waiting_in
from tests.tui.cli.conftest import POLICY, foureyes

GOOD = '{"id":"RP-1","title":"Permit","fields":{"permit":"temporary"}}\n{"id":"RP-2","title":"Permit"}\n'
BAD = '{"id":"RP-3","title":"x","colour":"red"}\n'


@pytest.fixture
def empty(cli, tmp_path):
    """A docket without cases, made by the command line."""
    (tmp_path / "p.toml").write_text(POLICY)
    assert cli("new", tmp_path / "d", "--policy", tmp_path / "p.toml").code == 0
    return tmp_path / "d"


@pytest.fixture
def cases(tmp_path):
    """A file of two cases."""
    file = tmp_path / "cases.jsonl"
    file.write_text(GOOD)
    return file


def test_cases_are_taken_in_and_it_is_said_how_they_were_read(cli, empty, cases):
    ran = cli("import", empty, cases)
    assert (ran.code, ran.out) == (0, "")
    assert "JSON lines" in ran.err
    assert "utf-8" in ran.err
    assert ran.err.splitlines()[-1] == "Took in 2 new and 0 revised cases; 0 were there already, 0 rejected."
    again = cli("import", empty, cases, "--json")
    assert again.code == 0
    assert json.loads(again.out) == {
        "dry_run": False,
        "batch": "",
        "cases": 0,
        "revisions": 0,
        "skipped": 2,
        "rejected": 0,
        "out_of_scope": 0,
    }


def test_a_dry_run_says_all_of_it_and_changes_nothing(cli, empty, cases):
    before = cli("checkpoint", empty).out
    ran = cli("import", empty, cases, "--dry-run")
    assert ran.code == 0
    assert "Would take in 2 new" in ran.err
    assert cli("checkpoint", empty).out == before


def test_good_rows_are_kept_and_bad_ones_go_to_a_file(cli, empty, cases, tmp_path):
    cases.write_text(GOOD + BAD)
    ran = cli("import", empty, cases, "--rejects", tmp_path / "rejects.csv")
    assert ran.code == 1
    assert "line 3" in ran.err
    assert "Took in 2 new" in ran.err
    assert (tmp_path / "rejects.csv").read_text().count("cases.jsonl") == 1
    assert len(cli("list", empty, "--json").out.splitlines()) == 2


def test_strict_is_all_or_nothing(cli, empty, cases):
    cases.write_text(GOOD + BAD)
    ran = cli("import", empty, cases, "--strict")
    assert ran.code == 1
    assert "Nothing was taken in" in ran.err
    assert cli("list", empty, "--json").out == ""
    for dry in ([], ["--dry-run"]):
        told = json.loads(cli("import", empty, cases, "--strict", "--json", *dry).out)
        assert (told["cases"], told["revisions"], told["rejected"]) == (0, 0, 1)


def test_a_thousand_rejects_do_not_fill_the_screen(cli, empty, cases):
    cases.write_text(BAD * 1000)
    ran = cli("import", empty, cases)
    assert ran.code == 1
    assert len(ran.err.splitlines()) < 12
    assert "  1,000 times, first: " in ran.err
    assert "  1,000 rejected in all." in ran.err


def test_each_reason_is_counted_whatever_the_values(cli, empty, cases):
    wrong = "".join(f'{{"id":"RP-{n}","due":"{n}.12.2023"}}\n' for n in range(10, 20))
    cases.write_text(wrong + '{"id":""}\n' * 3)
    ran = cli("import", empty, cases)
    counted = [line for line in ran.err.splitlines() if "times" in line]
    assert counted == [
        f"  10 times, first: {cases}, line 1: due: not a date such as 2023-12-01.",
        f"  3 times, first: {cases}, line 11: id: the id is blank.",
    ]


def test_more_rejects_than_were_thought_of_take_in_nothing(cli, empty, cases, tmp_path):
    cases.write_text(GOOD + BAD * 4)
    kept = tmp_path / "rejects.csv"
    ran = cli("import", empty, cases, "--at-most-rejects", "3", "--rejects", kept)
    assert ran.code == 1
    assert "Nothing was taken in: more than 3 rows are rejected, and --at-most-rejects says so." in ran.err
    assert kept.read_text().count("cases.jsonl") == 4
    assert cli("list", empty, "--json").out == ""
    told = cli("import", empty, cases, "--at-most-rejects", "3", "--json")
    assert (told.code, json.loads(told.out)["cases"], json.loads(told.out)["rejected"]) == (1, 0, 4)
    assert cli("import", empty, cases, "--at-most-rejects", "4").code == 1
    assert "RP-1" in cli("list", empty, "--json").out


def test_a_dry_run_shows_two_cases_as_they_will_be_read(cli, empty, tmp_path):
    item = {"id": "q1", "kind": "questionnaire", "label": "Q", "text": "I, of BLR, moved."}
    lines = [
        {"id": f"RP-{n}", "title": f"Case {n}", "fields": {"citizenship": "BLR"}, "evidence": [item]} for n in range(5)
    ]
    (tmp_path / "cases.jsonl").write_text('{"id":""}\n' + "".join(json.dumps(one) + "\n" for one in lines))
    ran = cli("import", empty, tmp_path / "cases.jsonl", "--dry-run")
    assert "Would take in 5 new" in ran.err
    assert "Case 0" in ran.out
    assert "Case 1" in ran.out
    assert "Case 3" not in ran.out
    assert "BLR" not in ran.out  # it is masked, in the text too
    assert cli("list", empty, "--json").out == ""


def test_a_dry_run_says_what_each_part_holds_but_for_masked_ones(cli, empty, tmp_path):
    (tmp_path / "map.toml").write_text('[case]\nid = "REF"\n[fields]\ncitizenship = "NATION"\nfee = "FEE"\n')
    (tmp_path / "old.csv").write_text("REF,NATION,FEE\nRP-7,BLR,10\nRP-8,RUS,\nRP-9,,2.5\n")
    ran = cli("import", empty, tmp_path / "old.csv", "--map", tmp_path / "map.toml", "--dry-run")
    assert '  "id": all filled, all different; text of 4 characters; such as "RP-7", "RP-8", "RP-9"' in ran.out
    assert '  "field.citizenship": 2 of 3 filled; masked' in ran.out
    assert '  "field.fee": 2 of 3 filled, all different; numbers 2.5 to 10; such as "10", "2.5"' in ran.out
    assert "BLR" not in ran.out + ran.err


MASKED = POLICY.replace('masked = ["citizenship"]', 'masked = ["origin, last", "born", "people", "subject"]')
ITEM = """[[evidence]]
id = "row"
kind = "report"
label = "Row"
"""
SECRETIVE = [
    # what masks the value, and the mapping, the file and what of it nobody may be told
    (
        'numbers = ["origin, last"]\n[case]\nid = "id"\n[fields]\n"origin, last" = "origin, last"\n',
        'id,"origin, last"\nRP-1,BLR\nRP-2,7\n',
        ("BLR",),
    ),
    (
        '[case]\nid = "id"\npriority = "NAME"\nsubject = "NAME"\n',
        "id,NAME\nRP-1,Jane Roe\n",
        ("Jane", "Roe"),
    ),
    (
        f'[case]\nid = "id"\n[fields]\nborn = "CHILDREN"\n{ITEM}text = ["CHILDREN", "FEE"]\n',
        "id,CHILDREN,FEE\nRP-1,7,120\n",
        (": 7",),
    ),
    (
        f'[case]\nid = "id"\ntitle = "CHILDREN"\n[fields]\nborn = "CHILDREN"\n{ITEM}text = "CHILDREN"\n',
        "id,CHILDREN\nRP-1,♀\n",
        ("♀",),
    ),
    (
        '[case]\nid = "id"\n[fields]\nborn = { value = "Minsk" }\npermit = "KIND"\n',
        "id,KIND\nRP-1,temporary\n",
        ("Minsk",),
    ),
]


@pytest.mark.parametrize(("mapping", "table", "untold"), SECRETIVE)
def test_an_import_tells_no_masked_value_of_a_table(cli, tmp_path, mapping, table, untold):
    """Not in a plan, a reject, a column, a case: whatever the name of the field, and however short the value."""
    assert_untold(cli, tmp_path, mapping, "cases.csv", table, untold)


PERSON = {"given.name": "Darya", "age": 7, "moved": True}
OBJECT = {"id": "RP-1", "who": {"given.name": "Darya", "age": "seventy"}, "people": [PERSON, {"given.name": "Olga"}]}


@pytest.mark.parametrize(
    "mapping",
    [
        """[case]\nid = "id"\n[fields]\nborn = 'who."given.name"'\nage = "who.age"\npeople = "people"\n""",
        '[case]\nid = "id"\n[fields]\nborn = "who"\npeople = "people"\n',
        '[case]\nid = "id"\npriority = "who.age"\n[fields]\nborn = "who"\npeople = "people"\n',
        f"""rest = "drop"\n[case]\nid = "id"\n[fields]\npeople = "people"\n
        {ITEM}each = "people[]"\ntext = ['"given.name"', "age", "moved"]\n""",
        f"""rest = "drop"\n[case]\nid = "id"\n[fields]\npeople = "people"\n
        {ITEM}each = "people[]"\ntext = '"given.name"'\ndate = "age"\n""",
    ],
)
def test_an_import_tells_no_masked_value_of_an_object(cli, tmp_path, mapping):
    """The field may be reached by a path in quotation marks, or be an object or a list as a whole."""
    untold = ("Darya", "Olga", "seventy") if "who.age" not in mapping or "priority" in mapping else ("Darya", "Olga")
    assert_untold(cli, tmp_path, mapping, "cases.jsonl", json.dumps(OBJECT), (*untold, "age: 7", "moved: true"))


def assert_untold(cli, folder, mapping, name, content, untold):
    """Neither a dry run nor an import says any of that, nor does the case afterwards."""
    (folder / "p.toml").write_text(MASKED)
    (folder / "map.toml").write_text(mapping)
    (folder / name).write_text(content)
    docket = folder / "m.docket"
    assert cli("new", docket, "--policy", folder / "p.toml").code == 0
    for dry in (["--dry-run"], []):
        ran = cli("import", docket, folder / name, "--map", folder / "map.toml", *dry)
        told = (ran.out + ran.err).replace(str(folder), "")
        assert "RP-1" in told or "line" in told or not dry
        assert not [one for one in untold if one in told], told
    shown = cli("show", docket, "RP-1").out
    assert not [one for one in untold if one in shown], shown


def test_a_reject_quotes_what_is_not_masked(cli, empty, tmp_path):
    (tmp_path / "map.toml").write_text('numbers = ["FEE"]\n[case]\nid = "REF"\n[fields]\nfee = "FEE"\n')
    (tmp_path / "old.csv").write_text("REF,FEE\nRP-7,ten\n")
    ran = cli("import", empty, tmp_path / "old.csv", "--map", tmp_path / "map.toml")
    assert 'FEE: "ten" is not a number as this file writes them.' in ran.err


def test_rows_of_another_file_with_the_same_numbers_are_told_of(cli, empty, tmp_path):
    (tmp_path / "map.toml").write_text('rest = "fields"\n[case]\nid = {row = "R-"}\n')
    for name, value in (("one", "x"), ("two", "y")):
        (tmp_path / f"{name}.csv").write_text(f"a\n{value}\n")
    assert "same numbers of rows" not in cli("import", empty, tmp_path / "one.csv", "--map", tmp_path / "map.toml").err
    ran = cli("import", empty, tmp_path / "two.csv", "--map", tmp_path / "map.toml", "--dry-run")
    assert "Revisions of what had the same numbers of rows before: 1." in ran.err


def test_cases_come_through_a_pipe_or_by_a_mapping(cli, empty, tmp_path):
    assert cli("import", empty, "-", stdin=GOOD).code == 0
    (tmp_path / "map.toml").write_text('[case]\nid = "REF"\n[fields]\npermit = "KIND"\n')
    (tmp_path / "old.csv").write_text("REF,KIND\nRP-7,temporary\n")
    assert cli("import", empty, tmp_path / "old.csv", "--map", tmp_path / "map.toml").code == 0
    assert len(cli("list", empty, "--json").out.splitlines()) == 3


def test_what_is_no_file_of_cases_is_bad_data(cli, empty, tmp_path):
    (tmp_path / "x.docx").write_bytes(b"PK\x03\x04")
    for file in (tmp_path / "nowhere.csv", tmp_path, tmp_path / "x.docx"):
        ran = cli("import", empty, file)
        assert ran.code == 1
        assert ran.err
    assert cli("import", empty, "-", "-", stdin=GOOD).code == 2


def test_nobody_but_a_lead_imports(cli, tmp_path, cases):
    (tmp_path / "p.toml").write_text(POLICY + '[roles]\nlead = ["lena"]\n')
    cli("new", tmp_path / "d", "--policy", tmp_path / "p.toml")
    ran = cli("import", tmp_path / "d", cases)
    assert ran.code == 1
    assert "does not name anna as lead" in ran.err
    assert cli("import", tmp_path / "d", cases, by="lena").code == 0


@pytest.mark.long
def test_a_person_at_a_terminal_sees_progress_and_a_program_does_not(empty, cases):
    cases.write_text("".join(f'{{"id":"RP-{number}","title":"{"x" * 200}"}}\n' for number in range(5000)))
    inner, outer = pty.openpty()
    command = [sys.executable, "-c", "from tui.cli import main; main()", "import", str(empty), str(cases)]
    with subprocess.Popen(
        [*command, "--dry-run"], stdout=-1, stderr=outer, env={**os.environ, "TERM": "xterm"}
    ) as process:
        os.close(outer)
        seen = b""
        try:
            while more := os.read(inner, 4096):
                seen += more
        except OSError:
            pass
    os.close(inner)
    assert process.returncode == 0
    assert b"MB" in seen
    assert b"Take them in without --dry-run." in seen
    assert b"MB" not in foureyes("import", empty, cases).stderr


@contextmanager
def importing(docket: Path, cases: bytes) -> Iterator[tuple["subprocess.Popen[bytes]", BinaryIO]]:
    """An import of standard input that has read these cases and waits for more; what is written to it comes in."""
    reading, writing = os.pipe()
    command = [sys.executable, "-c", "from tui.cli import main; main()", "import", str(docket), "-"]
    started = subprocess.Popen(command, stdin=reading, stderr=-1, stdout=-1)
    with started as process, open(reading, "rb"), open(writing, "wb", 0) as more:
        try:
            more.write(cases)
            assert until(lambda: waiting_in(reading) == 0)
            yield process, more
        finally:
            process.kill()


@pytest.mark.parametrize("times", [1, 3000])
def test_ctrl_c_in_an_import_says_that_nothing_was_taken_in(cli, empty, times):
    before = cli("checkpoint", empty).out
    with importing(empty, GOOD.encode() * times) as (process, _):
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=CEILING)
    assert (process.returncode, out) == (130, b"")
    assert err.decode().splitlines()[-1] == "Interrupted: nothing was taken in."
    assert cli("checkpoint", empty).out == before
    assert "Took in 2 new" in cli("import", empty, "-", stdin=GOOD).err


def test_an_import_that_was_started_deaf_to_ctrl_c_goes_on(cli, empty):
    """As a shell starts what runs in its background."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with importing(empty, GOOD.encode() * 3000) as (process, more):
            process.send_signal(signal.SIGINT)
            more.write(b'{"id":"RP-9"}\n')
            more.close()
            _, err = process.communicate(timeout=CEILING)
    finally:
        signal.signal(signal.SIGINT, before)
    assert process.returncode == 0
    assert "Took in 3 new" in err.decode()


def test_ctrl_c_in_an_import_of_several_files_says_how_far_each_was_read(cli, empty, cases, tmp_path, monkeypatch):
    second, late = tmp_path / "second.csv", tmp_path / "late.jsonl"
    second.write_text("id,due\nRP-8,2023-12-01\nRP-9,soon\nRP-10,2023-12-01\n")
    late.write_text(GOOD)
    given = Arrivals.__next__

    def pressed_at_the_reject(arrivals: Arrivals) -> Arrival | Reject:
        if isinstance(one := given(arrivals), Reject):
            os.kill(os.getpid(), signal.SIGINT)
        return one

    monkeypatch.setattr(Arrivals, "__next__", pressed_at_the_reject)
    ran = cli("import", empty, cases, second, late, "--rejects", tmp_path / "rejects.csv")
    assert ran.code == 130
    assert ran.err.splitlines()[-4:] == [
        f"{cases}: 2 cases were read.",
        f"{second}: 1 case was read.",
        f"{late}: not read.",
        "Interrupted: nothing was taken in.",
    ]
    assert cli("list", empty, "--json").out == ""
    assert not (tmp_path / "rejects.csv").exists()


def test_ctrl_c_while_the_import_is_recorded_comes_too_late_and_says_so(cli, empty, cases, tmp_path, monkeypatch):
    """What was taken in is told, and its rejects are kept: the import is whole."""
    take_in = Docket.import_cases

    def pressed_at_the_end(*args, **options):
        done = take_in(*args, **options)
        os.kill(os.getpid(), signal.SIGINT)
        return done

    monkeypatch.setattr(Docket, "import_cases", pressed_at_the_end)
    cases.write_text(GOOD + BAD)
    ran = cli("import", empty, cases, "--rejects", tmp_path / "rejects.csv", "--json")
    assert ran.code == 130
    assert json.loads(ran.out)["cases"] == 2
    assert ran.err.splitlines()[-2:] == [
        "Took in 2 new and 0 revised cases; 0 were there already, 1 rejected.",
        "Interrupted, but too late: that was done already.",
    ]
    assert (tmp_path / "rejects.csv").read_text().count("cases.jsonl") == 1
    assert len(cli("list", empty, "--json").out.splitlines()) == 2


LENIENT = POLICY.replace('masked = ["citizenship"]', 'masked = ["citizenship", "subject", "field.Ethnicity"]')


def masks_told(err: str) -> list[str]:
    """The names that stand in sentences about masks."""
    told = [line for line in err.splitlines() if line.startswith("Masked by the policy")]
    return [name for line in told for name in line.split('"')[1::2]]


def test_a_mask_that_covers_nothing_in_an_import_is_told_once(cli, tmp_path):
    """A field spelt otherwise than its mask would be shown to everybody."""
    (tmp_path / "p.toml").write_text(LENIENT)
    cli("new", tmp_path / "d", "--policy", tmp_path / "p.toml")
    (tmp_path / "a.csv").write_text("id,Citizenship,ethnic\nRP-1,BLR,x\nRP-2,,y\n")
    (tmp_path / "b.jsonl").write_text(
        '{"id":"RP-3","fields":{"ETHNICITY":"x"}}\n{"id":"RP-4","subject":"Darya Example"}\n'
    )
    alone = cli("import", tmp_path / "d", tmp_path / "a.csv", "--dry-run")
    assert masks_told(alone.err) == ["subject", "Ethnicity"]
    both = cli("import", tmp_path / "d", tmp_path / "a.csv", tmp_path / "b.jsonl")
    assert masks_told(both.err) == []
    assert both.code == 0


def test_no_mask_is_told_of_where_no_case_was_read(cli, empty, tmp_path):
    (tmp_path / "a.jsonl").write_text(BAD)
    assert masks_told(cli("import", empty, tmp_path / "a.jsonl").err) == []


ROWS = "".join(f"RP-{number},temporary\n" for number in range(1, 251))


@pytest.mark.parametrize(
    ("ending", "said"),
    [
        ('RP-251,"tempor', 'line 252, column "permit": the quotation mark that opens here is never closed'),
        ('RP-251,"temporary\n' + ROWS, 'line 252, column "permit": the quotation mark that opens here is never'),
    ],
)
def test_a_file_that_cannot_be_read_to_its_end_leaves_nothing_of_its_beginning(cli, empty, tmp_path, ending, said):
    """However many rows were sound before: what follows could be anything."""
    (tmp_path / "cases.csv").write_text("id,permit\n" + ROWS + ending)
    for strict in ([], ["--strict"]):
        ran = cli("import", empty, tmp_path / "cases.csv", "--rejects", tmp_path / "rejects.csv", *strict)
        assert ran.code == 1
        assert said in ran.err
        assert "Took in" not in ran.err
        assert cli("list", empty, "--json").out == ""
        assert not (tmp_path / "rejects.csv").exists()


def test_a_file_whose_last_row_may_be_cut_off_is_told_of(cli, empty, tmp_path):
    (tmp_path / "cases.csv").write_text("id,permit\n" + ROWS + "RP-251,tempor")
    ran = cli("import", empty, tmp_path / "cases.csv")
    assert (
        f"{tmp_path}/cases.csv: the last line has no end: if the file is cut off, its last case is too. See" in ran.err
    )
    (tmp_path / "cases.csv").write_text("id,permit\n" + ROWS + "RP-251")
    ran = cli("import", empty, tmp_path / "cases.csv")
    assert "line 252: the row has 1 cells where the header has 2." in ran.err
    (tmp_path / "cases.csv").write_text("id,permit\n" + ROWS)
    assert "no end" not in cli("import", empty, tmp_path / "cases.csv").err


def test_rejects_never_take_the_place_of_what_is_read(cli, empty, cases, tmp_path):
    """An earlier file of rejects is replaced, but not where it is what is imported, by whatever name."""
    cases.write_text(GOOD + BAD)
    earlier = tmp_path / "rejects.csv"
    assert cli("import", empty, cases, "--rejects", earlier).code == 1
    before = earlier.read_bytes()
    (tmp_path / "link.csv").symlink_to(earlier)
    (tmp_path / "second.csv").hardlink_to(earlier)
    for name in ("rejects.csv", "link.csv", "second.csv"):
        for dry in ([], ["--dry-run"]):
            ran = cli("import", empty, cases, tmp_path / name, "--rejects", earlier, *dry)
            assert (ran.code, ran.err.count("rejects.csv: is read by this command")) == (1, 1)
    ran = cli("import", empty, cases, "--map", earlier, "--rejects", earlier)
    assert (ran.code, ran.err.count("rejects.csv: is read by this command")) == (1, 1)
    assert earlier.read_bytes() == before


def test_a_dry_run_writes_no_file_of_rejects(cli, empty, cases, tmp_path):
    cases.write_text(GOOD + BAD)
    ran = cli("import", empty, cases, "--dry-run", "--rejects", tmp_path / "rejects.csv")
    assert ran.code == 1
    assert f"A dry run writes no file: without --dry-run the rejected rows are kept in {tmp_path}/rejects" in ran.err
    assert not (tmp_path / "rejects.csv").exists()


def test_rejects_are_kept_beside_a_docket_and_never_in_it(cli, empty, cases):
    cases.write_text(GOOD + BAD)
    assert cli("import", empty, cases, "--rejects", empty / "cases" / "rejects.csv").code == 1
    assert cli("list", empty, "--json").out == ""
    ran = cli("import", empty, cases, "--rejects", empty.parent / "d.rejects.csv")
    assert "Took in 2 new" in ran.err
    assert f"The rejected rows are in {empty.parent}/d.rejects.csv." in ran.err
    assert (empty.parent / "d.rejects.csv").read_text().count("cases.jsonl") == 1
    assert cli("verify", empty).code == 0


def test_each_fault_of_a_mapping_stands_on_a_line_of_its_own(cli, empty, tmp_path):
    (tmp_path / "map.toml").write_text('encoding = "utf9"\n[case]\n')
    ran = cli("import", empty, "-", "--map", tmp_path / "map.toml", stdin=GOOD)
    assert ran.code == 1
    wanted = 'a text in quotation marks, a list of texts or a table such as {value = "..."}'
    assert [line.partition(":")[2] for line in ran.err.splitlines()] == [
        '1: there is no encoding "utf9".',
        f"2: [case] lacks id, which must be {wanted}.",
    ]


@pytest.mark.long
def test_who_is_out_of_scope_is_rejected_by_name_and_counted(cli, tmp_path):
    """910 and 254 are taken in; a dry run says the same beforehand, and nobody's citizenship is told."""
    file = tmp_path / "many.jsonl"
    file.write_text("".join(make.lines("residence_permits", 1164, 2023, out_of_scope=12)), "utf-8")
    cli("new", tmp_path / "d", "--policy", "residence_permits", by="ruta")
    for dry in (["--dry-run"], []):
        ran = cli("import", tmp_path / "d", file, *dry, by="ruta")
        assert "1164 new and 0 revised cases; 0 were there already, 12 rejected, 12 of them out of scope." in ran.err
        assert "line 1165: fields.citizenship: out of scope: the country's own citizens." in ran.err
        assert "LTU" not in ran.err
    kept = json.loads(cli("import", tmp_path / "d", file, "--json", by="ruta").out)
    assert (kept["skipped"], kept["rejected"], kept["out_of_scope"]) == (1164, 12, 12)
