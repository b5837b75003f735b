-- question: How much of each budget falls into each fiscal year, day by day?
-- grain: one row per budget or planned disbursement and fiscal year that it touches
-- key: dataset, table_name, row, fiscal_year
-- units: published and amount in the original currency, decimal(38, 6); days as a number
-- parameters: month = 10 (the month in which a fiscal year begins; it is named for the calendar year in which it ends)
-- notes: A budget without an end, or whose end is before its start, falls whole into the year of its start. The parts
--    add up to the amount exactly. A budget of more than a year is against the standard, and split all the same.
with
dated as (
    select
        m.dataset, m.table_name, m.row, m.iati_identifier, m.reporting_org_ref, m.currency, m.published,
        m.period_start as begins,
        case when m.period_end >= m.period_start then m.period_end else m.period_start end as ends
    from money_rows m
    where m.table_name <> 'transaction' and m.period_start is not null and m.published is not null
),
numbered as (
    select
        d.dataset, d.table_name, d.row, d.iati_identifier, d.reporting_org_ref, d.currency, d.published,
        b.days_before + cast(extract(day from d.begins) as int) as day_begins,
        e.days_before + cast(extract(day from d.ends) as int) + 1 as day_ends,
        b.year + case when :month > 1 and b.month >= :month then 1 else 0 end as first_year,
        e.year + case when :month > 1 and e.month >= :month then 1 else 0 end as last_year
    from dated d
    join months b on b.year = extract(year from d.begins) and b.month = extract(month from d.begins)
    join months e on e.year = extract(year from d.ends) and e.month = extract(month from d.ends)
),
years as (
    select
        o.year + case when :month > 1 then 1 else 0 end as fiscal_year,
        o.days_before + 1 as day_opens, c.days_before + 1 as day_closes
    from months o
    join months c on c.year = o.year + 1 and c.month = o.month
    where o.month = :month
),
touched as (
    select
        n.*, y.fiscal_year,
        n.day_ends - n.day_begins as days_all,
        least(n.day_ends, y.day_closes) - n.day_begins as days_upto,
        greatest(n.day_begins, y.day_opens) - n.day_begins as days_before
    from numbered n
    join years y on y.fiscal_year between n.first_year and n.last_year
),
shared as (
    select
        t.*,
        cast(
            cast(
                floor(
                    cast(t.days_upto as double) * 1000000000000 / nullif(cast(t.days_all as double), 0) + 0.5
                ) as decimal(14, 0)
            ) * 0.000000000001
            as decimal(14, 12)
        ) as upto,
        cast(
            cast(
                floor(
                    cast(t.days_before as double) * 1000000000000 / nullif(cast(t.days_all as double), 0) + 0.5
                ) as decimal(14, 0)
            ) * 0.000000000001
            as decimal(14, 12)
        ) as before
    from touched t
)
select
    s.dataset, s.table_name, s.row, s.iati_identifier, s.reporting_org_ref, s.currency,
    s.fiscal_year,
    cast(s.days_upto - s.days_before as int) as days,
    s.published,
    cast(
        cast(cast(s.published as decimal(23, 6)) * s.upto as decimal(38, 6))
        - cast(cast(s.published as decimal(23, 6)) * s.before as decimal(38, 6)) as decimal(38, 6)
    ) as amount
from shared s
