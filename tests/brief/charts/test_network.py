"""A network of two kinds: the same data gives the same picture, and all of it stands in the text alternative."""

from __future__ import annotations

from decimal import Decimal
from itertools import product
from random import Random

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from solidary.analyses.chart import Network, Node
from solidary.brief.catalogue import Catalogue
from solidary.brief.charts import draw
from solidary.brief.charts.marks import WIDTH

SVG = "{http://www.w3.org/2000/svg}"
WORDS = Catalogue("en")
MEMBER, PARTNER = "side.member", "side.partner"
LEFT = (Node("Laos <1>", MEMBER, Decimal(1), "accent"), Node("Korea", PARTNER, Decimal(0)))
RIGHT = (Node("Mekong", PARTNER, Decimal("0.5")), Node("Alone", PARTNER, Decimal(0)))


def drawn(chart: Network) -> tuple[etree._Element, str]:
    svg, told = draw(chart, "Caption", WORDS, "c1")
    return etree.fromstring(svg), told


def test_every_mechanism_is_told_with_who_takes_part() -> None:
    _, told = drawn(Network("any", LEFT, RIGHT, ((0, 0), (1, 0))))
    assert told == "Alone: –; Mekong: Laos <1>, Korea."


def test_a_tie_joins_the_two_nodes_that_it_names() -> None:
    page, _ = drawn(Network("any", LEFT, RIGHT, ((1, 0),), strong=1))
    (line,) = page.iter(f"{SVG}line")
    dots = {found[0].text.partition(":")[0]: found for found in page.iter(f"{SVG}circle")}
    assert (line.get("y1"), line.get("y2")) == (dots["Korea"].get("cy"), dots["Mekong"].get("cy"))
    assert "tone-accent" in line.get("class")


def test_a_node_grows_with_its_weight() -> None:
    page, _ = drawn(Network("any", LEFT, RIGHT, ()))
    sizes = [float(found.get("r")) for found in page.iter(f"{SVG}circle")]
    assert sizes[0] == 7.0
    assert min(sizes) == 2.0


def test_neighbours_of_the_same_nodes_stand_together() -> None:
    """Two circles that share nothing: no tie of one crosses a tie of the other."""
    left = tuple(Node(name, MEMBER, Decimal(0)) for name in "axbycz")
    right = tuple(Node(name, PARTNER, Decimal(0)) for name in "12")
    ties = tuple((place, "abc".find(node.label) < 0) for place, node in enumerate(left))
    page, _ = drawn(Network("any", left, right, tuple((one, int(other)) for one, other in ties)))
    lines = [(float(found.get("y1")), float(found.get("y2"))) for found in page.iter(f"{SVG}line")]
    assert not [1 for one, other in product(lines, lines) if (one[0] - other[0]) * (one[1] - other[1]) < 0]


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 5)), unique=True, max_size=30), st.integers(0, 99))
def test_the_order_of_the_ties_changes_nothing(ties: list[tuple[int, int]], seed: int) -> None:
    left = tuple(Node(f"state {number}", MEMBER if number % 2 else PARTNER, Decimal(0)) for number in range(8))
    right = tuple(Node(f"body {number}", PARTNER, Decimal(1)) for number in range(6))
    mixed = list(ties)
    Random(seed).shuffle(mixed)
    one, other = (drawn(Network("any", left, right, tuple(found))) for found in (ties, mixed))
    assert one[1] == other[1]
    places = [sorted(etree.tostring(found) for found in page[0].iter(f"{SVG}circle")) for page in (one, other)]
    assert places[0] == places[1]
    assert all(0 <= float(found.get("x")) <= WIDTH for found in one[0].iter(f"{SVG}text"))
