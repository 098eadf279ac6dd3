select invoice_id, subscription_id, customer_id, invoiced_on, amount, currency, status from {{ ref('stg_billing__invoices') }}
