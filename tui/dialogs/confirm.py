"""One question before something that cannot be taken back, that touches many cases, or that somebody else overtook."""

from collections.abc import Mapping, Sequence
from typing import ClassVar, Literal, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from store.text import visible
from tui.dialogs.guard import Guard
from tui.dialogs.guarded import GuardedScreen
from tui.dialogs.reason_area import ReasonArea

T = TypeVar("T")
Choice = Literal["stay", "next", "drop", "show"]


class Question(GuardedScreen[T]):
    """Gives one of `answers`, which have the words of their buttons with them, the harmless ones first.

    The first one has the focus, so that Enter alone changes nothing, and Esc gives it. The last one is given only for
    a key or a click that was meant; `KEYS` are those that the buttons say give them too.
    """

    KEYS: ClassVar[Mapping[int, str]] = {}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "answer(0)", "No", id="question.no"),
        Binding("left", "app.focus_previous", "Left", show=False, id="question.left"),
        Binding("up", "app.focus_previous", "Up", show=False, id="question.up"),
        Binding("right", "app.focus_next", "Right", show=False, id="question.right"),
        Binding("down", "app.focus_next", "Down", show=False, id="question.down"),
    ]
    DEFAULT_CSS = """
    Question {
        align: center middle;
        #question {
            width: 64; max-width: 100%; height: auto; max-height: 100%;
            border: round $primary; padding: 0 1; background: $surface;
        }
        #title { text-style: bold; margin-bottom: 1; }
        #sentence { height: auto; max-height: 12; }
        #said { color: $text-warning; min-height: 1; }
        #answers { height: auto; align-horizontal: right; }
        Button { margin-left: 2; }
        Button:focus { text-style: bold reverse; }
    }
    """

    def __init__(self, title: str, sentence: str, answers: Sequence[tuple[str, T]], guard: Guard | None) -> None:
        super().__init__(guard or Guard())
        self._title, self._sentence = Content(visible(title)), Content(visible(sentence, multiline=True))
        self._answers = answers

    def compose(self) -> ComposeResult:
        """The question, then the answers with their keys."""
        last = len(self._answers) - 1
        with Vertical(id="question"):
            yield Static(self._title, id="title")
            with VerticalScroll(id="sentence", can_focus=False):
                yield Static(self._sentence)
            yield Static(id="said")
            with Horizontal(id="answers"):
                for number, (name, _) in enumerate(self._answers):
                    key = "Esc" if number == 0 else self.KEYS.get(number, "")
                    label = Content.assemble(visible(name), (f"  {key}" if key else "", "dim"))
                    yield Button(label, id=self.COMMIT if number == last else f"answer-{number}", compact=True)

    def on_mount(self) -> None:
        """What changes nothing has the focus."""
        self.query(Button).first().focus()

    def attempt(self, objection: str | None) -> None:
        """The last answer, unless the key was not meant."""
        if objection is None:
            self.action_answer(-1)
        else:
            self.query_one("#said", Static).update(Content(objection))

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """One of the others; the last one is judged before."""
        if event.button.id != self.COMMIT:
            self.action_answer([*self.query(Button)].index(event.button))

    def action_answer(self, number: int) -> None:
        """Give this one."""
        self.dismiss(self._answers[number][1])


class Confirm(Question[bool]):
    """Asks `sentence`; True only for a deliberate yes."""

    KEYS: ClassVar[Mapping[int, str]] = {1: "F2"}
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f2", "commit", "Yes", id="confirm.yes")]

    def __init__(self, title: str, sentence: str, yes: str, no: str = "Cancel", *, guard: Guard | None = None) -> None:
        super().__init__(title, sentence, [(no, False), (yes, True)], guard)


class Overtaken(Question[Choice]):
    """Somebody else was first on a case that the reviewer has a draft on: it is kept unless it is dropped on purpose.

    With `own` it was the reviewer, elsewhere. No key drops it, not even the one that sends: this comes while somebody
    writes. What they write in, `area`, takes what they type on.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f8", "show", "Draft", id="overtaken.show")]
    DEFAULT_CSS = "Overtaken #question { border: round $warning; }"

    def __init__(
        self, case: str, sentence: str, *, own: bool = False, area: ReasonArea | None = None, guard: Guard | None = None
    ) -> None:
        said = f"{sentence} What you wrote is kept as your draft: F8 shows it."
        answers: list[tuple[str, Choice]] = [("Look at it", "stay"), ("Next case", "next"), ("Drop the draft", "drop")]
        first = "you acted on it in another window" if own else "somebody else was first"
        super().__init__(f"{case}: {first}", said, answers, guard)
        self._area = area
        self._writes = area is not None

    def on_key(self, event: events.Key) -> None:
        """Letters mean nothing here, and go on into what is written; Enter behind them too, at a pace at which they do.

        Enter that is pressed again answers.
        """
        arrival, area = self.guard.noted(event), self._area
        another_line = event.key == "enter" and self._writes and arrival.follows and not arrival.held
        self._writes = event.is_printable or event.key == "backspace" or another_line
        if area is None or not self._writes:
            return
        event.stop()
        event.prevent_default()
        if event.key == "backspace":
            area.action_delete_left()
        else:
            area.insert("\n" if another_line else event.character or "")
        self.query_one("#said", Static).update(Content("What you type goes on into your draft."))

    def action_show(self) -> None:
        """Show what was written."""
        self.dismiss("show")
