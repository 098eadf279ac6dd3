select absence_id, employee_id, kind, from_date, to_date, to_date - from_date as days
from {{ source('hr', 'absences') }}
