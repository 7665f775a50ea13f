"""What a reviewer is doing now: the queue and its filter, the case being read, and the draft of a vote on it.

It knows the docket and nothing of screens. What is recorded goes through the write queue, never from here.
"""

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from store.acts import Act, Cite, Draft, Note, Vote
from store.acts.citing import unfit
from store.case.view import CaseView
from store.docket import Docket, new_key
from store.errors import NotAllowed, StoreError
from store.filters import EVERYTHING, Filter, Term
from store.model import Case, Standing
from store.plural import plural
from store.policy import Policy
from store.text import visible
from tui.acting.citable import why_no_citation
from tui.acting.draft_saver import DraftSaver
from tui.acting.drafts import Marked, SavedDraft, kind_of
from tui.acting.rebasing import begun_again, blank, rebased
from tui.look import look
from tui.notices import News, where_stands
from tui.pages.pointer import Pointer, moved
from tui.queue.marks import Marks
from tui.queue.my_day import FOR_ME, MyDay
from tui.queue.queue_window import QueueWindow
from tui.visit import Visit

if TYPE_CHECKING:
    from tui.pages.figures import Counted

NO_CASE = "No case matches the filter: / writes another, and an empty one shows all cases."
ALL_DONE = "Nothing waits for you here. D shows what you did today, O how far the others are; / shows other cases."
NO_CASES = "There are no cases in this docket yet: foureyes import DOCKET FILE takes some in, and they show here."


class Opening(NamedTuple):
    """What a reader has had before them, or with `others` is going to see; `policy`: in whose words they choose."""

    case: str
    revision: int
    items: tuple[str, ...]
    others: bool
    policy: int = 0


