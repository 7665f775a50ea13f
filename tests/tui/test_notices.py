"""What a reviewer is told: newest first, and a failure never behind a success."""

from tui.notices import Notice, Notices


def in_sight(notices: Notices) -> list[str]:
    return [one.sentence for one in notices.in_sight]


def test_the_newest_message_is_the_one_in_sight() -> None:
    notices = Notices()
    notices.keep("RP-1 has a new revision.")
    notices.keep("RP-2 has a new revision.")
    assert in_sight(notices) == ["RP-2 has a new revision."]
    assert notices.count == 2


def test_a_failure_stays_in_sight_however_much_is_told_after_it() -> None:
    notices = Notices()
    notices.keep("RP-1: vote not recorded.", failed=True)
    notices.keep("RP-2 has a new revision.")
    notices.tell("RP-3: vote recorded.")
    assert in_sight(notices) == ["RP-1: vote not recorded.", "RP-2 has a new revision."]
    assert notices.brief == "RP-3: vote recorded."
    notices.settle()
    assert in_sight(notices) == ["RP-1: vote not recorded.", "RP-2 has a new revision."]


def test_the_newest_failure_is_before_older_ones() -> None:
    notices = Notices()
    for number in (1, 2):
        notices.keep(f"RP-{number}: vote not recorded.", failed=True)
    assert in_sight(notices) == ["RP-2: vote not recorded."]
    assert notices.failures == 2


def test_what_is_dismissed_is_the_first_in_sight() -> None:
    notices = Notices()
    notices.keep("old")
    notices.keep("failed", failed=True)
    notices.keep("new")
    dismissed = []
    while sight := notices.in_sight:
        dismissed.append(sight[0])
        assert notices.dismiss()
    assert dismissed == [Notice("failed", True), Notice("new"), Notice("old")]
    assert not notices.dismiss()


def test_the_same_sentence_stands_once_and_counts_as_new() -> None:
    notices = Notices()
    for sentence in ("the disk is full", "something else", "the disk is full"):
        notices.keep(sentence)
    assert in_sight(notices) == ["the disk is full"]
    assert notices.count == 2


def test_what_says_how_something_is_now_replaces_what_said_so_before_and_nothing_else() -> None:
    notices = Notices()
    notices.keep("RP-1 has a new revision. 2 citations of your draft quoted text that is no longer there: cite again.")
    notices.keep("RP-2 now stands at second.", about="the standing of RP-2")
    for standing in ("second", "conflict"):
        notices.keep(f"RP-1 now stands at {standing}.", about="the standing of RP-1")
    told = []
    while sight := in_sight(notices):
        told.append(sight[0].split(".")[0])
        notices.dismiss()
    assert told == ["RP-1 now stands at conflict", "RP-2 now stands at second", "RP-1 has a new revision"]


def test_each_change_is_drawn_and_nothing_else() -> None:
    drawn: list[int] = []
    notices = Notices(lambda: drawn.append(1))
    notices.settle()
    notices.warn(())
    assert drawn == []
    notices.warn(("The journal is damaged.",))
    notices.warn(("The journal is damaged.",))
    assert drawn == [1]
