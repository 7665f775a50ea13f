"""The table of decisions: one row a decided case.

The columns are a contract, and new ones come only at the end. `served_on` is the day of service; `appeal_by` and
`leave_by` are the days of the policy's clocks of these names, empty while one is paused; `appeal` is empty, `pending`,
or what came of the last one; of a review by the office itself behind `own_review_`. What was set aside has no outcome
and is not adverse. `reason` and `citations` are those of the resolution of a conflict, or else of all votes, each once
and in order, reasons apart by a blank line.
`second_reviewer` and `second_voted_at` hold all readers after the first, joined by `;`. `adverse` is true as well for
an outcome that the policy no longer has. `policy` and `policy_version` were in force when it was decided. `seq` is the
record that decided, `head` the hash of the docket's last record when the export began. `revision` is the one that the
deciding record was made on; the title and the fields are the case's latest.
"""

from collections.abc import Iterator

from store.case.parts import Decision
from store.case.view import CaseView
from store.departure import Departure
from store.exporting.redaction import Redaction
from store.exporting.row import ExportRow, Since, Table
from store.policy import Policy

COLUMNS = (
    *("case_id", "revision", "title", "standing", "outcome", "outcome_label", "adverse", "grounds", "reason"),
    *("citations", "round", "first_reviewer", "first_voted_at", "second_reviewer", "second_voted_at"),
    *("adjudicator", "adjudicated_at", "decided_at", "served_on", "appeal_by", "leave_by", "appeal"),
    *("policy", "policy_version", "seq", "head"),
)


def decisions(departure: Departure, since: Since, redaction: Redaction) -> Table:
    """The decisions, in the order of the queue; since: by the time of the decision."""
    return Table(COLUMNS, _rows(departure, since, redaction))


def _rows(departure: Departure, since: Since, redaction: Redaction) -> Iterator[ExportRow]:
    head = departure.head
    for view in departure.views():
        decision = view.decision
        if decision and since.includes(decision.at):
            policy = view.scene.policy  # of the round that it was decided in
            columns = {
                **_case(view, decision),
                **_outcome(decision, policy),
                **_reasons(view, redaction),
                **_people(view, decision),
                **_afterwards(view),
                "policy": policy.name,
                "policy_version": policy.version,
                "seq": decision.seq,
                "head": head,
            }
            yield ExportRow({name: columns[name] for name in COLUMNS}, redaction.fields(view.case))


def _case(view: CaseView, decision: Decision) -> dict[str, object]:
    return {
        "case_id": view.case.id,
        "revision": decision.revision,
        "title": view.case.title,
        "standing": str(view.standing),
        "round": view.round,
    }


def _outcome(decision: Decision, policy: Policy) -> dict[str, object]:
    known = policy.outcome_of(decision.outcome) is not None or not decision.outcome
    return {
        "outcome": decision.outcome,
        "outcome_label": policy.label_of(decision.outcome) if known else "",
        "adverse": policy.adverse(decision.outcome),
        "grounds": decision.grounds,
    }


def _reasons(view: CaseView, redaction: Redaction) -> dict[str, object]:
    reasons = dict.fromkeys(opinion.reason for opinion in view.opinions if opinion.reason)
    citations = dict.fromkeys(one for opinion in view.opinions for one in opinion.citations)
    return {"reason": "\n\n".join(reasons), "citations": redaction.quotations(tuple(citations), view.case)}


def _afterwards(view: CaseView) -> dict[str, object]:
    state, due = view.scene.state, {one.clock.id: one.on for one in view.deadlines}
    last = state.remedies[-1] if state.remedies else None
    return {
        "served_on": state.delivery.on if state.delivery else None,
        "appeal_by": due.get("appeal_by"),
        "leave_by": due.get("leave_by"),
        "appeal": f"{'own_review_' * last.own_review}{last.result or 'pending'}" if last else None,
    }


def _people(view: CaseView, decision: Decision) -> dict[str, object]:
    first, others = view.votes[:1], view.votes[1:]
    settled = view.resolution
    return {
        "first_reviewer": first[0].by if first else None,
        "first_voted_at": first[0].at if first else None,
        "second_reviewer": tuple(vote.by for vote in others),
        "second_voted_at": tuple(vote.at for vote in others),
        "adjudicator": settled.by if settled else None,
        "adjudicated_at": settled.at if settled else None,
        "decided_at": decision.at,
    }
