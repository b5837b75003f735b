"""How much of a portfolio is small: the part of projects below a size, and the part of the money that they carry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum
from statistics import median

from solidary.errors import ValueFault


@dataclass(frozen=True, slots=True)
class Smallness:
    """Small projects beside all.

    Args:
        projects: how many there are.
        small: how many of them stay below the size.
        money_share: the part of the money in the small ones; ``None`` if there is no money at all.
        median: the size that half of the projects stay below.
    """

    projects: int
    small: int
    money_share: float | None
    median: float

    @property
    def share(self) -> float:
        """The part of the projects that is small."""
        return self.small / self.projects


def smallness(sizes: Sequence[float], below: float) -> Smallness | None:
    """Answer how much of a portfolio is small.

    Args:
        sizes: what each project is worth, in one unit, none below zero.
        below: a project under this size is small; the threshold is the asker's, and has to be said.

    Returns:
        ``None`` if there is no project.

    Raises:
        ValueFault: a size below zero.

    >>> smallness([1, 2, 7], below=5).money_share
    0.3
    """
    if wrong := next((size for size in sizes if size < 0), None):
        raise ValueFault(str(wrong), "sizes of zero or more")
    if not sizes:
        return None
    small = [size for size in sizes if size < below]
    whole = fsum(sizes)
    return Smallness(len(sizes), len(small), fsum(small) / whole if whole else None, median(sizes))
