"""Decisions as labelled texts, in the shapes that other tools import."""

import io
import json
from typing import Any

import pytest
from msgspec.structs import replace

from store.acts import Appeal, Cite, Draft, Rule
from store.docket import Docket
from store.errors import BadInput
from store.exporting import Exported, export
from store.importing import read
from store.importing.mapping import load as load_mapping
from store.model import Arrival, Evidence
from store.opening import new_docket
from store.policy_file import load as load_policy
from tests.dockets import POLICY, done, make_case, vote
from tui.samples import mapping_file, policy_file

TEXT = "I moved in 2019. I work at a bakery.\n\nRegistered since 2 May 2019. Employer: Rugys bakery."
ABOUT = {"id", "revision", "decided_at", "reviewers", "items", "fields"}


def tasks(docket: Docket, shape: str, **asked: Any) -> list[dict[str, Any]]:
    out = io.BytesIO()
    answer = export(docket, "lead", None, None, shape, stdout=out, **asked)
    assert isinstance(answer, Exported), answer
    text = out.getvalue().decode()
    found = json.loads(text) if shape == "label_studio" else [json.loads(line) for line in text.splitlines()]
    assert answer.rows == len(found)
    return list(found)


def test_label_studio_takes_tasks_with_annotations(worked: Docket) -> None:
    kept, revoked, _ = tasks(worked, "label_studio")
    assert set(revoked) == {"id", "data", "meta", "annotations"}
    assert revoked["data"] == {"text": TEXT}
    assert set(revoked["meta"]) == ABOUT
    [annotation] = revoked["annotations"]
    outcome, grounds, first, second = annotation["result"]
    assert (outcome["type"], outcome["from_name"], outcome["to_name"]) == ("choices", "outcome", "text")
    assert (outcome["value"], grounds["value"]) == ({"choices": ["revoke"]}, {"choices": ["false_statement"]})
    for span, quote in ((first, "I moved in 2019."), (second, "Registered since 2 May 2019")):
        assert (span["type"], span["from_name"], span["to_name"]) == ("labels", "citations", "text")
        assert TEXT[span["value"]["start"] : span["value"]["end"]] == span["value"]["text"] == quote
        assert span["value"]["labels"] == ["revoke"]
    assert len({part["id"] for part in annotation["result"]}) == 4
    assert [part["from_name"] for part in kept["annotations"][0]["result"]] == ["outcome"]


def test_prodigy_takes_choices_and_spans(worked: Docket) -> None:
    kept, revoked, _ = tasks(worked, "prodigy")
    assert set(revoked) == {"text", "options", "accept", "spans", "answer", "meta"}
    assert (revoked["text"], revoked["answer"]) == (TEXT, "accept")
    assert revoked["accept"] == ["revoke", "false_statement"]
    assert set(revoked["accept"]) <= {one["id"] for one in revoked["options"]}
    assert {"id": "revoke", "text": "Permit revoked"} in revoked["options"]
    assert [TEXT[span["start"] : span["end"]] for span in revoked["spans"]] == [
        *("I moved in 2019.", "Registered since 2 May 2019"),
    ]
    assert {span["label"] for span in revoked["spans"]} == {"revoke"}
    assert (kept["accept"], kept["spans"]) == (["keep"], [])
    assert revoked["meta"]["id"] == "RP-0002"
    assert revoked["meta"]["reviewers"] == ["anna", "ben"]


def test_doccano_takes_labels_or_categories_and_entities(worked: Docket) -> None:
    _, revoked, settled = tasks(worked, "doccano")
    assert set(revoked) == {"text", "label", "cats", "entities", *ABOUT}
    assert revoked["label"] == revoked["cats"] == ["revoke", "false_statement"]
    assert [(TEXT[start:end], label) for start, end, label in revoked["entities"]] == [
        *(("I moved in 2019.", "revoke"), ("Registered since 2 May 2019", "revoke")),
    ]
    assert settled["reviewers"] == ["anna", "ben", "carla"]


