"""What a policy is: the outcomes, grounds, kinds of evidence and clocks of one kind of work.

The file is TOML; docs/policy.md has every key. The program has no outcome of its own: everything a reviewer can choose
stands here. `store.policy_file` reads one.
"""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Literal, get_args

from msgspec import Meta, Struct

from store.fields import WORDS, bare, has_prefix, one_form
from store.names import bare_form, skeleton
from store.workdays import Calendar

Word = Annotated[
    str,
    Meta(
        pattern=r"\A[A-Za-z0-9][A-Za-z0-9_.-]{0,63}\Z",
        description='1 to 64 letters a-z, digits, "_", "." and "-" in quotation marks, with a letter or digit first',
    ),
]
"""An id that is typed on command lines."""
SET_ASIDE = "Set aside"
"""What stands in place of the outcome of a decision that is no more."""
Identity = Literal["login", "declared"]
Role = Literal["reviewer", "adjudicator", "lead", "auditor"]
Months = Annotated[int, Meta(ge=1, le=1200)]
Days = Annotated[int, Meta(ge=1, le=36500)]


class Review(Struct, frozen=True):
    """How many people, and when they differ. `votes` is never below 2; `audit_share` is a share from 0 to 1.

    `separate_import`: whoever imported a revision of a case does not vote on it. `hearing`: an adverse vote waits until
    the person was heard, or that was waived. `final_after_days`: so many days after a decision nobody takes a vote back
    any more; without it, from service on. `blind_queue`: a case with one vote stands at "open" for whoever has not
    voted. `shortest_reason`: characters that the reason for an adverse outcome has at
    least, without blanks at its ends.
    """

    votes: Annotated[int, Meta(ge=2, le=9)] = 2
    audit_share: Annotated[float, Meta(ge=0, le=1)] = 0.0
    conflict_on: Literal["outcome", "grounds"] = "outcome"
    separate_import: bool = False
    hearing: bool = False
    blind_queue: bool = False
    final_after_days: Annotated[int, Meta(ge=0, le=3650)] | None = None
    shortest_reason: Annotated[int, Meta(ge=0, le=1000)] = 20


class CaseDisplay(Struct, frozen=True):
    """What of a case is hidden until asked for, and which columns the queue shows.

    `masked` holds names of fields and "subject", `columns` due, priority, flags and "field.NAME", as the policy spells
    them: ask `Policy.masks` and `store.fields.field_of`, for which the spelling makes no difference.
    """

    masked: tuple[str, ...] = ()
    columns: tuple[str, ...] = ("due", "flags")


class Masking(Struct, frozen=True):
    """What is masked in texts besides the values of masked fields, and for how long a mask is lifted.

    One of `words` that ends in `*` stands for all words that begin so; a reader asks for them together, as "words".
    So many `minutes` after the asking a mask is back; None: it stays lifted for who asked.
    """

    words: tuple[str, ...] = ()
    minutes: Annotated[int, Meta(ge=1, le=10_080)] | None = None


class EvidenceKind(Struct, frozen=True):
    """A kind of evidence; one that is not enough `alone` never carries an adverse outcome by itself.

    One that `must_read` is opened by everybody who votes for an adverse outcome. An `opinion` is what another body says
    when a case is referred to it: it is never enough alone.
    """

    kind: Word
    label: str
    alone: bool
    must_read: bool = False
    opinion: bool = False


class Outcome(Struct, frozen=True):
    """Something that can be decided. An adverse one hurts somebody, and needs more of those who choose it."""

    id: Word
    label: str
    adverse: bool


class Ground(Struct, frozen=True):
    """A reason code, tied to the rule it rests on and to the outcomes it can carry."""

    id: Word
    label: str
    law: str
    outcomes: tuple[Word, ...]


