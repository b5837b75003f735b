"""Who reports: the organisation under whose name a file of activities goes out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from solidary.errors import UnknownName, WrongUse

TYPES: Final = {
    "10": "government", "11": "local government", "15": "other public sector", "21": "international NGO",
    "22": "national NGO", "23": "regional NGO", "24": "NGO based in a partner country",
    "30": "public-private partnership", "40": "multilateral", "60": "foundation", "70": "private sector",
    "71": "private sector in the provider country", "72": "private sector in the recipient country",
    "73": "private sector in a third country", "80": "academic, training and research", "90": "other",
}  # fmt: skip
REF: Final = re.compile(r"[^\s/&|?\x00-\x1f]+")


@dataclass(frozen=True, slots=True)
class Reporter:
    """The reporting organisation.

    Args:
        ref: its identifier, such as ``TH-MOI-123``; activities are named ``ref-initiative-key``.
        name: as it should be read.
        type: code of OrganisationType.
        secondary: it reports what others promised, so that nobody counts the money twice.

    >>> Reporter("XM-X 1", "A think tank")
    Traceback (most recent call last):
        ...
    solidary.errors.WrongUse: read the identifier 'XM-X 1', expected one such as XM-DAC-41114: no blank, /, &, | or ?
    """

    ref: str
    name: str
    type: str = "90"
    secondary: bool = False

    def __post_init__(self) -> None:
        if not REF.fullmatch(self.ref):
            raise WrongUse(
                f"read the identifier {self.ref!r}, expected one such as XM-DAC-41114: no blank, /, &, | or ?"
            )
        if not self.name.strip():
            raise WrongUse("the reporting organisation has no name; give it with --reporting-name")
        if self.type not in TYPES:
            raise UnknownName("type of organisation", self.type, TYPES, "80 is academic, 90 other.")
