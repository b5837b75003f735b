-- question: Which single amounts outweigh all others of their publisher and stage together, and may be mistakes?
-- grain: one row per transaction, budget or planned disbursement
-- key: dataset, table, row
-- units: usd and others_usd, the sum of the absolute amounts of the others, in US dollars, decimal(38, 6); counts of rows
-- notes: Only of publishers with ten rows of the stage or more. Nothing is corrected or left out: a typing slip of three
--    zeros looks so, and so does a publisher's one large loan.
with
whole as (
    select
        f.dataset, f."table", f.row, f.line, f.activity, f.publisher, f.stage, f.currency,
        max(f.published) as published, sum(f.usd) as usd
    from flow f
    where f.usd is not null and f.counts_in_totals
    group by f.dataset, f."table", f.row, f.line, f.activity, f.publisher, f.stage, f.currency
),
weighed as (
    select
        w.*,
        sum(abs(w.usd)) over (partition by w.publisher, w.stage) as all_usd,
        count(*) over (partition by w.publisher, w.stage) as row_count
    from whole w
)
select
    w.dataset, w."table", w.row, w.line, w.activity, w.publisher, w.stage, w.currency, w.published,
    cast(w.usd as decimal(38, 6)) as usd,
    cast(w.all_usd - abs(w.usd) as decimal(38, 6)) as others_usd,
    w.row_count
from weighed w
where w.row_count >= 10 and abs(w.usd) * 2 > w.all_usd
