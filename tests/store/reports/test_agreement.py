"""How far two readers agreed: every coefficient against what was published of it, and against other programs."""

import warnings
from random import Random

import pytest

from store.reports.agreement import LEAST, Agreement, agreement
from store.reports.intervals import Figure, Z
from tests.store.reports.others import krippendorff_says, other_says

FLEISS_COHEN_EVERITT = [[106, 10, 4], [22, 28, 10], [2, 12, 6]]
"""Cohen (1960), table 2, and Fleiss, Cohen and Everitt (1969): 200 patients, diagnosed by two judges."""
GWET = [[118, 5], [2, 0]]
"""Gwet (2008): 125 people of whom hardly anybody has the trait. The readers agree on 94 %, and kappa is below 0."""
PARADOX = [[80, 10], [5, 5]]
"""Feinstein and Cicchetti (1990): the same observed agreement as `BALANCED`, less than half of its kappa."""
BALANCED = [[40, 9], [6, 45]]
PUBLISHED = [FLEISS_COHEN_EVERITT, GWET, PARADOX, BALANCED, [[75, 1, 4], [5, 4, 1], [0, 0, 10]]]


def of(table: list[list[int]]) -> Agreement:
    """What is said of a table whose outcomes have no names."""
    return agreement([f"outcome-{number}" for number in range(len(table))], table)


def known(figure: Figure) -> tuple[float, float, float]:
    """A value and its interval."""
    assert figure.value is not None, figure.why
    assert figure.low is not None, figure.why
    assert figure.high is not None, figure.why
    return figure.value, figure.low, figure.high


def error(figure: Figure) -> float:
    """The standard error that an interval was made of."""
    value, low, _ = known(figure)
    return (value - low) / Z


def pairs(table: list[list[int]]) -> tuple[list[int], list[int]]:
    """What the first and what the second reader chose, pair by pair."""
    cells = [(i, j) for i, row in enumerate(table) for j, count in enumerate(row) for _ in range(count)]
    return [i for i, _ in cells], [j for _, j in cells]


def table_of(first: str, second: str) -> list[list[int]]:
    """The table of two readers, a letter for each case."""
    names = sorted(set(first + second))
    return [[sum(pair == (i, j) for pair in zip(first, second, strict=True)) for j in names] for i in names]


def test_kappa_is_that_of_cohen_with_the_error_of_fleiss_cohen_and_everitt() -> None:
    said = of(FLEISS_COHEN_EVERITT)
    assert said.n == 200
    assert said.observed.value == pytest.approx(0.70)
    assert said.kappa.value == pytest.approx(0.429, abs=5e-4)
    assert error(said.kappa) ** 2 == pytest.approx(0.002885, abs=5e-7)


def test_kappa_is_that_of_the_textbook_of_fleiss() -> None:
    """J. L. Fleiss, Statistical Methods for Rates and Proportions, table 13.1 (18.1 in the third edition)."""
    said = of([[75, 1, 4], [5, 4, 1], [0, 0, 10]])
    assert said.kappa.value == pytest.approx(0.68, abs=5e-3)
    assert error(said.kappa) == pytest.approx(0.087, abs=1e-3)


def test_where_an_outcome_is_rare_kappa_collapses_and_ac1_stays_near_what_was_observed() -> None:
    said = of(GWET)
    assert said.observed.value == pytest.approx(0.944)
    assert said.kappa.value == pytest.approx(-0.0234, abs=5e-5)
    assert said.ac1.value == pytest.approx(0.9408, abs=5e-5)
    assert of(BALANCED).observed.value == of(PARADOX).observed.value == pytest.approx(0.85)
    assert of(BALANCED).kappa.value == pytest.approx(0.70, abs=5e-3)
    assert of(PARADOX).kappa.value == pytest.approx(0.32, abs=5e-3)


def test_alpha_is_that_of_krippendorff() -> None:
    """Krippendorff (2011), examples A (binary data) and B (nominal data) of two observers."""
    assert of(table_of("0100000010", "1110010000")).alpha.value == pytest.approx(0.095, abs=5e-4)
    assert of(table_of("aabbdcccedda", "babbbcccEddd".lower())).alpha.value == pytest.approx(0.692, abs=5e-4)


def test_specific_agreement_is_that_of_cicchetti_and_feinstein_with_the_error_of_graham_and_bull() -> None:
    """Positive and negative agreement of 2x2 tables; both papers have these formulas."""
    for a, b, c, d in ((40, 9, 6, 45), (80, 10, 5, 5), (4000, 900, 600, 4500)):
        positive, negative = of([[a, b], [c, d]]).specific.values()
        assert positive.value == pytest.approx(2 * a / (2 * a + b + c))
        assert negative.value == pytest.approx(2 * d / (2 * d + b + c))
        graham_bull = (4 * a * (b + c) * (a + b + c)) ** 0.5 / (2 * a + b + c) ** 2
        _, low, high = known(positive)
        assert high - low == pytest.approx(2 * Z * graham_bull, rel=0.1)