@pytest.mark.parametrize("shape", ["label_studio", "prodigy", "doccano"])
def test_tasks_come_back_by_the_mapping_that_ships_with_their_ids_and_texts(worked: Docket, shape, tmp_path) -> None:
    path = tmp_path / ("tasks.json" if shape == "label_studio" else "tasks.jsonl")
    path.write_text(json.dumps(tasks(worked, shape)) if shape == "label_studio" else lines(tasks(worked, shape)))
    found = list(read(path, load_policy(policy_file("plain"))[0], load_mapping(mapping_file(shape))))
    assert all(isinstance(one, Arrival) for one in found), found
    cases = [one.case for one in found if isinstance(one, Arrival)]
    assert [case.id for case in cases] == ["RP-0001", "RP-0002", "RP-0003"]
    assert [case.evidence[0].text for case in cases] == [TEXT] * 3


def lines(objects: list[dict[str, Any]]) -> str:
    return "\n".join(map(json.dumps, objects))


@pytest.mark.parametrize("shape", ["label_studio", "prodigy", "doccano"])
def test_what_may_not_leave_stays(worked: Docket, shape: str) -> None:
    found = tasks(worked, shape)
    assert len(found) == 3
    for told in ("A source reports", "BLR", "RP-0004", "Seen at"):
        assert told not in str(found)
    assert "A source reports" in str(tasks(worked, shape, restricted=True))


def test_only_decisions_are_labels(worked: Docket) -> None:
    with pytest.raises(BadInput, match="This format holds no votes, but decisions"):
        export(worked, "lead", None, "votes", "prodigy")


def test_what_has_no_outcome_any_more_is_no_task(worked: Docket) -> None:
    done(worked.act("dora", "RP-0002", Appeal(worked.today(), "Regional court")))
    done(worked.act("dora", "RP-0002", Rule("set_aside", worked.today(), "It rests on nothing.")))
    assert [one["meta"]["id"] for one in tasks(worked, "prodigy")] == ["RP-0001", "RP-0003"]


def test_offsets_count_characters_and_follow_the_text(tmp_path) -> None:
    docket = new_docket(tmp_path / "d", POLICY, "lead")
    items = (
        Evidence("a", "register", "A", "💩💩 first."),
        Evidence("b", "register", "B", "Then 👨🏻‍🚒 one two three."),
    )
    docket.import_cases("lead", iter([make_case(1, evidence=items), make_case(2, evidence=items[1:])]), ())
    draft = Draft("revoke", ("contact",), "So the register has it.", (Cite("b", 10, 23), Cite("b")))
    for case in ("RP-0001", "RP-0002"):
        for who in ("ana", "ben"):
            done(vote(docket, who, case, draft))
    for one in tasks(docket, "prodigy"):
        assert [one["text"][span["start"] : span["end"]] for span in one["spans"]] == ["one two three", items[1].text]
    docket.close()


def test_a_case_without_a_text_that_may_leave_has_its_title(tmp_path) -> None:
    docket = new_docket(tmp_path / "d", POLICY, "lead")
    docket.import_cases("lead", iter([make_case(1, evidence=make_case().evidence[2:])]), ())
    done(vote(docket, "ana", "RP-0001", Draft("keep", (), "No.", (Cite("s1"),))))
    [task] = tasks(docket, "prodigy")
    assert (task["text"], task["spans"]) == ("Temporary residence permit", [])
    docket.close()


def test_no_label_leaves_on_a_text_that_nobody_decided_on(worked: Docket) -> None:
    before = tasks(worked, "doccano")
    newest = worked.view("lead", before[0]["id"]).case
    revised = replace(newest, evidence=(replace(newest.evidence[0], text="Another text."), *newest.evidence[1:]))
    worked.import_cases("lead", iter([revised]), ("again",))
    out = io.BytesIO()
    answer = export(worked, "lead", None, None, "doccano", stdout=out)
    assert isinstance(answer, Exported)
    assert [json.loads(line)["id"] for line in out.getvalue().splitlines()] == [one["id"] for one in before[1:]]
    assert "Cases that were revised after their decision: 1." in answer.left_out
