"""Series over years as SVG, one panel each."""

from __future__ import annotations

from decimal import Decimal

from solidary.analyses.chart import Line, Lines
from solidary.brief.catalogue import Catalogue
from solidary.brief.charts.marks import WIDTH, dot, label_of, number_text, rule, text_at


def lines(chart: Lines, words: Catalogue) -> tuple[str, float, str]:
    """One panel per series; all on one scale, since the sizes are to be compared, each as high as it needs."""
    shown = [line for line in chart.lines if line.points or line.promised]
    points = [point for line in shown for point in (*line.points, *line.promised)]
    years = (min(year for year, _ in points), max(year for year, _ in points))
    most = max(value for _, value in points) or Decimal(1)
    unit = words.scale(chart.unit)
    parts, y = [text_at(0, 12, unit, "quiet")], 18.0
    for line in shown:
        height = max(28.0, 70.0 * float(max(value for _, value in (*line.points, *line.promised)) / most))
        parts.append(_panel(line, years, (most, height), y, words))
        y += height + 44
    told = "; ".join(_told(line, words) for line in shown)
    return "".join(parts), y, f"{told} ({unit})."


def _told(line: Line, words: Catalogue) -> str:
    paid = ", ".join(f"{words.numbers.axis(year)} {number_text(value)}" for year, value in line.points)
    goal = ", ".join(f"{words.numbers.axis(year)} {number_text(value)}" for year, value in line.promised)
    return f"{label_of(line.label, words)}: {paid}" + (f"; {words.text('chart.promised')} {goal}" if goal else "")


def _panel(line: Line, years: tuple[int, int], size: tuple[Decimal, float], top: float, words: Catalogue) -> str:
    (most, height), left, right = size, 6.0, WIDTH - 44.0
    base, label = top + 22 + height, label_of(line.label, words)
    width = max(years[1] - years[0], 1)

    def at(year: int, value: Decimal) -> tuple[float, float]:
        return left + (year - years[0]) / width * (right - left), base - float(value / most) * 70

    parts = [text_at(left, top + 14, label, "strong"), rule(left, base, right, base, "axis")]
    places = [at(*point) for point in line.points]
    if len(places) > 1:
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        parts.append(f'<polyline points="{path}" class="line tone-{line.tone}"/>')
    for point, (x, y) in zip(line.points, places, strict=True):
        parts.append(dot(x, y, f"tone-{line.tone}", f"{label} {words.numbers.axis(point[0])}: {number_text(point[1])}"))
    for point in line.promised:
        x, y = at(*point)
        if places:
            parts.append(rule(*places[-1], x, y, f"promised tone-{line.tone}"))
        title = f"{label} {words.numbers.axis(point[0])}: {number_text(point[1])} ({words.text('chart.promised')})"
        parts.append(dot(x, y, f"hollow tone-{line.tone}", title))
        parts.append(text_at(x + 7, y + 4, number_text(point[1]), "value"))
    if places:
        parts.append(text_at(places[-1][0], places[-1][1] - 7, number_text(line.points[-1][1]), "value", "middle"))
        parts.append(
            text_at(max(places[0][0], 12), base + 13, words.numbers.axis(line.points[0][0]), "quiet", "middle")
        )
        if places[-1][0] - places[0][0] > 34:
            parts.append(text_at(places[-1][0], base + 13, words.numbers.axis(line.points[-1][0]), "quiet", "middle"))
    parts += [
        text_at(at(*point)[0], base + 13, words.numbers.axis(point[0]), "quiet", "middle") for point in line.promised
    ]
    return "".join(parts)
