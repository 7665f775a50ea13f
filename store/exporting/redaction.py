"""What stays in the docket unless an export is a restricted one: masked fields and restricted items.

What is masked in texts is so already in the views and records that an export is made of (`store.departure`). Free text
that people wrote (reasons, notes, titles) is not searched for what restricted items say: it may repeat that.
"""

from collections.abc import Iterator

from msgspec.structs import replace

from store.acts import Opinion, Remark
from store.exporting.row import Quotation
from store.model import Case, Citation, Value
from store.policy import Policy
from store.records import AnyBody


class Redaction:
    """Leaves out, and counts what it left out. With `restricted` it leaves out nothing."""

    def __init__(self, policy: Policy, *, restricted: bool) -> None:
        self._masks = _nothing if restricted else policy.masks
        self._restricted = restricted
        self._fields: set[str] = set()
        self._items = 0
        self._quotes = 0
        self.revised = 0
        """Cases left out because they were revised after their decision."""
        self._blind = 0

    def fields(self, case: Case) -> dict[str, Value]:
        """The fields of the case that are not masked."""
        self._fields.update(name for name in case.fields if self._masks(name))
        return {name: value for name, value in case.fields.items() if not self._masks(name)}

    def case(self, case: Case) -> Case:
        """The case without masked fields, a masked subject and restricted items."""
        items = tuple(item for item in case.evidence if self._restricted or item.access == "public")
        self._items += len(case.evidence) - len(items)
        subject = case.subject
        if self._masks("subject"):
            self._fields.add("subject")
            subject = ""
        return replace(case, fields=self.fields(case), evidence=items, subject=subject)

    def quotations(self, citations: tuple[Citation, ...], case: Case | None) -> tuple[Quotation, ...]:
        """The citations, without the text of any that is not public in the case as it is now."""
        return tuple(self._quotation(one, case) for one in citations)

    def body(self, body: AnyBody, case: Case | None) -> AnyBody:
        """What a record holds, without quotations from restricted items."""
        match body:
            case Opinion():
                return replace(body, citations=tuple(self._citation(one, case) for one in body.citations))
            case Remark() if body.citation:
                return replace(body, citation=self._citation(body.citation, case))
            case _:
                return body

    def blind(self, records: int) -> None:
        """So many records of the docket are on rounds that the reviewer may not see yet."""
        self._blind = records

    def needs_case(self, body: AnyBody) -> bool:
        """Whether the case must be read to know what to leave out."""
        cites = bool(getattr(body, "citations", ()) or getattr(body, "citation", None))
        return cites and not self._restricted

    def sentences(self) -> Iterator[str]:
        """What was left out, for people."""
        if self._fields:
            yield f"Masked fields: {', '.join(sorted(self._fields))}."
        if self._items:
            yield f"Restricted items: {self._items:,}."
        if self._quotes:
            yield f"Quotations from restricted items, or of texts that were revised since: {self._quotes:,}."
        if self.revised:
            yield f"Cases that were revised after their decision: {self.revised:,}."
        if self._blind:
            yield f"Records of the docket on rounds that must still be read blind: {self._blind:,}."

    def _quotation(self, one: Citation, case: Case | None) -> Quotation:
        return Quotation(one.item, one.start, one.end, one.quote if self._may_leave(one, case) else None)

    def _citation(self, one: Citation, case: Case | None) -> Citation:
        # The hash of a short text can be guessed, so it stays behind with the text.
        return one if self._may_leave(one, case) else replace(one, quote="", sha256="")

    def _may_leave(self, one: Citation, case: Case | None) -> bool:
        item = case.item(one.item) if case else None
        if self._restricted or (item and item.access == "public" and one.quote in item.text):
            return True
        self._quotes += 1
        return False


def _nothing(_: str) -> bool:
    return False
