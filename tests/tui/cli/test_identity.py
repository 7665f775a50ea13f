"""Who is reviewing: the login name where the policy says so, and no variable of the environment can change it."""

import os
import pwd

import pytest

from store.errors import BadInput
from tests.tui.cli.conftest import CASES, POLICY, foureyes, make_docket
from tui import crash, identity
from tui.app import FoureyesApp
from tui.commands.common import desk


@pytest.fixture
def by_login(tmp_path):
    """A docket on which people review under their login names."""
    return make_docket(tmp_path / "login.docket", CASES, POLICY.replace("declared", "login"))


@pytest.fixture
def login():
    """The login name of whoever runs the tests."""
    return pwd.getpwuid(os.getuid()).pw_name


def test_under_a_login_policy_nobody_goes_by_another_name(cli, by_login, login):
    ran = cli("note", by_login, "RP-2", "Seen.", by="somebody")
    assert (ran.code, ran.out) == (1, "")
    assert f"you review under your login name, {login}:" in ran.err
    assert cli("note", by_login, "RP-2", "Seen.", by=login.upper()).code == 0
    assert f"{login} · 20" in cli("show", by_login, "RP-2", by=None).out


def test_the_login_name_is_not_read_from_the_environment(by_login, login):
    faked = {**os.environ, "USER": "mallory", "LOGNAME": "mallory", "HOME": "/home/mallory", "USERNAME": "mallory"}
    assert foureyes("note", by_login, "RP-2", "Seen.", env=faked).returncode == 0
    shown = foureyes("show", by_login, "RP-2", env=faked).stdout.decode()
    assert f"{login} · 20" in shown
    assert "mallory" not in shown


def test_where_people_declare_themselves_the_login_name_counts_for_who_does_not(cli, docket, login):
    cli("note", docket, "RP-2", "Seen.", by=None)
    assert f"{login} · 20" in cli("show", docket, "RP-2", by=None).out


def test_the_option_goes_before_the_environment(cli, docket):
    cli("note", docket, "RP-2", "Seen.", "--reviewer", "Berta", by="anna")
    assert "berta · 20" in cli("show", docket, "RP-2", by="Berta").out


@pytest.mark.parametrize("name", ["a\u202eb", "\u0430nna", "!!", "x" * 500])
def test_a_name_that_nobody_can_have_is_a_usage_error(cli, docket, name):
    ran = cli("list", docket, by=name)
    assert (ran.code, ran.out) == (2, "")


@pytest.fixture
def nobody(monkeypatch):
    """A user whom the system has no name for, and no home."""

    def unknown(_: int) -> None:
        raise KeyError

    monkeypatch.setattr(pwd, "getpwuid", unknown)
    monkeypatch.delenv("HOME", raising=False)
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)


def test_a_user_without_a_name_is_told_so(cli, by_login, docket, nobody):
    ran = cli("list", by_login, by=None)
    assert ran.code == 1
    assert f"no name for the user with id {os.getuid()}. On this docket you review under your login name" in ran.err
    ran = cli("list", docket, by=None)
    assert ran.code == 1
    assert "Say who you are with --reviewer." in ran.err
    assert cli("list", docket, by="anna").code == 0


def test_a_login_name_that_no_reviewer_can_have_is_told_so(cli, by_login, docket, monkeypatch):
    monkeypatch.setattr(identity, "login_name", lambda: "OFFICE\\anna")
    for place, advice in ((by_login, "need one that can be used"), (docket, "Say who you are with --reviewer.")):
        ran = cli("list", place, by=None)
        assert ran.code == 1
        assert "Your login name cannot be used here. A reviewer's name has 1 to 64" in ran.err
        assert advice in ran.err


def test_without_a_home_nothing_is_kept_where_one_happens_to_stand(docket, nobody, monkeypatch, tmp_path, cli):
    monkeypatch.chdir(tmp_path)
    with desk(docket, "anna") as at, pytest.raises(BadInput, match=r"no home .*: set HOME or XDG_STATE_HOME"):
        FoureyesApp(at.docket, at.reviewer)
    with pytest.raises(FileNotFoundError):
        crash.report(ValueError())
    assert "bad   state directory: There is no home directory" in cli("doctor", by=None).out
    assert not (tmp_path / "~").exists()


def test_the_login_name_is_the_systems(login):
    assert identity.login_name() == login
