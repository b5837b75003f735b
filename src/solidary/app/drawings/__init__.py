"""Pictures that only pages have, as SVG text: the map, and who sits where with whom."""
