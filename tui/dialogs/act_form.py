"""The form of an act, made of its fields: what is missing is said while it is written, and one key records it."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Input, Static, TextArea

from store.acts import AnyRequest
from store.case.view import CaseView
from store.days import FORM, read_day
from store.docket import Docket
from store.model import Missing
from store.text import visible
from tui.dialogs.choose_one import ChooseOne
from tui.dialogs.guard import Guard
from tui.dialogs.guarded import CLOSE, GuardedScreen
from tui.dialogs.line import Line
from tui.dialogs.missing_list import MissingList
from tui.dialogs.reason_area import ReasonArea
from tui.look import ADVERSE, look
from tui.offers import Field, Offer


class ActForm(GuardedScreen[AnyRequest | None]):
    """Gives back the request when it is complete and sent, None when the form is closed; `values` is what it holds."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "commit", "Record", id="act.record"),
        Binding("escape", "close", CLOSE, id="act.close"),
    ]
    DEFAULT_CSS = """
    ActForm {
        align: center middle;
        #act {
            width: 84; max-width: 100%; height: auto; max-height: 100%;
            border: round $primary; padding: 0 1; background: $surface;
        }
        #fields { height: auto; max-height: 58vh; scrollbar-size-vertical: 1; }
        #about { color: $text-muted; text-wrap: nowrap; text-overflow: ellipsis; }
        .label { color: $text-accent; text-style: bold; }
        ReasonArea { min-height: 3; max-height: 6; }
        MissingList { max-height: 5; padding: 0; }
        .part { height: auto; }
        #said { color: $text-warning; text-style: bold; }
        #answers { height: 1; align-horizontal: right; }
        Button { margin-left: 2; }
        Button:focus { text-style: bold reverse; }
    }
    """

    def __init__(
        self, offer: Offer, view: CaseView, docket: Docket, values: dict[str, str], *, guard: Guard | None = None
    ) -> None:
        super().__init__(guard or Guard())
        self._offer, self._view, self._docket = offer, view, docket
        self.values = {one.name: one.begins for one in offer.fields} | values
        self._request: AnyRequest | None = None
        self._choose_from(view)

    def compose(self) -> ComposeResult:
        """The fields, what is missing, and the keys."""
        with Vertical(id="act") as box:
            box.border_title = Content(f"{self._offer.label} · {visible(self._view.case.id)}")
            box.border_subtitle = "Tab moves on · Space chooses"
            yield Static(self._about(), id="about")
            with VerticalScroll(id="fields", can_focus=False):
                for field in self._offer.fields:
                    with Vertical(id=f"part-{field.name}", classes="part"):
                        yield Static(id=f"label-{field.name}", classes="label")
                        yield self._widget(field)
            yield MissingList()
            yield Static("", id="said")
            with Horizontal(id="answers"):
                yield Button(Content.assemble(CLOSE, ("  Esc", "dim")), id="close", compact=True)
                yield Button(Content.assemble("Record", ("  F2", "dim")), id=self.COMMIT, compact=True)

    def _about(self) -> Content:
        """The case as it stands, and what was decided, where this reviewer may know."""
        view, seen = self._view, look(self._view.standing)
        policy, decision = view.scene.policy, view.decision
        decided = [] if decision is None else [f": {policy.label_of(decision.outcome)}"]
        mark = [f" {ADVERSE}"] if decision is not None and policy.adverse(decision.outcome) else []
        said = "".join([f"{view.case.title} · {seen.glyph} {seen.word}", *decided, *mark])
        return Content(visible(said))

    def _choose_from(self, view: CaseView) -> None:
        """What was chosen and cannot be chosen of this case is not chosen."""
        self._choices = {one.name: one.choices(view) for one in self._offer.fields if one.kind == "choice"}
        for name, choices in self._choices.items():
            if self.values[name] not in {value for value, _ in choices}:
                self.values[name] = ""

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
        self._show()
        self.query_one(f"#field-{self._offer.fields[0].name}").focus()

    def take_in(self, view: CaseView) -> None:
        """The case as it is now: what others recorded may keep this from being done, or change what can be chosen."""
        if view.case.id != self._view.case.id:
            return
        self._view = view
        self._choose_from(view)
        if self.is_mounted:
            for name, choices in self._choices.items():
                self.query_one(f"#field-{name}", ChooseOne).choose_from(choices, self.values[name])
            self._show()

    # Writing it

    @on(Input.Changed)
    def _write_line(self, event: Input.Changed) -> None:
        self._change(str(event.input.id).removeprefix("field-"), event.value)

    @on(TextArea.Changed)
    def _write_text(self, event: TextArea.Changed) -> None:
        self._change(str(event.text_area.id).removeprefix("field-"), event.text_area.text)

    @on(ChooseOne.Chosen)
    def _choose(self, event: ChooseOne.Chosen) -> None:
        self._change(event.name, event.value)

    @on(Input.Submitted)
    def _go_on(self) -> None:
        self.action_move_focus(1)

    def _change(self, name: str, value: str) -> None:
        if self.values[name] != value:
            self.values[name] = value
            self.query_one("#said", Static).update("")
            self._show()

    def _show(self) -> None:
        asked, today = self._offer.asked(self.values), self._docket.today()
        for field in self._offer.fields:
            self.query_one(f"#part-{field.name}").display = field in asked
            meant = read_day(self.values[field.name], today) if field.kind == "day" else None
            said = f"{field.label}  {meant:%Y-%m-%d, %A}" if meant else field.label
            self.query_one(f"#label-{field.name}", Static).update(Content(said))
        made = self._offer.make(self.values, today)
        missing = made if isinstance(made, tuple) else self._docket.missing(self._view, made)
        if refusal := self._view.refusal(self._offer.act):
            missing = (Missing(refusal.code, refusal.sentence), *missing)
        self._request = None if isinstance(made, tuple) or missing else made
        self.query_one(MissingList).show(missing)

    # Leaving

    def attempt(self, objection: str | None) -> None:
        """Give the request back if nothing is missing and the key was meant."""
        if self._request is not None and objection is None:
            self.dismiss(self._request)
        else:
            said = objection if self._request else "Something is still missing."
            self.query_one("#said", Static).update(Content(said or ""))

    @on(Button.Pressed, "#close")
    def action_close(self) -> None:
        """Close; what is written stays until the program ends."""
        self.dismiss(None)
