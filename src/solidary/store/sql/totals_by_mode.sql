-- question: How much did each publisher spend in each year, gross, net of what it took in, and net of what others pass on?
-- grain: one row per publisher and year of the date
-- key: publisher, year
-- units: US dollars, decimal(38, 6); coverage as counts of rows
-- notes: gross is disbursement and expenditure that count in totals. publisher_net takes the publisher's incoming funds
--    off, but not what was only committed or pledged to it (11, 13). graph_net takes off what went to an activity of
--    the snapshot that itself reports spending, since that money is reported again there. Both nets can only be as good
--    as their coverage: rows that name an activity at all.
with
counted as (
    select
        f.publisher, cast(extract(year from f.date) as int) as year, f.stage, f.usd, f.activity, f.receiver_activity,
        f.provider_activity
    from flow f
    where f.counts_in_totals and (f.stage in ('disbursement', 'expenditure') or f.stage = 'incoming' and f.type = '1')
),
spenders as (
    select distinct c.activity
    from counted c
    where c.stage in ('disbursement', 'expenditure')
)
select
    c.publisher, c.year,
    sum(c.usd) filter (where c.stage <> 'incoming') as gross,
    case
        when count(c.usd) > 0
        then coalesce(sum(c.usd) filter (where c.stage <> 'incoming'), 0)
            - coalesce(sum(c.usd) filter (where c.stage = 'incoming'), 0)
    end as publisher_net,
    sum(c.usd) filter (where c.stage <> 'incoming' and s.activity is null) as graph_net,
    count(*) filter (where c.stage <> 'incoming') as rows_out,
    count(*) filter (where c.stage = 'incoming') as rows_in,
    count(c.receiver_activity) filter (where c.stage = 'disbursement') as rows_with_receiver_activity,
    count(*) filter (where c.stage <> 'incoming' and c.usd is null) as rows_without_rate
from counted c
left join spenders s
    on c.stage = 'disbursement' and s.activity = c.receiver_activity and c.receiver_activity <> c.activity
group by c.publisher, c.year
