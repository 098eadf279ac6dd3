select o.opportunity_id, o.account_id, u.full_name as owner_name, o.stage, o.amount, o.currency, o.close_on,
    o.probability::double as probability
from {{ ref('stg_crm__opportunities') }} as o
left join {{ ref('stg_crm__users') }} as u on u.user_id = o.owner_user_id
