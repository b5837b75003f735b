"""Any chart of the grammar -> its SVG and its text alternative."""

from __future__ import annotations

from xml.sax.saxutils import escape

from solidary.analyses.chart import Bars, Chart, Dots, Lines, Matrix, Network, Series, Steps, Timeline
from solidary.brief.catalogue import Catalogue
from solidary.brief.charts.bars import bars
from solidary.brief.charts.dots import dots
from solidary.brief.charts.lines import lines
from solidary.brief.charts.marks import WIDTH
from solidary.brief.charts.matrix import matrix
from solidary.brief.charts.network import network
from solidary.brief.charts.series import series
from solidary.brief.charts.steps import steps
from solidary.brief.charts.timeline import timeline


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
            body, height, told = bars(chart, words)
        case Dots():
            body, height, told = dots(chart, words)
        case Lines():
            body, height, told = lines(chart, words)
        case Matrix():
            body, height, told = matrix(chart, words)
        case Network():
            body, height, told = network(chart, words)
        case Series():
            body, height, told = series(chart, words)
        case Steps():
            body, height, told = steps(chart, words)
        case Timeline():
            body, height, told = timeline(chart, words)
    names = f'aria-labelledby="{identity}-t {identity}-d"'
    head = (
        f'<svg class="chart" role="img" {names} viewBox="0 0 {WIDTH} {height:.0f}" xmlns="http://www.w3.org/2000/svg">'
    )
    texts = f'<title id="{identity}-t">{escape(caption)}</title><desc id="{identity}-d">{escape(told)}</desc>'
    return f"{head}{texts}{body}</svg>", told
