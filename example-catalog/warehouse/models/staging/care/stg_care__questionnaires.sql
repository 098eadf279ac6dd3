select answer_id, patient_id, answered_on, week, pain_0_10, mobility_0_100, satisfaction_1_5
from {{ source('care', 'questionnaires') }}
