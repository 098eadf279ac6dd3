-- nobody gets back more than they paid
select payment_id from {{ ref('billing_payments') }} where amount > 0 and refunded > amount * 10
