-- question: Which rows of money stand behind a figure, each with its shares, rate, rule and place in the source?
-- grain: one row per flow that counts in totals
-- key: dataset, table, row, recipient, sector
-- units: published and amount in the original currency, usd in US dollars, decimal(38, 6); shares between 0 and 1
-- parameters: publishers = '^(KR-)' (pattern of identifiers), recipients = '^(TH|VN)$' (pattern of codes),
--    stages = '^(disbursement|expenditure)$', until = '2030-12-31' (the last day that counts)
-- notes: Without a date a row counts on every day.
select f.*
from flow f
where
    f.counts_in_totals
    and regexp_extract(f.publisher, :publishers, 0) <> ''
    and regexp_extract(coalesce(f.recipient, '?'), :recipients, 0) <> ''
    and regexp_extract(f.stage, :stages, 0) <> ''
    and (f.date is null or f.date <= cast(:until as date))
