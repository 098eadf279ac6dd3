select c.sponsor_account_id as account_id, sum(i.amount_eur) as revenue_eur, count(distinct m.subscription_id) as subscriptions
from {{ ref('billing_customers') }} as c
join {{ ref('int_invoices_eur') }} as i using (customer_id)
left join {{ ref('int_subscription_months') }} as m using (customer_id)
where c.sponsor_account_id is not null
group by 1
