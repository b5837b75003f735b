-- question: Which rows of money stand behind a figure in constant prices, each with its deflators, rate and their sources?
-- grain: one row per flow that counts in totals
-- key: dataset, table, row, recipient, sector
-- units: amount in the original currency, usd_constant in US dollars of the base year, decimal(38, 6); indices
--    decimal(18, 9); factor, dollars of the base year for one unit, decimal(14, 12)
-- parameters: publishers = '^(KR-)' (pattern of identifiers), recipients = '^(TH|VN)$' (pattern of codes),
--    stages = '^(disbursement|expenditure)$', until = '2030-12-31' (the last day that counts),
--    base = 2012 (the year whose prices and mean rate are used)
-- notes: See constant_prices. Without a date a row counts on every day. whole is the factor in trillionths, before it is
--    rounded to where it fits.
with
mine as (
    select f.*, cast(extract(year from f.date) as int) as price_year
    from flow f
    where
        f.counts_in_totals
        and regexp_extract(f.publisher, :publishers, 0) <> ''
        and regexp_extract(coalesce(f.recipient, '?'), :recipients, 0) <> ''
        and regexp_extract(f.stage, :stages, 0) <> ''
        and (f.date is null or f.date <= cast(:until as date))
),
weighed as (
    select
        m.*,
        y."index" as deflator, b."index" as base_deflator, y.basis, y.deflator_source,
        case when y.basis = 'USD' then y.usd else b.usd end as mean_rate,
        case when y.basis = 'USD' then y.rate_source else b.rate_source end as mean_rate_source,
        cast(
            case
                when y.basis = b.basis
                then floor(
                    cast(cast(cast(b."index" as decimal(26, 9)) * 1000000000 as bigint) as double)
                    * cast(cast(case when y.basis = 'USD' then y.usd else b.usd end * 1000000000000 as bigint) as double)
                    / nullif(cast(cast(cast(y."index" as decimal(26, 9)) * 1000000000 as bigint) as double), 0) + 0.5
                )
            end as bigint
        ) as whole
    from mine m
    left join price_levels y on y.currency = m.currency and y.year = m.price_year
    left join price_levels b on b.currency = m.currency and b.year = :base
)
select
    w.*,
    cast(:base as int) as base_year,
    cast(case when w.whole < 99000000000000 then w.whole end * 0.000000000001 as decimal(14, 12)) as factor,
    cast(
        try_cast(w.amount as decimal(23, 6))
        * cast(case when w.whole < 99000000000000 then w.whole end * 0.000000000001 as decimal(14, 12))
        as decimal(38, 6)
    ) as usd_constant
from weighed w
