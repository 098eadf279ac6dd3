select * from {{ ref('stg_stripe__payments') }} join {{ ref('stg_stripe__refunds') }} using (id)
