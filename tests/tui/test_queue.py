"""A queue of any length, of which only what is shown is fetched."""

from store.case.view import QueueRow
from store.model import Standing
from tui.queue import WINDOW, Queue


class Shelf:
    """Gives rows and counts how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def rows(self, numbers: list[int]) -> list[QueueRow]:
        self.asked += 1
        return [QueueRow(f"C-{number}", "", Standing.OPEN, (), 0, False) for number in numbers]


def full(count: int = 100_000) -> tuple[Queue, Shelf]:
    shelf = Shelf()
    queue = Queue(shelf.rows)
    queue.replace(range(count), keep=False)
    return queue, shelf


def test_a_screen_of_rows_is_one_question() -> None:
    queue, shelf = full()
    assert [queue.row(at).id for at in range(40)] == [f"C-{at}" for at in range(40)]
    assert shelf.asked == 1
    assert queue.row(99_999).id == "C-99999"
    assert shelf.asked == 2


def test_far_travel_does_not_pile_up_rows() -> None:
    queue, _ = full()
    for at in range(0, 100_000, WINDOW):
        queue.row(at)
    queue.row(99_999)
    assert len(queue._windows) < 30
    assert queue.row(0).id == "C-0"


def test_the_cursor_stays_within() -> None:
    queue, _ = full(3)
    assert queue.go(9)
    assert queue.cursor == 2
    assert not queue.go(99)
    assert queue.go(-5)
    assert queue.number == 0


def test_the_cursor_stays_on_its_case_when_others_come() -> None:
    queue, _ = full(10)
    queue.go(4)
    queue.replace([7, 8, 4, 9], keep=True)
    assert (queue.cursor, queue.number) == (2, 4)


def test_a_case_that_left_the_filter_stays_while_it_is_read() -> None:
    queue, _ = full(10)
    queue.go(4)
    queue.replace([1, 2, 3, 5, 6], keep=True)
    assert queue.number == 4
    assert list(queue.numbers) == [1, 2, 3, 5, 4, 6]


def test_another_filter_begins_at_the_top() -> None:
    queue, _ = full(10)
    queue.go(4)
    queue.replace([1, 2, 3], keep=False)
    assert (queue.cursor, queue.number) == (0, 1)
    queue.replace([], keep=False)
    assert queue.current is None


def test_forgotten_rows_are_fetched_anew() -> None:
    queue, shelf = full()
    queue.row(0)
    queue.forget_rows()
    queue.row(0)
    assert shelf.asked == 2
