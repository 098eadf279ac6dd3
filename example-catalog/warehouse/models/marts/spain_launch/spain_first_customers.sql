select c.customer_id, c.full_name, c.plan_name, c.customer_since from {{ ref('customers') }} as c where c.country_code = 'ES'
