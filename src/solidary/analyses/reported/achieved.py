"""Earned value of a set of activities with measured results."""

from __future__ import annotations

import numpy as np

from solidary.analyses.reported.activities import Activities
from solidary.measures.earned import EarnedValue, earned_value


def earned(acts: Activities) -> tuple[EarnedValue, EarnedValue, int] | None:
    """Work out earned value where results are measured, in dollars: only full results, and in part; and of how many.

    Each measured period of an activity has an equal part of its commitment, since no source says otherwise.
    """
    with np.errstate(invalid="ignore"):
        usable = (acts.measured > 0) & (acts.committed_usd > 0) & (acts.paid_usd > 0) & (acts.planned_usd > 0)
    some = acts.where(usable)
    if not len(some):
        return None
    budget, spent, planned = (float(one.sum()) for one in (some.committed_usd, some.paid_usd, some.planned_usd))
    parts = [float((some.committed_usd * share / some.measured).sum()) for share in (some.achieved, some.met)]
    low, high = (earned_value(planned, part, spent, budget) for part in parts)
    return low, high, len(some)
