"""Where the program starts: nothing is run that only has the name of one of its packages.

`tui`, `store` and `sample_data` are names that other people's folders have too, and one on PYTHONPATH, or in the folder
that `python -m tui` is started from, is found before ours.
"""

import gc
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

PACKAGES = ("tui", "store", "sample_data")
STARTING = 200_000
"""How many new objects Python's collector of cycles waits for, in place of 700: what is imported stays, and looking
through it again and again takes a tenth of the start. A screen looks between keys, once it stands.
"""


def main() -> NoReturn:
    """Run the program `foureyes`, unless one of its packages is another's: that is named, and not run."""
    for name in PACKAGES:
        if found := foreign(name):
            sys.stderr.write(f"Nothing was run: {found!a} has the name of {name!r}, a package of foureyes. ")
            raise SystemExit("Take its folder off PYTHONPATH, or start from another folder.")
    gc.set_threshold(STARTING)
    try:
        from tui.cli import main as run
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    run()


def foreign(name: str) -> str | None:
    """The place where Python finds a package of this name, if that is not beside this file."""
    spec = find_spec(name)
    if spec is None:
        return None
    place = spec.origin or next(iter(spec.submodule_search_locations or ()), name)
    ours = Path(__file__).resolve().parent / name / "__init__.py"
    return None if Path(place).resolve() == ours else place
