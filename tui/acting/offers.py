"""What can be done to a case besides voting and noting it, as data: its command, its key, and the form it asks for.

No Textual here: `show` names the commands, the screen makes keys, palette, help and forms of this list.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from itertools import product
from typing import Literal

import msgspec
from msgspec import Struct

from store.acts import (
    FOR_MANY,
    Act,
    AnyRequest,
    Appeal,
    Assign,
    Close,
    Hear,
    Hold,
    Recuse,
    Refer,
    Reopen,
    Resume,
    Rule,
    SendBack,
    Serve,
    Stay,
    Unmask,
    Vote,
    Withdraw,
)
from store.case.view import CaseView
from store.days import FORM, read_day
from store.model import Missing
from store.policy import Policy
from tui.actions import Action
from tui.look import ADVERSE

Choices = tuple[tuple[str, str], ...]
"""Values and their labels."""


class Field(Struct, frozen=True):
    """One part of a request: `name` is what the request calls it.

    `begins` stands there when the form opens. `choices` are always the same, or those of a case. With `only`, it is
    asked for where the first field of the form has that value. Where the request takes `several`, it gets the one that
    is chosen. A line may have values `offered` below it, out of the people whom a policy names and who work on the
    docket: what else is written in it is said to be unknown.
    """

    name: str
    label: str
    kind: Literal["text", "line", "day", "choice"] = "text"
    begins: str = ""
    choices: Choices | Callable[[CaseView], Choices] = ()
    only: str = ""
    several: bool = False
    offered: Callable[[Iterable[str], Policy], Choices] | None = None

    def choices_of(self, view: CaseView | None) -> Choices:
        """What can be chosen of a case; None: of no case in particular."""
        if isinstance(self.choices, tuple):
            return self.choices
        return () if view is None else self.choices(view)


class Offer(Struct, frozen=True):
    """Something to do: `command` is its name on the command line and for a keymap, `label` that on the screen.

    `sees`: others' votes are shown, on record, before its form opens. `comes_to` says what it does to a case on which
    it may be done, where that is to be read before it is.
    """

    command: str
    keys: str
    label: str
    help: str
    request: type[AnyRequest]
    fields: tuple[Field, ...]
    sees: bool = False
    comes_to: Callable[[CaseView], str] | None = None

    @property
    def act(self) -> type[Act]:
        """What it records."""
        return self.request.act

    @property
    def for_many(self) -> bool:
        """Whether it may be done to many cases at once."""
        return self.request in FOR_MANY

    @property
    def action(self) -> Action:
        """What a reviewer asks for it with."""
        roles = () if self.act.reads_only else self.act.roles
        return Action(self.command, self.keys, self.label, self.help, run=f"act('{self.command}')", roles=roles)

    @property
    def chooses(self) -> bool:
        """Whether something is chosen in its form, where a slip would be seen by nobody for long."""
        return any(one.kind == "choice" for one in self.fields)

    def asked(self, values: Mapping[str, str]) -> tuple[Field, ...]:
        """The fields that are asked for when these values stand in the form."""
        first = values.get(self.fields[0].name, "")
        return tuple(one for one in self.fields if one.only in ("", first))

    def make(self, values: Mapping[str, str], today: date) -> AnyRequest | tuple[Missing, ...]:
        """The request that the values of a form come to; or what of them cannot be read yet."""
        parts: dict[str, object] = {}
        missing: list[Missing] = []
        for field in self.asked(values):
            text = values.get(field.name, field.begins)
            parts[field.name] = (text,) if field.several else text
            if field.kind == "choice" and not text:
                missing.append(Missing("choice", f"{field.label.rstrip('?')}: choose one."))
            elif field.kind == "day":
                parts[field.name] = meant = read_day(text, today)
                if meant is None:
                    missing.append(Missing("date", f"{field.label}: write a day as {FORM}."))
        return tuple(missing) or msgspec.convert(parts, self.request, strict=False)

    def stand_ins(self, values: Mapping[str, str], view: CaseView | None, today: date) -> Iterator[AnyRequest]:
        """The requests that these values could come to, with every choice that is not made, and days as they begin.

        `view`: as for `choices_of`.
        """
        asked, today_is = self.asked(values), today.isoformat()
        choices: list[list[str]] = []
        for field in asked:
            text = values.get(field.name, field.begins)
            if field.kind == "choice" and not text:
                choices.append([value for value, _ in field.choices_of(view)])
            elif field.kind == "day" and read_day(text, today) is None:
                choices.append([field.begins or today_is])
            else:
                choices.append([text])
        for chosen in product(*choices):
            made = self.make({**values, **{one.name: text for one, text in zip(asked, chosen, strict=True)}}, today)
            if not isinstance(made, tuple):
                yield made


def _answers(view: CaseView) -> Choices:
    """What can be the answer of who was invited; where nothing is, all items, so that the rule says what to do."""
    items = view.case.evidence
    later = [item for item in items if item.id not in view.scene.before_hearing]
    return tuple((item.id, f"{item.id}  {item.label}") for item in later or items)


def _outcomes(view: CaseView) -> Choices:
    """The outcomes; one that hurts somebody is marked wherever it can be chosen."""
    known = view.scene.policy.outcome
    return tuple((one.id, f"{ADVERSE}  {one.label}" if one.adverse else one.label) for one in known)


def _people(known: Iterable[str], policy: Policy) -> Choices:
    """Who of these people may review."""
    able = (one for one in sorted(known) if policy.has_role(one, "reviewer"))
    return tuple((one, one if policy.name_of(one) == one else f"{one}  {policy.name_of(one)}") for one in able)


def _masked(view: CaseView) -> Choices:
    return tuple((name, name) for name in view.masked)


def _taken_back(view: CaseView) -> str:
    """The vote that this reviewer has in the round, and whether there is another try."""
    own = next(one.body for one in view.votes if one.by == view.scene.reviewer and isinstance(one.body, Vote))
    policy, alone = view.scene.policy, not view.scene.state.others_voted(view.scene.reviewer)
    vote = f"“{policy.label_of(own.outcome)}”{' (adverse)' if policy.adverse(own.outcome) else ''}"
    yours = "you may vote again: what you wrote is your draft"
    again = yours if alone else "as you see the other vote, you cannot vote again in this round"
    return f"Your vote for {vote} will be taken back. It stays in the history, and {again}."


_REASON = Field("reason", "Reason")
_UNTIL = Field("until", "Until", "day", "+14d")
_ON = Field("on", "On", "day", "today")
_REFERENCE = Field("reference", "Reference, where it is known", "line")
_STEPS = (("invited", "The person was invited"), ("received", "What they say was received"), ("waived", "It is waived"))
_READERS = (("false", "Who is named above"), ("true", "Nobody in particular any more"))
_APPEALS = (("false", "The person: an appeal"), ("true", "Your own office: a review"))
_RULINGS = (
    ("upheld", "Upheld"),
    ("varied", "Varied"),
    ("set_aside", "Set aside"),
    ("sent_back", "Sent back: a new round"),
)

OFFERS = (
    Offer("hold", "z", "Hold", "Hold the case until a day", Hold, (_UNTIL, _REASON)),
    Offer(
        *("refer", "f", "Refer", "Ask another body for its opinion on the case", Refer),
        (Field("to", "Body", "line"), Field("question", "Question"), _UNTIL),
    ),
    Offer("resume", "t", "Take up", "Take up again what is held or referred", Resume, (_REASON,)),
    Offer(
        *("hear", "i", "Hearing", "Record a step of the hearing: invited, received or waived", Hear),
        (
            Field("step", "What happened", "choice", choices=_STEPS),
            _ON,
            Field("due", "To be answered by", "day", "+14d", only="invited"),
            Field("item", "The item that has the answer", "choice", choices=_answers, only="received"),
            Field("reason", "Reason", only="waived"),
        ),
    ),
    Offer(
        *("assign", "", "Assign", "Ask somebody to read the case next", Assign),
        (
            Field("to", "Who is to read it", "line", offered=_people),
            Field("nobody", "So it is read by", "choice", begins="false", choices=_READERS),
        ),
    ),
    Offer("recuse", "", "Step off", "Step off the case, for good", Recuse, (_REASON,)),
    Offer(
        *("send-back", "", "Send back", "Send votes that differ back to their authors", SendBack),
        (Field("instructions", "Instructions"),),
        sees=True,
    ),
    Offer(
        *("serve", "s", "Serve", "Record that the decision was served, or correct that", Serve),
        (_ON, Field("manner", "Manner", "line"), Field("reason", "Reason, for a correction")),
    ),
    Offer(
        *("appeal", "", "Appeal", "Record an appeal, or a review by the office", Appeal),
        (
            Field("own_review", "Who wants it looked at again?", "choice", choices=_APPEALS),
            Field("on", "Filed on", "day", "today"),
            Field("body", "Where to", "line"),
            _REFERENCE,
        ),
    ),
    Offer(
        *("stay", "", "Stay", "Record a stay of the decision, or that one was lifted", Stay),
        (
            Field("lifted", "What happened", "choice", choices=(("false", "It is stayed"), ("true", "Lifted"))),
            _ON,
            _REASON,
        ),
    ),
    Offer(
        *("rule", "", "Ruling", "Record what came of the appeal", Rule),
        (
            Field("result", "The decision was", "choice", choices=_RULINGS),
            Field("outcome", "What it says now", "choice", choices=_outcomes, only="varied"),
            _ON,
            Field("reason", "Reasons of the body"),
            _REFERENCE,
        ),
    ),
    Offer("close", "x", "Close", "Close a case on which nothing is left to do", Close, (_REASON,)),
    Offer("reopen", "", "Reopen", "Take up a decided case again: a new round", Reopen, (_REASON,)),
)
"""In the order in which they come in the life of a case."""

UNMASK = Offer(
    *("unmask", "u", "Unmask", "Ask to see what the policy masks; the asking is recorded", Unmask),
    (
        Field("fields", "What do you need to see?", "choice", choices=_masked, several=True),
        Field("purpose", "What for? It is recorded, and stays in the history"),
    ),
)
"""Not among what is done to a case: everybody who reads may, whatever becomes of it."""

WITHDRAW = Offer(
    *("withdraw", "w", "Withdraw"),
    "Take back your own vote, until another person votes or adjudicates; it is your draft again",
    Withdraw,
    (Field("reason", "Reason, if you give one"),),
    comes_to=_taken_back,
)
"""Not among them either: the case page and `show` name it with the vote."""

FORMS = (*OFFERS, UNMASK, WITHDRAW)
"""All that has a form made of its fields."""


def offer(command: str) -> Offer:
    """The offer of this name."""
    return next(one for one in FORMS if one.command == command)
