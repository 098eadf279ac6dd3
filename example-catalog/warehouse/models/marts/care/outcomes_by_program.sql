select o.program_id, p.program_name, o.week, count(*) as answers, avg(o.pain_change) as pain_change, avg(o.mobility_change) as mobility_change
from {{ ref('outcomes') }} as o
join {{ ref('programs') }} as p using (program_id)
group by 1, 2, 3
