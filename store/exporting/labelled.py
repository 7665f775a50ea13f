"""Decisions as labelled texts, in the shapes that Label Studio, Prodigy and doccano import.

One task a decided case: its text is that of its items, apart by a blank line (the title, where it has none that may
leave), labelled with the outcome and the grounds. Spans are the citations that the decision rests on, in code points of
that text, labelled with the outcome. A case that was revised after its decision is left out, and counted. What was
set aside on appeal has no outcome, so it is no task. Sources: https://labelstud.io/guide/task_format (annotations),
https://prodi.gy/docs/api-interfaces (`choice`, `spans`), and doccano's own examples of JSONL for text classification,
sequence labelling, and intent detection with slot filling.
"""

from collections.abc import Callable, Iterator

from msgspec import Struct

from store.case.parts import Decision
from store.case.view import CaseView
from store.departure import Departure
from store.exporting.redaction import Redaction
from store.exporting.row import ExportRow, Since, Table
from store.policy import Policy

_APART = "\n\n"


class Span(Struct, frozen=True):
    """A citation in the text of a task."""

    start: int
    end: int


class Task(Struct, frozen=True):
    """A decided case as a labelled text. `about` is what else is told of it."""

    text: str
    outcome: str
    grounds: tuple[str, ...]
    spans: tuple[Span, ...]
    about: dict[str, object]
    policy: Policy


def label_studio(departure: Departure, since: Since, redaction: Redaction) -> Table:
    """Tasks with one annotation each, for a project with the controls `outcome`, `grounds` and `citations`."""
    return _table(departure, since, redaction, _label_studio)


def prodigy(departure: Departure, since: Since, redaction: Redaction) -> Table:
    """Tasks of the `choice` interface, with spans."""
    return _table(departure, since, redaction, _prodigy)


def doccano(departure: Departure, since: Since, redaction: Redaction) -> Table:
    """Lines whose columns are `label`, or `cats` and `entities`, whichever kind of project takes them."""
    return _table(departure, since, redaction, _doccano)


def _table(
    departure: Departure, since: Since, redaction: Redaction, shape: Callable[[Task], dict[str, object]]
) -> Table:
    return Table((), (ExportRow(shape(task)) for task in _tasks(departure, since, redaction)))


def _tasks(departure: Departure, since: Since, redaction: Redaction) -> Iterator[Task]:
    for view in departure.views():
        decision = view.decision
        if not decision or not decision.outcome or not since.includes(decision.at):
            continue
        if decision.revision == view.revision:
            yield _task(view, decision, redaction)
        else:  # nobody decided on the text as it is now
            redaction.revised += 1


def _task(view: CaseView, decision: Decision, redaction: Redaction) -> Task:
    case, starts, at = redaction.case(view.case), dict[str, int](), 0
    for item in case.evidence:
        starts[item.id] = at
        at += len(item.text) + len(_APART)
    text = _APART.join(item.text for item in case.evidence) or case.title
    spans = dict[Span, None]()
    cited = tuple(dict.fromkeys(one for opinion in view.opinions for one in opinion.citations))
    for one in redaction.quotations(cited, view.case):
        start = starts.get(one.item, 0) + one.start
        span = Span(start, start + one.end - one.start)
        if one.quote is not None and one.item in starts and text[span.start : span.end] == one.quote:
            spans[span] = None
    people = [*view.votes, *([view.resolution] if view.resolution else [])]
    about = {
        "id": case.id,
        "revision": view.revision,
        "decided_at": decision.at,
        "reviewers": list(dict.fromkeys(record.by for record in people)),
        "items": [{"id": name, "start": start} for name, start in starts.items()],
        "fields": case.fields,
    }
    return Task(text, decision.outcome, decision.grounds, tuple(spans), about, view.scene.policy)


def _label_studio(task: Task) -> dict[str, object]:
    result = [_chosen("outcome", (task.outcome,))]
    result += [_chosen("grounds", task.grounds)] if task.grounds else []
    for number, span in enumerate(task.spans, 1):
        value = {"start": span.start, "end": span.end, "text": task.text[span.start : span.end]}
        result.append(
            {
                "id": f"citation-{number}",
                "from_name": "citations",
                "to_name": "text",
                "type": "labels",
                "value": {**value, "labels": [task.outcome]},
            }
        )
    return {
        "id": task.about["id"],  # Label Studio gives one of its own instead; here the task comes back by it
        "data": {"text": task.text},
        "meta": task.about,
        "annotations": [{"result": result, "was_cancelled": False}],
    }


def _chosen(control: str, choices: tuple[str, ...]) -> dict[str, object]:
    return {
        "id": control,
        "from_name": control,
        "to_name": "text",
        "type": "choices",
        "value": {"choices": list(choices)},
    }


def _prodigy(task: Task) -> dict[str, object]:
    options = {one.id: one.label for one in task.policy.outcome} | {one.id: one.label for one in task.policy.ground}
    return {
        "text": task.text,
        "options": [{"id": name, "text": label} for name, label in options.items()],
        "accept": [task.outcome, *task.grounds],
        "spans": [{"start": span.start, "end": span.end, "label": task.outcome} for span in task.spans],
        "answer": "accept",
        "meta": task.about,
    }


def _doccano(task: Task) -> dict[str, object]:
    labels = [task.outcome, *task.grounds]
    entities = [(span.start, span.end, task.outcome) for span in task.spans]
    return {"text": task.text, "label": labels, "cats": labels, "entities": entities, **task.about}
