-- question: How much money is there in each currency, by who gave it, to whom, for what, and when?
-- grain: one row per publisher, recipient, category of sector, flow type, finance type, stage, month, reason and currency
-- key: publisher, recipient, recipient_kind, category, flow_type, finance_type, stage, year, month, counts_reason, currency
-- units: amount in the currency, usd in US dollars of the day of the rate, decimal(38, 6); counts of rows
-- notes: What money_cube is, before it becomes dollars; a question of constant prices begins here.
select
    f.publisher, f.recipient, f.recipient_kind,
    case when f.sector_vocabulary in ('1', '2') then substr(f.sector, 1, 3) end as category,
    f.flow_type, f.finance_type, f.stage,
    cast(extract(year from f.date) as int) as year,
    cast(extract(month from f.date) as int) as month,
    f.counts_in_totals, f.counts_reason,
    f.currency,
    cast(sum(f.amount) as decimal(38, 6)) as amount,
    cast(sum(f.usd) as decimal(38, 6)) as usd,
    count(*) as row_count,
    count(f.amount) as rows_with_amount,
    count(f.usd) as rows_in_usd
from flow f
group by
    f.publisher, f.recipient, f.recipient_kind,
    case when f.sector_vocabulary in ('1', '2') then substr(f.sector, 1, 3) end,
    f.flow_type, f.finance_type, f.stage, extract(year from f.date), extract(month from f.date),
    f.counts_in_totals, f.counts_reason, f.currency
