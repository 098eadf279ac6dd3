select a.region, o.stage, o.currency, count(*) as deals, sum(o.amount) as amount, sum(o.amount * o.probability) as likely_amount
from {{ ref('crm_opportunities') }} as o
join {{ ref('crm_accounts') }} as a using (account_id)
where o.stage not in ('won', 'lost')
group by 1, 2, 3
