"""Going about in a reason that is longer than a line, and taking out of it what the cursor is on."""

import pytest

from store.docket import Docket
from tests.tui.vote_story import COMPLETE, form
from tui.dialogs.reason_area import ReasonArea

FIRST = "The statement of the witness does not agree with the register, and the office that wrote it says nothing so."
TEXT = f"{FIRST}\nA second line, 漢字 and all."


@pytest.mark.parametrize(
    ("keys", "left"),
    [
        (["ctrl+home"], TEXT[1:]),
        (["ctrl+home", "ctrl+end", "left"], TEXT[:-1]),
        (["ctrl+home", "ctrl+end"], TEXT),
        (["ctrl+home", "right", "right"], f"Th{TEXT[3:]}"),
        (["ctrl+home", "end", "right"], TEXT.replace("the office", "the ffice")),
        (["ctrl+home", "down", "home"], TEXT.replace("the office", "the ffice")),
        (["ctrl+home", "down", "home", "left"], TEXT.replace("the office", "theoffice")),
        (["home"], f"{FIRST}\n{TEXT[len(FIRST) + 2 :]}"),
        (["home", "left"], TEXT.replace("\n", "")),
        (["ctrl+end", *["left"] * 10], TEXT.replace("字", "")),
    ],
)
async def test_delete_takes_out_what_stands_behind_the_cursor_wherever_keys_took_it(
    docket: Docket, keys: list[str], left: str
) -> None:
    async with form(docket, COMPLETE) as story:
        area = story.form.query_one(ReasonArea)
        await story.person.presses("f7")
        area.text = TEXT
        area.action_write_on()
        await story.person.presses(*keys, "delete")
        assert area.text == left
        assert story.kept[-1].draft.reason == left


async def test_what_is_typed_after_going_to_the_ends_of_the_text_stands_there(docket: Docket) -> None:
    async with form(docket, COMPLETE) as story:
        await story.person.presses("f7", "enter", "ctrl+home", "1", "ctrl+end", "2")
        assert story.kept[-1].draft.reason == f"1{COMPLETE.reason}\n2"
