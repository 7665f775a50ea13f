"""The full-screen program: it watches what others do, tells what is to be told, and keeps the queue of writes.

A screen only composes; which screens there are is in `tui.screens.registry`.
"""

import os
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.filter import LineFilter, NoColor
from textual.geometry import Size
from textual.screen import Screen

from store.docket import Docket
from store.filters import Filter
from tui.acting.draft_saver import DraftSaver
from tui.acting.drafts import Drafts, default_directory, kind_of
from tui.acting.write_queue import Done, WriteQueue
from tui.crash import report
from tui.keymap import Keymap
from tui.leaving import LEAVING, PATIENCE
from tui.notices import Notices
from tui.palette import PaletteApp
from tui.preferences import Preferences, where_left
from tui.screens.frame import Frame, Work
from tui.screens.registry import SCREENS, Listed, anywhere
from tui.screens.too_small import TooSmall, cover_if_too_small, laid_out
from tui.session import Session
from tui.submissions import Submissions
from tui.terminal.safe_filter import SafeFilter
from tui.theme import VARIABLES

AT_ONCE = ("ctrl+q", "ctrl+z", "f1")
"""What is done all the same while a refusal waits to be seen."""
SEEN = ("escape", "ctrl+c", "f8")
"""By these the reviewer goes on; the last shows the draft that a refusal speaks of."""
NO_TOUR = "FOUREYES_TOUR"
"""`off` in the environment shows nobody around."""


def run(
    docket: Docket, reviewer: str, chosen: Filter | None = None, keymap: Keymap | None = None, *, mouse: bool = True
) -> int:
    """Open the first screen; returns the exit code. Everything submitted is recorded before it returns.

    Raises the `StoreError` that ended it, such as a docket that is damaged meanwhile.
    """
    app = FoureyesApp(docket, reviewer, chosen, keymap=keymap)
    app.shows_around = os.environ.get(NO_TOUR) != "off"
    with app.minding_threads(), app.minding_signals():
        app.run(mouse=mouse)
        app.write_queue.drain(PATIENCE)
        app.draft_saver.close()
        app.keep_place()
    if app.failure is not None:
        raise app.failure
    return app.return_code or 0


