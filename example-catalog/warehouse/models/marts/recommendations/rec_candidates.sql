select o.program_id, p.body_area, avg(o.mobility_change) as helped_by, count(*) as answers
from {{ ref('outcomes') }} as o
join {{ ref('programs') }} as p using (program_id)
group by 1, 2
