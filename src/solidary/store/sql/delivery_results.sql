-- question: What does an activity say of its results, and how far are they measured?
-- grain: one row per activity
-- key: dataset, record
-- units: counts; met in millionths, a sum of shares of at most one, one per measured period
-- parameters: until = '2030-12-31' (the last day that counts)
-- notes: A period is measured if it has ended and has a target other than 0 and an actual value, both plain numbers;
--    achieved counts those whose actual value is at least the target (at most, where the indicator descends).
with
numbers as (
    select
        p.dataset, p.row, p.parent,
        max(
            case
                when regexp_extract(trim(t.value), '^[+-]?[0-9]{1,15}([.][0-9]{1,6})?$', 0) <> ''
                then try_cast(trim(t.value) as decimal(22, 6))
            end
        ) as target,
        max(
            case
                when regexp_extract(trim(c.value), '^[+-]?[0-9]{1,15}([.][0-9]{1,6})?$', 0) <> ''
                then try_cast(trim(c.value) as decimal(22, 6))
            end
        ) as actual
    from period p
    join target t on t.dataset = p.dataset and t.parent = p.row
    join actual c on c.dataset = p.dataset and c.parent = p.row
    where substr(trim(p.period_end), 1, 10) <= :until
    group by p.dataset, p.row, p.parent
),
judged as (
    select
        n.dataset, i.parent as result,
        case
            when lower(trim(i.ascending)) in ('0', 'false') and n.actual <= n.target then 1000000
            when lower(trim(i.ascending)) in ('0', 'false')
            then cast(floor(cast(n.target as double) * 1000000 / nullif(cast(n.actual as double), 0) + 0.5) as bigint)
            when n.actual >= n.target then 1000000
            when n.actual <= 0 then 0
            else cast(floor(cast(n.actual as double) * 1000000 / nullif(cast(n.target as double), 0) + 0.5) as bigint)
        end as met
    from numbers n
    join indicator i on i.dataset = n.dataset and i.row = n.parent
    where n.target > 0 and n.actual is not null
)
select
    a.dataset, a.record,
    count(distinct r.row) as results,
    count(j.met) as measured,
    count(case when j.met = 1000000 then 1 end) as achieved,
    cast(coalesce(sum(j.met), 0) as bigint) as met,
    max(a.last_updated_datetime) as updated
from activity a
left join result r on r.dataset = a.dataset and r.parent = a.row
left join judged j on j.dataset = r.dataset and j.result = r.row
group by a.dataset, a.record
