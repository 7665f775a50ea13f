"""What ships: policies by name, and the sample data that makes a docket of some of them."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from store.strict import nearest
from tui.output import ExitCode, Stop

SampleName = Literal["residence_permits", "card_fraud", "screening", "posts", "security_alerts"]
FILES: dict[SampleName, tuple[tuple[str, str], ...]] = {
    "residence_permits": (("cases.jsonl", ""),),
    "card_fraud": (("alerts.csv", "card_fraud/mapping.toml"),),
    "screening": (("papers.csv", "mappings/asreview.toml"),),
    "posts": (("reports.csv", "posts/mapping.toml"),),
    "security_alerts": (
        ("dependabot.json", "mappings/dependabot.toml"),
        ("code_scanning.json", "mappings/code_scanning.toml"),
    ),
}
"""The files of each sample, and for each the mapping that it is read by."""
_POLICY = "policy.toml"
_MAPPINGS = "mappings"


def folder(name: str) -> Path:
    """The folder of the sample with this name."""
    return _shipped() / name


def policies() -> list[str]:
    """The names of the policies that ship: `plain`, which is for a first look, and those of the samples."""
    return sorted(path.parent.name for path in _shipped().glob(f"*/{_POLICY}"))


def mappings() -> list[str]:
    """The names of the mappings that ship: those of files that other programs write."""
    return sorted(path.stem for path in folder(_MAPPINGS).glob("*.toml"))


@contextmanager
def made_for(name: SampleName, day: date) -> Iterator[list[tuple[Path, Path | None]]]:
    """The files of a sample's cases as they would be on `day`, and the mappings of these files.

    Those that ship are up to date on a day in the past, and move by whole weeks, so that weekdays stay. A file that the
    generator makes is made anew, by what each date means, also inside of sentences; those written by hand hold no
    dates but such as 2023-11-25.
    """
    from sample_data import _days, make

    with TemporaryDirectory() as place:
        made = []
        for file, mapping in FILES[name]:
            made.append((Path(place) / file, _shipped() / mapping if mapping else None))
            with open(made[-1][0], "w", encoding="utf-8", newline="\n") as out:
                if name in make.KINDS:
                    cases, seed, _ = make.KINDS[name]
                    out.writelines(make.lines(name, cases, seed, day))
                else:
                    out.write(_days.moved((folder(name) / file).read_text("utf-8"), day.toordinal()))
        yield made


def policy_file(source: str) -> Path:
    """The file of a policy that ships, by its name, or the path that was given."""
    return _file(source, "policy", {name: folder(name) / _POLICY for name in policies()})


def mapping_file(source: str) -> Path:
    """The file of a mapping that ships, by its name, or the path that was given."""
    return _file(source, "mapping", {name: folder(_MAPPINGS) / f"{name}.toml" for name in mappings()})


def _file(source: str, what: str, shipped: dict[str, Path]) -> Path:
    """What ships goes before a file of the same name in the folder where somebody works: that is written ./NAME."""
    path = Path(source)
    if source in shipped:
        return shipped[source]
    if not os.path.exists(path) and path.name == source and not path.suffix:
        raise Stop(f'There is no {what} "{source}"{nearest(source, list(shipped))} and no such file.', ExitCode.USAGE)
    return path


def _shipped() -> Path:
    return Path(str(resources.files("sample_data")))
