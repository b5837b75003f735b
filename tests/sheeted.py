"""A workspace with a sheet of several partners loaded, whose sums can be worked out by hand.

Seven projects in Timor-Leste: Korea's under two names (its agency as the source spells it, and "Government Of Korea"),
one of Japan's embassy, one of Australia under two names in one cell, one of Australia and Norway together, one of the
Asian Development Bank, and one of a ministry that is no partner. Five thousand of Korea's dollars are in 2013, all else
in 2012.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import solidary
from solidary.workspace import Workspace
from tests.conftest import TODAY

MAPPING: Final = """\
title: Aid to Timor-Leste
source: a tester
licence: CC0
prefix: AID-
currency: USD
separator: "|"
partners:
  AU: [DFAT]
  KR: [Korean International Cooperation Agency]
sheets:
  rows:
    file: aid.csv
    fields:
      activity: Project
      title: Title
      publisher: Donor
      country: {constant: TL}
      year: Year
    amounts:
      - {column: Committed, type: "2"}
      - {column: Spent, type: "3"}
"""
ROWS: Final = """\
Project,Title,Donor,Year,Committed,Spent
1,Wells,Korean International Cooperation Agency,2012,"10,000","2,000"
1,Wells,Korean International Cooperation Agency,2013,,5000
2,Books,Government Of Korea,2012,300,100
3,Roads,Embassy of Japan,2012,40000,
4,Clinics,Australian Aid Program|DFAT,2012,7000,7000
5,Nurses,Australian Aid Program|Norway,2012,900,800
6,Power,Asia Development Bank,2012,60000,60000
7,Offices,Ministry of Public Works,2012,11,12
"""


def sheeted(folder: Path, rows: str = ROWS, mapping: str = MAPPING) -> Workspace:
    """Load the sheet into a workspace, as the source ``aid``."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "aid.csv").write_text(rows, "utf-8")
    (folder / "aid.yml").write_text(mapping, "utf-8")
    opened = solidary.open(folder, today=TODAY)
    opened.ingest_sheets([folder / "aid.csv"], folder / "aid.yml")
    return opened
