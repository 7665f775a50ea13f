"""One invented life: who somebody is, where from, with whom and on what they live, as facts for the sentences.

Nothing here but names, places and the name of a country depends on the citizenship.
"""

from dataclasses import dataclass, field
from typing import Any

from sample_data import _days
from sample_data._dice import Dice
from sample_data._phrases import Deck, load

WINTER = ("January", "February", "December")
SERVICE_PLACES = {
    "BLR": ("near Barysaŭ", "Slonim", "near Viciebsk", "Pastavy", "Zasłonava", "Brest fortress district", "Baranavičy"),
    "RUS": ("near Pskov", "Mulino", "beyond Čita", "Kamenka", "near Saratov", "Severodvinsk", "Elan"),
}  # fmt: skip
SERVICE_ROLES = ("driver", "clerk", "signaller", "stoker", "cook", "storekeeper", "radio operator", "mechanic",
                 "medical orderly", "musician (clarinet)", "guard of a warehouse", "crane operator")  # fmt: skip
ASIDES = ("orderly", "night watchman", "stoker", "cleaner", "kitchen help", "gardener", "clerk")
ABROAD = ("Warsaw", "Tbilisi", "Białystok", "Haifa", "Hamburg", "Prague", "Batumi", "Gdańsk", "Chicago")
CARS = ("Škoda, 2009", "Passat, 2005", "Citroën, 2011", "Toyota, 2014", "Opel, 2003", "a trailer", "Volvo, 2008")
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
CLASSES = (("work", 42), ("family reunification", 20), ("studies", 8), ("business", 9), ("permanent", 27))
PAPER = ("paper form, scanned", "paper form, scanned", "paper form, dictated")
FORMS = ("online form", "online form", "online form", "form on a telephone", *PAPER)
AGES = {"doctoral student": (25, 33), "bachelor's student": (19, 26), "pensioner": (63, 79), "homemaker": (25, 54)}
UNLIKELY = {True: ("is on maternity leave", "is retired"), False: ("is retired",)}
KINDS = {
    "work": ("employed",),
    "family reunification": ("employed", "employed", "employed", "homemaker", "owner"),
    "studies": ("student",),
    "business": ("owner",),
    "permanent": ("employed", "employed", "employed", "employed", "owner", "homemaker", "retired", "retired"),
}


@dataclass(slots=True)
class Life:
    """A person as the generator knows them; days are ordinals, `asked` is the day of the questionnaire."""

    citizenship: str
    permit_class: str
    job: dict[str, Any]
    female: bool
    born: int
    arrived: int
    asked: int
    household: str = ""
    form: str = ""
    facts: dict[str, str] = field(default_factory=dict)

    @property
    def year(self) -> int:
        """The year of the questionnaire: ages and "two years ago" are counted from it."""
        return _days.year(self.asked)


