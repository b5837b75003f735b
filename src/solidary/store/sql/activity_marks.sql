-- question: Which activities may be added up, and why not the others?
-- grain: one row per activity of the snapshot
-- key: dataset, row
-- units: level as a number; yes or no
-- notes: secondary: the publisher says so. duplicate: another version of the same identifier was updated later, or
--    stands earlier. level is published, 1 where it is missing, as the standard reads it.
with
told as (
    select
        a.dataset, a.row, a.iati_identifier, a.reporting_org_ref,
        nullif(trim(a.iati_identifier), '') as identifier,
        lower(trim(a.secondary_reporter)) in ('1', 'true') as secondary,
        coalesce(
            case
                when regexp_extract(trim(a.hierarchy), '^[0-9]{1,4}$', 0) <> '' then try_cast(trim(a.hierarchy) as int)
            end, 1
        ) as level,
        coalesce(a.last_updated_datetime, '') as updated
    from activity a
)
select
    t.dataset, t.row, t.iati_identifier, t.reporting_org_ref,
    coalesce(t.secondary, false) as secondary,
    t.level,
    t.identifier is not null and row_number() over w > 1 as duplicate
from told t
window w as (partition by t.identifier order by t.updated desc, t.dataset, t.row)
