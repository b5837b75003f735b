"""What comes first for whom: the order of the questions and the five sentences of the lead, by the reader's role."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from solidary.analyses.finding import Finding, Message
from solidary.analyses.perspective import Role

ORDER: Final[dict[Role, tuple[str, ...]]] = {
    "member": (
        "delivery", "projects", "milestones", "overstretch", "interoperability", "centrality", "concreteness",
        "continuity", "alignment", "outreach", "creative", "comparison",
    ),
    "maker": (
        "overstretch", "delivery", "projects", "continuity", "concreteness", "comparison", "milestones", "alignment",
        "centrality", "interoperability", "outreach", "creative",
    ),
    "partner": (
        "interoperability", "comparison", "centrality", "projects", "alignment", "delivery", "overstretch",
        "milestones", "continuity", "concreteness", "outreach", "creative",
    ),
    "grouping": (
        "centrality", "alignment", "overstretch", "delivery", "projects", "continuity", "milestones",
        "interoperability", "comparison", "concreteness", "outreach", "creative",
    ),
    "outsider": (
        "overstretch", "delivery", "projects", "concreteness", "comparison", "continuity", "alignment", "centrality",
        "interoperability", "milestones", "outreach", "creative",
    ),
    "none": (
        "delivery", "projects", "overstretch", "concreteness", "continuity", "alignment", "centrality",
        "interoperability", "milestones", "outreach", "creative", "comparison",
    ),
}  # fmt: skip

LEAD: Final[dict[Role, tuple[str, ...]]] = {
    "member": (
        "overstretch.doubling", "overstretch.member", "milestones.duty_now", "milestones.duty_future", "delivery.drift",
        "delivery.mine", "interoperability.member",
    ),
    "maker": (
        "overstretch.doubling", "overstretch.maker", "overstretch.scope", "delivery.states", "continuity.kept",
    ),
    "partner": (
        "interoperability.partner", "comparison.partner", "overstretch.doubling", "delivery.states", "comparison.scale",
    ),
    "grouping": (
        "overstretch.doubling", "alignment.outlook", "delivery.states", "continuity.kept", "outreach.offices",
    ),
    "outsider": ("overstretch.doubling", "overstretch.named", "delivery.states", "continuity.kept", "comparison.scale"),
    "none": ("overstretch.doubling", "overstretch.named", "delivery.states", "continuity.kept", "comparison.scale"),
}  # fmt: skip

# What fills the lead up to five where the reader's own sentences are fewer: on an early day, or in a small dossier.
FILLERS: Final = (
    "overstretch.doubling_alone", "overstretch.named_moved", "overstretch.named", "delivery.states", "continuity.kept",
    "continuity.chain", "comparison.scale", "overstretch.scope", "concreteness.all", "alignment.own",
    "milestones.ahead", "outreach.programmes", "interoperability.best", "creative.exports",
)  # fmt: skip
SENTENCES: Final = 5


def lead(role: Role, findings: Mapping[str, Finding]) -> list[tuple[str, Message]]:
    """Choose the sentences of the lead: question and message, five where there are as many."""
    said = {message.key: (question, message) for question, finding in reversed(list(findings.items()))
            for message in reversed(finding.messages)}  # fmt: skip
    wanted = [key for key in (*LEAD[role], *FILLERS) if key in said]
    return [said[key] for key in dict.fromkeys(wanted)][:SENTENCES]
