-- question: On which level of its hierarchy does each publisher report most of its rows of a stage?
-- grain: one row per publisher and stage
-- key: reporting_org_ref, stage
-- units: level as a number, counts of rows
-- notes: A level that the table reporter states for a publisher goes before the one where most rows are.
with
counted as (
    select m.reporting_org_ref, m.stage, k.level, count(*) as number
    from money_rows m
    join activity_marks k on k.dataset = m.dataset and k.row = m.parent
    where m.published is not null
    group by m.reporting_org_ref, m.stage, k.level
),
ranked as (
    select
        c.reporting_org_ref, c.stage, c.level, c.number,
        row_number() over (
            partition by c.reporting_org_ref, c.stage
            order by case when c.level = s.level then 0 else 1 end, c.number desc, c.level
        ) as place,
        count(*) over (partition by c.reporting_org_ref, c.stage) as levels
    from counted c
    left join reporter s on s.reporting_org_ref = trim(c.reporting_org_ref)
)
select r.reporting_org_ref, r.stage, r.level, r.number as rows_there, r.levels
from ranked r
where r.place = 1
