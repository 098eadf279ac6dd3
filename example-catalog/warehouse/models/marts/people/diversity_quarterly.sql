select date_trunc('quarter', m.month)::date as quarter, d.department_name, m.gender, count(distinct m.employee_id) as people
from {{ ref('int_employee_months') }} as m
left join {{ ref('stg_hr__departments') }} as d using (department_id)
group by 1, 2, 3
having count(distinct m.employee_id) >= 5
