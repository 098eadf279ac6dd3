select h.month, h.department_name, sum(h.headcount) as headcount, coalesce(max(a.left_us), 0) as left_us, max(d.people) as largest_group
from {{ ref('headcount_monthly') }} as h
left join {{ ref('attrition_monthly') }} as a using (month, department_name)
left join {{ ref('diversity_quarterly') }} as d on d.department_name = h.department_name and d.quarter = date_trunc('quarter', h.month)
group by 1, 2
