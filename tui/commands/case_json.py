"""A case as one JSON object, in the words of the docket."""

from store.acts import Note
from store.case.view import CaseView
from store.clocks import Deadline
from store.model import Evidence, Refusal
from store.records import Record
from tui.commands.case_text import spans


def case_json(view: CaseView) -> dict[str, object]:
    """What `show --json` prints: the case as this reviewer may see it, and what they may do next.

    Masked values are null and named in `masked`. Each item of evidence has `sentences`: pairs of offsets in code
    points, to be cited as `ITEM:START-END`. `pause` says until when it is held or referred, `invitation` how far the
    hearing is, `delivery` when the decision was served, `remedies` are the appeals; each names its record.
    """
    return {
        "case": view.case,
        "sentences": {item.id: _sentences(item) for item in view.case.evidence},
        "revision": view.revision,
        "changed": view.changed,
        "compared": view.compared,
        "differences": view.differences,
        "standing": view.standing,
        "round": view.round,
        "decision": view.decision,
        **{name: getattr(view.scene.state, name) for name in ("pause", "invitation", "delivery", "remedies", "closed")},
        "assigned": view.scene.state.assigned,
        "blind": view.blind,
        "masked": view.masked,
        "opened": sorted(view.opened),
        "notes": [record_json(one) for one in view.of(Note)],
        "votes": [record_json(one) for one in view.votes],
        "resolution": record_json(view.resolution) if view.resolution else None,
        "notices": view.notices,
        "company": view.company,
        "related": view.related,
        "deadlines": [_deadline(one) for one in view.deadlines],
        "may": {kind: _may(refusal) for kind, refusal in view.refusals.items()},
    }


def record_json(record: Record) -> dict[str, object]:
    """A record as its parts; `body` names its kind."""
    return {name: getattr(record, name) for name in ("seq", "at", "by", "case", "body")}


def _deadline(one: Deadline) -> dict[str, object]:
    """`on` is the last day in time; `rings` is false once it was kept, or the case is closed."""
    return {name: getattr(one, name) for name in ("on", "rings", "paused", "met", "steps")} | {"clock": one.clock.id}


def _sentences(item: Evidence) -> list[tuple[int, int]]:
    return list(spans(item.text))


def _may(refusal: Refusal | None) -> dict[str, object]:
    if refusal is None:
        return {"allowed": True, "code": None, "sentence": None}
    return {"allowed": False, "code": refusal.code, "sentence": refusal.sentence}
