"""What somebody wrote in a file, in an editor, into a pipe or pasted, as a text: one rule for all of them."""

from store.errors import BadInput


def text_of(data: bytes, name: str, *, own: bool = True) -> str:
    """UTF-8 with or without a byte order mark; the line end behind the last line is no part of it.

    With `own`, somebody's own words, all lines end with LF, whatever system they were written on; what others wrote
    keeps its CR, which can hide words. Raises `BadInput`, of `name`, for what is no text.
    """
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise BadInput(f"{name}: not UTF-8 at byte {error.start}.") from None
    if (at := data.find(b"\0")) >= 0:
        raise BadInput(f"{name}: a NUL at byte {at}, which no text holds.")
    if own:
        text = with_lf(text)
    return text.removesuffix("\n")


def with_lf(text: str) -> str:
    """Somebody's own words with LF at the end of lines, whatever system or terminal they come from."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
