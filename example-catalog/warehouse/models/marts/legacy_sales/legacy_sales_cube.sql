select u.full_name as owner_name, u.region, o.stage, date_trunc('month', o.close_on)::date as month, count(*) as deals, sum(o.amount) as amount
from {{ ref('stg_crm__opportunities') }} as o
join {{ ref('stg_crm__users') }} as u on u.user_id = o.owner_user_id
group by 1, 2, 3, 4
