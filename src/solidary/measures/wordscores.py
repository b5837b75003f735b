"""Where does a text stand between texts whose positions are known? Wordscores.

Reference: Laver, Benoit & Garry 2003, American Political Science Review 97(2):311-331; Martin & Vanberg 2008, Political
Analysis 16(1):93-100 for the second way to rescale. The raw score is the one to show: both ways to rescale change it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

Counts = Mapping[str, int]


@dataclass(frozen=True)
class Placed:
    """A text on the scale of the reference texts.

    Args:
        score: mean score of its words, in the unit of the reference positions.
        error: standard error of it.
        known: share of its words that the reference texts have; the others say nothing.
    """

    score: float
    error: float
    known: float


def word_scores(texts: Mapping[str, Counts], positions: Mapping[str, float]) -> dict[str, float]:
    """Return the score of each word: the mean of the positions, weighted by how likely each text is when it is read.

    >>> word_scores({"left": {"a": 9, "b": 1}, "right": {"a": 1, "b": 9}}, {"left": -1, "right": 1})
    {'a': -0.8, 'b': 0.8}
    """
    sizes = {name: sum(text.values()) for name, text in texts.items()}
    scores = {}
    for word in sorted({word for text in texts.values() for word in text}):
        shares = {name: text.get(word, 0) / sizes[name] for name, text in texts.items()}
        whole = sum(shares.values())
        if whole > 0:
            scores[word] = sum(shares[name] / whole * positions[name] for name in texts)
    return scores


def place(text: Counts, scores: Mapping[str, float]) -> Placed:
    """Return where a text stands, from the scores of its words.

    >>> found = place({"a": 1, "b": 1, "c": 2}, {"a": -0.8, "b": 0.8})
    >>> found.score, round(found.error, 4), found.known
    (0.0, 0.5657, 0.5)
    """
    known = {word: number for word, number in text.items() if word in scores and number}
    size = sum(known.values())
    if not size:
        return Placed(math.nan, math.nan, 0.0)
    score = sum(number * scores[word] for word, number in known.items()) / size
    variance = sum(number / size * (scores[word] - score) ** 2 for word, number in known.items())
    return Placed(score, math.sqrt(variance / size), size / sum(text.values()))


def spread_as(raw: Mapping[str, float], positions: Mapping[str, float]) -> dict[str, float]:
    """Rescale raw scores so that they spread as the reference positions do (Laver, Benoit & Garry).

    Args:
        raw: raw scores of all texts that are placed together; the outcome depends on which they are.
        positions: positions of the reference texts.
    """
    mean = sum(raw.values()) / len(raw)
    factor = _deviation(list(positions.values())) / _deviation(list(raw.values()))
    return {name: (score - mean) * factor + mean for name, score in raw.items()}


def anchored(raw: float, low: tuple[float, float], high: tuple[float, float]) -> float:
    """Rescale a raw score so that two reference texts come to stand where they are said to (Martin & Vanberg).

    Args:
        raw: what is rescaled.
        low: raw score and position of the first reference text.
        high: the same of the second.

    >>> anchored(0.0, (-0.5, -1.0), (0.5, 1.0))
    0.0
    """
    return (raw - low[0]) * (high[1] - low[1]) / (high[0] - low[0]) + low[1]


def _deviation(values: list[float]) -> float:
    mean = sum(values) / len(values)
    return math.sqrt(sum((value - mean) ** 2 for value in values) / (len(values) - 1))
