"""A cross-table as SVG."""

from __future__ import annotations

from solidary.analyses.chart import Matrix
from solidary.brief.catalogue import Catalogue
from solidary.brief.charts.marks import CHARACTER, LINE, WIDTH, cells, label_of, rect, text_at, wrapped


def matrix(chart: Matrix, words: Catalogue) -> tuple[str, float, str]:
    """Draw a cross-table with shaded cells."""
    columns = [label_of(name, words) for name in chart.columns]
    rows = [label_of(name, words) for name in chart.rows]
    longest = max((cells(line) for name in rows for line in wrapped(name, 27)), default=0)
    left = min(max(168.0, longest * CHARACTER + 8), WIDTH / 2)
    cell = (WIDTH - left) / max(len(chart.columns), 1)
    head = [wrapped(name, max(int(cell / CHARACTER), 6)) for name in columns]
    top = 6.0 + LINE * max((len(lines) for lines in head), default=1)
    parts = [
        text_at(left + cell * (number + 0.5), top - LINE * (len(lines) - place) + 8, line, "quiet", "middle")
        for number, lines in enumerate(head)
        for place, line in enumerate(lines)
    ]
    most = max((value for row in chart.cells for value in row), default=1) or 1
    y = top + 14
    for number, (name, row) in enumerate(zip(rows, chart.cells, strict=True)):
        lines = wrapped(name, 27)
        height = max(LINE * len(lines), 20) + 4
        kind = "strong" if number in chart.strong else ""
        parts += [text_at(0, y + 13 + LINE * place, line, kind) for place, line in enumerate(lines)]
        for column, value in enumerate(row):
            x, title = left + cell * column, f"{name}, {columns[column]}: {value}"
            opacity = f'fill-opacity="{0.06 + 0.74 * value / most:.2f}"'
            parts.append(
                rect(x + 1, y, cell - 2, height - 2, "tone-accent", title).replace("class=", f"{opacity} class=")
            )
            parts.append(text_at(x + cell / 2, y + height / 2 + 4, str(value) if value else "·", "value", "middle"))
        y += height
    told = "; ".join(
        f"{name}: " + ", ".join(f"{column} {value}" for column, value in zip(columns, row, strict=True))
        for name, row in zip(rows, chart.cells, strict=True)
    )
    return "".join(parts), y + 4, f"{told}."
