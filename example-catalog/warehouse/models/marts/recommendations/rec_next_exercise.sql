select e.app_user_id, arg_max(c.program_id, c.helped_by) as program_id, max(c.helped_by) as helped_by
from (
    select u.app_user_id, coalesce(max(f.body_area), 'back') as body_area
    from {{ ref('app_users') }} as u
    left join {{ ref('feature_use') }} as f on f.week >= u.signed_up_on
    group by 1
) as e
join {{ ref('rec_candidates') }} as c using (body_area)
group by 1
