"""A form made of the fields of an act: what is missing is said while it is written, and one key records it."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from store.acts import AnyRequest
from store.case.view import CaseView
from store.days import FORM, read_day
from store.docket import Docket
from store.errors import StoreError
from store.model import Missing
from store.text import blank, visible
from tui.acting.offers import Choices, Field, Offer
from tui.dialogs.choose_one import DIGITS, ChooseOne
from tui.dialogs.guard import Guard
from tui.dialogs.guarded import CLOSE
from tui.dialogs.line import Line
from tui.dialogs.missing_list import MissingList
from tui.dialogs.reason_area import ReasonArea
from tui.dialogs.writing import WritingScreen

UNKNOWN = "  ! not known on this docket: is it spelt so?"


class FieldForm(WritingScreen[AnyRequest]):
    """Gives back the request when it is complete and sent, None when the form is closed; `values` is what it holds.

    What it is about, and what is missing, says the form of one case or that of many.
    """

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "commit", "Record", id="act.record"),
        Binding("escape", "close", CLOSE, id="act.close"),
    ]
    DEFAULT_CSS = """
    FieldForm {
        align: center middle;
        #act {
            width: 84; max-width: 100%; height: auto; max-height: 100%;
            border: round $primary; padding: 0 1; background: $surface;
        }
        #fields { height: auto; max-height: 58vh; scrollbar-size-vertical: 1; }
        #about { color: $text-muted; text-wrap: nowrap; text-overflow: ellipsis; }
        .label { color: $text-accent; text-style: bold; }
        ReasonArea { min-height: 3; max-height: 6; }
        MissingList { max-height: 22vh; padding: 0; }
        .part { height: auto; }
    }
    """

    def __init__(
        self,
        offer: Offer,
        docket: Docket,
        reviewer: str,
        begins: dict[str, str],
        kept: dict[str, str],
        on_change: Callable[[dict[str, str]], object],
        guard: Guard | None,
    ) -> None:
        """`begins` stands in it when it is opened first, `kept` is left of an earlier try."""
        super().__init__(guard, on_change)
        self.offer, self.docket, self.reviewer = offer, docket, reviewer
        self._begins = {one.name: one.begins for one in offer.fields} | begins
        self.values = self._begins | {name: value for name, value in kept.items() if name in self._begins}
        self.request: AnyRequest | None = None
        """What would be recorded; None while nothing would be, which `lacking` says."""
        self.lacking = "Something is still missing."
        self._choices: dict[str, Choices] = {}
        self._offered = {one.name: self._offer_of(one) for one in offer.fields if one.offered}
        self._doubted = False

    def _offer_of(self, field: Field) -> Choices:
        """What is offered for a field; where it cannot be read, nothing is known."""
        with suppress(StoreError):
            if field.offered:
                return field.offered(self.docket.people(self.reviewer), self.docket.policy(self.reviewer))
        return ()

    @property
    def texts(self) -> dict[str, str]:
        """What stands in the fields now and did not when it was opened first."""
        return {name: value for name, value in self.values.items() if value != self._begins[name]}

    @property
    def heading(self) -> str:
        """What is done, and to what."""
        raise NotImplementedError

    @property
    def about(self) -> str:
        """The line below that says more of it."""
        raise NotImplementedError

    def written(self, made: AnyRequest | tuple[Missing, ...]) -> None:
        """The fields hold something else now: a request, or what of them cannot be read; say what is missing."""
        raise NotImplementedError

    def choose_from(self, view: CaseView | None) -> None:
        """What can be chosen; what was chosen and cannot be is not chosen any more. None: no case in particular."""
        self._choices = {one.name: one.choices_of(view) for one in self.offer.fields if one.kind == "choice"}
        for name, choices in self._choices.items():
            if self.values[name] not in {value for value, _ in choices}:
                self.values[name] = ""
            if self.is_mounted:
                self.query_one(f"#field-{name}", ChooseOne).choose_from(choices, self.values[name])

    def compose(self) -> ComposeResult:
        """The fields, what is missing, and the keys."""
        with Vertical(id="act") as box:
            box.border_title = Content(visible(self.heading))
            box.border_subtitle = "Tab moves on · Space chooses · F1 help"
            yield Static(Content(visible(self.about)), id="about")
            with VerticalScroll(id="fields", can_focus=False):
                for field in self.offer.fields:
                    with Vertical(id=f"part-{field.name}", classes="part"):
                        yield Static(id=f"label-{field.name}", classes="label")
                        yield self._widget(field)
                        if field.name in self._offered:
                            yield ChooseOne(field.name, self._offered[field.name], "", id=f"offered-{field.name}")
            yield from self.compose_more()
            yield MissingList()
            yield from self.answers("Record")

    def compose_more(self) -> ComposeResult:
        """What is to be read below the fields."""
        yield from ()

    def _widget(self, field: Field) -> Widget:
        value, name = self.values[field.name], f"field-{field.name}"
        match field.kind:
            case "choice":
                return ChooseOne(field.name, self._choices[field.name], value, id=name)
            case "text":
                area = ReasonArea(value, self.guard, id=name)
                area.placeholder = "In your own words"
                return area
            case _:
                line = Line(value, self.guard, id=name, offered=field.kind == "day" and value == field.begins)
                line.placeholder = FORM if field.kind == "day" else ""
                return line

    def on_mount(self) -> None:
        """Begin with the first."""
        self.show()
        self.query_one(f"#field-{self.offer.fields[0].name}").focus()

    # Writing it

    @on(Input.Changed)
    def _write_line(self, event: Input.Changed) -> None:
        name = str(event.input.id).removeprefix("field-")
        if numbered := self._numbered(name, event.value):
            event.input.value = numbered
            event.input.cursor_position = len(numbered)
        else:
            self._change(name, event.value)

    def _numbered(self, name: str, written: str) -> str:
        """The value that is offered under a number, where a number is all that stands in a line and begins no value."""
        values = [value for value, _ in self._offered.get(name, ())]
        number = int(written) if written in tuple(DIGITS) else 0
        begins = any(value.startswith(written) for value in values)
        return values[number - 1] if number and number <= len(values) and not begins else ""

    @on(TextArea.Changed)
    def _write_text(self, event: TextArea.Changed) -> None:
        self._change(str(event.text_area.id).removeprefix("field-"), event.text_area.text)

    @on(ChooseOne.Chosen)
    def _choose(self, event: ChooseOne.Chosen) -> None:
        chosen = self.query_one(f"#field-{event.name}")
        if isinstance(chosen, Line):
            chosen.value = event.value
        self._change(event.name, event.value)

    @on(Input.Submitted)
    def _go_on(self) -> None:
        self.action_move_focus(1)

    def _change(self, name: str, value: str) -> None:
        if self.values[name] != value:
            self.values[name] = value
            self.changed()
            self._doubted = False
            self.said("")
            self.show()

    def show(self) -> None:
        """Show the fields that are asked for, with what they mean."""
        asked, today = self.offer.asked(self.values), self.docket.today()
        for field in self.offer.fields:
            self.query_one(f"#part-{field.name}").display = field in asked
            meant = read_day(self.values[field.name], today) if field.kind == "day" else None
            said = f"{field.label}  {meant:%Y-%m-%d, %A}" if meant else field.label
            if field.name in self._offered:
                said += self._show_offered(field.name)
            self.query_one(f"#label-{field.name}", Static).update(Content(said))
        self.written(self.offer.make(self.values, today))

    def _show_offered(self, name: str) -> str:
        """Show what is offered as the line stands; gives what to say of a line that has something else."""
        offered, written = self._offered[name], self.values[name].strip().lower()
        lines = self.query_one(f"#offered-{name}", ChooseOne)
        lines.display = bool(offered)
        lines.choose_from(offered, written)
        return UNKNOWN if self._unknown(name) else ""

    def _unknown(self, name: str) -> str:
        """What is written in a line and is none of the values offered for it."""
        written = self.values[name].strip().lower()
        return "" if written in {value for value, _ in self._offered[name]} else written

    def show_missing(self, missing: tuple[Missing, ...]) -> None:
        """Say what is missing."""
        self.query_one(MissingList).show(missing)

    # Leaving

    def attempt(self, objection: str | None) -> None:
        """Give the request back if nothing is missing and the key was meant: twice for a name that nobody knows."""
        unknown = next(filter(None, map(self._unknown, self._offered)), "")
        if self.request is None or objection is not None:
            self.said(objection or "" if self.request else self.lacking)
            if self.request is None and (field := self._first_missing()):
                self.query_one(f"#field-{field.name}").focus()
        elif unknown and not self._doubted:
            self._doubted = True
            self.said(f"{unknown} is not known on this docket. If that is how it is spelt, press F2 once more.")
        else:
            self.dismiss(self.request)

    def _first_missing(self) -> Field | None:
        """The first field that misses something: what is typed next is meant for it."""
        asked, today = self.offer.asked(self.values), self.docket.today()
        unread = (one for one in asked if not self._is_read(one, today))
        return next(unread, None) or next((one for one in asked if self.is_missing(one)), None)

    def _is_read(self, field: Field, today: date) -> bool:
        value = self.values[field.name]
        return bool(value) if field.kind == "choice" else field.kind != "day" or read_day(value, today) is not None

    def is_missing(self, field: Field) -> bool:
        """Whether less would be missing if something else were written in a field."""
        return field.kind in ("text", "line") and blank(self.values[field.name])

    def on_key(self, event: events.Key) -> None:
        """Letters go nowhere in a list: that is said, and where words are taken."""
        if event.is_printable and isinstance(self.focused, ChooseOne) and event.key not in self.active_bindings:
            self.said(f"Words are not taken in this list, {event.character} neither: Tab goes on to where they are.")
