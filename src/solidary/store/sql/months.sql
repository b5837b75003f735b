-- question: How many days lie before each month?
-- grain: one row per month, from January 1960 to December 2100
-- key: year, month
-- units: days since 1 March of the year 0, so that two days can be subtracted; engines differ in what that gives
with
numbered as (
    select cast(1960 + floor(m.number / 12.0) as int) as year, cast(m.number % 12 as int) + 1 as month
    from range(0, 1692) as m(number)
),
shifted as (
    -- a year that begins in March has its leap day at its end
    select
        n.year, n.month,
        n.year - case when n.month <= 2 then 1 else 0 end as y,
        n.month + case when n.month > 2 then -3 else 9 end as m
    from numbered n
)
select
    s.year, s.month,
    cast(
        365 * s.y + floor(s.y / 4.0) - floor(s.y / 100.0) + floor(s.y / 400.0) + floor((153 * s.m + 2) / 5.0) as int
    ) as days_before
from shifted s
