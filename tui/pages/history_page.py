"""Records as a page: each with its number, time and author, what was done, and all that was written with it."""

from collections.abc import Callable, Iterable, Iterator

import msgspec

from store.model import Body, Checkpoint, Citation
from store.plural import plural
from store.policy import Policy
from store.records import PolicySet, Record
from store.text import visible
from tui.pages.page_builder import PageBuilder, PageLine, Run
from tui.pages.words import author, time_words

LONGEST = 4000
"""Characters that are shown of one text."""
_SAID = ("outcome", "item", "items", "revision", "policy")
"""What the words of a record say already, or only a program needs."""


def history_page(
    records: Iterable[Record],
    policy: Policy,
    policy_of: Callable[[Record], Policy],
    checkpoint: Checkpoint,
    width: int,
    title: str,
    remark: str,
) -> list[PageLine]:
    """The records in the order given, below the checkpoint that the docket has now.

    `policy` has the names of people, `policy_of` the policy in whose words a record was made.
    """
    page, shown = PageBuilder(width), list(records)
    page.line(Run(visible(title), "strong"), Run(f"  {plural(len(shown), 'record')}", "label"))
    page.prose(remark, "label")
    page.prose(
        f"{plural(checkpoint.count, 'record')} in store {checkpoint.store}", "label", lead=Run("Checkpoint  ", "label")
    )
    page.prose(checkpoint.head, "label", lead=Run("Head  ", "label"))
    if not shown:
        page.blank()
        page.prose("Nothing yet that you may see: what is read, noted and voted is recorded, and shows here.", "label")
    for record in shown:
        page.blank()
        _record(page, record, policy, policy_of(record))
    return page.lines


def _record(page: PageBuilder, record: Record, policy: Policy, read: Policy) -> None:
    case = [Run(f"  {visible(record.case)}", "item")] if record.case else []
    who = Run(f"{author(policy, record)}", "strong")
    page.apart([Run(f"{record.seq}  ", "label"), who, *case], [Run(f"{time_words(record.at)} UTC", "label")])
    page.prose(record.body.words(read), indent=2)
    grounds = {ground.id: f"{ground.label} ({ground.law})" for ground in read.ground}
    for name, value in _details(record.body):
        if name == "grounds":
            page.prose(grounds.get(str(value), str(value)), "note", indent=2, lead=Run("ground: ", "label"))
        elif isinstance(value, Citation):
            lead = Run(f"❝ {page.passage(value)} ", "item")
            page.prose(f"“{page.short(value.quote, LONGEST)}”", "note", indent=2, lead=lead)
        else:
            page.prose(page.short(str(value), LONGEST), "note", indent=2, lead=Run(f"{visible(name)}: ", "label"))


def _details(body: Body) -> Iterator[tuple[str, object]]:
    """What a record holds besides what its words say: every text that somebody wrote, day and quotation."""
    left_out = (*_SAID, "source") if isinstance(body, PolicySet) else _SAID
    for field in msgspec.structs.fields(body):
        value = getattr(body, field.name)
        if field.name in left_out or value in (None, "", ()) or isinstance(value, bool | int):
            continue
        for one in value if isinstance(value, tuple) else (value,):
            yield field.name.replace("_", " "), one
