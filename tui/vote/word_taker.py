"""Words that somebody types where letters are keys, in the form or in the case beside: they become the reason.

That they were words is a guess, so none is sent unseen: what came into the reason by it and is no two words is asked
about once, and is marked meanwhile, so that one key takes it out again.
"""

import re
from string import digits

from textual import events
from textual.actions import parse
from textual.message import Message

from tui.actions import SHOWN
from tui.dialogs.reason_area import ReasonArea
from tui.vote.confirmation import Confirmation
from tui.vote.ground_list import GroundList
from tui.vote.outcome_list import OutcomeList
from tui.vote.typed_words import Does, TypedWords
from tui.vote.vote_keys import GOING_ON, leads_away_from_case
from tui.vote.vote_parts import VoteParts

WORDS_TAKEN = "You typed words: they stand in the reason and ticked nothing. F7 goes there from anywhere."
UNCLEAR = (
    "You typed words: they stand in the reason, and no outcome is chosen now. If you meant one, press its number again."
)
UNDONE = "You typed words: they stand in the reason, and what their letters ticked or cited is taken back."
ASKED = "Are these words your reason? F2 once more sends them, backspace takes them out, F7 writes on."
UNHEARD = "What you typed went nowhere: backspace takes out the words that are marked, F2 goes on with them."
_PROSE = re.compile(r"[^\W\d_]{2}\W+[^\W\d_]{2}|[^\x00-\x7f]")
"""Two words, or a letter that is no key: nobody types these who means keys."""


