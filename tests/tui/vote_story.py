"""A vote form on a stage, and the person in front of it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.screen import Screen

from store.acts import Cite, Draft
from store.docket import Docket
from tests.dockets import read_through, see
from tests.tui.typist import OneWidget, Typist, shown
from tui.acting.drafts import SavedDraft
from tui.vote.vote_form import VoteForm

EMPTY = Draft()
REGISTER = Cite("r1", 0, 27)
COMPLETE = Draft("revoke", ("contact",), "The register and the answer differ.", (REGISTER,))
SIZES = [(80, 24), (120, 40), (60, 20)]


def spoken(text: str) -> str:
    """The words of a screen, without its lines; where a line was broken no blank is doubled."""
    return " ".join("".join(" " if "─" <= one <= "╿" else one for one in text).split())


class Stage(OneWidget):
    """A form alone on a screen, which closes it as the review screen does where no words are marked."""

    def get_default_screen(self) -> Screen[None]:
        """The screen that the form stands on."""
        return _FormScreen()


class _FormScreen(Screen[None]):
    def action_leave_form(self) -> None:
        self.query_one(VoteForm).action_close()


class Story:
    """A form on a stage, and the person in front of it."""

    def __init__(
        self, app: Stage, form: VoteForm, person: Typist, kept: list[SavedDraft], given: list[SavedDraft | None]
    ) -> None:
        self.app = app
        self.form = form
        self.person = person
        self.kept = kept
        self.given = given

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
    person = Typist()
    saved = SavedDraft(draft, "first key")
    read_through(docket, reviewer, case)
    view = see(docket, reviewer, case)
    kept, given = list[SavedDraft](), list[SavedDraft | None]()
    written = VoteForm(
        docket, reviewer, view, saved, kept.append, given.append, adjudicating=adjudicating, guard=person.guard
    )
    app = Stage(written)
    story = Story(app, written, person, kept, given)
    async with app.run_test(size=size) as pilot:
        person.pilot = pilot
        if not just_opened:
            await person.reads()
        yield story
