"""How somebody writes: plainly, briefly, at length, formally, without articles, without capitals."""

import re

from sample_data._dice import Dice
from sample_data._phrases import Facts, decks, load

_ARTICLE = re.compile(r"(?<=[a-z,;] )(?:the|a|an) (?=[a-z])")
VOICES = ("plain",) * 7 + ("brief",) * 3 + ("long",) * 4 + ("formal",) * 2 + ("learner",) * 3 + ("lower",)


class Voices:
    """Says the answers of one questionnaire in one voice."""

    def __init__(self, dice: Dice) -> None:
        self._dice = dice
        self._pools = {question: decks(pools, dice) for question, pools in load("answers.toml").items()}

    def voice(self, typed: bool) -> str:
        """One of `VOICES`; who does not type does not forget capitals."""
        voice = self._dice.pick(VOICES)
        return "plain" if voice == "lower" and not typed else voice

    def answer(self, question: str, voice: str, told: str, facts: Facts) -> str:
        """The answer to `question`: `told` if the story has one, else one from the pools of the question."""
        dice, pools = self._dice, self._pools[question]
        text = told
        if not text and voice in ("brief", "formal") and dice.chance(0.6):
            text = pools[voice].draw(facts)
        text = text or pools["plain"].draw(facts)
        if dice.chance({"long": 0.65, "brief": 0.0, "formal": 0.08}.get(voice, 0.12)):
            text = f"{text} {pools['more'].draw(facts)}"
        if voice == "learner":
            return _ARTICLE.sub(lambda found: "" if dice.chance(0.6) else found[0], text)
        if voice == "lower":
            small = text if text[1:2].isupper() else text[0].lower() + text[1:]  # a company is a UAB even to them
            return small.rstrip(".").replace(". I ", ", i ").replace(" I ", " i ")
        return text