class WordTaker(VoteParts, inherit_bindings=False):
    """The part of the form that tells words from keys. What is written is `_changed` by it as by every other part."""

    class Stayed(Message):
        """A key that leads away from the case was pressed there, and did nothing: it may begin a word."""

        def __init__(self, key: str, label: str) -> None:
            super().__init__()
            self.key, self.label = key, label

    _asked = False
    """Whether what was guessed was asked about: the key that sends it has to be meant."""
    _held_back = ""
    """The key that `Stayed` last, as long as no other one came: again it is meant."""

    def on_mount(self) -> None:
        """Nothing was typed yet; of a draft nobody knows how its reason came about."""
        self._words = TypedWords(self._written.as_it_is())
        self._before: str | None = "" if self._written.draft.reason else None
        """The reason without what was guessed to belong there; None once that was asked about, or nothing was."""

    def _changed(self, said: str = "") -> None:
        """What is written is another thing now, of which something is `said`."""
        raise NotImplementedError

    def on_paste(self, event: events.Paste) -> None:
        """What is pasted where nothing is written is words too."""
        event.stop()
        self.take_paste(event.text)

    def take_paste(self, text: str) -> None:
        """Take in what was pasted in another part of the form, or in the case beside, as more of the reason."""
        self._words = TypedWords(self._written.as_it_is())
        self._take_words(text)

    def _are_words(self, event: events.Key) -> bool:
        """Whether this key and those right before it are words, and not keys."""
        arrival, letter = self.guard.noted(event), event.character if event.is_printable else None
        now = self._written.as_it_is()
        if letter is None or not arrival.follows or not self._words.text:
            self._words = TypedWords(now)
        return letter is not None and self._words.noted(letter, self._what_does(event.key), arrival, now)

    def hears_beside(self, event: events.Key) -> None:
        """Judge a key that is pressed in the case: words begun there are the reason, from their first letter on.

        A letter leads away from the case and the form only when it is pressed again, as no word begins; what is to be
        typed to confirm is typed where it belongs. Who reads on presses one key again and again. A digit chooses an
        outcome at once, where none is chosen, and may begin a sentence all the same, at any pace at which the two
        belong together.
        """
        arrival, area, letter = self.guard.noted(event), self.query_one(ReasonArea), event.character or ""
        held_back, self._held_back = self._held_back, ""
        if not (self._words.text and (arrival.close or (arrival.follows and self._words.text[0].isdigit()))):
            self._words = TypedWords(self._written.as_it_is())
        before = self._words.text.lstrip(digits)
        if (before == letter and letter.isalpha()) or not (letter.isalnum() or letter == " "):
            self._words, area.led = TypedWords(self._written.as_it_is()), None
            return
        leads_away, nothing = leads_away_from_case(self.screen, event.key), event.key not in self.screen.active_bindings
        again = letter == held_back and not before
        stays = leads_away and not again and (letter.isalpha() or bool(before.strip(GOING_ON)))
        if stays and self.query_one(Confirmation).takes(event):
            event.stop()
            return
        does = Does.NOTHING if stays or nothing else Does.READ
        words = self._words.noted(letter, does, arrival, self._written.as_it_is())
        words = words and not self.query_one(Confirmation).has(self._words.text)
        area.led = None if leads_away else self._take_led
        if stays or words:
            event.stop()
        if words:
            self._take_words(self._words.text)
        elif stays:
            self._held_back = letter
            self.post_message(self.Stayed(letter, self.screen.active_bindings[event.key].binding.description))

    def _take_led(self) -> None:
        if self._words.text:
            self._take_words(self._words.text)

    def _what_does(self, key: str) -> Does:
        bound = self.screen.active_bindings.get(key)
        if bound is None or self not in bound.node.ancestors_with_self:
            return Does.NOTHING
        _, name, parameters = parse(bound.binding.action)
        match name, parameters:
            case "beside", _:
                return Does.READ
            case "choose", (int(number),):
                does = self.query_one(OutcomeList).has(number)
            case "tick", (str(letter),):
                does = self.query_one(GroundList).has(letter)
            case (("take_grounds" | "take_cites" | "fold"), _):
                does = bool(self._sides)
            case "select", _:
                does = not self._words.text  # a blank behind a letter chooses nothing
            case _:
                does = True
        return Does.CHOOSE if does else Does.NOTHING

    def _does_nothing(self, event: events.Key, label: str) -> None:
        """A key that means something elsewhere only was pressed in the form."""
        name = SHOWN.get(event.key, event.character if event.is_printable and event.character else event.key)
        self._say(f"{name} ({label}) does nothing here: Esc closes the form and keeps your draft. F1 lists its keys.")

    def _take_words(self, words: str) -> None:
        """Put words into the reason, and take back what their letters chose as keys; but ask for the id where it is."""
        said = self._take_back() if self._written.saved != self._words.before.saved else WORDS_TAKEN
        confirmation = self.query_one(Confirmation)
        if confirmation.begins_with(words):
            self._say(confirmation.asking_here)
            return
        area = self.query_one(ReasonArea)
        area.led = None
        if not self._guessed:
            self._before = area.text
        area.take_over(words)
        self._written.write(area.text)
        self._changed(said)
        self._words = TypedWords(self._written.as_it_is())

    def _take_back(self) -> str:
        """Undo what letters of words chose; gives what is to be said of it.

        A digit right before words may have been meant, and the outcome before it as well: then none is chosen.
        """
        draft, before = self._written.draft, self._words.before
        self._written = before.as_it_is()
        unclear = draft.outcome != before.draft.outcome
        if unclear:
            self._written.choose_none()
        self._changed()
        if unclear:
            return UNCLEAR
        return UNDONE if (draft.grounds, draft.cites) != (before.draft.grounds, before.draft.cites) else WORDS_TAKEN

    # What was guessed

    @property
    def _guessed(self) -> str:
        """What stands in the reason by a guess and may be no words at all."""
        reason = self._written.draft.reason
        if self._before is None or not reason.startswith(self._before):
            return ""
        guessed = reason[len(self._before) :]
        return "" if _PROSE.search(guessed) else guessed.strip()

    def _ask_about_guess(self) -> None:
        """Show what was guessed, marked; it was asked about from now on."""
        self.query_one(ReasonArea).mark_last(self._guessed)
        self._before, self._asked = None, True
        self._say(ASKED)
