-- question: Which activities name a country as recipient, themselves or in a transaction?
-- grain: one row per activity
-- key: dataset, row
-- units: percentage in per cent as published, decimal(38, 6); counts of transactions
-- parameters: country = 'TH' (ISO 3166-1, two letters)
with
named as (
    select
        c.dataset, c.parent,
        sum(
            case
                when regexp_extract(trim(c.percentage), '^[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)$', 0) <> ''
                then try_cast(trim(c.percentage) as decimal(38, 6))
            end
        ) as percentage
    from recipient_country c
    where upper(trim(c.code)) = :country
    group by c.dataset, c.parent
),
moved as (
    select t.dataset, t.parent, count(*) as transactions
    from transaction t
    where upper(trim(t.recipient_country)) = :country
    group by t.dataset, t.parent
)
select
    a.dataset, a.row, a.iati_identifier, a.reporting_org_ref, a.activity_status,
    n.parent is not null as named_by_activity,
    n.percentage,
    cast(coalesce(m.transactions, 0) as bigint) as transactions
from activity a
left join named n on n.dataset = a.dataset and n.parent = a.row
left join moved m on m.dataset = a.dataset and m.parent = a.row
where n.parent is not null or m.parent is not null
