"""A vote form on a stage, and the person in front of it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from store.acts import Cite, Draft
from store.docket import Docket
from tests.dockets import read_through, see
from tests.tui.typist import Stage, Typist, shown
from tui.dialogs.vote_form import VoteForm
from tui.drafts import SavedDraft

EMPTY = Draft()
REGISTER = Cite("r1", 0, 27)
COMPLETE = Draft("revoke", ("contact",), "The register and the answer differ.", (REGISTER,))
SIZES = [(80, 24), (120, 40), (60, 20)]


class Story:
    """A form on a stage, and the person in front of it."""

    def __init__(self, app: Stage, person: Typist, kept: list[SavedDraft]) -> None:
        self.app = app
        self.person = person
        self.kept = kept

    @property
    def text(self) -> str:
        return shown(self.app.screen)

    async def goes_to(self, selector: str) -> None:
        for _ in range(12):
            if self.app.screen.query(selector).first().has_focus:
                return
            await self.person.presses("tab")
        raise AssertionError(f"Tab never reached {selector}.")

    async def confirms(self, word: str, every: float = 0.15) -> None:
        await self.goes_to("ConfirmationInput")
        await self.person.types(word, every=every)


@asynccontextmanager
async def form(
    docket: Docket,
    draft: Draft = EMPTY,
    *,
    reviewer: str = "carol",
    case: str = "RP-0001",
    adjudicating: bool = False,
    size: tuple[int, int] = (80, 24),
    just_opened: bool = False,
) -> AsyncIterator[Story]:
    """A form, once the person could read it, or with `just_opened` before they can."""
    person, kept = Typist(), list[SavedDraft]()
    saved = SavedDraft(draft, "first key")
    read_through(docket, reviewer, case)
    view = see(docket, reviewer, case)
    dialog = VoteForm(docket, reviewer, view, saved, kept.append, adjudicating, guard=person.guard)
    app = Stage(dialog)
    async with app.run_test(size=size) as pilot:
        person.pilot = pilot
        if not just_opened:
            await person.reads()
        yield Story(app, person, kept)
