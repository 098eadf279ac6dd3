select b.customer_id, b.person_id, b.email, k.contact_id, k.account_id, u.app_user_id
from {{ ref('billing_customers') }} as b
left join {{ ref('crm_contacts') }} as k on k.email = b.email
left join {{ ref('app_users') }} as u on u.person_id = b.person_id