class Session:
    """One reviewer at one docket."""

    def __init__(
        self,
        docket: Docket,
        reviewer: str,
        drafts: DraftSaver,
        chosen: Filter = EVERYTHING,
        clock: Callable[[], float] = time.monotonic,
        case: str = "",
    ) -> None:
        self.docket = docket
        self.reviewer = reviewer
        self.queue = QueueWindow(chosen, case)
        self.view: CaseView | None = None
        self.pointer: Pointer | None = None
        self.saved = SavedDraft(Draft(), new_key())
        self.counts: dict[Standing, int] = {}
        """How many cases of the whole docket stand where, when they were counted last."""
        self.counted: Counted | None = None
        """The figures of the overview."""
        self.my_day = MyDay(0, 0)
        """What is left to do, when that was counted last."""
        self.trail: list[tuple[str, Filter]] = []
        """Cases that the reviewer left for one that an id or a filter names, and the filters that held there."""
        self.given_up = False
        """Whether the draft that came with the case had an outcome, chosen under another policy."""
        self.writing = False
        """Whether the draft stands in a form."""
        self.problem = ""
        """Why the case under the cursor cannot be shown."""
        self.visit = Visit(clock)
        self._drafts = drafts
        self._clock = clock
        self._submitted: set[str | None] = set()
        self._marks: dict[tuple[Term, ...], Marks] = {}
        self._policy = docket.policy(reviewer)

    @property
    def policy(self) -> Policy:
        """The policy in force; to whom it is closed by now, the last one that they could read."""
        with suppress(NotAllowed):
            self._policy = self.docket.policy(self.reviewer)
        return self._policy

    @property
    def searched(self) -> list[str]:
        """The free text of the filter, to be shown where it occurs."""
        terms = self.queue.chosen.terms
        return [term.value for term in terms if term.word == "text" and not term.negated and term.value]

    @property
    def marks(self) -> Marks:
        """The cases that are marked of those that the filter lets through; another filter has marks of its own."""
        return self.marks_of(self.queue.chosen)

    def marks_of(self, chosen: Filter) -> Marks:
        """The cases that are marked of those that another filter lets through."""
        return self._marks.setdefault(chosen.terms, Marks())

    @property
    def set_aside(self) -> int:
        """How many cases are marked under other filters and not under this one: nothing is done to them."""
        here = self.marks
        others = [marks for marks in self._marks.values() if marks is not here and marks]
        return len({case for marks in others for case in marks if case not in here})

    @property
    def marked(self) -> int:
        """How many cases are marked, whatever the filter."""
        return len(self.marks) + self.set_aside

    @property
    def out_of_sight(self) -> int:
        """How many of the marked cases the filter lets through no more, where all its rows are at hand."""
        queue = self.queue
        return len({*self.marks} - {row.id for row in queue.rows}) if queue.at_top and queue.at_end else 0

    def unmark(self, cases: Iterable[str]) -> None:
        """Take the marks of cases away, whatever the filter."""
        gone = (*cases,)
        for marks in self._marks.values():
            marks.drop(gone)

    @property
    def nothing(self) -> str:
        """Why there is no case to be read."""
        if not self.queue.loaded:
            return "Reading the docket …"
        if not (self.queue.chosen.terms and any(self.counts.values())):
            return NO_CASES
        return ALL_DONE if FOR_ME.terms[0] in self.queue.chosen.terms else NO_CASE

    @property
    def why_no_case(self) -> str:
        """Why no case is read, and what to do."""
        return self.problem or self.nothing

    @property
    def unread(self) -> frozenset[str]:
        """The items of the case that have not been opened, those in sight not counted."""
        if self.view is None:
            return frozenset()
        items = {item.id for item in self.view.case.evidence}
        return frozenset(items - self.view.opened - self.visit.read(at_once=True))

    @property
    def votes(self) -> bool:
        """Whether cases may wait for this reviewer at all."""
        return self.policy.has_any(self.reviewer, ("reviewer", "adjudicator"))

    @property
    def drafted(self) -> dict[str, set[str]]:
        """The cases that have drafts, and of which kinds; case "" for what is written for all that are marked."""
        return self._drafts.kept

    @property
    def drafts(self) -> int:
        """How many drafts there are."""
        return sum(map(len, self.drafted.values()))

    @property
    def read_only(self) -> str:
        """Why nothing can be recorded; empty if it can."""
        return next((one.sentence for one in self.docket.warnings(self.reviewer) if one.read_only), "")

    @property
    def lapsed(self) -> bool:
        """Whether a mask is back that was lifted from the case being read."""
        until = self.view.lifted_until if self.view else None
        return until is not None and self.docket.now() >= until

    # Reading

    def open_case(self) -> None:
        """Begin with the case that the queue is at; `opening` is asked before."""
        self.visit, self._submitted = Visit(self._clock), set()
        self.view, self.pointer = self._read(), None
        if self.view is not None:
            self.pointer = Pointer(self.view.case, self.view.scene.policy)
            self.saved = self._load(self.view)

    def take_up_draft(self) -> None:
        """Before it is written on: another window may have written on it since the case was read.

        An outcome that was chosen and not sent is kept nowhere else (see `tui.screens.voting`).
        """
        view = None if self.writing else self.view
        if view is not None and (self._drafts.seen(view.case.id) or not self.saved.chosen_only):
            self.saved = self._load(view)

    def reread(self) -> list[News]:
        """Read the case again, as others may have acted on it; says what changed for the reader.

        `view` is another one only if something did: only then is there anything to lay out.
        """
        before, after = self.view, self._read()
        if before is None or after is None:
            self.view, self.pointer = None, None
            if after is not None:
                self.open_case()
            return []
        if before == after:
            return []
        self.view = after
        if self._is_recorded(self.saved, after, ""):
            self.saved = blank(after)
        news = self._changes(before, after)
        if (again := begun_again(self.saved, after, self.reviewer)) is not self.saved:
            self.keep(again)
        return news

    def opening(self, *, at_once: bool = False, choosing: bool = False) -> Opening | None:
        """What of this visit is to be recorded as opened and is not yet; None if there is nothing, or nothing can be.

        `at_once`: the reader acts on the case, so that what is in sight counts, however short. What was submitted once
        is not submitted again in the same visit otherwise: a full disk is told once. `choosing`: outcomes are shown.
        """
        view = self.view
        if view is None:
            return None
        read = self.visit.read(at_once=at_once) - view.opened
        wanted: set[str | None] = {item.id for item in view.case.evidence if item.id in read}
        if view.unseen and (at_once or self.visit.stayed):
            wanted.add(None)
        if not at_once:
            wanted -= self._submitted
        policy = view.scene.policy_seq if choosing and not view.worded else 0
        if not (wanted or policy) or self.read_only:
            return None
        self._submitted |= wanted
        items = tuple(item.id for item in view.case.evidence if item.id in wanted)
        return Opening(view.case.id, view.revision, items, None in wanted, policy)

    def cite(self) -> str:
        """Cite where the pointer is, or take that citation back; says what was done."""
        self.take_up_draft()
        view, passage = self.view, self.pointer.passage if self.pointer else None
        if view is None or passage is None:
            return "There is nothing to cite in this case."
        draft, cite = self.saved.draft, passage.cite
        taken_back = cite in draft.cites
        if not taken_back and (why := why_no_citation(view)):
            return why
        self.visit.cites(passage.item)
        cites = tuple(one for one in draft.cites if one != cite) if taken_back else (*draft.cites, cite)
        self.keep(self.saved.changed(replace(draft, cites=cites)))
        done = f"Citation of {visible(cite.item)} taken back" if taken_back else f"Cited {visible(cite.item)}"
        but = None if taken_back else unfit(view.case, cite)
        return f"{done}: {len(cites):,} in your draft." + (f" But {visible(but.sentence)}" if but else "")

    def keep(self, saved: SavedDraft) -> None:
        """Keep a draft on the case being read, on disk as well."""
        if self.view is not None:
            self.keep_for(self.view.case.id, saved)

    def keep_for(self, case_id: str, saved: SavedDraft) -> None:
        """Keep a draft on a case that may no longer be the one being read."""
        if self.view is not None and self.view.case.id == case_id:
            self.saved = saved = rebased(saved, self.view)
        self._drafts.save(case_id, saved)

    def form(self, case_id: str, act: type[Act]) -> SavedDraft:
        """What stands in the form of another act than a vote, on this case or, "", on those that are marked."""
        view = self.view if self.view is not None and self.view.case.id == case_id else None
        self._drafts.load(case_id, kind_of(act))
        saved = self.draft_of(case_id, kind_of(act), view) or SavedDraft(Draft(), new_key())
        return rebased(saved, view) if view and saved.draft.cites else saved

    def written(self, case_id: str, act: type[Act]) -> SavedDraft:
        """The same as it was written here, to be kept or sent, whatever another window wrote since."""
        return self._drafts.own(case_id, kind_of(act)) or SavedDraft(Draft(), new_key())

    def keep_form(self, case_id: str, act: type[Act], values: dict[str, str], marked: Marked | None = None) -> None:
        """Keep what stands in it, on disk as well; `marked` are the cases that it is written for."""
        self._drafts.save(case_id, self.written(case_id, act).filled(values, None, marked), kind_of(act))

    def keep_for_cases(self, act: type[Act], marked: Marked) -> None:
        """What was written for many cases is for these of them now."""
        self.keep_form("", act, self.written("", act).values, marked)

    def keep_note(self, view: CaseView, text: str, cite: Cite | None) -> None:
        """Keep a note that is being written, and the passage of the case that it is on."""
        on = Draft(cites=(cite,) if cite else (), revision=view.revision, policy=view.scene.policy_seq)
        self._drafts.save(view.case.id, self.written(view.case.id, Note).filled({"text": text}, on), kind_of(Note))

    def has_lost_its_passage(self, view: CaseView) -> bool:
        """Whether the text that a note was begun on has changed since."""
        begun = self.draft_of(view.case.id, kind_of(Note), view)
        return begun is not None and begun.draft.cites != rebased(begun, view).draft.cites

    def draft_of(self, case_id: str, kind: str, view: CaseView | None) -> SavedDraft | None:
        """A draft of any kind, to be shown: what hides in its texts is visible. `view` is the case, if it is seen."""
        saved = self._drafts.seen(case_id, kind)
        if saved is None or (view is not None and self._is_recorded(saved, view, kind)):
            return None
        draft = replace(saved.draft, reason=visible(saved.draft.reason, multiline=True))
        values = {name: visible(value, multiline=True) for name, value in saved.values.items()}
        return replace(saved, draft=draft, values=values)

    def drop(self, case_id: str, kind: str = "", saved: SavedDraft | None = None) -> None:
        """A draft has become a record, or is not wanted: it is no longer needed. `saved`: see `DraftSaver.drop`."""
        self._drafts.drop(case_id, kind, saved)
        if not kind and self.view is not None and self.view.case.id == case_id:
            self.saved = blank(self.view)

    def may_vote(self, case_id: str) -> bool:
        """Whether this reviewer may vote on a case as it is now, whatever is seen of it."""
        with suppress(StoreError):
            return self.docket.view(self.reviewer, case_id).refusal(Vote) is None
        return False

    def _load(self, view: CaseView) -> SavedDraft:
        saved = self._drafts.load(view.case.id)
        if saved is None or self._is_recorded(saved, view, ""):
            saved = blank(view)
        fitting = rebased(saved, view)
        self.given_up = bool(saved.draft.outcome) and not fitting.draft.outcome
        return begun_again(fitting, view, self.reviewer)

    def _is_recorded(self, saved: SavedDraft, view: CaseView, kind: str) -> bool:
        """Whether a draft has been recorded: if the program was killed just then, it is still there, and goes now.

        Sent again it would be taken for the record that was made of it, whatever has become of that since.
        """
        recorded = any(one.key == saved.key and one.by == self.reviewer for one in view.history)
        if recorded:
            self._drafts.drop(view.case.id, kind, saved)
        return recorded

    def _read(self) -> CaseView | None:
        row, self.problem = self.queue.current, ""
        if row is None:
            return None
        try:
            return self.docket.view(self.reviewer, row.id)
        except StoreError as error:
            self.problem = str(error)
            return None

    def _changes(self, before: CaseView, after: CaseView) -> list[News]:
        """What the reader must know last, so that it is what they are shown first."""
        case, told = after.case.id, []
        if after.standing is not before.standing:
            told.append(News(f"{case} now stands at {look(after.standing).word}.", case, where_stands(case)))
        if after.revision != before.revision:
            changed = ", ".join(after.changed_as_told) or "nothing that is shown"
            revised = f"{case} has a new revision. Changed: {changed}."
            lost = self._recite(before, after)
            told.append(News(" ".join([revised, *lost]), case, draft=bool(lost)))
        if after.scene.policy_seq != before.scene.policy_seq:
            again = self._choose_again(after)
            told.append(News(f"The policy under which {case} is decided has changed{again}.", case, draft=bool(again)))
        return told

    def _choose_again(self, after: CaseView) -> str:
        """An outcome may mean something else now: what was chosen is given up, and said."""
        chosen = bool(self.saved.draft.outcome)
        self.keep(rebased(self.saved, after))
        return ": choose the outcome of your draft again" if chosen else ""

    def _recite(self, before: CaseView, after: CaseView) -> list[str]:
        """Offsets into a text that has changed would quote something else: such citations are given up, and said."""
        self.pointer = moved(self.pointer, after.case, after.scene.policy)
        draft = self.saved.draft
        good = tuple(cite for cite in draft.cites if _text(before.case, cite.item) == _text(after.case, cite.item))
        lost = len(draft.cites) - len(good)
        self.keep(self.saved.changed(replace(draft, cites=good, revision=after.revision)))
        if not lost:
            return []
        return [f"{plural(lost, 'citation')} of your draft quoted text that is no longer there: cite again."]


def _text(case: Case, item_id: str) -> str | None:
    item = case.item(item_id)
    return item.text if item else None
