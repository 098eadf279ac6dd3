select a.appointment_id, a.patient_id, a.therapist_id, t.speciality, a.starts_at, a.minutes, a.status
from {{ ref('stg_care__appointments') }} as a
join {{ ref('stg_care__therapists') }} as t using (therapist_id)
