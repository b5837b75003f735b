"""Is the work done for the money spent? Earned value, where somebody has accepted results."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EarnedValue:
    """Progress in money, and what follows from it; ``None`` where it would divide by nothing.

    Args:
        cost_variance, schedule_variance: EV - AC and EV - PV; negative is behind.
        cost_index, schedule_index: EV / AC and EV / PV; below 1 is behind. The second tends to 1 at the end by its
            making, however late the end.
        at_completion: what the whole will cost at this rate, BAC / CPI.
        duration: how long it will take at this rate, in the unit of the plan.
    """

    cost_variance: float
    schedule_variance: float
    cost_index: float | None
    schedule_index: float | None
    at_completion: float | None
    duration: float | None


def earned_value(planned: float, earned: float, spent: float, budget: float, duration: float = 0.0) -> EarnedValue:
    """Compare planned, earned and spent.

    Money that was disbursed is *spent*. It is never *earned*: that is the planned value of results that were accepted,
    and where no results are known, earned value cannot be computed.

    Args:
        planned: PV, the value of the work scheduled by today.
        earned: EV, the planned value of the work that was done and accepted.
        spent: AC.
        budget: BAC, the value of the whole.
        duration: planned, in any unit.

    Source: PMI, Practice Standard for Earned Value Management. No library: five divisions.

    >>> earned_value(planned=3000, earned=2500, spent=2800, budget=4000).cost_variance
    -300
    """
    cost = earned / spent if spent else None
    schedule = earned / planned if planned else None
    return EarnedValue(
        earned - spent,
        earned - planned,
        cost,
        schedule,
        budget / cost if cost else None,
        duration / schedule if schedule and duration else None,
    )
