"""What the oracle knows of a case beyond its votes: what it waits for, and what becomes of it once it is decided."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

Document = dict[str, Any]

ROLES = {
    "resolution": ("adjudicator",), "votes_returned": ("adjudicator",),
    "opened": ("reviewer", "adjudicator", "lead"), "unmasked": ("reviewer", "adjudicator", "lead"),
    "recusal": ("reviewer", "adjudicator"), "reopening": ("adjudicator", "lead"),
    **dict.fromkeys(("appeal_filed", "stay", "ruling"), ("adjudicator", "lead")),
    **dict.fromkeys(("hold", "referral", "resumption", "hearing", "service", "closing", "assignment"),
                    ("reviewer", "lead")),
}  # fmt: skip
"""Whose act it is, where that is not the reviewer's."""
OPEN_TO_ALL = {
    "hold", "referral", "resumption", "hearing", "service", "appeal_filed", "stay", "ruling", "reopening", "closing",
}  # fmt: skip
"""What every reader is shown, who did it included."""


@dataclass
class Story:
    """What has happened to one case."""

    revisions: list[Document] = field(default_factory=list)
    importers: set[str] = field(default_factory=set)
    basis: int = 1
    round: int = 1
    votes: list[Document] = field(default_factory=list)
    resolution: Document | None = None
    seen: set[str] = field(default_factory=set)
    shown: set[str] = field(default_factory=set)
    withdrew: set[str] = field(default_factory=set)
    acted: str = ""
    policy: Document | None = None
    revealed: int = 0
    opened: dict[str, set[str]] = field(default_factory=dict)
    stands: str = "open"
    waits: tuple[str, str] | None = None
    recused: set[str] = field(default_factory=set)
    hearing: str = ""
    answer: Document = field(default_factory=dict)
    before_hearing: frozenset[str] = frozenset()
    texts_before: frozenset[str] = frozenset()
    decided_on: str = ""
    decided_by: set[str] = field(default_factory=set)
    served: bool = False
    appeals: list[Document] = field(default_factory=list)
    closed: bool = False
    varied: str | None = None

    @property
    def voters(self) -> set[str]:
        """Whose votes stand in the round."""
        return {vote["by"] for vote in self.votes}

    @property
    def deciders(self) -> set[str]:
        """Who voted or settled a conflict, in any round, and whoever took their vote back."""
        settled = {self.resolution["by"]} if self.resolution else set()
        return self.decided_by | self.voters | self.withdrew | settled

    @property
    def decided(self) -> bool:
        """Whether the round is over, whatever became of its decision."""
        return self.stands == "decided"

    @property
    def pending(self) -> bool:
        """Whether an appeal waits for its ruling."""
        return bool(self.appeals) and "result" not in self.appeals[-1]

    @property
    def outcome(self) -> str | None:
        """What was decided, as appeals have left it."""
        if not self.decided:
            return None
        return str((self.resolution or self.votes[0])["outcome"]) if self.varied is None else self.varied

    def on(self, day: str) -> str:
        """Where it stands on a day."""
        if not self.decided:
            return self.waits[0] if self.waits and day < self.waits[1] else self.stands
        if self.closed or any(one.get("result") == "set_aside" for one in self.appeals):
            return "closed"
        return "appealed" if self.pending else "served" if self.served else "decided"

    def final(self, policy: Document, day: str) -> bool:
        """Whether nobody takes a vote back any more."""
        if not self.decided:
            return False
        days = policy["review"].get("final_after_days")
        over = days is not None and date.fromisoformat(day) >= date.fromisoformat(self.decided_on) + timedelta(days)
        return bool(self.served or self.closed or self.appeals or over)

    def items(self) -> dict[str, Document]:
        """The evidence as it is now."""
        return {item["id"]: item for item in self.revisions[-1]["evidence"]}

    @property
    def heard(self) -> bool:
        """Whether the person was heard, and what they said is still there; or it was said why not."""
        now = self.items().get(self.answer.get("id", ""))
        same = now is not None and all(now[part] == self.answer[part] for part in ("kind", "text", "access"))
        return self.hearing == "waived" or (self.hearing == "received" and same)

    def anew(self) -> "Story":
        """The next round: blind again; who stepped off stays off, who decided has decided, what is read is read."""
        after = Story(self.revisions, self.importers, self.basis, self.round + 1)
        after.opened, after.recused, after.hearing, after.waits = self.opened, self.recused, self.hearing, self.waits
        after.before_hearing, after.texts_before, after.answer = self.before_hearing, self.texts_before, self.answer
        after.decided_by = self.deciders
        return after


