"""The passages that a vote cites, gathered while the case was read."""

from textual.content import Content

from store.acts import Cite, carries
from store.acts.citing import citation, unfit
from store.model import Case, Citation, Missing
from store.policy import Policy
from store.text import clip, visible
from tui.dialogs.choices import ChoiceList

QUOTE = 240
"""Characters of a quote that are shown; a whole item may be cited, and items may be megabytes."""


class CitationList(ChoiceList):
    """Each citation with its place, named as in what is missing, and the words it quotes; one can be taken out."""

    nothing = "What you cite while you read gathers here."

    def __init__(self, case: Case, policy: Policy, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._case = case
        self._policy = policy
        self._cites: tuple[Cite, ...] = ()

    def show_cited(self, cites: tuple[Cite, ...]) -> None:
        """Show what is cited."""
        self._cites = cites
        self.show([_line(self._case, self._policy, one) for one in cites])

    def go_to_unfit(self) -> None:
        """Highlight the first that keeps the vote from being recorded, so that it is the one taken out."""
        unfits = (at for at, one in enumerate(self._cites) if unfit(self._case, one))
        self.highlighted = next(unfits, self.highlighted)


def place(case: Case, cited: Citation | Cite) -> str:
    """Where a quote stands, safe to be shown: its item, and the characters where they are not all of it."""
    item = case.item(cited.item)
    whole = item is not None and (cited.start or 0, cited.end) in ((0, len(item.text)), (0, None))
    return visible(cited.item if whole else f"{cited.item}:{cited.start}-{cited.end}")


def quoted(case: Case, cited: Citation) -> Content:
    """A quote as shown: where it stands, the label of its item, the words, with what hides in them made visible."""
    item, where = case.item(cited.item), place(case, cited)
    label = f"  {visible(item.label)}" if item is not None else ""
    return Content.assemble((f"{where}{label}", "bold"), ": “", visible(clip(cited.quote, QUOTE)), "”")


def _line(case: Case, policy: Policy, cite: Cite) -> Content:
    cited = citation(case, cite)
    if isinstance(cited, Missing):
        return Content.assemble("✗ ", visible(cited.sentence))
    mark = "" if carries(case, cite.item, policy) else ("  ◌ never enough alone", "dim")
    return Content.assemble("✗ " if unfit(case, cite) else "· ", quoted(case, cited), mark)
