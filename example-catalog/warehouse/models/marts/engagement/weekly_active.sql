select date_trunc('week', s.sitting_on)::date as week, u.platform, count(distinct s.app_user_id) as people
from {{ ref('app_sittings') }} as s
join {{ ref('app_users') }} as u using (app_user_id)
group by 1, 2
