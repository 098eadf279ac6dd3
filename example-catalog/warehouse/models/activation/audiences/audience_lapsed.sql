select c.customer_id, c.email, max(s.sitting_on) as last_seen
from {{ ref('customers') }} as c
left join {{ ref('int_app_sessions') }} as s using (app_user_id)
group by 1, 2
having coalesce(max(s.sitting_on), date '2000-01-01') < date '2026-11-01'
