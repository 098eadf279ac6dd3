select s.subscription_id, s.customer_id, s.plan_id, p.plan_name, p.monthly_price, p.currency, s.status, s.started_on, s.ended_on::date as ended_on
from {{ ref('stg_billing__subscriptions') }} as s
join {{ ref('plans') }} as p using (plan_id)
