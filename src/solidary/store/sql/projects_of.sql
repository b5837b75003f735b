-- question: What do some publishers report, for whom, and how much was committed and spent?
-- grain: one row per activity and recipient
-- key: publisher, activity, recipient
-- units: commitments and spending in US dollars, decimal(38, 6), null where nothing is known; counts of rows
-- parameters: publishers = '^(KR-)' (pattern of identifiers), until = '2030-12-31' (the last day that counts)
-- notes: Only rows that count in totals. Without a date a row counts on every day. The title is the first in English,
--    else the first. finance is null where no row says of what kind it is. value_known and value_unknown count rows with
--    and without an amount in dollars.
with
mine as (
    select f.*
    from flow f
    where
        regexp_extract(f.publisher, :publishers, 0) <> '' and f.counts_in_totals
        and f.stage in ('commitment', 'disbursement', 'expenditure', 'pledge')
        and (f.date is null or f.date <= cast(:until as date))
),
titles as (
    select
        n.dataset, n.row,
        row_number() over (
            partition by n.dataset, n.row
            order by case when lower(coalesce(n.lang, 'en')) = 'en' then 0 else 1 end, n.text
        ) as place,
        n.text as title
    from narrative n
    where n."table" = 'activity' and n.element = 'title' and n.text is not null
),
known as (
    select k.dataset, k.row, trim(k.iati_identifier) as activity, k.activity_status, t.title
    from activity k
    left join titles t on t.dataset = k.dataset and t.row = k.row and t.place = 1
),
summed as (
    select
        m.publisher, m.activity, m.recipient, m.recipient_kind, m.dataset, m.record,
        min(m.date) as first_date, max(m.date) as last_date,
        max(case when m.finance_type like '4%' then 'loan' when m.finance_type is not null then 'grant' end) as finance,
        sum(m.usd) filter (where m.stage = 'commitment') as commitments,
        sum(m.usd) filter (where m.stage in ('disbursement', 'expenditure')) as spending,
        count(m.usd) as value_known,
        count(*) - count(m.usd) as value_unknown
    from mine m
    group by m.publisher, m.activity, m.recipient, m.recipient_kind, m.dataset, m.record
)
select
    s.publisher, s.activity, k.title, k.activity_status, s.recipient, s.recipient_kind, s.dataset, s.record,
    s.first_date, s.last_date, s.finance, s.commitments, s.spending, s.value_known, s.value_unknown
from summed s
left join known k on k.dataset = s.dataset and k.activity = s.activity