class Clock(Struct, frozen=True):
    """A deadline: what starts it, how long (months or days), what pauses it, and the rule it comes from.

    `working_day`: an end on another day moves to the next working day. `outcomes`: for which it runs, all if empty.
    `ends` is what has to be done by then. One id can have several clocks, each for what started from `effective` to
    `until`. How it is counted: `store.clocks`.
    """

    id: Word
    label: str
    starts: Literal["imported", "decided", "served", "appealed", "invited"]
    source: str
    months: Months | None = None
    days: Days | None = None
    days_are: Literal["calendar", "working"] = "calendar"
    pauses: tuple[Literal["appealed", "stayed"], ...] = ()
    working_day: bool = False
    outcomes: tuple[Word, ...] = ()
    ends: Literal["heard", "decided", "served", "appealed", "ruled"] | None = None
    effective: date | None = None
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether this is the rule for what started on `day`."""
        return (self.effective or date.min) <= day <= (self.until or date.max)


class Related(Struct, frozen=True):
    """Which cases belong together besides those of one subject: those that share the value of one of these fields."""

    fields: tuple[str, ...] = ()


class Renewal(Struct, frozen=True):
    """When what was decided comes up again: on the day in a field of the case, or so many months after the decision.

    `outcomes` are those that do.
    """

    outcomes: tuple[Word, ...]
    field: str = ""
    months: Months | None = None


class NoticeWords(Struct, frozen=True):
    """What a notice says of its own, for an office that writes in another language."""

    none: str = "None."
    withheld_by: str = "withheld by"
    nothing_told: str = "Nothing of it may be told; it does not carry the decision by itself."
    by_law: str = "as the law says:"
    no_appeal: str = "This decision is not against you: there is nothing to appeal against."


class NoticeText(Struct, frozen=True):
    """What a notice to the person holds besides the decision.

    `template` is Markdown with places such as `{outcome}` (`store.policy_faults.NOTICE_PARTS`); `clock` is the one that
    gives the deadline, `body` where to appeal, `remedy` how. `withheld_by` is named where an item does not say.
    `language` is that of the page (BCP 47); `dates` are written in English "words" or in "numbers" (ISO 8601).
    """

    office: str
    template: str
    remedy: str
    body: str
    clock: Word = "appeal_by"
    withheld_by: str = ""
    language: Word = "en"
    dates: Literal["words", "numbers"] = "words"
    words: NoticeWords = NoticeWords()


class OutOfScope(Struct, frozen=True):
    """Whose cases are not taken in: those that hold one of `values` in `field` (or "subject"), and why not.

    Capitals, width, accents, hidden characters and space around a value make no difference; a number is compared as it
    is written.
    """

    field: str
    values: tuple[str, ...]
    reason: str

    @property
    def sentence(self) -> str:
        """Why a case is rejected; it names the rule and never the value, which may be masked."""
        return f"out of scope: {self.reason.rstrip('.')}."

    def covers(self, value: object) -> bool:
        """Whether this value of the field is out of scope."""
        return any(bare_form(one) == bare_form(str(value)) for one in self.values)


class ReportText(Struct, frozen=True):
    """What reports state that no case holds: out of how many people (`label`: which) the cases were chosen.

    `by` is the field by which outcomes are grouped if nothing else is asked for; never a masked one.
    """

    population: Annotated[int, Meta(ge=1)] | None = None
    label: str | None = None
    by: str | None = None


class Policy(Struct, frozen=True):
    """One policy, checked: every id that it refers to exists, and no two things in it look alike.

    `people` has for reviewers' ids the names to show.
    """

    name: str
    version: str
    outcome: tuple[Outcome, ...]
    evidence: tuple[EvidenceKind, ...]
    identity: Identity = "login"
    review: Review = Review()
    case: CaseDisplay = CaseDisplay()
    masking: Masking = Masking()
    ground: tuple[Ground, ...] = ()
    clock: tuple[Clock, ...] = ()
    calendar: Calendar = Calendar()
    roles: dict[Role, tuple[str, ...]] = {}
    people: dict[str, str] = {}
    notice: NoticeText | None = None
    report: ReportText = ReportText()
    related: Related = Related()
    renewal: Renewal | None = None
    out_of_scope: tuple[OutOfScope, ...] = ()

    @property
    def fields(self) -> list[str]:
        """The names of fields that it speaks of."""
        columns = [bare(one) for one in self.case.columns if has_prefix(one)]
        others = [*self.case.masked, *self.related.fields, *(one.field for one in self.out_of_scope)]
        return [*columns, *others, *filter(None, (self.report.by, self.renewal.field if self.renewal else ""))]

    def outcome_of(self, outcome_id: str) -> Outcome | None:
        """The outcome with this id."""
        return next((one for one in self.outcome if one.id == outcome_id), None)

    def label_of(self, outcome_id: str) -> str:
        """What to call the outcome of a decision; one that the policy does not know is called by its id."""
        outcome = self.outcome_of(outcome_id)
        return outcome.label if outcome else outcome_id or SET_ASIDE

    def adverse(self, outcome_id: str) -> bool:
        """Whether an outcome is adverse: one that the policy does not know is; none, of what was set aside, is not."""
        outcome = self.outcome_of(outcome_id)
        return outcome.adverse if outcome else bool(outcome_id)

    def kind_of(self, kind: str) -> EvidenceKind | None:
        """The kind of evidence with this id."""
        return next((one for one in self.evidence if one.kind == kind), None)

    def grounds_for(self, outcome_id: str) -> tuple[Ground, ...]:
        """The grounds that can carry this outcome."""
        return tuple(one for one in self.ground if outcome_id in one.outcomes)

    def has_role(self, reviewer: str, role: Role) -> bool:
        """Whether `reviewer` may act as `role`.

        A role that the policy fills is closed to all others, one that it does not fill is open to anybody who is no
        auditor. An auditor is only who is listed.
        """
        holders = self.roles.get(role, ())
        if holders or role == "auditor":
            return reviewer in holders
        return reviewer not in self.roles.get("auditor", ())

    def has_any(self, reviewer: str, roles: Iterable[Role]) -> bool:
        """Whether `reviewer` may act as one of these."""
        return any(self.has_role(reviewer, role) for role in roles)

    def may_read(self, reviewer: str) -> bool:
        """Whether `reviewer` has any role: who has none reads nothing."""
        return self.has_any(reviewer, get_args(Role))

    def closed_to(self, reviewer: str) -> str:
        """Why `reviewer` is told nothing of this docket; empty for who may read."""
        if self.may_read(reviewer):
            return ""
        return f"The policy gives {reviewer} no role on this docket: it is closed to you."

    def holder_like(self, reviewer: str) -> str | None:
        """The name in the policy's roles that looks like `reviewer`; their own, if they stand there themselves."""
        look = skeleton(reviewer)
        return next((name for names in self.roles.values() for name in names if skeleton(name) == look), None)

    def name_of(self, reviewer: str) -> str:
        """The name to show for a reviewer, or else the id."""
        return self.people.get(reviewer, reviewer)

    def masks(self, field: str) -> bool:
        """Whether this field of a case (or "subject") is masked, however it is spelled.

        When in doubt it is: names that look like a masked one are masked as well, with or without `field.`.
        """
        return any(one_form(name) == one_form(field) for name in self.case.masked)

    def hides(self, name: str) -> bool:
        """Whether a reader can ask to see this: a masked field, the "subject", or the "words"."""
        return self.masks(name) or (one_form(name) == one_form(WORDS) and bool(self.masking.words))
