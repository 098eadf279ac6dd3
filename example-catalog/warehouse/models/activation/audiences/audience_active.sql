select c.customer_id, c.email, c.country_code, c.plan_name
from {{ ref('customers') }} as c join {{ ref('customer_consents') }} as k using (customer_id)
where c.status = 'active' and k.newsletter
