-- question: Who gave how much, at which stage, to whom and for what, and by which rules?
-- grain: one row per transaction, budget or planned disbursement, recipient and sector; of some datasets
-- key: dataset, table, row, recipient, sector
-- units: published and amount in the original currency, usd in US dollars, decimal(38, 6); shares between 0 and 1
-- parameters: first = 0, last = 1000000 (numbers of datasets, both included)
-- notes: What a transaction says of its recipient or sector goes before what its activity says. Parts of an amount add
--    up to it exactly. rate is a table of one rate per currency and day; without a rate, usd is null and never 0.
with
rows_here as (
    select m.*
    from money_rows m
    where m.dataset between :first and :last
),
own as (
    select
        r.*,
        nullif(upper(trim(t.recipient_country)), '') as own_country,
        nullif(trim(t.recipient_region), '') as own_region
    from rows_here r
    left join transaction t
        on r.table_name = 'transaction' and t.dataset = r.dataset and t.row = r.row
        and t.dataset between :first and :last
),
aimed as (
    select
        o.*,
        coalesce(o.own_country, o.own_region, s.code) as recipient,
        case
            when o.own_country is not null then 'country' when o.own_region is not null then 'region'
            else coalesce(s.kind, 'unknown')
        end as recipient_kind,
        coalesce(s.share, 1) as recipient_share,
        coalesce(s.before, 0) as recipient_before,
        coalesce(s.upto, 1) as recipient_upto,
        case
            when o.own_country is not null or o.own_region is not null then 'transaction'
            else coalesce(s.rule, 'unknown')
        end as recipient_rule
    from own o
    left join shares s
        on s.dimension = 'recipient' and s.dataset = o.dataset and s.scope_row = o.parent
        and s.dataset between :first and :last
        and o.own_country is null and o.own_region is null
),
with_sectors as (
    select distinct s.dataset, s.scope_row
    from shares s
    where s.dimension = 'sector' and s.scope = 'transaction' and s.dataset between :first and :last
),
scoped as (
    select
        a.*,
        case when w.scope_row is null then 'activity' else 'transaction' end as sector_scope,
        case when w.scope_row is null then a.parent else a.row end as sector_row,
        cast(cast(a.published as decimal(23, 6)) * cast(a.recipient_upto as decimal(14, 12)) as decimal(38, 6))
        - cast(cast(a.published as decimal(23, 6)) * cast(a.recipient_before as decimal(14, 12)) as decimal(38, 6))
        as part
    from aimed a
    left join with_sectors w on a.table_name = 'transaction' and w.dataset = a.dataset and w.scope_row = a.row
),
parted as (
    select
        c.*,
        s.code as sector, s.vocabulary as sector_vocabulary,
        coalesce(s.share, 1) as sector_share,
        case
            when s.code is null then 'unknown' when c.sector_scope = 'transaction' then 'transaction-' || s.rule
            else s.rule
        end as sector_rule,
        cast(cast(c.part as decimal(23, 6)) * cast(coalesce(s.upto, 1) as decimal(14, 12)) as decimal(38, 6))
        - cast(cast(c.part as decimal(23, 6)) * cast(coalesce(s.before, 0) as decimal(14, 12)) as decimal(38, 6))
        as amount
    from scoped c
    left join shares s
        on s.dimension = 'sector' and s.scope = c.sector_scope and s.dataset = c.dataset and s.scope_row = c.sector_row
        and s.dataset between :first and :last
),
channels as (
    select g.dataset, g.parent, min(nullif(trim(g.crs_channel_code), '')) as code, min(nullif(trim(g.ref), '')) as ref
    from participating_org g
    where trim(g.role) in ('4', 'Implementing') and g.dataset between :first and :last
    group by g.dataset, g.parent
),
aids as (
    select d.dataset, d.parent, min(trim(d.code)) as code
    from default_aid_type d
    where coalesce(nullif(trim(d.vocabulary), ''), '1') = '1' and d.dataset between :first and :last
    group by d.dataset, d.parent
),
replaced as (
    select o.dataset, o.row
    from money_rows o
    where
        o.table_name = 'budget' and o.type like '1/%' and o.dataset between :first and :last
        and exists (
            select 1
            from money_rows n
            where
                n.table_name = 'budget' and n.type like '2/%' and n.dataset = o.dataset and n.parent = o.parent
                and n.date = o.date and n.published is not null and n.dataset between :first and :last
        )
)
select
    'iati' as source,
    p.dataset, p.record, p.table_name as "table", p.row, p.line,
    trim(p.iati_identifier) as activity, trim(p.reporting_org_ref) as publisher,
    nullif(trim(p.provider_org_ref), '') as provider, nullif(trim(p.receiver_org_ref), '') as receiver,
    nullif(trim(p.provider_activity_id), '') as provider_activity,
    nullif(trim(p.receiver_activity_id), '') as receiver_activity,
    coalesce(g.code, g.ref) as channel,
    p.stage, p.type, p.date, p.date_rule, p.period_start, p.period_end, p.value_date, p.value_date_rule,
    p.published, p.currency, p.currency_rule,
    p.recipient, p.recipient_kind, cast(p.recipient_share as decimal(14, 12)) as recipient_share, p.recipient_rule,
    p.sector, p.sector_vocabulary, cast(p.sector_share as decimal(14, 12)) as sector_share, p.sector_rule,
    cast(p.amount as decimal(38, 6)) as amount,
    cast(cast(p.amount as decimal(23, 6)) * cast(r.usd as decimal(14, 12)) as decimal(38, 6)) as usd,
    cast(r.usd as decimal(14, 12)) as rate, r.rate_date, r.rate_source,
    p.flow_type, p.finance_type, d.code as aid_type, p.tied_status, p.humanitarian,
    p.published is not null and (k.sole or not k.secondary) and not k.umbrella and not k.duplicate
    and t.row is null and v.row is null
    as counts_in_totals,
    case
        when p.published is null then 'no-amount'
        when k.secondary and not k.sole then 'secondary-reporter'
        when k.umbrella then 'umbrella'
        when k.duplicate then 'duplicate-identifier'
        when t.row is not null then 'other-level'
        when v.row is not null then 'revised'
        when k.sole then 'only-secondary'
        when p.type = '2=3' then 'derived'
        else 'counted'
    end as counts_reason
from parted p
join activity_marks k on k.dataset = p.dataset and k.row = p.parent and k.dataset between :first and :last
left join money_twice t
    on t.dataset = p.dataset and t.row = p.parent and t.stage = p.stage and t.dataset between :first and :last
left join replaced v on p.table_name = 'budget' and v.dataset = p.dataset and v.row = p.row
left join channels g on g.dataset = p.dataset and g.parent = p.parent
left join aids d on d.dataset = p.dataset and d.parent = p.parent
left join rate r on r.currency = p.currency and r.day = p.value_date
