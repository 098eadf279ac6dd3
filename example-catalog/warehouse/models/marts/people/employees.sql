select e.employee_id, e.full_name, d.department_name, e.site, e.level, e.hired_on, e.left_on::date as left_on
from {{ ref('stg_hr__employees') }} as e
left join {{ ref('stg_hr__departments') }} as d using (department_id)
