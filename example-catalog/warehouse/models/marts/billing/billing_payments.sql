select p.payment_id, p.invoice_id, p.customer_id, p.paid_on, p.amount, p.currency, p.status, p.failure_reason,
    coalesce(sum(r.amount), 0) as refunded
from {{ ref('stg_billing__payments') }} as p
left join {{ ref('stg_billing__refunds') }} as r using (payment_id)
group by all
