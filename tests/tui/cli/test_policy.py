"""Somebody looks at the policy in force, and at a file that may become one."""

import json

import pytest

from tests.tui.cli.conftest import POLICY, revoke


@pytest.fixture
def file(tmp_path):
    """The policy of the docket, in a file."""
    (tmp_path / "p.toml").write_text(POLICY)
    return tmp_path / "p.toml"


def test_the_policy_in_force_is_told_for_people_and_for_programs(cli, docket):
    told = cli("policy", docket)
    assert told.code == 0
    assert "outcome revoke: Permit revoked (adverse)" in told.out
    assert "evidence questionnaire: Questionnaire (never enough alone)" in told.out
    assert json.loads(cli("policy", docket, "--json").out)["outcome"][0]["id"] == "revoke"


def test_a_file_is_checked_before_any_docket_has_it(cli, docket, file):
    assert cli("policy", "check", file).out == cli("policy", docket).out
    file.write_text(POLICY.replace("outcome", "outcmoe"))
    ran = cli("policy", "check", file)
    assert (ran.code, ran.out) == (1, "")
    assert 'did you mean "outcome"?' in ran.err


def test_who_may_what_is_told_also_where_the_policy_leaves_it_open(cli, file):
    file.write_text(
        POLICY.replace('kind = "report"', 'kind = "report"\nmust_read = true')
        + '[review]\nseparate_import = true\n[roles]\nlead = ["lena"]\n[people]\nlena = "Elena K."\n'
    )
    told = cli("policy", "check", file).out.splitlines()
    assert "lead: lena" in told
    assert "reviewer: anybody but an auditor" in told
    assert "auditor: nobody" in told
    assert "lena is shown as: Elena K." in told
    assert "evidence report: Report (must be read)" in told
    assert "whoever imported a case does not vote on it" in told


def test_all_faults_of_a_file_are_told_each_on_a_line_of_its_own(cli, docket, file):
    file.write_text(POLICY.replace("alone = false\n", "").replace("adverse = false\n", "") + "[review]\nvotes = 1\n")
    for ran in (cli("policy", "check", file), cli("new", docket.with_name("new"), "--policy", file)):
        assert ran.code == 1
        told = ran.err.splitlines()
        assert len(told) == 3
        assert all(line.startswith(f"{file}:") for line in told)
        assert told[0].endswith("[[evidence]] lacks alone, which must be true or false.")


def test_a_docket_of_that_name_has_a_way_too(cli, docket, monkeypatch):
    docket.rename(docket.with_name("check"))
    monkeypatch.chdir(docket.parent)
    assert cli("policy", "./check").code == 0


def test_half_a_command_is_a_usage_error(cli, docket, file):
    for args in (["check"], [docket, file], []):
        assert cli("policy", *args).code == 2


def test_a_lead_puts_another_policy_in_force_on_record(cli, docket, file):
    file.write_text(POLICY.replace("2023-11", "2024-01").replace("Permit kept", "Permit stands"))
    ran = cli("policy", docket, "--set", file, "--reason", "The act was amended.", by="lena")
    assert ran.code == 0
    assert 'In force is the policy "Residence permits", version 2024-01, by number 3 in the history.' in ran.err
    assert "outcome keep: Permit stands" in cli("policy", docket).out
    history = cli("export", docket, "-", "--what", "history", "--format", "jsonl").out.splitlines()
    record = next(one for one in map(json.loads, history) if one["seq"] == 3)
    assert (record["reviewer"], record["kind"], record["body"]["reason"]) == ("lena", "policy", "The act was amended.")
    assert cli("verify", docket).code == 0


def test_a_round_that_has_begun_ends_under_the_policy_it_began_with(cli, docket, file):
    revoke(cli, docket)
    file.write_text(POLICY.replace('id = "revoke"', 'id = "cancel"').replace('["revoke"]', '["cancel"]'))
    assert cli("policy", docket, "--set", file, "--reason", "Another word.", by="lena").code == 0
    assert "--outcome revoke" in cli("show", docket, "RP-1", by="berta").out
    assert "--outcome cancel" in cli("show", docket, "RP-2", by="berta").out
    assert "RP-1 is now decided." in revoke(cli, docket, by="berta").err


def test_no_policy_is_replaced_without_a_reason_a_lead_or_a_policy(cli, docket, file):
    before = cli("checkpoint", docket).out
    closed = file.with_name("closed.toml")
    closed.write_text(POLICY + '[roles]\nlead = ["lena"]\n')
    assert cli("policy", docket, "--set", file).code == 1
    file.write_text(POLICY.replace("adverse = false\n", ""))
    ran = cli("policy", docket, "--set", file, "--reason", "Because.")
    assert (ran.code, str(file) in ran.err) == (1, True)
    assert cli("policy", docket, "--reason", "Because.").code == 2
    assert cli("checkpoint", docket).out == before
    assert cli("policy", docket, "--set", closed, "--reason", "Closed.").code == 0
    refused = cli("policy", docket, "--set", closed, "--reason", "Open.", "--json", by="anna")
    assert (refused.code, json.loads(refused.out)["refused"]) == (1, "role")


def test_a_policy_tells_who_is_out_of_scope_and_what_comes_up_again(cli, tmp_path):
    cli("new", tmp_path / "d", "--policy", "residence_permits")
    said = cli("policy", tmp_path / "d").out
    assert "out of scope: the country's own citizens (citizenship LTU)" in said
    assert "related by: employer" in said
    assert "comes up again on the day in expires: keep, " in said


def test_a_policy_that_names_what_no_case_has_is_set_and_warned_of(cli, docket, tmp_path):
    file = tmp_path / "policy.toml"
    wrong = POLICY.replace('masked = ["citizenship"]', 'masked = ["Citizenship", "citizenhip", "subject"]')
    kind = '[[evidence]]\nkind = "reprot"\nlabel = "Other"\nalone = false\n'
    file.write_text(wrong + kind)
    ran = cli("policy", docket, "--set", file, "--reason", "More is masked.", by="lena")
    assert ran.code == 0
    assert ran.err.splitlines()[1:] == [
        'Warning: no case here has "citizenhip", which the policy masks (did you mean "citizenship"?).',
        'Warning: no case here has an item of the kind "reprot" (did you mean "report"?).',
    ]
    file.write_text(POLICY)
    assert "Warning" not in cli("policy", docket, "--set", file, "--reason", "As it was.", by="lena").err
    cli("new", tmp_path / "empty", "--policy", file)
    file.write_text(wrong + kind)
    assert "Warning" not in cli("policy", tmp_path / "empty", "--set", file, "--reason", "Other.", by="lena").err
