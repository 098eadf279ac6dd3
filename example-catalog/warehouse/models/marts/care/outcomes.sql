select q.answer_id, q.patient_id, p.program_id, q.week::bigint as week,
    (q.first_pain - q.pain_0_10)::bigint as pain_change,
    (q.mobility_0_100 - q.first_mobility)::bigint as mobility_change,
    q.satisfaction_1_5::bigint as satisfaction_1_5
from {{ ref('int_questionnaire_change') }} as q
join {{ ref('stg_care__patients') }} as p using (patient_id)
