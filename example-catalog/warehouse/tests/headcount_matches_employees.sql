-- this month's headcount is the number of colleagues employed today
select h.headcount, e.employed
from (select sum(headcount) as headcount from {{ ref('headcount_monthly') }} where month = date '2026-11-01') as h
cross join (
    select count(*) as employed from {{ ref('employees') }}
    where left_on is null or left_on >= date '2026-11-20'
) as e
where abs(h.headcount - e.employed) > 3
