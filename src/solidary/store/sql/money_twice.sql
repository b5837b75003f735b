-- question: Which activities report money of a stage that a parent or child of theirs reports on the chosen level?
-- grain: one row per activity and stage whose money is there twice
-- key: dataset, row, stage
-- units: none
-- notes: Only publishers with money of the stage on several levels are concerned. A link is a related activity of type
--    1 (parent) or 2 (child), from either side, within one publisher.
with
held as (
    select distinct
        m.dataset, m.parent as row, m.stage, coalesce(m.reporting_org_ref, '') as publisher,
        trim(m.iati_identifier) as identifier
    from money_rows m
    where m.published is not null
),
placed as (
    select h.dataset, h.row, h.stage, h.publisher, h.identifier, k.level = l.level as chosen
    from held h
    join activity_marks k on k.dataset = h.dataset and k.row = h.row
    join money_levels l
        on coalesce(l.reporting_org_ref, '') = h.publisher and l.stage = h.stage and l.levels > 1
),
links as (
    select trim(a.iati_identifier) as identifier, trim(r.ref) as other
    from related_activity r
    join activity a on a.dataset = r.dataset and a.row = r.parent
    where trim(r.type) in ('1', '2')
    union
    select trim(r.ref) as identifier, trim(a.iati_identifier) as other
    from related_activity r
    join activity a on a.dataset = r.dataset and a.row = r.parent
    where trim(r.type) in ('1', '2')
),
linked as (
    -- by itself, or an engine may pair all activities of a publisher first
    select distinct l.identifier, o.stage, o.publisher
    from links l
    join placed o on o.identifier = l.other
    where o.chosen
)
select distinct p.dataset, p.row, p.stage
from placed p
join linked d on d.identifier = p.identifier and d.stage = p.stage and d.publisher = p.publisher
where not p.chosen
