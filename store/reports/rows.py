"""A report as one long table: a row for each figure, so that a spreadsheet or a program can pick what it needs."""

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import asdict

from store.reports import Report
from store.reports.agreement import Agreement
from store.reports.counting import Spread
from store.reports.intervals import Figure
from store.reports.outcomes import Group, Outcomes
from store.reports.pairs import Blind
from store.reports.progress import Progress
from store.reports.reading import Review

COLUMNS = ("part", "group", "name", "count", "people", "n", "value", "low", "high", "why")


class Row(Struct, frozen=True):
    """One figure. `group` is the value of the field that cases are grouped by, or the table that a cell stands in.

    `count` of `n` is the share `value`, from `low` to `high` with 95 % confidence; of quartiles `value` is the median.
    """

    part: str
    group: str | None
    name: str
    count: int | None = None
    people: int | None = None
    n: int | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    why: str = ""

    def columns(self) -> dict[str, object]:
        """The row by the names of its columns."""
        return asdict(self)


def rows(report: Report) -> Iterator[Row]:
    """Every figure of a report, part by part."""
    if report.population is not None:
        told, cases = report.population, report.population.cases
        yield Row("population", None, told.label, cases, n=told.size, value=told.share)
    if report.progress is not None:
        yield from _progress(report.progress)
    if report.outcomes is not None:
        yield from _outcomes(report.outcomes)
    if report.agreement is not None:
        yield from _blind(report.agreement)
    if report.review is not None:
        yield from _review(report.review)


def _progress(progress: Progress) -> Iterator[Row]:
    yield Row("progress", None, "cases", progress.cases)
    for name, count in progress.standings.items():
        yield Row("progress", "standing", name, count, n=progress.cases)
    yield Row("progress", None, "overdue", progress.overdue, n=progress.cases)
    for name, count in progress.deadlines.items():
        yield Row("progress", "deadline overdue", name, count, n=progress.cases)
    yield Row("progress", None, "decisions", progress.decisions, progress.people)
    for group, periods in (("day", progress.days), ("week", progress.weeks)):
        for one in periods:
            yield Row("progress", group, one.since.isoformat(), one.decisions, one.people)


def _outcomes(outcomes: Outcomes) -> Iterator[Row]:
    yield from _group(outcomes.all, None)
    for one in outcomes.groups:
        yield from _group(one, "(none)" if one.value is None else one.value)
    appeals = outcomes.appeals
    yield Row("appeals", None, "filed", appeals.filed)
    yield Row("appeals", None, "pending", appeals.pending)
    ruled = appeals.filed - appeals.pending
    for name, count in appeals.results.items():
        yield Row("appeals", None, name, count, n=ruled)
    yield _figure("appeals", None, "overturned", appeals.overturned, n=ruled)


def _group(group: Group, value: str | None) -> Iterator[Row]:
    few = "few" if group.few else ""
    yield Row("outcomes", value, "cases", group.cases)
    yield Row("outcomes", value, "decided", group.decided, group.people, group.cases)
    for name, one in (("adverse", group.adverse), *((f"outcome:{name}", one) for name, one in group.outcomes.items())):
        yield _figure("outcomes", value, name, one.rate, one.decisions, one.people, group.decided, few)


def _blind(blind: Blind) -> Iterator[Row]:
    for group, one in (("adverse", blind.adverse), ("outcome", blind.outcomes)):
        yield from _agreement(group, one)
    yield Row("agreement", None, "first_adverse", blind.first_adverse)
    yield Row("agreement", None, "first_other", blind.first_other)
    yield Row("agreement", None, "read_once", blind.read_once)
    yield Row("agreement", None, "waiting", blind.waiting)


def _agreement(group: str, said: Agreement) -> Iterator[Row]:
    for first, counts in zip(said.categories, said.table, strict=True):
        for second, count in zip(said.categories, counts, strict=True):
            yield Row("agreement", group, f"{first}/{second}", count, n=said.n)
    yield _figure("agreement", group, "observed", said.observed, n=said.n)
    for name, figure in said.specific.items():
        yield _figure("agreement", group, f"specific:{name}", figure, n=said.n)
    for name, figure in (("kappa", said.kappa), ("ac1", said.ac1), ("alpha", said.alpha)):
        yield _figure("agreement", group, name, figure, n=said.n)


def _review(review: Review) -> Iterator[Row]:
    yield Row("review", None, "votes", review.votes)
    yield _spread("items", review.items)
    yield _spread("minutes", review.minutes)
    yield _figure("review", None, "unopened", review.unopened_rate, review.unopened, n=review.votes)
    yield _figure("review", None, "departed", review.departed_rate, review.departed, n=review.flagged)


def _spread(name: str, spread: Spread) -> Row:
    return Row("review", None, name, None, None, spread.n, spread.median, spread.low, spread.high, spread.why)


def _figure(
    part: str,
    group: str | None,
    name: str,
    figure: Figure,
    count: int | None = None,
    people: int | None = None,
    n: int | None = None,
    why: str = "",
) -> Row:
    return Row(part, group, name, count, people, n, figure.value, figure.low, figure.high, figure.why or why)
