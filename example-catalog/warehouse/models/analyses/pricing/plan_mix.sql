select c.country_code, s.plan_name, count(*) as subscriptions
from {{ ref('billing_subscriptions') }} as s join {{ ref('billing_customers') }} as c using (customer_id)
group by 1, 2
