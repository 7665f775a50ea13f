"""A short list to choose from, each line drawn from safe text, its mark a character and never a colour.

Lines bring no colours of their own: on the highlighted line they could not be read in every terminal.
"""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option


class ChoiceList(OptionList):
    """Lines to choose from with Enter or Space; as tall as its lines, up to a limit, then it scrolls.

    Where there are none it says what `nothing` says, and still is a stop of Tab: Tab goes the same way in every form.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "select", "Choose", show=False)]
    DEFAULT_CSS = """
    ChoiceList {
        height: auto; max-height: 6; border: none; border-left: blank; padding: 0; background: transparent;
        scrollbar-size-vertical: 1;
        &:focus { border: none; border-left: outer $accent; background-tint: transparent; }
        & > .option-list--option { padding: 0; }
        & > .option-list--option-highlighted { background: transparent; text-style: none; }
        &:focus > .option-list--option-highlighted {
            background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold;
        }
        & > .option-list--option-disabled { color: $text-muted; }
    }
    """

    nothing = ""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own word
        super().__init__(id=id, markup=False)

    def show(self, lines: list[Content]) -> None:
        """Show these lines; the highlight stays where it was as far as there still is a line."""
        if not lines:
            if not (self.option_count == 1 and self.get_option_at_index(0).disabled):
                self.set_options([Option(Content(self.nothing), disabled=True)])
            return
        if len(lines) == self.option_count and not self.get_option_at_index(0).disabled:
            for position, line in enumerate(lines):
                if line != self.get_option_at_index(position).prompt:  # else all would be laid out with each key
                    self.replace_option_prompt_at_index(position, line)
            return
        highlighted = self.highlighted or 0
        self.set_options(lines)
        self.highlighted = min(highlighted, len(lines) - 1)
