"""What the reviewer chose, kept from one start to the next: the colours, and the place in the queue."""

from functools import partial

from tui.leaving import LeavingApp
from tui.preferences import Left, Preferences
from tui.screens.frame import Frame
from tui.theme import DARK, TERMINAL, THEMES

EVERY = 5.0
"""Seconds between looks at where the reviewer is: a line that drops asks nobody."""


class RememberingApp(LeavingApp, inherit_bindings=False):
    """Keeps the `preferences`: while it runs, in a thread, and once more when it has ended."""

    preferences: Preferences
    shows_around = False
    """Whether newcomers are shown the tour when it starts."""
    tour_step = 0
    """The step with which it begins."""

    def on_mount(self) -> None:
        """Begin to keep the place; who is here for the first time is shown around."""
        self.set_interval(EVERY, partial(self.run_worker, self.keep_place, thread=True, group="place"))
        if self.shows_around and not self.preferences.toured:
            self.call_after_refresh(self.action_tour)

    def action_tour(self) -> None:
        """The tour, where there is room for the screens that it is about; by itself only once."""
        from tui.dialogs.tour import Tour

        screen = self.screen
        if isinstance(screen, Frame):
            self.preferences.change(toured=True)
            self.push_screen(Tour(self.frames[0].here, self.tour_step), self._leave_tour)

    def _leave_tour(self, step: int | None) -> None:
        """Where a key led elsewhere, which the steps invite to, the tour goes on from there when it is asked for."""
        self.tour_step = step or 0
        if step is not None:
            from tui.dialogs.tour import keys_of

            key = keys_of(self.frames[0].here)["anywhere.palette"]
            self.work.notices.tell(f"The tour has made room: {key} and tour go on with it.")

    def take_theme(self) -> None:
        """The colours that were chosen; else such as the terminal can show."""
        for theme, _ in THEMES:
            self.register_theme(theme)
        kept, usual = self.preferences.kept.theme, TERMINAL if self.console.color_system == "standard" else DARK
        self.theme = kept if kept in {theme.name for theme, _ in THEMES} else usual.name

    def refresh_css(self, animate: bool = True) -> None:
        """Before the first screen is there nothing is drawn, and its stylesheet is parsed with it: not before as well.

        Textual parses all of it here for the theme that the program begins with.
        """
        if self.screen_stack:
            super().refresh_css(animate)
        else:
            self.stylesheet.set_variables(self.get_css_variables())

    def action_change_theme(self) -> None:
        """Ask for the colours."""
        from tui.dialogs.pick import Pick

        choices = tuple((theme.name, label) for theme, label in THEMES)
        self.push_screen(Pick("Theme", choices, self.theme), self._take)

    def _take(self, name: str | None) -> None:
        if name is not None:
            self.theme = name
            self.preferences.change(theme=name)

    def keep_place(self) -> None:
        """Keep where the reviewer is: the next start begins there."""
        session, kept = self.work.session, self.preferences.kept
        if (row := session.queue.current) is not None:
            left = Left(str(session.queue.chosen), row.id)
            self.preferences.change(left={**kept.left, session.docket.store: left})
        self.preferences.save()
