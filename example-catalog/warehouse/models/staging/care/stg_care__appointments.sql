select appointment_id, patient_id, therapist_id, starts_at, minutes, status
from {{ source('care', 'appointments') }}
