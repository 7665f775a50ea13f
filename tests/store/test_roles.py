"""Who may do what: roles that are filled are closed, importers and voters apart, and names that are one person's."""

from pathlib import Path

import pytest

from store.acts import Adjudicate, CastVote, Open, Unmask, WriteNote
from store.docket import Docket
from store.errors import BadInput, NotAllowed
from store.exporting import export
from store.model import Imported, Standing
from store.records import Export
from tests.dockets import KEEP, POLICY, REVOKE, adjudicate, done, made, make_case, read_through, refused, vote

CASE = "RP-0001"
EXPORT = Export("cases", "csv", 0, "")
ROLES = '\n[roles]\nreviewer = ["Ana", "ben"]\nadjudicator = ["cleo"]\nlead = ["lead"]\nauditor = ["vera"]\n'


@pytest.fixture
def closed(tmp_path: Path) -> Docket:
    """A docket in which every role is filled."""
    return made(tmp_path, ROLES, make_case(1), make_case(2))


def test_a_role_that_is_filled_is_closed_to_all_others(closed: Docket) -> None:
    assert refused(closed.import_cases("ana", iter([make_case(3)]), ())) == "role"
    assert refused(closed.leaving("ana", purpose="a look", others=False)) == "role"
    assert refused(closed.exported("ana", EXPORT)) == "role"
    for reviewer in ("cleo", "lead"):
        read_through(closed, reviewer, CASE)
        assert refused(closed.act(reviewer, CASE, CastVote(KEEP))) == "role"
        assert refused(closed.act(reviewer, CASE, WriteNote("A note."))) == "role"
    done(vote(closed, "ana", CASE, REVOKE))
    done(vote(closed, "ben", CASE, KEEP))
    assert refused(closed.act("lead", CASE, Adjudicate(KEEP))) == "role"
    done(adjudicate(closed, "cleo", CASE, KEEP))
    assert list(closed.verify("lead")) == []
    closed.close()


def test_who_works_here_is_told_to_who_may_ask_them_to_read_a_case(closed: Docket) -> None:
    closed.set_policy("lead", f'{POLICY}{ROLES}[people]\ndan = "Dan"\n', "Names.")
    closed.set_policy("lead", f"{POLICY}\n[roles]\nauditor = ['vera']\n", "Open to all.")
    done(closed.act("eva", CASE, WriteNote("A note.")))
    closed.set_policy("lead", f"{POLICY}{ROLES}[people]\ndan = 'Dan'\n", "Closed.")
    named = {"ana", "ben", "cleo", "lead", "vera", "dan"}
    for who in ("ana", "lead"):
        assert closed.people(who) == named | {"eva"}
    for who in ("vera", "cleo"):
        assert closed.people(who) == named, "who may not ask anybody is told only what the policy says"
    with pytest.raises(NotAllowed):
        closed.people("dora")


def test_who_is_in_no_role_reads_nothing_writes_nothing_and_unmasks_nothing(closed: Docket) -> None:
    before = closed.checkpoint("lead")
    for read in (
        lambda: closed.view("dora", CASE),
        lambda: closed.page("dora"),
        lambda: closed.count("dora"),
        lambda: closed.counts("dora"),
        lambda: next(closed.history("dora")),
        lambda: closed.policy("dora"),
        lambda: closed.checkpoint("dora"),
        lambda: closed.verify("dora"),
        lambda: closed.standing("dora", CASE),
    ):
        with pytest.raises(NotAllowed, match="The policy gives dora no role on this docket"):
            read()
    for request in (
        CastVote(KEEP),
        WriteNote("Mine."),
        Open(),
        Open(others=True),
        Unmask(("citizenship",), "A check."),
    ):
        assert refused(closed.act("dora", CASE, request)) == "role"
        assert refused(closed.act("dora", "RP-9999", request)) == "role", "whether there is such a case is not told"
        for answer in closed.refusals("dora", (CASE, "RP-9999"), request):
            assert answer is not None
            assert answer.code == "role"
    assert refused(closed.import_cases("dora", iter([make_case(3)]), ())) == "role"
    assert refused(closed.set_policy("dora", POLICY, "Mine.")) == "role"
    with pytest.raises(NotAllowed):
        export(closed, "dora", None)
    assert closed.checkpoint("lead") == before
    closed.close()


