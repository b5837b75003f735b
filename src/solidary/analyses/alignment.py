"""What does it serve? Promises and projects against the lines, areas and goals they were coded to."""

from __future__ import annotations

from collections.abc import Iterable

from solidary.analyses.chart import Matrix
from solidary.analyses.finding import About, Cells, Column, Coverage, Figure, Finding, Message, Row, Table
from solidary.analyses.view import View
from solidary.records.claim import ClaimId
from solidary.register.register import Subject


def answer(view: View) -> Finding:
    """Answer ``alignment``.

    Grain of the main table: one row per area of each framework of the initiative.
    """
    coded = [*view.promises_inside, *view.kind("project")]
    frameworks = [key for key in view.initiative.frameworks if key in view.library.frameworks]
    own, outlook = next(iter(frameworks), ""), next((key for key in frameworks if key == "aoip"), "")
    served = [found for found in coded if found.term.serves]
    messages = []
    if own:
        messages += _own(view, own)
    if outlook and outlook != own:
        messages += _outlook(view, outlook, coded)
    return Finding(
        question="alignment",
        initiative=view.key,
        perspective=view.perspective.code,
        as_of=view.as_of,
        messages=(*messages, *_reader(view, outlook, coded)),
        tables=tuple(_table(view, key, coded) for key in frameworks),
        coverage=Coverage(len(served), len(coded), "coded"),
        charts=(_cross(view, own, outlook, coded),) if own and outlook and own != outlook else (),
        caveats=(Message("alignment.caveat.coder", {"coder": view.initiative.coded_by}),),
    )


def serving(subjects: Iterable[Subject], framework: str, area: str) -> list[Subject]:
    """Return the subjects coded to an area."""
    return [found for found in subjects if area in found.term.serves.get(framework, ())]


def claims_of(subjects: Iterable[Subject]) -> tuple[ClaimId, ...]:
    """Return the first claim of each subject: enough to open it."""
    return tuple(found.claims[0].id for found in subjects)


def _own(view: View, framework: str) -> list[Message]:
    areas = view.library.frameworks[framework].areas
    by_area = {area: serving(view.promises_inside, framework, area) for area in areas}
    empty = tuple(areas[area].short for area, found in by_area.items() if not found)
    top = max(by_area, key=lambda area: len(by_area[area]))
    about: About = {
        "areas": Figure("lines", len(areas), "count", unit="lines"),
        "kind": view.library.frameworks[framework].areas_are,
        "empty": Figure("lines-empty", len(empty), "alignment", unit="lines"),
        "empty_names": empty,
        "top": areas[top].short,
        "top_count": Figure("line-top", len(by_area[top]), "alignment", claims_of(by_area[top]), "promises"),
    }
    return [Message("alignment.own", about)]


def _outlook(view: View, framework: str, coded: list[Subject]) -> list[Message]:
    areas = view.library.frameworks[framework].areas
    by_area = {area: serving(coded, framework, area) for area in areas}
    ranked = sorted(by_area, key=lambda area: -len(by_area[area]))
    first, last = ranked[0], ranked[-1]
    about: About = {
        "outlook": view.library.frameworks[framework].title,
        "most": areas[first].short,
        "most_count": Figure("outlook-most", len(by_area[first]), "alignment", claims_of(by_area[first]), "entries"),
        "least": areas[last].short,
        "least_count": Figure("outlook-least", len(by_area[last]), "alignment", claims_of(by_area[last]), "entries"),
    }
    return [Message("alignment.outlook", about)]


def _reader(view: View, framework: str, coded: list[Subject]) -> list[Message]:
    if view.perspective.role != "member" or not framework:
        return []
    mine = view.mine(coded)
    areas = view.library.frameworks[framework].areas
    counts = {area: serving(mine, framework, area) for area in areas}
    top = max(counts, key=lambda area: len(counts[area]))
    if not counts[top]:
        return [Message("alignment.none_mine", {"reader": view.perspective.name})]
    about: About = {
        "reader": view.perspective.name,
        "mine": Figure("my-entries", len(mine), "reach", claims_of(mine), "entries"),
        "top": areas[top].short,
        "top_count": Figure("my-top", len(counts[top]), "alignment", claims_of(counts[top]), "entries"),
    }
    return [Message("alignment.mine", about)]


def _table(view: View, framework: str, coded: list[Subject]) -> Table:
    areas = view.library.frameworks[framework].areas
    mine = {found.key for found in view.mine(coded)}
    rows = []
    for key, area in areas.items():
        found = serving(coded, framework, key)
        promises = [one for one in found if one.kind == "promise"]
        own = [one for one in found if one.key in mine]
        cells: Cells = {
            "area": f"{key} {area.title}" if key.isdigit() else area.title,
            "promises": len(promises),
            "priced": sum(bool(one.amount() or one.series("target")) for one in promises),
            "projects": len(found) - len(promises),
            "mine": len(own),
        }
        rows.append(Row(cells, claims_of(found), bool(own)))
    numbers = ("promises", "priced", "projects", *(("mine",) if view.perspective.role == "member" else ()))
    columns = (Column("area"), *(Column(name, "number") for name in numbers))
    return Table(f"alignment.{framework}", "area", columns, tuple(rows))


def _cross(view: View, own: str, outlook: str, coded: list[Subject]) -> Matrix:
    rows, columns = view.library.frameworks[own].areas, view.library.frameworks[outlook].areas
    cells = tuple(tuple(len(serving(serving(coded, own, row), outlook, column)) for column in columns) for row in rows)
    labels = tuple(f"{key} {area.short}" for key, area in rows.items())
    return Matrix("alignment", labels, tuple(area.short for area in columns.values()), cells)
