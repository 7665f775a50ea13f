"""The passages that a vote cites, gathered while the case was read."""

from textual.content import Content

from store.acts import Cite, carries
from store.acts.citing import citation
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

    def show_cited(self, cites: tuple[Cite, ...]) -> None:
        """Show what is cited."""
        self.show([_line(self._case, self._policy, one) for one in cites])


def quoted(case: Case, cited: Citation) -> Content:
    """A quote as shown: where it stands, the label of its item, the words, with what hides in them made visible."""
    item = case.item(cited.item)
    whole = item is not None and (cited.start, cited.end) == (0, len(item.text))
    where = visible(cited.item if whole else f"{cited.item}:{cited.start}-{cited.end}")
    label = f"  {visible(item.label)}" if item is not None else ""
    return Content.assemble((f"{where}{label}", "bold"), ": “", visible(clip(cited.quote, QUOTE)), "”")


def _line(case: Case, policy: Policy, cite: Cite) -> Content:
    cited = citation(case, cite)
    if isinstance(cited, Missing):
        return Content.assemble("✗ ", visible(cited.sentence))
    mark = "" if carries(case, cite.item, policy) else ("  ◌ never enough alone", "dim")
    return Content.assemble("· ", quoted(case, cited), mark)
