"""Charts as SVG text: no script, no font of their own, colours from the page, all data in the text alternative.

Narrow by design, so that type stays legible on a phone. One module per kind of chart.
"""

from solidary.brief.charts.draw import draw

__all__ = ["draw"]
