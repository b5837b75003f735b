"""A workspace with the spending of a few donors in the members, whose measures can be worked out by hand.

In millions of US dollars: Korea 4 on water in Thailand, 4 on health in Viet Nam, and in the Philippines two roads of
1.6 and 0.4; Japan 6 on roads in Thailand and 2 on water in Viet Nam; Australia in Thailand 0.5 on water and 0.5 on
nothing that it names, and 20 on farming in Indonesia. A charity spends 100 in Thailand that donors gave it: it is no
donor.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import solidary
from solidary.workspace import Workspace
from tests.conftest import TODAY
from tests.loaded import title
from tests.refine.samples import activity, countries, sectors, spent

WATER, HEALTH, ROADS, FARMS, UNSAID = "14020", "12220", "21020", "31120", "99810"
KOREA, JAPAN, AUSTRALIA, CHARITY = "KR-GOV-010", "XM-DAC-701-8", "AU-5", "GB-CHC-1"


def project(
    publisher: str, name: str, place: str, sector: str, millions: float, *more: str, years: str = "2023 2025"
) -> str:
    """Make an activity of one sector in one place, with what was spent on it."""
    begins, ends = years.split()
    dates = f'<activity-date type="2" iso-date="{begins}-01-01"/><activity-date type="3" iso-date="{ends}-12-31"/>'
    return activity(
        f"{publisher}-{name}", title(f"{name} of {publisher}"), dates, countries((place, "100")), *more,
        sectors((sector, "100")), spent(str(int(millions * 1_000_000)), day=f"{begins}-06-01"), publisher=publisher,
    )  # fmt: skip


FILE: Final = (
    project(KOREA, "1", "TH", WATER, 4),
    project(KOREA, "2", "VN", HEALTH, 4),
    project(KOREA, "3", "PH", ROADS, 1.6),
    project(KOREA, "4", "PH", ROADS, 0.4),
    project(JAPAN, "1", "TH", ROADS, 6),
    project(JAPAN, "2", "VN", WATER, 2, years="2020 2021"),
    project(AUSTRALIA, "1", "TH", WATER, 0.5, years="2024 2027"),
    project(AUSTRALIA, "2", "TH", UNSAID, 0.5),
    project(AUSTRALIA, "3", "ID", FARMS, 20),
    project(CHARITY, "1", "TH", WATER, 100).replace('type="10"', 'type="21"'),
)


def spent_in(folder: Path, *more: str) -> Workspace:
    """Load the file, and more activities if any are given, into a workspace."""
    folder.mkdir(parents=True, exist_ok=True)
    text = f'<iati-activities version="2.03">{"".join((*FILE, *more))}</iati-activities>'
    (folder / "data.xml").write_text(text, "utf-8")
    opened = solidary.open(folder, today=TODAY)
    opened.ingest([folder / "data.xml"])
    return opened
