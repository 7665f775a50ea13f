"""What stands before a command is not left out: whoever it names would not be who is recorded."""

import pytest

from tui.output import ExitCode


@pytest.mark.parametrize("option", [("--reviewer", "dora"), ("--docket", "d"), ("--no-mouse",)])
def test_an_option_before_a_command_is_refused(cli, docket, option):
    ran = cli(*option, "note", docket, "RP-1", "hello")
    assert ran.code == ExitCode.USAGE
    assert f"{option[0]} goes without a command here: write what a command takes behind it." in ran.err
    assert "hello" not in cli("show", docket, "RP-1").out
