"""The brief for print: four to eight pages A4, chosen from the brief by a stated outline, written as PDF.

``outline`` chooses, ``printed`` is what was chosen, ``notes`` are its footnotes; ``picture`` makes a chart ready for
paper, ``fonts`` finds what can show the language, ``pdf`` writes. ``brief.docx`` writes the same as a document.
"""
