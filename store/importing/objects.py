"""Objects of JSON or RIS as rows: what the mapping says stands in each, and where objects are in a document."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from store.importing.case_builder import CaseBuilder
from store.importing.columns import columns_of
from store.importing.json_document import Text, blank_nan, load, no_number
from store.importing.mapping import UTF8, Mapping
from store.importing.notation import date_words
from store.importing.paths import EACH, Step, look, steps
from store.importing.places import ObjectPlaces, Rest, Row
from store.importing.plan import ImportPlan
from store.importing.rejects import BadRow, reject
from store.model import Reject
from store.policy import Policy
from store.text import listed, quoted


class Objects:
    """How the objects of one file become rows, and rows cases; raises `BadInput` for a mapping that cannot be right."""

    def __init__(self, mapping: Mapping, policy: Policy) -> None:
        self._mapping = mapping
        self.way: tuple[Step, ...] = steps(mapping.records) if mapping.records is not None else ()
        """The way to the records in a document."""
        self.constant = blank_nan if mapping.nan == "blank" else no_number
        """What becomes of NaN and the like."""
        self._columns, self._uses = columns_of(mapping, ObjectPlaces(), policy)
        self._constants = self._columns.constants(policy)
        used = [spot.column for spot, _ in self._columns.spots() if spot.column]
        self.builder = CaseBuilder(self._columns, mapping, policy, Rest(mapping, used))

    def plan(self, plan: ImportPlan) -> ImportPlan:
        """The plan with what the mapping says."""
        remarks = list(self._constants)
        if self._mapping.encoding != UTF8 and plan.encoding == UTF8:
            remarks.append("The encoding of the mapping is not used here: JSON is UTF-8.")
        mapping = self._mapping
        if mapping.records is not None:
            remarks.append(f"Not read: what stands in the document beside {quoted(mapping.records)}.")
        if mapping.nan == "blank":
            remarks.append("NaN is read as blank.")
        cells = mapping.delimiter or mapping.escape or not mapping.quote or mapping.skip_blanks or mapping.sheet
        if cells or mapping.header_row or mapping.skip_rows or mapping.skip_end:
            keys = "Delimiter, escape, quote, skip_blanks, sheet, header_row, skip_rows and skip_end"
            remarks.append(f"{keys} of the mapping are for tables and not used here.")
        dates = date_words(self._mapping.date_format)
        return msgspec.structs.replace(plan, dates=dates, uses=self._uses, remarks=tuple(remarks))

    def rows(self, texts: Iterable[Text | Reject], name: str) -> Iterator[Row | Reject]:
        """The rows of these texts."""
        number = count = 0
        for text in texts:
            if isinstance(text, Reject):
                yield text
                continue
            written = text.raw.decode("utf-8", "backslashreplace")
            try:
                found = self._found(load(text.raw, self.constant), text.way)
            except BadRow as bad:
                count += 1
                yield reject(name, text.line, bad.column, bad.reason, written, count if text.crowded else 0)
                continue
            crowded = text.crowded or len(found) > 1
            for value in found:
                number, count = number + 1, count + 1
                place = count if crowded else 0
                shown = written if not text.way else json.dumps(value, ensure_ascii=False)
                if isinstance(value, dict):
                    yield Row(text.line, number, value, shown, object=place)
                else:
                    yield reject(name, text.line, "", "stands where an object {...} is needed.", shown, place)

    def unseen(self, name: str) -> str:
        """What the mapping names and no object has; "" if there is nothing of that kind."""
        paths = self.builder.unseen
        return f"{name}: no object has anything at {listed(paths)}, which the mapping names." if paths else ""

    def _found(self, value: Any, way: tuple[Step, ...]) -> list[Any]:
        if not way:
            return [value]
        found = look(value, way)
        if found is None:
            raise BadRow(
                "", f"nothing stands at {quoted(self._mapping.records or '')}, where the mapping says records are."
            )
        return found if EACH in way or isinstance(found, list) else [found]
