select patient_id, max(week) as last_week from {{ ref('outcomes') }} group by 1 having max(week) < 12
