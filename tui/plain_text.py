"""What somebody wrote in a file, in an editor or into a pipe, as a text: one rule for all of them."""

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
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.removesuffix("\n")
