"""Keys that were meant as text for a form that did not open."""

from textual import events

from tui.dialogs.guard import Guard


class TypingOn:
    """Judges the keys behind `opener`, the key whose form was refused: who types on has not looked at the screen yet.

    They are told from keys by nothing but the time: it ends with a pause of a second, with a key that is no letter, and
    with the same key once more at a pace at which nobody doubles a letter.
    """

    def __init__(self, guard: Guard, opener: events.Key | None) -> None:
        self._guard, self._goes_on = guard, opener is not None
        if opener is not None:
            guard.noted(opener)

    def takes(self, key: events.Key) -> bool:
        """Whether this key is one of them."""
        arrival = self._guard.noted(key)
        meant = arrival.held and not arrival.close
        self._goes_on = self._goes_on and key.is_printable and arrival.follows and not meant
        return self._goes_on
