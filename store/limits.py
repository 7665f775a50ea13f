"""How much a case may hold, and a file of cases: what is larger is refused, before or while it is parsed."""

CASE_BYTES = 16 << 20
"""Bytes of one case as it is stored."""
ROW_BYTES = CASE_BYTES
"""Bytes of one row of a CSV file, its line breaks included, or of one line of JSON."""
TEXT = 1 << 20
"""Code points of one cell, one text of an item, one value of a field."""
COLUMNS = 1_000
"""Columns of a CSV file or a sheet."""
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

CHUNK = 64 << 10
"""Bytes that are inflated and parsed at a time."""
XLSX_BYTES = 256 << 20
"""Bytes of a workbook."""
XLSX_DIRECTORY = 1 << 20
"""Bytes of its ZIP directory, which is read at once."""
XLSX_PARTS = 5_000
"""Entries of its ZIP directory."""
XLSX_INFLATED = 1 << 30
"""Bytes that it may unpack to."""
XLSX_RATIO = 100
"""How many times its size it may unpack to, beyond `XLSX_FREE`: the bound that Apache POI has."""
XLSX_FREE = 10 << 20
"""Bytes that a workbook may unpack to however small it is."""
XLSX_SHARED = 128 << 20
"""Bytes of text that its cells share: it stands in memory."""
XLSX_TEXT = 256 << 20
"""Code points of all cells of a sheet: a few bytes can refer to a shared text of a million."""
ROW_TEXT = 4 << 20
"""Code points of one row of a sheet."""
XML_DEPTH = 64
"""Elements within elements."""
XML_NAMES = 4_096
"""Names of elements and attributes that differ."""
XML_ELEMENTS = 1 << 19
"""Elements that stand in memory at once: those of one row, or of a part that is read whole."""
SHEET_ROWS = 1 << 20
"""Rows that a sheet can have."""
SHEET_CELLS = 1 << 14
"""Cells that a row of a sheet can have."""
CELL_UNITS = 32_767
"""UTF-16 units that a cell of a sheet can hold."""
XML_TAG = 512 << 10
"""Bytes without the end of a tag."""

JSON_VALUES = 500_000
"""Values of one JSON object that is read, with all that stands in it: each takes some hundred bytes of memory."""
ROW_PARTS = 500_000
"""Delimiters and lines of one row of a CSV file, those within quotation marks too: each part takes some memory."""
GZIP_RATIO = 200
"""How many times its size a gzip file may unpack to, beyond `GZIP_FREE`; text rarely does to more than 30 times."""
GZIP_FREE = 64 << 20
"""Bytes that a gzip file may unpack to however small it is."""

ROW_KEPT = 32_000
"""Code points of a rejected row that are kept: a spreadsheet cell holds 32,767."""
