-- question: How dear was each year in each currency, and what was the currency worth in dollars over that year?
-- grain: one row per currency and year of which either is known
-- key: currency, year
-- units: index as published, decimal(18, 9); usd, the mean rate of the year, decimal(14, 12); counts of days
-- notes: The mean is that of the days for which a rate was published, as central banks give it. A year of which fewer
--    than 350 days have a rate has none. basis own: prices in the currency; USD: prices in dollars, which hold the
--    change of the rate too.
with
published as (
    select distinct r.currency, cast(extract(year from r.rate_date) as int) as year, r.rate_date, r.usd
    from rate r
),
added as (
    select
        p.currency, p.year, count(*) as days,
        cast(sum(cast(p.usd * 1000000000000 as bigint)) as bigint) as total
    from published p
    group by p.currency, p.year
),
covered as (
    select
        r.currency, cast(extract(year from r.day) as int) as year, count(*) as days,
        min(r.rate_source) as rate_source
    from rate r
    group by r.currency, extract(year from r.day)
),
mean as (
    select
        a.currency, a.year, cast(a.days as int) as rate_days, c.rate_source,
        cast(
            cast(
                floor(cast(a.total as double) / nullif(cast(a.days as double), 0) + 0.5) as decimal(14, 0)
            ) * 0.000000000001 as decimal(14, 12)
        ) as usd
    from added a
    join covered c on c.currency = a.currency and c.year = a.year
    where c.days >= 350
)
select
    coalesce(d.currency, m.currency) as currency,
    coalesce(d.year, m.year) as year,
    d."index", d.basis, d.source as deflator_source,
    m.usd, m.rate_days, m.rate_source
from deflator d
full outer join mean m on m.currency = d.currency and m.year = d.year
