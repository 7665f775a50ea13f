"""Python's collector of cycles works while nobody waits for a key.

Left to itself it looks through what is new after so many objects, in the middle of whatever is done then: of sixteen
keys one would take ten milliseconds more.
"""

import gc

SHORT, LONG = 0.1, 10.0
"""Seconds without a key after which what is new is looked through, and then once all of it."""
FEW = 1_000
"""New objects that are not worth a look."""


class Rest:
    """Uses the time between keys; whoever takes none has the collector come by itself, after many more objects."""

    def __init__(self) -> None:
        self._begun = self._done = False

    def begin(self) -> None:
        """What is there by now stays: it is never looked through again."""
        self._begun = True
        gc.collect()
        gc.freeze()

    def use(self, idle: float) -> None:
        """Do what there is time for, after so many seconds without a key."""
        if not self._begun:
            return
        if idle < LONG:
            self._done = False
        elif not self._done:
            self._done = True
            gc.collect()
        if idle >= SHORT and gc.get_count()[0] >= FEW:
            gc.collect(0)
