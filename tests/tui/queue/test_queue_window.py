"""A queue of any length, of which a window is at hand; rows come and go, and nothing is passed over."""

import random

import pytest
from msgspec.structs import replace

from store.filters import parse
from tests.tui.shelf import Shelf, opened, serve
from tui.queue.paging import PAGE, Fetched, Need, count, fetch
from tui.queue.queue_window import KEPT, QueueWindow

OPEN = parse("standing:open")


def read(queue: QueueWindow) -> int | None:
    return int(queue.current.id[2:]) if queue.current else None


def numbers(queue: QueueWindow) -> list[int]:
    return [int(row.id[2:]) for row in queue.rows]


# Reading on


def test_four_votes_on_open_cases_are_on_four_cases_one_after_the_other() -> None:
    shelf = Shelf(range(1, 11))
    queue, voted = opened(shelf, OPEN), []
    for _ in range(4):
        voted.append(read(queue))
        shelf.goes(voted[-1] or 0)
        queue.forget()
        serve(queue, shelf)
        queue.go(1)
    assert voted == [1, 2, 3, 4]


def test_going_on_before_the_vote_is_recorded_passes_nothing_over() -> None:
    shelf = Shelf(range(1, 11))
    queue, voted = opened(shelf, OPEN), []
    for _ in range(4):
        voted.append(read(queue))
        queue.go(1)
        shelf.goes(voted[-1] or 0)
        queue.forget()
        serve(queue, shelf)
    assert voted == [1, 2, 3, 4]


def test_the_case_that_is_read_stays_until_it_is_left() -> None:
    shelf = Shelf(range(1, 6))
    queue = opened(shelf, OPEN)
    queue.go(2)
    shelf.goes(3)
    queue.forget()
    serve(queue, shelf)
    assert (read(queue), queue.matches, numbers(queue)) == (3, False, [1, 2, 3, 4, 5])
    queue.go(-1)
    assert (read(queue), queue.matches, numbers(queue)) == (2, True, [1, 2, 4, 5])
    queue.go(1)
    assert read(queue) == 4


def test_what_comes_in_next_is_next() -> None:
    shelf = Shelf([10, 20, 30])
    queue = opened(shelf)
    shelf.comes(15)
    queue.forget()
    serve(queue, shelf)
    queue.go(1)
    assert read(queue) == 15


def test_what_comes_in_above_is_named() -> None:
    shelf = Shelf([10, 20, 30])
    queue = opened(shelf)
    queue.go(1)
    shelf.comes(15)
    queue.forget()
    serve(queue, shelf)
    assert queue.came == ["C-15"]
    queue.go(-1)
    assert read(queue) == 15


def test_a_case_that_moves_back_in_the_queue_leaves_the_rest_in_their_places() -> None:
    shelf = Shelf([10, 20, 30, 40])
    queue = opened(shelf)
    shelf.goes(10)
    shelf.comes(35)
    queue.forget()
    serve(queue, shelf)
    seen = [read(queue)]
    while queue.go(1):
        seen.append(read(queue))
    assert seen == [10, 20, 30, 35, 40]


@pytest.mark.long
@pytest.mark.parametrize("seed", range(60))
def test_a_queue_that_shrinks_and_grows_under_the_cursor_shows_each_case_once(seed: int) -> None:
    chance = random.Random(seed)
    shelf = Shelf(chance.sample(range(10_000), chance.choice([1, 5, 70, 400])))
    queue = opened(shelf, OPEN)
    seen, due = [read(queue)], set(shelf.numbers)
    for _ in range(3_000):
        at = read(queue) or 0
        for _ in range(chance.choice([0, 0, 1, 3])):
            number = chance.choice([at, *chance.sample(range(10_000), 2), *shelf.numbers[:1], *shelf.numbers[-1:]])
            if chance.random() < 0.6:
                shelf.goes(number)
                due.discard(number) if number > at else None
            elif number > at:
                shelf.comes(number)
                due.add(number)
        queue.forget()
        if chance.random() < 0.8:
            serve(queue, shelf)
            if not queue.go(1) and not queue.waiting:
                break
            serve(queue, shelf)
            seen.append(read(queue))
    assert len(seen) == len(set(seen))
    assert due <= set(seen)
    assert "last case" in queue.end(1) or "only case" in queue.end(1) or "No other" in queue.end(1)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(60))
