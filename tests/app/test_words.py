"""Every word that a page asks for is there, and no word waits in vain."""

from __future__ import annotations

import re

from solidary.analyses.chronicle import DATED
from solidary.app.face import HERE
from solidary.app.pages.places import MEASURES
from solidary.app.pages.promises import SORTS
from solidary.app.routes import NAVIGATION
from solidary.app.said import said
from solidary.refine.portfolio import FACETS
from solidary.refine.portfolio import SORTS as PROJECT_SORTS
from solidary.register.judgement import VERDICTS

TEXTS = [path.read_text("utf-8") for path in sorted((HERE / "templates").glob("*.j2"))]
CODE = [path.read_text("utf-8") for path in sorted(HERE.rglob("*.py"))]
# Keys that are put together: the part that stands, and what can follow.
JOINED = {
    "nav.": [key for key, _ in NAVIGATION], "readers.": ["bodies", "members", "partners", "others"],
    "format.": ["html", "pdf", "docx", "md", "json"], "money.": ["with", "without"], "sort.": [*SORTS, *PROJECT_SORTS],
    "facet.": FACETS, "verdict.": VERDICTS, "map.": MEASURES, "kind.": DATED,
    "reading.": ["open", "accepted", "refused"],
    "level.": ["contribution", "target", "cumulative"], "finance.": ["loan", "grant"],
    "activity_status.": "123456",
    "event.": {one for kind, names in DATED.items() if kind != "milestone" for one in names},
}  # fmt: skip


def asked() -> set[str]:
    plain = {key for text in TEXTS for key in re.findall(r"""\bt\(["']([a-z_.]+[a-z_])["']""", text)}
    plain |= {key for text in CODE for key in re.findall(r"""at\.text\("([a-z_.]+[a-z_])\"""", text)}
    return plain | {f"{head}{tail}" for head, tails in JOINED.items() for tail in tails}


def test_every_word_that_a_page_asks_for_is_there() -> None:
    assert sorted(asked() - set(said())) == []


def test_no_word_waits_in_vain() -> None:
    assert sorted(set(said()) - asked()) == []
