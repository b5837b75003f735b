"""Brief -> one self-contained HTML page: no network, no tracking, good on a phone, on paper, light and dark."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from solidary.brief.blocks import Brief, ChartBlock, Paragraph, Run, Section, TableBlock, web_address
from solidary.records.claim import spell

TEMPLATES = Path(__file__).parent / "templates"
SHOWN = 6  # claims printed under a note; `solidary explain` prints all


def page(brief: Brief) -> str:
    """Render a brief as HTML."""
    seen: set[int] = set()
    return _template("brief.html.j2").render(brief=brief, linked=True, runs=lambda runs: _runs(runs, seen), shown=SHOWN)


def fragment(section: Section) -> str:
    """Render one section alone, in a frame of its own so that its style stays with it; for notebooks."""
    inner = _template("section.html.j2").render(section=section, linked=False, runs=_plain)
    return str(Markup('<iframe srcdoc="{}" style="width:100%;height:32rem;border:0"></iframe>').format(inner))


def framed_table(block: TableBlock) -> str:
    """Render one table alone, as ``fragment`` does a section; as high as its rows, up to a screen."""
    inner = _template("table.html.j2").render(block=block, linked=False)
    height = min((len(block.rows) + bool(block.total)) * 3.4 + 10, 32)
    frame = Markup('<iframe srcdoc="{}" style="width:100%;height:{}rem;border:0"></iframe>')
    return str(frame.format(inner, round(height, 1)))


def _plain(runs: tuple[Run, ...]) -> Markup:
    return escape("".join(run.text for run in runs))


@cache
def _template(name: str) -> Template:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.tests["paragraph"] = lambda block: isinstance(block, Paragraph)
    environment.tests["chart"] = lambda block: isinstance(block, ChartBlock)
    environment.tests["tabular"] = lambda block: isinstance(block, TableBlock)
    environment.filters["spell"] = spell
    environment.filters["drawn"] = Markup  # our own SVG, whose texts were escaped when it was drawn
    environment.tests["linked"] = web_address
    return environment.get_template(name)


def _runs(runs: tuple[Run, ...], seen: set[int]) -> Markup:
    return Markup("").join(_run(run, seen) for run in runs)


def _run(run: Run, seen: set[int]) -> Markup:
    if not run.note:
        return escape(run.text)
    place = "" if run.note in seen else Markup(' id="r{}"').format(run.note)
    seen.add(run.note)
    return Markup('<a class="figure"{} href="#n{}">{}<sup>{}</sup></a>').format(place, run.note, run.text, run.note)
