select invoice_id, subscription_id, customer_id, invoiced_on, amount::decimal(12, 2) as amount, currency, status
from {{ source('billing', 'invoices') }}