class People:
    """Draws lives from the names and jobs of `material/`; `moved` is how many days later all of them take place."""

    def __init__(self, dice: Dice, moved: int = 0) -> None:
        self._dice, self._moved = dice, moved
        self._names = load("names.toml")
        jobs = load("jobs.toml")["job"]
        for job in jobs:
            job["work"], job["letter"] = Deck(job["work"], dice), Deck(job["letter"], dice)
        self._jobs = {kind: [job for job in jobs if job["kind"] == kind] for kind in {job["kind"] for job in jobs}}
        self._classes = [name for name, weight in CLASSES for _ in range(weight)]

    def life(self, citizenship: str) -> Life:
        """Somebody new of this citizenship."""
        dice = self._dice
        permit_class = dice.pick(self._classes)
        job = dice.pick(self._jobs[dice.pick(KINDS[permit_class])])
        female = "female_job" in job["tags"] or dice.chance(0.3 if "driver" in job["tags"] else 0.5)
        if job["name"] == "lorry driver":
            female = dice.chance(0.06)
        asked = _days.weekday(self._moved + _days.of(2023, 5, 8) + dice.below(80))
        year = _days.year(asked)
        ages = AGES.get(job["name"]) or ((28, 62) if permit_class == "permanent" else (24, 61))
        born = year - 1 - dice.between(*ages)
        if permit_class == "permanent":
            first, last = max(year - 22, born + 19), year - 6
        else:
            first, last = max(year - (5 if job["name"] == "bachelor's student" else 11), born + 18), year - 1
        start = _days.of(dice.between(first, max(first, last)), 1, 1) + dice.below(365)
        arrived = min(start, self._moved + _days.of(2022, 6, 20))
        life = Life(citizenship, permit_class, job, female, born, arrived, asked)
        life.form = dice.pick(FORMS)
        dictated = "dictated" in life.form
        life.facts["dictated" if dictated else "on_paper" if "paper" in life.form else "online"] = ""
        self._describe(life)
        return life

    def _describe(self, life: Life) -> None:
        """Fill in the facts, the later ones resting on the earlier."""
        facts, names = life.facts, self._names[life.citizenship]
        surname = self._dice.pick(names["surnames"]).split("|")
        facts["first"] = self._dice.pick(names["women" if life.female else "men"])
        facts["last"] = surname[-1] if life.female else surname[0]
        facts["subject"] = f"{facts['first']} {facts['last']}"
        he = ("she", "her", "her") if life.female else ("he", "his", "him")
        facts.update(he=he[0], his=he[1], him=he[2], He=he[0].capitalize(), His=he[1].capitalize())
        facts.update({f"y{ago}": str(life.year - ago) for ago in range(5)})
        self._place(life)
        self._age(life)
        self._household(life)
        self._relatives(life, surname)
        self._work(life)
        self._service(life)
        self._small_things(life)

    def _place(self, life: Life) -> None:
        facts, dice, names = life.facts, self._dice, self._names[life.citizenship]
        lives = self._names["lives"]
        street = dice.pick(lives["streets"])
        flat = f"-{dice.between(1, 78)}" if dice.chance(0.75) else ""
        facts["lane"], facts["street"] = street, f"{street} g. {dice.between(1, 96)}{flat}"
        facts["city"] = dice.pick(lives["cities"])
        facts["home"], facts["country"] = dice.pick(names["homes"]), names["country"]
        facts["country_cap"] = facts["country"]
        facts["consulate"] = f"the {names['adjective']} consulate"
        facts["consulate_cap"] = f"The {names['adjective']} consulate"
        facts["crossing"] = dice.pick(names["crossings"])
        facts["arr"], facts["arr_year"] = _days.month(life.arrived), str(_days.year(life.arrived))
        facts["arr_month"] = facts["arr"].split()[0]
        years = (life.asked - life.arrived) // 365
        facts["years"] = NUMBERS[years] if 1 < years < 13 else str(max(years, 2))
        facts["some_years"] = f"{NUMBERS[dice.between(2, min(max(years, 2), 9))]} years"
        facts["long" if years >= 6 else "settled"] = ""
        if years < 3:
            facts["recent"] = ""
        facts["decl"] = _days.long(dice.between(life.arrived + 20, life.asked - 90))

    def _age(self, life: Life) -> None:
        facts = life.facts
        age = life.year - life.born
        facts.update(born=str(life.born), age=str(age), age_then=str(age - 4))
        facts["female" if life.female else "male"] = ""
        for name, holds in (("under30", age < 30), ("under50", age < 50), ("over40", age > 40), ("over55", age > 55)):
            if holds:
                facts[name] = ""

    def _household(self, life: Life) -> None:
        facts, dice, age = life.facts, self._dice, life.year - life.born
        kind = life.job["kind"]
        married = kind == "homemaker" or life.permit_class == "family reunification"
        married = married or dice.chance(min(age - 21, 30) / 50)
        people = []
        if married:
            self._spouse(life)
            people.append("husband" if life.female else "wife")
        elif age > 58 and dice.chance(0.6):
            facts["late"] = "husband" if life.female else "wife"
        elif age > 29 and dice.chance(0.45):
            facts["divorced"] = ""
        if not married:
            facts["single"] = ""
        if kind == "retired" and not married:
            facts["late"] = "husband" if life.female else "wife"
        if age > 24 and dice.chance(0.62 if married else 0.3):
            people.extend(self._children(life))
        else:
            facts["nokids"] = ""
        life.household = ", ".join(people) or "alone"
        if people:
            facts["household"] = " and ".join(people) if len(people) < 3 else ", ".join(people)
            facts["household_cap"] = facts["household"].capitalize()

    def _spouse(self, life: Life) -> None:
        facts, dice = life.facts, self._dice
        sex = "men" if life.female else "women"
        abroad = dice.chance(0.26)
        facts["spouse"] = dice.pick(self._names["abroad" if abroad else life.citizenship][sex])
        facts["spouse_abroad" if abroad else "spouse_here"] = ""
        facts["partner"] = "husband" if life.female else "wife"
        facts["he_s"], facts["himself_s"] = ("he", "himself") if life.female else ("she", "herself")
        facts["spouse_job"] = dice.pick(self._names["lives"]["spouse_jobs"])
        if life.year - life.born > 62:
            facts["spouse_job"] = "is retired"
        elif facts["spouse_job"] in UNLIKELY[life.female or life.born < life.year - 42]:
            facts["spouse_job"] = "works at a pharmacy"

    def _children(self, life: Life) -> list[str]:
        facts, dice, age = life.facts, self._dice, life.year - life.born
        son = dice.chance(0.5)
        facts["kid"] = "son" if son else "daughter"
        facts["child"] = dice.pick(self._names[life.citizenship]["men" if son else "women"])
        facts["kid_he"], facts["kid_him"] = ("he", "him") if son else ("she", "her")
        if age > 52:
            return []
        facts["parentof"] = ""
        child_age = dice.between(7, min(15, max(7, age - 22)))
        more = dice.chance(0.3)
        younger = [f"{dice.pick(('son', 'daughter'))} ({child_age - 4})"] if more else []
        return [f"{facts['kid']} ({child_age})", *younger]

    def _relatives(self, life: Life, surname: list[str]) -> None:
        facts, dice, names = life.facts, self._dice, self._names[life.citizenship]
        parent_age = life.year - life.born + dice.between(20, 33)
        if parent_age < 91:
            parent = dice.pick(("mother", "mother", "father"))
            facts.update(parent=parent, Parent=parent.capitalize(), parent_age=str(parent_age))
            facts["parent_him"] = "him" if parent == "father" else "her"
            facts[parent if parent == "mother" else "no_mother"] = ""
        sister = dice.chance(0.5)
        facts["sib"] = "sister" if sister else "brother"
        facts["sibling"] = dice.pick(names["women" if sister else "men"])
        facts["sib_he"] = "she" if sister else "he"
        facts["kin_last"] = surname[-1] if sister else surname[0]
        facts["sib_any"] = dice.pick(("brother", "mother", "sister", "cousin")) if "parent" in facts else facts["sib"]
        if dice.chance(0.4):
            facts["sib_away"] = dice.pick(ABROAD)
        else:
            facts["sib_home"] = ""

    def _work(self, life: Life) -> None:
        facts, dice, kind = life.facts, self._dice, life.job["kind"]
        facts[kind] = ""
        facts.update(dict.fromkeys(life.job["tags"], ""))
        facts["job"] = life.job["name"]
        earliest = max(life.arrived, _days.of(life.born + (24 if "office" in life.job["tags"] else 20), 1, 1))
        since = dice.between(max(earliest, life.asked - 3200), max(earliest, life.asked - 200))
        facts["since"], facts["since_year"] = _days.month(since), str(_days.year(since))
        if max(since, life.arrived) < _days.of(2021, 7, 1):
            facts["before2022"] = ""
        if kind in ("employed", "owner"):
            facts["earns"] = ""
        facts["wage"] = str(dice.between(76, 190) * 10 + dice.pick((0, 0, 5)))
        firms = self._names["companies"]
        if kind in ("employed", "owner"):
            name = f"{dice.pick(firms['forms'])} “{dice.pick(firms['first'])} {dice.pick(firms['second'])}”"
            facts["employer"] = dice.pick(firms["odd"]) if dice.chance(0.08) else name
        facts["work_place"] = facts.get("employer") or ("the faculty" if kind == "student" else "the stairwell")

    def _service(self, life: Life) -> None:
        facts, dice = life.facts, self._dice
        years = 2 if life.born < 1988 else 1
        facts["svc_from"] = str(life.born + 18 + (life.born % 2))
        facts["svc_to"] = str(int(facts["svc_from"]) + years)
        facts["svc_place"] = dice.pick(SERVICE_PLACES[life.citizenship])
        facts["svc_role"], facts["svc_aside"] = dice.pick(SERVICE_ROLES), dice.pick(ASIDES)
        facts["svc_role_cap"] = facts["svc_role"].capitalize()
        before = min(life.year - 1, _days.year(life.arrived))
        served = not life.female and int(facts["svc_to"]) < before and dice.chance(0.55)
        if served:
            facts["conscript"] = ""
            if int(facts["svc_to"]) <= 1991:
                facts["soviet"] = ""
        elif int(facts["svc_to"]) < life.year - 1:
            facts["exempt"] = ""

    def _small_things(self, life: Life) -> None:
        facts, dice, names = life.facts, self._dice, self._names[life.citizenship]
        first_year = _days.year(life.arrived)
        facts["last_year"] = str(min(life.year - 2, dice.between(max(first_year, life.year - 7), life.year - 2)))
        trip = dice.between(max(life.arrived + 60, life.asked - 690), life.asked - 40)
        days = dice.between(4, 12)
        facts["last_trip"], facts["trip_days"] = _days.month(trip), str(days)
        facts["trip_iso"], facts["trip2_iso"] = _days.iso(trip), _days.iso(trip + days)
        facts["odd_iso"] = _days.iso(dice.between(max(life.arrived + 60, life.asked - 500), life.asked + 2))
        facts["travels" if dice.chance(0.65) or facts["last_year"] < facts["arr_year"] else "stays"] = ""
        facts["month"], facts["jan"] = dice.pick(_days.MONTHS), dice.pick(WINTER)
        facts["mort_year"] = str(min(life.year - 1, first_year + dice.between(1, 4)))
        facts["bank_pay"], facts["elder_age"] = str(dice.between(240, 560)), str(dice.between(70, 91))
        facts["third"], facts["car"] = dice.pick(("third", "fourth", "sixth")), dice.pick(CARS)
        facts["friend"] = dice.pick(self._names["RUS" if dice.chance(0.5) else "BLR"]["women"])
        facts["stranger"] = dice.pick(names["surnames"]).split("|")[0]
        facts["other_desk"], facts["n_club"] = dice.pick(("agency", "consulate of Poland")), str(dice.between(9, 60))
        if dice.chance(0.5):
            facts["renter"] = ""
        else:
            facts["owner_flat"] = ""
        facts["partner_or_friend"] = facts.get("partner") or "friend"
        facts["partner_or_family"] = facts.get("partner") or "family"
        facts["kid_or_friend"] = facts.get("kid") or "god-daughter"
        facts["kid_or_sib"] = facts.get("kid") or facts["sib"]
        facts["kid_or_job_worry"] = "a child with asthma" if "parentof" in facts else "a bad back"
