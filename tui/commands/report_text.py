"""A report in lines of at most 80 cells: plain tables, each figure with what it is made of."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from textwrap import wrap

from store.fields import SUBJECT
from store.plural import plural
from store.policy import Policy
from store.reports import Population, Report
from store.reports.agreement import Agreement
from store.reports.counting import Spread
from store.reports.intervals import FEW, Figure
from store.reports.outcomes import Group, Outcomes, Rate
from store.reports.pairs import Blind
from store.reports.progress import Period, Progress
from store.reports.reading import Review
from tui.commands.table import table
from tui.pages.figure_words import coefficient, interval, percent, whole

WIDTH = 80
WEEKS = 8
"""Weeks that are printed; JSON and CSV have all."""
NOT_TOLD = "-"
"""Stands for people who are not counted."""


def lines(report: Report, policy: Policy) -> Iterator[str]:
    """The report for people."""
    yield f"{report.policy}, version {report.policy_version}, on {report.day}"
    if report.chosen:
        yield f"Cases chosen: {report.chosen}"
    if report.population is not None:
        yield _population(report.population)
    if report.progress is not None:
        yield from _progress(report.progress)
    if report.outcomes is not None:
        yield from _outcomes(report.outcomes, policy)
    if report.agreement is not None:
        yield from _blind(report.agreement)
    if report.review is not None:
        yield from _review(report.review)


def _population(told: Population) -> str:
    of = f" ({told.label})" if told.label else ""
    return f"{told.cases:,} of {told.size:,} flagged, {percent(told.share)}{of}"


def _progress(progress: Progress) -> Iterator[str]:
    standings = [(name, f"{count:,}") for name, count in progress.standings.items() if count or name == "open"]
    yield from _section("Progress", ("standing", "cases"), [*standings, ("all", f"{progress.cases:,}")])
    yield f"Overdue and not decided: {progress.overdue:,}"
    late = ", ".join(f"{name} {count:,}" for name, count in progress.deadlines.items() if count)
    yield f"Deadlines that have run out: {late or 'none'}"
    decided = f"Decisions made: {progress.decisions:,}"
    yield f"{decided}{'' if progress.people is None else f', on {progress.people:,} people'}"
    recent = [one for one in progress.days if one.decisions]
    yield from _section("Decided by day, the last two weeks", _PERIODS, map(_period, recent))
    yield from _section("Decided by week", _PERIODS, map(_period, progress.weeks[-WEEKS:]))


_PERIODS = ("from", "decisions", "people")


def _period(one: Period) -> Sequence[str]:
    return one.since.isoformat(), f"{one.decisions:,}", _people(one.people)


def _outcomes(outcomes: Outcomes, policy: Policy) -> Iterator[str]:
    everything = outcomes.all
    rates = [("adverse", "all that hurt somebody", everything.adverse)]
    rates += [(one.outcome, "" if one.label == one.outcome else one.label, one.rate) for one in outcomes.named]
    cells = [(name, *_rate(rate), label) for name, label, rate in rates]
    header = ("outcome", "decisions", "people", "share", "95 %", "")
    yield from _section(f"Outcomes of {_of(everything)}", header, cells)
    if everything.people is None and policy.masks(SUBJECT):
        yield "People are not counted: the policy masks who they are (--people asks, on record)."
    if outcomes.by is not None:
        yield from _groups(outcomes.by, outcomes.groups)
    yield from _appeals(outcomes)


def _of(group: Group) -> str:
    return f"{group.decided:,} decided of {plural(group.cases, 'case')}"


def _groups(by: str, groups: tuple[Group, ...]) -> Iterator[str]:
    cells = []
    for one in groups:
        value = "(none)" if one.value is None else one.value
        cells.append((value, f"{one.cases:,}", f"{one.decided:,}", *_rate(one.adverse), "few" if one.few else ""))
    header = (by, "cases", "decided", "adverse", "people", "share", "95 %", "")
    yield from _section(f"Adverse outcomes by {by}", header, cells)
    if any(one.few for one in groups):
        yield f"few: fewer than {FEW} decided, so the share says next to nothing."
    cells = []
    for one in groups:
        value = "(none)" if one.value is None else one.value
        cells += [(value, name, *_rate(rate)) for name, rate in one.outcomes.items() if rate.decisions]
    yield from _section(f"Each outcome by {by}", (by, "outcome", "decisions", "people", "share", "95 %"), cells)


def _appeals(outcomes: Outcomes) -> Iterator[str]:
    appeals = outcomes.appeals
    said = ", ".join(f"{name.replace('_', ' ')} {count:,}" for name, count in appeals.results.items())
    yield ""
    yield f"Appeals: {appeals.filed:,} filed, {appeals.pending:,} pending; {said}"
    yield f"Overturned (varied, set aside or sent back): {whole(appeals.overturned)}"


def _blind(blind: Blind) -> Iterator[str]:
    yield from _agreement("Agreement of first and second reader on what is adverse", blind.adverse, lambda name: name)
    yield from _agreement("Agreement of first and second reader on the outcome", blind.outcomes, blind.label_of)
    first = f"The first vote was adverse in {plural(blind.first_adverse, 'pair')}, in {blind.first_other:,} it was not."
    yield from _wrapped(
        f"{first} {plural(blind.read_once, 'case was', 'cases were')} decided by one vote, which is no part of this."
    )
    if blind.waiting:
        differed = "two people differed there, which is no part of this yet"
        yield from _wrapped(
            f"{plural(blind.waiting, 'conflict waits', 'conflicts wait')} for a resolution: {differed}."
        )


def _agreement(title: str, said: Agreement, label: Callable[[str], str]) -> Iterator[str]:
    """The table has the names that filters and files have too, so that it fits; what they mean stands behind."""
    sums = [sum(counts) + sum(row[at] for row in said.table) for at, counts in enumerate(said.table)]
    chosen = [at for at, count in enumerate(sums) if count]
    names = [said.categories[at] for at in chosen]
    cells = []
    for at, name in zip(chosen, names, strict=True):
        meant = "" if label(name) == name else label(name)
        cells.append((name, *(f"{said.table[at][other]:,}" for other in chosen), meant))
    yield from _section(f"{title}: {plural(said.n, 'pair')}", ("first \\ second", *names, ""), cells)
    figures = [("observed agreement", said.observed)]
    figures += [(f"specific agreement: {label(name)}", said.specific[name]) for name in names]
    figures += [("Cohen's kappa", said.kappa), ("Gwet's AC1", said.ac1), ("Krippendorff's alpha", said.alpha)]
    yield from table(("", "", "95 %"), [(name, *_figure(one)) for name, one in figures], width=WIDTH)
    for why in dict.fromkeys(one.why for _, one in figures if one.why):
        yield from _wrapped(f"{', '.join(name for name, one in figures if one.why == why)}: {why}.")


def _review(review: Review) -> Iterator[str]:
    spreads = [("items opened before a vote", review.items), ("minutes from opening to vote", review.minutes)]
    cells = [(name, *_spread(one)) for name, one in spreads]
    yield from _section(
        f"Reading: {plural(review.votes, 'vote')}", ("", "n", "quarter", "median", "three quarters"), cells
    )
    yield f"Votes cast without opening anything: {review.unopened:,}, {whole(review.unopened_rate)}"
    yield f"Flagged and ended not adverse: {review.departed:,} of {review.flagged:,}, {whole(review.departed_rate)}"


def _wrapped(text: str) -> list[str]:
    return wrap(text, WIDTH)


def _section(title: str, header: Sequence[str], cells: Iterable[Sequence[str]]) -> Iterator[str]:
    yield ""
    yield title
    rows = list(cells)
    if rows:
        yield from table(header, rows, width=WIDTH)
    else:
        yield "none"


def _rate(rate: Rate) -> Sequence[str]:
    return f"{rate.decisions:,}", _people(rate.people), *_shares(rate.rate)


def _people(count: int | None) -> str:
    return NOT_TOLD if count is None else f"{count:,}"


def _shares(figure: Figure) -> tuple[str, str]:
    if figure.value is None:
        return NOT_TOLD, ""
    return percent(figure.value), interval(figure)


def _figure(figure: Figure) -> Sequence[str]:
    if figure.value is None:
        return "not defined", ""
    return coefficient(figure.value), interval(figure, coefficient)


def _spread(one: Spread) -> Sequence[str]:
    if one.low is None or one.median is None or one.high is None:
        return "0", NOT_TOLD, NOT_TOLD, NOT_TOLD
    return f"{one.n:,}", f"{one.low:,.1f}", f"{one.median:,.1f}", f"{one.high:,.1f}"
