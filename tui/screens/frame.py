"""What every screen of the program has: a line of status, messages, a line of keys, and the app behind it."""

import os
from collections.abc import Iterator
from functools import partial
from typing import ClassVar, NamedTuple

from msgspec.structs import replace
from textual import events
from textual.app import ComposeResult
from textual.dom import DOMNode
from textual.geometry import Region
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget

from store.errors import BadInput
from store.filters import Filter
from store.text import visible
from tui.actions import Action, Place, footer, place_of
from tui.keymap import Keymap, spelled
from tui.notices import Notices
from tui.pages.hits import HitPlace
from tui.preferences import Preferences
from tui.session import Session
from tui.submissions import Ended, Submissions
from tui.terminal.clipboard import why_no_clipboard, write_copy
from tui.widgets.status_bar import Banner, KeyBar, Overlay, StatusBar, told

BACK = Action("back", "escape", "Back", "Dismiss a message, or go back to the first screen")

NO_TEXT = "A paste does nothing here: text is taken where you write."


class Work(NamedTuple):
    """What the app gives to every screen: the reviewer's session, the ways to record and to tell, and their keys."""

    session: Session
    submissions: Submissions
    notices: Notices
    keymap: Keymap
    preferences: Preferences


class Frame(Screen[None], inherit_bindings=False):
    """A screen only composes: others' work, messages and what is recorded come to it from the app.

    `PLACE` names it and its keys, and `PANES` its parts that are places too; how a reviewer gets to it is in
    `tui.screens.registry`.
    """

    PLACE: ClassVar[Place]
    PANES: ClassVar[tuple[type[Widget], ...]] = ()

    class Wanted(Message):
        """The reviewer wants the cases that a filter lets through, or `case` of them: the app goes to the queue.

        With `draft` they want the form in which their draft of that kind stands, with `hit` that hit of a search.
        """

        def __init__(
            self, chosen: Filter, case: str = "", draft: str | None = None, hit: HitPlace | None = None
        ) -> None:
            super().__init__()
            self.chosen, self.case, self.draft, self.hit = chosen, case, draft, hit

    def __init__(self, work: Work) -> None:
        super().__init__()
        self.session, self.submissions, self.notices, self._keymap, self.preferences = work
        self._more_told = False

    @classmethod
    def panes(cls) -> tuple[type[Widget], ...]:
        """Those parts, and such as are loaded when they are opened."""
        return cls.PANES

    def compose(self) -> ComposeResult:
        """From top to bottom."""
        yield StatusBar()
        yield Overlay()
        yield from self.compose_body()
        yield Banner()
        yield KeyBar()

    def compose_body(self) -> ComposeResult:
        """What is between the messages and the keys."""
        raise NotImplementedError

    # What the app tells

    def take_in(self) -> None:
        """Cases moved, here or elsewhere: show them as they are now."""

    def recorded(self, ended: Ended) -> None:
        """Something that this reviewer recorded has been answered: what came of it is to be shown."""

    def show_cases(self, chosen: Filter, case: str = "", draft: str | None = None, hit: HitPlace | None = None) -> None:
        """Show what is `Wanted`: asked of the first screen, which has the queue."""

    @property
    def writing(self) -> bool:
        """Whether something is being written that is to be left before the program is."""
        return False

    def leaving(self) -> None:
        """The reviewer leaves the program: submit what is to be recorded before."""

    # What is taken out

    def copy(self, text: str, what: str) -> None:
        """Copy a text as it is seen. In a thread: tmux may have to be asked, and a disk may be slow."""
        shown = visible(text, multiline=True)
        self.run_worker(partial(self._place, shown, what), thread=True, group="copy", exclusive=True)

    def _place(self, text: str, what: str) -> None:
        why = why_no_clipboard(os.environ)
        if why is None:
            self.app.call_later(self.app.copy_to_clipboard, text)
            said = f"Copied {what} to the terminal's clipboard."
        else:
            try:
                said = f"Copied {what} to {write_copy(text)}: {why}."
            except (OSError, BadInput) as error:
                said = f"Not copied: {why}, and no file can be written: {getattr(error, 'strerror', '') or error}."
        self.app.call_later(self.notices.tell, said)

    # What is drawn

    def status(self) -> tuple[str, str]:
        """The left and the right side of the line at the top."""
        policy = self.session.policy
        return f"{policy.name} · {policy.name_of(self.session.reviewer)}", ""

    def show_status(self) -> None:
        """Draw the line at the top."""
        left, right = self.status()
        said = " · ".join(filter(None, (self.submissions.saving, right)))
        self.query_one(StatusBar).show(left, said)
        if self.notices.kept:
            self.show_notices()  # beside another right side another part of them has room

    def dismiss_notice(self) -> bool:
        """Show all that is told, or take it away where all is in sight; False if there is nothing."""
        if self._more_told:
            self.notices.show()
            return True
        return self.notices.dismiss()

    @property
    def read_pane(self) -> Widget | None:
        """The pane that is read, which says in its first line what that is: nothing that is told covers that."""
        return next((one for pane in self.PANES for one in self.query(pane) if one.display), None)

    def show_notices(self) -> None:
        """Draw what is told."""
        bar, pane = self.query_one(StatusBar), self.read_pane
        line, over, self._more_told = told(self.notices, self.app.size.width, bar.room)
        bar.say(line)
        self.query_one(Overlay).show(over, pane.region if pane else Region())
        self.query_one(Banner).show(self.notices.warnings)

    def on_mount(self) -> None:
        """Begin with what is being told already."""
        self.show_status()
        self.show_notices()
        self.on_descendant_focus()

    def on_resize(self) -> None:
        """Other lengths fit."""
        self.show_status()
        self.show_notices()

    # Keys

    def precedes(self, event: events.Key | events.Paste) -> bool:
        """Whether a key was pressed before anybody could see what is read now."""
        return False

    @property
    def owners(self) -> list[DOMNode]:
        """Whose actions there are: the app's, the screen's, and those of its parts that are open."""
        return [self.app, self, *(part for pane in self.panes() for part in self.query(pane))]

    @property
    def here(self) -> list[Place]:
        """The places whose keys count now, the innermost first, then the others of this screen."""
        around = [place for _, place in self._around_focus()]
        others = (place for owner in self.owners if (place := self.place_of(owner)))
        return [*around, *(place for place in others if place not in around)]

    @property
    def helped(self) -> list[Place]:
        """The places whose keys the help lists, the innermost first."""
        return self.here

    def on_key(self, event: events.Key) -> None:
        """What was told briefly goes. A key that means nothing here may do so in another part; that is said."""
        if self._is_bound(event.key):
            self.notices.settle()
        else:
            self.notices.tell(self._elsewhere(event))

    def _is_bound(self, key: str) -> bool:
        """Whether a key does something here, as `active_bindings` has it, which asks that of all keys there are."""
        return any(
            self.app._check_action_state(one.action, owner) is not False
            for owner, bindings in self._modal_binding_chain
            for one in bindings.key_to_bindings.get(key, ())
        )

    def on_paste(self, event: events.Paste) -> None:
        """What is pasted where nothing is written."""
        self.take_paste(event.text)

    def take_paste(self, text: str) -> None:
        """Text means nothing where keys are commands; that is said."""
        self.notices.tell(NO_TEXT)

    def _elsewhere(self, event: events.Key) -> str:
        """Where else on this screen the key means something, or on the first one, and how to get there."""
        first = self.app.screen_stack[0]
        around = self.here
        below = first.here if isinstance(first, Frame) and first is not self else []
        shown = spelled(event.key)
        for place in (*around, *below):
            for one in place.actions:
                if place.name == "anywhere":
                    continue  # it is held back where something is written, and said to be nowhere else
                if not place.typed and shown in map(spelled, one.keys.split(",")):
                    where = f"only {place.heading[:1].lower()}{place.heading[1:]}"
                    other = next((one for one in self.PLACE.actions if one.id == "other_pane"), None)
                    way = other.shown_keys[-1] if other and place in around else BACK.shown_keys[0]
                    return f"{one.shown_keys[0]} {one.label}: {where}. {way} goes there."
        name = event.character if event.is_printable and event.character else shown
        return f"{name} does nothing here: ? lists the keys."

    def place_of(self, owner: DOMNode) -> Place | None:
        """The place of somebody's actions, with those that this person may ever do and the keys they have for them."""
        place, policy, me = place_of(owner), self.session.policy, self.session.reviewer
        if place is None:
            return None
        offered = tuple(one for one in place.actions if not one.roles or policy.has_any(me, one.roles))
        return self._keymap.keyed(replace(place, actions=offered))

    def commands(self) -> Iterator[tuple[DOMNode, Action]]:
        """What can be asked for by name, and of whom: all but what is typed text."""
        for owner in self.owners:
            place = self.place_of(owner)
            yield from ((owner, one) for one in place.actions if not place.typed) if place else ()

    def on_descendant_focus(self) -> None:
        """Other keys matter in another part."""
        self.show_keys()

    def show_keys(self) -> None:
        """Draw the line of keys."""
        self.query_one(KeyBar).show(self.footer)

    @property
    def footer(self) -> list[Action]:
        """What the line of keys shows."""
        return footer(place for _, place in self._around_focus())

    def on_screen_suspend(self) -> None:
        """A dialog says its own keys, and these do nothing in it."""
        self.query(KeyBar).set(visible=False)

    def on_screen_resume(self) -> None:
        """See `on_screen_suspend`."""
        self.query(KeyBar).set(visible=True)

    async def on_key_bar_clicked(self, event: KeyBar.Clicked) -> None:
        """Do what the key does."""
        for owner, place in self._around_focus():
            if any(one.id == event.action.id for one in place.actions):
                await self.app.run_action(event.action.run or event.action.id, owner)
                return

    def action_back(self) -> None:
        """Out of whatever is innermost."""
        if not self.dismiss_notice():
            self.notices.settle()
            self.app.pop_screen()

    def _around_focus(self) -> Iterator[tuple[DOMNode, Place]]:
        inner: DOMNode = self.focused or self
        return ((node, place) for node in inner.ancestors_with_self if (place := self.place_of(node)))
