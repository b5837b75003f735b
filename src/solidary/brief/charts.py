"""Charts as SVG text: no script, no font of their own, colours from the page, all data in the text alternative.

Narrow by design, so that type stays legible on a phone.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from textwrap import wrap
from xml.sax.saxutils import escape

from solidary.analyses.chart import Bars, Chart, Event, Line, Lines, Matrix, Timeline
from solidary.brief.catalogue import Catalogue

WIDTH = 420
LINE = 15
CHARACTER = 6.1  # mean width of a character at the size of the labels


def draw(chart: Chart, caption: str, words: Catalogue, identity: str) -> tuple[str, str]:
    """Draw a chart; return the SVG and its text alternative.

    Args:
        chart: what to draw.
        caption: title of the picture for a screen reader.
        words: looks up labels that are terms of ours.
        identity: name that is unique on the page.
    """
    match chart:
        case Bars():
            body, height, told = _bars(chart, words)
        case Lines():
            body, height, told = _lines(chart, words)
        case Matrix():
            body, height, told = _matrix(chart)
        case Timeline():
            body, height, told = _timeline(chart, words)
    names = f'aria-labelledby="{identity}-t {identity}-d"'
    head = (
        f'<svg class="chart" role="img" {names} viewBox="0 0 {WIDTH} {height:.0f}" xmlns="http://www.w3.org/2000/svg">'
    )
    texts = f'<title id="{identity}-t">{escape(caption)}</title><desc id="{identity}-d">{escape(told)}</desc>'
    return f"{head}{texts}{body}</svg>", told


def _text(x: float, y: float, text: str, kind: str = "", anchor: str = "") -> str:
    kinds = f' class="{kind}"' if kind else ""
    anchors = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text x="{x:.1f}" y="{y:.1f}"{kinds}{anchors}>{escape(text)}</text>'


def _rect(x: float, y: float, width: float, height: float, kind: str, title: str = "") -> str:
    inner = f"<title>{escape(title)}</title>" if title else ""
    place = f'x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" height="{height:.1f}"'
    return f'<rect {place} class="{kind}">{inner}</rect>'


def _rule(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" class="{kind}"/>'


def _label(text: str, words: Catalogue) -> str:
    return words.text(text) if words.has(text) else text


def _number(value: Decimal) -> str:
    return f"{value.normalize():,f}" if value == value.to_integral() else f"{value:,.1f}"


def _bars(chart: Bars, words: Catalogue) -> tuple[str, float, str]:
    most = max((bar.value for bar in chart.bars), default=Decimal(1)) or Decimal(1)
    parts, told, y = [], [], 4.0
    for bar in chart.bars:
        label = _label(bar.label, words)
        value = _number(bar.value) + (f" ({bar.note} {words.text('chart.with_money')})" if bar.note else "")
        for line in wrap(label, 62):
            y += LINE
            parts.append(_text(0, y, line))
        length = float(bar.value / most) * (WIDTH - 130)
        parts.append(_rect(0, y + 5, max(length, 1), 12, f"tone-{bar.tone}", f"{label}: {value} {chart.unit}"))
        parts.append(_text(max(length, 1) + 6, y + 15.5, value, "value"))
        told.append(f"{label}: {value}")
        y += 22
    return "".join(parts), y + 6, f"{'; '.join(told)} ({chart.unit})."


def _lines(chart: Lines, words: Catalogue) -> tuple[str, float, str]:
    """One panel per series; all on one scale, since the sizes are to be compared, each as high as it needs."""
    shown = [line for line in chart.lines if line.points or line.promised]
    points = [point for line in shown for point in (*line.points, *line.promised)]
    years = (min(year for year, _ in points), max(year for year, _ in points))
    most = max(value for _, value in points) or Decimal(1)
    parts, y = [_text(0, 12, chart.unit, "quiet")], 18.0
    for line in shown:
        height = max(28.0, 70.0 * float(max(value for _, value in (*line.points, *line.promised)) / most))
        parts.append(_panel(line, years, (most, height), y, words))
        y += height + 44
    told = "; ".join(_told(line, words) for line in shown)
    return "".join(parts), y, f"{told} ({chart.unit})."


def _told(line: Line, words: Catalogue) -> str:
    paid = ", ".join(f"{year} {_number(value)}" for year, value in line.points)
    goal = ", ".join(f"{year} {_number(value)}" for year, value in line.promised)
    return f"{line.label}: {paid}" + (f"; {words.text('chart.promised')} {goal}" if goal else "")


def _panel(line: Line, years: tuple[int, int], size: tuple[Decimal, float], top: float, words: Catalogue) -> str:
    (most, height), left, right = size, 6.0, WIDTH - 44.0
    base = top + 22 + height
    width = max(years[1] - years[0], 1)

    def at(year: int, value: Decimal) -> tuple[float, float]:
        return left + (year - years[0]) / width * (right - left), base - float(value / most) * 70

    parts = [_text(0, top + 14, line.label, "strong"), _rule(left, base, right, base, "axis")]
    places = [at(*point) for point in line.points]
    if len(places) > 1:
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        parts.append(f'<polyline points="{path}" class="line tone-{line.tone}"/>')
    for point, (x, y) in zip(line.points, places, strict=True):
        parts.append(_dot(x, y, f"tone-{line.tone}", f"{line.label} {point[0]}: {_number(point[1])}"))
    for point in line.promised:
        x, y = at(*point)
        if places:
            parts.append(_rule(*places[-1], x, y, f"promised tone-{line.tone}"))
        title = f"{line.label} {point[0]}: {_number(point[1])} ({words.text('chart.promised')})"
        parts.append(_dot(x, y, f"hollow tone-{line.tone}", title))
        parts.append(_text(x + 7, y + 4, _number(point[1]), "value"))
    if places:
        parts.append(_text(places[-1][0], places[-1][1] - 7, _number(line.points[-1][1]), "value", "middle"))
        parts.append(_text(max(places[0][0], 12), base + 13, str(line.points[0][0]), "quiet", "middle"))
        if places[-1][0] - places[0][0] > 34:
            parts.append(_text(places[-1][0], base + 13, str(line.points[-1][0]), "quiet", "middle"))
    parts += [_text(at(*point)[0], base + 13, str(point[0]), "quiet", "middle") for point in line.promised]
    return "".join(parts)


def _dot(x: float, y: float, kind: str, title: str, radius: float = 3.2) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" class="{kind}"><title>{escape(title)}</title></circle>'


def _matrix(chart: Matrix) -> tuple[str, float, str]:
    left = 168.0
    cell = (WIDTH - left) / max(len(chart.columns), 1)
    head = [wrap(name, max(int(cell / CHARACTER), 6), break_long_words=False) for name in chart.columns]
    top = 6.0 + LINE * max((len(lines) for lines in head), default=1)
    parts = [
        _text(left + cell * (number + 0.5), top - LINE * (len(lines) - place) + 8, line, "quiet", "middle")
        for number, lines in enumerate(head)
        for place, line in enumerate(lines)
    ]
    most = max((value for row in chart.cells for value in row), default=1) or 1
    y = top + 14
    for number, (name, row) in enumerate(zip(chart.rows, chart.cells, strict=True)):
        lines = wrap(name, 27)
        height = max(LINE * len(lines), 20) + 4
        kind = "strong" if number in chart.strong else ""
        parts += [_text(0, y + 13 + LINE * place, line, kind) for place, line in enumerate(lines)]
        for column, value in enumerate(row):
            x, title = left + cell * column, f"{name}, {chart.columns[column]}: {value}"
            opacity = f'style="fill-opacity:{0.06 + 0.74 * value / most:.2f}"'
            parts.append(
                _rect(x + 1, y, cell - 2, height - 2, "tone-accent", title).replace("class=", f"{opacity} class=")
            )
            parts.append(_text(x + cell / 2, y + height / 2 + 4, str(value) if value else "·", "value", "middle"))
        y += height
    told = "; ".join(
        f"{name}: " + ", ".join(f"{column} {value}" for column, value in zip(chart.columns, row, strict=True))
        for name, row in zip(chart.rows, chart.cells, strict=True)
    )
    return "".join(parts), y + 4, f"{told}."


def _timeline(chart: Timeline, words: Catalogue) -> tuple[str, float, str]:
    first = min(event.start for event in chart.events).year
    last = max(*(event.end.year for event in chart.events), chart.today.year) + 1
    days = (date(last, 1, 1) - date(first, 1, 1)).days

    def at(day: date) -> float:
        return 4 + (day - date(first, 1, 1)).days / days * (WIDTH - 8)

    parts, y = [], 18.0
    for lane in dict.fromkeys(event.lane for event in chart.events):
        events = [event for event in chart.events if event.lane == lane]
        parts.append(_text(0, y, words.text(lane), "strong"))
        drawn, y = _lane(events, chart, at, y + 6)
        parts += [*drawn]
        y += 20
    step = max(1, round((last - first) / 7))
    for year in range(first, last + 1, step):
        x = at(date(year, 1, 1))
        parts.append(_text(min(max(x, 12), WIDTH - 14), y + 4, str(year), "quiet", "middle"))
    today = at(chart.today)
    parts.append(_rule(today, 4, today, y - 8, "today"))
    parts.append(_text(min(today, WIDTH - 40), y + 20, words.text("chart.today"), "quiet", "middle"))
    told = "; ".join(f"{_when(event, chart)}: {event.label}" for event in chart.events)
    return "".join(parts), y + 26, f"{told}."


def _when(event: Event, chart: Timeline) -> str:
    """Spell when an event fell, with the precision that is known."""
    if chart.spans or event.start == event.end:
        return event.start.isoformat()
    whole_year = (event.end - event.start).days > 360
    return str(event.start.year) if whole_year else f"{event.start:%Y-%m}"


def _lane(events: list[Event], chart: Timeline, at: Callable[[date], float], y: float) -> tuple[list[str], float]:
    """Dots and spans of one lane; labels of what concerns the reader or is still to come, packed into rows."""
    parts: list[str] = []
    rows: list[float] = []
    for event in events:
        x, end = at(event.start), at(event.end)
        kind = f"tone-{event.tone}"
        if chart.spans:
            parts.append(_rect(x, y, max(end - x - 1, 2), 9, kind, f"{event.label}, {event.start.year}"))
        else:
            x = (x + end) / 2  # a year that is all we know is drawn in its middle
            parts.append(_dot(x, y + 4, kind, f"{_when(event, chart)}: {event.label}"))
        if (
            chart.spans
            or (event.tone == "accent" and event.start.year >= chart.today.year - 3)
            or event.end > chart.today
        ):
            row, left, text = _row(event.label, x, rows)
            parts.append(_text(left, y + 23 + row * 14, text, "small"))
    return parts, y + 12 + 14 * max(len(rows), 1)


def _row(label: str, x: float, rows: list[float]) -> tuple[int, float, str]:
    """Find the first row in which a label has room."""
    text = label if len(label) <= 60 else f"{label[:59]}…"
    width = len(text) * CHARACTER * 0.9 + 8
    left = max(min(x, WIDTH - width), 0)
    for number, end in enumerate(rows):
        if end <= left:
            rows[number] = left + width
            return number, left, text
    rows.append(left + width)
    return len(rows) - 1, left, text
