"""A workspace with a few activities loaded, whose sums can be worked out by hand.

Korea (KR-GOV-010, on behalf of its agencies): a loan of 30 million dollars to the Philippines, a grant of 10 million
shared 40 : 60 by Thailand and Viet Nam, of which 5 million are spent, and one of 7 billion kip to Laos, for which no
rate is known. Japan spends 3 million euro in Thailand. A pledge of Korea's, which no total counts.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import solidary
from solidary.workspace import Workspace
from tests.conftest import TODAY
from tests.refine.samples import activity, countries, spent

ON: Final = "2024-05-02"
FUNDER: Final = '<participating-org role="1" ref="KR-GOV-051" type="10"/>'
LOAN: Final = '<default-finance-type code="421"/>'
GRANT: Final = '<default-finance-type code="110"/>'


def title(text: str) -> str:
    return f"<title><narrative>{text}</narrative></title>"


def korean(name: str, *inner: str) -> str:
    made = activity(f"KR-GOV-051-{name}", *inner[:-1], FUNDER, inner[-1], publisher="KR-GOV-010")
    return made.replace('type="10"', 'type="10" secondary-reporter="1"', 1)


FILE: Final = (
    korean("1", title("A dam"), countries(("PH", "100")), LOAN, spent("30000000", day=ON)),
    korean(
        "2", title("Clean air"), countries(("TH", "40"), ("VN", "60")), GRANT,
        spent("10000000", kind="2", day=ON) + spent("5000000", day=ON) + spent("1", kind="12", day=ON),
    ),
    korean("3", title("Roads"), countries(("LA", "100")), GRANT, spent("7000000000", day=ON, money='currency="LAK"')),
    activity(
        "XM-DAC-701-1", title("Trains"), countries(("TH", "100")), spent("3000000", day=ON, money='currency="EUR"'),
        publisher="XM-DAC-701-8",
    ),
)  # fmt: skip


def loaded(folder: Path) -> Workspace:
    """Load the file into a workspace."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "data.xml").write_text(f'<iati-activities version="2.03">{"".join(FILE)}</iati-activities>', "utf-8")
    opened = solidary.open(folder, today=TODAY)
    opened.ingest([folder / "data.xml"])
    return opened
