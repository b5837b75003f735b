"""IATI XML -> rows of text, exactly as published, each with its place.

``specification`` says which table each element and attribute goes to; ``slices`` cuts files into whole activities;
``reader`` parses and walks; ``versions`` states what 1.x spells otherwise; ``files`` opens xml, gz, zip and folders.
"""
