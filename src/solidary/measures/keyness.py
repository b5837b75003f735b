"""Which words separate two texts? Log-likelihood, and log-odds with an informative prior.

References: Dunning 1993, Computational Linguistics 19(1):61-74; Monroe, Colaresi & Quinn 2008, Political Analysis
16(4):372-403. They show vocabulary, not intention; compare like with like.
"""

from __future__ import annotations

import math
from collections.abc import Mapping


def log_likelihood(first: int, first_rest: int, second: int, second_rest: int) -> float:
    """Return Dunning's G2 of a word in two texts (chi-squared with one degree of freedom).

    Args:
        first: how often the word stands in the first text.
        first_rest: all other words of the first text.
        second: how often it stands in the second.
        second_rest: all other words of the second.

    >>> round(log_likelihood(110, 2442, 111, 29114), 2)
    270.72
    """
    whole = first + first_rest + second + second_rest
    rows, columns = (first + first_rest, second + second_rest), (first + second, first_rest + second_rest)
    cells = ((first, 0, 0), (first_rest, 0, 1), (second, 1, 0), (second_rest, 1, 1))
    return 2 * sum(seen * math.log(seen * whole / (rows[row] * columns[column])) for seen, row, column in cells if seen)


def log_odds(
    first: Mapping[str, int], second: Mapping[str, int], prior: Mapping[str, float] | float = 0.01
) -> dict[str, float]:
    """Return for each word the z-score of its log-odds ratio; positive where the first text uses it more.

    Args:
        first: counts of words in the first text.
        second: counts of words in the second text.
        prior: pseudo-counts: those of a background corpus, or one number for every word. A word that the background
            does not have is left out, since nothing is known of how common it is.

    >>> found = log_odds({"trust": 8, "trade": 2}, {"trust": 2, "trade": 8}, 1.0)
    >>> round(found["trust"], 3) == -round(found["trade"], 3)
    True
    """
    words = sorted(first.keys() | second.keys())
    weight = {word: prior.get(word, 0.0) if isinstance(prior, Mapping) else float(prior) for word in words}
    known = [word for word in words if weight[word] > 0]
    whole = sum(weight[word] for word in known)
    sizes = [sum(text.get(word, 0) for word in known) + whole for text in (first, second)]
    scores = {}
    for word in known:
        one, two = first.get(word, 0) + weight[word], second.get(word, 0) + weight[word]
        if 0 < one < sizes[0] and 0 < two < sizes[1]:
            ratio = math.log(one / (sizes[0] - one)) - math.log(two / (sizes[1] - two))
            scores[word] = ratio / math.sqrt(1 / one + 1 / two)
    return scores
