"""The typed confirmation of an adverse outcome: the id of the case, key by key."""

import hashlib

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from store.text import visible
from tui.dialogs.changing_words import show_words
from tui.dialogs.guard import Guard

SHORTEST, LONGEST = 4, 24
"""Ids of other lengths are not typed but stood for: one key is too easily hit, and eighty are copied, not read."""
PASTED = "Pasting does not count here: type it."
BURST = "Those keys came faster than a person types, as if pasted. Type it again."


def word_for(case_id: str) -> str:
    """What is to be typed for a case: its id, or six hexadecimal digits of its hash where it cannot well be typed."""
    typed = case_id.isascii() and case_id.isprintable() and "  " not in case_id and case_id == case_id.strip()
    if typed and SHORTEST <= len(case_id) <= LONGEST:
        return case_id
    return hashlib.sha256(case_id.encode("utf-8", "surrogatepass")).hexdigest()[:6]


class Refused(Message):
    """What was put in does not count; `sentence` says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self.sentence = sentence


class ConfirmationInput(Input):
    """A line that takes keys one by one and nothing else."""

    def __init__(self, guard: Guard) -> None:
        super().__init__(compact=True, disabled=True, classes="-textual-compact")  # else it is styled once more
        self._guard = guard

    def on_key(self, event: events.Key) -> None:
        """Leave out keys that were typed ahead; empty the line when they come as a paste does."""
        arrival = self._guard.noted(event)
        if not event.is_printable or not (arrival.early or arrival.burst):
            return
        event.stop()
        event.prevent_default()
        if arrival.burst:
            self.value = ""
            self.post_message(Refused(BURST))
        else:
            self.post_message(Refused(arrival.objection or ""))

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self.post_message(Refused(PASTED))

    def action_paste(self) -> None:
        """The program's own clipboard is no keyboard either."""
        self.post_message(Refused(PASTED))


class Confirmation(Horizontal):
    """Asks for the word; opens when nothing else is missing, and is emptied whenever the draft changes."""

    DEFAULT_CSS = """
    Confirmation {
        height: 1; padding: 0 1;
        #ask { width: auto; max-width: 100%; text-wrap: nowrap; text-overflow: ellipsis; }
        Input { width: 1fr; min-width: 12; background: $panel; }
        Input:disabled { display: none; }
        Input:focus { text-style: bold; }
    }
    """

    def __init__(self, case_id: str, guard: Guard, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._word = word_for(case_id)
        self._stands_in = self._word != case_id
        self._guard = guard

    @property
    def open(self) -> bool:
        """Whether the word can be typed now."""
        return not self._input.disabled

    @property
    def begun(self) -> bool:
        """Whether what stands there begins it as it should."""
        return self._word.startswith(self._input.value.lstrip())

    @property
    def matches(self) -> bool:
        """Whether the word stands there as it should."""
        return self.open and self._input.value.strip() == self._word

    def begins_with(self, words: str) -> bool:
        """Whether it is the word that is being typed, elsewhere."""
        return self.open and self._word.startswith(words)

    def has(self, words: str) -> bool:
        """Whether these may be a part of it that is typed before it is asked for, and are no words yet."""
        return words in self._word

    def ends(self, words: str, before: str | None) -> str:
        """The word where these end with it, as happens when it is typed before it is asked for; else nothing.

        What begins it may have been taken as keys: of what was written since `before`, if at all, its last digits do.
        """
        if words.rstrip().endswith(self._word):
            return self._word
        last = words.split()[-1:] if before is not None and words.rstrip() != before.rstrip() else []
        return next((one for one in last if len(one) > 1 and one.isdigit() and self._word.endswith(one)), "")

    def takes(self, event: events.Key) -> bool:
        """Take a key that was pressed elsewhere, where it begins the word that can be typed now."""
        begins = self.open and self._word.startswith(event.character or "\n")
        if begins:
            self.screen.set_focus(self._input)  # at once: the key comes behind it
            self._input.post_message(event)
        return begins

    @property
    def asks(self) -> bool:
        """Whether the word is being typed now."""
        return self._input.has_focus

    @property
    def asking(self) -> str:
        """What to type, as a sentence."""
        stands_in = " (stands for this case)" if self._stands_in else ""
        return f"Type {visible(self._word)}{stands_in} to confirm."

    @property
    def objection(self) -> str:
        """Why what stands there does not count, with what to type."""
        typed = self._input.value.strip()
        if typed and self.begun:
            return f"“{visible(typed)}” is not all of {visible(self._word)}: type on."
        how = "capitals count" if typed.casefold() == self._word.casefold() else "type it again"
        return f"“{visible(typed)}” is not {visible(self._word)}: {how}." if typed else self.asking

    @property
    def asking_here(self) -> str:
        """The same from where the keys are: elsewhere it is not typed yet, or the word would stand in the reason."""
        return self.asking if self.asks else f"F2, then t{self.asking[1:]}"

    @property
    def asking_last(self) -> str:
        """The same in short, while other things are missing: nobody is to type it yet, where letters are keys."""
        return f"Last: F2, then type {'what it asks for' if self._stands_in else 'the id'}."

    def ask(self) -> None:
        """Take the keys: what is typed next is the word, or the rest of it, wherever they were, and chooses nothing."""
        self._input.focus()
        if self.begun:
            self._input.action_end()
        else:
            self._input.action_select_all()

    @property
    def _input(self) -> ConfirmationInput:
        return self.query_one(ConfirmationInput)

    def compose(self) -> ComposeResult:
        """What to type, and where."""
        yield Static(id="ask")
        yield ConfirmationInput(self._guard)

    def show(self, *, needed: bool, ready: bool) -> None:
        """Open it where an adverse outcome needs it and all else is `ready`, emptied of what was typed before."""
        self.display = opens = needed and ready
        self._input.value = ""
        if opens and not self.open:
            self._guard.vanished()
            self.call_after_refresh(self._guard.appeared)
        self._input.disabled = not opens
        self._label()

    def on_descendant_focus(self) -> None:
        """The word can be typed now."""
        self._label()

    def on_descendant_blur(self) -> None:
        """It would go elsewhere now."""
        self._label()

    def _label(self) -> None:
        show_words(self.query_one("#ask", Static), Content(f"{self.asking_here.removesuffix('.')}: "))
