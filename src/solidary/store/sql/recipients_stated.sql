-- question: Which recipients does each activity name, with which percentages, once countries and regions are settled?
-- grain: one row per activity and recipient
-- key: dataset, activity_row, code
-- units: percentage in per cent, decimal(20, 6); null where none is stated
-- notes: Regions of the DAC's list count beside countries only if the countries' percentages do not come to 100, and
--    are not 100 for each country: rules A to C of Country Development Finance Data.
with
named as (
    select c.dataset, c.parent, upper(trim(c.code)) as code, 'country' as kind, trim(c.percentage) as percentage
    from recipient_country c
    where trim(c.code) <> ''
    union all
    select r.dataset, r.parent, trim(r.code) as code, 'region' as kind, trim(r.percentage) as percentage
    from recipient_region r
    where trim(r.code) <> '' and coalesce(nullif(trim(r.vocabulary), ''), '1') = '1'
),
typed as (
    select
        n.dataset, n.parent, n.code, n.kind,
        case
            when regexp_extract(n.percentage, '^[+]?([0-9]{1,9}[.]?[0-9]*|[.][0-9]+)$', 0) <> ''
            then try_cast(n.percentage as decimal(20, 6))
        end as percentage
    from named n
),
added as (
    select
        t.dataset, t.parent, t.code, t.kind,
        sum(t.percentage) as percentage, count(*) as times, count(t.percentage) as stated
    from typed t
    group by t.dataset, t.parent, t.code, t.kind
),
weighed as (
    select
        a.*,
        sum(case when a.kind = 'country' then coalesce(a.percentage, 100) else 0 end) over w as countries_sum,
        count(*) filter (where a.kind = 'country') over w as countries
    from added a
    window w as (partition by a.dataset, a.parent)
)
select
    w.dataset, w.parent as activity_row, w.code, w.kind,
    cast(case when w.stated = w.times then w.percentage end as decimal(20, 6)) as percentage
from weighed w
where
    w.kind = 'country'
    or (
        (w.countries_sum < 99.5 or w.countries_sum >= 100.5)
        and (w.countries_sum < 100 * w.countries - 0.5 or w.countries_sum >= 100 * w.countries + 0.5 or w.countries = 0)
    )
