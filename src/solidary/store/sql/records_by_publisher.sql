-- question: How many records did each publisher report, and in how many files?
-- grain: one row per reporting_org_ref; null stands for publishers without one
-- key: reporting_org_ref
-- units: counts of records and of files
with
transactions as (
    select t.dataset, t.parent, count(*) as number
    from transaction t
    group by t.dataset, t.parent
),
budgets as (
    select b.dataset, b.parent, count(*) as number
    from budget b
    group by b.dataset, b.parent
)
select
    a.reporting_org_ref,
    count(*) as activities,
    count(distinct a.iati_identifier) as identifiers,
    cast(coalesce(sum(t.number), 0) as bigint) as transactions,
    cast(coalesce(sum(b.number), 0) as bigint) as budgets,
    count(distinct a.dataset) as files
from activity a
left join transactions t on t.dataset = a.dataset and t.parent = a.row
left join budgets b on b.dataset = a.dataset and b.parent = a.row
group by a.reporting_org_ref
