-- question: What was committed, paid and planned, row by row, in the activities that reach some places?
-- grain: one row per transaction, budget or planned disbursement of such an activity that counts in totals
-- key: dataset, table, row
-- units: amount in the original currency, usd in US dollars, decimal(38, 6), null where unknown; usd_average at the mean
--    rate of the year of the value date
-- parameters: recipients = '^(TH|VN)$' (pattern of codes), reader = '^(TH)$' (the same, of the reader's own),
--    until = '2030-12-31' (the last day that counts)
-- notes: The whole row, whichever places it names: a commitment is often made for a region and paid country by country.
--    derived says that a commitment was worked out from the disbursement, own that the row names the reader's places. Plans after the last day are there too.
with
reached as (
    select distinct f.dataset, f.record
    from flow f
    where
        f.counts_in_totals
        and f.stage in ('pledge', 'commitment', 'disbursement', 'expenditure')
        and regexp_extract(coalesce(f.recipient, '?'), :recipients, 0) <> ''
        and (f.date is null or f.date <= cast(:until as date))
)
select
    f.dataset, f.record, f."table", f.row, f.publisher, f.activity, f.stage,
    coalesce(f.type = '2=3', false) as derived,
    f.date, f.currency,
    max(case when regexp_extract(coalesce(f.recipient, '?'), :reader, 0) <> '' then 1 else 0 end) = 1 as own,
    cast(sum(f.amount) as decimal(38, 6)) as amount,
    cast(sum(f.usd) as decimal(38, 6)) as usd,
    cast(sum(
        case when f.usd is not null then cast(
            cast(f.amount as decimal(23, 6))
            * cast(cast(a.pico as decimal(14, 0)) * 0.000000000001 as decimal(14, 12)) as decimal(38, 6)
        ) end
    ) as decimal(38, 6)) as usd_average
from flow f
left join mean_rates a on a.currency = f.currency and a.year = extract(year from f.value_date)
join reached r on r.dataset = f.dataset and r.record = f.record
where
    f.counts_in_totals
    and f.stage in ('pledge', 'commitment', 'disbursement', 'expenditure', 'planned')
    and (f.date is null or f.date <= cast(:until as date) or f.stage = 'planned')
group by
    f.dataset, f.record, f."table", f.row, f.publisher, f.activity, f.stage, coalesce(f.type = '2=3', false),
    f.date, f.currency
