-- question: What is each publisher called, and what kind of organisation is it?
-- grain: one row per publisher
-- key: publisher
-- units: counts of activities
-- notes: kind is a code of the list OrganisationType (10 government, 15 other public sector, 40 multilateral ...). Of
--    several kinds or names that one of most activities, of names in English where there is one.
with
told as (
    select
        trim(a.reporting_org_ref) as publisher, a.reporting_org_type as kind, n.text as name,
        case when lower(coalesce(n.lang, 'en')) = 'en' then 0 else 1 end as foreign_name
    from activity a
    left join narrative n
        on n.dataset = a.dataset and n.row = a.row and n."table" = 'activity' and n.element = 'reporting-org'
    where a.reporting_org_ref is not null
),
kinds as (
    select
        t.publisher, t.kind,
        row_number() over (partition by t.publisher order by count(*) desc, t.kind) as place
    from told t
    where t.kind is not null
    group by t.publisher, t.kind
),
names as (
    select
        t.publisher, t.name,
        row_number() over (partition by t.publisher order by min(t.foreign_name), count(*) desc, t.name) as place
    from told t
    where t.name is not null
    group by t.publisher, t.name
),
counted as (
    select trim(a.reporting_org_ref) as publisher, count(*) as activities
    from activity a
    where a.reporting_org_ref is not null
    group by trim(a.reporting_org_ref)
)
select c.publisher, k.kind, n.name, c.activities
from counted c
left join kinds k on k.publisher = c.publisher and k.place = 1
left join names n on n.publisher = c.publisher and n.place = 1
