"""XLSX workbooks (ECMA-376, Office Open XML), read in a stream with the standard library's zip and XML parsers.

Not with python-calamine or openpyxl: the first lays a sheet out as a full grid, so that two cells at opposite corners
end the process, and gives a cell with an error and a formula without a value as empty; the second trusts the size
that a sheet declares. Here memory is bounded whatever a file says, and what a cell holds is told apart.
"""
