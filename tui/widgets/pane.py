"""A part of a screen that takes keys and draws its lines itself."""

from typing import ClassVar

from rich.style import Style
from textual.widget import Widget

from tui.actions import Place


class Pane(Widget, can_focus=True, inherit_bindings=False):
    """Its component classes are `NAME--role`, by its place or by `ROLES_OF`; the role `text` is what it is drawn on.

    Styles are kept until the stylesheet changes: a screen of text asks for them a thousand times.
    """

    PLACE: ClassVar[Place]
    ROLES_OF: ClassVar[str] = ""

    def __init__(self) -> None:
        super().__init__(id=self.PLACE.name)
        self._roles: dict[str, Style] = {}

    def role(self, name: str) -> Style:
        """The style of a role, to be laid over that of `text`."""
        style = self._roles.get(name)
        if style is None:
            style = self.get_component_rich_style(f"{self.ROLES_OF or self.PLACE.name}--{name}", partial=name != "text")
            self._roles[name] = style
        return style

    def notify_style_update(self) -> None:
        """Another theme, or other pseudo-classes: ask again."""
        self._roles.clear()
        super().notify_style_update()
