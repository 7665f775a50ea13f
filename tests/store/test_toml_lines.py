"""A fault of a file is told with the line on which it stands, however the file is written."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.toml_lines import KeyPath, Lines

TRICKY = r'''# a = 1
a = 1 # b = 2
"b.c" = """x
[y]
q = 1"""""
d.e = 'x # [z]'
[t . "u"]
k = [ # first
  "one", 'two]',
  { z = 1, y = [1, 2] },
  """
]""",
]
[[array]]
id = 1
[[array.sub]]
x = "\"]"
[[array]]
id = 2
[array.table]
n = 1979-05-27 07:32:00
[[array.sub]]
x = 2
[[array.sub]]
x = 3'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("a",), 2),
        (("b.c",), 3),
        (("d", "e"), 6),
        (("t", "u"), 7),
        (("t", "u", "k"), 8),
        (("t", "u", "k", 0), 9),
        (("t", "u", "k", 1), 9),
        (("t", "u", "k", 2, "y", 1), 10),
        (("t", "u", "k", 3), 11),
        (("array",), 14),
        (("array", 0, "id"), 15),
        (("array", 0, "sub", 0, "x"), 17),
        (("array", 1, "id"), 19),
        (("array", 1, "table", "n"), 21),
        (("array", 1, "sub", 0, "x"), 23),
        (("array", 1, "sub", 1, "x"), 25),
        (("array", 1, "sub", 1, "missing"), 24),
        (("missing", "altogether"), 1),
        ((), 1),
    ],
)
def test_a_value_or_what_it_is_missing_from(path: KeyPath, line: int) -> None:
    tomllib.loads(TRICKY)
    assert Lines(TRICKY).of(path) == line
    assert Lines(TRICKY.replace("\n", "\r\n")).of(path) == line


@pytest.mark.parametrize("file", sorted(Path("sample_data").rglob("policy.toml")), ids=str)
def test_every_key_of_the_samples_is_found_on_its_line(file: Path) -> None:
    source = file.read_text()
    lines = Lines(source)
    for table, items in tomllib.loads(source).items():
        for number, item in enumerate(items) if isinstance(items, list) else ():
            for key in item:
                assert source.split("\n")[lines.of((table, number, key)) - 1].startswith(f"{key} =")
                assert lines.of((table, number, key)) > lines.of((table, number))


@given(st.lists(st.sampled_from(TRICKY.split("\n")), max_size=20))
def test_any_text_that_is_toml_has_lines(chosen: list[str]) -> None:
    source = "\n".join(chosen)
    try:
        tomllib.loads(source)
    except tomllib.TOMLDecodeError:
        return
    assert 1 <= Lines(source).of(("array", 0, "x")) <= max(1, len(chosen))
