select program_id, program_name, body_area, weeks from {{ ref('care_programs') }}
