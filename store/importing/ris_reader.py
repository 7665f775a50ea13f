"""Cases from RIS, the format in which literature databases give references: a tag of two characters a line.

    TY  - JOUR
    TI  - A title
    AU  - Author, One
    AU  - Author, Two
    ER  -

Each reference is an object whose keys are its tags; a tag that stands there several times is a list. A line without a
tag goes on with the one before. Described by Research Information Systems; tags differ between databases.
"""

import re
from collections.abc import Iterator

from store.errors import BadInput
from store.importing.case_reader import CaseReader
from store.importing.mapping import UTF8, Mapping
from store.importing.objects import Objects
from store.importing.places import Row
from store.importing.plan import ImportPlan
from store.importing.sniff import BYTE_ORDER_MARK
from store.importing.source import Source
from store.limits import ROW_BYTES
from store.model import Arrival, Reject
from store.policy import Policy

_TAG = re.compile(r"([A-Z][A-Z0-9])  ?-(?: (.*))?")
_BEGIN, _END = "TY", "ER"


class RisReader(CaseReader):
    """The cases and rejects of one file. `plan` is ready at once."""

    def __init__(self, source: Source, policy: Policy, mapping: Mapping | None) -> None:
        super().__init__(source.name)
        if mapping is None:
            raise BadInput(
                f"{source.name}: RIS is read with a mapping: --map asreview_ris, or one that `foureyes propose` writes."
            )
        self._source = source
        self._outside = 0
        self._mapping = mapping
        self._encoding = UTF8 if source.wide else mapping.encoding
        self._objects = Objects(mapping, policy)
        plan = ImportPlan(
            source=source.name, format="RIS", encoding=source.wide or self._encoding, delimiter=None, dates=""
        )
        self.plan = self._objects.plan(plan)

    def __iter__(self) -> Iterator[Arrival | Reject]:
        yield from self._cases(self._rows(), self._objects.builder, self._mapping)
        between = f"{self._name}: {self._outside} lines stand between references, and are not read."
        self.ending = " ".join(filter(None, (between if self._outside else "", self._objects.unseen(self._name))))

    def _rows(self) -> Iterator[Row | Reject]:
        for number, (line, lines) in enumerate(self._references(), 1):
            text = "\n".join(lines)
            yield Row(line, number, _values(lines), text)

    def _references(self) -> Iterator[tuple[int, list[str]]]:
        """The lines of each reference, from TY to ER, and the number of the first; what stands between is counted."""
        lines: list[str] = []
        size = 0
        for number, line in enumerate(self._lines(), 1):
            tag = _TAG.fullmatch(line)
            begins, ends = tag is not None and tag[1] == _BEGIN, tag is not None and tag[1] == _END
            if begins and lines:
                raise BadInput(f"{self._name}: line {number}: the reference before has no end (a line `ER  -`).")
            if ends and lines:
                yield number - len(lines), lines
                lines, size = [], 0
            elif lines or begins:
                lines.append(line)
                size += len(line)
            else:
                self._outside += bool(line.strip())
            if size > ROW_BYTES:
                raise BadInput(f"{self._name}: line {number}: a reference has no end (a line `ER  -`).")
        if lines:
            raise BadInput(f"{self._name}: the last reference has no end (a line `ER  -`): the file may be cut off.")

    def _lines(self) -> Iterator[str]:
        number = 0
        while raw := self._source.stream.readline(ROW_BYTES + 1):
            number += 1
            try:
                line = raw.decode(self._encoding)
            except UnicodeDecodeError as error:
                raise BadInput(
                    f"{self._name}: line {number}: not {self._encoding}: byte 0x{raw[error.start]:02x}."
                ) from None
            yield line.lstrip(BYTE_ORDER_MARK).rstrip("\r\n")


def _values(lines: list[str]) -> dict[str, str | list[str]]:
    """What stands behind each tag; a list where it stands there several times."""
    found: dict[str, list[list[str]]] = {}
    last: list[str] = []
    for line in lines:
        if tag := _TAG.fullmatch(line):
            last = [tag[2] or ""]
            found.setdefault(tag[1], []).append(last)
        else:
            last.append(line)
    texts = {tag: ["\n".join(one) for one in each] for tag, each in found.items()}
    return {tag: each if len(each) > 1 else each[0] for tag, each in texts.items()}
