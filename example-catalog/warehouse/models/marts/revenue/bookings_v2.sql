select o.opportunity_id as booking_id, o.close_on as booked_on, a.country_code, 'deal' as kind,
    (o.amount * coalesce(f.to_eur, 1))::decimal(12, 2) as amount_eur
from {{ ref('crm_opportunities') }} as o
join {{ ref('crm_accounts') }} as a using (account_id)
left join {{ ref('fx_rates') }} as f on f.currency = o.currency and f.month = date_trunc('month', o.close_on)
where o.stage = 'won'
union all
select s.subscription_id, s.started_on, c.country_code, 'subscription',
    (12 * s.monthly_price * coalesce(f.to_eur, 1))::decimal(12, 2)
from {{ ref('billing_subscriptions') }} as s
join {{ ref('billing_customers') }} as c using (customer_id)
left join {{ ref('fx_rates') }} as f on f.currency = s.currency and f.month = date_trunc('month', s.started_on)
