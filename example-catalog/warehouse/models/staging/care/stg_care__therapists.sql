select therapist_id, full_name, country_code, speciality, weekly_hours from {{ source('care', 'therapists') }}
