"""Filters by the names that a reviewer gave them: taken, saved, renamed, forgotten."""

from functools import partial

from store.errors import BadInput
from store.filters import parse
from tui.screens.finding import Finding


class SavedFilters(Finding, inherit_bindings=False):
    """The part of the review screen that keeps filters; none is replaced or forgotten unasked."""

    def action_saved_filters(self) -> None:
        """Ask which; the one that holds can be saved."""
        self._list_filters()

    def _list_filters(self, at: int | None = None) -> None:
        """The list, with the cursor on this line."""
        from tui.dialogs.pick_filter import PickFilter

        now = str(self.session.queue.chosen)
        if self._saved_filters or now:
            self.app.push_screen(PickFilter(self._saved_filters, now, at), self._filter_picked)
        else:
            self.notices.refuse("No filter is saved, and this queue has none: / writes one, then F saves it.")

    @property
    def _saved_filters(self) -> dict[str, str]:
        return self.preferences.kept.filters

    def _filter_picked(self, picked: str | None) -> None:
        from tui.dialogs.confirm import Confirm
        from tui.dialogs.pick_filter import FORGET, RENAME, SAVE

        wanted, name = (picked or "")[:1], (picked or "")[1:]
        if wanted == SAVE:
            self._ask_filter_name(str(self.session.queue.chosen))
        elif wanted == RENAME:
            self._ask_filter_name(self._saved_filters[name], name, name)
        elif wanted == FORGET:
            sentence = f"It stands for: {self._saved_filters[name]}"
            asked = Confirm(f"Forget “{name}”?", sentence, "Forget it", guard=self.new_guard())
            self.app.push_screen(asked, partial(self._forget_filter, name))
        elif picked:
            self._take_filter(picked)

    def _take_filter(self, name: str) -> None:
        try:
            chosen = parse(self._saved_filters[name])
        except BadInput as error:  # another version saved it
            self.notices.tell(str(error))
        else:
            before = self.session.queue.chosen
            self.keep_place()
            self.choose(chosen)
            self.tell_set_aside(before)

    def _forget_filter(self, name: str, yes: bool | None) -> None:
        at = [*self._saved_filters].index(name)
        if yes:
            self.preferences.change(filters={one: text for one, text in self._saved_filters.items() if one != name})
            self.notices.tell(f"Forgotten: {name}.")
        if self._saved_filters:
            self._list_filters(at)

    def _ask_filter_name(self, text: str, typed: str = "", old: str = "") -> None:
        """Ask what the filter is to be called; `old` is its name by now."""
        from tui.dialogs.ask_line import AskLine

        title = f"Rename “{old}”" if old else "Save this filter as"
        self.app.push_screen(AskLine(title, text, typed), partial(self._filter_named, text, old))

    def _filter_named(self, text: str, old: str, name: str | None) -> None:
        """Give it the name; one that another has, only after a yes."""
        from tui.dialogs.confirm import Confirm

        if not name or name == old:
            if old:
                self._list_filters([*self._saved_filters].index(old))
        elif name in self._saved_filters:
            sentence = f"It stands for: {self._saved_filters[name]}\nReplaced, it stands for: {text}"
            asked = Confirm(f"“{name}” is taken. Replace it?", sentence, "Replace it", guard=self.new_guard())
            self.app.push_screen(
                asked, lambda yes: self._keep_filter(text, old, name) if yes else self._ask_filter_name(text, name, old)
            )
        else:
            self._keep_filter(text, old, name)

    def _keep_filter(self, text: str, old: str, name: str) -> None:
        if not old:
            self.preferences.change(filters={**self._saved_filters, name: text})
            self.notices.tell(f"Saved as “{name}”: F takes it again.")
            return
        others = {one: said for one, said in self._saved_filters.items() if one != name}
        self.preferences.change(filters={name if one == old else one: said for one, said in others.items()})
        self.notices.tell(f"Renamed: {old} is {name} now.")
        self._list_filters([*self._saved_filters].index(name))
