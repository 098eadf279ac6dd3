-- reads a working table of the revenue mart: quick then, a leak now
select plan_id, monthly_price, month, count(distinct subscription_id) as subscriptions
from {{ ref('int_subscription_months') }} group by 1, 2, 3
