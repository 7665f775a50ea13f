"""A dialog in which one key, one button or one click records something, and only if it is meant."""

from typing import ClassVar, TypeVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button, Static, TextArea

from store.text import visible
from tui.dialogs.guard import Guard, KeyArrival
from tui.dialogs.line import Line
from tui.dialogs.reason_area import ReasonArea

T = TypeVar("T")
CLOSE = "Close, keep text"
"""What leaving a form is called that has what was written again when it is opened again."""


class GuardedScreen(ModalScreen[T]):
    """Hands `attempt` every key, click or command that would record, with the objection to it if there is one.

    The action of `COMMIT` may be bound to any key; the button of that id does the same. Keys are judged here, on
    their way up, and not in the action: by then another key may have come.
    """

    COMMIT: ClassVar[str] = "commit"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "move_focus(1)", "Next part", show=False, id="form.next_part"),
        Binding("shift+tab", "move_focus(-1)", "Previous part", show=False, id="form.previous_part"),
        Binding("f1", "app.help", "Help", show=False, id="form.help"),
    ]

    def __init__(self, guard: Guard) -> None:
        super().__init__()
        self.guard = guard
        self._click: KeyArrival | None = None

    def attempt(self, objection: str | None) -> None:
        """Somebody, or something, asks to record; with an `objection` it must not happen."""
        raise NotImplementedError

    def on_screen_resume(self) -> None:
        """Nothing counts until the dialog has been drawn, also when it comes back from under another."""
        self.guard.vanished()
        self.call_after_refresh(self.guard.appeared)

    def on_key(self, event: events.Key) -> None:
        """Judge every key, and take those that would record."""
        arrival = self.guard.noted(event)
        bound = self.active_bindings.get(event.key)
        on_button = self.focused is not None and self.focused.id == self.COMMIT and event.key in ("enter", "space")
        if on_button or (bound is not None and bound.binding.action == self.COMMIT):
            event.stop()
            self._ask(arrival)
        elif bound is None and isinstance(self.focused, Button) and event.is_printable:
            self._write_on(self.focused, event)

    def _write_on(self, button: Button, event: events.Key) -> None:
        """Letters mean nothing to a button: who types goes on in the last text of the form, where there is one."""
        fields = [one for one in self.query("ReasonArea, Line") if one.focusable and _displayed(one)]
        if not fields:
            return
        event.stop()
        field, text = fields[-1], event.character or ""
        if event.key == "space":
            button.press()
            return
        field.focus()
        if isinstance(field, TextArea):
            field.insert(text)
        elif isinstance(field, Line):
            field.go_on(text)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Judge a click when the button goes down."""
        self._click = self.guard.noted(event)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """A click on the button that records; what other buttons do is the dialog's affair."""
        if event.button.id == self.COMMIT:
            event.stop()
            arrival, self._click = self._click or self.guard.noted(event), None
            self._ask(arrival)

    def on_reason_area_said(self, event: ReasonArea.Said) -> None:
        """What an editor that failed says."""
        self.query_one("#said", Static).update(Content(visible(event.sentence)))

    def action_move_focus(self, steps: int) -> None:
        """Go on to another part."""
        self.set_focus(next_part(self, self.focused, steps))

    def action_commit(self) -> None:
        """Record, asked for from the command palette."""
        self._ask(self.guard.noted(events.Event()))

    def objection(self, arrival: KeyArrival) -> str | None:
        """Why a key that came like this must not record."""
        return arrival.objection

    def _ask(self, arrival: KeyArrival) -> None:
        if self.is_current:
            self.attempt(self.objection(arrival))


def next_part(form: Widget, focused: Widget | None, steps: int) -> Widget | None:
    """The part of a form that takes the keys next, in the order in which they are composed.

    Textual's own order is that of the last layout, which does not know a part that the key before has shown.
    """
    chain = [one for one in form.walk_children(Widget) if one is focused or (one.focusable and _displayed(one))]
    at = chain.index(focused) if focused in chain else -1
    return chain[(at + steps) % len(chain)] if chain else focused


def _displayed(widget: Widget) -> bool:
    return all(node.display for node in widget.ancestors_with_self if isinstance(node, Widget))
