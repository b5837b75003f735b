"""Spreadsheets and flat files of money -> the same record tables as IATI, by a mapping file that a person wrote.

``opening`` opens a file as rows of text (``sheet``, ``flat``, ``workbook``); ``mapping`` is the form of a mapping;
``cell`` turns text into numbers, days and codes; ``row`` and ``said`` are what one row says by the names of our fields;
``desk`` adds that to the tables; ``reader`` puts them together; ``guess`` proposes a mapping. The OECD's CRS is one of
the bundled mappings.
"""
