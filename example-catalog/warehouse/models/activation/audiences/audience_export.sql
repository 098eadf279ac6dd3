select customer_id, email, 'active' as audience from {{ ref('audience_active') }}
union all
select customer_id, email, 'lapsed' from {{ ref('audience_lapsed') }}
