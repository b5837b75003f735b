-- question: Which rows of money does one activity report, which of them count, and why not the others?
-- grain: one row per flow
-- key: dataset, table, row, recipient, sector
-- units: published and amount in the original currency, usd in US dollars, decimal(38, 6); shares between 0 and 1
-- parameters: activity = 'COUNTRIES' (identifier as published)
select f.*
from flow f
where f.activity = :activity
