select p.payment_id, p.customer_id, p.invoice_id, p.amount, p.currency, p.failure_reason, p.paid_on as failed_on
from {{ ref('billing_payments') }} as p
where p.status = 'failed'
    and not exists (select 1 from {{ ref('billing_payments') }} as q where q.invoice_id = p.invoice_id and q.status = 'succeeded')
