"""The tables of docs/keys.md, made of what the program's places say: `python -m tests.keys_page` writes them anew."""

import re
from pathlib import Path

from tui.actions import key_table
from tui.key_meanings import meaning_table, meanings
from tui.screens.registry import places

PAGE = Path("docs/keys.md")


def main() -> None:
    """Write the tables; what stands around them stays."""
    tables = iter((key_table(places()), meaning_table(meanings())))
    text = PAGE.read_text("utf-8")
    PAGE.write_text(re.sub(r"(?m)^\| key \|.*\n(?:\|.*\n?)*", lambda _: f"{next(tables)}\n", text), "utf-8")


if __name__ == "__main__":
    main()
