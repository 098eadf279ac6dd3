-- logic of another system inside an application mart: this belongs to the revenue mart
select a.account_id, a.account_name, count(*) as payments, sum(p.amount) as paid
from {{ ref('crm_accounts') }} as a
join {{ ref('stg_billing__customers') }} as c on c.sponsor_account_id = a.account_id
join {{ ref('stg_billing__payments') }} as p on p.customer_id = c.customer_id and p.status = 'succeeded'
group by 1, 2
