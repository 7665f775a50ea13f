"""What every engine must do, seen through the door and through the seam: one suite for all of them."""

from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from store.acts import CastVote, Cite, Draft, Note, Open, WriteNote
from store.docket import Docket
from store.engine import Engine, New, Present, Query
from store.errors import BadInput, Unsure
from store.filters import Term, parse
from store.limits import PARTS
from store.model import Case, Evidence, Imported, Refusal, Reject, Standing
from store.records import Record
from tests.dockets import POLICY, make_case, read_through, see, vote
from tests.store.conformance.conftest import Lossy, local

REVOKE = Draft("revoke", ("false_statement",), "The register contradicts the answer.", (Cite("r1"),))
DAY = date(2026, 1, 31)


def filled(docket: Docket, number: int = 10) -> Docket:
    """Cases RP-0001 onwards, each due a day before the one before it; every third without a due date."""
    cases = [
        make_case(n, due=None if n % 3 == 0 else date(2026, 3, 1).replace(day=28 - n % 28), priority=n)
        for n in range(1, number + 1)
    ]
    docket.import_cases("lead", iter(cases), ("cases.jsonl",))
    return docket


def everything(*terms: Term) -> Query:
    return Query(terms, "ana", DAY)


def test_a_new_docket_is_empty_and_knows_its_policy(engine: Engine) -> None:
    assert engine.page(everything(), None, 10) == []
    assert engine.count(everything()) == 0
    assert engine.policies.current.name == "Permits"
    assert len(engine.store) == 32
    assert engine.checkpoint().count == 2


def test_cases_come_in_order_of_due_date_and_page_both_ways_without_a_gap(engine: Engine, docket: Docket) -> None:
    filled(docket, 30)
    whole = [one.id for one in engine.page(everything(), None, 100)]
    assert len(whole) == 30
    dues = [one.due or date.max for one in engine.page(everything(), None, 100)]
    assert dues == sorted(dues)
    for back in (False, True):
        read: list[str] = []
        key = None
        while page := engine.page(everything(), key, 7, back=back):
            assert len(page) <= 7
            read = [*(one.id for one in page), *read] if back else [*read, *(one.id for one in page)]
            key = page[0].key if back else page[-1].key
        assert read == whole


def test_a_count_says_how_many_come_before_a_key(engine: Engine, docket: Docket) -> None:
    filled(docket, 30)
    page = engine.page(everything(), None, 100)
    for place in (0, 1, 17, 29):
        assert engine.count(everything(), page[place].key) == place
    assert engine.count(everything(Term("standing", "decided"))) == 0
    assert engine.count(everything(Term("flag", "Q3"))) == 30


@pytest.mark.parametrize("typed", ["ziemos", "ŽIEMOS", '"Žiemos linija"'])
def test_a_search_minds_neither_case_nor_marks_on_letters(engine: Engine, docket: Docket, typed: str) -> None:
    cases = [make_case(1, title="UAB “Žiemos linija”"), make_case(2, title="Z\u030ciemos linija"), make_case(3)]
    docket.import_cases("lead", iter(cases), ("x",))
    assert [one.id for one in engine.page(everything(*parse(typed).terms), None, 9)] == ["RP-0001", "RP-0002"]


@pytest.mark.parametrize(
    "text", ["standing:open", "-standing:open", "voted:me", "flag:q3", "bakery", "due:none", "priority:<4"]
)
def test_pages_and_counts_agree_whatever_the_filter(engine: Engine, docket: Docket, text: str) -> None:
    filled(docket, 12)
    docket.act("ana", "RP-0003", CastVote(Draft("keep", revision=1)))
    terms = parse(text).terms
    found = engine.page(everything(*terms), None, 100)
    assert engine.count(everything(*terms)) == len(found)
    halves = engine.page(everything(*terms), None, 2)
    rest = engine.page(everything(*terms), halves[-1].key, 100) if halves else []
    assert [one.id for one in (*halves, *rest)] == [one.id for one in found]


def test_counts_follow_what_is_recorded(engine: Engine, docket: Docket) -> None:
    filled(docket)
    vote(docket, "ana", "RP-0001", REVOKE)
    docket.act("ana", "RP-0002", CastVote(Draft("keep", revision=1)))
    counts = engine.counts(DAY)
    assert (counts[Standing.OPEN], counts[Standing.SECOND], counts[Standing.DECIDED]) == (8, 1, 1)
    assert sum(counts.values()) == engine.count(everything())


