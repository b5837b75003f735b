"""Files to test with: a small dossier for another initiative, and where the bundled files are."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import solidary
from solidary.terms.fault import Fault
from solidary.terms.library import Library, load_library, read_library

PACKAGE: Final = Path(solidary.__file__).parent
BUNDLED_DEFINITIONS: Final = PACKAGE / "definitions"
BUNDLED_DOSSIERS: Final = PACKAGE / "dossiers"

DEFINITIONS: Final = """\
sources:
  charter: {title: A charter, published: 2007-11-20, grade: official}
places:
  KR: {name: Korea, adjective: Korean, iso3: KOR, currency: KRW}
  "NO": {name: Norway, adjective: Norwegian, iso3: NOR, currency: NOK}
  TH: {name: Thailand, adjective: Thai, iso3: THA, currency: THB, fiscal_year: 10}
groupings:
  ASEAN:
    {name: ASEAN, title: Association of Southeast Asian Nations, members: [TH], source: charter, locator: page 1}
frameworks:
  aoip:
    title: ASEAN Outlook on the Indo-Pacific
    short: AOIP
    owner: ASEAN
    adopted: 2019-06
    source: charter
    locator: page 2
    areas_are: areas
    areas:
      maritime: {title: Maritime cooperation, short: maritime}
      connectivity: {title: Connectivity, short: connectivity}
funds:
  akcf:
    {title: Fund, short: AKCF, partner: KR, serves: ASEAN, manager: A team, since: 1990, source: charter, locator: p. 3}
"""
HEAD: Final = """\
initiative:
  key: bridge
  title: Green Bridge
  short: Bridge
  partner: KR
  beneficiary: ASEAN
  compiled: 2026-11-23
  coded_by: a tester
"""
SOURCES: Final = """\
sources:
  bridge-text:
    title: The announcement
    published: 2023-06
    grade: official
  bridge-news:
    title: A report on it
    published: 2024-02-03
    grade: news
"""
ENTRIES: Final = """\
promises:
  money:
    title: Money for the bridge
    claims:
      - says: {amount: USD 19 million, period: 2023-26}
        source: bridge-text
        locator: page 1
      - says: {amount: USD 20 million}
        source: bridge-news
        locator: third paragraph
milestones:
  opening:
    title: Opening of the bridge
    kind: project
    claims:
      - says: {date: 2025}
        source: bridge-text
        locator: page 2
"""
DOSSIER: Final = HEAD + SOURCES + ENTRIES


def write(path: Path, text: str | bytes) -> Path:
    """Write a file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def definitions(path: Path) -> Path:
    """Write the small definitions beside a dossier."""
    folder = path.parent / "_definitions"
    write(folder / "all.yml", DEFINITIONS)
    return folder


def load(path: Path) -> Library:
    """Load one dossier with the small definitions; raises if it has faults."""
    return load_library([definitions(path)], [path])


def faults_of(path: Path) -> list[Fault]:
    """Return the faults of one dossier that stands on the small definitions."""
    return read_library([definitions(path)], [path])[1]


def bundled_dossiers() -> list[Path]:
    """List the files and folders of the dossiers that the package carries."""
    return sorted(path for path in BUNDLED_DOSSIERS.iterdir() if path.is_dir() or path.suffix == ".yml")


def bundled() -> Library:
    """Load all that the package carries."""
    return load_library([BUNDLED_DEFINITIONS], bundled_dossiers())


def locate(text: str, context: str, target: str | None = None) -> tuple[int, int]:
    """Return line and column, counted from one, of a target inside the only place where a context stands."""
    assert text.count(context) == 1, f"{context!r} stands {text.count(context)} times"
    start = text.index(context) + (context.index(target) if target else 0)
    return text.count("\n", 0, start) + 1, start - (text.rfind("\n", 0, start) + 1) + 1
