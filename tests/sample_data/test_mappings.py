"""Files of other programs come in by the mappings that ship: small ones of the same shape, made for this."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from store.importing import read
from store.importing.mapping import load as load_mapping
from store.model import Arrival, Case, Evidence, Flag
from store.policy_file import load as load_policy
from store.proposing.known_format import readers_of
from store.proposing.profile import profile_of
from tui.samples import folder, mapping_file, mappings, policies

Take = Callable[..., list[Case]]
POLICIES = ["plain", "posts", "screening", "security_alerts"]
TOLD = date(2023, 11, 20)


@pytest.fixture
def take(tmp_path: Path) -> Take:
    """Read a file by a mapping that ships, under the policy for a first look; nothing is rejected.

    Whoever has a mapping proposed for the file is told of that one and no other, unless it is `like_others`.
    """
    known = {name: load_mapping(mapping_file(name)) for name in mappings()}

    def taken(name: str, file: str, content: object, *, like_others: bool = False) -> list[Case]:
        path = tmp_path / file
        path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
        assert readers_of(profile_of(path), known) == (() if like_others else (name,))
        policy, _ = load_policy(folder("plain") / "policy.toml")
        found = list(read(path, policy, load_mapping(mapping_file(name))))
        assert all(isinstance(one, Arrival) for one in found), found
        return [one.case for one in found if isinstance(one, Arrival)]

    return taken


def test_what_is_annotated_with_prodigy(take: Take) -> None:
    fresh = {"text": "Uber hires.", "meta": {"source": "A paper"}}
    done = {
        "text": "Ada met Bob.",
        "_input_hash": -1530009927,
        "_task_hash": -340967702,
        "tokens": [{"text": "Ada", "start": 0, "end": 3, "id": 0}],
        "spans": [{"start": 0, "end": 3, "token_start": 0, "token_end": 0, "label": "PERSON"}],
        "score": 0.9,
        "answer": "accept",
    }
    one, two = take("prodigy", "x.jsonl", f"{json.dumps(fresh)}\n{json.dumps(done)}\n")
    assert one == Case(
        "P-1",
        "Uber hires.",
        fields={"meta.source": "A paper"},
        evidence=(Evidence("text", "text", "Text", "Uber hires."),),
    )
    assert two.id == "P-2"
    assert two.fields == {"_input_hash": -1530009927, "_task_hash": -340967702, "answer": "accept"}
    assert two.evidence[1] == Evidence("span-1", "event", "Marked before", "label: PERSON\nstart: 0\nend: 3")


@pytest.mark.parametrize("file", ["admin.jsonl", "admin.json"])
def test_texts_labelled_with_doccano(take: Take, file: str) -> None:
    texts = [
        {"id": 4, "text": "A good one.", "label": ["positive"], "Comments": ["Sure?"]},
        {
            "id": 5,
            "text": "Ada met Bob.",
            "entities": [{"id": 1, "label": "PER", "start_offset": 0, "end_offset": 3}],
            "relations": [],
        },
    ]
    content = json.dumps(texts) if file.endswith("json") else "\n".join(map(json.dumps, texts))
    one, two = take("doccano", file, content)
    assert (one.id, one.title, one.fields) == ("4", "A good one.", {"label": '["positive"]'})
    assert [item.text for item in one.evidence] == ["A good one.", "Sure?"]
    assert two.evidence[1].text == "label: PER\nstart_offset: 0\nend_offset: 3"
    new = take("doccano", "new.jsonl", '{"text": "One."}\n{"text": "Two."}', like_others=True)
    assert [case.id for case in new] == ["D-1", "D-2"]


def test_tasks_of_label_studio(take: Take) -> None:
    chosen = {"type": "choices", "from_name": "mood", "to_name": "text", "value": {"choices": ["Positive"]}}
    task = {
        "id": 31,
        "data": {"text": "Nothing works.", "url": "https://a.example/31"},
        "annotations": [{"id": 1, "completed_by": 2, "result": [chosen], "was_cancelled": False}],
        "predictions": [{"score": 0.8}],
        "project": 3,
    }
    (case,) = take("label_studio", "project.json", [task])
    assert (case.id, case.title) == ("31", "Nothing works.")
    assert case.fields == {"data.url": "https://a.example/31", "project": 3}
    assert [item.id for item in case.evidence] == ["text", "annotation-1"]
    assert case.evidence[1].text == 'type: choices\nfrom_name: mood\nvalue: {"choices":["Positive"]}'


SEEN = {"dataType": "mail", "data": "no-reply@bank.example", "message": "sender"}


@pytest.mark.parametrize("seen", ["artifacts", "observables"])
def test_alerts_of_the_hive_of_any_version(take: Take, seen: str) -> None:
    alert = {
        "_id": "~4120",
        "type": "phishing",
        "source": "gateway",
        "sourceRef": "m-7",
        "title": "Mail to accounts",
        "description": "It asks for a code.",
        "severity": 3,
        "date": 1700438400000,
        "tags": ["mail"],
        seen: [SEEN],
    }
    (case,) = take("thehive_alerts", "alerts.json", [alert])
    assert (case.id, case.title) == ("phishing-gateway-m-7", "Mail to accounts")
    assert case.flags == (Flag("phishing", "Mail to accounts", "gateway", TOLD),)
    assert case.evidence[0] == Evidence("description", "text", "Description", "It asks for a code.", "gateway", TOLD)
    assert case.evidence[1].text == "dataType: mail\ndata: no-reply@bank.example\nmessage: sender"
    assert case.fields == {"_id": "~4120", "severity": 3, "tags": '["mail"]'}


def test_cases_of_the_hive(take: Take) -> None:
    told = {
        "_id": "~81",
        "number": 12,
        "title": "Ransom note",
        "description": "On two hosts.",
        "_createdBy": "ida@soc",
        "startDate": 1700438400000,
        "endDate": None,
        "severity": 4,
        "summary": "",
        "tasks": [{"title": "Isolate", "status": "Completed", "description": "Both hosts.", "assignee": "ida@soc"}],
    }
    (case,) = take("thehive_cases", "cases.json", [told])
    assert (case.id, case.due) == ("12", None)
    assert case.flags == (Flag("case", "Ransom note", "ida@soc", TOLD),)
    assert [(item.id, item.source) for item in case.evidence] == [("description", ""), ("task-1", "ida@soc")]


def test_entities_of_follow_the_money(take: Take) -> None:
    person = {
        "id": "NK-1",
        "caption": "Jane Roe",
        "schema": "Person",
        "properties": {
            "name": ["Jane Roe", "J. Roe"],
            "birthDate": ["1961"],
            "topics": ["sanction", "role.pep"],
            "notes": ["Minister until 2019."],
            "sourceUrl": ["https://a.example/roe"],
        },
        "datasets": ["xx_list"],
    }
    own = {"id": "x-2", "schema": "Company", "properties": {"name": ["Roe Ltd"]}}
    one, two = take("ftm", "entities.ftm.json", f"{json.dumps(person)}\n{json.dumps(own)}\n")
    assert (one.id, one.title, one.subject) == ("NK-1", "Jane Roe, Person", "Jane Roe")
    assert [flag.code for flag in one.flags] == ["sanction", "role.pep"]
    assert [(item.id, item.kind) for item in one.evidence] == [("notes-1", "text"), ("source-1", "event")]
    assert one.fields["name"] == '["Jane Roe","J. Roe"]'
    assert one.fields["datasets"] == '["xx_list"]'
    assert (two.title, two.subject, two.evidence) == ("Company", "", ())


def alerts(name: str) -> list[dict[str, object]]:
    """Alerts as the REST API gives them."""
    found: list[dict[str, object]] = json.loads((folder("security_alerts") / f"{name}.json").read_text("utf-8"))
    return found


@pytest.mark.parametrize(
    ("name", "first"), [("dependabot", "express-teapot-3"), ("code_scanning", "py/sql-injection-21")]
)
def test_alerts_of_git_hub_by_its_api_and_by_its_webhook(take: Take, name: str, first: str) -> None:
    listed = take(name, "alerts.json", alerts(name))
    assert listed[0].id == first
    assert all(case.evidence[0].kind == "text" and case.flags[0].raised_on for case in listed)
    assert all("dismissed_reason" in case.fields for case in listed)
    repository = {"id": 1, "full_name": "lantern/shop", "url": "https://api.github.example/repos/lantern/shop"}
    told = [{"action": "created", "alert": one, "repository": repository, "sender": {"id": 2}} for one in alerts(name)]
    delivered = take(f"{name}_webhook", "deliveries.jsonl", "\n".join(map(json.dumps, told)))
    assert [case.id for case in delivered] == [f"lantern/shop-{one['number']}" for one in alerts(name)]
    for one, other in zip(listed, delivered, strict=True):
        assert (one.title, one.flags, one.evidence) == (other.title, other.flags, other.evidence)
        named = {key: value for key, value in one.fields.items() if "." not in key}
        assert named.items() <= {key.removeprefix("alert."): value for key, value in other.fields.items()}.items()


def test_records_that_asreview_screens(take: Take) -> None:
    table = 'title,abstract,authors,year\nWalking,We walked.,"Roe, J.",2020\nRunning,,,\n'
    one, two = take("asreview", "records.csv", table)
    assert (one.id, one.title, one.fields) == ("A-2", "Walking", {"authors": "Roe, J.", "year": "2020"})
    assert one.evidence == (Evidence("abstract", "text", "Abstract", "We walked."),)
    assert (two.id, two.evidence) == ("A-3", ())


def test_references_in_ris(take: Take) -> None:
    told = """TY  - JOUR
