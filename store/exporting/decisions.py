"""The table of decisions: one row a decided case.

The columns are a contract, and new ones come only at the end. `served_on`, `appeal_by`, `leave_by` and `appeal` are
empty until a decision has been served. `reason` and `citations` are those of the resolution of a conflict, or else of
all votes, each once and in order, reasons apart by a blank line. `second_reviewer` and `second_voted_at` hold all
readers after the first, joined by `;`. `adverse` is true as well for an outcome that the policy no longer has.
`policy` and `policy_version` were in force when it was decided. `seq` is the record that decided, `head` the hash of
the docket's last record when the export began. `revision` is the one that the deciding record was made on; the title
and the fields are the case's latest.
"""

from bisect import bisect_right
from collections.abc import Iterator

from msgspec.structs import replace

from store.case.view import CaseView
from store.docket import Docket
from store.exporting.choice import Choice
from store.exporting.redaction import Redaction
from store.exporting.row import ExportRow, Table
from store.filters import Term
from store.model import Citation, PolicySet, Resolution, Standing, Vote
from store.policy import Policy
from store.standing import Decision

COLUMNS = (
    *("case_id", "revision", "title", "standing", "outcome", "outcome_label", "adverse", "grounds", "reason"),
    *("citations", "round", "first_reviewer", "first_voted_at", "second_reviewer", "second_voted_at"),
    *("adjudicator", "adjudicated_at", "decided_at", "served_on", "appeal_by", "leave_by", "appeal"),
    *("policy", "policy_version", "seq", "head"),
)
_DECIDED = Term("standing", str(Standing.DECIDED))


def decisions(docket: Docket, choice: Choice, withholding: Redaction) -> Table:
    """The decisions that `choice.reviewer` may see, in the order of the queue; since: by the time of the decision."""
    return Table(COLUMNS, _rows(docket, choice, withholding))


def _rows(docket: Docket, choice: Choice, withholding: Redaction) -> Iterator[ExportRow]:
    policies = _Policies(docket, choice.reviewer)
    head = docket.checkpoint().head
    chosen = replace(choice.chosen, terms=(*choice.chosen.terms, _DECIDED))
    for reading in docket.readings(choice.reviewer, chosen, unmasked=choice.restricted):
        decision = reading.decision
        if decision and choice.includes(decision.at):
            columns = {
                **_case(reading, decision),
                **_outcome(decision, docket.policy),
                **_reasons(reading, withholding),
                **_people(reading, decision),
                **dict.fromkeys(("served_on", "appeal_by", "leave_by", "appeal")),
                **policies.in_force(decision.seq),
                "seq": decision.seq,
                "head": head,
            }
            yield ExportRow({name: columns[name] for name in COLUMNS}, withholding.fields(reading.case))


def _case(reading: CaseView, decision: Decision) -> dict[str, object]:
    return {
        "case_id": reading.case.id,
        "revision": decision.revision,
        "title": reading.case.title,
        "standing": str(reading.standing),
        "round": reading.round,
    }


def _outcome(decision: Decision, policy: Policy) -> dict[str, object]:
    outcome = policy.outcome_of(decision.outcome)
    return {
        "outcome": decision.outcome,
        "outcome_label": outcome.label if outcome else "",
        "adverse": outcome is None or outcome.adverse,
        "grounds": decision.grounds,
    }


def _reasons(reading: CaseView, withholding: Redaction) -> dict[str, object]:
    settled = reading.resolution.body if reading.resolution else None
    deciding = [settled] if settled else [vote.body for vote in reading.votes]
    reasons: dict[str, None] = {}
    citations: dict[Citation, None] = {}
    for body in deciding:
        if isinstance(body, Vote | Resolution):
            reasons |= dict.fromkeys([body.reason] if body.reason else [])
            citations |= dict.fromkeys(body.citations)
    return {
        "reason": "\n\n".join(reasons),
        "citations": withholding.quotations(tuple(citations), reading.case),
    }


def _people(reading: CaseView, decision: Decision) -> dict[str, object]:
    first, others = reading.votes[:1], reading.votes[1:]
    settled = reading.resolution
    return {
        "first_reviewer": first[0].by if first else None,
        "first_voted_at": first[0].at if first else None,
        "second_reviewer": tuple(vote.by for vote in others),
        "second_voted_at": tuple(vote.at for vote in others),
        "adjudicator": settled.by if settled else None,
        "adjudicated_at": settled.at if settled else None,
        "decided_at": decision.at,
    }


class _Policies:
    """Which policy was in force at a record."""

    def __init__(self, docket: Docket, reviewer: str) -> None:
        records = ((one.seq, one.body) for one in docket.history(reviewer))
        self._set = [(seq, body) for seq, body in records if isinstance(body, PolicySet)]

    def in_force(self, seq: int) -> dict[str, object]:
        position = bisect_right(self._set, seq, key=lambda one: one[0]) - 1
        body = self._set[max(position, 0)][1]
        return {"policy": body.name, "policy_version": body.version}
