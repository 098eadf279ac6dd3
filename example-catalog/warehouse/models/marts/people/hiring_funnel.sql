select a.application_id, d.department_name, a.role_title, a.applied_on, a.stage, a.decided_on - a.applied_on as days_to_decide
from {{ ref('stg_hr__job_applications') }} as a
left join {{ ref('stg_hr__departments') }} as d using (department_id)
