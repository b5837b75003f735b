-- question: How much did each publisher commit and spend in each fiscal year, whatever month it begins in?
-- grain: one row per publisher, recipient and fiscal year of the date; only what counts in totals
-- key: publisher, recipient, fiscal_year
-- units: US dollars of the day of the rate, decimal(38, 6), null where nothing is known; counts of rows
-- parameters: month = 10 (the month in which a fiscal year begins; it is named for the calendar year in which it ends)
-- notes: A transaction falls into one fiscal year by its date; budgets are split by day in budget_years.
select
    c.publisher, c.recipient,
    c.year + case when :month > 1 and c.month >= :month then 1 else 0 end as fiscal_year,
    cast(sum(c.usd) filter (where c.stage = 'commitment') as decimal(38, 6)) as commitments,
    cast(sum(c.usd) filter (where c.stage in ('disbursement', 'expenditure')) as decimal(38, 6)) as spending,
    cast(sum(c.usd) filter (where c.stage = 'incoming') as decimal(38, 6)) as incoming,
    cast(sum(c.row_count) as bigint) as row_count,
    cast(sum(c.row_count - c.rows_in_usd) as bigint) as rows_without_usd
from money_cube c
where c.counts_in_totals and c.stage in ('commitment', 'disbursement', 'expenditure', 'incoming')
group by
    c.publisher, c.recipient,
    c.year + case when :month > 1 and c.month >= :month then 1 else 0 end