def test_rows_that_arrive_late_pass_nothing_over_untold(seed: int) -> None:
    """Pages and counts are under way while the reader goes on and cases come and go."""
    chance = random.Random(seed)
    shelf = Shelf(chance.sample(range(3_000), 300))
    queue, late, told = opened(shelf, OPEN), [], set()
    seen, due = [read(queue)], set(shelf.numbers)
    for _ in range(20_000):
        at, dice = read(queue) or 0, chance.random()
        if dice < 0.15:
            number = chance.choice([at, *chance.sample(range(3_000), 2)])
            if chance.random() < 0.6:
                shelf.goes(number)
                due.discard(number)
            elif number > at:
                shelf.comes(number)
                due.add(number)
            queue.forget()
        elif dice < 0.3 and (need := queue.next_need()):
            late.append(fetch(shelf, "alice", need))
        elif dice < 0.6 and late:
            moved = queue.take(late.pop())
            told |= {int(one[2:]) for one in queue.came}
            queue.came = []
            seen += [read(queue)] if moved else []
        elif dice < 0.65 and (wanted := queue.next_count()):
            queue.take_count(count(shelf, "alice", wanted))
        elif queue.go(1):
            seen.append(read(queue))
        elif not queue.waiting and not late and not queue.next_need():
            break
    assert len(seen) == len(set(seen))
    assert due <= set(seen) | told


# Where one is


def test_the_place_is_counted_once_and_then_kept_in_step() -> None:
    shelf = Shelf(range(1_000))
    queue = opened(shelf)
    queue.go(5)
    assert (queue.above, queue.total) == (5, 1_000)
    shelf.goes(5)
    queue.forget()
    queue.go(2)
    serve(queue, shelf)
    assert (queue.above, queue.total) == (6, 999)
    queue.go_last()
    serve(queue, shelf)
    assert (queue.above, queue.total) == (998, 999)
    queue.go(-3)
    assert queue.above == 995
    queue.go_first()
    serve(queue, shelf)
    assert queue.above == 0


def test_a_case_that_matches_no_more_has_no_place() -> None:
    shelf = Shelf(range(10))
    queue = opened(shelf, OPEN)
    queue.go(4)
    shelf.goes(4)
    queue.forget()
    serve(queue, shelf)
    assert (queue.above, queue.total, queue.matches) == (4, 9, False)
    queue.go(1)
    assert (read(queue), queue.above) == (5, 4)


def test_a_count_that_arrives_late_counts_the_steps_since() -> None:
    shelf = Shelf(range(100))
    queue = opened(shelf)
    queue.forget()
    wanted = queue.next_count()
    assert wanted is not None
    counted = count(shelf, "alice", wanted)
    queue.go(7)
    queue.take_count(counted)
    assert queue.above == 7


def test_a_search_for_a_case_that_finds_none_leaves_the_place_as_it_was() -> None:
    queue = opened(Shelf(range(100)))
    queue.go(7)
    queue.go_mine()
    need = queue.next_need()
    assert need is not None
    queue.take(Fetched(need, [], True, True, end="only"))
    assert (read(queue), queue.above, queue.total) == (7, 7, 100)


# Any length


def test_a_screen_of_a_million_is_a_page_and_so_is_the_end() -> None:
    shelf = Shelf(range(1_000_000))
    queue = opened(shelf)
    assert shelf.rows_given == PAGE
    queue.go_last()
    serve(queue, shelf)
    assert read(queue) == 999_999
    assert shelf.rows_given == 2 * PAGE


def test_far_travel_keeps_a_window_and_the_way_back() -> None:
    shelf = Shelf(range(5_000))
    queue = opened(shelf)
    for _ in range(4_999):
        queue.go(1)
        serve(queue, shelf)
    assert read(queue) == 4_999
    assert len(queue.rows) <= KEPT
    for _ in range(4_999):
        queue.go(-1)
        serve(queue, shelf)
    assert read(queue) == 0
    assert numbers(queue)[:3] == [0, 1, 2]


def test_steps_beyond_what_is_at_hand_are_taken_when_rows_come() -> None:
    shelf = Shelf(range(1_000))
    queue = opened(shelf)
    assert queue.go(PAGE + 20)
    assert (read(queue), queue.waiting) == (PAGE - 1, True)
    queue.go(1)
    serve(queue, shelf)
    assert (read(queue), queue.waiting) == (PAGE + 21, False)


@pytest.mark.parametrize("height", [22, 38, 48, PAGE])
def test_a_page_down_finds_its_rows_at_hand(height: int) -> None:
    shelf, top = Shelf(range(1_000)), 0
    queue = opened(shelf)
    while not queue.at_end:
        queue.seen(top, top + height)
        serve(queue, shelf)
        queue.go(height - 1)
        assert not queue.waiting, "the case where the rows end would be shown, and then the one that was asked for"
        top = queue.cursor - height + 1


