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

SampleName = Literal["residence_permits", "card_fraud"]
"""Those that `sample_data.make` makes cases of."""
_POLICY = "policy.toml"


def folder(name: str) -> Path:
    """The folder of the sample with this name."""
    return _shipped() / name


def policies() -> list[str]:
    """The names of the policies that ship: `plain`, which is for a first look, and those of the samples."""
    return sorted(path.parent.name for path in _shipped().glob(f"*/{_POLICY}"))


def mapping(name: SampleName) -> Path | None:
    """What the columns of a sample's cases hold, where that has to be said."""
    found = folder(name) / "mapping.toml"
    return found if found.exists() else None


@contextmanager
def made_for(name: SampleName, day: date) -> Iterator[Path]:
    """A file of the sample's cases as they would be on `day`; the ones that ship are those of a day in the past.

    They are made by the generator, which knows what each date means, also inside of sentences; nothing is guessed from
    a text. Weekdays are those of the file that ships.
    """
    from sample_data import make

    cases, seed, file = make.KINDS[name]
    with TemporaryDirectory() as place:
        made = Path(place) / file.name
        with open(made, "w", encoding="utf-8", newline="\n") as out:
            out.writelines(make.lines(name, cases, seed, day))
        yield made


def policy_file(source: str) -> Path:
    """The file of a policy that ships, by its name, or the path that was given."""
    path, names = Path(source), policies()
    if source in names:
        return folder(source) / _POLICY
    if not os.path.exists(path) and path.name == source and not path.suffix:
        raise Stop(f'There is no policy "{source}"{nearest(source, names)} and no such file.', ExitCode.USAGE)
    return path


def _shipped() -> Path:
    return Path(str(resources.files("sample_data")))
