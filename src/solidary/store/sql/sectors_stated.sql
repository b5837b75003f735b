-- question: Which sectors does each activity and each transaction name, in the one vocabulary that counts for it?
-- grain: one row per activity or transaction and sector
-- key: dataset, scope, scope_row, code
-- units: percentage in per cent, decimal(20, 6); null where none is stated
-- notes: The vocabulary is the DAC's five digits (1) if there is one, else its three digits (2), else none: they are
--    never mixed, or each would count for half.
with
named as (
    select
        'activity' as scope, s.dataset, s.parent as scope_row, trim(s.code) as code, trim(s.percentage) as percentage,
        coalesce(nullif(trim(s.vocabulary), ''), '1') as vocabulary
    from sector s
    where trim(s.code) <> ''
    union all
    select
        'transaction' as scope, s.dataset, s.parent as scope_row, trim(s.code) as code,
        cast(null as string) as percentage, coalesce(nullif(trim(s.vocabulary), ''), '1') as vocabulary
    from transaction_sector s
    where trim(s.code) <> ''
),
settled as (
    select
        n.scope, n.dataset, n.scope_row, n.code,
        case n.vocabulary when 'DAC' then '1' when 'DAC-3' then '2' else n.vocabulary end as vocabulary,
        case
            when regexp_extract(n.percentage, '^[+]?([0-9]{1,9}[.]?[0-9]*|[.][0-9]+)$', 0) <> ''
            then try_cast(n.percentage as decimal(20, 6))
        end as percentage
    from named n
),
chosen as (
    select s.*, min(s.vocabulary) over (partition by s.scope, s.dataset, s.scope_row) as best
    from settled s
    where s.vocabulary in ('1', '2')
)
select
    c.scope, c.dataset, c.scope_row, c.code, c.vocabulary,
    cast(case when count(c.percentage) = count(*) then sum(c.percentage) end as decimal(20, 6)) as percentage
from chosen c
where c.vocabulary = c.best
group by c.scope, c.dataset, c.scope_row, c.code, c.vocabulary
