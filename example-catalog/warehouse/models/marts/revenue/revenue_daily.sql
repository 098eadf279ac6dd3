select i.invoiced_on as revenue_on, c.country_code, 'subscriptions' as stream, sum(i.amount_eur)::decimal(38, 2) as revenue_eur
from {{ ref('int_invoices_eur') }} as i
join {{ ref('billing_customers') }} as c using (customer_id)
where i.status = 'paid'
group by all
union all
select ordered_on, country_code, 'equipment', sum(total_eur)::decimal(38, 2)
from {{ ref('equipment_orders') }}
where status <> 'returned'
group by all
