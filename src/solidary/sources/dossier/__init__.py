"""Hand-written promises are a source like any other: terms of a dossier -> claims."""

from solidary.sources.dossier.reader import read_claims

__all__ = ["read_claims"]
