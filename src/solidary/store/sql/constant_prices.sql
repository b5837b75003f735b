-- question: How much money is there in dollars of one year's prices and rates, and for how much of it is that not known?
-- grain: one row per publisher, recipient, category of sector, flow type, finance type, stage, month and reason
-- key: publisher, recipient, recipient_kind, category, flow_type, finance_type, stage, year, month, counts_reason
-- units: usd in US dollars of the day, usd_constant in those of the base year, decimal(38, 6); counts of rows
-- parameters: base = 2012 (the year whose prices and mean rate are used), month = 10 (the month in which a fiscal
--    year begins; it is named for the calendar year in which it ends)
-- notes: An amount is deflated in its own currency, from the year of its date to the base year, and then exchanged at
--    the mean rate of the base year; the value date, which sets the rate of a day, has no part in it. With deflators
--    in dollars it is exchanged at the mean rate of its own year and then deflated, which is the same. Null where
--    nothing is known, never 0. Each row is counted once: in constant dollars, without an amount, currency or date,
--    without a deflator, or without a rate.
with
levels as (
    select
        m.*,
        y."index" is null or b."index" is null or coalesce(y.basis <> b.basis, true) as undeflated,
        cast(cast(b."index" as decimal(26, 9)) * 1000000000 as bigint) as base_index,
        cast(cast(y."index" as decimal(26, 9)) * 1000000000 as bigint) as own_index,
        cast(case when y.basis = 'USD' then y.usd else b.usd end * 1000000000000 as bigint) as rate
    from money_by_currency m
    left join price_levels y on y.currency = m.currency and y.year = m.year
    left join price_levels b on b.currency = m.currency and b.year = :base
),
weighed as (
    select
        l.*,
        cast(
            case
                when not l.undeflated
                then floor(
                    cast(l.base_index as double) * cast(l.rate as double) / nullif(cast(l.own_index as double), 0) + 0.5
                )
            end as bigint
        ) as factor
    from levels l
),
priced as (
    select
        w.*,
        cast(
            try_cast(w.amount as decimal(23, 6))
            * cast(case when w.factor < 99000000000000 then w.factor end * 0.000000000001 as decimal(14, 12))
            as decimal(38, 6)
        ) as usd_constant
    from weighed w
)
select
    p.publisher, p.recipient, p.recipient_kind, p.category, p.flow_type, p.finance_type, p.stage,
    p.year, cast(floor((p.month + 2) / 3.0) as int) as quarter, p.month,
    p.year + case when :month > 1 and p.month >= :month then 1 else 0 end as fiscal_year,
    cast(floor((p.month + 12 - :month) % 12 / 3.0) as int) + 1 as fiscal_quarter,
    p.counts_in_totals, p.counts_reason,
    cast(sum(p.usd) as decimal(38, 6)) as usd,
    cast(sum(p.usd_constant) as decimal(38, 6)) as usd_constant,
    cast(sum(p.row_count) as bigint) as row_count,
    cast(sum(p.rows_in_usd) as bigint) as rows_in_usd,
    cast(sum(case when p.usd_constant is not null then p.rows_with_amount else 0 end) as bigint) as rows_constant,
    cast(
        sum(
            case
                when p.currency is null or p.year is null then p.row_count
                else p.row_count - p.rows_with_amount
            end
        ) as bigint
    ) as rows_unstated,
    cast(
        sum(
            case
                when p.currency is not null and p.year is not null and p.undeflated then p.rows_with_amount
                else 0
            end
        ) as bigint
    ) as rows_without_deflator,
    cast(
        sum(
            case
                when p.currency is not null and p.year is not null and not p.undeflated and p.usd_constant is null
                then p.rows_with_amount
                else 0
            end
        ) as bigint
    ) as rows_without_rate
from priced p
group by
    p.publisher, p.recipient, p.recipient_kind, p.category, p.flow_type, p.finance_type, p.stage, p.year, p.month,
    p.counts_in_totals, p.counts_reason