class Life:
    """Judges what is recorded of a case beside its votes."""

    def __init__(self) -> None:
        self.stories: dict[str, Story] = {}
        self.wrong: list[str] = []
        self.counted: Counter[str] = Counter()

    def _must(self, holds: bool, otherwise: str) -> None:
        if not holds:
            self.wrong.append(otherwise)

    def _begin_anew(self, case: str) -> None:
        self.counted["rounds begun anew"] += 1
        self.stories[case] = self.stories[case].anew()

    # Before a decision

    def _hold(self, record: Document, story: Story, policy: Document) -> None:
        self._wait(record, story, "held", record["reason"])

    def _referral(self, record: Document, story: Story, policy: Document) -> None:
        self._must(record["to"].strip() != "", "referred to nobody")
        self._wait(record, story, "referred", record["question"])

    def _wait(self, record: Document, story: Story, standing: str, why: str) -> None:
        now = story.on(record["day"])
        self._must(now in ("open", "second", "conflict"), f"{standing} when it is {now}")
        self._must(record["until"] > record["day"], "made to wait until a day that is over")
        self._must(why.strip() != "", "made to wait for no reason")
        story.waits = (standing, record["until"])

    def _resumption(self, record: Document, story: Story, policy: Document) -> None:
        self._must(story.on(record["day"]) in ("held", "referred"), "resumed what waits for nothing")
        self._must(record["reason"].strip() != "", "resumed for no reason")
        story.waits = None

    def _recusal(self, record: Document, story: Story, policy: Document) -> None:
        by = record["by"]
        self._must(by not in story.recused, "stepped off twice")
        settled = story.resolution is not None and story.resolution["by"] == by
        self._must(by not in story.voters and not settled, "stepped off a case that their word stands on")
        self._must(record["reason"].strip() != "", "stepped off for no reason")
        story.recused.add(by)

    def _hearing(self, record: Document, story: Story, policy: Document) -> None:
        self._must(not story.decided, "heard after the decision")
        self._past(record)
        match record["step"]:
            case "invited":
                self._must((record["due"] or "") > record["on"], "invited to answer at once")
                story.before_hearing = frozenset(story.items())
                story.texts_before = frozenset(one["text"] for one in story.items().values())
            case "received":
                item = story.items().get(record["item"])
                said = item is not None and item["access"] == "public" and item["text"].strip() != ""
                awaited = story.hearing == "invited" or (story.hearing == "received" and not story.heard)
                self._must(awaited and said, "heard what nobody said")
                before = record["item"] in story.before_hearing or (item or {}).get("text") in story.texts_before
                self._must(not before, "answered by what was there before")
                story.answer = item or {}
                self.counted["heard"] += 1
            case "waived":
                self._must(record["reason"].strip() != "", "not heard for no reason")
        story.hearing = record["step"]

    def _assignment(self, record: Document, story: Story, policy: Document) -> None:
        self._must(not story.decided, "assigned what is decided")
        self._must(record["to"] not in story.recused, "assigned to one who stepped off")

    def _votes_returned(self, record: Document, story: Story, policy: Document) -> None:
        standing, off = story.on(record["day"]), story.voters | story.withdrew | story.recused
        self._must(standing == "conflict", f"votes sent back of a case that is {standing}")
        self._must(record["by"] not in off, "votes sent back by no third person")
        self._must(record["instructions"].strip() != "", "votes sent back without a word")
        self._begin_anew(record["case"])
        self.stories[record["case"]].seen.add(record["by"])

    # After it

    def _service(self, record: Document, story: Story, policy: Document) -> None:
        standing = story.on(record["day"])
        once = standing == "decided" and not story.served
        self._must(
            once or (standing == "served" and all(one["own_review"] for one in story.appeals)),
            f"served when it is {standing}",
        )
        self._must(record["on"] >= story.decided_on, "served before it was decided")
        self._must(not story.served or record["reason"].strip() != "", "corrected for no reason")
        self._past(record)
        story.served, story.acted = True, record["by"]

    def _appeal_filed(self, record: Document, story: Story, policy: Document) -> None:
        standing, review = story.on(record["day"]), story.pending and story.appeals[-1]["own_review"]
        if review:
            self._must(not record["own_review"], "looked at by the office twice at once")
        else:
            self._must(standing in ("decided", "served") or story.closed, f"appealed when it is {standing}")
        self._must(record["on"] >= story.decided_on, "appealed before it was decided")
        self._handled(record, story)
        stayed = review and story.appeals.pop()["stayed"]
        filed = {"filed": record["on"], "own_review": record["own_review"], "during": bool(review)}
        story.appeals.append({**filed, "stayed": bool(stayed)})
        story.closed = False

    def _stay(self, record: Document, story: Story, policy: Document) -> None:
        self._must(story.pending, "stayed where no appeal is pending")
        self._handled(record, story)
        self._must(record["reason"].strip() != "", "stayed for no reason")
        if story.pending:
            appeal = story.appeals[-1]
            self._must(record["on"] >= appeal["filed"], "stayed before the appeal")
            self._must(appeal["stayed"] == record["lifted"], "stayed twice, or lifted where there is no stay")
            appeal["stayed"] = not record["lifted"]

    def _ruling(self, record: Document, story: Story, policy: Document) -> None:
        self._must(story.pending, "ruled where no appeal is pending")
        self._handled(record, story)
        self._must(record["reason"].strip() != "", "ruled for no reason")
        if not story.pending:
            return
        self._must(record["on"] >= story.appeals[-1]["filed"], "ruled before the appeal")
        known = record["reference"] or not story.appeals[-1]["during"]
        self._must(known, "an appeal that came during a review is ruled on without a reference")
        adverse = {one["id"]: one["adverse"] for one in policy["outcome"]}
        match record["result"]:
            case "varied":
                before, after = str(story.outcome), record["outcome"]
                self._must(after in adverse and after != before, "varied to what it was, or to what there is not")
                self._must(not adverse.get(after, True), "made adverse by an appeal")
                story.varied = after
            case "set_aside":
                story.varied = ""
            case _:
                self._must(record["outcome"] == "", "another outcome of what was not varied")
        story.appeals[-1]["result"] = record["result"]
        self.counted[record["result"]] += 1
        if record["result"] == "sent_back":
            story.hearing = ""
            self._begin_anew(record["case"])

    def _reopening(self, record: Document, story: Story, policy: Document) -> None:
        self._must(story.decided and not story.pending, "reopened what is not decided, or is under appeal")
        self._must(record["reason"].strip() != "", "reopened for no reason")
        story.hearing = ""
        self._begin_anew(record["case"])

    def _closing(self, record: Document, story: Story, policy: Document) -> None:
        standing = story.on(record["day"])
        harmless = {one["id"] for one in policy["outcome"] if not one["adverse"]}
        told = standing == "served" or (standing == "decided" and story.outcome in harmless)
        self._must(told, f"closed when it is {standing}, as {story.outcome}")
        self._must(record["reason"].strip() != "", "closed for no reason")
        story.closed, story.acted = True, record["by"]

    def _handled(self, record: Document, story: Story) -> None:
        self._must(record["by"] not in story.deciders, "an appeal is handled by one who decided")
        self._past(record)
        story.acted = record["by"]

    def _past(self, record: Document) -> None:
        self._must(record["on"] <= record["day"], "recorded before it happened")
