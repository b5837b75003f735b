"""Deflators, read from tables that the user has.

Reads: ``deflators/*.csv`` of a workspace (``table``). Gives: one index per currency and year (``known``).
"""
