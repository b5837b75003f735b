-- question: What is each transaction worth, in which currency, on which days, and of which type of the standard 2.x?
-- grain: one row per transaction; none is left out, what cannot be read is null
-- key: dataset, row
-- units: value in the original currency, decimal(38, 6); dates as dates (years from 1000 on)
-- notes: A currency or date that is missing falls back, and a column says on what. Types of 1.x are mapped as the
--    change notes of 2.01 do (they spell QS as Q3); one that is in no list is kept as published, TB among them.
with
published as (
    select
        t.dataset, t.record, t.row, t.parent, t.line,
        a.iati_identifier, a.reporting_org_ref, a.humanitarian as activity_humanitarian, t.humanitarian,
        t.provider_org_ref, t.receiver_org_ref, t.provider_activity_id, t.receiver_activity_id,
        t.recipient_country, t.recipient_region,
        coalesce(t.flow_type, a.default_flow_type) as flow_type,
        coalesce(t.finance_type, a.default_finance_type) as finance_type,
        coalesce(t.tied_status, a.default_tied_status) as tied_status,
        t.transaction_type as published_type,
        t.value as published_value,
        nullif(upper(trim(t.currency)), '') as own_currency,
        nullif(upper(trim(a.default_currency)), '') as default_currency,
        -- Shapes come first: engines differ in what else they take for a number (1_000) or a date (2024-5-1).
        case
            when regexp_extract(trim(t.value), '^[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)$', 0) <> ''
            then try_cast(trim(t.value) as decimal(38, 6))
        end as value,
        case
            when regexp_extract(
                trim(t.value_date), '^[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2}|T.*)?$', 0
            ) <> ''
            then try_cast(substr(trim(t.value_date), 1, 10) as date)
        end as own_value_date,
        case
            when regexp_extract(
                trim(t.transaction_date), '^[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2}|T.*)?$', 0
            ) <> ''
            then try_cast(substr(trim(t.transaction_date), 1, 10) as date)
        end as own_transaction_date
    from transaction t
    join activity a on a.dataset = t.dataset and a.row = t.parent
)
select
    p.dataset, p.record, p.row, p.parent, p.line,
    p.iati_identifier, p.reporting_org_ref,
    case trim(p.published_type)
        when 'IF' then '1' when 'C' then '2' when 'D' then '3' when 'E' then '4' when 'IR' then '5'
        when 'LR' then '6' when 'R' then '7' when 'QP' then '8' when 'QS' then '9' when 'Q3' then '9'
        when 'CG' then '10'
        else trim(p.published_type)
    end as transaction_type,
    p.published_type,
    p.value,
    p.published_value,
    coalesce(p.own_currency, p.default_currency) as currency,
    case
        when p.own_currency is not null then 'transaction'
        when p.default_currency is not null then 'activity'
        else 'missing'
    end as currency_from,
    coalesce(p.own_value_date, p.own_transaction_date) as value_date,
    case
        when p.own_value_date is not null then 'value_date'
        when p.own_transaction_date is not null then 'transaction_date'
        else 'missing'
    end as value_date_from,
    coalesce(p.own_transaction_date, p.own_value_date) as transaction_date,
    case
        when p.own_transaction_date is not null then 'transaction_date'
        when p.own_value_date is not null then 'value_date'
        else 'missing'
    end as transaction_date_from,
    p.provider_org_ref, p.receiver_org_ref, p.provider_activity_id, p.receiver_activity_id,
    p.recipient_country, p.recipient_region, p.flow_type, p.finance_type, p.tied_status,
    coalesce(p.humanitarian, p.activity_humanitarian) as humanitarian
from published p
