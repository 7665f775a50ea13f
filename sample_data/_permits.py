"""Cases of residence permits: a life, why it was flagged, six answers and what else is on file."""

from collections.abc import Iterator
from typing import Any

from sample_data import _days
from sample_data._dice import Dice
from sample_data._people import Life, People
from sample_data._phrases import Facts, decks, load
from sample_data._stories import QUESTIONS, Item, Stories, Told
from sample_data._voices import Voices

LABELS = {
    "q1": "Question 1: work or studies",
    "q2": "Question 2: military or state service",
    "q3": "Question 3: travel and relatives",
    "q4": "Question 4: the war against Ukraine",
    "q5": "Question 5: contacts with authorities",
    "q6": "Question 6: anything else",
}
BACKGROUND = (("registry", 0.5), ("employer", 0.27), ("letter", 0.13), ("post", 0.12), ("border", 0.12),
              ("opinion", 0.11), ("interview", 0.08))  # fmt: skip
RESTRICTED = {"border": 0.8, "opinion": 1.0, "interview": 0.3, "registry": 0.04}
OF_1164 = 254
"""Russian citizens among the 1,164 of the motivating case; the others are Belarusian."""


class Permits:
    """Makes case after case, up to date on the day `as_of`; only which sentences were used last is remembered."""

    def __init__(self, seed: int, as_of: int = _days.AS_OF) -> None:
        self._dice = dice = Dice(seed)
        self._moved = _days.weeks_to(as_of)
        self._people, self._stories, self._voices = People(dice, self._moved), Stories(dice), Voices(dice)
        third = load("thirdparty.toml")
        self._third = {name: decks(table, dice) for name, table in third.items()}

    def cases(self, count: int, citizens: int = 0) -> Iterator[dict[str, Any]]:
        """`count` cases, as the dictionaries of their JSON lines; citizenships in the proportion 910 to 254.

        Then `citizens` more, out of scope: people whom a survey asked though they have become citizens since.
        """
        left, russian = count, round(count * OF_1164 / 1164)
        for number in range(1, count + 1):
            hit = self._dice.chance(russian / left)
            left, russian = left - 1, russian - hit
            yield self._case(f"RP-{number:06d}", "RUS" if hit else "BLR")
        for number in range(count + 1, count + citizens + 1):
            case = self._case(f"RP-{number:06d}", self._dice.pick(("BLR", "RUS")))
            yield case | {"fields": case["fields"] | {"citizenship": "LTU"}}

    def _case(self, case_id: str, citizenship: str) -> dict[str, Any]:
        dice = self._dice
        life = self._people.life(citizenship)
        main = self._stories.tell(life)
        while main is None:
            main = self._stories.tell(life)
        beside = self._stories.tell(life, main) if dice.chance(0.24) else None
        told = [main] if beside is None else [main, beside]
        items = sorted(self._items(life, told), key=lambda item: str(item["date"]))
        heard = self._heard(told) if dice.chance(0.34) else []
        evidence = self._answers(life, told) + items + heard
        for number, item in enumerate(evidence[6:], 1):
            item["id"] = f"e{number}"
        flags = [_flag(one, one.story.reasons.draw(one.facts)) for one in sorted(told, key=lambda one: one.flagged)]
        first = self._moved + _days.of(2023, 11, 1)
        due = _days.weekday(first + 7 + dice.below(113))
        return {
            "id": case_id,
            "title": _title(life),
            "subject": life.facts["subject"],
            "fields": self._fields(life),
            "flags": flags,
            "evidence": evidence,
            "due": _days.iso(due),
            "priority": None if dice.chance(0.15) else 1 + min(4, (due - first) // 24),
        }

    def _fields(self, life: Life) -> dict[str, str | None]:
        dice = self._dice
        permanent = life.permit_class == "permanent"
        term = 5 if permanent else 1 if life.permit_class == "studies" else dice.pick((1, 2, 2, 3))
        issued = max(life.arrived, life.asked - dice.between(20, term * 365 - 150))
        expires = issued + term * 365 + term // 4
        terms = {1: "1 year", 2: "2 years", 3: "3 years"}
        return {
            "citizenship": life.citizenship,
            "born": str(life.born),
            "permit": "permanent" if permanent else "temporary",
            "class": None if permanent else life.permit_class,
            "term": terms.get(term),
            "expires": _days.iso(expires),
            "resident_since": _days.iso(life.arrived),
            "city": life.facts["city"],
            "occupation": life.job["name"],
            "household": life.household,
            "employer": life.facts.get("employer"),
        }

    def _answers(self, life: Life, told: list[Told]) -> list[dict[str, Any]]:
        form, day = life.form, _days.iso(life.asked)
        voice = self._voices.voice(typed="online" in life.facts)
        answers = []
        for question in QUESTIONS:
            text = ""
            for one in told:
                if question in one.story.answers:
                    text = one.story.answers[question].draw(one.facts)
            if not text and question == "q1":
                text = life.job["work"].draw(life.facts)
            spoken = self._voices.answer(question, voice, text, told[0].facts)
            answers.append(_evidence(question, "questionnaire", LABELS[question], spoken, form, day))
        return answers

    def _items(self, life: Life, told: list[Told]) -> list[dict[str, Any]]:
        items = [
            made
            for one in told
            for item in one.story.items
            if self._dice.chance(item.share) and (made := self._of_story(one, item)) is not None
        ]
        taken = {item.kind for one in told for item in one.story.items}
        if any("q3" in one.story.answers for one in told):
            taken.add("border")
        if "employed" not in life.facts:
            taken.add("employer")
        for kind, share in BACKGROUND:
            if kind not in taken and self._dice.chance(share):
                made = self._background(kind, life, told[0])
                if made is not None:
                    items.append(made)
        return items

    def _of_story(self, told: Told, item: Item) -> dict[str, Any] | None:
        facts, dice = told.facts, self._dice
        text = item.text.draw(facts) if item.needs.fits(facts) else ""
        if not text:
            return None
        day = told.event + dice.below(3) if item.at_event else told.document
        text, _, gist = text.partition(" § ")
        if not gist and item.gist:
            gist = dice.pick(item.gist).say(facts, dice)
        label, source = item.label.say(facts, dice), item.source.say(facts, dice)
        return _evidence("", item.kind, label, text, source, _days.iso(day), item.restricted, gist)

    def _background(self, kind: str, life: Life, told: Told) -> dict[str, Any] | None:
        dice, table = self._dice, self._third[kind]
        day = dice.between(life.asked + 2, told.flagged + 9)
        facts: Facts = told.facts | {"ref": f"{dice.between(101, 9899)}/{life.year % 100:02d}"}
        if kind == "registry":
            facts = self._with_notes(life, facts, day)
        if kind == "employer":
            text = f"{life.job['letter'].draw(facts)} {table['close'].draw(facts)}".strip()
        else:
            text = table["text"].draw(facts)
        own, _, text = text.rpartition(" :: ")
        text, _, gist = text.partition(" § ")
        restricted = dice.chance(RESTRICTED.get(kind, 0))
        label = own or table["labels"].draw(facts)
        source = table["sources"].draw(facts)
        if own == "Press item":
            kind, source = "press", "“Miesto aidas” (local weekly), page " + dice.pick("2345678")
        if kind == "border" and dice.chance(0.8):
            gist = "Border records were looked at."
        return _evidence("", kind, label, text, source, _days.iso(day), restricted, gist)

    def _with_notes(self, life: Life, facts: Facts, day: int) -> Facts:
        notes = self._third["notes"]
        insured = notes[life.job["kind"]].draw(facts)
        lives = notes["household" if "household" in facts else "alone"].draw(facts)
        return {**facts, "insured": insured, "household_note": lives, "reg_day": _days.long(day)}

    def _heard(self, told: list[Told]) -> list[dict[str, Any]]:
        table, dice = self._third["representations"], self._dice
        flagged = max(one.flagged for one in told)
        facts = told[0].facts
        says = [one.story.says.draw(one.facts) for one in told[: 1 + dice.chance(0.5)]]
        opening = table["open"].draw(facts) if dice.chance(0.7) else ""
        text = " ".join(part for part in (opening, *says, table["close"].draw(facts)) if part)
        day = _days.iso(_days.weekday(flagged + dice.between(13, 38)))
        made = _evidence("", "representations", table["labels"].draw(facts), text, table["sources"].draw(facts), day)
        return [made]


def _title(life: Life) -> str:
    if life.permit_class == "permanent":
        return "Permanent residence permit"
    return f"Temporary residence permit, {life.permit_class}"


def _flag(told: Told, reason: str) -> dict[str, str]:
    story = told.story
    return {"code": story.code, "reason": reason, "raised_by": story.desk, "raised_on": _days.iso(told.flagged)}


def _evidence(
    item_id: str, kind: str, label: str, text: str, source: str, day: str, restricted: bool = False, gist: str = ""
) -> dict[str, Any]:
    """One item, its keys in the order of the file; a gist only for a restricted one."""
    return {
        "id": item_id,
        "kind": kind,
        "label": label,
        "text": text,
        "source": source,
        "date": day,
        "access": "restricted" if restricted else "public",
        "gist": (gist or None) if restricted else None,
    }
