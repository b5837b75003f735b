"""Bars as SVG."""

from __future__ import annotations

from decimal import Decimal

from solidary.analyses.chart import Bars
from solidary.brief.catalogue import Catalogue
from solidary.brief.charts.marks import LINE, WIDTH, label_of, number_text, rect, text_at, wrapped


def bars(chart: Bars, words: Catalogue) -> tuple[str, float, str]:
    """Draw horizontal bars from zero."""
    unit = words.scale(chart.unit)
    most = max((bar.value for bar in chart.bars), default=Decimal(1)) or Decimal(1)
    parts, told, y = [], [], 4.0
    for bar in chart.bars:
        label = label_of(bar.label, words)
        value = number_text(bar.value) + (f" ({bar.note} {words.text('chart.with_money')})" if bar.note else "")
        for line in wrapped(label, 62):
            y += LINE
            parts.append(text_at(0, y, line))
        length = float(bar.value / most) * (WIDTH - 130)
        parts.append(rect(0, y + 5, max(length, 1), 12, f"tone-{bar.tone}", f"{label}: {value} {unit}"))
        parts.append(text_at(max(length, 1) + 6, y + 15.5, value, "value"))
        told.append(f"{label}: {value}")
        y += 22
    return "".join(parts), y + 6, f"{'; '.join(told)} ({unit})."
