"""What a cell of a workbook holds that is no text, and what that means for whoever reads cases of it."""

from typing import Literal

Kind = Literal["whole", "number", "boolean", "date", "error", "uncalculated", "cut", "broken"]
"""What a cell holds that is no text; `whole` is a number that is written with nothing but digits."""

UNUSABLE = {
    "error": "the cell holds the error {}: mend the formula, or clear the cell.",
    "uncalculated": "the cell holds a formula without a value: open the workbook in a spreadsheet program and save it.",
    "cut": "the text has 32,767 characters, as many as a cell can hold: it may have been cut off. Import it from CSV "
    "or JSON lines.",
    "broken": "the cell holds {}, which is not what its type says.",
}
"""Why a cell of such a kind is rejected; {} is what it holds."""
NO_ID = {
    "number": "the cell holds a number that is not whole, or that a spreadsheet has rounded",
    "boolean": "the cell holds TRUE or FALSE, not text",
    "date": "the cell holds a date, not text",
}
"""Why a cell of such a kind is no id."""
