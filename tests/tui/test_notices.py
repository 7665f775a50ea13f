"""What a reviewer is told: newest first, and a failure never behind a success."""

from tui.notices import AGAIN, News, Notices, where_stands


def kept(notices: Notices) -> list[str]:
    return [one.sentence for one in notices.kept]


def test_the_newest_message_is_first() -> None:
    notices = Notices()
    notices.keep("RP-1 has a new revision.")
    notices.keep("RP-2 has a new revision.")
    assert kept(notices) == ["RP-2 has a new revision.", "RP-1 has a new revision."]


def test_a_failure_stays_in_sight_however_much_is_told_after_it() -> None:
    notices = Notices()
    for number in (1, 2):
        notices.keep(f"RP-{number}: vote not recorded.", failed=True)
    notices.keep("RP-3 has a new revision.")
    notices.tell("RP-4: vote recorded.")
    first = ["RP-2: vote not recorded.", "RP-1: vote not recorded.", "RP-3 has a new revision."]
    assert kept(notices) == first
    assert notices.brief == "RP-4: vote recorded."
    assert notices.failures == 2
    notices.settle()
    assert kept(notices) == first


def test_all_is_dismissed_at_once_and_the_next_esc_of_the_same_hand_is_not_for_the_case() -> None:
    now = [100.0]
    notices = Notices(clock=lambda: now[0])
    assert not notices.dismiss()
    notices.keep("old")
    notices.keep("new")
    assert notices.dismiss()
    assert kept(notices) == []
    now[0] += AGAIN / 2
    assert notices.dismiss()
    now[0] += AGAIN
    assert not notices.dismiss()


def test_the_same_sentence_stands_once_and_counts_as_new() -> None:
    notices = Notices()
    for sentence in ("the disk is full", "something else", "the disk is full"):
        notices.keep(sentence)
    assert kept(notices) == ["the disk is full", "something else"]


def test_what_says_how_something_is_now_replaces_what_said_so_before_and_nothing_else() -> None:
    notices = Notices()
    notices.hear(News("RP-1 has a new revision.", "RP-1"))
    notices.hear(News("RP-2 now stands at second.", "RP-2", where_stands("RP-2")))
    for standing in ("second", "conflict"):
        notices.hear(News(f"RP-1 now stands at {standing}.", "RP-1", where_stands("RP-1")))
    assert kept(notices) == ["RP-1 now stands at conflict.", "RP-2 now stands at second.", "RP-1 has a new revision."]


def test_news_of_a_case_is_told_until_its_reader_leaves_it_and_what_to_do_about_a_draft_until_they_vote() -> None:
    notices = Notices()
    notices.keep("RP-1: note not recorded.", failed=True)
    notices.hear(News("RP-1 has a new revision: cite again.", "RP-1", draft=True))
    notices.hear(News("RP-1 has a new policy.", "RP-1"))
    notices.hear(News("RP-2 has a new revision.", "RP-2"))
    notices.left("RP-1")
    assert kept(notices) == [
        "RP-1: note not recorded.", "RP-2 has a new revision.", "RP-1 has a new revision: cite again."
    ]  # fmt: skip
    notices.done_with("RP-1")
    assert kept(notices) == ["RP-1: note not recorded.", "RP-2 has a new revision."]


def test_each_change_is_drawn_and_nothing_else() -> None:
    drawn: list[int] = []
    notices = Notices(lambda: drawn.append(1))
    notices.settle()
    notices.warn(())
    assert drawn == []
    notices.warn(("The journal is damaged.",))
    notices.warn(("The journal is damaged.",))
    assert drawn == [1]
