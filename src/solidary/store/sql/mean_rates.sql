-- question: What was a unit of each currency worth in the mean of a year?
-- grain: one row per currency and year
-- key: currency, year
-- units: pico, in millionths of a millionth of a US dollar; a whole number, so that every engine gives the same
-- notes: The mean of the days of which there is a rate.
select
    r.currency, cast(extract(year from r.day) as int) as year,
    cast(floor(
        cast(sum(cast(r.usd * 1000000000000 as bigint)) as double) / nullif(cast(count(*) as double), 0) + 0.5
    ) as bigint) as pico
from rate r
group by r.currency, extract(year from r.day)
