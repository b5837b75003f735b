-- question: Which share of an activity does each sector have as published, and do the shares of a vocabulary add up?
-- grain: one row per sector of an activity; nothing is normalised, imputed or left out
-- key: dataset, row
-- units: percentage and published_sum in per cent, decimal(38, 6)
-- notes: Vocabularies of 1.x are mapped to the codes of today's list; none means the five digits of the DAC (1).
--    sums_up: whole (100), near (within 1), off, alone (one sector without a percentage), missing, partly.
with
typed as (
    select
        s.dataset, s.row, s.parent, s.line,
        s.code,
        s.vocabulary as published_vocabulary,
        case coalesce(nullif(trim(s.vocabulary), ''), '1')
            when 'DAC' then '1' when 'DAC-3' then '2' when 'COFOG' then '3' when 'NACE' then '4'
            when 'NTEE' then '5' when 'ADT' then '6' when 'RO' then '99'
            else coalesce(nullif(trim(s.vocabulary), ''), '1')
        end as vocabulary,
        s.percentage as published_percentage,
        case
            when regexp_extract(trim(s.percentage), '^[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)$', 0) <> ''
            then try_cast(trim(s.percentage) as decimal(38, 6))
        end as percentage
    from sector s
),
counted as (
    select
        t.*,
        count(*) over w as sectors,
        count(t.percentage) over w as with_percentage,
        sum(t.percentage) over w as published_sum
    from typed t
    window w as (partition by t.dataset, t.parent, t.vocabulary)
)
select
    c.dataset, c.row, c.parent, c.line,
    a.iati_identifier, a.reporting_org_ref,
    c.vocabulary, c.published_vocabulary, c.code, c.percentage, c.published_percentage,
    c.sectors, c.with_percentage, c.published_sum,
    case
        when c.with_percentage = 0 and c.sectors = 1 then 'alone'
        when c.with_percentage = 0 then 'missing'
        when c.with_percentage < c.sectors then 'partly'
        when c.published_sum = 100 then 'whole'
        when c.published_sum between 99 and 101 then 'near'
        else 'off'
    end as sums_up
from counted c
join activity a on a.dataset = c.dataset and a.row = c.parent
