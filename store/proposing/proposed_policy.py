"""A policy to begin with, for a file that somebody has been sent: two outcomes, two grounds, the kinds of its items."""

from collections.abc import Sequence

from store.policy_file import parse
from store.proposing.evidence_choice import TEXT, Item
from store.proposing.toml_text import TomlWriter, string
from store.text import clip, visible

_HEAD = (
    ('version = "1"', "yours to count; each decision names the version that it was made under"),
    ('identity = "declared"', 'people say who they are (--reviewer); an office that must know it writes "login"'),
    ("", ""),
    ("[review]", "how many people, and when they differ"),
    ("votes = 2", "people whom an adverse outcome needs; never below 2"),
    ("audit_share = 0.0", "share of the other cases that a second person reads too, from 0.0 to 1.0"),
    ("", ""),
    ("[case]", "how a case is shown"),
    ("masked = []", 'fields that are hidden until somebody asks for them, such as ["nationality"]; asking is recorded'),
    ('columns = ["due", "flags"]', "what lists show of a case; a field is one by its name, such as field.amount"),
)
_KIND = "a kind of evidence: the items of this id in the mapping are of it"
_TAIL = (
    ("[[outcome]]", "what can be decided: nothing is done"),
    ('id = "keep"', "as it is typed: foureyes vote D CASE --outcome keep"),
    ('label = "Kept as it is"', "its name for people"),
    ("adverse = false", "it hurts nobody, so one person can decide it"),
    ("", ""),
    ("[[outcome]]", "what can be decided: something is done"),
    ('id = "act"', "as it is typed"),
    ('label = "Acted upon"', "its name for people"),
    ("adverse = true", "it hurts somebody: it needs a reason, a ground, a citation and a second person"),
    ("", ""),
    ("[[ground]]", "why nothing is done"),
    ('id = "unfounded"', "as it is typed: --ground unfounded"),
    ('label = "Not borne out"', "its name for people"),
    ('law = "House rule 1"', "the rule that it rests on: name yours"),
    ('outcomes = ["keep"]', "the outcomes that it can carry"),
    ("", ""),
    ("[[ground]]", "why something is done; an adverse outcome needs at least one ground"),
    ('id = "confirmed"', "as it is typed"),
    ('label = "Borne out"', "its name for people"),
    ('law = "House rule 2"', "the rule that it rests on: name yours"),
    ('outcomes = ["act"]', "the outcomes that it can carry"),
)


def policy_text(title: str, items: Sequence[Item]) -> str:
    """A policy of this name for cases with these items, as TOML; each line says what it does.

    Where there are none it has a kind for what comes later: a policy without kinds of evidence is none.
    """
    out = TomlWriter()
    out.remark("A policy to begin with: put your own words in. Every key is explained in docs/policy.md;")
    out.remark("foureyes policy check FILE says all that is wrong with one.")
    shown = " ".join(visible(clip(title, 60)).split()) or "Cases"
    out.line(f"name = {string(shown)}", "what screens and exports call this policy")
    _write(_HEAD, out)
    for item in items or [Item(TEXT, TEXT, "Text", ())]:
        out.gap()
        out.line("[[evidence]]", _KIND)
        out.line(f"kind = {string(item.kind)}", "its id")
        out.line(f"label = {string(item.label)}", "its name for people")
        out.line("alone = true", "enough by itself for an adverse outcome; false for what never is, such as hearsay")
    out.gap()
    _write(_TAIL, out)
    parse(out.text, "the proposed policy")  # what is written here is a policy, whatever the file held
    return out.text


def _write(lines: Sequence[tuple[str, str]], out: TomlWriter) -> None:
    for toml, reason in lines:
        if toml:
            out.line(toml, reason)
        else:
            out.gap()