TI  - Walking
AU  - Roe, J.
AU  - Doe, D.
PY  - 2020
AB  - We walked.
N1  - ASReview_relevant
ER  -

TY  - JOUR
T1  - Running
N2  - We ran.
ER  -
"""
    one, two = take("asreview_ris", "records.ris", told)
    assert (one.id, one.title) == ("R-1", "Walking")
    assert one.fields["authors"] == '["Roe, J.","Doe, D."]'
    assert [item.text for item in one.evidence] == ["We walked.", "ASReview_relevant"]
    assert (two.title, two.evidence[0].text) == ("Running", "We ran.")


def test_findings_of_programs_that_analyse_code(take: Take) -> None:
    place = {"artifactLocation": {"uri": "a.py"}, "region": {"startLine": 9}}
    found = {"ruleId": "no-eval", "message": {"text": "Do not."}, "locations": [{"physicalLocation": place}]}
    log = {"version": "2.1.0", "runs": [{"tool": {}, "results": [found]}, {"results": [{"message": {"text": "So."}}]}]}
    one, two = take("sarif", "scan.sarif", log)
    assert (one.id, one.title, one.flags) == ("sarif-1", "no-eval, Do not.", (Flag("no-eval", "Do not."),))
    assert [item.id for item in one.evidence] == ["message", "location-1"]
    assert (two.id, two.title, two.flags) == ("sarif-2", "So.", ())


@pytest.mark.parametrize("name", mappings())
@pytest.mark.parametrize("policy", POLICIES)
def test_every_mapping_fits_every_policy_for_other_peoples_files(name: str, policy: str) -> None:
    known = {kind.kind for kind in load_policy(folder(policy) / "policy.toml")[0].evidence}
    assert {item.kind for item in load_mapping(mapping_file(name)).evidence} <= known


@pytest.mark.parametrize("name", mappings())
def test_every_mapping_says_how_it_is_used(name: str) -> None:
    source = mapping_file(name).read_text("utf-8")
    assert f"--map {name}\n" in source
    assert source.startswith("# ")
    assert all(f'"{key}"' not in source for key in ("TODO", "x"))


def test_all_policies_but_the_domains_of_their_own_take_them() -> None:
    assert {*POLICIES, "card_fraud", "residence_permits"} == {*policies()}
