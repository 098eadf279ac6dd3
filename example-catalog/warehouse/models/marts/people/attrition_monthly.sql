select date_trunc('month', left_on)::date as month, department_name, count(*) as left_us
from {{ ref('employees') }}
where left_on is not null
group by 1, 2