@pytest.mark.needs("irrCAC")
@pytest.mark.parametrize("table", PUBLISHED)
def test_another_program_says_the_same_and_its_errors_are_ours(table: list[list[int]]) -> None:
    """It divides variances by n - 1 for AC1 of single ratings and for alpha, where n is meant here: half a per cent."""
    said = of(table)
    for name, ours in (("cohen", said.kappa), ("gwet", said.ac1), ("krippendorff", said.alpha)):
        value, its_error = other_says(name, table)
        assert ours.value == pytest.approx(value, abs=1e-5)
        assert error(ours) == pytest.approx(its_error, rel=1 / said.n)


@pytest.mark.needs("krippendorff")
def test_alpha_is_that_of_another_program_for_any_table() -> None:
    dice = Random(7)
    for _ in range(200):
        size = dice.randint(2, 5)
        table = [[dice.choice((0, 0, 1, 3, 20)) for _ in range(size)] for _ in range(size)]
        ours = of(table).alpha.value
        first, second = pairs(table)
        if len({*first, *second}) > 1:
            assert ours == pytest.approx(krippendorff_says(first, second), abs=1e-9)
        else:
            assert ours is None


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    """Tables drawn at the base rate of this work: 90 % of the intervals at least hold what they were drawn from."""
    truth = [[0.90, 0.03], [0.02, 0.05]]
    exact = of([[round(10_000_000 * share) for share in row] for row in truth])
    dice, held, drawn = Random(11), dict.fromkeys(("kappa", "ac1", "alpha"), 0), 400
    cells = [(i, j) for i in (0, 1) for j in (0, 1)]
    for _ in range(drawn):
        table = [[0, 0], [0, 0]]
        for i, j in dice.choices(cells, [truth[i][j] for i, j in cells], k=400):
            table[i][j] += 1
        said = of(table)
        for name in held:
            ours = getattr(said, name)
            held[name] += ours.low <= getattr(exact, name).value <= ours.high
    assert min(held.values()) >= 0.90 * drawn


def test_kappa_minds_who_was_first_and_the_others_do_not() -> None:
    table = [[10, 30], [2, 20]]
    turned = [list(column) for column in zip(*table, strict=True)]
    assert of(table).alpha == of(turned).alpha
    assert of(table).ac1.value == pytest.approx(of(turned).ac1.value)
    assert of(table).specific == of(turned).specific
    assert of(table).kappa.value == pytest.approx(of(turned).kappa.value)
    assert of([[0, 10], [0, 0]]).kappa.value == 0


def test_without_pairs_every_figure_says_why_there_is_none() -> None:
    said = of([[0, 0], [0, 0]])
    for figure in (said.observed, said.kappa, said.ac1, said.alpha, *said.specific.values()):
        assert figure.value is None
        assert figure.why


def test_where_all_chose_the_same_there_is_nothing_that_chance_could_be_compared_with() -> None:
    said = of([[50, 0], [0, 0]])
    assert said.observed.value == 1
    assert said.observed.low == pytest.approx(0.929, abs=1e-3)
    assert said.kappa.value is said.alpha.value is None
    assert "the same" in said.kappa.why
    assert said.ac1.value == 1
    assert said.ac1.low is None
    assert "no interval" in said.ac1.why
    assert said.specific["outcome-1"].value is None


def test_a_policy_with_one_outcome_has_no_agreement_beyond_chance() -> None:
    said = of([[50]])
    assert (said.observed.value, said.kappa.value, said.ac1.value, said.alpha.value) == (1, None, None, None)


def test_perfect_agreement_of_few_is_not_sold_as_certain() -> None:
    said = of([[2, 0], [0, 3]])
    assert said.kappa.value == said.alpha.value == said.ac1.value == 1
    assert said.kappa.low is None
    assert str(LEAST) in said.kappa.why
    assert known(said.specific["outcome-0"])[1] < 0.6


def test_no_table_makes_a_nan_or_fails() -> None:
    dice = Random(3)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for _ in range(2_000):
            size = dice.randint(1, 4)
            said = of([[dice.choice((0, 0, 0, 1, 2, 500)) for _ in range(size)] for _ in range(size)])
            for figure in (said.observed, said.kappa, said.ac1, said.alpha, *said.specific.values()):
                if figure.value is None or figure.low is None:
                    assert figure.why
                else:
                    value, low, high = known(figure)
                    assert -1 <= low <= value + 1e-12
                    assert value - 1e-12 <= high <= 1


def test_the_error_of_alpha_shrinks_with_its_correction() -> None:
    """On a symmetric table kappa is Scott's pi, of which alpha is made."""
    said = of([[6, 3], [3, 8]])
    correction = 39 / 40
    assert 1 - known(said.alpha)[0] == pytest.approx((1 - known(said.kappa)[0]) * correction)
    assert error(said.alpha) == pytest.approx(error(said.kappa) * correction)
