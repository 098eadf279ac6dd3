select m.month, d.department_name, m.site, count(*) as headcount
from {{ ref('int_employee_months') }} as m
left join {{ ref('stg_hr__departments') }} as d using (department_id)
group by 1, 2, 3
