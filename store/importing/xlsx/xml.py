"""XML in a stream, with nothing in it that grows: no entities, no depth, no tag or set of names without end.

Names are given without their namespace: the transitional and the strict form of ECMA-376 differ only there.
"""

from collections.abc import Callable, Iterable, Iterator
from xml.parsers import expat

from store.errors import BadInput
from store.limits import CHUNK, XML_DEPTH, XML_NAMES, XML_TAG

Attributes = dict[str, str]


class Handler:
    """What is to be done at each tag and text; by default nothing."""

    def start(self, tag: str, attributes: Attributes) -> None:
        """An element begins."""

    def end(self, tag: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """Text between tags, maybe in pieces."""


class _Guard:
    """Stands between the parser and a handler."""

    def __init__(self, handler: Handler, refuse: Callable[[str], BadInput]) -> None:
        self._handler = handler
        self._refuse = refuse
        self._local: dict[str, str] = {}
        self._depth = 0
        self.events = 0

    def start(self, name: str, attributes: Attributes) -> None:
        self.events += 1
        self._depth += 1
        if self._depth > XML_DEPTH:
            raise self._refuse("its XML is nested too deeply")
        self._handler.start(self._tag(name), attributes)

    def end(self, name: str) -> None:
        self._depth -= 1
        self._handler.end(self._tag(name))

    def text(self, text: str) -> None:
        self.events += 1
        self._handler.text(text)

    def doctype(self, *_: object) -> None:
        raise self._refuse("its XML declares a document type, which no spreadsheet does and which can fill the memory")

    def _tag(self, name: str) -> str:
        tag = self._local.get(name)
        if tag is None:
            tag = self._local[name] = name.rpartition(":")[2]
        return tag


def parse(chunks: Iterable[bytes], handler: Handler, name: str) -> Iterator[None]:
    """Feed the handler, stopping after each chunk; raises `BadInput` naming the file `name`."""

    def refuse(why: str) -> BadInput:
        return BadInput(f"{name}: the workbook is not read: {why}.")

    guard = _Guard(handler, refuse)
    names: dict[str, str] = {}
    # The parser keeps every name of a tag or attribute that it ever met: `names` shows how many.
    parser = expat.ParserCreate(intern=names)
    parser.buffer_text = True
    parser.buffer_size = CHUNK
    parser.StartElementHandler = guard.start
    parser.EndElementHandler = guard.end
    parser.CharacterDataHandler = guard.text
    parser.StartDoctypeDeclHandler = guard.doctype
    silent, events = 0, 0
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
            silent = 0 if guard.events > events else silent + len(chunk)
            events = guard.events
            if silent > XML_TAG or len(names) > XML_NAMES:
                raise refuse("its XML holds a tag or a comment without end, or too many kinds of tags")
            yield
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError):  # The latter two for an encoding that it cannot read.
        raise BadInput(f"{name}: the workbook is damaged: its XML breaks off or breaks the rules.") from None
    yield


def parse_all(chunks: Iterable[bytes], handler: Handler, name: str) -> None:
    """`parse` to the end."""
    for _ in parse(chunks, handler, name):
        pass
