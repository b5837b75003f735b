"""What is loaded and how good it is: snapshots, coverage, doubts, sources and licences."""

from __future__ import annotations

from collections import Counter
from typing import Any

from solidary.app.at import At, Here
from solidary.app.pages.entry import vars_of
from solidary.app.sheet import Sheet
from solidary.brief.blocks import SourceEntry
from solidary.errors import SolidaryError
from solidary.exports.licences import known_licences


def data(at: Here) -> Sheet:
    """The register and the loaded data: how much, from where, with which doubts, under which licence."""
    register, key = at.view.register, at.where.initiative
    claims = [claim for claim in register.by_id.values() if claim.subject.startswith(f"{key}/")]
    grades = Counter(claim.evidence.grade for claim in claims)
    snapshots = _snapshots(at)
    flows = at.reading.flows
    coverage = [(question, at.chapter(question)) for question in at.reading.questions]
    about: dict[str, Any] = {
        "claims": len(claims), "entries": sum(one.startswith(f"{key}/") for one in register.subjects),
        "grades": sorted(grades.items(), key=lambda pair: -pair[1]), "later": register.later(key),
        "sources": sources(at), "snapshots": snapshots, "flows": flows.manifest if flows else None,
        "coverage": coverage, "licences": _licences(at), "opening": at.reading.opening(at.where),
    }  # fmt: skip
    told = {
        "claims": len(claims), "grades": dict(grades), "claims_known_later": register.later(key),
        "coverage": {question: _coverage(found.section.finding) for question, found in coverage},
        "snapshots": snapshots, "flows": flows.manifest if flows else None,
        "licences": [{"licence": name, "publishers": publishers} for name, publishers in about["licences"]],
        "sources": [vars_of(one) for one in sources(at)],
    }  # fmt: skip
    return Sheet("data", at.text("title.data"), about, told)


def sources(at: At) -> list[SourceEntry]:
    """Return the sources of the initiative's claims, the most used first."""
    claims = [claim for claim in at.view.register.by_id.values() if claim.subject.startswith(f"{at.where.initiative}/")]
    used = Counter(claim.evidence.source for claim in claims)
    known = {claim.evidence.source: claim.evidence for claim in claims}
    found = []
    for key, number in used.most_common():
        one = known[key]
        published = at.words.value(one.published) if one.published else at.words.text("brief.undated")
        found.append(SourceEntry(key, one.title, one.url, published, one.grade, one.language, number))
    return found


def _snapshots(at: At) -> list[dict[str, Any]]:
    """Grain: one per snapshot, the latest first."""
    workspace = at.reading.workspace
    if workspace.folder is None or not (workspace.folder / "lake").is_dir():
        return []
    return [
        {
            "id": one.id, "made": one.manifest["made"][:16].replace("T", " "),
            "source": one.manifest.get("source", "iati"),
            "files": one.manifest["files"], "records": one.manifest["records"], "flags": one.manifest["flags"],
            "unread": sum(one.manifest.get("unread", {}).values()),
            "tables": {name: found["rows"] for name, found in one.manifest["tables"].items() if found["rows"]},
        }
        for one in reversed(workspace.lake.snapshots())
    ]  # fmt: skip


def _coverage(finding: Any) -> dict[str, object]:
    return {"known": finding.coverage.known, "of": finding.coverage.of, "what": finding.coverage.unit}


def _licences(at: At) -> list[tuple[str, int]]:
    """How many publishers give their data under which licence, as far as anybody states one."""
    if at.reading.flows is None:
        return []
    try:
        known = known_licences(at.reading.workspace.folder, at.reading.flows.snapshot.manifest["datasets"])
    except SolidaryError:
        return []
    publishers = at.reading.publishers(at.where.day)
    stated = Counter(known.stated[one].words if one in known.stated else "" for one in publishers)
    declared = Counter(f"{one.name} ({one.source})" for one in known.declared.values())
    return [*sorted(stated.items(), key=lambda pair: -pair[1]), *declared.most_common()]
