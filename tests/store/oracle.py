"""A second opinion on a docket: the rules as they were promised, told once more over the journal's JSON alone.

It shares no code with the program: it reads lines as JSON, the policy as TOML, and knows by itself what a round, a
blind reader and a decision are. `wrong` holds a sentence for each thing that may not have been recorded.
"""

import hashlib
import json
import tomllib
from pathlib import Path

from tests.store.life import ROLES, Document, Life, Story

_ALIKE = str.maketrans({"0": "o", "1": "l", "i": "l"})


class Oracle(Life):
    """Follows a docket's files, and judges."""

    def __init__(self, place: Path) -> None:
        super().__init__()
        self._place = place
        self._at = 0
        self._seq = -1
        self._policy: Document = {}
        self._draw_key = ""
        self._names: dict[str, str] = {}
        self._disclosed: dict[str, int] = {}

    def follow(self) -> None:
        """Take in what was added to the journal."""
        with (self._place / "journal.jsonl").open("rb") as file:
            file.seek(self._at)
            for line in file:
                self._at += len(line)
                self._take(json.loads(line[65:]))

    def blind(self, reviewer: str, case: str) -> bool:
        """Whether others' work on this case is not shown to a reader."""
        story = self.stories[case]
        return reviewer not in story.seen | story.voters

    def _take(self, record: Document) -> None:
        self._seq, by, kind = record["seq"], record["by"], record["kind"]
        self._must(by == self._names.setdefault(self._look(by), by), f"{by} looks like another")
        if record["case"] is None:
            self._of_docket(record)
            return
        story = self.stories[record["case"]]
        policy = story.policy or self._policy
        self._must(self._may(by, *ROLES.get(kind, ("reviewer",))), f"{by} has no such role: {kind}")
        reads = kind in ("opened", "unmasked", "recusal")
        self._must(reads or by not in story.recused, f"{kind} by one who stepped off")
        getattr(self, f"_{kind}")(record, story, policy)
        self.counted[kind] += 1
        self._settle(record["case"], self.stories[record["case"]], record["day"])

    def _of_docket(self, record: Document) -> None:
        match record["kind"]:
            case "genesis":
                self._draw_key = record["draw_key"]
            case "policy":
                self._policy = tomllib.loads(record["source"])
            case "disclosed" if record["others"]:
                self._disclosed[record["by"]] = record["seq"]
            case "import":
                self._must(self._may(record["by"], "lead"), "who imported is no lead")
                self._import(record)

    def _import(self, record: Document) -> None:
        for line in (self._place / "cases" / record["batch"]).read_bytes().splitlines():
            case = json.loads(line[65:])
            story = self.stories.setdefault(case["id"], Story())
            before = story.revisions[-1] if story.revisions else case
            story.revisions.append(case)
            story.importers.add(record["by"])
            if any(before[part] != case[part] for part in ("subject", "fields", "flags", "evidence")):
                story.basis = len(story.revisions)
                story.opened.clear()
            self._settle(case["id"], story, record["day"])

    # What people do

    def _note(self, record: Document, story: Story, policy: Document) -> None:
        pass

    _unmasked = _note

    def _opened(self, record: Document, story: Story, policy: Document) -> None:
        by = record["by"]
        self._must(record["revision"] == len(story.revisions), "what was opened is not the case as it is")
        self._must(set(record["items"]) <= set(story.items()), "what was opened is not there")
        story.opened.setdefault(by, set()).update(record["items"])
        if record.get("others"):
            settles = story.stands == "conflict" and self._may(by, "adjudicator") and by not in story.withdrew
            shown = story.decided or settles or by in story.shown or not self.blind(by, record["case"])
            self._must(shown, f"{by} was shown others' work that is blind to them")
            if by not in story.voters:
                story.seen.add(by)

    def _vote(self, record: Document, story: Story, policy: Document) -> None:
        by = record["by"]
        standing = story.on(record["day"])
        self._must(standing in ("open", "second"), f"a vote on a case that is {standing}")
        self._must(by not in story.voters, "a second vote of the same person")
        self._must(by not in story.seen | story.shown, "a vote of one who is not blind")
        self._opinion(record, story, policy)
        story.votes.append(record)
        story.acted, story.policy = by, policy

    def _resolution(self, record: Document, story: Story, policy: Document) -> None:
        standing = story.on(record["day"])
        self._must(standing == "conflict", f"a resolution of a case that is {standing}")
        self._must(record["by"] not in story.voters | story.withdrew, "settled by one who voted")
        self._opinion(record, story, policy)
        story.resolution, story.acted = record, record["by"]
        self._must(record["reason"].strip(" \u200b\n") != "", "settled without a reason")
        self.counted["settled"] += 1

    def _withdrawal(self, record: Document, story: Story, policy: Document) -> None:
        by = record["by"]
        own = [vote for vote in story.votes if vote["by"] == by]
        self._must([vote["seq"] for vote in own] == [record["vote"]], "not their own vote was taken back")
        self._must(not story.final(policy, record["day"]), "a vote taken back of what is final")
        self._must(story.acted == by, "a vote taken back after another person acted")
        story.votes = [vote for vote in story.votes if vote["seq"] != record["vote"]]
        story.withdrew.add(by)
        story.acted = by
        story.resolution = None
        if story.votes or story.withdrew - {by}:
            story.seen.add(by)
        if not story.votes:
            story.policy = None
        if story.decided:
            exported = {name for name, seq in self._disclosed.items() if seq > story.revealed}
            story.shown |= exported - {by}
        self.counted["withdrawn"] += 1

    def _opinion(self, record: Document, story: Story, policy: Document) -> None:
        outcome, items = self._outcome(record["outcome"], policy), story.items()
        self._must(outcome is not None, "an outcome that the policy does not know")
        self._must(record["round"] == story.round, "of another round")
        self._must(story.basis <= record["revision"] <= len(story.revisions), "on a revision that was not read")
        self._must(record["by"] not in story.recused, "decided by one who stepped off")
        importer = policy["review"].get("separate_import") and record["by"] in story.importers
        self._must(not importer, "decided by whoever imported the case")
        for cited in record["citations"]:
            text = items.get(cited["item"], {}).get("text", "")
            self._must(cited["quote"] == text[cited["start"] : cited["end"]] != "", "cites what is not there")
            self._must(len(cited["quote"].split()) >= 3 or cited["quote"] == text, "quotes fewer than three words")
        grounds = {one["id"] for one in policy["ground"] if record["outcome"] in one["outcomes"]}
        self._must(set(record["grounds"]) <= grounds, "a ground that is none")
        if self._is_adverse(record["outcome"], policy):
            self._adverse(record, story, policy)

    def _adverse(self, record: Document, story: Story, policy: Document) -> None:
        kinds, items = {one["kind"]: one for one in policy["evidence"]}, story.items()
        cited = {one["item"] for one in record["citations"]} & set(items)
        strong = [items[item] for item in cited if kinds[items[item]["kind"]]["alone"]]
        read = {item for item in items if kinds[items[item]["kind"]].get("must_read")} | cited
        waits = policy["review"].get("hearing") and not story.heard
        self._must(not waits, "an adverse opinion before the person was heard")
        self._must(record["reason"].strip(" \u200b\n") != "", "an adverse opinion without a reason")
        least = policy["review"].get("shortest_reason", 20)
        self._must(len(record["reason"].strip()) >= least, "an adverse opinion with too short a reason")
        self._must(record["grounds"] != [], "an adverse opinion without a ground")
        self._must(record["citations"] != [], "an adverse opinion without a citation")
        self._must(any(one["access"] == "public" or one["gist"] for one in strong), "rests on what is not enough")
        self._must(read <= story.opened.get(record["by"], set()), "rests on what was not opened")

    # What follows

    def _settle(self, case: str, story: Story, day: str) -> None:
        policy, before = story.policy or self._policy, story.stands
        story.stands = self._standing(case, story, policy)
        if story.decided:
            story.waits = None
            if before != "decided":
                story.decided_on = day
                self._decided(story, policy)
            story.revealed = story.revealed or self._seq
            return
        story.revealed = 0
        if any(vote["revision"] < story.basis for vote in story.votes):
            self._begin_anew(case)
        if story.stands == "conflict" and before != "conflict":
            self.counted["conflicts"] += 1

    def _standing(self, case: str, story: Story, policy: Document) -> str:
        if story.resolution:
            return "decided"
        if not story.votes:
            return "open"
        by_grounds = policy["review"]["conflict_on"] == "grounds"
        said = {(vote["outcome"], *(sorted(vote["grounds"]) if by_grounds else [])) for vote in story.votes}
        if len(said) > 1:
            return "conflict"
        adverse = self._is_adverse(story.votes[0]["outcome"], policy)
        needed = policy["review"]["votes"] if adverse else 1 + self._drawn(case, story, policy)
        return "decided" if len(story.votes) >= needed else "second"

    def _decided(self, story: Story, policy: Document) -> None:
        self.counted["decided"] += 1
        if self._is_adverse(str(story.outcome), policy):
            agreeing = [one for one in (*story.votes, story.resolution) if one and one["outcome"] == story.outcome]
            people = {self._look(one["by"]) for one in agreeing}
            self._must(len(people) >= max(2, policy["review"]["votes"]), "adverse on too few people's word")
            self._must(all(one["revision"] >= story.basis for one in agreeing), "adverse on two revisions")
            if story.resolution:
                voted = [one for one in story.votes if self._is_adverse(one["outcome"], policy)]
                shared = {ground for one in voted for ground in one["grounds"]}
                self._must(set(story.resolution["grounds"]) <= shared, "a ground of the adjudicator alone")
            self.counted["adverse"] += 1

    def _drawn(self, case: str, story: Story, policy: Document) -> bool:
        text = f"foureyes audit\n{self._draw_key}\n{case}\n{story.round}".encode()
        drawn = int.from_bytes(hashlib.sha256(text).digest()[:8], "big") / 2**64
        return bool(drawn < policy["review"].get("audit_share", 0))

    def _may(self, by: str, *wanted: str) -> bool:
        """Whether somebody has one of these roles."""
        roles = self._policy.get("roles", {})
        return any(by in roles[one] if one in roles else True for one in wanted)

    @staticmethod
    def _outcome(outcome: str, policy: Document) -> Document | None:
        return next((one for one in policy["outcome"] if one["id"] == outcome), None)

    def _is_adverse(self, outcome: str, policy: Document) -> bool:
        known = self._outcome(outcome, policy)
        return known is None or known["adverse"]

    @staticmethod
    def _look(name: str) -> str:
        return name.translate(_ALIKE).replace("rn", "m")
