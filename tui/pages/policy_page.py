"""A policy as a page: what can be decided, on which grounds of which law, and what that takes; then all else."""

from collections.abc import Callable, Iterable

from store.policy import Policy
from store.text import visible
from tui.look import ADVERSE
from tui.pages.page_builder import PageBuilder, PageLine, Run
from tui.pages.policy_words import clock_words, other_words, people_words, rule_words

_PEOPLE = {2: "two different people", 3: "three different people"}


def policy_page(policy: Policy, width: int, remark: str = "") -> list[PageLine]:
    """The whole policy; `remark` says for what it holds."""
    page = PageBuilder(width)
    page.line(Run(visible(f"{policy.name}, version {policy.version}"), "strong"), Run(f"  {visible(remark)}", "label"))
    write_criteria(page, policy)
    parts: tuple[tuple[str, Callable[[Policy], Iterable[str]]], ...] = (
        ("Deadlines", clock_words),
        ("How it is decided", rule_words),
        ("People", people_words),
        ("What else", other_words),
    )
    for heading, words in parts:
        _words(page, heading, words(policy))
    return page.lines


def criteria_page(policy: Policy, width: int) -> list[PageLine]:
    """What stands beside a case: outcomes, grounds, law, evidence."""
    page = PageBuilder(width)
    page.line(Run(visible(f"Criteria · {policy.name}, {policy.version}"), "label"))
    write_criteria(page, policy)
    return page.lines


def write_criteria(page: PageBuilder, policy: Policy) -> None:
    """Each outcome with its grounds and their law, and what an adverse one takes."""
    page.heading("Outcomes")
    for number, outcome in enumerate(policy.outcome, 1):
        mark = [Run(f"{ADVERSE}  ", "alert")] if outcome.adverse else []
        page.line(Run(f"{number}  ", "label"), *mark, Run(visible(outcome.label), "strong"))
        for ground in policy.grounds_for(outcome.id):
            page.prose(f"{ground.label} ({ground.law})", indent=3, lead=Run("· ", "label"))
    page.heading("For an adverse outcome")
    people = _PEOPLE.get(policy.review.votes, f"{policy.review.votes} different people")
    heard = ["; the person was heard before"] if policy.review.hearing else []
    page.prose("".join([f"A ground, a written reason, passages cited; {people} on the same revision", *heard, "."]))
    weak = [kind.label for kind in policy.evidence if not kind.alone]
    page.prose(f"Never enough alone: {', '.join([*weak, 'what is withheld from the subject'])}.")
    if must := [kind.label for kind in policy.evidence if kind.must_read]:
        page.prose(f"Must be read before: {', '.join(must)}.")


def _words(page: PageBuilder, heading: str, lines: Iterable[str]) -> None:
    said = [line.partition(": ") for line in lines]
    if said:
        page.heading(heading)
    for name, colon, rest in said:
        page.prose(f"{rest}." if colon else f"{name}.", lead=Run(f"{visible(name)}: ", "label") if colon else None)
