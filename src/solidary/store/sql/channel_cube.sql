-- question: Through which channels does money go, by publisher, recipient, stage and month?
-- grain: one row per publisher, recipient, channel, receiver, stage, year and month, of what counts in totals
-- key: publisher, recipient, recipient_kind, channel, receiver, stage, year, month
-- units: usd in US dollars, decimal(38, 6), null where no row has a rate; counts of rows
-- notes: channel is the OECD code of the channel or the first implementing organisation, receiver the organisation that
--    a row names; both as reported.
select
    f.publisher, f.recipient, f.recipient_kind, f.channel, f.receiver, f.stage,
    cast(extract(year from f.date) as int) as year,
    cast(extract(month from f.date) as int) as month,
    cast(sum(f.usd) as decimal(38, 6)) as usd,
    count(*) as row_count,
    count(f.usd) as rows_in_usd
from flow f
where f.counts_in_totals and f.stage in ('commitment', 'disbursement', 'expenditure')
group by
    f.publisher, f.recipient, f.recipient_kind, f.channel, f.receiver, f.stage, extract(year from f.date),
    extract(month from f.date)
