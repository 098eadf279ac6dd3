select payment_id, invoice_id, customer_id, paid_on, amount::decimal(12, 2) as amount, currency, status, failure_reason
from {{ source('billing', 'payments') }}
