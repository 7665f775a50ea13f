"""What one column holds, found from its values as they come, in memory that does not grow with them."""

from collections.abc import Iterable, Iterator

from store.case.check import name_fault
from store.limits import COLUMNS, LONG
from store.model import as_text
from store.proposing.id_names import is_id, words_of
from store.proposing.value_forms import DateForms, NumberForms, unix_format
from store.text import quoted

DISTINCT = 10_000
"""Different values of a column that are counted; beyond, there are more."""
UNIQUE = 1_000_000
"""More values that are kept of the columns that are called ids, to find out whether one comes twice: some 60 MB."""
EXAMPLES = 3
_SHOWN = 32
_DATED = frozenset({"date", "time", "timestamp", "at", "on", "created", "updated", "modified", "when", "day"})

Value = str | int | float | bool | None | list[object] | dict[str, object]
"""What a cell holds, or what JSON does."""


class Room:
    """How many values may still be kept, by all columns of a file together, beyond those of each."""

    def __init__(self, size: int = UNIQUE) -> None:
        self.left = size


class ColumnProfile:
    """What a column holds; `add` takes one value after the other. A blank one (an empty list too) is not filled."""

    def __init__(self, name: str, room: Room | None = None) -> None:
        self.name = name
        self.filled = 0
        self.shortest = self.longest = 0
        self.examples: list[str] = []
        self.prose = False
        """Whether a value is long text: longer than a line, or of several lines, with blanks in it."""
        self.structured = False
        """Whether JSON has a list or an object here."""
        self.names = True
        """Whether every value can be an id: see `store.case.check.name_fault`."""
        self.dates, self.numbers = DateForms(), NumberForms()
        self.native = True
        """Whether every value is a number of JSON."""
        self._called_id = is_id(name)
        self._seen: set[int] = set()
        self._room = room or Room()
        self._counting = True
        self.repeated = False

    def add(self, value: Value) -> None:
        """Take one more value into account."""
        if value is None or value in ("", [], {}):
            return
        if isinstance(value, str):
            text, self.native = value, False
        else:
            text = as_text(value)
            self.native = self.native and isinstance(value, int | float) and not isinstance(value, bool)
            self.structured = self.structured or isinstance(value, list | dict)
        self.shortest = min(self.shortest, len(text)) if self.filled else len(text)
        self.longest = max(self.longest, len(text))
        self.filled += 1
        if not self._is_new(text):
            return
        if len(self.examples) < EXAMPLES:
            self.examples.append(text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…")
        self.dates.add(text)
        self.numbers.add(text, native=self.native)
        self.names = self.names and not name_fault(text)
        self.prose = self.prose or (isinstance(value, str) and _is_prose(text))

    @property
    def distinct(self) -> int:
        """How many different values there are; if not `counted`, at least so many."""
        return len(self._seen)

    @property
    def counted(self) -> bool:
        """Whether all different values were counted."""
        return self._counting

    @property
    def unique(self) -> bool:
        """Whether it is certain that no value stands there twice."""
        return self._counting and not self.repeated

    @property
    def date_format(self) -> str | None:
        """How its dates are written as a mapping says it, `ISO` if that is ISO 8601; None if it holds no dates.

        Numbers of JSON are times only if the name of the column says so as well.
        """
        if self.dates.span:
            return self.dates.formats[0]
        if self.native and self.numbers.span and words_of(self.name) & _DATED:
            return unix_format(*(float(one.value) for one in self.numbers.span)) or None
        return None

    def words(self, rows: int) -> str:
        """The column in a line, of so many rows."""
        filled = "all filled" if self.filled == rows else f"{self.filled:,} of {rows:,} filled"
        if not self.filled:
            return "empty"
        different = "all different" if self.unique and self.filled > 1 else f"{self.distinct:,} different"
        more = "" if self._counting else "more than "
        return f"{filled}, {more}{different}; {self.range_words()}; such as {', '.join(map(quoted, self.examples))}"

    def range_words(self) -> str:
        """What lies between its least and its greatest value."""
        if span := self.dates.span:
            return f"dates {span.first} to {span.last}"
        if len(self.dates.formats) > 1:
            return "dates, but nothing shows whether the day or the month comes first: text"
        if numbers := self.numbers.span:
            return f"numbers {numbers[0].text} to {numbers[1].text}"
        if self.shortest == self.longest:
            return f"text of {self.longest:,} characters"
        return f"text of {self.shortest:,} to {self.longest:,} characters"

    def _is_new(self, text: str) -> bool:
        """Whether this value was not met before, as far as that is known."""
        key = hash(text)
        if key in self._seen:
            self.repeated = True
            return False
        self._counting = self._counting and (len(self._seen) < DISTINCT or self._may_be_id())
        if self._counting:
            self._seen.add(key)
        return True

    def _may_be_id(self) -> bool:
        if self.repeated or not self._called_id or not self._room.left:
            return False
        self._room.left -= 1
        return True


def _is_prose(text: str) -> bool:
    return (len(text) > LONG and " " in text) or "\n" in text.strip()


class ColumnProfiles:
    """What the columns of a file hold, row by row, in the order in which columns are first met."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._room = Room()
        self._columns = {name: ColumnProfile(name, self._room) for name in names}
        self.rows = 0
        self.left_out = 0
        """Values of columns beyond the thousandth, which are not looked at."""

    def __iter__(self) -> Iterator[ColumnProfile]:
        return iter(self._columns.values())

    def __len__(self) -> int:
        return len(self._columns)

    def column(self, name: str) -> ColumnProfile:
        """The column of this name; raises `KeyError` for one that was not met."""
        return self._columns[name]

    def begin_row(self) -> None:
        """What is added from now on is of the next row."""
        self.rows += 1

    def add(self, name: str, value: Value) -> None:
        """Take what stands in a column of the row into account."""
        column = self._columns.get(name)
        if column is None:
            if len(self._columns) >= COLUMNS:
                self.left_out += 1
                return
            column = self._columns[name] = ColumnProfile(name, self._room)
        column.add(value)

    def sentences(self) -> Iterator[str]:
        """Each column in a line."""
        for column in self:
            yield f"{quoted(column.name)}: {column.words(self.rows)}"
