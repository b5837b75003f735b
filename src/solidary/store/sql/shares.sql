-- question: Which share of its money has each recipient and each sector, and where does the share come from?
-- grain: one row per activity or transaction, dimension and code
-- key: dimension, scope, dataset, scope_row, code
-- units: share, and the sum of the shares up to it in the order of codes, decimal(14, 12); both between 0 and 1
-- notes: alone: the only one. stated: percentages come to 100. normalised: to within 1 of it. rescaled: to anything else.
--    remainder: the only one without a percentage takes what the others leave. missing: several without one share it
--    equally, but that is a guess: their bounds are 0 and all of it.
--    Shares are whole numbers of 1/10^12 until the last step, so that every engine comes to the same.
with
stated as (
    select
        'recipient' as dimension, 'activity' as scope, r.dataset, r.activity_row as scope_row, r.code, r.kind,
        cast(null as string) as vocabulary, r.percentage
    from recipients_stated r
    union all
    select
        'sector' as dimension, s.scope, s.dataset, s.scope_row, s.code, 'sector' as kind, s.vocabulary, s.percentage
    from sectors_stated s
),
counted as (
    select
        s.*,
        count(*) over w as members,
        count(s.percentage) over w as known,
        cast(coalesce(sum(cast(s.percentage * 1000000 as bigint)) over w, 0) as bigint) as known_sum,
        cast(s.percentage * 1000000 as bigint) as micro
    from stated s
    window w as (partition by s.dimension, s.scope, s.dataset, s.scope_row)
),
weighed as (
    select
        c.*,
        case
            when c.micro is not null then c.micro
            when c.known_sum >= 100000000 and c.known > 0 then 0
            else cast(
                floor(cast(100000000 - c.known_sum as double) / nullif(cast(c.members - c.known as double), 0)) as bigint
            )
        end as weight
    from counted c
),
totalled as (
    select
        w.*,
        cast(sum(w.weight) over (partition by w.dimension, w.scope, w.dataset, w.scope_row) as bigint) as total,
        cast(
            sum(w.weight) over (
                partition by w.dimension, w.scope, w.dataset, w.scope_row order by w.code
                rows between unbounded preceding and current row
            ) as bigint
        ) as running
    from weighed w
),
parted as (
    select
        t.*,
        cast(
            floor(cast(t.running as double) * 1000000000000 / nullif(cast(t.total as double), 0) + 0.5) as bigint
        ) as upto,
        cast(
            floor(
                cast(t.running - t.weight as double) * 1000000000000 / nullif(cast(t.total as double), 0) + 0.5
            ) as bigint
        ) as before
    from totalled t
    where t.total > 0
)
select
    p.dimension, p.scope, p.dataset, p.scope_row, p.code, p.kind, p.vocabulary, p.percentage,
    cast(cast(p.upto - p.before as decimal(14, 0)) * 0.000000000001 as decimal(14, 12)) as share,
    cast(cast(p.upto as decimal(14, 0)) * 0.000000000001 as decimal(14, 12)) as upto,
    cast(cast(p.before as decimal(14, 0)) * 0.000000000001 as decimal(14, 12)) as before,
    case
        when p.members = 1 and p.known = 0 then 'alone'
        when p.known < p.members and p.known_sum >= 100000000 then 'rescaled'
        when p.known = p.members - 1 then 'remainder'
        when p.known < p.members then 'missing'
        when p.known_sum = 100000000 then 'stated'
        when p.known_sum between 99000000 and 101000000 then 'normalised'
        else 'rescaled'
    end as rule
from parted p
where p.upto > p.before
