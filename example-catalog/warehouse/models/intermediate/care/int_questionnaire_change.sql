select
    answer_id, patient_id, answered_on, week, pain_0_10, mobility_0_100, satisfaction_1_5,
    first_value(pain_0_10) over (partition by patient_id order by week, answered_on) as first_pain,
    first_value(mobility_0_100) over (partition by patient_id order by week, answered_on) as first_mobility
from {{ ref('stg_care__questionnaires') }}
