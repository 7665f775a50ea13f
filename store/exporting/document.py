"""A document for people outside: Markdown, and HTML that prints well made of the same. What people wrote is only words.

Text of cases and records is escaped whole, so that nothing of it is markup in either; what cannot be seen is shown.
"""

import re
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import BinaryIO, Literal

from msgspec.structs import replace

from store.case.view import CaseView
from store.docket import Docket
from store.filters import Filter, Term
from store.model import Refusal
from store.out_file import OutFile
from store.out_format import must_fit
from store.records import Export, Record
from store.text import visible

Paper = Literal["markdown", "html"]
_ENDINGS = {"markdown": (".md", ".markdown"), "html": (".html", ".htm")}

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_BLOCK = re.compile(r"<(p|li|h[1-6]|blockquote)>")
"""Of these only tags of our own are left: what people wrote is escaped."""
_PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
body {{ font: 11pt/1.5 Georgia, "Times New Roman", serif; max-width: 42em; margin: 2.5em auto; padding: 0 1em; }}
h1 {{ font-size: 1.5em; line-height: 1.2; }} h2 {{ font-size: 1.1em; margin-top: 1.8em; break-after: avoid; }}
blockquote {{ margin: .4em 0 .4em 1em; padding-left: .8em; border-left: 2px solid #888; }}
li, p, blockquote {{ overflow-wrap: anywhere; orphans: 3; widows: 3; }}
@media print {{ body {{ margin: 0; max-width: none; }} @page {{ margin: 25mm 22mm; }} }}
</style>
</head>
<body>
{body}</body>
</html>
"""


def plain(text: str) -> str:
    """Text as Markdown that says the same and does nothing; line breaks become spaces."""
    return _PUNCTUATION.sub(r"\\\1", " ".join(visible(text, multiline=True).split("\n")).strip())


def paragraphs(text: str) -> str:
    """Text that somebody wrote in paragraphs, as Markdown that says the same."""
    return "\n\n".join(plain(part) for part in visible(text, multiline=True).split("\n\n") if part.strip())


def bullets(texts: Iterable[str]) -> str:
    """A list of what is Markdown already."""
    return "\n".join(f"- {text}" for text in texts)


def quote(text: str) -> str:
    """A quotation as Markdown."""
    return "\n".join(f"> {line}" for line in paragraphs(text).split("\n"))


def as_html(markdown: str, title: str, language: str = "en") -> str:
    """A whole page; it loads nothing and runs nothing. A block runs from the side that its first letters run from."""
    from markdown_it import MarkdownIt  # only who makes a page waits for it

    body = MarkdownIt("commonmark", {"html": False}).render(markdown)
    body = _BLOCK.sub(r'<\1 dir="auto">', body)
    return _PAGE.format(title=escape(visible(title)), body=body, language=escape(language))


def only(case_id: str) -> Filter:
    """The filter for one case."""
    return Filter((Term("id", case_id),))


def whole_case(docket: Docket, reviewer: str, case_id: str, purpose: str) -> CaseView | Refusal:
    """One case as it may leave, without masks; that it was asked for is recorded first. Takes a lead."""
    docket.refresh()
    departure = docket.leaving(reviewer, only(case_id), purpose=purpose, others=True, unmasked=True)
    return departure if isinstance(departure, Refusal) else departure.view(case_id)


def put(
    docket: Docket,
    reviewer: str,
    markdown: str,
    title: str,
    left: Export,
    out: Path | None,
    *,
    language: str = "en",
    force: bool = False,
    stdout: BinaryIO | None = None,
) -> Record | Refusal:
    """Put a document in its place, and record that it left with the hash of its bytes, as an export does."""
    must_fit(out, left.format, _ENDINGS[left.format])
    whole = as_html(markdown, title, language) if left.format == "html" else markdown
    with OutFile(out, force=force, stdout=stdout) as placing:
        placing.write(whole.encode())
        placing.sync()
        answer = docket.exported(reviewer, replace(left, sha256=placing.sha256))
        if not isinstance(answer, Refusal):
            placing.place()
    return answer
