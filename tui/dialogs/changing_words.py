"""Words that change with each key: the form around them is laid out anew only where they need other room."""

from textual.content import Content
from textual.widgets import Static


def show_words(static: Static, words: Content) -> None:
    """Show other words in place of those that stand there."""
    if static.content == words:
        return
    size, width = static.content_size, static.styles.width
    static.update(words, layout=False)
    as_wide = width is not None and width.is_auto
    if as_wide or not size.width or static.visual.get_height(static.styles.get_rules(), size.width) != size.height:
        static.refresh(layout=True)
