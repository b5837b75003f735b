-- question: How much did each publisher commit and spend in each year, in each currency?
-- grain: one row per publisher, year of the transaction date and currency; null stands for what is not known
-- key: reporting_org_ref, year, currency
-- units: money in the original currency, decimal(38, 6); nothing is converted, and secondary reports are not taken out
-- notes: commitments are type 2, spending types 3 and 4. Null, not 0, where a publisher reported nothing of a kind.
select
    t.reporting_org_ref,
    cast(extract(year from t.transaction_date) as int) as year,
    t.currency,
    sum(t.value) filter (where t.transaction_type = '2') as commitments,
    sum(t.value) filter (where t.transaction_type in ('3', '4')) as spending,
    sum(t.value) filter (where t.transaction_type in ('1', '11')) as incoming,
    count(*) as transactions,
    count(*) filter (where t.value is null) as without_value
from transactions_typed t
group by t.reporting_org_ref, extract(year from t.transaction_date), t.currency
