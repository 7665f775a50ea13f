"""Alerts of a card-fraud desk, as the rows of a bank's own export: its column names, dates and decimal commas."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sample_data import _days
from sample_data._dice import Dice
from sample_data._phrases import Deck, load

COLUMNS = (
    "ALERT_ID", "ALERT_DT", "SRC_SYSTEM", "RULE_CODE", "RULE_TEXT", "RISK_SCORE", "CUST_NM", "CUST_SINCE", "PRODUCT",
    "CARD_MASKED", "TXN_DT", "TXN_AMT", "TXN_CCY", "CHANNEL", "MERCH_NAME", "MCC", "MERCH_CTRY", "TXN_NARR",
    "CONTACT_DT", "CONTACT_AGENT", "CONTACT_NOTE", "DISPUTE_DT", "DISPUTE_TXT", "MERCH_REPLY_DT", "MERCH_REPLY",
    "DEVICE_DT", "DEVICE_NOTE", "DEVICE_CONF", "DEVICE_DISCL", "SLA_DT", "PRIO", "CASE_TITLE", "BATCH_NO", "ROW_HASH",
)  # fmt: skip
LIVES = ("BLR", "RUS")
HE = {"he": "he", "his": "his", "him": "him", "himself": "himself"}
SHE = {"he": "she", "his": "her", "him": "her", "himself": "herself"}
AGAIN = 0.08
"""The share of alerts on a card that had one before."""
FAMILY = ("sister", "brother", "daughter", "son", "cousin")


@dataclass(slots=True)
class Scene:
    """One kind of trouble with a card, compiled."""

    rule: str
    channel: str
    amount: tuple[int, int]
    step: int
    decks: dict[str, Deck]
    courses: list["Course"]


@dataclass(slots=True)
class Course:
    """One way it can have come about: what cardholder, letter and shop say belongs together."""

    merchants: list[str]
    decks: dict[str, Deck]


@dataclass(slots=True)
class Card:
    """A card and whose it is."""

    first: str
    last: str
    he: dict[str, str]
    masked: str
    since: str
    product: str


class Alerts:
    """Makes row after row, up to date on the day `as_of`."""

    def __init__(self, seed: int, as_of: int = _days.AS_OF) -> None:
        self._dice = dice = Dice(seed)
        self._moved = _days.weeks_to(as_of)
        material = load("cards.toml")
        self._lists: dict[str, list[str]] = {name: material[name] for name in ("products", "agents", "systems")}
        self._decks = {name: Deck(material[name], dice) for name in ("no_contact", "device", "gist")}
        self._scenes = [_scene(table, dice) for table in material["scene"]]
        names = load("names.toml")
        both = [surname for one in LIVES for surname in names[one]["surnames"]]
        self._holders: list[tuple[list[str], list[str], dict[str, str]]] = []
        for sex, place, here, he in (("men", 0, MEN, HE), ("women", -1, WOMEN, SHE)):
            first = [name for one in LIVES for name in names[one][sex]]
            surnames = [surname.split("|")[place] for surname in both]
            self._holders += [(first, surnames, he), (*here, he)]
        self._cards: list[Card] = []
        self._cities: list[str] = names["lives"]["cities"]

    def rows(self, count: int) -> Iterator[dict[str, str]]:
        """`count` alerts, by the bank's column names."""
        for number in range(1, count + 1):
            yield self._row(number)

    def _row(self, number: int) -> dict[str, str]:
        dice = self._dice
        scene = dice.pick(self._scenes)
        paid = self._moved + _days.of(2023, 10, 5) + dice.below(30)
        raised = paid + dice.below(3)
        course = dice.pick(scene.courses)
        merchant, mcc, country = dice.pick(course.merchants).split("|")
        cents = dice.between(scene.amount[0] * 100, scene.amount[1] * 100)
        step = scene.step * 100 if scene.step > 1 else dice.pick((1, 1, 5, 100))
        cents = max(cents // step, 1) * step
        again = self._cards and dice.chance(AGAIN)
        card = dice.pick(self._cards) if again else self._card()
        self._cards.append(card)
        facts = {
            "first": card.first,
            "last": card.last,
            "amount": f"{cents // 100}.{cents % 100:02d}",
            "merchant": merchant,
            "other_parent": dice.pick(("mother", "father")),
            **card.he,
            "city": dice.pick(self._cities),
            "when": _days.short(paid),
            "other": dice.pick(FAMILY),
            "y2": str(dice.between(18, 22)),
        }
        row = dict.fromkeys(COLUMNS, "")
        row.update(
            ALERT_ID=f"CF-{2300000 + number * 7 + dice.below(5)}", ALERT_DT=_dotted(raised), RULE_CODE=scene.rule,
            SRC_SYSTEM=dice.pick(self._lists["systems"]), RULE_TEXT=scene.decks["reason"].draw(facts),
            RISK_SCORE=str(dice.between(412, 981)), CUST_NM=f"{facts['first']} {facts['last']}",
            CUST_SINCE=card.since, PRODUCT=card.product,
            CARD_MASKED=card.masked,
            TXN_DT=_dotted(paid), TXN_AMT=f"{cents // 100},{cents % 100:02d}", TXN_CCY="EUR", CHANNEL=scene.channel,
            MERCH_NAME=merchant, MCC=mcc, MERCH_CTRY=country, TXN_NARR=scene.decks["narr"].draw(facts),
            SLA_DT=_dotted(_days.weekday(raised + dice.between(30, 75))), PRIO=str(dice.between(1, 5)),
            CASE_TITLE=f"{TITLES[scene.rule]}, {facts['amount']} EUR", BATCH_NO=f"B{number // 50 + 1:05d}",
        )  # fmt: skip
        self._papers(row, course, facts, raised)
        row["ROW_HASH"] = hashlib.sha256("\x1f".join(row.values()).encode()).hexdigest()[:12]
        return row

    def _card(self) -> Card:
        dice = self._dice
        firsts, surnames, he = dice.pick(self._holders)
        masked = f"{dice.pick(('4571', '5218', '4026'))} ** ** {dice.between(1000, 9999)}"
        since, product = str(dice.between(1998, 2022)), dice.pick(self._lists["products"])
        return Card(dice.pick(firsts), dice.pick(surnames), he, masked, since, product)

    def _papers(self, row: dict[str, str], course: Course, facts: dict[str, str], raised: int) -> None:
        """What people wrote after the alert; an empty text stands without a date."""
        dice = self._dice
        spoken = course.decks["contact"] if dice.chance(0.82) else self._decks["no_contact"]
        for column, deck, share, day in (
            ("CONTACT", spoken, 0.92, raised + dice.below(3)),
            ("DISPUTE", course.decks["dispute"], 0.66, raised + dice.between(1, 12)),
            ("MERCH_REPLY", course.decks["merchant"], 0.6, raised + dice.between(4, 18)),
            ("DEVICE", self._decks["device"], 0.55, raised),
        ):
            text = deck.draw(facts) if dice.chance(share) else ""
            if text:
                row[TEXTS[column]], row[f"{column}_DT"] = text, _dotted(day)
        if row["CONTACT_NOTE"]:
            row["CONTACT_AGENT"] = dice.pick(self._lists["agents"])
        row["DEVICE_CONF"] = "restricted" if row["DEVICE_NOTE"] and dice.chance(0.6) else "public"
        if row["DEVICE_CONF"] == "restricted":
            row["DEVICE_DISCL"] = self._decks["gist"].draw(facts)


TEXTS = {"CONTACT": "CONTACT_NOTE", "DISPUTE": "DISPUTE_TXT", "MERCH_REPLY": "MERCH_REPLY", "DEVICE": "DEVICE_NOTE"}
TITLES = {
    "GEO-02": "Two countries", "GIFT-01": "Gift cards", "ATM-05": "Cash withdrawals", "MULE-03": "Money passed on",
    "SUB-04": "Subscription", "MERC-07": "Refunds at a merchant", "3DS-09": "Confirmed, then denied",
    "VEL-11": "Many small payments", "TRV-06": "Payment abroad", "CNP-12": "Remote purchase",
}  # fmt: skip
MEN = (
    ["Mindaugas", "Tomas", "Gintaras", "Arūnas", "Rokas", "Jānis", "Krzysztof", "Bohdan", "José Ángel", "Yusuf", "Đức"],
    ["Kazlauskas", "Bērziņš", "Tamm", "Wójcik", "Bondarenko", "Müller-Aas", "O’Hara", "Nguyễn", "Çelik", "Al-Haddad",
     "Lindqvist", "García Peña", "Gelažius", "Šimkus", "Vaičiulis", "Paulauskas", "Mačernis", "Rimkus"],
)  # fmt: skip
WOMEN = (
    ["Rasa", "Eglė", "Jūratė", "Daiva", "Živilė", "Ilze", "Małgorzata", "Oksana", "Maryam", "Ümit", "Nà", "Noa"],
    ["Jankauskienė", "Stankevičiūtė", "Ozoliņa", "Żurawska", "Bondarenko", "Mačernytė", "Rimkuvienė", "Žemaitytė",
     "Navickaitė", "Lǐ", "Al-Haddad", "Tamm", "Lindqvist", "Peña Ruiz", "Vaitkutė", "Gelažiūtė"],
)  # fmt: skip


def _scene(table: dict[str, Any], dice: Dice) -> Scene:
    courses = [
        Course(one["merchants"], {name: Deck(one[name], dice) for name in ("contact", "dispute", "merchant")})
        for one in table["course"]
    ]
    decks = {name: Deck(table[name], dice) for name in ("reason", "narr")}
    low, high = table["amount"]
    return Scene(table["rule"], table["channel"], (low, high), table.get("round", 1), decks, courses)


def _dotted(day: int) -> str:
    """11.05.2023"""
    year, month, number = _days.iso(day).split("-")
    return f"{number}.{month}.{year}"
