"""The table of docs/keys.md, made of what the program's places say: `python -m tests.keys_page` writes it anew."""

import re
from pathlib import Path

from tui.actions import key_table
from tui.screens.registry import places

PAGE = Path("docs/keys.md")


def main() -> None:
    """Write the table; what stands around it stays."""
    table = key_table(places())
    PAGE.write_text(re.sub(r"(?m)^\| key \|.*\n(?:\|.*\n?)*", lambda _: f"{table}\n", PAGE.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
