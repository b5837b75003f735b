"""Definitions say where they were read, too: sourced definitions -> claims, so that their figures open like others."""

from solidary.sources.definitions.reader import read_definitions

__all__ = ["read_definitions"]
