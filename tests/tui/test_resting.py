"""The collector of cycles waits until nobody waits for a key."""

import gc

import pytest

from tui.resting import FEW, LONG, SHORT, Rest


@pytest.fixture
def collected(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The generations that were looked through."""
    seen: list[int] = []
    monkeypatch.setattr(gc, "collect", lambda generation=2: seen.append(generation))
    monkeypatch.setattr(gc, "get_count", lambda: (FEW, 0, 0))
    monkeypatch.setattr(gc, "freeze", lambda: None)
    return seen


@pytest.fixture
def rest(collected: list[int]) -> Rest:
    """One that has begun."""
    begun = Rest()
    begun.begin()
    collected.clear()
    return begun


def test_it_looks_between_keys_and_never_right_behind_one(rest: Rest, collected: list[int]) -> None:
    rest.use(0.0)
    rest.use(SHORT / 2)
    assert collected == []
    rest.use(SHORT)
    assert collected == [0]


def test_it_looks_through_all_once_in_a_long_rest(rest: Rest, collected: list[int]) -> None:
    for idle in (LONG, LONG + 1, LONG + 2, SHORT, LONG):
        rest.use(idle)
    assert collected == [2, 0, 0, 0, 0, 2, 0]


def test_a_few_new_objects_are_not_worth_it(rest: Rest, collected: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gc, "get_count", lambda: (FEW - 1, 0, 0))
    rest.use(SHORT)
    assert collected == []


def test_before_the_first_case_stands_it_does_nothing(collected: list[int]) -> None:
    Rest().use(LONG)
    assert collected == []
