select application_id, department_id, role_title, applied_on, stage, decided_on, recruiter
from {{ source('hr', 'job_applications') }}
