-- question: How much money is there by publisher, recipient, sector, stage and month, and how much of it is known?
-- grain: one row per publisher, recipient, category of sector, flow type, finance type, stage, year, month and reason
-- key: publisher, recipient, recipient_kind, category, flow_type, finance_type, stage, year, month, counts_reason
-- units: usd in US dollars, decimal(38, 6), null where no row has a rate; counts of rows
-- notes: category is the first three digits of a DAC sector. What does not count is there too, under its reason.
--    usd_average: the same rows at the mean rate of the days of the year of their value date. usd_passed_on: of usd, what
--    went to an activity of the snapshot that itself reports spending. usd_came_in: of usd, incoming funds, without what is
--    only committed or pledged. rows_below: rows without a rate that take away.
with
spenders as (
    select distinct f.activity
    from flow f
    where f.counts_in_totals and f.stage in ('disbursement', 'expenditure')
)
select
    f.publisher, f.recipient, f.recipient_kind,
    case when f.sector_vocabulary in ('1', '2') then substr(f.sector, 1, 3) end as category,
    f.flow_type, f.finance_type, f.stage,
    cast(extract(year from f.date) as int) as year,
    cast(extract(month from f.date) as int) as month,
    f.counts_in_totals, f.counts_reason,
    cast(sum(f.usd) as decimal(38, 6)) as usd,
    cast(sum(
        case when f.usd is not null then cast(
            cast(f.amount as decimal(23, 6))
            * cast(cast(a.pico as decimal(14, 0)) * 0.000000000001 as decimal(14, 12)) as decimal(38, 6)
        ) end
    ) as decimal(38, 6)) as usd_average,
    cast(sum(case when s.activity is not null then f.usd end) as decimal(38, 6)) as usd_passed_on,
    cast(sum(case when f.stage = 'incoming' and f.type = '1' then f.usd end) as decimal(38, 6)) as usd_came_in,
    count(*) as row_count,
    count(f.usd) as rows_in_usd,
    count(*) filter (where f.usd is null and f.amount < 0) as rows_below
from flow f
left join mean_rates a on a.currency = f.currency and a.year = extract(year from f.value_date)
left join spenders s
    on f.stage = 'disbursement' and s.activity = f.receiver_activity and f.receiver_activity <> f.activity
group by
    f.publisher, f.recipient, f.recipient_kind,
    case when f.sector_vocabulary in ('1', '2') then substr(f.sector, 1, 3) end,
    f.flow_type, f.finance_type, f.stage, extract(year from f.date), extract(month from f.date),
    f.counts_in_totals, f.counts_reason
