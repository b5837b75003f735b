-- question: What do some publishers report, for whom, and how much was committed and spent?
-- grain: one row per activity and recipient
-- key: publisher, activity, recipient
-- units: commitments and spending in US dollars, decimal(38, 6), null where nothing is known; counts of rows
-- parameters: publishers = '^(KR-)' (pattern of identifiers), until = '2030-12-31' (the last day that counts)
-- notes: Only rows that count in totals. Without a date a row counts on every day. category is that of most rows, the
--    first three digits of a DAC sector. finance is null where no row says of what kind it is. value_known and
--    value_unknown count rows with and without an amount in dollars.
with
mine as (
    select
        f.publisher, f.activity, f.recipient, f.recipient_kind, f.dataset, f.record, f.stage, f.date, f.finance_type,
        f.usd, case when f.sector_vocabulary in ('1', '2') then substr(f.sector, 1, 3) end as category
    from flow f
    where
        regexp_extract(f.publisher, :publishers, 0) <> '' and f.counts_in_totals
        and f.stage in ('commitment', 'disbursement', 'expenditure', 'pledge')
        and (f.date is null or f.date <= cast(:until as date))
),
counted as (
    select
        m.publisher, m.activity, m.recipient, m.recipient_kind, m.dataset, m.record, m.category,
        row_number() over (
            partition by m.publisher, m.activity, m.recipient, m.recipient_kind, m.dataset, m.record
            order by case when m.category is null then 1 else 0 end, count(*) desc, m.category
        ) as place
    from mine m
    group by m.publisher, m.activity, m.recipient, m.recipient_kind, m.dataset, m.record, m.category
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
    s.publisher, h.publisher_name, s.activity, h.title, h.activity_status, s.recipient, s.recipient_kind, c.category,
    s.dataset, s.record, s.first_date, s.last_date, s.finance, s.commitments, s.spending, s.value_known,
    s.value_unknown
from summed s
join counted c
    on
        c.dataset = s.dataset and c.record = s.record and c.activity = s.activity and c.publisher = s.publisher
        and c.recipient is not distinct from s.recipient and c.recipient_kind is not distinct from s.recipient_kind
        and c.place = 1
left join activity_heads h on h.dataset = s.dataset and h.record = s.record and h.activity = s.activity
