-- question: Which rows of money are shared by recipients on percentages that are missing, or do not come to 100?
-- grain: one row per row of money and recipient; of rows that count in totals and whose shares are a guess
-- key: dataset, table_name, row, recipient
-- units: percentage in per cent, null where none is stated; usd (the part) and usd_whole (the row) in US dollars
-- notes: stated_sum is the sum of the percentages that are stated, blanks counts the recipients without one. What the
--    stated ones leave of 100 may fall to any of the blanks: the part of one of them lies between nothing and all of it.
with
parts as (
    select
        f.dataset, f."table" as table_name, f.row, f.publisher, f.activity, f.stage, f.date, f.recipient, f.recipient_rule,
        f.published, f.rate, cast(sum(f.usd) as decimal(38, 6)) as usd
    from flow f
    where f.counts_in_totals and f.usd is not null and f.recipient_rule in ('missing', 'rescaled')
    group by
        f.dataset, f."table", f.row, f.publisher, f.activity, f.stage, f.date, f.recipient, f.recipient_rule, f.published, f.rate
),
parents as (
    select m.dataset, m.table_name, m.row, m.parent
    from money_rows m
),
stated as (
    select
        s.dataset, s.activity_row, s.code, s.percentage,
        coalesce(sum(s.percentage) over w, 0) as stated_sum,
        count(*) over w - count(s.percentage) over w as blanks
    from recipients_stated s
    window w as (partition by s.dataset, s.activity_row)
)
select
    p.dataset, p.table_name, p.row, p.publisher, p.activity, p.stage,
    cast(extract(year from p.date) as int) as year,
    cast(extract(month from p.date) as int) as month,
    p.recipient, p.recipient_rule,
    cast(s.percentage as decimal(20, 6)) as percentage,
    cast(s.stated_sum as decimal(28, 6)) as stated_sum,
    cast(s.blanks as int) as blanks,
    p.usd,
    cast(cast(p.published as decimal(23, 6)) * cast(p.rate as decimal(14, 12)) as decimal(38, 6)) as usd_whole
from parts p
join parents k on k.dataset = p.dataset and k.table_name = p.table_name and k.row = p.row
join stated s on s.dataset = k.dataset and s.activity_row = k.parent and s.code = p.recipient
