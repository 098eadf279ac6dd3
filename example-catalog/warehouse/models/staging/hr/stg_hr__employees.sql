select employee_id, full_name, email, department_id, site, gender, level, hired_on, left_on
from {{ source('hr', 'employees') }}
