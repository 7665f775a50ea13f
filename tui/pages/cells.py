"""How many terminal cells a text takes. Text goes through `store.text.visible` first."""

from rich.cells import cell_len, set_cell_size


def cells(text: str) -> int:
    """Return the width of text in terminal cells, as Textual will lay it out: CJK takes two, a combining mark none."""
    return cell_len(text)


def fit(text: str, width: int) -> str:
    """Return text cut or padded to exactly width cells; `…` ends a text that was cut."""
    if width <= 0:
        return ""
    return set_cell_size(text, width) if cell_len(text) <= width else cut(text, width)


def fit_ends(text: str, width: int) -> str:
    """Return text padded to exactly width cells; of one that is cut both ends stay, about `…`."""
    if width <= 0 or cell_len(text) <= width:
        return fit(text, width)
    head = set_cell_size(text, width // 3)
    return set_cell_size(f"{head}…{set_cell_size(text[::-1], width - width // 3 - 1)[::-1].lstrip()}", width)


def cut_start(text: str, width: int) -> str:
    """Return `…`, and what of the end of a text goes into width - 1 cells."""
    return "…" + set_cell_size(text[::-1], width - 1)[::-1].lstrip() if width > 0 else ""


def cut(text: str, width: int) -> str:
    """Return what of a text goes into width - 1 cells, and `…`."""
    return set_cell_size(text, width - 1) + "…" if width > 0 else ""
