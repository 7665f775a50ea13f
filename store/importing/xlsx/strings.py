"""The texts that the cells of a workbook share, kept as bytes: a Python text of each would take four times as much."""

from array import array
from collections.abc import Iterable

from store.errors import BadInput
from store.importing.xlsx.xml import Attributes, Handler, parse_all
from store.limits import TEXT, XLSX_SHARED

_BLOCK = 1 << 20


class Words:
    """Gathers the text of a cell from its runs (`r`) and texts (`t`), without what says how to pronounce it (`rPh`)."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._room = TEXT + 1
        self._taking = False
        self._phonetic = 0

    def begin(self) -> None:
        """A new text begins."""
        self._pieces.clear()
        self._room = TEXT + 1
        self._taking = False

    def start(self, tag: str) -> None:
        """An element within the text begins."""
        if tag == "rPh":
            self._phonetic += 1
        self._taking = tag in ("t", "v") and not self._phonetic

    def end(self, tag: str) -> None:
        """An element within the text ends."""
        if tag == "rPh":
            self._phonetic -= 1
        self._taking = False

    def text(self, text: str) -> None:
        """A piece of text; what goes beyond the cap by more than one character is let go."""
        if self._taking and self._room > 0:
            self._pieces.append(text[: self._room])
            self._room -= len(text)

    @property
    def whole(self) -> str:
        """The text up to here."""
        return "".join(self._pieces)


class SharedStrings(Handler):
    """The shared texts by number; raises `BadInput` if they are more than may be held in memory."""

    def __init__(self, chunks: Iterable[bytes], name: str) -> None:
        self._name = name
        self._blocks: list[bytes] = []
        self._block = bytearray()
        self._ends = array("Q", [0])
        self._words = Words()
        self._within = False
        parse_all(chunks, self, name)
        self._blocks.append(bytes(self._block))

    def __getitem__(self, number: int) -> str:
        if not 0 <= number < len(self._ends) - 1:
            raise IndexError(number)
        begin, end = self._ends[number], self._ends[number + 1]
        block, at = divmod(begin, _BLOCK)
        pieces = [self._blocks[block][at : at + end - begin]]
        while (missing := end - begin - sum(map(len, pieces))) > 0:
            block += 1
            pieces.append(self._blocks[block][:missing])
        return b"".join(pieces).decode("utf-8", "surrogatepass")

    def start(self, tag: str, attributes: Attributes) -> None:
        """An element begins."""
        if tag == "si":
            self._within = True
            self._words.begin()
        self._words.start(tag)

    def end(self, tag: str) -> None:
        """An element ends."""
        self._words.end(tag)
        if tag == "si" and self._within:
            self._within = False
            self._keep(self._words.whole.encode("utf-8", "surrogatepass"))

    def text(self, text: str) -> None:
        """Text between tags."""
        self._words.text(text)

    def _keep(self, text: bytes) -> None:
        self._block += text
        while len(self._block) >= _BLOCK:
            self._blocks.append(bytes(self._block[:_BLOCK]))
            del self._block[:_BLOCK]
        self._ends.append(self._ends[-1] + len(text))
        if self._ends[-1] + 8 * len(self._ends) > XLSX_SHARED:
            raise BadInput(
                f"{self._name}: the workbook holds more than {XLSX_SHARED >> 20} MiB of text, which would all stand in "
                "memory at once: save the sheet as CSV, which is read in any size."
            )
