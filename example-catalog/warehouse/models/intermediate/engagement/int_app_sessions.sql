select
    app_user_id,
    date_trunc('day', happened_at)::date as sitting_on,
    count(*) as events,
    sum(duration_seconds) as seconds,
    count(*) filter (where event_name = 'exercise_finished') as exercises_finished
from {{ ref('stg_app__events') }}
group by 1, 2
