select patient_id, person_id, full_name, country_code, born_on, program_id, therapist_id, started_on
from {{ source('care', 'patients') }}
