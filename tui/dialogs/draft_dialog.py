"""A draft to be read where its form cannot be opened any more, and copied, or dropped after this one question."""

from collections.abc import Mapping
from typing import ClassVar, Literal

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from tui.dialogs.confirm import Question
from tui.dialogs.guard import Guard
from tui.dialogs.writing import DROP

Verdict = Literal["keep", "copy", "drop"]


class DraftDialog(Question[Verdict]):
    """Shows what was written and never recorded; the arrows scroll it. F2, which records elsewhere, does nothing."""

    KEYS: ClassVar[Mapping[int, str]] = {1: "y", 2: "Del"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(1)", "Copy", id="draft.copy"),
        Binding("delete", "commit", "Remove", id="draft.drop"),
        Binding("j,down", "turn('down')", "Down", show=False, id="draft.down"),
        Binding("k,up", "turn('up')", "Up", show=False, id="draft.up"),
        Binding("space,pagedown", "turn('page_down')", "Page down", show=False, id="draft.page_down"),
        Binding("pageup", "turn('page_up')", "Page up", show=False, id="draft.page_up"),
    ]
    DEFAULT_CSS = "DraftDialog { #question { width: 84; } #sentence { max-height: 60vh; } }"

    def __init__(self, title: str, text: str, *, guard: Guard | None = None) -> None:
        answers: list[tuple[str, Verdict]] = [("Keep it", "keep"), ("Copy it", "copy"), (DROP, "drop")]
        super().__init__(title, text, answers, guard)

    def action_turn(self, way: str) -> None:
        """Scroll the text."""
        getattr(self.query_one("#sentence", VerticalScroll), f"scroll_{way}")(animate=False)
