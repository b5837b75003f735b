"""Spreadsheets and flat files of money -> the same record tables as IATI, by a mapping file that a person wrote.

``workbook`` opens a file as rows of text; ``mapping`` is the form of a mapping; ``cell`` turns text into numbers, days
and codes; ``reader`` puts them together; ``guess`` proposes a mapping. The OECD's CRS is one of the bundled mappings.
"""
