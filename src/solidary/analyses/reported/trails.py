"""Figures that measures made -> the same with the rows of money on which they rest, so that each can be opened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from solidary.analyses.finding import Figure, Message, Trail, Value

OF_ALL = ("-all", "-others")  # how keys of figures end that rest on the rows of all who report


def followed(messages: Iterable[Message], own: Trail, everyone: Trail | None = None) -> Iterator[Message]:
    """Give each figure that has a value, but neither claims nor rows behind it, the rows of a trail.

    Args:
        messages: as a question says them.
        own: rows of the partner of whom they speak.
        everyone: rows of all who report, for figures of all.
    """
    for message in messages:
        yield replace(message, about={key: _with(value, own, everyone or own) for key, value in message.about.items()})


def _with(value: Figure | Value, own: Trail, everyone: Trail) -> Figure | Value:
    if not isinstance(value, Figure) or value.value is None or value.evidence or value.trail:
        return value
    return replace(value, trail=everyone if value.key.endswith(OF_ALL) else own)
