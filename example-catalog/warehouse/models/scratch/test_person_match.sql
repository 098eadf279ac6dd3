select person_id, count(*) as systems
from (
    select person_id from {{ ref('stg_billing__customers') }}
    union all
    select person_id from {{ ref('stg_care__patients') }}
)
group by 1