def test_what_anything_was_recorded_on_is_found_by_itself(engine: Engine, docket: Docket) -> None:
    filled(docket)
    docket.act("ana", "RP-0004", WriteNote("Ask the employer."))
    docket.import_cases("lead", iter([make_case(7, title="Revised")]), ("again.jsonl",))
    read_through(docket, "ana", "RP-0002")
    touched = replace(everything(), touched=True)
    found = [one.id for one in engine.page(touched, None, 10)]
    assert sorted(found) == ["RP-0002", "RP-0004", "RP-0007"]
    assert engine.count(touched) == 3
    assert [one.id for one in engine.page(replace(touched, terms=(Term("id", "RP-0002"),)), None, 10)] == ["RP-0002"]


def test_a_decision_sees_what_was_recorded_before_it_and_nothing_is_recorded_on_a_refusal(
    engine: Engine, docket: Docket
) -> None:
    filled(docket)
    before = engine.checkpoint()
    answer = engine.transact(("RP-0001",), lambda _: Refusal("no", "No."))
    assert answer == Refusal("no", "No.")
    assert engine.checkpoint() == before

    def decide(present: Present) -> New:
        assert present.dossier("RP-0001").count == before.count
        return New("ana", "RP-0001", "key-1", Note("First."), date(2026, 12, 1))

    made = engine.transact(("RP-0001",), decide)
    assert isinstance(made, Record)
    assert made.seq == before.count
    assert engine.records(made.seq - 1, 1) == [made]
    assert [one.seq for one in engine.records_of("RP-0001")][-1] == made.seq


def test_an_error_in_a_decision_records_nothing(engine: Engine, docket: Docket) -> None:
    filled(docket)
    before = engine.checkpoint()
    with pytest.raises(BadInput):
        docket.act("ana", "RP-9999", WriteNote("Nobody's case."))
    assert engine.checkpoint() == before
    assert isinstance(docket.act("ana", "RP-0001", WriteNote("Work goes on.")), Record)


def test_the_same_key_is_recorded_once(engine: Engine, docket: Docket) -> None:
    filled(docket)
    first = docket.act("ana", "RP-0001", WriteNote("Once."), "key-1")
    assert docket.act("ana", "RP-0001", WriteNote("Once."), "key-1") == first
    for who, case in (("ben", "RP-0001"), ("ana", "RP-0002")):
        answer = docket.act(who, case, WriteNote("Once."), "key-1")
        assert isinstance(answer, Refusal)
        assert answer.code == "key_used"


def test_a_lost_answer_is_asked_for_again_and_nothing_is_recorded_twice(tmp_path: Path) -> None:
    docket = Docket(Lossy(local(tmp_path)))
    inner = local(tmp_path)
    Docket(inner).import_cases("lead", iter([make_case(number) for number in range(1, 6)]), ("c",))
    docket.refresh()
    before = Lossy.lost
    for number in range(1, 6):
        key = f"key-{number}"
        request = WriteNote(f"Note {number}.")
        with pytest.raises(Unsure):
            docket.act("ana", f"RP-{number:04}", request, key)
        answer = docket.act("ana", f"RP-{number:04}", request, key)
        assert isinstance(answer, Record)
    assert Lossy.lost - before == 5
    inner.refresh()
    notes = [one for one in inner.records(-1, 100) if one.kind == "note"]
    assert [one.key for one in notes] == [f"key-{number}" for number in range(1, 6)]
    inner.close()
    docket.close()


def test_records_are_read_in_pages_after_a_number(engine: Engine, docket: Docket) -> None:
    filled(docket)
    for number in range(1, 8):
        docket.act("ana", "RP-0001", WriteNote(f"Note {number}."))
    read: list[Record] = []
    while page := engine.records(read[-1].seq if read else -1, 3):
        read += page
    assert [one.seq for one in read] == list(range(engine.checkpoint().count))
    assert read == [one for seq in range(len(read)) for one in engine.records(seq - 1, 1)]


def test_a_revision_is_the_newest_and_the_old_ones_stay(engine: Engine, docket: Docket) -> None:
    filled(docket)
    changed = make_case(4, title="Another title", fields={"permit": "permanent"})
    assert docket.import_cases("lead", iter([changed, make_case(11)]), ("more.jsonl",)).revisions == 1  # type: ignore[union-attr]
    dossier = engine.dossier("RP-0004")
    assert [one.title for one in dossier.revisions] == ["Temporary residence permit", "Another title"]
    assert (dossier.state.revision, dossier.state.basis) == (2, 2)
    assert dossier.importers == {"lead"}
    assert engine.count(everything(Term("field.permit", "permanent"))) == 1
    imports = [one for one in engine.records_of("RP-0004") if one.kind == "import"]
    assert len(imports) == 2


