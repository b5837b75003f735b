-- question: Which activities may be added up, and why not the others?
-- grain: one row per activity of the snapshot
-- key: dataset, row
-- units: level as a number; yes or no
-- notes: umbrella: its source says that no sum should count it (tag not-for-totals of vocabulary 99). secondary: the
--    activity says so, or the table reporter says it of its publisher. sole: a secondary report that names whose money
--    it is (funding, accountable or extending), and none of those reports anything itself, so that nothing is counted
--    twice. duplicate: another version of the same identifier was updated later, or stands earlier. level is published,
--    1 where it is missing, as the standard reads it.
with
told as (
    select
        a.dataset, a.row, a.iati_identifier, a.reporting_org_ref,
        nullif(trim(a.iati_identifier), '') as identifier,
        coalesce(lower(trim(a.secondary_reporter)) in ('1', 'true'), false)
        or coalesce(r.source_type = 'secondary_source', false) as secondary,
        coalesce(
            case
                when regexp_extract(trim(a.hierarchy), '^[0-9]{1,4}$', 0) <> '' then try_cast(trim(a.hierarchy) as int)
            end, 1
        ) as level,
        coalesce(a.last_updated_datetime, '') as updated
    from activity a
    left join reporter r on r.reporting_org_ref = trim(a.reporting_org_ref)
),
primaries as (
    select distinct trim(t.reporting_org_ref) as ref
    from told t
    where not t.secondary and t.reporting_org_ref is not null
),
set_apart as (
    select distinct g.dataset, g.parent as row
    from tag g
    where g.code = 'not-for-totals' and g.vocabulary = '99'
),
owners as (
    select
        t.dataset, t.row,
        count(*) as named,
        count(y.ref) as reporting
    from told t
    join participating_org p on p.dataset = t.dataset and p.parent = t.row
    left join primaries y on y.ref = trim(p.ref)
    where
        t.secondary and nullif(trim(p.ref), '') is not null and trim(p.ref) <> coalesce(trim(t.reporting_org_ref), '')
        and trim(p.role) in ('1', '2', '3', 'Funding', 'Accountable', 'Extending')
    group by t.dataset, t.row
)
select
    t.dataset, t.row, t.iati_identifier, t.reporting_org_ref,
    t.secondary,
    t.secondary and coalesce(o.named > 0 and o.reporting = 0, false) as sole,
    s.row is not null as umbrella,
    t.level,
    t.identifier is not null and row_number() over w > 1 as duplicate
from told t
left join owners o on o.dataset = t.dataset and o.row = t.row
left join set_apart s on s.dataset = t.dataset and s.row = t.row
window w as (partition by t.identifier order by t.updated desc, t.dataset, t.row)
