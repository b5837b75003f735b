-- question: What is each activity called, and who reports it?
-- grain: one row per activity of the snapshot
-- key: dataset, row
-- units: none
-- notes: Of several titles or names of a publisher the first in English, else the first.
with
named as (
    select
        n.dataset, n.row, n.element, n.text,
        row_number() over (
            partition by n.dataset, n.row, n.element
            order by case when lower(coalesce(n.lang, 'en')) = 'en' then 0 else 1 end, n.text
        ) as place
    from narrative n
    where n."table" = 'activity' and n.element in ('title', 'reporting-org') and n.text is not null
)
select
    a.dataset, a.row, a.record, trim(a.iati_identifier) as activity, a.reporting_org_ref as publisher,
    p.text as publisher_name, t.text as title, a.activity_status
from activity a
left join named t on t.dataset = a.dataset and t.row = a.row and t.element = 'title' and t.place = 1
left join named p on p.dataset = a.dataset and p.row = a.row and p.element = 'reporting-org' and p.place = 1
