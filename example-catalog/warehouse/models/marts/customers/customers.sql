select i.customer_id, i.person_id, c.full_name, i.email, c.country_code, k.region as privacy_region,
    i.account_id, i.app_user_id, max(s.plan_name) as plan_name, max(s.status) as status, min(s.started_on) as customer_since, i.contact_id
from {{ ref('int_customer_identities') }} as i
join {{ ref('billing_customers') }} as c using (customer_id)
left join {{ ref('billing_subscriptions') }} as s using (customer_id)
left join {{ ref('countries') }} as k on k.country_code = c.country_code
group by all
