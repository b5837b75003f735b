"""A workspace with many activities: "School N", each of one transaction of N dollars, by turns in five countries."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import solidary
from solidary.workspace import Workspace
from tests.conftest import TODAY
from tests.loaded import title
from tests.refine.samples import activity, countries, spent

TURNS: Final = ("TH", "VN", "LA", "KH", "PH")


def large(folder: Path, number: int) -> Workspace:
    """Load so many activities into a workspace."""
    made = (
        activity(
            f"XM-TEST-{one}", title(f"School {one}"), countries((TURNS[one % len(TURNS)], "100")),
            spent(str(one), day="2024-05-02"), publisher="XM-TEST",
        )
        for one in range(number)
    )  # fmt: skip
    text = f'<iati-activities version="2.03">{"".join(made)}</iati-activities>'
    (folder / "data.xml").write_text(text, "utf-8")
    opened = solidary.open(folder, today=TODAY)
    opened.ingest([folder / "data.xml"])
    return opened
