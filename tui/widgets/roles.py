"""The styles of roles, from the stylesheet, kept until it changes: a screen of text asks for them a thousand times."""

from rich.style import Style
from textual.widget import Widget


class Roles(Widget):
    """A widget whose component classes are `PREFIX--role`; the role `text` is what it is drawn on."""

    PREFIX = ""

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._roles: dict[str, Style] = {}

    def role(self, name: str) -> Style:
        """The style of a role, to be laid over that of `text`."""
        style = self._roles.get(name)
        if style is None:
            style = self.get_component_rich_style(f"{self.PREFIX}--{name}", partial=name != "text")
            self._roles[name] = style
        return style

    def notify_style_update(self) -> None:
        """Another theme, or other pseudo-classes: ask again."""
        self._roles.clear()
        super().notify_style_update()
