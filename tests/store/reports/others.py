"""What other programs say of the same pairs; loaded only by tests that ask them."""

import warnings

Table = list[list[int]]


def other_says(name: str, table: Table) -> tuple[float, float]:
    """The coefficient and its standard error by irrCAC, which rounds both to five digits."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import numpy
        import pandas
        from irrCAC.table import CAC

        names = [f"outcome-{number}" for number in range(len(table))]
        said = getattr(CAC(pandas.DataFrame(table, index=names, columns=names)), name)()["est"]
    return float(said["coefficient_value"]), float(numpy.ravel(said["se"])[0])


def krippendorff_says(first: list[int], second: list[int]) -> float:
    """Alpha of nominal data by the library of that name."""
    import krippendorff

    values = list(range(max(*first, *second) + 1))
    return float(krippendorff.alpha([first, second], value_domain=values, level_of_measurement="nominal"))