def test_an_import_keeps_what_was_added_here_and_skips_what_has_not_changed(engine: Engine, docket: Docket) -> None:
    """No file knows of a letter that arrived here: its case is the same once more, and the round goes on."""
    cases = [make_case(1), make_case(2)]
    docket.import_cases("lead", iter(cases), ())
    letters = [Evidence("p1", "register", "Letter", "I met nobody."), Evidence("p2", "register", "Form", "Received.")]
    docket.attach("ana", "RP-0001", letters[0])
    assert isinstance(vote(docket, "ana", "RP-0001", REVOKE), Record)
    counts = docket.import_cases("lead", iter([*cases, cases[0]]), (), strict=True)
    assert counts == Imported("", 0, 0, 3, 0)
    assert engine.dossier("RP-0001").state.votes, "nothing that a vote rested on has changed"
    docket.attach("ana", "RP-0001", letters[1])
    changed = replace(cases[0], evidence=(*cases[0].evidence, Evidence("r2", "register", "Register", "Moved out.")))
    for dry in (True, False):
        counts = docket.import_cases("lead", iter([changed, changed]), (), dry_run=dry)
        assert isinstance(counts, Imported)
        assert (counts.revisions, counts.skipped, counts.rejected) == (1, 1, 0)
    assert engine.dossier("RP-0001").revisions[-1].evidence == (*changed.evidence, *letters)
    own = replace(letters[0], text="As the office has it.")
    docket.import_cases("lead", iter([replace(changed, evidence=(*changed.evidence, own))]), ())
    docket.import_cases("lead", iter([changed]), ())
    assert engine.dossier("RP-0001").revisions[-1].evidence == (*changed.evidence, letters[1]), "the file's own goes"
    assert list(engine.verify(None)) == []


def test_an_import_with_which_what_was_added_makes_too_large_a_case_is_rejected(
    docket: Docket,
) -> None:
    docket.import_cases("lead", iter([make_case(1)]), ())
    docket.attach("ana", "RP-0001", Evidence("p1", "register", "Letter", "I met nobody."))
    large = tuple(Evidence(f"n{number}", "register", "Entry", "Moved out.") for number in range(PARTS))
    said: list[Reject] = []
    counts = docket.import_cases("lead", iter([make_case(1, evidence=large)]), (), on_reject=said.append)
    assert isinstance(counts, Imported)
    assert (counts.revisions, [one.reason for one in said]) == (
        0,
        ["with what was added to it here, the case is too large."],
    )


def test_an_import_that_is_refused_or_only_tried_leaves_nothing(engine: Engine, docket: Docket) -> None:
    filled(docket)
    before = engine.checkpoint()
    good_and_bad = [make_case(20), make_case(21, id=" ")]
    docket.import_cases("lead", iter(good_and_bad), ("c",), strict=True)
    docket.import_cases("lead", iter([make_case(20)]), ("c",), dry_run=True)
    assert engine.checkpoint() == before
    assert engine.count(everything()) == 10
    with pytest.raises(BadInput):
        engine.dossier("RP-0020")


def test_what_is_not_known_is_said(engine: Engine) -> None:
    for ask in (engine.dossier, engine.state, engine.records_of):
        with pytest.raises(BadInput, match='no case "RP-0099"'):
            ask("RP-0099")


def test_verify_finds_nothing_on_a_sound_docket_with_every_kind_of_act(engine: Engine, docket: Docket) -> None:
    filled(docket)
    vote(docket, "ana", "RP-0001", REVOKE)
    vote(docket, "ben", "RP-0001", Draft("keep"))
    read_through(docket, "cleo", "RP-0001")
    see(docket, "cleo", "RP-0001")
    docket.act("cleo", "RP-0002", Open(("q1",)))
    docket.set_policy("lead", POLICY.replace('version = "1"', 'version = "2"'), "A new version.")
    checkpoint = docket.checkpoint("lead")
    docket.act("cleo", "RP-0002", WriteNote("After the checkpoint."))
    assert list(engine.verify(checkpoint)) == []


def test_a_case_with_every_value_comes_back_as_it_came(engine: Engine, docket: Docket) -> None:
    case = make_case(
        1, fields={"a": None, "b": True, "c": 1.5, "d": -3, "e": "é\u202e", "Ж": "x"}, due=date(2026, 2, 28)
    )
    docket.import_cases("lead", iter([case]), ("c",))
    (kept,) = engine.dossier(case.id).revisions
    assert kept == case
    assert isinstance(kept, Case)
