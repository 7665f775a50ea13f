"""Whatever is done to a file, its reader gives cases, rejects or one sentence, and an import is whole or nothing.

Seven hundred files in an ordinary run, thirty times as many with `pytest tests/faults/test_fuzz_readers.py -m slow`.
"""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store import filters, policy_file
from store.docket import Docket
from store.errors import BadInput
from store.importing import mapping, read
from store.model import Imported, Reject
from store.opening import new_docket
from tests.conftest import Tell
from tests.dockets import POLICY, make_case
from tests.faults.mutations import MUTATIONS, Mutation, mutated, mutated_zip
from tests.store.importing.workbooks import day, parts, shared, sheet, strings, zipped
from tests.sweeps import all_but

pytestmark = pytest.mark.long

LONGER = 30
TABLE = "id,title,due,priority,register,permit\n" + "".join(
    f'RP-{n},"Permit, ""{n}""",2023-12-{n:02},{n},"Registered\nsince 2019.",temporary\n' for n in range(1, 8)
)
MAPPING = """encoding = "utf-8"
sheet = "Cases"
date_format = "%Y-%m-%d"
drop = ["permit"]
[case]
id = "id"
title = "title"
due = "due"
priority = "priority"
[fields]
also = "title"
[[flag]]
code = "title"
raised_by = {value = "desk"}
[[evidence]]
id = "q1"
kind = "register"
label = "Register"
text = "register"
date = {value = "2023-11-25"}
access = {value = "restricted"}
"""
BOOK = zipped(
    parts(
        sheet(
            [
                ["id", "title", "due", "priority", "register", "permit"],
                *([f"RP-{n}", shared(0), day(45_260 + n), n, "Registered.", True] for n in range(1, 6)),  # type: ignore[list-item]
            ]
        )
    )
    | {"xl/sharedStrings.xml": strings("<t>Permit</t>", "<r><t>rich</t></r>")}
)
LINES = b"\n".join(msgspec.json.encode(make_case(number)) for number in range(1, 8))
FILTER = 'standing:open due:<7d flag:Q3 -field.permit:temporary priority:>2 id:RP-1 voted:me "free text" bare'

MAPPED = mapping.parse(MAPPING, "map.toml")
FILES: dict[str, tuple[str, bytes, mapping.Mapping | None, int]] = {
    "csv by mapping": ("cases.csv", TABLE.encode(), MAPPED, 100),
    "csv by name": ("cases.csv", TABLE.encode(), None, 100),
    "tsv": ("cases.tsv", TABLE.replace(", ", " ").replace(",", "\t").encode(), None, 70),
    "json lines": ("cases.jsonl", LINES, None, 100),
    "xlsx": ("cases.xlsx", BOOK, MAPPED, 150),
}
TEXTS: dict[str, tuple[str, Callable[[str], object], int]] = {
    "mapping": (MAPPING, lambda text: mapping.parse(text, "map.toml"), 80),
    "policy": (POLICY, lambda text: policy_file.parse(text, "policy.toml"), 80),
    "filter": (FILTER, lambda text: filters.parse(text), 40),
}


class Imports:
    """Imports file after file into one docket, and counts what came of it."""

    def __init__(self, folder: Path) -> None:
        self.place = folder / "permits.docket"
        self.docket = new_docket(self.place, POLICY, "lead")
        self.files = self.taken = self.refused = self.rejected = self.cases = 0

    def take(self, path: Path, mapped: mapping.Mapping | None) -> None:
        """One file: nothing but `BadInput` may come out, and the batch is in as it was counted, or not at all."""
        self.files += 1
        rejects: list[Reject] = []
        try:
            with read(path, self.docket.policy("lead"), mapped) as arrivals:
                done = self.docket.import_cases("lead", arrivals, (path.name,), on_reject=rejects.append)
        except BadInput as error:
            said = str(error)
            self.refused += 1
        else:
            said = ""
            assert isinstance(done, Imported)
            assert done.rejected == len(rejects)
            self.taken += bool(done.cases or done.revisions)
            self.cases += done.cases
            self.rejected += done.rejected
        assert said == "" or said.encode().endswith(b".")
        self.check(self.docket)

    def check(self, docket: Docket) -> None:
        """The docket holds what was counted, nothing is wrong with it, and nothing is left over beside it."""
        assert sum(docket.counts("lead").values()) == self.cases
        assert len({one.name for one in (self.place / "cases").iterdir()} - {"lock"}) == self.taken
        assert list(docket.verify("lead")) == []


def fuzzed(name: str, folder: Path, tell: Tell, times: int) -> None:
    """Mutate and import one kind of file."""
    file, sound, mapped, count = FILES[name]
    path, imports = folder / file, Imports(folder)

    @settings(max_examples=count * times, database=None, suppress_health_check=list(HealthCheck))
    @given(MUTATIONS, st.integers(-3, 20))
    def run(mutations: list[Mutation], part: int) -> None:
        inside = name == "xlsx" and part >= 0
        path.write_bytes(mutated_zip(sound, part, mutations) if inside else mutated(sound, mutations))
        imports.take(path, mapped)

    run()
    imports.docket.close()
    tell(files=imports.files, taken_in=imports.taken, refused=imports.refused, rows_rejected=imports.rejected)
    assert imports.files >= count * times
    assert imports.taken


def parsed(name: str, tell: Tell, times: int) -> None:
    """Mutate and parse one kind of text."""
    sound, parse, count = TEXTS[name]
    files = refused = 0

    @settings(max_examples=count * times, database=None, suppress_health_check=list(HealthCheck))
    @given(MUTATIONS)
    def run(mutations: list[Mutation]) -> None:
        nonlocal files, refused
        files += 1
        try:
            parse(mutated(sound.encode(), mutations).decode("utf-8", "replace"))
        except BadInput:
            refused += 1

    run()
    tell(files=files, refused=refused)
    assert files >= count * times


@pytest.mark.parametrize("name", all_but(FILES, "csv by mapping"))
def test_every_file_is_taken_in_whole_or_refused(name: str, quick_path: Path, tell: Tell) -> None:
    fuzzed(name, quick_path, tell, 1)


@pytest.mark.parametrize("name", TEXTS)
def test_every_text_is_understood_or_refused(name: str, tell: Tell) -> None:
    parsed(name, tell, 1)


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_every_file_of_many_is_taken_in_whole_or_refused(name: str, quick_path: Path, tell: Tell) -> None:
    fuzzed(name, quick_path, tell, LONGER)


@pytest.mark.slow
@pytest.mark.parametrize("name", TEXTS)
def test_every_text_of_many_is_understood_or_refused(name: str, tell: Tell) -> None:
    parsed(name, tell, LONGER)
