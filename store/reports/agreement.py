"""How far the first and the second reader of the same cases agreed, from a table of pairs.

Rows are what the first reader chose, columns what the second did. Reviewers are many and take turns at being first, so
pi and AC1 look at both readers together; Cohen's kappa keeps first and second apart, as its definition wants it.

Sources: J. Cohen, Educational and Psychological Measurement 20 (1960) 37-46; J. L. Fleiss, J. Cohen, B. S. Everitt,
Psychological Bulletin 72 (1969) 323-327; K. L. Gwet, British Journal of Mathematical and Statistical Psychology 61
(2008) 29-48; K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011); D. V. Cicchetti, A. R. Feinstein,
Journal of Clinical Epidemiology 43 (1990) 551-558; P. Graham, R. Bull, the same, 51 (1998) 763-771.
"""

from collections.abc import Callable, Sequence
from math import sqrt

from msgspec import Struct

from store.reports.intervals import Figure, normal, undefined, wilson

LEAST = 10
"""Pairs below which a large-sample interval would pretend to know something."""
_NO_PAIRS = "no case was read blind by two people yet"
_ONE_CHOICE = "all readers chose the same, so there is no agreement by chance to compare with"
Counts = Sequence[Sequence[int]]


class Agreement(Struct, frozen=True):
    """A table of `n` pairs, `table[first][second]` in the order of `categories`, and what follows from it.

    `specific` says for each category: where one reader chose it, how often the other did too.
    """

    categories: tuple[str, ...]
    table: tuple[tuple[int, ...], ...]
    n: int
    observed: Figure
    specific: dict[str, Figure]
    kappa: Figure
    ac1: Figure
    alpha: Figure


def agreement(categories: Sequence[str], table: Counts) -> Agreement:
    """All figures of a square table; `categories` are all that could be chosen, whether they were or not."""
    n, pairs = sum(map(sum, table)), _Pairs(table)
    return Agreement(
        categories=tuple(categories),
        table=tuple(map(tuple, table)),
        n=n,
        observed=wilson(sum(table[at][at] for at in range(len(table))), n, _NO_PAIRS),
        specific={name: _specific(table, at) for at, name in enumerate(categories)},
        kappa=_kappa(pairs) if n else undefined(_NO_PAIRS),
        ac1=_ac1(pairs) if n else undefined(_NO_PAIRS),
        alpha=_alpha(pairs) if n else undefined(_NO_PAIRS),
    )


def _specific(table: Counts, at: int) -> Figure:
    """2a / (2a + b): a pairs agreed on it, and in b only one reader chose it (Cicchetti and Feinstein 1990).

    That grows with a / (a + b) alone, so Wilson's interval for this share carries over. Its width is that of Graham and
    Bull (1998) where there are many pairs, and it does not shrink to nothing where few all agree.
    """
    both = table[at][at]
    either = sum(table[at]) + sum(row[at] for row in table) - both
    share = wilson(both, either, "nobody chose it in a case that two people read blind")
    if share.value is None or share.low is None or share.high is None:
        return share
    value, low, high = (2 * one / (1 + one) for one in (share.value, share.low, share.high))
    return Figure(value, low, high, "wilson")


class _Pairs:
    """A table as shares: of each cell, of what the first and the second reader chose, and of both together."""

    def __init__(self, table: Counts) -> None:
        self.n = sum(map(sum, table))
        some = self.n or 1
        self.cells = [(i, j, count / some) for i, row in enumerate(table) for j, count in enumerate(row)]
        self.first = [sum(row) / some for row in table]
        self.second = [sum(row[at] for row in table) / some for at in range(len(table))]
        self.both = [(one + other) / 2 for one, other in zip(self.first, self.second, strict=True)]
        self.observed = sum(table[at][at] for at in range(len(table))) / some

    @property
    def one_choice(self) -> bool:
        """Whether every reader of every pair chose the same."""
        return max(self.both) == 1


def _kappa(pairs: _Pairs) -> Figure:
    """Cohen (1960), with the standard error of Fleiss, Cohen and Everitt (1969), equation 13."""
    if pairs.one_choice:
        return undefined(_ONE_CHOICE)
    expected = sum(one * other for one, other in zip(pairs.first, pairs.second, strict=True))
    return _beyond_chance(pairs, expected, lambda i, j: pairs.second[i] + pairs.first[j])


def _ac1(pairs: _Pairs) -> Figure:
    """Gwet (2008), which stays near the observed agreement where one outcome is rare; and its standard error."""
    others = len(pairs.both) - 1
    if others < 1:
        return undefined("there is only one outcome to choose")
    expected = sum(share * (1 - share) for share in pairs.both) / others
    return _beyond_chance(pairs, expected, lambda i, j: (1 - pairs.both[i] - pairs.both[j]) / others)


def _alpha(pairs: _Pairs) -> Figure:
    """Krippendorff (2011), nominal: Scott's pi with his correction for the number of values, which is 2n here."""
    if pairs.one_choice:
        return undefined(_ONE_CHOICE)
    expected = sum(share * share for share in pairs.both)
    correction = (2 * pairs.n - 1) / (2 * pairs.n)
    return _beyond_chance(pairs, expected, lambda i, j: pairs.both[i] + pairs.both[j], correction)


def _beyond_chance(
    pairs: _Pairs, expected: float, slope: Callable[[int, int], float], correction: float = 1.0
) -> Figure:
    """1 - (1 - observed) / (1 - expected) and its standard error by the delta method.

    `slope(i, j)` is by how much the agreement expected by chance grows with the share of the pairs (i, j), up to a
    constant.
    """
    apart = (1 - pairs.observed) / (1 - expected)
    value = 1 - correction * apart
    if pairs.n < LEAST:
        return Figure(value, why=f"no interval: there are fewer than {LEAST} pairs")
    pulls = [(share, (i == j) - apart * slope(i, j)) for i, j, share in pairs.cells if share]
    mean = sum(share * pull for share, pull in pulls)
    variance = sum(share * (pull - mean) ** 2 for share, pull in pulls) / pairs.n
    if pairs.observed == 1 or variance <= 0:
        alike = "no two readers differed" if pairs.observed == 1 else "all pairs are alike"
        return Figure(value, why=f"no interval: {alike}, so nothing says how far off this could be")
    return normal(value, correction * sqrt(variance) / (1 - expected))
