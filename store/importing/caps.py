"""How much a file may hold before it is refused: checked before or while parsing, to spare the memory."""

ROW_BYTES = 16 << 20
"""Bytes of one row of a CSV file, its line breaks included, or of one line of JSON."""
TEXT = 1 << 20
"""Code points of one cell, one text of an item, one value of a field."""
COLUMNS = 1_000
"""Columns of a CSV file."""
PARTS = 1_000
"""Fields of a case; its flags; its items of evidence."""
NAME = 200
"""Code points of an id, of a code, of the name of a field or a column."""
WHOLE_NUMBER = 1 << 63
"""Whole numbers lie between minus this and this: what every database and most programs can hold."""

SAMPLE_ROWS = 200
"""Rows that are looked at where no mapping says what the columns are."""
SAMPLE_TEXT = 1 << 20
"""Code points that are looked at there."""
LONG = 80
"""A cell of more code points than this is long text: it would not fit on a line of the screen."""

ROW_KEPT = 32_000
"""Code points of a rejected row that are kept: a spreadsheet cell holds 32,767."""