def test_scrolling_away_forgets_neither_the_case_nor_its_place() -> None:
    shelf = Shelf(range(5_000))
    queue = opened(shelf)
    queue.go(10)
    for start in range(0, 2_000, 20):
        queue.seen(start, start + 40)
        serve(queue, shelf)
    assert not queue.at_hand
    assert queue.row(2_000) is not None
    assert read(queue) == 10
    shelf.comes(5_001)
    queue.forget()
    serve(queue, shelf)
    assert queue.row(1_900) is not None
    queue.go(1)
    serve(queue, shelf)
    assert read(queue) == 11
    assert numbers(queue)[queue.cursor - queue.first] == 11


# Filters, ends and failures


def test_another_filter_goes_on_with_the_case_if_it_matches() -> None:
    shelf = Shelf(range(300))
    queue = opened(shelf)
    queue.go(200)
    serve(queue, shelf)
    held = queue.current
    queue.choose(OPEN, held)
    serve(queue, shelf)
    assert (read(queue), queue.above) == (200, 200)
    shelf.goes(200)
    queue.choose(parse("standing:open flag:Q3"), held)
    serve(queue, shelf)
    assert (read(queue), queue.above, queue.total) == (0, 0, 299)


def test_the_ends_say_what_is_true() -> None:
    assert opened(Shelf([])).end(1) == "There is no case in the queue."
    assert opened(Shelf([3])).end(1) == "This is the only case of the queue."
    queue = opened(Shelf([1, 2]))
    assert queue.end(-1) == "This is the first case of the queue."
    queue.go(1)
    assert queue.end(1) == "This is the last case of the queue: 1 stands above it."
    shelf = Shelf([5])
    alone = opened(shelf, OPEN)
    shelf.goes(5)
    alone.forget()
    serve(alone, shelf)
    assert alone.end(1) == "No other case is left that this filter lets through: esc in the queue takes it away."


def test_an_empty_queue_fills_when_cases_come() -> None:
    shelf = Shelf([])
    queue = opened(shelf)
    assert not queue.go(1)
    assert not queue.waiting
    shelf.comes(4)
    queue.forget()
    serve(queue, shelf)
    assert read(queue) == 4


def test_rows_that_cannot_be_fetched_are_not_asked_for_again_and_again() -> None:
    shelf = Shelf(range(1_000))
    queue = opened(shelf)
    queue.go(PAGE)
    need = queue.next_need()
    assert need is not None
    queue.failed(need)
    assert queue.next_need() is None
    assert not queue.waiting
    queue.go(1)
    assert queue.next_need() is None
    queue.forget()
    serve(queue, shelf)
    queue.go(1)
    assert read(queue) == PAGE


def test_what_nobody_wants_any_more_is_not_taken_in() -> None:
    shelf = Shelf(range(100))
    queue = opened(shelf)
    queue.go_last()
    need = queue.next_need()
    assert need is not None
    queue.go_first()
    assert not queue.take(fetch(shelf, "alice", need))
    assert queue.next_need() == Need("first", queue.chosen)
    serve(queue, shelf)
    assert read(queue) == 0


def test_rows_around_a_case_that_was_left_long_ago_are_fetched_around_the_one_that_is_read() -> None:
    shelf = Shelf(range(1_000))
    queue = opened(shelf)
    for _ in range(300):
        queue.go(1)
        serve(queue, shelf)
    queue.go(-299)
    queue.forget()
    need = queue.next_need()
    assert need is not None
    around = fetch(shelf, "alice", need)
    queue.go(250)
    queue.take(around)
    shelf.goes(252)
    serve(queue, shelf)
    queue.go(1)
    assert read(queue) == 253


def test_the_next_case_is_one_that_nobody_else_is_reading() -> None:
    queue = opened(Shelf(range(1, 7)))
    queue.rows[1:3] = [replace(row, busy=True) for row in queue.rows[1:3]]
    assert queue.free() == (3, ["C-2", "C-3"])
    queue.go(3)
    assert read(queue) == 4
    assert queue.free() == (1, [])


def test_where_all_that_follow_are_being_read_the_next_one_is_gone_to() -> None:
    queue = opened(Shelf(range(1, 4)))
    queue.rows[1:] = [replace(row, busy=True) for row in queue.rows[1:]]
    assert queue.free() == (1, [])
