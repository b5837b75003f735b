-- question: What does each activity commit and spend in some recipients, sector by sector, when, and with how many?
-- grain: one row per activity, recipient and category of sector
-- key: publisher, activity, recipient, category, dataset, record
-- units: commitments and spending in US dollars, decimal(38, 6), null where nothing is known; counts of rows; the same at
--    the mean rate of the year of the value date as commitments_average and spending_average
-- parameters: recipients = '^(TH|VN)$' (pattern of codes), until = '2030-12-31' (the last day that counts)
-- notes: Only rows that count in totals; without a date a row counts on every day. category is the first three digits of a
--    DAC sector. start and end are the activity's own dates, actual before planned, as published. funders are its different
--    funding organisations. commitments_unknown and spending_unknown count rows without a rate. The title is the first in English, else the first.
with
mine as (
    select
        f.publisher, f.activity, f.recipient, f.dataset, f.record, f.stage, f.usd, f.date,
        case when f.usd is not null then cast(
            cast(f.amount as decimal(23, 6))
            * cast(cast(a.pico as decimal(14, 0)) * 0.000000000001 as decimal(14, 12)) as decimal(38, 6)
        ) end as usd_average,
        case when f.sector_vocabulary in ('1', '2') then substr(f.sector, 1, 3) end as category
    from flow f
    left join mean_rates a on a.currency = f.currency and a.year = extract(year from f.value_date)
    where
        f.counts_in_totals and f.stage in ('commitment', 'disbursement', 'expenditure')
        and regexp_extract(coalesce(f.recipient, '?'), :recipients, 0) <> ''
        and (f.date is null or f.date <= cast(:until as date))
),
summed as (
    select
        m.publisher, m.activity, m.recipient, m.category, m.dataset, m.record,
        sum(m.usd) filter (where m.stage = 'commitment') as commitments,
        sum(m.usd) filter (where m.stage in ('disbursement', 'expenditure')) as spending,
        sum(m.usd_average) filter (where m.stage = 'commitment') as commitments_average,
        sum(m.usd_average) filter (where m.stage in ('disbursement', 'expenditure')) as spending_average,
        min(m.date) as first_date, max(m.date) as last_date,
        count(*) filter (where m.stage = 'commitment' and m.usd is null) as commitments_unknown,
        count(*) filter (where m.stage in ('disbursement', 'expenditure') and m.usd is null) as spending_unknown
    from mine m
    group by m.publisher, m.activity, m.recipient, m.category, m.dataset, m.record
),
wanted as (
    select distinct s.dataset, s.record from summed s
),
dates as (
    select
        d.dataset, d.record,
        coalesce(max(case when d.type = '2' then d.iso_date end), max(case when d.type = '1' then d.iso_date end)) as begins,
        coalesce(max(case when d.type = '4' then d.iso_date end), max(case when d.type = '3' then d.iso_date end)) as ends
    from activity_date d
    join wanted w on w.dataset = d.dataset and w.record = d.record
    group by d.dataset, d.record
),
funded as (
    select o.dataset, o.record, count(distinct o.ref) as funders
    from participating_org o
    join wanted w on w.dataset = o.dataset and w.record = o.record
    where o.role = '1' and o.ref is not null
    group by o.dataset, o.record
)
select
    s.publisher, s.activity, h.title, k.collaboration_type, s.recipient, s.category, s.dataset, s.record,
    s.commitments, s.spending, s.commitments_average, s.spending_average, s.commitments_unknown, s.spending_unknown,
    s.first_date, s.last_date, d.begins, d.ends, coalesce(f.funders, 0) as funders
from summed s
left join activity k on k.dataset = s.dataset and k.record = s.record
left join activity_heads h on h.dataset = s.dataset and h.record = s.record
left join dates d on d.dataset = s.dataset and d.record = s.record
left join funded f on f.dataset = s.dataset and f.record = s.record
