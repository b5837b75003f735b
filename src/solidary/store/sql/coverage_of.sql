-- question: How little does a snapshot know: of pledges at all, and of what some publishers report?
-- grain: one row
-- key: transactions
-- units: counts of transactions, activities, publishers and years
-- parameters: publishers = '^(KR-)' (pattern of identifiers)
-- notes: pledges are outgoing (12) and incoming (13). own_unrated: no amount in dollars could be worked out.
with
read as (
    select
        m.type, m.reporting_org_ref, m.iati_identifier, m.dataset, m.parent,
        cast(extract(year from m.date) as int) as year,
        m.published is null or r.usd is null as unrated,
        regexp_extract(coalesce(m.reporting_org_ref, ''), :publishers, 0) <> '' as own
    from money_rows m
    left join rate r on r.currency = m.currency and r.day = m.value_date
    where m.table_name = 'transaction'
)
select
    count(*) as transactions,
    count(*) filter (where r.type in ('12', '13')) as pledges,
    count(distinct r.reporting_org_ref) as publishers,
    count(*) filter (where r.own) as own_transactions,
    count(distinct case when r.own then r.iati_identifier end) as own_activities,
    count(distinct case when r.own then r.year end) as own_years,
    min(case when r.own then r.year end) as own_first_year,
    max(case when r.own then r.year end) as own_last_year,
    count(distinct case when r.own and k.secondary then r.iati_identifier end) as own_secondary,
    count(*) filter (where r.own and r.unrated) as own_unrated
from read r
join activity_marks k on k.dataset = r.dataset and k.row = r.parent
