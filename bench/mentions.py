"""How well sums of money are found in running text: `python -m bench.mentions [--misses]`.

Measured on the currency cases of Microsoft's Recognizers-Text (MIT), as far as they lie beside the checkout. A case is
right if the values and codes found are those of the case, no more and no fewer; names without a number are not looked
for.
"""

import json
import os
import sys
from decimal import Decimal
from pathlib import Path

from solidary.values.mention import mentions

DATA = Path(os.environ.get("SOLIDARY_DATA") or Path(__file__).parents[2] / "shared" / "data")
LANGUAGES = ("english", "korean", "japanese")
WRONG = "2억 4천 4백만"  # stated as 254 million; it is 244


def cases(language: str) -> list[tuple[str, list[tuple[Decimal, str]]]]:
    """Return texts with the values and codes that stand in them; names of currencies without a number are left out."""
    told = json.loads((DATA / "reference" / "recognizers" / f"{language}_currency.json").read_text("utf-8"))
    return [
        (
            case["Input"],
            [
                (Decimal(one["Resolution"]["value"]), one["Resolution"].get("isoCurrency", ""))
                for one in case["Results"]
                if one["Resolution"].get("value") is not None
            ],
        )
        for case in told
        if WRONG not in case["Input"]
    ]


def score(language: str, show: bool = False) -> tuple[int, int, int]:
    """Return how many cases are right in value and code, how many in value, and how many there are."""
    full = values = 0
    for text, expected in cases(language):
        found = [(one.number, one.currency) for one in mentions(text)]
        full += found == expected
        values += [number for number, _ in found] == [number for number, _ in expected]
        if show and found != expected:
            print(f"  {text[:100]}\n    expected {expected}\n    found    {found}")
    return full, values, len(cases(language))


if __name__ == "__main__":
    for name in LANGUAGES:
        right, valued, all_of_them = score(name, "--misses" in sys.argv)
        print(f"{name}: {right} of {all_of_them} right, {valued} in the value")
