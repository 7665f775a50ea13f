"""Why somebody was flagged: the stories of `material/threads_*.toml`, told of one life."""

from collections import deque
from dataclasses import dataclass
from typing import Any

from sample_data import _days
from sample_data._dice import Dice
from sample_data._people import Life
from sample_data._phrases import Deck, Phrase, load

QUESTIONS = ("q1", "q2", "q3", "q4", "q5", "q6")


@dataclass(slots=True)
class Item:
    """One kind of document that a story leaves behind."""

    kind: str
    label: Phrase
    text: Deck
    source: Phrase
    gist: list[Phrase]
    restricted: bool
    at_event: bool
    share: float
    needs: Phrase


class Story:
    """A thread of the material, compiled."""

    def __init__(self, thread: dict[str, Any], dice: Dice) -> None:
        self.id, self.kind, self.weight = str(thread["id"]), str(thread["kind"]), int(thread["weight"])
        self.code, self.desk = thread["flag"]
        self.needs = Phrase(thread.get("needs", "")).needs
        self.sets = {name: Phrase(source) for name, source in thread.get("set", {}).items()}
        self.reasons = Deck(thread["reasons"], dice)
        self.answers = {name: Deck(thread[name], dice) for name in QUESTIONS if name in thread}
        self.earlier = int(thread.get("earlier", 0))
        self.says = Deck(thread["says"], dice)
        self.items = [_item(item, dice) for item in thread.get("item", ())]


@dataclass(slots=True)
class Told:
    """A story told of one life: `facts` are the life's with the story's own; days are ordinals."""

    story: Story
    facts: dict[str, str]
    event: int
    document: int
    flagged: int


class Stories:
    """Picks stories that fit a life, by weight, and not the same again soon."""

    def __init__(self, dice: Dice) -> None:
        self._dice = dice
        threads = [one for name in ("ordinary", "open") for one in load(f"threads_{name}.toml")["thread"]]
        self._all = [Story(thread, dice) for thread in threads]
        self._bag = [story for story in self._all for _ in range(story.weight)]
        self._recent: deque[str] = deque(maxlen=4)

    def tell(self, life: Life, beside: Told | None = None) -> Told | None:
        """A story for `life`; `beside` another one only if both do not answer the same question."""
        for _ in range(60 if beside is None else 6):
            story = self._dice.pick(self._bag)
            if story.id in self._recent or not life.facts.keys() >= story.needs:
                continue
            if beside is not None and not _goes_with(story, beside.story):
                continue
            self._recent.append(story.id)
            return self._told(story, life)
        return None

    def _told(self, story: Story, life: Life) -> Told:
        dice = self._dice
        facts = dict(life.facts)
        for name, phrase in story.sets.items():
            value = phrase.say(facts, dice)
            facts[name], facts[f"{name}_cap"] = value, value[0].upper() + value[1:]
        latest = life.asked - 35 - story.earlier
        event = dice.between(max(life.arrived + 45, latest - 345), latest)
        days = dice.between(4, 13)
        for name, day in (("ev", event), ("ev2", event + days)):
            facts[name], facts[f"{name}_iso"] = _days.long(day), _days.iso(day)
        facts["ev_month"], facts["ev_days"] = _days.month(event), str(days)
        flagged = _days.weekday(life.asked + dice.between(14, 58))
        document = dice.between(life.asked + 3, flagged - 2)
        facts["op_iso"], facts["flagged"] = _days.iso(document), _days.short(flagged)
        facts["ref"] = f"{dice.between(101, 9899)}/{life.year % 100:02d}"
        return Told(story, facts, event + days, document, flagged)


def _goes_with(one: Story, other: Story) -> bool:
    """Two stories of one life: other questions, another desk, no second heavy one."""
    kinds = {item.kind for item in one.items} & {item.kind for item in other.items}
    light = "ordinary" in (one.kind, other.kind)
    return light and not kinds and one.desk != other.desk and not one.answers.keys() & other.answers.keys()


def _item(item: dict[str, Any], dice: Dice) -> Item:
    return Item(
        item["kind"],
        Phrase(item["label"]),
        Deck(item["text"], dice),
        Phrase(item.get("source", "")),
        [Phrase(gist) for gist in item.get("gist", ())],
        item.get("access", "public") == "restricted",
        item.get("when", "after") == "event",
        float(item["chance"]),
        Phrase(item.get("needs", "")),
    )
