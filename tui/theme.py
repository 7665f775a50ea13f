"""The themes of the screens.

The colours are entries of the 256-colour table, so that a terminal without true colour shows the same screen; one with
16 colours begins with its own. No meaning hangs on a colour: a word or a glyph (`tui.look`) always says it too.
"""

from textual.theme import BUILTIN_THEMES, Theme

NAMES = ("quiet", "faint", "cursor-line", "marked", "strong")
"""Colours of our own: labels, rules, the line of the cursor, words marked, and text that is to be seen first."""

DARK = Theme(
    name="foureyes-dark",
    dark=True,
    background="#121212",
    surface="#1c1c1c",
    panel="#262626",
    boost="#303030",
    foreground="#d0d0d0",
    primary="#87afd7",
    secondary="#87afaf",
    accent="#d7af87",
    success="#87af87",
    warning="#d7af5f",
    error="#d78787",
    variables=dict(zip(NAMES, ("#8a8a8a", "#585858", "#303030", "#444444", "#eeeeee"), strict=True)),
)
LIGHT = Theme(
    name="foureyes-light",
    dark=False,
    background="#ffffff",
    surface="#eeeeee",
    panel="#e4e4e4",
    boost="#dadada",
    foreground="#303030",
    primary="#005f87",
    secondary="#005f5f",
    accent="#875f00",
    success="#005f00",
    warning="#875f00",
    error="#af0000",
    variables=dict(zip(NAMES, ("#626262", "#a8a8a8", "#e4e4e4", "#c6c6c6", "#000000"), strict=True)),
)
CONTRAST = Theme(
    name="foureyes-contrast",
    dark=True,
    background="#000000",
    surface="#000000",
    panel="#1c1c1c",
    boost="#303030",
    foreground="#ffffff",
    primary="#87d7ff",
    secondary="#87ffff",
    accent="#ffff87",
    success="#87ff87",
    warning="#ffff00",
    error="#ff8787",
    variables=dict(zip(NAMES, ("#e4e4e4", "#bcbcbc", "#444444", "#5f5f87", "#ffffff"), strict=True)),
)
SAFE = Theme(
    name="foureyes-colour-blind",
    dark=True,
    background="#121212",
    surface="#1c1c1c",
    panel="#262626",
    boost="#303030",
    foreground="#d0d0d0",
    primary="#87d7ff",
    secondary="#d7afd7",
    accent="#ffd7af",
    success="#5fafff",
    warning="#ffd75f",
    error="#ff8700",
    variables=dict(zip(NAMES, ("#9e9e9e", "#626262", "#303030", "#444444", "#ffffff"), strict=True)),
)
"""Blue, yellow and orange, no red beside green: the hues of Okabe and Ito, "Color Universal Design" (2008)."""
TERMINAL = Theme(
    name="foureyes-terminal",
    ansi=True,
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    boost="ansi_default",
    foreground="ansi_default",
    primary="ansi_blue",
    secondary="ansi_cyan",
    accent="ansi_magenta",
    success="ansi_green",
    warning="ansi_yellow",
    error="ansi_red",
    variables=BUILTIN_THEMES["ansi-dark"].variables | dict.fromkeys(NAMES, "ansi_default"),
)
"""What the terminal calls its colours, on its own background: lines are told apart by how they are written."""
THEMES = (
    (DARK, "dark"),
    (LIGHT, "light"),
    (CONTRAST, "high contrast"),
    (SAFE, "colour-blind safe: blue, yellow, orange"),
    (TERMINAL, "the terminal's own 16 colours"),
)
"""And what people call them."""
VARIABLES = dict(zip(NAMES, ("gray", "gray", "#303030", "#444444", "#eeeeee"), strict=True))
"""For themes that do not name them."""
