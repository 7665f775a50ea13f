"""Drafts to be read, copied and dropped, from whichever screen they are found on."""

from collections.abc import Callable

from store.errors import StoreError
from store.text import visible
from tui.acting.drafts import noun_of
from tui.dialogs.guard import Guard
from tui.screens.frame import Frame


class Drafting(Frame, inherit_bindings=False):
    """The part of a screen that shows what was written and is not recorded."""

    new_guard: Callable[[], Guard] = Guard

    def show_draft(self, case: str, kind: str) -> None:
        """Show a draft, and do with it what its reader says."""
        from tui.acting.draft_text import draft_text
        from tui.dialogs.draft_dialog import DraftDialog

        session, noun = self.session, noun_of(kind)
        try:
            view = session.docket.view(session.reviewer, case) if case else None
        except StoreError:  # the draft is theirs, whatever became of the case
            view = None
        if (saved := session.draft_of(case, kind, view)) is None:
            self.notices.tell("That draft is no longer there: it has been recorded, or dropped.")
            return
        text = draft_text(saved, kind, view)
        on = case or (saved.marked.named if saved.marked else "cases marked")

        def chosen(verdict: str | None) -> None:
            if verdict == "copy":
                self.copy(text, f"your {noun} on {on}")
            elif verdict == "drop":
                session.drop(case, kind, saved)
                self.dropped(case, kind)

        title = f"Your {noun} on {visible(on)}, not recorded"
        self.app.push_screen(DraftDialog(title, text, guard=self.new_guard()), chosen)

    def dropped(self, case: str, kind: str) -> None:
        """A draft is gone: show that."""
        noun = noun_of(kind)
        a = "an" if noun[0] in "aeiou" else "a"
        self.notices.tell(f"Your draft of {a} {noun} on {case or 'the cases marked'} is gone.")
        self.show_status()
