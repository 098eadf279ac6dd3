select
    s.subscription_id,
    s.customer_id,
    s.plan_id,
    p.monthly_price,
    p.currency,
    m.month::date as month
from {{ ref('billing_subscriptions') }} as s
join {{ ref('plans') }} as p using (plan_id)
cross join lateral (
    select unnest(generate_series(date_trunc('month', s.started_on)::timestamp, coalesce(s.ended_on, date '2026-11-20')::timestamp, interval 1 month)) as month
) as m
