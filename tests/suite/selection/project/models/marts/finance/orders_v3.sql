select * from {{ ref('int_payments_joined') }}
