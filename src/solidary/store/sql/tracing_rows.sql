-- question: Which money that came in names the activity that it came from, and is that activity in the data?
-- grain: one row per incoming transaction of an activity that reaches some places
-- key: dataset, row
-- units: usd in US dollars, decimal(38, 6), null where unknown
-- parameters: recipients = '^.+$' (pattern of codes), until = '2030-12-31' (the last day that counts)
-- notes: Incoming are commitments and funds received. An identifier is compared as it stands; an activity that
--    names itself names no origin.
select
    f.dataset, f.row, f.publisher,
    max(case when f.provider_activity <> f.activity then 1 else 0 end) = 1 as named,
    max(case when f.provider_activity <> f.activity and k.activity is not null then 1 else 0 end) = 1 as found,
    cast(sum(f.usd) as decimal(38, 6)) as usd
from flow f
left join (select distinct trim(a.iati_identifier) as activity from activity a) k on k.activity = f.provider_activity
where
    f.counts_in_totals and f.stage = 'incoming' and f."table" = 'transaction'
    and regexp_extract(coalesce(f.recipient, '?'), :recipients, 0) <> ''
    and (f.date is null or f.date <= cast(:until as date))
group by f.dataset, f.row, f.publisher
