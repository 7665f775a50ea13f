"""How many of something, in words."""


def plural(count: int, one: str, several: str = "") -> str:
    """`1 case`, `1,200 cases`; `several` is what stands behind any number but 1, where that is not `one` with an s."""
    return f"{count:,} {one if count == 1 else several or f'{one}s'}"
