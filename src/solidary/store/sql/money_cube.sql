-- question: How much money is there by publisher, recipient, sector, stage and month, and how much of it is known?
-- grain: one row per publisher, recipient, category of sector, flow type, finance type, stage, year, month and reason
-- key: publisher, recipient, recipient_kind, category, flow_type, finance_type, stage, year, month, counts_reason
-- units: usd in US dollars, decimal(38, 6), null where no row has a rate; counts of rows
-- notes: category is the first three digits of a DAC sector. What does not count is there too, under its reason.
select
    f.publisher, f.recipient, f.recipient_kind,
    case when f.sector_vocabulary in ('1', '2') then substr(f.sector, 1, 3) end as category,
    f.flow_type, f.finance_type, f.stage,
    cast(extract(year from f.date) as int) as year,
    cast(extract(month from f.date) as int) as month,
    f.counts_in_totals, f.counts_reason,
    cast(sum(f.usd) as decimal(38, 6)) as usd,
    count(*) as row_count,
    count(f.usd) as rows_in_usd
from flow f
group by
    f.publisher, f.recipient, f.recipient_kind,
    case when f.sector_vocabulary in ('1', '2') then substr(f.sector, 1, 3) end,
    f.flow_type, f.finance_type, f.stage, extract(year from f.date), extract(month from f.date),
    f.counts_in_totals, f.counts_reason
