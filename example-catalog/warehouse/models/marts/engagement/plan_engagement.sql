select c.plan_name, sum(s.minutes) as minutes, count(distinct s.app_user_id) as people
from {{ ref('app_sittings') }} as s
join {{ ref('customers') }} as c using (app_user_id)
group by 1
