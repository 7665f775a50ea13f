"""Make sample cases of any number: `python -m sample_data.make residence_permits --cases 74000 --seed 5 --out FILE`.

With no options the committed files come out again, byte for byte. `--as-of 2026-11-28` moves everything by whole weeks
to that day. `--out -` writes to stdout. Everybody in the result is invented.
"""

import argparse
import csv
import io
import json
import os
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from sample_data import _days
from sample_data._alerts import COLUMNS, Alerts
from sample_data._permits import Permits

HERE = Path(__file__).parent
KINDS = {
    "residence_permits": (1164, 2023, HERE / "residence_permits" / "cases.jsonl"),
    "card_fraud": (300, 2023, HERE / "card_fraud" / "alerts.csv"),
}
"""How many cases, from which seed and into which file, unless told otherwise."""


AS_OF = date.fromordinal(_days.AS_OF)
"""The day on which the committed files are up to date."""


def lines(kind: str, cases: int, seed: int, as_of: date = AS_OF, out_of_scope: int = 0) -> Iterator[str]:
    """The file of `kind`, line by line, each with its line feed: JSON lines, or a CSV with `;`.

    It is up to date on `as_of`, or the Monday before: what a case says of its own course moves by whole weeks, while
    what happened in the world stays where it was. `out_of_scope` residence permits are of the country's own citizens,
    which the policy rejects, and come after the others.
    """
    if kind == "residence_permits":
        encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
        for case in Permits(seed, as_of.toordinal()).cases(cases, out_of_scope):
            yield f"{encode(case)}\n"
        return
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, COLUMNS, delimiter=";", lineterminator="\n")
    writer.writeheader()
    for row in Alerts(seed, as_of.toordinal()).rows(cases):
        writer.writerow(row)
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


def main(arguments: list[str] | None = None) -> int:
    """The command line; gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m sample_data.make", description="Make invented sample cases.")
    parser.add_argument("kind", choices=sorted(KINDS))
    parser.add_argument("--cases", type=_count, help="how many (default: as many as the committed file has)")
    parser.add_argument("--seed", type=int, help="same seed, same bytes")
    parser.add_argument("--as-of", type=_day, help="the day for which to make it, as 2026-11-28")
    parser.add_argument("--out-of-scope", type=_count, default=0, help="residence permits: so many more of citizens")
    parser.add_argument("--out", help="the file to write, - for stdout (default: the committed file)")
    told = parser.parse_args(arguments)
    cases, seed, path = KINDS[told.kind]
    cases, seed = cases if told.cases is None else told.cases, seed if told.seed is None else told.seed
    made = lines(told.kind, cases, seed, told.as_of or AS_OF, told.out_of_scope)
    if told.out is None and (told.cases, told.seed, told.as_of, told.out_of_scope) != (None, None, None, 0):
        parser.error("other cases need --out, so that the committed file is not overwritten")
    if told.out == "-":
        return _to_stdout(made)
    with open(told.out or path, "w", encoding="utf-8", newline="\n") as file:
        file.writelines(made)
    return 0


def _to_stdout(made: Iterator[str]) -> int:
    """UTF-8 and LF whatever the terminal; a reader that stops early is no error."""
    out = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="\n")
    try:
        out.writelines(made)
        out.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    finally:
        out.detach()
    return 0


def _day(text: str) -> date:
    day = date.fromisoformat(text)
    if not 2023 <= day.year <= 9990:
        raise argparse.ArgumentTypeError("from 2023 on")
    return day


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError("not below 0")
    return number


if __name__ == "__main__":
    sys.exit(main())
