select o.opportunity_id as booking_id, o.close_on as booked_on, a.country_code,
    (o.amount * coalesce(f.to_eur, 1))::decimal(12, 2) as amount_eur
from {{ ref('crm_opportunities') }} as o
join {{ ref('crm_accounts') }} as a using (account_id)
left join {{ ref('fx_rates') }} as f on f.currency = o.currency and f.month = date_trunc('month', o.close_on)
where o.stage = 'won'
