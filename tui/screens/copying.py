"""Taking something out of the screen with a key. What a mask hides is not in the text that is shown, nor in a copy."""

from store.plural import plural
from tui.actions import Action
from tui.screens.frame import Frame
from tui.widgets.case_pane import CasePane

COPYING = (
    Action("copy", "y", "Copy", "Copy the sentence or the words marked; in the queue the id of the case"),
    Action("copy_item", "Y", "Copy item", "Copy the item of evidence that is read"),
    Action("copy_id", "I", "Copy id", "Copy the id of the case"),
)


class Copying(Frame, inherit_bindings=False):
    """The part of the review screen that copies, as what is seen: hidden characters are visible tokens.

    Restricted evidence leaves a docket by an export alone, which is a record.
    """

    def action_copy(self) -> None:
        """What the reader's place is on."""
        pointer = self.session.pointer
        passage = pointer.passage if pointer else None
        if isinstance(self.focused, CasePane) and passage is not None:
            self._copy_evidence(passage.item, passage.start, passage.end)
        else:
            self.action_copy_id()

    def action_copy_item(self) -> None:
        """All that the item says which the reader's place is in."""
        pointer = self.session.pointer
        if pointer is None or pointer.passage is None:
            why = self.session.why_no_case if self.session.view is None else "This case has no item of evidence."
            self.notices.tell(why)
        else:
            self._copy_evidence(pointer.passage.item)

    def action_copy_id(self) -> None:
        """The id of the case."""
        if view := self.session.view:
            self.copy(view.case.id, f"the id {view.case.id}")
        else:
            self.notices.tell(self.session.why_no_case)

    def _copy_evidence(self, item_id: str, start: int = 0, end: int | None = None) -> None:
        item = self.session.view.case.item(item_id) if self.session.view else None
        if item is None:
            return
        if item.access == "restricted":
            self.notices.tell(f"{item.id} is restricted: it leaves the docket by an export alone.")
            return
        text = item.text[start:end]
        self.copy(text, f"{plural(len(text), 'character')} of {item.id}")
