select
    i.invoice_id,
    i.customer_id,
    i.invoiced_on,
    i.status,
    (i.amount * coalesce(f.to_eur, 1))::decimal(12, 2) as amount_eur
from {{ ref('billing_invoices') }} as i
left join {{ ref('fx_rates') }} as f
    on f.currency = i.currency and f.month = date_trunc('month', i.invoiced_on)