def test_a_role_that_nobody_fills_is_open_to_all_but_an_auditor(tmp_path: Path) -> None:
    docket = made(tmp_path, '\n[roles]\nauditor = ["vera"]\n')
    done(vote(docket, "whoever", CASE, KEEP))
    assert refused(vote(docket, "vera", CASE, KEEP)) == "role"
    assert not docket.view("whoever", CASE).scene.policy.has_role("whoever", "auditor")
    docket.close()


def test_whoever_imported_a_revision_of_a_case_does_not_decide_on_it(tmp_path: Path) -> None:
    docket = made(tmp_path, "\n[review]\nseparate_import = true\n", make_case(1), make_case(2))
    assert isinstance(docket.import_cases("ana", iter([make_case(3), make_case(2, title="Other")]), ()), Imported)
    assert refused(vote(docket, "lead", CASE, KEEP)) == "importer"
    assert refused(vote(docket, "ana", "RP-0002", KEEP)) == "importer"
    assert refused(vote(docket, "lead", "RP-0002", KEEP)) == "importer"
    assert docket.view("ana", "RP-0002").refusal(CastVote.act) is not None
    done(vote(docket, "lead", "RP-0003", KEEP))
    done(vote(docket, "ana", CASE, REVOKE))
    done(vote(docket, "ben", CASE, KEEP))
    assert refused(docket.act("lead", CASE, Adjudicate(KEEP))) == "importer"
    done(docket.act("lead", CASE, WriteNote("It came from the survey desk.")))
    done(adjudicate(docket, "cleo", CASE, KEEP))
    assert list(docket.verify("lead")) == []
    docket.close()


def test_where_the_policy_does_not_say_so_they_do(docket: Docket) -> None:
    done(vote(docket, "lead", CASE, KEEP))
    assert docket.view("lead", CASE).standing is Standing.DECIDED


def test_a_name_is_what_a_login_is(docket: Docket) -> None:
    before = docket.checkpoint("lead")
    for name in ("Ana", "аnа", "", "ana ", "1ana", "a\0b", "\x1b[2J", "a" * 65, None, 5, b"ana"):
        assert refused(docket.act(name, CASE, Open())) == "name"  # type: ignore[arg-type]
        assert refused(docket.leaving(name, purpose="", others=True)) == "name"  # type: ignore[arg-type]
        with pytest.raises(NotAllowed):
            docket.view(name, CASE)  # type: ignore[arg-type]
    assert docket.checkpoint("lead") == before


def test_a_name_that_looks_like_another_reviewer_s_is_refused(docket: Docket) -> None:
    done(vote(docket, "dmitri", CASE, REVOKE))
    for name in ("drnitri", "dm1tri", "dmltri", "dmitri."):
        assert refused(docket.act(name, CASE, CastVote(REVOKE))) == "lookalike"
        assert refused(docket.act(name, "RP-0002", Open())) == "lookalike"
    done(docket.act("dmitrij", CASE, Open()))


def test_a_name_in_the_policy_belongs_to_its_holder_even_before_they_came(tmp_path: Path) -> None:
    docket = made(tmp_path, '\n[roles]\nadjudicator = ["ilona"]\n')
    assert refused(docket.act("llona", CASE, Open())) == "lookalike"
    done(docket.act("ilona", CASE, Open()))
    docket.close()


def test_and_after_somebody_who_looks_like_them_was_first(docket: Docket) -> None:
    done(docket.act("llona", CASE, Open()))
    done(docket.set_policy("lead", f'{POLICY}\n[roles]\nadjudicator = ["ilona"]\n', "Ilona begins."))
    done(docket.act("ilona", CASE, Open()))
    assert refused(docket.act("llona", CASE, Open())) == "lookalike"
    assert list(docket.verify("lead")) == []


def test_a_name_that_looks_like_another_neither_imports_nor_exports_nor_rules(docket: Docket) -> None:
    assert refused(docket.import_cases("1ead", iter([make_case(50)]), ())) == "name"
    assert refused(docket.import_cases("iead", iter([make_case(50)]), ())) == "lookalike"
    assert refused(docket.exported("iead", EXPORT)) == "lookalike"
    assert refused(docket.set_policy("iead", POLICY, "Mine.")) == "lookalike"
    with pytest.raises(BadInput):
        docket.view("lead", "RP-0050")