class FoureyesApp(PaletteApp, inherit_bindings=False):
    """One reviewer at one docket. Threads call it later, in its own thread, and touch no widget."""

    CSS_PATH = Path(__file__).with_name("app.tcss")
    SCREENS_OF_WORK: ClassVar[tuple[Listed, ...]] = SCREENS
    PLACE = anywhere()
    BINDINGS: ClassVar[list[BindingType]] = [*PLACE.bindings, *LEAVING]
    COMMAND_PALETTE_BINDING = "f3"

    def __init__(
        self,
        docket: Docket,
        reviewer: str,
        chosen: Filter | None = None,
        drafts: Drafts | None = None,
        clock: Callable[[], float] = time.monotonic,
        keymap: Keymap | None = None,
    ) -> None:
        self._safe_filter, self._no_color = SafeFilter(), NoColor()
        if not os.environ.get("NO_COLOR"):
            os.environ.pop("NO_COLOR", None)  # empty it says nothing, which Textual does not know
        super().__init__(docket, reviewer)
        self.animation_level = "none"
        self.write_queue = WriteQueue(partial(self.call_later, self._recorded))
        notices = Notices(self._show_notices, clock)
        tell = partial(self.call_later, notices.keep)
        drafts = drafts or Drafts(default_directory())
        self.draft_saver = DraftSaver(drafts, docket.store, reviewer, tell)
        self.preferences = Preferences(drafts.directory.with_name("reviewers"), reviewer)
        begin = where_left(self.preferences.kept, docket.store) if chosen is None else (chosen, "")
        session = Session(docket, reviewer, self.draft_saver, begin[0], clock, begin[1])
        keymap = keymap or Keymap()
        self.set_keymap(keymap.keys)
        self.work = Work(session, Submissions(session, self.write_queue), notices, keymap, self.preferences)
        self.first = self.SCREENS_OF_WORK[0].screen(self.work)
        self.take_theme()

    def goes_nowhere(self, event: events.Key | events.Paste) -> bool:
        """What is typed behind a refusal is meant for the form that did not open, until the reviewer goes on.

        It may be a whole reason, with the keys of the form in it, and begin long after the eye should have seen that.
        So it is with keys for a case that has gone by itself, and where the terminal is too small to read anything.
        """
        notices, key = self.work.notices, event.key if isinstance(event, events.Key) else ""
        if isinstance(self.screen, TooSmall):
            missed = key not in TooSmall.TAKES
            self.screen.missed |= missed
            return missed
        if not isinstance(self.screen, Frame) or key in AT_ONCE:
            return False
        if not notices.refused:
            if too_early := key not in SEEN and self.screen.precedes(event):
                notices.tell("This case came by itself as you pressed that: it went nowhere.")
            return too_early
        if key not in SEEN:
            notices.went_nowhere()
            return True
        notices.go_on()
        return key != "f8"

    # Screens

    def get_default_screen(self) -> Screen[None]:
        """The first screen stays below all others."""
        return self.first

    @property
    def frames(self) -> list[Frame]:
        """The screens of work that are open."""
        return [screen for screen in self.screen_stack if isinstance(screen, Frame)]

    def action_open(self, name: str) -> None:
        """Go to a screen of work, by the name of its place."""
        if self.screen is self.first and name == self.first.PLACE.name:
            self.work.notices.tell("This is the queue and the case: R comes back here from other screens.")
        else:
            self.work.notices.settle()
        if len(self.frames) > 1:
            self.pop_screen()
        if name != self.first.PLACE.name:
            self.push_screen(next(one for one in self.SCREENS_OF_WORK if one.action.id == name).screen(self.work))

    def on_frame_wanted(self, event: Frame.Wanted) -> None:
        """To the queue, with a filter, a case, a form or a hit."""
        self.action_open(self.first.PLACE.name)
        self.first.show_cases(event.chosen, event.case, event.draft, event.hit)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The variables that other themes lack."""
        return VARIABLES

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Behind all that is made safe where it is shown, one filter for what is not.

        NO_COLOR (no-color.org) means no colour, and none of the greys that Textual takes for it.
        """
        colourless = [self._no_color] if self.no_color else []
        return [*super().get_line_filters(), *colourless, self._safe_filter]

    @property
    def size(self) -> Size:
        """What screens are laid out for: never so few cells that a widget is left with none."""
        return laid_out(super().size)

    async def on_event(self, event: events.Event) -> None:
        """A terminal may be smaller than anything can be laid out for."""
        if isinstance(event, events.Resize):
            event.size = laid_out(event.size)
        await super().on_event(event)

    def on_resize(self, event: events.Resize) -> None:
        """Nothing can be read on a very small terminal, and nothing should be decided on it."""
        cover_if_too_small(self, event.size)

    def on_too_small_missed(self) -> None:
        """A line may be slow to tell that there is room: the hand is not."""
        self.work.notices.tell("Keys pressed before there was room went nowhere.")

    def action_help(self) -> None:
        """The keys of this screen or dialog, the standings, the filter."""
        from tui.dialogs.help import Help, place_here

        screen = self.screen
        self.push_screen(Help(screen.helped if isinstance(screen, Frame) else [place_here(screen)]))

    def action_palette(self) -> None:
        """All actions by name."""
        self.action_command_palette()

    # What others do, and what is told

    def on_mount(self) -> None:
        """Begin with what is wrong with the docket, if anything is."""
        self._warn()

    def watched(self, *, new: bool, problem: str, answer: str = "") -> None:
        """Take in what is new; who asked for that is told what it was, unless they went on meanwhile."""
        self._warn(*([problem] if problem else []))
        if new or self.work.session.lapsed:
            self._take_in()
        if answer and not self.work.notices.brief:
            self.work.notices.tell(answer)

    def action_refresh(self) -> None:
        """Look now."""
        self.look(asked=True)
        self._take_in()

    def _take_in(self) -> None:
        for frame in self.frames:
            frame.take_in()

    def _warn(self, *more: str) -> None:
        self.work.notices.warn((*(one.sentence for one in self.docket.warnings(self.work.session.reviewer)), *more))

    def _show_notices(self) -> None:
        for frame in self.frames:
            if frame.is_mounted:
                frame.show_notices()

    def _recorded(self, done: Done) -> None:
        """Tell how it ended, and show what came of it."""
        ended, notices = self.work.submissions.ended(done), self.work.notices
        if ended.fault is not None:
            with suppress(OSError):
                report(ended.fault)
        if ended.failed:
            notices.keep(ended.sentence, failed=True)
            self.bell()
        elif not ended.quiet:
            notices.tell(ended.sentence)
        if not ended.failed:
            self.records_itself()
        if not ended.failed and not ended.goes_on:
            self.work.session.drop(ended.case, kind_of(ended.request.act))
        for frame in self.frames if self.is_running else ():  # while it ends its screens have lost their parts
            frame.recorded(ended)
