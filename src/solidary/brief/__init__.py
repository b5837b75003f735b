"""Findings -> a brief for one reader: outline, words, charts, one writer per format. Words never compute."""
