"""The notice and the file of a case, as commands."""


def test_a_notice_is_refused_until_nothing_is_missing(cli, docket, tmp_path):
    ran = cli("notice", docket, "RP-1", tmp_path / "n.html")
    assert (ran.code, ran.out) == (1, "")
    assert "The policy has no [notice]" in ran.err
    assert not (tmp_path / "n.html").exists()


def test_the_file_of_a_case_goes_where_it_was_named(cli, docket, tmp_path):
    ran = cli("case-file", docket, "RP-1", tmp_path / "f.html", "--for", "their lawyer")
    assert ran.code == 0
    assert ran.err.startswith("The disclosable file of RP-1 was made; that it left is number ")
    assert (tmp_path / "f.html").read_text().startswith("<!doctype html>")
    assert cli("case-file", docket, "RP-1", "-", "--internal").out.startswith("# RP\\-1 ")
    ran = cli("case-file", docket, "RP-1", tmp_path / "f.html")
    assert ran.code == 1
    assert "--force" in ran.err
