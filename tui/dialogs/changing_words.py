"""Words that change with each key: the form around them is laid out anew only where they need other lines."""

from textual.content import Content
from textual.widgets import Static


def show_words(static: Static, words: Content) -> None:
    """Show other words in place of those that stand there."""
    if static.content == words:
        return
    size = static.content_size
    static.update(words, layout=False)
    if not size.width or static.visual.get_height(static.styles.get_rules(), size.width) != size.height:
        static.refresh(layout=True)
