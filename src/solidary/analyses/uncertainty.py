"""How sure is a sum of money? Its lowest and highest value, from what somebody had to choose or does not know.

Four doubts, each a rule: which rate (``doubt-rate``), which share of a row that several recipients split
(``doubt-split``), which way to count money that passes through several hands (``doubt-counting``), and rows of which
the amount in dollars is not known (``doubt-missing``): these have no upper end, and none is invented. Choices do not
vary by chance, so their distances from the sum add up. Grain: one interval per figure; unit: US dollars.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from solidary.analyses.finding import Doubt
from solidary.analyses.money import SPENDING, Slice, dollars
from solidary.measures.bounds import Bounds, around, split, together
from solidary.values.money import Money

INCOMING: Final = ("incoming",)
ZERO: Final = Decimal(0)
ROW: Final = ["dataset", "table_name", "row", "recipient_rule", "stated_sum", "blanks", "usd_whole"]


@dataclass(frozen=True)
class Interval:
    """Where a sum lies; ``None`` is no limit. Without any doubt low, sum and high are one."""

    low: Money | None
    high: Money | None
    doubts: tuple[Doubt, ...]
    grade: str


def interval(whole: Slice, stages: tuple[str, ...], recipients: tuple[str, ...] = ()) -> Interval:
    """Return where the sum of some stages lies.

    Args:
        whole: the flows, of all stages, since what came in is one of the doubts.
        stages: what is summed.
        recipients: if any are named, the sum is of these.
    """
    part = whole.at(stages, recipients)
    unknown = _missing(part)
    if part.usd is None:
        return Interval(None, None, (Doubt("missing", None, None, part.rows),) if part.rows else (), "F6")
    found = {"rate": _rate(part), "split": _split(part, stages), "counting": _counting(whole, part, stages, recipients)}
    if unknown:
        found["missing"] = unknown
    real = {key: (bounds, rows) for key, (bounds, rows) in found.items() if not bounds.sure}
    all_of_them = _floored(together([around(part.usd), *(bounds for bounds, _ in real.values())]), real)
    doubts = tuple(Doubt(key, dollars(one.low), dollars(one.high), rows) for key, (one, rows) in real.items())
    return Interval(
        dollars(all_of_them.low), dollars(all_of_them.high), doubts, grade(part, bool(real.keys() - {"rate"}))
    )


def _floored(whole: Bounds, real: Mapping[str, tuple[Bounds, int | None]]) -> Bounds:
    """Doubts that each leave a sum above zero do not bring it below together: nobody pays less than nothing."""
    if whole.low is None or whole.low >= 0 or any(one.low is None or one.low < 0 for one, _ in real.values()):
        return whole
    return Bounds(ZERO, whole.central, whole.high)


def grade(part: Slice, doubtful: bool) -> str:
    """Grade the evidence of a sum, by the rule ``evidence-grade``.

    B: the body that spends reports it itself; C: some of it is reported on behalf of others. 2: each row has an amount,
    a rate and a stated share; 3: some of it rests on a choice or is not known. Nothing else confirms it, so never 1.
    """
    second_hand = pc.any(pc.equal(part.table["counts_reason"], "only-secondary")).as_py()
    return f"{'C' if second_hand else 'B'}{3 if doubtful else 2}"


def _rate(part: Slice) -> tuple[Bounds, int | None]:
    """The sum at the rate of each value date, and at the mean rate of its year."""
    average = pc.sum(part.table["usd_average"]).as_py()
    return around(_usd(part), *([average] if average is not None else [])), None


def _counting(whole: Slice, part: Slice, stages: tuple[str, ...], named: tuple[str, ...]) -> tuple[Bounds, int | None]:
    """The sum as it is, less what came in, and less what others report again; spending only."""
    gross = _usd(part)
    if not set(stages) <= set(SPENDING) or gross <= 0:
        return around(gross), None
    came_in = pc.sum(whole.at(INCOMING, named).table["usd_came_in"]).as_py() or ZERO
    passed_on = pc.sum(part.table["usd_passed_on"]).as_py() or ZERO
    # Money that came in for other years or places can be more than was spent here: less than nothing is no sum of it.
    return around(gross, *(max(ZERO, min(gross, gross - less)) for less in (came_in, passed_on))), None


def _missing(part: Slice) -> tuple[Bounds, int | None] | None:
    """Rows without an amount in dollars: nothing limits them from above, nor from below if one takes away."""
    if not part.rows_unknown or part.usd is None:
        return None
    below = pc.sum(part.table["rows_below"]).as_py()
    return Bounds(None if below else part.usd, part.usd, None), part.rows_unknown


def _split(part: Slice, stages: tuple[str, ...]) -> tuple[Bounds, int | None]:
    """What the recipients asked for may have of each row that is shared on a guess."""
    central = _usd(part)
    if part.splits is None or not part.splits.num_rows:
        return around(central), None
    rows = [(less, more) for _, less, more in guessed(part.splits, part.asked_for, stages)]
    less, more = (sum(side, ZERO) for side in zip(*rows, strict=True)) if rows else (ZERO, ZERO)
    return around(central, central - less, central + more), len(rows)


def guessed(
    splits: pa.Table, recipients: Sequence[str], stages: tuple[str, ...], by: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], Decimal, Decimal]]:
    """Yield for each row that is shared on a guess how much less, and how much more, its recipients may have of it.

    Args:
        splits: such rows, see ``split_doubts.sql``.
        recipients: which of them; what one of them has less another may have more, unless they are told apart.
        stages: which rows.
        by: columns to tell apart; their values come first.
    """
    mine = pc.and_(pc.is_in(splits["recipient"], pa.array(recipients)), pc.is_in(splits["stage"], pa.array(stages)))
    kept = splits.filter(mine)
    blank = pc.cast(pc.is_null(kept["percentage"]), pa.int64())
    grouped = kept.append_column("blank", blank).group_by([*ROW, *by]).aggregate(
        [("percentage", "sum"), ("blank", "sum"), ("usd", "sum")]
    )  # fmt: skip
    for row in grouped.to_pylist():
        least, most = _ends(row)
        yield tuple(row[name] for name in by), max(row["usd_sum"] - least, ZERO), max(most - row["usd_sum"], ZERO)


def _ends(row: Mapping[str, Any]) -> tuple[Decimal, Decimal]:
    """Return what the recipients asked for have of one row, at the least and at the most."""
    stated, others = row["percentage_sum"] or ZERO, row["blanks"] - row["blank_sum"]
    if row["recipient_rule"] == "rescaled":  # as published, and with what was published made to come to 100
        ends = [row["usd_whole"] * stated / 100, row["usd_sum"]]
    else:
        left = row["stated_sum"] - stated
        takers = [stated, left, *[None] * row["blanks"]]
        chosen = [True, False, *[True] * row["blank_sum"], *[False] * others]
        ends = [row["usd_whole"] * percent / 100 for percent in split(takers, chosen)]
    return min(ends), max(ends)


def _usd(part: Slice) -> Decimal:
    return part.usd if part.usd is not None else ZERO
