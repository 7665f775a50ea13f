"""The file of one case as a document: what the person may have of it, or all of it for the office itself.

Two exports, never one with parts blacked out: the disclosable file holds nothing that is withheld from the person, no
name of a reviewer and no note; the internal one holds everything that may leave the docket.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from store.acts import Act, Opinion
from store.case.parts import Round
from store.case.view import CaseView
from store.days import long_date
from store.docket import Docket
from store.exporting.document import Paper, bullets, only, paragraphs, plain, put, quote, whole_case
from store.exporting.notice import repeated, repeats
from store.model import Case, Evidence, Refusal
from store.records import Export, Record


def case_file(
    docket: Docket,
    reviewer: str,
    case_id: str,
    out: Path | None,
    paper: Paper = "markdown",
    *,
    internal: bool = False,
    recipient: str = "",
    force: bool = False,
    stdout: BinaryIO | None = None,
) -> Record | Refusal:
    """Write the file of a case: the disclosable one, or with `internal` the whole. Takes a lead, and is recorded.

    `recipient` is whom it is for. Rounds that are not decided are in neither. Raises as an export does.
    """
    what = "internal case file" if internal else "disclosable case file"
    view = whole_case(docket, reviewer, case_id, f"the {what} of {case_id}")
    if isinstance(view, Refusal):
        return view
    told = [opinion for one in _decided(view) for opinion in _opinions(one, view)]
    withheld = [item for item in view.case.evidence if item.access == "restricted" and repeats(view, item, told)]
    if withheld and not internal:
        return Refusal("incomplete", "The file cannot be made yet.", tuple(map(repeated, withheld)))
    markdown = "\n\n".join(filter(None, _parts(view, internal=internal))) + "\n"
    left = Export(what, paper, 1, "", restricted=internal, chosen=str(only(case_id)), recipient=recipient)
    return put(docket, reviewer, markdown, f"{case_id}: {what}", left, out, force=force, stdout=stdout)


def _parts(view: CaseView, *, internal: bool) -> Iterator[str]:
    case = view.case
    yield f"# {plain(case.id)} {plain(case.title)}"
    yield plain("Internal file: holds what is withheld from the person." if internal else "File for the person.")
    yield bullets(
        f"{plain(name)}: {plain(str(value))}"  # pairs: a field may have the name of a line of ours
        for name, value in (("Subject", case.subject), *case.fields.items(), ("Standing", view.standing))
        if value not in (None, "")
    )
    if case.flags:
        yield "## Flags"
        yield bullets(plain(text) for text in _flags(case, internal=internal))
    yield "## Evidence"
    yield from (part for item in case.evidence for part in _item(item, internal=internal))
    yield from _decisions(view, internal=internal)
    if internal:
        yield "## History"
        policy = view.scene.policy
        yield bullets(
            plain(f"{one.at:%Y-%m-%d %H:%M} UTC, {policy.name_of(one.by)} {one.body.words(view.policy_of(one))}")
            for one in view.history
        )


def _flags(case: Case, *, internal: bool) -> Iterator[str]:
    """A flag does not say whether its reason may be told, so the person is told its code and its day."""
    for flag in case.flags:
        reason = (flag.reason, flag.raised_by) if internal else ()
        yield " · ".join(filter(None, (flag.code, *reason, str(flag.raised_on or ""))))


def _item(item: Evidence, *, internal: bool) -> Iterator[str]:
    about = " · ".join(filter(None, (item.source, str(item.date or ""), item.access)))
    yield f"### {plain(item.id)} {plain(item.label)}"
    yield plain(about)
    if item.access == "public" or internal:
        yield quote(item.text)
    if item.access == "restricted":
        told = f"What may be told of it: {item.gist}" if item.gist else "Nothing of it may be told."
        yield plain(f"Withheld from the person by {item.source or 'the office'}. {told}")


def _decisions(view: CaseView, *, internal: bool) -> Iterator[str]:
    """Each decision with what followed on it: a new round begins without the service and the appeals of the last."""
    rounds, since = _decided(view), 0
    if not rounds:
        yield "## Decision"
        untold = "what was decided before is not in this file, as whoever asked for it still reads the case blind"
        again = f"Not yet in round {view.round}; {untold}."
        yield plain(again if view.round > 1 else "There is none yet.")
    for number, one in enumerate(rounds, 1):
        yield "## Decision" if len(rounds) == 1 else f"## Decision {number} of {len(rounds)}"
        until = _last_of(one) if one.why else view.history[-1].seq
        its = [record for record in view.history if since < record.seq <= until]
        yield from _decision(one, its, view, internal=internal)
        since = until


def _decided(view: CaseView) -> list[Round]:
    """The rounds that came to a decision, and the one that the case is in as if it were over."""
    now = view.scene.state
    newest = Round(now.round, now.votes, "", now.resolution, now.decision, now.delivery, now.remedies)
    return [one for one in (*now.past, newest) if one.decision is not None]


def _last_of(over: Round) -> int:
    """The last record of a decision that was looked at again: while an appeal is pending, none is."""
    known = [over.decision, over.delivery, *over.remedies]
    ruled = (one.ruling or 0 for one in over.remedies)
    return max(*(part.seq for part in known if part is not None), *ruled, 0)


def _decision(one: Round, records: list[Record], view: CaseView, *, internal: bool) -> Iterator[str]:
    """A decision as it was made, in the words of its policy; what an appeal made of it is among what followed."""
    casts = one.deciding
    grounds, on = {ground for cast in casts for ground in cast.grounds}, casts[-1].on
    policy = view.policy_of(next(record for record in records if record.seq == casts[-1].seq))
    yield f"{plain(policy.label_of(casts[0].outcome))}, {long_date(on)}"
    yield bullets(f"{plain(each.label)} \\({plain(each.law)}\\)" for each in policy.ground if each.id in grounds)
    if one.decision is not None and (made := one.decision.revision) != view.revision:
        above = f"the flags, fields and evidence above are those of revision {view.revision}"
        yield plain(f"It was made on revision {made} of the case: {above}.")
    if internal:
        for record in records:
            if isinstance(record.body, Opinion) and record.seq in {cast.seq for cast in (*one.votes, *casts)}:
                yield plain(f"{policy.name_of(record.by)}: {record.body.said(view.policy_of(record))}")
                yield paragraphs(record.body.reason)
    else:
        yield from map(paragraphs, dict.fromkeys(opinion.reason for opinion in _opinions(one, view)))
        shown = [record for record in records if isinstance(record.body, Act) and record.body.told]
        yield bullets(plain(record.body.words(view.policy_of(record))) for record in shown)
    if one.why:
        yield plain(f"This decision stands no more: {one.why}.")


def _opinions(one: Round, view: CaseView) -> list[Opinion]:
    """What a decision was made by: see `CaseView.opinions`."""
    deciding = {cast.seq for cast in one.deciding}
    return [record.body for record in view.history if record.seq in deciding and isinstance(record.body, Opinion)]
