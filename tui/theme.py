"""The two themes of the screens.

The colours are entries of the 256-colour table, so that a terminal without true colour shows the same screen. No
meaning hangs on a colour: a word or a glyph (`tui.look`) always says it too.
"""

from textual.theme import Theme

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
VARIABLES = dict(zip(NAMES, ("gray", "gray", "#303030", "#444444", "#eeeeee"), strict=True))
"""For themes that do not name them."""
