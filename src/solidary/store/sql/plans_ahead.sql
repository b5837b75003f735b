-- question: For which of the years ahead has an activity money planned, and is it still running?
-- grain: one row per activity that reaches some places
-- key: dataset, record
-- units: usd in US dollars, decimal(38, 6), null where unknown; ends as a day in ISO form, null where unknown
-- parameters: recipients = '^.+$' (pattern of codes), year = 2021 (the first of three years), until = '2030-12-31'
--    (the last day on which money counts as committed or paid)
-- notes: Planned is a budget or planned disbursement whose period begins in the year. ends is the last planned or
--    actual end of the activity.
with
mine as (
    select
        f.dataset, f.record, f.publisher, f.stage, f.usd, f.date,
        cast(extract(year from f.date) as int) as year
    from flow f
    where f.counts_in_totals and regexp_extract(coalesce(f.recipient, '?'), :recipients, 0) <> ''
),
summed as (
    select
        m.dataset, m.record, m.publisher,
        cast(
            sum(case when m.stage = 'commitment' and m.date <= cast(:until as date) then m.usd end) as decimal(38, 6)
        ) as committed,
        cast(
            sum(
                case when m.stage in ('disbursement', 'expenditure') and m.date <= cast(:until as date) then m.usd end
            ) as decimal(38, 6)
        ) as paid,
        max(case when m.stage in ('planned', 'budget') and m.year = :year then 1 else 0 end) = 1 as first_year,
        max(case when m.stage in ('planned', 'budget') and m.year = :year + 1 then 1 else 0 end) = 1 as second_year,
        max(case when m.stage in ('planned', 'budget') and m.year = :year + 2 then 1 else 0 end) = 1 as third_year
    from mine m
    group by m.dataset, m.record, m.publisher
),
ends as (
    select a.dataset, a.record, max(substr(trim(d.iso_date), 1, 10)) as ends
    from activity a
    join activity_date d on d.dataset = a.dataset and d.parent = a.row
    where trim(d.type) in ('3', '4', 'end-planned', 'end-actual')
    group by a.dataset, a.record
)
select
    s.dataset, s.record, s.publisher, s.committed, s.paid, s.first_year, s.second_year, s.third_year, e.ends
from summed s
left join ends e on e.dataset = s.dataset and e.record = s.record
