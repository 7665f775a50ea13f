"""Citing evidence: a span becomes a citation, pinned to the text as it is now."""

import hashlib

from msgspec import Struct

from store.model import Case, Citation, Missing
from store.spans import whole_words
from store.text import blank

FEWEST_WORDS = 3
"""Words that a citation of an outcome quotes at least, unless it quotes the whole item."""


class Cite(Struct, frozen=True):
    """A span to be cited: an item of evidence and offsets in code points; without offsets, the whole item."""

    item: str
    start: int | None = None
    end: int | None = None


def citation(case: Case, cite: Cite) -> Citation | Missing:
    """The citation for a span; a `Missing` if there is no such text."""
    item = case.item(cite.item)
    if item is None:
        return Missing("no_item", f'There is no evidence "{cite.item}" in this case.')
    start, end = cite.start or 0, len(item.text) if cite.end is None else cite.end
    where = f"{cite.item}:{start}-{end}"
    if not 0 <= start < end <= len(item.text):
        return Missing("no_span", f"{where} is not in the text, which has {len(item.text)} characters.")
    quote = item.text[start:end]
    if blank(quote):
        return Missing("blank_span", f"{where} quotes nothing that can be read.")
    return Citation(cite.item, start, end, quote, text_hash(item.text))


def unfit(case: Case, cite: Cite) -> Missing | None:
    """What keeps an opinion from citing a span: there is no such text, or it quotes too little to be understood."""
    made = citation(case, cite)
    return made if isinstance(made, Missing) else too_short(case, made)


def text_hash(text: str) -> str:
    """The hash by which a citation names the text that it was taken from."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def stale(case: Case, cited: Citation) -> Missing | None:
    """What is wrong with a citation that is to be recorded on this case; None if it quotes what stands there."""
    made = citation(case, Cite(cited.item, cited.start, cited.end))
    if isinstance(made, Missing):
        return made
    return None if made == cited else Missing("stale", f"{cited.item} does not say what is quoted of it.")


def too_short(case: Case, cited: Citation) -> Missing | None:
    """What is wrong with a citation that quotes too little to be understood."""
    item = case.item(cited.item)
    whole = item is not None and (cited.start, cited.end) == (0, len(item.text))
    if whole or (item and len(whole_words(item.text, cited.start, cited.end)) >= FEWEST_WORDS):
        return None
    where = f"{cited.item}:{cited.start}-{cited.end}"
    return Missing("short_quote", f"{where} quotes fewer than {FEWEST_WORDS} words: quote more, or the whole item.")
