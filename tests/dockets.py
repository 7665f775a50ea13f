"""The policy and the cases that tests work on."""

from store.model import Case, Evidence, Flag

POLICY = """
name = "Permits"
version = "1"
identity = "declared"
[case]
masked = ["citizenship"]
columns = ["due", "flags", "field.permit"]
[[evidence]]
kind = "questionnaire"
label = "Questionnaire"
[[evidence]]
kind = "register"
label = "Register"
alone = true
[[outcome]]
id = "keep"
label = "Permit stands"
[[outcome]]
id = "revoke"
label = "Permit revoked"
adverse = true
[[outcome]]
id = "refuse"
label = "Renewal refused"
adverse = true
[[ground]]
id = "false_statement"
label = "False statement"
law = "art. 35(1)"
outcomes = ["revoke", "refuse"]
[[ground]]
id = "contact"
label = "Undeclared contact"
law = "art. 35(2)"
outcomes = ["revoke"]
"""


def make_case(number: int = 1, **changed: object) -> Case:
    """A case with a questionnaire answer, a register entry, one withheld and one gisted item."""
    content: dict[str, object] = {
        "id": f"RP-{number:04}",
        "title": "Temporary residence permit",
        "subject": "Darya Example",
        "fields": {"citizenship": "BLR", "permit": "temporary"},
        "flags": (Flag("Q3", "Answers differ", "survey desk"),),
        "evidence": (
            Evidence("q1", "questionnaire", "Question 1", "I moved in 2019. I work at a bakery."),
            Evidence("r1", "register", "Register", "Registered since 2 May 2019. Employer: Rugys bakery."),
            Evidence("s1", "register", "Opinion", "A source reports a contact.", access="restricted"),
            Evidence("s2", "register", "Report", "Seen at the office.", access="restricted", gist="A visit."),
        ),
    }
    return Case(**{**content, **changed})  # type: ignore[arg-type]
