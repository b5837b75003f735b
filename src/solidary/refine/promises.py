"""Promises of the register -> flows at the stage ``promise``: one row for each promise with the amount in force.

They stand in the form of all money, so that one question can be asked of promise and payment, and count in no total:
what was said is not what was spent.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from solidary.records.flow import FLOW
from solidary.terms.dossier import PromiseTerm
from solidary.values.amount import Amount

if TYPE_CHECKING:
    from solidary.register.register import Register, Subject
    from solidary.sources.rates.known import Rates

SOURCE: Final = "register"
STAGE: Final = "promise"
ONE: Final = Decimal(1)
Rate = tuple[Decimal, date, str]


def promise_flows(register: Register, initiative: str = "", rates: Rates | None = None) -> pa.Table:
    """Return what is promised as flows. Grain: one row per promise; form: ``records.flow.FLOW``; none counts in totals.

    ``published`` is the amount in force on the day of the register, the lower one of a range, in its own currency;
    ``type`` keeps its bound and rate ("about, a year"). A promise whose amount nobody states is there without one. US
    dollars follow only where a promise has a day of its own and that day a rate: a year has no rate of the day.

    Args:
        register: the claims as of a day.
        initiative: key of a dossier; default: all of them.
        rates: rates by day; without any only promises in US dollars have an amount in dollars.

    >>> import solidary
    >>> table = promise_flows(solidary.open().register(date(2025, 12, 31)), "kasi")
    >>> row = next(row for row in table.to_pylist() if row["activity"] == "kasi/methane")
    >>> row["stage"], row["provider"], row["published"], row["currency"], row["counts_reason"]
    ('promise', 'KR', Decimal('20000000.000000'), 'USD', 'promise')
    """
    known = _by_day(rates) if rates else {}
    chosen = [initiative] if initiative else list(register.library.dossiers)
    found = [row for dossier in chosen for row in _rows(register, dossier, known)]
    return pa.Table.from_pylist(found, FLOW)


def _rows(register: Register, dossier: str, rates: dict[tuple[str, date], Rate]) -> Iterator[dict[str, Any]]:
    partner = register.library.dossier(dossier).initiative.partner
    for number, subject in enumerate(register.of_kind(dossier, "promise")):
        term = subject.term
        assert isinstance(term, PromiseTerm)
        money = subject.any("amount").value
        amount = money if isinstance(money, Amount) else None
        yield {
            "source": SOURCE, "record": number, "table": STAGE, "row": number, "line": _line(subject),
            "activity": subject.key, "provider": term.partner or partner, "channel": term.fund or term.mechanism,
            "stage": STAGE, **_when(subject), **_recipient(subject, register), **_money(amount),
            **_dollars(amount, subject, rates), "sector_share": ONE, "sector_rule": "unknown",
            "humanitarian": False, "counts_in_totals": False, "counts_reason": STAGE if amount else "no-amount",
        }  # fmt: skip


def _line(subject: Subject) -> int | None:
    """Return the line of the claim in force, else of the first claim."""
    claim = subject.any("amount").claim or subject.claims[0]
    line = claim.place.rpartition(":")[2]
    return int(line) if line.isdecimal() else None


def _day(subject: Subject) -> date | None:
    """Return the day of a promise that is known to the day."""
    for predicate in ("announced", "agreed", "proposed"):
        found = subject.period(predicate)
        if found and found.first and found.first == found.last:
            return found.first
    return None


def _when(subject: Subject) -> dict[str, Any]:
    period, day = subject.period(), _day(subject)
    told = day or next(
        (found.first for name in ("announced", "agreed", "proposed") if (found := subject.period(name))), None
    )
    first = told or (period.first if period else None)
    rule = "own" if day else "period" if first else "unknown"
    return {
        "date": first, "date_rule": rule, "value_date": day, "value_date_rule": "date" if day else "unknown",
        "period_start": period.first if period else None, "period_end": period.last if period else None,
    }  # fmt: skip


def _recipient(subject: Subject, register: Register) -> dict[str, Any]:
    """Name for whom it is; several without shares stay unknown rather than equal."""
    codes = tuple(dict.fromkeys((*subject.codes("beneficiary"), *subject.codes("places"))))
    code = codes[0] if len(codes) == 1 else None
    kind = "country" if code in register.library.places else "grouping" if code else "unknown"
    rule = "alone" if code else "missing" if codes else "unknown"
    return {"recipient": code, "recipient_kind": kind, "recipient_share": ONE, "recipient_rule": rule}


def _money(amount: Amount | None) -> dict[str, Any]:
    if amount is None:
        return {"currency_rule": "unknown"}
    money, upper = amount.money, f" to {amount.upper.number.normalize():f}" if amount.upper else ""
    prices = "" if money.basis == "current" else f", {money.basis} prices"
    kind = f"{amount.bound}{upper}, {amount.rate}{prices}"
    sums = {"published": money.number, "amount": money.number}
    return {**sums, "currency": money.currency, "currency_rule": "own", "type": kind}


def _dollars(amount: Amount | None, subject: Subject, rates: dict[tuple[str, date], Rate]) -> dict[str, Any]:
    day = _day(subject)
    if amount is None:
        return {}
    if amount.money.currency == "USD":
        return {"usd": amount.money.number, "rate": ONE, "rate_date": day, "rate_source": "US dollars as stated"}
    found = rates.get((amount.money.currency, day)) if day else None
    if found is None:
        return {}
    usd, on, source = found
    places = Decimal("0.000001")
    return {"usd": (amount.money.number * usd).quantize(places), "rate": usd, "rate_date": on, "rate_source": source}


def _by_day(rates: Rates) -> dict[tuple[str, date], Rate]:
    columns = [rates.table()[name].to_pylist() for name in ("currency", "day", "usd", "rate_date", "rate_source")]
    return {(currency, day): (usd, on, source) for currency, day, usd, on, source in zip(*columns, strict=True)}
