"""The brief for print as a document for Word: real styles, captions, contents, footnotes, tables to edit.

``document`` writes what ``brief.print`` chose; ``styles`` sets the fonts that each script needs, ``fields`` are what
Word counts itself, ``footnotes`` is the part of the package that python-docx has no hand for.
"""
