"""The flow: one row of money at a stage, wherever it came from, with every rule that made it.

Grain: one row per money row of a source, recipient and sector. A row that is split keeps its published amount, and
the parts add up to it exactly.
"""

from __future__ import annotations

from typing import Final

import pyarrow as pa

from solidary.records.rate import RATE

MONEY: Final = pa.decimal128(38, 6)
SHARE: Final = pa.decimal128(14, 12)

# The ladder of stages; what comes in is never added to what goes out.
STAGES: Final = (
    "promise", "pledge", "commitment", "planned", "budget", "disbursement", "expenditure", "incoming", "other",
)  # fmt: skip


def _field(name: str, kind: pa.DataType, meaning: str) -> pa.Field:
    return pa.field(name, kind, metadata={"meaning": meaning})


_TEXT, _DAY, _NUMBER = pa.string(), pa.date32(), pa.int32()

FLOW: Final = pa.schema(
    [
        _field("source", _TEXT, "iati, crs, sheet or register"),
        _field("dataset", _NUMBER, "number of the file in the manifest of its snapshot"),
        _field("record", _NUMBER, "which activity of the file"),
        _field("table", _TEXT, "transaction, budget, planned_disbursement, promise, or the sheet"),
        _field("row", _NUMBER, "row of that table"),
        _field("line", _NUMBER, "line of the file"),
        _field("activity", _TEXT, "identifier of the activity or promise"),
        _field("publisher", _TEXT, "identifier of the organisation that reports"),
        _field("provider", _TEXT, "organisation that gives, as reported"),
        _field("receiver", _TEXT, "organisation that receives, as reported"),
        _field("provider_activity", _TEXT, "activity that the money came from, as reported"),
        _field("receiver_activity", _TEXT, "activity that the money went to, as reported"),
        _field("channel", _TEXT, "channel of delivery, OECD code, or the first implementing organisation"),
        _field("stage", _TEXT, "see STAGES"),
        _field("type", _TEXT, "transaction type of IATI 2.x; type and status of budgets; bound and rate of promises"),
        _field("date", _DAY, "places the money in time"),
        _field("date_rule", _TEXT, "own, value-date, period (of a promise without a day), or unknown"),
        _field(
            "period_start", _DAY, "first day that a budget, planned disbursement or promise is for; empty for others"
        ),
        _field("period_end", _DAY, "last day of it, included"),
        _field("value_date", _DAY, "sets the rate"),
        _field("value_date_rule", _TEXT, "own, date, or unknown"),
        _field("published", MONEY, "amount of the whole row, original currency"),
        _field("currency", _TEXT, "ISO 4217"),
        _field("currency_rule", _TEXT, "own, default, or unknown"),
        _field("recipient", _TEXT, "ISO 3166-1 two letters, a region code, a grouping, or empty if unknown"),
        _field("recipient_kind", _TEXT, "country, region, grouping (of a promise), or unknown"),
        _field("recipient_share", SHARE, "of the row"),
        _field("recipient_rule", _TEXT, "where the share comes from"),
        _field("sector", _TEXT, "code in one vocabulary, or empty if unknown"),
        _field("sector_vocabulary", _TEXT, "1 (DAC, five digits), 2 (DAC, three digits), or empty"),
        _field("sector_share", SHARE, "of the part for this recipient"),
        _field("sector_rule", _TEXT, "where the share comes from"),
        _field("amount", MONEY, "this part of the published amount, original currency"),
        _field("usd", MONEY, "amount in US dollars at the rate of the value date; null if no rate is known"),
        _field("rate", RATE, "US dollars for one unit of the currency"),
        _field("rate_date", _DAY, "day of the rate"),
        _field("rate_source", _TEXT, "who published the rate"),
        _field("flow_type", _TEXT, "DAC flow type: 10 ODA, 20 OOF ..."),
        _field("finance_type", _TEXT, "DAC finance type"),
        _field("aid_type", _TEXT, "DAC aid type"),
        _field("tied_status", _TEXT, "3 partially tied, 4 tied, 5 untied"),
        _field("humanitarian", pa.bool_(), "marked as humanitarian, by itself or by its activity"),
        _field("counts_in_totals", pa.bool_(), "whether a total of its stage counts it"),
        _field("counts_reason", _TEXT, "the rule that says so"),
    ]
)
