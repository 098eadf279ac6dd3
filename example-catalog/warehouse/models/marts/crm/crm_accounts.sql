select a.account_id, a.account_name, a.account_type, a.country_code, a.headcount, a.created_on,
    u.full_name as owner_name, u.region
from {{ ref('stg_crm__accounts') }} as a
left join {{ ref('stg_crm__users') }} as u on u.user_id = a.owner_user_id
