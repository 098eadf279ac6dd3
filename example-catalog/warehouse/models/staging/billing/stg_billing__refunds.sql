select refund_id, payment_id, refunded_on, amount::decimal(12, 2) as amount, reason
from {{ source('billing', 'refunds') }}
