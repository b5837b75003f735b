-- question: Which amounts of money does a snapshot hold, at which stage, in which currency, on which days?
-- grain: one row per transaction, budget or planned disbursement; none is left out, what cannot be read is null
-- key: dataset, table_name, row
-- units: published in the original currency, decimal(38, 6); dates as dates
-- notes: Money of 10^17 and more is null, as text that is no number is. Incoming funds (1, 11, 13) are a stage of their
--    own and never spending; pledges (12) are no commitments;
--    2=3 is a commitment that was derived from the disbursement; repayments, interest, purchases and sales are other.
with
lent as (
    select
        b.dataset, b.record, b.row, b.parent, b.line, 'budget' as table_name,
        b.type, b.status, b.period_start, b.period_end, b.value, b.currency, b.value_date,
        cast(null as string) as provider_org_ref, cast(null as string) as receiver_org_ref,
        cast(null as string) as provider_activity_id, cast(null as string) as receiver_activity_id
    from budget b
    union all
    select
        p.dataset, p.record, p.row, p.parent, p.line, 'planned_disbursement' as table_name,
        p.type, cast(null as string) as status, p.period_start, p.period_end, p.value, p.currency, p.value_date,
        p.provider_org_ref, p.receiver_org_ref, p.provider_activity_id, p.receiver_activity_id
    from planned_disbursement p
),
read as (
    select
        l.dataset, l.record, l.row, l.parent, l.line, l.table_name, l.type, l.status,
        l.provider_org_ref, l.receiver_org_ref, l.provider_activity_id, l.receiver_activity_id,
        a.iati_identifier, a.reporting_org_ref, a.humanitarian,
        a.default_flow_type as flow_type, a.default_finance_type as finance_type, a.default_tied_status as tied_status,
        nullif(upper(trim(l.currency)), '') as own_currency,
        nullif(upper(trim(a.default_currency)), '') as default_currency,
        case
            when regexp_extract(trim(l.value), '^[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)$', 0) <> ''
            then try_cast(trim(l.value) as decimal(38, 6))
        end as value,
        case
            when regexp_extract(
                trim(l.value_date), '^[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2}|T.*)?$', 0
            ) <> ''
            then try_cast(substr(trim(l.value_date), 1, 10) as date)
        end as own_value_date,
        case
            when regexp_extract(
                trim(l.period_start), '^[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2}|T.*)?$', 0
            ) <> ''
            then try_cast(substr(trim(l.period_start), 1, 10) as date)
        end as period_start,
        case
            when regexp_extract(
                trim(l.period_end), '^[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2}|T.*)?$', 0
            ) <> ''
            then try_cast(substr(trim(l.period_end), 1, 10) as date)
        end as period_end
    from lent l
    join activity a on a.dataset = l.dataset and a.row = l.parent
),
united as (
    select
        t.dataset, t.record, t.row, t.parent, t.line, 'transaction' as table_name,
        t.iati_identifier, t.reporting_org_ref, t.transaction_type as type,
        case
            when t.transaction_type in ('2', '2=3') then 'commitment'
            when t.transaction_type = '3' then 'disbursement'
            when t.transaction_type = '4' then 'expenditure'
            when t.transaction_type in ('1', '11', '13') then 'incoming'
            when t.transaction_type = '12' then 'pledge'
            else 'other'
        end as stage,
        t.transaction_date as date,
        case t.transaction_date_from
            when 'transaction_date' then 'own' when 'value_date' then 'value-date' else 'unknown'
        end as date_rule,
        t.value_date,
        case t.value_date_from
            when 'value_date' then 'own' when 'transaction_date' then 'date' else 'unknown'
        end as value_date_rule,
        t.value, t.currency,
        case t.currency_from when 'transaction' then 'own' when 'activity' then 'default' else 'unknown' end
        as currency_rule,
        t.provider_org_ref, t.receiver_org_ref, t.provider_activity_id, t.receiver_activity_id,
        t.flow_type, t.finance_type, t.tied_status, t.humanitarian,
        cast(null as date) as period_start, cast(null as date) as period_end
    from transactions_typed t
    union all
    select
        r.dataset, r.record, r.row, r.parent, r.line, r.table_name,
        r.iati_identifier, r.reporting_org_ref,
        coalesce(trim(r.type), '1') || '/' || coalesce(trim(r.status), '1') as type,
        case r.table_name when 'budget' then 'budget' else 'planned' end as stage,
        coalesce(r.period_start, r.own_value_date) as date,
        case
            when r.period_start is not null then 'own' when r.own_value_date is not null then 'value-date'
            else 'unknown'
        end as date_rule,
        coalesce(r.own_value_date, r.period_start) as value_date,
        case
            when r.own_value_date is not null then 'own' when r.period_start is not null then 'date' else 'unknown'
        end as value_date_rule,
        r.value,
        coalesce(r.own_currency, r.default_currency) as currency,
        case
            when r.own_currency is not null then 'own' when r.default_currency is not null then 'default'
            else 'unknown'
        end as currency_rule,
        r.provider_org_ref, r.receiver_org_ref, r.provider_activity_id, r.receiver_activity_id,
        r.flow_type, r.finance_type, r.tied_status, r.humanitarian, r.period_start, r.period_end
    from read r
)
select
    u.dataset, u.record, u.row, u.parent, u.line, u.table_name, u.iati_identifier, u.reporting_org_ref,
    u.type, u.stage, u.date, u.date_rule, u.value_date, u.value_date_rule,
    case when abs(u.value) < 100000000000000000 then u.value end as published,
    u.currency, u.currency_rule,
    u.provider_org_ref, u.receiver_org_ref, u.provider_activity_id, u.receiver_activity_id,
    u.flow_type, u.finance_type, u.tied_status,
    lower(trim(u.humanitarian)) in ('1', 'true') as humanitarian,
    u.period_start, u.period_end
from united u
